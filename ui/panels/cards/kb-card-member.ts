import { LitElement, html, nothing } from 'lit'
import type { CardIssue, ReissueReason } from '../../../contract/card-issue.ts'
import type { FoundPerson } from '../../../contract/found-person.ts'
import { searchPeople } from '../../data/card-issues.ts'
import type { Failure } from '../../data/outcome.ts'
import type { Box } from '../../state/box.ts'
import { form } from '../../styles/form.ts'
import { shared } from '../../styles/shared.ts'
import { cards } from '../../text/cards.ts'
import '../../components/kb-trouble.ts'
import { issueTrouble, tellDeed, todayOf } from './deed.ts'
import { personFacts } from './facts.ts'
import { stepStyles } from './styles.ts'

const words = cards.member
const reasons: readonly ReissueReason[] = ['lost', 'damaged', 'other']
const pause = 150

/** Step 1 of 再発行: whose card, and why. */
export class KbCardMember extends LitElement {
  static override properties = {
    box: { attribute: false },
    issue: { attribute: false },
    isBusy: { type: Boolean, attribute: 'isbusy' },
    found: { state: true },
    failure: { state: true },
    isSearching: { state: true },
    reason: { state: true },
    isChecked: { state: true },
  }
  static override styles = [shared, form, stepStyles]
  declare box: Box
  declare issue: CardIssue
  declare isBusy: boolean
  declare found: readonly FoundPerson[] | null
  declare failure: Failure | null
  /** Somebody else is to be chosen instead. */
  declare isSearching: boolean
  declare reason: ReissueReason | null
  declare isChecked: boolean
  #timer: ReturnType<typeof setTimeout> | undefined
  #search: AbortController | undefined

  constructor() {
    super()
    this.found = null
    this.failure = null
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

  override disconnectedCallback(): void {
    super.disconnectedCallback()
    clearTimeout(this.#timer)
    this.#search?.abort()
  }

  override render() {
    return this.issue.memberId === null || this.isSearching ? this.#choose() : this.#why()
  }

  #choose() {
    return html`<h2>${words.search}</h2>
      <div class="field">
        <label for="q">${words.hint}</label>
        <input
          id="q"
          type="search"
          data-first
          data-test="member-search"
          autocomplete="off"
          spellcheck="false"
          maxlength="100"
          @input=${this.#onType}
        />
      </div>
      ${this.failure ? html`<kb-trouble slim .trouble=${issueTrouble(this.failure)} .action=${''}></kb-trouble>` : nothing}
      <div class="rows">${this.#found()}</div>`
  }

  #found() {
    if (this.found === null) return nothing
    if (this.found.length === 0) return html`<p class="quiet-note" role="status">${cards.person.foundNone}</p>`
    return this.found.map(
      (person) =>
        html`<button
          class="row"
          type="button"
          data-test="found-member"
          ?disabled=${person.kind === 'patient' || this.isBusy}
          @click=${() => {
            tellDeed(this, 'member', { memberId: person.id })
          }}
        >
          <span class="who">${personFacts(person, todayOf(this.box), person.codes[0])}</span>
          ${person.kind === 'patient' ? html`<span class="sub">${words.notMember}</span>` : nothing}
        </button>`,
    )
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

  readonly #onType = (event: Event): void => {
    const typed = (event.target as HTMLInputElement).value.trim()
    clearTimeout(this.#timer)
    this.#search?.abort()
    if (typed === '') this.found = null
    else this.#timer = setTimeout(() => void this.#find(typed), pause)
  }

  async #find(typed: string): Promise<void> {
    this.#search = new AbortController()
    const outcome = await searchPeople(this.box.http, typed, this.#search.signal)
    if (!outcome.ok && outcome.failure.kind === 'aborted') return
    this.failure = outcome.ok ? null : outcome.failure
    // Members first: only they have a card to re-issue.
    if (outcome.ok)
      this.found = outcome.value.items.toSorted((a, b) => Number(a.kind === 'patient') - Number(b.kind === 'patient'))
  }
}

customElements.define('kb-card-member', KbCardMember)
