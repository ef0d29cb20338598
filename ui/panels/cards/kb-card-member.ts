import { LitElement, html, nothing } from 'lit'
import type { CardIssue, ReissueReason } from '../../../contract/card-issue.ts'
import type { FoundPerson } from '../../../contract/found-person.ts'
import type { Box } from '../../state/box.ts'
import { form } from '../../styles/form.ts'
import { shared } from '../../styles/shared.ts'
import { cards } from '../../text/cards.ts'
import '../people/kb-person-pick.ts'
import { tellDeed, todayOf } from './deed.ts'
import { personFacts } from './facts.ts'
import { stepStyles } from './styles.ts'

const words = cards.member
const reasons: readonly ReissueReason[] = ['lost', 'damaged', 'other']

/** Step 1 of 再発行: whose card, and why. */
export class KbCardMember extends LitElement {
  static override properties = {
    box: { attribute: false },
    issue: { attribute: false },
    isBusy: { type: Boolean, attribute: 'isbusy' },
    isSearching: { state: true },
    reason: { state: true },
    isChecked: { state: true },
  }
  static override styles = [shared, form, stepStyles]
  declare box: Box
  declare issue: CardIssue
  declare isBusy: boolean
  /** Somebody else is to be chosen instead. */
  declare isSearching: boolean
  declare reason: ReissueReason | null
  declare isChecked: boolean

  constructor() {
    super()
    this.isSearching = false
    this.reason = null
    this.isChecked = false
  }

  override willUpdate(changed: Map<string, unknown>): void {
    const before = changed.get('issue') as CardIssue | undefined
    if (!changed.has('issue')) return
    if (before?.id !== this.issue.id) this.reason = this.issue.reason
    if (before?.memberId !== this.issue.memberId) this.isSearching = false
  }

  override render() {
    return this.issue.memberId === null || this.isSearching ? this.#choose() : this.#why()
  }

  #choose() {
    return html`<h2>${words.search}</h2>
      <kb-person-pick
        data-first
        .box=${this.box}
        .label=${words.hint}
        onlymembers
        ?isbusy=${this.isBusy}
        @kb-pick=${(event: CustomEvent<FoundPerson>) => {
          tellDeed(this, 'member', { memberId: event.detail.id })
        }}
      ></kb-person-pick>`
  }

  #why() {
    const { person, revokes, memberId } = this.issue
    return html`<h2>${words.chosen}</h2>
      ${
        person
          ? html`<div class="row">
              <span class="who">${personFacts(person, todayOf(this.box))}</span>
              <span>${words.cards(revokes)}</span>
              <button
                class="btn"
                type="button"
                data-test="other-member"
                @click=${() => {
                  this.isSearching = true
                }}
              >
                ${words.change}
              </button>
            </div>`
          : nothing
      }
      <form
        class="form"
        novalidate
        @submit=${(event: Event) => {
          event.preventDefault()
          this.#send(memberId)
        }}
      >
        <fieldset class="field plain">
          <legend class="word">${words.reason}</legend>
          <div class="choices">
            ${reasons.map(
              (reason, index) =>
                html`<label
                  ><input
                    type="radio"
                    name="reason"
                    value=${reason}
                    data-test="reason-${reason}"
                    ?data-first=${index === 0}
                    .checked=${this.reason === reason}
                    @change=${() => {
                      this.reason = reason
                    }}
                  />${cards.reason[reason]}</label
                >`,
            )}
          </div>
          <span aria-live="polite"
            >${this.isChecked && this.reason === null ? html`<span class="wrong">${words.reasonMissing}</span>` : nothing}</span
          >
        </fieldset>
        ${revokes > 0 ? html`<p class="note warn">${words.willRevoke(revokes)}</p>` : nothing}
        <div class="foot">
          <button class="btn primary big" type="submit" data-primary data-test="next" ?disabled=${this.isBusy}>
            ${cards.wizard.next} <span class="key">F7</span>
          </button>
        </div>
      </form>`
  }

  #send(memberId: string | null): void {
    this.isChecked = true
    if (this.reason === null) this.renderRoot.querySelector<HTMLElement>('[name=reason]')?.focus()
    else tellDeed(this, 'member', { memberId, reason: this.reason })
  }
}

customElements.define('kb-card-member', KbCardMember)
