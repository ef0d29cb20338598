import { LitElement, html, nothing } from 'lit'
import { repeat } from 'lit/directives/repeat.js'
import type { Dispensing } from '../../../contract/dispensing.ts'
import type { OutsideDispensing, TypedOutside } from '../../../contract/outside-dispensing.ts'
import type { KbDispensingCard } from '../../components/kb-dispensing-card.ts'
import type { Collection, CollectionState } from '../../data/collection.ts'
import { Entries } from '../../data/entries.ts'
import type { PersonMedicines } from '../../data/history.ts'
import type { Person } from '../../data/people.ts'
import { showRevisions } from '../../dialogs/revisions/kb-revisions-dialog.ts'
import { dateOf } from '../../format/clock.ts'
import type { Box } from '../../state/box.ts'
import { copyText } from '../../state/clipboard.ts'
import { hasDialog, isTypingTarget } from '../../state/occupied.ts'
import { troubleOf } from '../../state/trouble.ts'
import { Watch } from '../../state/watch.ts'
import { shared } from '../../styles/shared.ts'
import { ja } from '../../text/ja.ts'
import { disclosure as disclosureWords } from '../../text/disclosure.ts'
import { medicineWords, personWords } from '../../text/person.ts'
import '../../components/kb-dispensing-card.ts'
import '../../components/kb-loading.ts'
import '../../components/kb-trouble.ts'
import { historyStyles } from './history-styles.ts'
import './kb-entries.ts'
import { typeOutside } from './kb-outside-form.ts'
import { notMember } from './not-member.ts'
import { otcView } from './otc-view.ts'

type Filter = 'all' | 'elsewhere' | 'otc'
const filters: readonly Filter[] = ['all', 'elsewhere', 'otc']

/** Cards drawn at once; the others follow the first paint, frame by frame. */
const atOnce = 2
const perFrame = 6
/** How long 「コピーしました」 stays. */
const saidFor = 4000

/**
 * お薬履歴 with its three filters, or 今回のお薬 (`mode`). F4 copies the prescription under the cursor, ↑↓ goes from one to the next.
 * Longer than most because what is drawn, what is under the cursor and what was just said hang together.
 */
export class KbHistory extends LitElement {
  static override properties = {
    box: { attribute: false },
    medicines: { attribute: false },
    mode: {},
    today: {},
    isSettled: { type: Boolean, attribute: 'settled' },
    isClosed: { type: Boolean, attribute: 'closed' },
    filter: { state: true },
    said: { state: true },
    drawn: { state: true },
  }
  static override styles = [shared, historyStyles]
  declare box: Box
  /** Absent while nobody's page is open. */
  declare medicines: PersonMedicines | undefined
  declare mode: 'history' | 'current'
  declare today: string
  /** The first paint is over. */
  declare isSettled: boolean
  /** What others told is not shown. */
  declare isClosed: boolean
  declare filter: Filter
  declare said: { text: string; undo: (() => Promise<void>) | null } | null
  declare drawn: number
  #sentinel: IntersectionObserver | undefined
  #pointed = ''
  #entries: Entries<OutsideDispensing, TypedOutside> | undefined
  #entriesOf = ''
  #hush: ReturnType<typeof setTimeout> | undefined

  constructor() {
    super()
    this.mode = 'history'
    this.isSettled = false
    this.isClosed = false
    this.filter = 'all'
    this.said = null
    this.drawn = atOnce
    new Watch(this, () => [
      this.medicines?.person,
      this.medicines?.history.state,
      this.filter === 'elsewhere' ? this.medicines?.elsewhere().state : undefined,
      this.box.live.link,
      this.box.preferences.keys.table,
    ])
  }

