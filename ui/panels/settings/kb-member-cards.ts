import { LitElement, html, nothing } from 'lit'
import type { MemberCard, RevokeReason } from '../../../contract/member-settings.ts'
import type { Page } from '../../../contract/page.ts'
import { listCards, restoreCard, revokeCard } from '../../data/member-settings.ts'
import type { Failure, Outcome } from '../../data/outcome.ts'
import { dateOf, hourMinute } from '../../format/clock.ts'
import { longDate } from '../../format/dates.ts'
import type { Box } from '../../state/box.ts'
import { LiveLoad } from '../../state/live-load.ts'
import { troubleOf } from '../../state/trouble.ts'
import { shared } from '../../styles/shared.ts'
import { handover } from '../../text/handover.ts'
import '../../components/kb-loading.ts'
import '../../components/kb-trouble.ts'
import { settingsSections } from './styles.ts'

const words = handover.cards
const reasons = Object.entries(words.reasons) as [RevokeReason, string][]
const when = (at: number): string => `${longDate(dateOf(at))} ${hourMinute(at)}`

/** カード: those that work and those that were stopped. Stopping one asks why and can be taken back. */
export class KbMemberCards extends LitElement {
  static override properties = {
    box: { attribute: false },
    memberId: {},
    asking: { state: true },
    said: { state: true },
    failure: { state: true },
    isBusy: { state: true },
  }
  static override styles = [shared, settingsSections]
  declare box: Box
  declare memberId: string
  /** The card for which a reason is being chosen. */
  declare asking: string
  declare said: { text: string; undo?: () => Promise<void> } | null
  declare failure: Failure | null
  declare isBusy: boolean
  readonly #cards = new LiveLoad<Page<MemberCard>>(this, {
    live: () => this.box.live,
    key: () => this.memberId,
    load: (id) => listCards(this.box.http, id),
    nouns: ['member', 'card-issue', 'merge'],
  })

  constructor() {
    super()
    this.asking = ''
    this.said = null
    this.failure = null
    this.isBusy = false
  }

  override willUpdate(changed: Map<string, unknown>): void {
    if (!changed.has('memberId')) return
    this.asking = ''
    this.said = null
    this.failure = null
  }

  override render() {
    const { value } = this.#cards
    const failure = this.failure ?? this.#cards.failure
    const { said } = this
    return html`<section aria-labelledby="title">
      <div class="head">
        <h3 id="title">${words.title}</h3>
        <a
          class="btn"
          href="/cards"
          @click=${(event: MouseEvent) => {
            event.preventDefault()
            this.box.router.go({ page: 'cards' })
          }}
          >${words.issue}</a
        >
      </div>
      ${
        failure
          ? html`<kb-trouble
              slim
              .trouble=${troubleOf(failure)}
              @kb-retry=${() => {
                this.failure = null
                void this.#cards.reload()
              }}
            ></kb-trouble>`
          : nothing
      }
      <div class="said" role="status" data-test="card-said">
        ${
          said
            ? html`✓
              ${said.text}${
                said.undo
                  ? html`<button
                      class="btn"
                      type="button"
                      data-test="undo-card"
                      ?disabled=${this.isBusy}
                      @click=${() => void said.undo?.()}
                    >
                      ${words.undo}
                    </button>`
                  : nothing
              }`
            : nothing
        }
      </div>
      ${value || failure ? nothing : html`<kb-loading rows="1"></kb-loading>`}
      ${value?.items.length === 0 ? html`<p class="sub">${words.none}</p>` : nothing}
      <ul>
        ${value?.items.map((card) => this.#card(card))}
      </ul>
    </section>`
  }

  #card(card: MemberCard) {
    const isLive = card.revokedAt === null
    return html`<li data-test="card">
      <div class="row">
        <span class="badge ${isLive ? 'set' : ''}">${isLive ? words.live : words.stopped}</span>
        <span class="grow"
          >${words.issued(when(card.issuedAt))}${
            card.revokedAt === null
              ? nothing
              : html`<br /><span class="sub"
                    >${when(card.revokedAt)}
                    ${words.stopped}${card.reason === null ? '' : `（${words.reasons[card.reason]}）`}</span
                  >`
          }</span
        >
        <button
          class="btn"
          type="button"
          data-test=${isLive ? 'stop-card' : 'restore-card'}
          ?disabled=${this.isBusy}
          aria-expanded=${isLive ? String(this.asking === card.id) : nothing}
          @click=${() => {
            if (isLive) this.asking = this.asking === card.id ? '' : card.id
            else void this.#restore(card.id)
          }}
        >
          ${isLive ? words.stop : words.restore}
        </button>
      </div>
      ${this.asking === card.id && isLive ? this.#ask(card.id) : nothing}
    </li>`
  }

  #ask(cardId: string) {
    return html`<div class="ask" role="group" aria-label=${words.why}>
      <b>${words.why}</b>
      <p>${words.whyHint}</p>
      <div class="head">
        <span>
          ${reasons.map(
            ([reason, word]) =>
              html`<button
                class="btn"
                type="button"
                data-test="reason-${reason}"
                ?disabled=${this.isBusy}
                @click=${() => void this.#revoke(cardId, reason)}
              >
                ${word}
              </button> `,
          )}
        </span>
        <button
          class="btn quiet"
          type="button"
          @click=${() => {
            this.asking = ''
          }}
        >
          ${words.cancel}
        </button>
      </div>
    </div>`
  }

  async #revoke(cardId: string, reason: RevokeReason): Promise<void> {
    this.asking = ''
    const isDone = await this.#do(revokeCard(this.box.http, cardId, reason))
    if (isDone) this.said = { text: words.revoked, undo: () => this.#restore(cardId) }
  }

  async #restore(cardId: string): Promise<void> {
    if (await this.#do(restoreCard(this.box.http, cardId))) this.said = { text: words.restored }
  }

  /** False also when another member is shown by now: the answer is not for their page. */
  async #do(request: Promise<Outcome<undefined>>): Promise<boolean> {
    const { memberId } = this
    this.isBusy = true
    this.said = null
    const outcome = await request
    this.isBusy = false
    if (memberId !== this.memberId) return false
    this.failure = outcome.ok ? null : outcome.failure
    await this.#cards.reload()
    return outcome.ok && memberId === this.memberId
  }
}

customElements.define('kb-member-cards', KbMemberCards)
