import { LitElement, css, html, nothing } from 'lit'
import type { RecentPatient } from '../../../contract/card-issue.ts'
import type { Patient } from '../../../contract/patient.ts'
import { listRecentPatients, searchPatients } from '../../data/card-issues.ts'
import type { Failure } from '../../data/outcome.ts'
import { whenText } from '../../format/dates.ts'
import type { Box } from '../../state/box.ts'
import { form } from '../../styles/form.ts'
import { shared } from '../../styles/shared.ts'
import { cards } from '../../text/cards.ts'
import '../../components/kb-loading.ts'
import '../../components/kb-trouble.ts'
import { issueTrouble, todayOf } from './deed.ts'
import { personFacts } from './facts.ts'
import { stepStyles } from './styles.ts'

const words = cards.person

/** Milliseconds of quiet after the last key before the box is asked. */
const pause = 150

/** The receipt computer's patients: those whose files came last, or those a search finds. Event `kb-choose` with the patient. */
export class KbFeedPeople extends LitElement {
  static override properties = {
    box: { attribute: false },
    chosen: {},
    recent: { state: true },
    next: { state: true },
    found: { state: true },
    failure: { state: true },
  }
  static override styles = [
    shared,
    form,
    stepStyles,
    css`
      .rows {
        max-height: 26rem;
        margin-top: 8px;
        padding: 3px;
        overflow: auto;
      }
      .row b {
        font-size: 1rem;
      }
    `,
  ]
  declare box: Box
  declare chosen: string | null
  declare recent: readonly RecentPatient[] | null
  declare next: string | null
  /** What the search found; null while nothing is searched for. */
  declare found: readonly Patient[] | null
  declare failure: Failure | null
  #stop: (() => void) | undefined
  #timer: ReturnType<typeof setTimeout> | undefined
  #search: AbortController | undefined
  #loading = false
  #isOwed = false

  constructor() {
    super()
    this.chosen = null
    this.recent = null
    this.next = null
    this.found = null
    this.failure = null
  }

  override connectedCallback(): void {
    super.connectedCallback()
    const load = () => void this.#load()
    this.#stop = this.box.live.listen({
      change: (noun) => {
        if (noun === 'dispensing') load()
      },
      reload: load,
      up: load,
    })
    load()
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback()
    this.#stop?.()
    clearTimeout(this.#timer)
    this.#search?.abort()
  }

  override render() {
    return html`<h2>${words.feed}</h2>
      <p class="hint">${words.feedHint}</p>
      <div class="field">
        <label for="q">${words.search}</label>
        <input
          id="q"
          type="search"
          data-test="feed-search"
          autocomplete="off"
          spellcheck="false"
          maxlength="100"
          placeholder=${words.searchHint}
          @input=${this.#onType}
        />
      </div>
      ${
        this.failure
          ? html`<kb-trouble .trouble=${issueTrouble(this.failure)} @kb-retry=${() => void this.#load()}></kb-trouble>`
          : nothing
      }
      <div class="rows" role="group" aria-label=${words.feed} aria-live="off">${this.#rows()}</div>`
  }

  #rows() {
    if (this.found)
      return this.found.length === 0
        ? html`<p class="quiet-note" role="status">${words.foundNone}</p>`
        : this.found.map((patient) => this.#row(patient, null, patient.memberId !== null ? words.isLinked : ''))
    if (this.recent === null) return this.failure ? nothing : html`<kb-loading rows="3"></kb-loading>`
    if (this.recent.length === 0)
      return html`<p class="quiet-note" data-test="feed-none"><b>${words.feedNone}</b>${words.feedNoneHint}</p>`
    return html`${this.recent.map(({ patient, receivedAt, holder }) =>
      this.#row(patient, receivedAt, holder ? (holder.cards > 0 ? words.hasCard : words.isLinked) : ''),
    )}
    ${
      this.next === null
        ? nothing
        : html`<button class="btn" type="button" @click=${() => void this.#more()}>${words.more}</button>`
    }`
  }

  #row(patient: Patient, receivedAt: number | null, badge: string) {
    const today = todayOf(this.box)
    return html`<button
      class="row"
      type="button"
      data-test="feed-person"
      aria-pressed=${patient.id === this.chosen ? 'true' : 'false'}
      @click=${() => this.dispatchEvent(new CustomEvent<Patient>('kb-choose', { detail: patient }))}
    >
      <span class="who">${personFacts(patient, today, patient.code)}</span>
      ${badge === '' ? nothing : html`<span class="badge info">${badge}</span>`}
      ${receivedAt === null ? nothing : html`<span class="sub">${words.received(whenText(receivedAt, today))}</span>`}
    </button>`
  }

  /** One look at a time; what changes meanwhile is looked for after it. */
  async #load(): Promise<void> {
    if (this.#loading) {
      this.#isOwed = true
      return
    }
    this.#loading = true
    const outcome = await listRecentPatients(this.box.http, null)
    this.#loading = false
    this.failure = outcome.ok ? null : outcome.failure
    if (outcome.ok) {
      this.recent = outcome.value.items
      this.next = outcome.value.next
    }
    if (!this.#isOwed) return
    this.#isOwed = false
    void this.#load()
  }

  async #more(): Promise<void> {
    const outcome = await listRecentPatients(this.box.http, this.next)
    this.failure = outcome.ok ? null : outcome.failure
    if (!outcome.ok) return
    const known = new Set((this.recent ?? []).map(({ patient }) => patient.id))
    this.recent = [...(this.recent ?? []), ...outcome.value.items.filter(({ patient }) => !known.has(patient.id))]
    this.next = outcome.value.next
  }

  readonly #onType = (event: Event): void => {
    const typed = (event.target as HTMLInputElement).value.trim()
    clearTimeout(this.#timer)
    this.#search?.abort()
    if (typed === '') {
      this.found = null
      return
    }
    this.#timer = setTimeout(() => void this.#find(typed), pause)
  }

  async #find(typed: string): Promise<void> {
    this.#search = new AbortController()
    const outcome = await searchPatients(this.box.http, typed, this.#search.signal)
    if (!outcome.ok && outcome.failure.kind === 'aborted') return
    this.failure = outcome.ok ? null : outcome.failure
    if (outcome.ok) this.found = outcome.value.items
  }
}

customElements.define('kb-feed-people', KbFeedPeople)
