import { LitElement, html, nothing } from 'lit'
import { repeat } from 'lit/directives/repeat.js'
import type { Dispensing } from '../../../contract/dispensing.ts'
import type { CollectionState } from '../../data/collection.ts'
import type { Failure } from '../../data/outcome.ts'
import { openMedicines, type PersonMedicines } from '../../data/history.ts'
import type { Person, PersonRef } from '../../data/people.ts'
import { dateOf } from '../../format/clock.ts'
import { whenAgoText } from '../../format/dates.ts'
import type { Box } from '../../state/box.ts'
import { troubleOf } from '../../state/trouble.ts'
import { Watch } from '../../state/watch.ts'
import { panel } from '../../styles/panel.ts'
import { shared } from '../../styles/shared.ts'
import { ja } from '../../text/ja.ts'
import { showRevisions } from '../../dialogs/revisions/kb-revisions-dialog.ts'
import '../../components/kb-dispensing-card.ts'
import '../../components/kb-key-hints.ts'
import '../../components/kb-loading.ts'
import '../../components/kb-person-header.ts'
import '../../components/kb-tabs.ts'
import '../../components/kb-taking-list.ts'
import '../../components/kb-trouble.ts'
import { personPanel } from './styles.ts'

/** 患者詳細, for a notebook's keeper and for a receipt computer's patient alike. */
export class KbPersonPanel extends LitElement {
  static override properties = { box: { attribute: false }, person: { attribute: false }, tab: {} }
  static override styles = [shared, panel, personPanel]
  declare box: Box
  declare person: PersonRef
  declare tab: 'history' | 'current'
  #shown = ''
  #medicines: PersonMedicines | undefined
  #sentinel: IntersectionObserver | undefined

  constructor() {
    super()
    this.tab = 'history'
    new Watch(this, () => [
      this.#medicines?.person,
      this.#medicines?.history.state,
      this.#medicines?.taking,
      this.box.watch.status,
      this.box.live.link,
    ])
  }

  override connectedCallback(): void {
    super.connectedCallback()
    // The panel scrolls, so the keys that scroll must reach it.
    this.tabIndex = -1
    this.focus({ preventScroll: true })
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback()
    this.#medicines?.close()
    this.#medicines = undefined
    this.#shown = ''
    this.#sentinel?.disconnect()
  }

  override willUpdate(): void {
    const today = this.box.watch.status.value?.today
    const wanted = `${this.person.kind} ${this.person.id} ${today ?? ''}`
    if (today === undefined || wanted === this.#shown) return
    const isSamePerson = this.#shown.startsWith(`${this.person.kind} ${this.person.id} `)
    this.#medicines?.close()
    this.#shown = wanted
    this.#medicines = openMedicines(this.box.http, this.box.live, this.person, today)
    if (!isSamePerson) this.scrollTop = 0
  }

  override updated(): void {
    // Scrolling near the end fetches what lies before; the button does the same by hand.
    this.#sentinel ??= new IntersectionObserver(
      (entries) => {
        const state = this.#medicines?.history.state.value
        const mayAsk = state?.hasMore && !state.isLoadingMore && !state.moreFailure
        if (mayAsk && entries.some((entry) => entry.isIntersecting)) void this.#medicines?.history.more()
      },
      { rootMargin: '400px' },
    )
    this.#sentinel.disconnect()
    const more = this.renderRoot.querySelector('.more')
    if (more) this.#sentinel.observe(more)
  }

