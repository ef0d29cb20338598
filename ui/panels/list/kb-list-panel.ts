import { LitElement, css, html, nothing } from 'lit'
import type { Dispensing } from '../../../contract/dispensing.ts'
import type { Visit } from '../../../contract/visit.ts'
import type { CollectionState } from '../../data/collection.ts'
import { listDispensings, type Dispensings } from '../../data/dispensings.ts'
import { listVisits, type Visits } from '../../data/visits.ts'
import { hourMinute } from '../../format/clock.ts'
import { readersPill } from '../../format/readers.ts'
import type { Box } from '../../state/box.ts'
import { parseRoute } from '../../state/route.ts'
import { troubleOf } from '../../state/trouble.ts'
import { Watch } from '../../state/watch.ts'
import { panel } from '../../styles/panel.ts'
import { shared } from '../../styles/shared.ts'
import { hintMark } from '../../text/hint-mark.ts'
import { ja } from '../../text/ja.ts'
import { listHints } from '../../text/work.ts'
import '../../components/kb-dispensing-table.ts'
import '../../components/kb-key-hints.ts'
import '../../components/kb-loading.ts'
import '../../components/kb-tabs.ts'
import '../../components/kb-trouble.ts'
import type { KbVisitTable } from '../../components/kb-visit-table.ts'
import '../../components/kb-visit-table.ts'

/**
 * 患者リスト: who presented a notebook, and what was dispensed today. Events: `kb-say` is to be read aloud politely; `kb-touch` with the
 * visit when a card was touched.
 */
export class KbListPanel extends LitElement {
  static override properties = { box: { attribute: false }, tab: {}, now: { state: true } }
  static override styles = [
    shared,
    panel,
    css`
      .page > .sheet {
        overflow: visible;
      }
      kb-key-hints {
        margin-left: auto;
      }
      .hint {
        margin-bottom: 12px;
        padding: 8px 14px;
        border: 1px solid var(--warn-line);
        border-radius: var(--radius);
        background: var(--warn-soft);
        font-size: 0.9375rem;
      }
      .hint b {
        color: var(--warn);
      }
      .hint b::before {
        content: '▲ ';
      }
      .not-listed {
        padding: 12px 4px 0;
        color: var(--ink-2);
        font-size: 0.9375rem;
      }
      .not-listed a {
        display: inline-flex;
        align-items: center;
        min-height: 44px;
      }
      .help {
        margin-top: 8px;
        font-size: 0.9375rem;
      }
    `,
  ]
  declare box: Box
  declare tab: 'visits' | 'dispensings'
  declare now: number
  #today = ''
  #visits: Visits | undefined
  #dispensings: Dispensings | undefined
  #stops: (() => void)[] = []
  #tick: ReturnType<typeof setInterval> | undefined
  readonly #said = new Set<string>()

  constructor() {
    super()
    this.tab = 'visits'
    this.now = 0
    new Watch(this, () => [
      this.#visits?.collection.state,
      this.#dispensings?.collection.state,
      this.box.watch.status,
      this.box.hintCounts.state,
      this.box.counters.list,
      this.box.preferences.counter,
      this.box.preferences.keys.table,
    ])
  }