  override connectedCallback(): void {
    super.connectedCallback()
    addEventListener('keydown', this.#onKey)
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback()
    removeEventListener('keydown', this.#onKey)
    clearTimeout(this.#hush)
    this.#sentinel?.disconnect()
    this.#sentinel = undefined
    this.#closeEntries()
  }

  override willUpdate(changed: Map<string, unknown>): void {
    if (changed.has('medicines')) {
      // Somebody else's page: what was said of the one before, and the way back from it, go with them.
      this.said = null
      this.filter = 'all'
      this.#closeEntries()
    }
    if (!changed.has('medicines') && !changed.has('mode') && !changed.has('filter')) return
    this.drawn = atOnce
    this.#pointed = ''
  }

  override updated(): void {
    if (this.isSettled && this.drawn < this.#items().length) requestAnimationFrame(() => (this.drawn += perFrame))
    // Scrolling near the end fetches what lies before; the button does the same by hand.
    this.#sentinel ??= new IntersectionObserver(
      (entries) => {
        const list = this.#list()
        if (!list) return
        const { hasMore, isLoadingMore, moreFailure } = list.state.value
        const mayAsk = hasMore && !isLoadingMore && !moreFailure
        if (mayAsk && entries.some((entry) => entry.isIntersecting)) void list.more()
      },
      { rootMargin: '400px' },
    )
    this.#sentinel.disconnect()
    const more = this.renderRoot.querySelector('.more')
    if (more) this.#sentinel.observe(more)
  }

  override render() {
    const person = this.medicines?.person.value.value ?? null
    return html`${this.mode === 'history' ? this.#filters(person) : nothing}
      ${this.#isOtc ? this.#otc(person) : this.#cardList(person)}
      <p class="said" role="status" data-test="said" ?hidden=${!this.said}>
        ${this.said?.text}
        ${
          this.said?.undo
            ? html`<button class="btn" type="button" data-test="undo" @click=${() => void this.said?.undo?.()}>
                ${personWords.entry.restore}
              </button>`
            : nothing
        }
      </p>`
  }

  #filters(person: Person | null) {
    return html`<div class="filters">
      <div class="segments" role="group" aria-label=${personWords.filters.label}>
        ${filters.map(
          (filter) =>
            html`<button
              type="button"
              data-test="filter-${filter}"
              aria-pressed=${filter === this.filter ? 'true' : 'false'}
              @click=${() => {
                this.filter = filter
              }}
            >
              ${personWords.filters[filter]}
            </button>`,
        )}
      </div>
      ${
        person?.memberId && this.filter !== 'otc' && !this.isClosed
          ? html`<button class="btn" type="button" data-test="add-outside" @click=${() => void this.#typeOutside(null)}>
              ＋ ${personWords.addOutside}
            </button>`
          : nothing
      }
    </div>`
  }

  /** 今回のお薬 has no filters: what was chosen in お薬履歴 says nothing there. */
  get #isOtc(): boolean {
    return this.filter === 'otc' && this.mode === 'history'
  }

  #otc(person: Person | null) {
    if (!person) return nothing
    if (person.memberId !== null && this.isClosed)
      return html`<div class="sheet quiet-note" data-test="closed">
        <b>${disclosureWords.closedShort}</b>${disclosureWords.closedHint}
      </div>`
    return person.memberId === null
      ? notMember(this.box)
      : html`<kb-entries .box=${this.box} .memberId=${person.memberId} .view=${otcView}></kb-entries>`
  }

  #cardList(person: Person | null) {
    const list = this.#list()
    if (!list) return nothing
    const state = list.state.value
    if (state.phase === 'loading') return html`<div class="sheet"><kb-loading></kb-loading></div>`
    if (state.phase === 'failed') return this.#failure(list)
    const items = this.#items()
    return html`${this.#failure(list)} ${items.length === 0 ? this.#empty(person, state.hasMore) : this.#cards(items)}
    ${this.mode === 'history' ? this.#more(list, items.length) : nothing}`
  }