  override render() {
    const medicines = this.#medicines
    const status = this.box.watch.status.value
    if (!medicines || !status) return nothing
    const { value: person, failure } = medicines.person.value
    const history = medicines.history.state.value
    const last = status.feed.lastReceivedAt
    const lastText = last === null ? ja.person.neverReceived : ja.person.lastReceived(whenAgoText(last, status.today))
    const tabs = [
      { id: 'history', label: ja.person.history },
      {
        id: 'current',
        label: ja.person.current,
        note: this.#currents(history).length > 0 ? String(this.#currents(history).length) : '',
      },
    ]
    return html`<kb-person-header
        .person=${person}
        .today=${status.today}
        @kb-back=${() => {
          this.box.router.toList()
        }}
      ></kb-person-header>
      <div class="page">
        ${failure ? this.#personFailure(failure) : nothing}
        ${
          failure?.code === 'not-found'
            ? nothing
            : html`<div class="tools">
                  <kb-tabs
                    .tabs=${tabs}
                    .selected=${this.tab}
                    .label=${ja.person.history}
                    @kb-tab=${this.#onTab}
                  ></kb-tabs>
                  <span class="received sub" data-test="last-received">${lastText}</span>
                  <kb-key-hints .hints=${ja.keys.person}></kb-key-hints>
                </div>
                ${this.#feedTrouble()}
                <div class="cols">
                  <div role="tabpanel" aria-label=${this.tab === 'history' ? ja.person.history : ja.person.current}>
                    ${this.tab === 'history' ? this.#history(person, history) : this.#current(person, history)}
                  </div>
                  <aside aria-label=${ja.person.takingTitle}>${this.#taking()}</aside>
                </div>`
        }
      </div>`
  }

  #personFailure(failure: Failure) {
    // Asking again would not find it: the way out is the list.
    const isGone = failure.code === 'not-found'
    return html`<kb-trouble
      .trouble=${troubleOf(failure)}
      .reference=${isGone ? undefined : failure.reference}
      .action=${isGone ? ja.header.home : ja.common.retry}
      @kb-retry=${() => {
        if (isGone) this.box.router.toList()
        else this.#medicines?.load()
      }}
    ></kb-trouble>`
  }

  /** The feed is the first suspect when something is missing here, so its trouble stands beside the medicines. */
  #feedTrouble() {
    const feed = this.box.watch.status.value?.feed
    if (!feed || feed.state === 'ok') return nothing
    return html`<kb-trouble
      slim
      data-test="feed-trouble"
      .trouble=${ja.feed[feed.state]}
      .action=${ja.person.feedTrouble}
      @kb-retry=${() => {
        this.box.router.go({ page: 'intake' })
      }}
    ></kb-trouble>`
  }

  #currents(history: CollectionState<Dispensing>): Dispensing[] {
    const today = this.box.watch.status.value?.today
    return history.items.filter(
      ({ prescription, receivedAt }) => (prescription.dispensedOn ?? dateOf(receivedAt)) === today,
    )
  }

  #history(person: Person | null, state: CollectionState<Dispensing>) {
    if (state.phase === 'loading') return html`<div class="sheet"><kb-loading></kb-loading></div>`
    if (state.phase === 'failed') return this.#failure(state)
    return html`${this.#failure(state)}
    ${state.items.length === 0 ? this.#empty(person, ja.person.noHistory, ja.person.noHistoryHint) : this.#cards(state.items, false)}
    ${
      state.hasMore
        ? html`<div class="more">
            ${state.moreFailure ? html`<span role="alert">${ja.failure.more}　</span>` : nothing}
            <button
              class="btn"
              type="button"
              data-test="more"
              ?disabled=${state.isLoadingMore}
              @click=${() => this.#medicines?.history.more()}
            >
              ${state.isLoadingMore ? ja.common.loading : ja.person.older}
            </button>
          </div>`
        : state.items.length > 0
          ? html`<p class="end sub">${ja.person.end}</p>`
          : nothing
    }`
  }

  #current(person: Person | null, state: CollectionState<Dispensing>) {
    if (state.phase === 'loading') return html`<div class="sheet"><kb-loading></kb-loading></div>`
    if (state.phase === 'failed') return this.#failure(state)
    const items = this.#currents(state).sort((a, b) => b.receivedAt - a.receivedAt)
    return html`${this.#failure(state)}
    ${items.length === 0 ? this.#empty(person, ja.person.noCurrent, ja.person.noCurrentHint) : this.#cards(items, true)}`
  }

  #cards(items: readonly Dispensing[], isTimed: boolean) {
    return repeat(
      items,
      (dispensing) => dispensing.id,
      (dispensing) =>
        html`<kb-dispensing-card
          .dispensing=${dispensing}
          ?timed=${isTimed}
          @kb-revisions=${() => void showRevisions(this.box.http, dispensing.id)}
        ></kb-dispensing-card>`,
    )
  }

  #empty(person: Person | null, words: string, hint: string) {
    const isMissing = person?.kind === 'member' && !person.isLinked
    return html`<div class="sheet quiet-note" data-test=${isMissing ? 'not-linked' : 'empty'}>
      <b>${isMissing ? ja.person.notLinked : words}</b>${isMissing ? ja.person.notLinkedHint : hint}
    </div>`
  }

  #failure(state: CollectionState<Dispensing>) {
    if (!state.failure || (state.phase === 'ready' && this.box.live.link.value.state === 'lost')) return nothing
    // The same answer failed for the person above: said once.
    if (state.phase === 'failed' && this.#medicines?.person.value.failure) return nothing
    return html`<kb-trouble
      .trouble=${troubleOf(state.failure)}
      .reference=${state.failure.reference}
      @kb-retry=${() => this.#medicines?.history.load()}
    ></kb-trouble>`
  }

  #taking() {
    const answer = this.#medicines?.taking.value
    const today = this.box.watch.status.value?.today ?? ''
    if (answer?.value) return html`<kb-taking-list .items=${answer.value} .today=${today}></kb-taking-list>`
    if (answer?.failure) return html`<div class="sheet quiet-note">${ja.person.takingFailed}</div>`
    if (this.#medicines?.history.state.value.phase === 'failed') return nothing
    return html`<div class="sheet"><kb-loading .rows=${3}></kb-loading></div>`
  }

  readonly #onTab = (event: CustomEvent<string>): void => {
    this.box.router.replace({
      page: 'person',
      person: this.person,
      tab: event.detail === 'current' ? 'current' : 'history',
    })
  }
}

customElements.define('kb-person-panel', KbPersonPanel)