  override connectedCallback(): void {
    super.connectedCallback()
    this.#tick = setInterval(() => {
      this.now = this.box.watch.now()
    }, 20_000)
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback()
    clearInterval(this.#tick)
    this.#closeLists()
    this.#today = ''
  }

  /** The visit whose row the keyboard comes to next. */
  remember(visitId: string): void {
    this.renderRoot.querySelector<KbVisitTable>('kb-visit-table')?.remember(visitId)
  }

  /** Brings the keyboard to the rows. */
  focusRows(): boolean {
    return (
      this.renderRoot.querySelector<HTMLElement & { focusRows: () => boolean }>('[data-list]')?.focusRows() ?? false
    )
  }

  override willUpdate(): void {
    const today = this.box.watch.status.value?.today
    if (today !== undefined && today !== this.#today) this.#openLists(today)
    this.now = this.box.watch.now()
  }

  /** A new day begins with lists of its own. */
  #openLists(today: string): void {
    this.#closeLists()
    this.#today = today
    const visits = listVisits(this.box.http, this.box.live, today)
    const dispensings = listDispensings(this.box.http, this.box.live, today)
    this.#visits = visits
    this.#dispensings = dispensings
    this.#stops = [
      visits.collection.state.subscribe(() => {
        const state = visits.collection.state.value
        this.#sayVisits(state)
        // As of today: to yesterday's visit it says nothing.
        const ofToday = state.items.filter(({ on }) => on === today)
        this.box.hintCounts.want(ofToday.flatMap(({ member }) => member?.id ?? []))
      }),
    ]
    void visits.collection.load()
    void dispensings.collection.load()
  }

  #closeLists(): void {
    for (const stop of this.#stops) stop()
    this.#visits?.close()
    this.#dispensings?.close()
  }

  /** Only today's touches are told: a reload may bring older rows. */
  #sayVisits(state: CollectionState<Visit>): void {
    for (const visit of state.items) {
      if (!state.arrived.has(visit.id) || this.#said.has(visit.id) || visit.on !== this.#today) continue
      this.#said.add(visit.id)
      const who = visit.member ? ja.list.sama(visit.member.name) : ja.list.unknownCard
      const text = ja.list.arrived(hourMinute(visit.presentedAt), who)
      this.dispatchEvent(new CustomEvent<string>('kb-say', { detail: text }))
      this.dispatchEvent(new CustomEvent<Visit>('kb-touch', { detail: visit }))
    }
  }

  override render() {
    const visits = this.#visits?.collection.state.value
    const dispensings = this.#dispensings?.collection.state.value
    if (!visits || !dispensings) return nothing
    const todays = visits.items.filter((visit) => visit.on === this.#today).length
    const count = dispensings.items.length
    const tabs = [
      { id: 'visits', label: ja.list.visits, note: visits.phase === 'ready' ? String(todays) : '' },
      {
        id: 'dispensings',
        label: ja.list.dispensings,
        note: dispensings.phase === 'ready' ? `${String(count)}${dispensings.hasMore ? '+' : ''}` : '',
      },
    ]
    return html`<div class="page">
      <h1 class="visually-hidden">${ja.list.title}</h1>
      <div class="tools">
        <kb-tabs .tabs=${tabs} .selected=${this.tab} .label=${ja.list.title} @kb-tab=${this.#onTab}></kb-tabs>
        <kb-key-hints .hints=${listHints(this.box.preferences.keys.table.value)}></kb-key-hints>
      </div>
      <div role="tabpanel" aria-label=${this.tab === 'visits' ? ja.list.visits : ja.list.dispensings}>
        ${this.tab === 'visits' ? this.#visitList(visits) : this.#dispensingList(dispensings)}
      </div>
    </div>`
  }

  #visitList(state: CollectionState<Visit>) {
    if (state.phase === 'loading') return html`<div class="sheet"><kb-loading .rows=${7}></kb-loading></div>`
    return html`${this.#noReader()} ${this.#trouble(state, () => this.#visits?.collection.load())}
    ${this.#notCounted(state)}
    ${
      state.phase === 'failed'
        ? nothing
        : html`<div class="sheet">
              ${state.items.length === 0 ? this.#firstDay() : nothing}
              <kb-visit-table
                data-list
                .visits=${state.items}
                .arrived=${state.arrived}
                .today=${this.#today}
                .oldest=${this.#visits?.oldest() ?? this.#today}
                .now=${this.now}
                .counters=${this.#counterNames()}
                .own=${this.box.counter().counter?.id ?? null}
                .hints=${this.box.hintCounts.state.value.open}
                @kb-open=${this.#onVisit}
                @kb-go-to=${this.#onWay}
              ></kb-visit-table>
            </div>
            ${this.#more(state, ja.list.earlier, () => this.#visits?.collection.more())}
            ${state.items.length > 0 ? this.#notListed() : nothing}`
    }`
  }

  /** Not knowing is said: no mark would be taken for "nothing to confirm". */
  #notCounted({ failure }: CollectionState<Visit>) {
    if (!this.box.hintCounts.state.value.hasFailed || failure || this.box.live.link.value.state === 'lost')
      return nothing
    return html`<kb-trouble
      slim
      data-test="hints-not-counted"
      .trouble=${hintMark.failed}
      @kb-retry=${() => {
        this.box.hintCounts.retry()
      }}
    ></kb-trouble>`
  }

  /** One counter needs no telling apart. */
  #counterNames(): ReadonlyMap<string, string> {
    const counters = this.box.counters.list.value ?? []
    return new Map(counters.length > 1 ? counters.map(({ id, name }) => [id, name]) : [])
  }

  /** Without a reader nobody can appear here, however long the list already is. */
  #noReader() {
    const readers = this.box.watch.status.value?.readers ?? []
    if (readers.some((reader) => reader.isOn)) return nothing
    const isOff = readers.some((reader) => reader.isConnected)
    const hint = readers.length === 0 ? ja.readers.noneHint : isOff ? ja.readers.offHint : ja.readers.lostHint
    return html`<p class="hint" role="status" data-test="no-reader">
      <b>${isOff ? ja.list.readerOff : ja.list.noReader}</b>${ja.list.noReaderMeans}${hint}
      <a href="/readers" @click=${this.#toReaders}>${ja.readers.title}</a>
    </p>`
  }

  /** Somebody touched and does not stand in the list: what the readers are doing at this moment, and what to do. */
  #notListed() {
    const status = this.box.watch.status.value
    const { word } = readersPill(status?.readers ?? [], status?.readerServices ?? [])
    return html`<p class="not-listed" data-test="not-listed">
      <b>${ja.list.notListed}</b> ${ja.list.notListedHint}
      <a href="/readers" @click=${this.#toReaders}>${ja.header.readers} ${word}</a>
    </p>`
  }

  /** The very first day: nobody has presented a notebook yet. What to check stands beside it, unless the missing reader already does. */
  #firstDay() {
    const isReady = this.box.watch.status.value?.readers.some((reader) => reader.isOn) ?? false
    return html`<div class="quiet-note" data-test="first-day">
      <b>${ja.list.first}</b>${ja.list.firstHint}
      ${isReady ? html`<p class="help" data-test="not-listed">${ja.list.notListed}：${ja.list.notListedHint}</p>` : nothing}
    </div>`
  }

  readonly #toReaders = (event: MouseEvent): void => {
    if (event.ctrlKey || event.metaKey || event.shiftKey) return
    event.preventDefault()
    this.box.router.go({ page: 'readers' })
  }

  #dispensingList(state: CollectionState<Dispensing>) {
    if (state.phase === 'loading') return html`<div class="sheet"><kb-loading .rows=${7}></kb-loading></div>`
    return html`${this.#trouble(state, () => this.#dispensings?.collection.load())}
    ${
      state.phase === 'failed'
        ? nothing
        : html`<div class="sheet">
              ${
                state.items.length === 0
                  ? html`<div class="quiet-note" data-test="no-dispensings">
                      <b>${ja.dispensings.empty}</b>${ja.dispensings.emptyHint}
                    </div>`
                  : html`<kb-dispensing-table
                      data-list
                      .dispensings=${state.items}
                      .arrived=${state.arrived}
                      @kb-open=${this.#onDispensing}
                    ></kb-dispensing-table>`
              }
            </div>
            ${state.hasMore ? this.#more(state, ja.common.more, () => this.#dispensings?.collection.more()) : nothing}`
    }`
  }

  #trouble(state: CollectionState<unknown>, retry: () => Promise<void> | undefined) {
    // While the line is lost the page says so on top, once.
    if (!state.failure || (state.phase === 'ready' && this.box.live.link.value.state === 'lost')) return nothing
    return html`<kb-trouble
      .trouble=${troubleOf(state.failure)}
      .reference=${state.failure.reference}
      @kb-retry=${() => void retry()}
    ></kb-trouble>`
  }

  #more(state: CollectionState<unknown>, label: string, more: () => Promise<void> | undefined) {
    return html`<div class="more">
      ${state.moreFailure ? html`<span role="alert">${ja.failure.more}　</span>` : nothing}
      <button class="btn" type="button" data-test="more" ?disabled=${state.isLoadingMore} @click=${() => void more()}>
        ${state.isLoadingMore ? ja.common.loading : label}
      </button>
    </div>`
  }

  readonly #onTab = (event: CustomEvent<string>): void => {
    this.box.router.replace({ page: 'list', tab: event.detail === 'dispensings' ? 'dispensings' : 'visits' })
  }

  readonly #onVisit = (event: CustomEvent<Visit>): void => {
    const { member } = event.detail
    if (member) this.box.router.go({ page: 'person', person: { kind: 'member', id: member.id }, tab: 'history' })
  }

  readonly #onWay = (event: CustomEvent<string>): void => {
    this.box.router.go(parseRoute(event.detail))
  }

  readonly #onDispensing = (event: CustomEvent<Dispensing>): void => {
    const { patientId } = event.detail
    if (patientId !== null)
      this.box.router.go({ page: 'person', person: { kind: 'patient', id: patientId }, tab: 'current' })
  }
}

customElements.define('kb-list-panel', KbListPanel)
