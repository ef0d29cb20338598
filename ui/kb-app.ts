import { LitElement, html, nothing } from 'lit'
import type { Session } from '../contract/session.ts'
import type { BoxStatus } from '../contract/status.ts'
import type { FoundPerson, SearchResult } from './components/kb-search-box.ts'
import { findPatients } from './data/people.ts'
import { dateOf, hourMinute } from './format/clock.ts'
import { whenText } from './format/dates.ts'
import { Box } from './state/box.ts'
import { Lazy, dialogs } from './state/lazy.ts'
import type { Route } from './state/route.ts'
import { troubleOf } from './state/trouble.ts'
import { Watch } from './state/watch.ts'
import { appStyles } from './styles/app.ts'
import { shared } from './styles/shared.ts'
import { ja } from './text/ja.ts'
import './components/kb-header.ts'
import './components/kb-loading.ts'
import './components/kb-search-box.ts'
import './components/kb-trouble.ts'

/** Keys that bring the keyboard to the list when it is nowhere in particular. */
const rowKeys = new Set(['ArrowDown', 'ArrowUp', 'PageDown', 'PageUp', 'Home', 'End'])

const noResult: SearchResult = { state: 'idle', people: [], hasMore: false }

/** The whole page: who is signed in decides between the form and the panels; the address decides which panel. */
export class KbApp extends LitElement {
  static override properties = {
    query: { state: true },
    result: { state: true },
    said: { state: true },
    second: { state: true },
    trouble: { state: true },
  }
  static override styles = [shared, appStyles]
  declare query: string
  declare result: SearchResult
  declare said: string
  declare second: number
  declare trouble: string
  readonly #box = new Box()
  readonly #lazy = new Lazy(() => {
    this.requestUpdate()
  })
  #search: AbortController | undefined
  #searchTimer: ReturnType<typeof setTimeout> | undefined

  constructor() {
    super()
    this.query = ''
    this.result = noResult
    this.said = ''
    this.second = 0
    this.trouble = ''
    const { presence, watch, live, router, preferences } = this.#box
    new Watch(this, () => [presence, watch.status, live.link, router.route, preferences.largeType])
    const heal = () => {
      this.#lazy.heal()
    }
    live.listen({ up: heal })
    router.route.subscribe(heal)
    // The seconds beside 再接続中 only count while the line is lost.
    setInterval(() => {
      if (live.link.value.state === 'lost') this.second++
    }, 1000)
    addEventListener('keydown', this.#onKey)
    void this.#box.enter()
  }

  override render() {
    const presence = this.#box.presence.value
    switch (presence.state) {
      case 'asking':
        return html`<main class="wait"><kb-loading></kb-loading></main>`
      case 'failed':
        return html`<main class="wait">
          <kb-trouble
            .trouble=${troubleOf(presence.failure)}
            .reference=${presence.failure.reference}
            @kb-retry=${() => void this.#box.enter()}
          ></kb-trouble>
        </main>`
      case 'out':
        document.title = ja.title(ja.signIn.title, this.#box.preferences.facility)
        return html`<main class="wide">
          ${this.#lazy.panel('sign-in', () => html`<kb-sign-in-panel .box=${this.#box} ?hasended=${presence.hasEnded}></kb-sign-in-panel>`)}
        </main>`
      case 'in': {
        const status = this.#box.watch.status.value
        return status ? this.#page(presence.session, status) : nothing
      }
    }
  }

  #page(session: Session, status: BoxStatus) {
    const route = this.#box.router.route.value
    const link = this.#box.live.link.value
    const isLost = link.state === 'lost'
    const reason = ja.link[link.reason]
    const lostFor = Math.max(0, Math.round((performance.now() - link.since) / 1000))
    const now = this.#box.watch.now()
    // The box may have been away since yesterday: its last status does not know the day.
    const today = dateOf(now)
    const lostAt = now - (performance.now() - link.since)
    const lostWhen = dateOf(lostAt) === today ? hourMinute(lostAt) : whenText(lostAt, today)
    document.title = ja.title(titleOf(route), status.facility)
    const hasVirtualReader = status.readers.some(({ kind }) => kind === 'virtual')
    return html`<a class="skip" href="#main" @click=${this.#skip}>${ja.common.skip}</a>
      <kb-header
        .facility=${status.facility}
        .staffName=${session.staff.name}
        .staffRole=${session.staff.role}
        .version=${status.version}
        .today=${today}
        .feed=${status.feed}
        .readers=${status.readers}
        .lostSeconds=${isLost ? lostFor : null}
        .lostReason=${reason}
        ?islargetype=${this.#box.preferences.largeType.value}
        @kb-go=${this.#onGo}
        @kb-help=${this.#showHelp}
        @kb-readers=${() => void this.#lazy.open(dialogs.readers, ({ showReaders }) => showReaders(status.readers))}
        @kb-retry=${() => {
          this.#box.live.retry()
        }}
        @kb-large-type=${(event: CustomEvent<boolean>) => {
          this.#box.preferences.setLargeType(event.detail)
        }}
        @kb-sign-out=${() => void this.#signOut()}
      >
        <kb-search-box
          .query=${this.query}
          .result=${this.result}
          .today=${status.today}
          @kb-search=${this.#onSearch}
          @kb-pick=${this.#onPick}
        ></kb-search-box>
      </kb-header>
      <div class="strips">
        ${status.hasSecondFactor ? nothing : html`<p class="strip" data-test="no-second-factor">▲ ${ja.strip.noSecondFactor}${status.isDemo ? html` 　${ja.strip.demo}` : nothing}</p>`}
        ${
          isLost
            ? html`<p class="strip lost" role="alert" data-test="link-banner">
                ▲
                <b>${ja.link.lost(lostWhen)}</b>　${reason}。${ja.link.retrying}
              </p>`
            : nothing
        }
        ${this.#lazy.missingDialog()}
        ${this.trouble ? html`<p class="strip lost" role="alert">▲ ${this.trouble}</p>` : nothing}
      </div>
      <main id="main" tabindex="-1">
        ${this.#lazy.panel(
          'list',
          () =>
            html`<kb-list-panel
              ?hidden=${route.page !== 'list'}
              .box=${this.#box}
              .tab=${route.page === 'list' ? route.tab : this.#lastTab}
              @kb-say=${this.#onSay}
            ></kb-list-panel>`,
          route.page === 'list',
        )}
        ${this.#routed(route)}
      </main>
      ${hasVirtualReader ? this.#lazy.panel('virtual-reader', () => html`<kb-virtual-reader .box=${this.#box}></kb-virtual-reader>`, false) : nothing}
      <div class="visually-hidden" role="status" aria-live="polite" data-test="announcer">${this.said}</div>`
  }

  #lastTab: 'visits' | 'dispensings' = 'visits'
  #shown = ''

  override updated(): void {
    const route = this.#box.router.route.value
    if (route.page === 'list') this.#lastTab = route.tab
    // Back from a page: the keyboard returns to the row it left.
    if (
      route.page === 'list' &&
      this.#shown !== 'list' &&
      this.#shown !== '' &&
      document.activeElement === document.body
    )
      this.#focusRows()
    this.#shown = route.page
    if (this.#box.presence.value.state === 'in') this.#lazy.prefetch()
  }

  #routed(route: Route) {
    switch (route.page) {
      case 'list':
        return nothing
      case 'person':
        return this.#lazy.panel(
          'person',
          () => html`<kb-person-panel .box=${this.#box} .person=${route.person} .tab=${route.tab}></kb-person-panel>`,
        )
      case 'intake':
        return this.#lazy.panel('intake', () => html`<kb-intake-panel .box=${this.#box}></kb-intake-panel>`)
      case 'unknown':
        return html`<div class="wait">
          <kb-trouble
            .trouble=${ja.notFound}
            .action=${ja.header.home}
            @kb-retry=${() => {
              this.#box.router.replace({ page: 'list', tab: 'visits' })
            }}
          ></kb-trouble>
        </div>`
    }
  }

  async #signOut(): Promise<void> {
    this.query = ''
    this.result = noResult
    const failure = await this.#box.signOut()
    this.trouble = failure ? troubleOf(failure).what : ''
  }

  readonly #showHelp = (): void => {
    void this.#lazy.open(dialogs.help, ({ showHelp }) => showHelp())
  }

  readonly #skip = (event: Event): void => {
    event.preventDefault()
    this.renderRoot.querySelector<HTMLElement>('main')?.focus()
  }

  readonly #onGo = (event: CustomEvent<'list' | 'intake'>): void => {
    this.#box.router.go(event.detail === 'intake' ? { page: 'intake' } : { page: 'list', tab: 'visits' })
  }

  readonly #onSay = (event: CustomEvent<string>): void => {
    this.said = event.detail
  }

  readonly #onSearch = (event: CustomEvent<string>): void => {
    this.query = event.detail
    clearTimeout(this.#searchTimer)
    this.#search?.abort()
    const typed = this.query.trim()
    if (typed === '') {
      this.result = noResult
      return
    }
    if (this.result.state !== 'done') this.result = { ...noResult, state: 'busy' }
    this.#searchTimer = setTimeout(() => void this.#find(typed), 150)
  }

  async #find(typed: string): Promise<void> {
    const search = new AbortController()
    this.#search = search
    const outcome = await findPatients(this.#box.http, typed, search.signal)
    // A later text has been typed; its answer counts.
    if (search.signal.aborted) return
    this.result = outcome.ok ? { state: 'done', ...outcome.value } : { ...noResult, state: 'failed' }
  }

  readonly #onPick = (event: CustomEvent<FoundPerson>): void => {
    this.query = ''
    this.result = noResult
    this.#box.router.go({ page: 'person', person: { kind: 'patient', id: event.detail.id }, tab: 'history' })
  }

  readonly #onKey = (event: KeyboardEvent): void => {
    if (
      event.defaultPrevented ||
      event.ctrlKey ||
      event.altKey ||
      event.metaKey ||
      this.#box.presence.value.state !== 'in'
    )
      return
    // A dialog is open: its keys are its own.
    if (document.querySelector('body > :not(kb-app)')) return
    const isTyping = event.composedPath()[0] instanceof HTMLInputElement
    if (event.key === 'F12' || (event.key === '/' && !isTyping)) {
      event.preventDefault()
      this.renderRoot.querySelector<HTMLElement>('kb-search-box')?.focus()
    } else if (event.key === 'F1' || (event.key === '?' && !isTyping)) {
      event.preventDefault()
      this.#showHelp()
    } else if (event.key === 'Escape' && !isTyping) this.#leave()
    else if (rowKeys.has(event.key) && document.activeElement === document.body && this.#focusRows())
      event.preventDefault()
  }

  /** Brings the keyboard to the list where it is on the page. */
  #focusRows(): boolean {
    const list = this.renderRoot.querySelector('kb-list-panel:not([hidden])') as { focusRows?: () => boolean } | null
    return list?.focusRows?.() ?? false
  }

  #leave(): void {
    if (this.renderRoot.querySelector('kb-header')?.shadowRoot?.querySelector(':popover-open')) return
    const { page } = this.#box.router.route.value
    if (page === 'person' || page === 'intake') this.#box.router.toList()
  }
}

const titleOf = (route: Route): string =>
  route.page === 'person' ? ja.person.history : route.page === 'intake' ? ja.intake.title : ja.list.title

customElements.define('kb-app', KbApp)
