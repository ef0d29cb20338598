import { LitElement, html, nothing } from 'lit'
import type { CardIssue, LyingCard } from '../../../contract/card-issue.ts'
import { listLyingCards } from '../../data/card-issues.ts'
import type { Failure } from '../../data/outcome.ts'
import type { Box } from '../../state/box.ts'
import { Watch } from '../../state/watch.ts'
import { shared } from '../../styles/shared.ts'
import { cards } from '../../text/cards.ts'
import '../../components/kb-icon.ts'
import '../../components/kb-loading.ts'
import '../../components/kb-trouble.ts'
import { issueTrouble, tellDeed, todayOf } from './deed.ts'
import { personDetails } from './facts.ts'
import { stepStyles } from './styles.ts'
import { touchStyles } from './touch-styles.ts'

const words = cards.card

/** A card that is lifted is no row and is not pushed: as long as this step is open it is looked for this often. Milliseconds. */
const lookEvery = 1000

/** Step 4: the card on this counter's reader. A touch is pushed and shows at once; one press writes. */
export class KbCardTouch extends LitElement {
  static override properties = {
    box: { attribute: false },
    issue: { attribute: false },
    isBusy: { type: Boolean, attribute: 'isbusy' },
    lying: { state: true },
    failure: { state: true },
  }
  static override styles = [shared, stepStyles, touchStyles]
  declare box: Box
  declare issue: CardIssue
  declare isBusy: boolean
  declare lying: readonly LyingCard[] | null
  declare failure: Failure | null
  #stop: (() => void) | undefined
  #timer: ReturnType<typeof setInterval> | undefined
  #asked = 0
  #hadCard = false

  constructor() {
    super()
    this.lying = null
    this.failure = null
    new Watch(this, () => [this.box.preferences.counter, this.box.counters.list])
  }

  override connectedCallback(): void {
    super.connectedCallback()
    const look = () => void this.#look()
    this.#stop = this.box.live.listen({
      change: (noun) => {
        if (noun === 'visit' || noun === 'reader') look()
      },
      status: look,
      reload: look,
      up: look,
    })
    this.#timer = setInterval(look, lookEvery)
    look()
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback()
    this.#stop?.()
    clearInterval(this.#timer)
  }

  override updated(): void {
    // A card has just been laid down: the next Enter issues, unless somebody is typing elsewhere.
    const hasCard = this.#reader()?.state === 'blank' || this.#reader()?.state === 'unfinished'
    if (hasCard && !this.#hadCard && !this.isBusy) this.#offerButton()
    this.#hadCard = hasCard
    // Whose card lies there is said here: the offer to open their page would only cover the button.
    for (const { state, holder } of this.lying ?? [])
      if (state === 'in-use' && holder) this.box.desk.noteShown(holder.memberId)
  }

  /** The reader that matters: one with a card on it, else one that could take one. */
  #reader(): LyingCard | undefined {
    const usable = (this.lying ?? []).filter(({ isOn, isSatellite }) => isOn && !isSatellite)
    return usable.find(({ state }) => state !== 'none') ?? usable[0]
  }

  override render() {
    const { lying, failure } = this
    if (lying === null)
      return failure
        ? html`<kb-trouble .trouble=${issueTrouble(failure)} @kb-retry=${() => void this.#look()}></kb-trouble>`
        : html`<kb-loading rows="2"></kb-loading>`
    const reader = this.#reader()
    return html`<h2>${words.lay}</h2>
      ${reader ? this.#pad(reader) : this.#noReader(lying)}
      ${failure ? html`<p class="note warn" role="status">${words.lost}</p>` : nothing}
      <p class="sub">${this.#consent()}</p>
      <div class="foot">
        <button
          class="btn primary big"
          type="button"
          data-primary
          data-first
          data-test="write-card"
          ?disabled=${this.isBusy || !(reader?.state === 'blank' || reader?.state === 'unfinished')}
          @click=${() => {
            if (reader) tellDeed(this, 'card', { readerId: reader.readerId })
          }}
        >
          ${words.issue} <span class="key">F7</span>
        </button>
      </div>`
  }

  #pad({ readerId, state, label, holder }: LyingCard) {
    const isBlocked = state === 'in-use' || state === 'revoked'
    return html`<div
      class="pad ${isBlocked ? 'blocked' : state === 'none' || state === 'elsewhere' ? '' : 'ready'}"
      data-test="pad"
      data-state=${state}
    >
      <kb-icon name="card"></kb-icon>
      <div role="status" aria-live="polite">
        <p class="state">${this.isBusy ? words.busy : cards.lying[state]}</p>
        ${
          isBlocked
            ? html`<p><b data-test="holder">${holder ? words.whose(holder.name) : words.unknownHolder}</b></p>
                ${holder ? html`<p>${personDetails(holder, todayOf(this.box))}</p>` : nothing}
                <p>${words.block}</p>`
            : state === 'elsewhere'
              ? html`<p>${words.elsewhere}</p>
                  <button
                    class="btn"
                    type="button"
                    data-test="use-elsewhere"
                    ?disabled=${this.isBusy}
                    @click=${() => {
                      tellDeed(this, 'card', { readerId, byIdAlone: true })
                    }}
                  >
                    ${words.useElsewhere}
                  </button>`
              : html`<p>${words.stay}</p>`
        }
        <p class="sub">${words.which}: ${label}</p>
      </div>
    </div>`
  }

  #noReader(lying: readonly LyingCard[]) {
    const hasSatellite = lying.some(({ isSatellite, isOn }) => isSatellite && isOn)
    return html`<div class="note warn" role="status" data-test="no-issue-reader">
      <p><b>${words.noReader}</b></p>
      <p>${hasSatellite ? words.satellite : words.noReaderHint}</p>
      <button
        class="btn"
        type="button"
        @click=${() => {
          this.box.router.go({ page: 'readers' })
        }}
      >
        ${words.readers}
      </button>
    </div>`
  }

  #consent(): string {
    const { consent } = this.issue
    return consent ? cards.consent.given(cards.consent.via[consent.via], consent.termsVersion) : ''
  }

  #offerButton(): void {
    const active = document.activeElement
    if (active !== null && active !== document.body && active.localName !== 'kb-app') return
    this.renderRoot.querySelector<HTMLElement>('[data-primary]')?.focus()
  }

  async #look(): Promise<void> {
    const asked = ++this.#asked
    const outcome = await listLyingCards(this.box.http, this.box.counter().counter?.id ?? null)
    if (asked !== this.#asked || !this.isConnected) return
    this.failure = outcome.ok ? null : outcome.failure
    if (outcome.ok) this.lying = outcome.value.items
  }
}

customElements.define('kb-card-touch', KbCardTouch)