  #cards(items: readonly Dispensing[]) {
    const copyKey = this.box.preferences.keys.table.value.copy
    return html`<div @pointerover=${this.#point} @focusin=${this.#point}>
      ${repeat(
        items.slice(0, this.drawn),
        (dispensing) => dispensing.id,
        (dispensing, index) =>
          html`<kb-dispensing-card
            .dispensing=${dispensing}
            .copyKey=${copyKey}
            ?timed=${this.mode === 'current'}
            ?pointed=${this.#pointed === '' ? index === 0 : this.#pointed === dispensing.id}
            @kb-copy=${(event: CustomEvent<string>) => void this.#copy(event.detail)}
            @kb-revisions=${() => void showRevisions(this.box.http, dispensing.id)}
            @kb-correct=${() => void this.#typeOutside(dispensing)}
            @kb-remove=${() => void this.#remove(dispensing)}
          ></kb-dispensing-card>`,
      )}
    </div>`
  }

  #more(list: Collection<Dispensing>, count: number) {
    const { hasMore, isLoadingMore, moreFailure } = list.state.value
    // The end is only near once everything is drawn.
    if (this.drawn < count) return nothing
    if (!hasMore) return count > 0 ? html`<p class="end sub">${medicineWords.end}</p>` : nothing
    return html`<div class="more">
      ${moreFailure ? html`<span role="alert">${ja.failure.more}　</span>` : nothing}
      <button class="btn" type="button" data-test="more" ?disabled=${isLoadingMore} @click=${() => void list.more()}>
        ${isLoadingMore ? ja.common.loading : medicineWords.older}
      </button>
    </div>`
  }

  #empty(person: Person | null, hasMore: boolean) {
    if (hasMore) return nothing
    const isElsewhere = this.filter === 'elsewhere' && this.mode === 'history'
    const isMissing = person?.kind === 'member' && !person.isLinked && !isElsewhere
    const [words, hint] =
      isElsewhere && this.isClosed
        ? [disclosureWords.closedShort, disclosureWords.closedHint]
        : isElsewhere
          ? [personWords.noElsewhere, personWords.noElsewhereHint]
          : this.mode === 'current'
            ? [medicineWords.noCurrent, medicineWords.noCurrentHint]
            : [medicineWords.noHistory, medicineWords.noHistoryHint]
    return html`<div class="sheet quiet-note" data-test=${isMissing ? 'not-linked' : 'empty'}>
      <b>${isMissing ? medicineWords.notLinked : words}</b>${isMissing ? medicineWords.notLinkedHint : hint}
    </div>`
  }

  #failure(list: Collection<Dispensing>) {
    const state: CollectionState<Dispensing> = list.state.value
    if (!state.failure || (state.phase === 'ready' && this.box.live.link.value.state === 'lost')) return nothing
    // The same answer failed for the person above: said once.
    if (state.phase === 'failed' && this.medicines?.person.value.failure) return nothing
    return html`<kb-trouble
      .trouble=${troubleOf(state.failure)}
      .reference=${state.failure.reference}
      @kb-retry=${() => void list.load()}
    ></kb-trouble>`
  }

  #list(): Collection<Dispensing> | undefined {
    const isElsewhere = this.filter === 'elsewhere' && this.mode === 'history'
    return isElsewhere ? this.medicines?.elsewhere() : this.medicines?.history
  }

  #items(): readonly Dispensing[] {
    if (this.mode === 'history') return this.filter === 'otc' ? [] : (this.#list()?.state.value.items ?? [])
    return currentOf(this.medicines?.history.state.value.items ?? [], this.today)
  }

  readonly #point = (event: Event): void => {
    const card = event
      .composedPath()
      .find((target) => target instanceof Element && target.localName === 'kb-dispensing-card')
    const id = (card as KbDispensingCard | undefined)?.dispensing.id ?? ''
    if (id === '' || id === this.#pointed) return
    this.#pointed = id
    this.requestUpdate()
  }

  readonly #onKey = (event: KeyboardEvent): void => {
    // Under the manual nobody sees what would be copied.
    if (!this.checkVisibility({ visibilityProperty: true })) return
    const { key } = event
    if (event.defaultPrevented || event.ctrlKey || event.altKey || event.metaKey || hasDialog()) return
    if (this.box.presence.value.state !== 'in' || this.#isOtc) return
    if (this.box.preferences.keys.actionOf(key) === 'copy') {
      const card = this.renderRoot.querySelector<KbDispensingCard>('kb-dispensing-card[pointed]')
      if (card) void this.#copy(card.text)
      event.preventDefault()
    } else if ((key === 'ArrowDown' || key === 'ArrowUp') && !isTypingTarget(event) && !isInControl(event)) {
      if (this.#step(key === 'ArrowDown' ? 1 : -1)) event.preventDefault()
    }
  }

  /** Brings the keyboard to the next card, or to the one before. */
  #step(by: 1 | -1): boolean {
    const cards = [...this.renderRoot.querySelectorAll<KbDispensingCard>('kb-dispensing-card')]
    const at = cards.findIndex((card) => card.matches(':focus-within'))
    const next = at < 0 ? (by > 0 ? cards[0] : undefined) : cards[at + by]
    next?.focus({ preventScroll: true })
    next?.scrollIntoView({ block: 'nearest' })
    return next !== undefined
  }

  async #copy(text: string): Promise<void> {
    const { medicines } = this
    const isCopied = await copyText(text)
    if (this.medicines === medicines) this.#say(isCopied ? personWords.copied : personWords.copyFailed)
  }

  #say(text: string, undo: (() => Promise<void>) | null = null): void {
    this.said = { text, undo }
    clearTimeout(this.#hush)
    // What can be taken back stays until something else is said.
    if (!undo)
      this.#hush = setTimeout(() => {
        this.said = null
      }, saidFor)
  }

  async #typeOutside(dispensing: Dispensing | null): Promise<void> {
    const { medicines } = this
    const entries = this.#outside()
    if (!entries || !(await typeOutside(this.box, this.#entriesOf, entries, dispensing))) return
    if (this.medicines === medicines) this.#say(personWords.entry.saved)
  }

  async #remove({ id, origin }: Dispensing): Promise<void> {
    const { medicines } = this
    const entries = this.#outside()
    if (!entries || !origin) return
    const outcome = await entries.remove({ id, version: origin.entryVersion })
    if (this.medicines !== medicines) return
    if (!outcome.ok) this.#say(troubleOf(outcome.failure).what)
    else
      this.#say(personWords.entry.removed, async () => {
        const restored = await entries.restore(outcome.value)
        if (this.medicines !== medicines) return
        this.#say(restored.ok ? personWords.entry.restored : troubleOf(restored.failure).what)
      })
  }

  #outside(): Entries<OutsideDispensing, TypedOutside> | undefined {
    const memberId = this.medicines?.person.value.value?.memberId ?? ''
    if (memberId === '') return undefined
    if (memberId !== this.#entriesOf) this.#closeEntries()
    this.#entriesOf = memberId
    this.#entries ??= new Entries(this.box.http, this.box.live, memberId, 'outside-dispensings', 'outside-dispensing')
    return this.#entries
  }

  #closeEntries(): void {
    this.#entries?.close()
    this.#entries = undefined
  }
}

customElements.define('kb-history', KbHistory)

/** 今回のお薬: what the receipt computer sent of today, newest arrival first. */
export const currentOf = (items: readonly Dispensing[], today: string): Dispensing[] =>
  items
    .filter(
      ({ prescription, receivedAt, origin }) =>
        origin === undefined && (prescription.dispensedOn ?? dateOf(receivedAt)) === today,
    )
    .sort((a, b) => b.receivedAt - a.receivedAt)

/** Keys of a button group or of tabs are theirs. */
const isInControl = (event: KeyboardEvent): boolean =>
  event
    .composedPath()
    .some((target) => target instanceof Element && target.matches('[role=tablist], [role=radiogroup], header.app'))
