import { LitElement, html, nothing } from 'lit'
import type { Session } from '../contract/session.ts'
import type { BoxStatus } from '../contract/status.ts'
import type { Visit } from '../contract/visit.ts'
import type { HeaderGoal } from './components/kb-header.ts'
import type { FoundPerson } from './components/kb-search-box.ts'
import { dateOf, hourMinute } from './format/clock.ts'
import { whenText } from './format/dates.ts'
import { Box } from './state/box.ts'
import { Lazy, dialogs } from './state/lazy.ts'
import { hasDialog } from './state/occupied.ts'
import { PageKeys } from './state/page-keys.ts'
import { pageTitle, type Route } from './state/route.ts'
import { troubleOf } from './state/trouble.ts'
import { Watch } from './state/watch.ts'
import { WedgeKeys } from './state/wedge-keys.ts'
import { appStyles } from './styles/app.ts'
import { shared } from './styles/shared.ts'
import { ja } from './text/ja.ts'
import './components/kb-desk.ts'
import './components/kb-header.ts'
import './components/kb-loading.ts'
import './components/kb-search-box.ts'
import './components/kb-strips.ts'
import './components/kb-trouble.ts'

/**
 * The whole page: who is signed in decides between the form and the panels; the address decides which panel.
 * Longer than most files because everything that stands beside the panels meets here, and nothing is decided here.
 */
export class KbApp extends LitElement {
  static override properties = {
    said: { state: true },
    second: { state: true },
    trouble: { state: true },
  }
  static override styles = [shared, appStyles]
  declare said: string
  declare second: number
  declare trouble: string
  readonly #box = new Box()
  readonly #lazy = new Lazy(() => {
    this.requestUpdate()
  })

  constructor() {
    super()
    this.said = ''
    this.second = 0
    this.trouble = ''
    const { presence, watch, live, router, preferences, counters, search, desk } = this.#box
    new Watch(this, () => [
      presence,
      watch.status,
      live.link,
      router.route,
      preferences.largeType,
      preferences.counter,
      counters.list,
      search.query,
      search.found,
      desk.offers,
      desk.notes,
    ])
    desk.said.subscribe(() => {
      this.said = desk.said.value
    })
    new WedgeKeys(this.#box)
    const heal = () => {
      this.#lazy.heal()
    }
    live.listen({ up: heal })
    router.route.subscribe(heal)
    // The seconds beside 再接続中 only count while the line is lost.
    setInterval(() => {
      if (live.link.value.state === 'lost') this.second++
    }, 1000)
    new PageKeys({
      mayAct: () => presence.value.state === 'in' && !hasDialog(),
      search: () => this.renderRoot.querySelector<HTMLElement>('kb-search-box')?.focus(),
      help: this.#showHelp,
      openTouch: () => desk.openNewest(),
      leave: () => {
        this.#leave()
      },
      focusRows: () => document.activeElement === document.body && this.#focusRows(),
    })
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
    document.title = ja.title(pageTitle(route), status.facility)
    const { search, desk } = this.#box
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
        .services=${status.readerServices}
        .counter=${this.#counterName()}
        .lostSeconds=${isLost ? lostFor : null}
        .lostReason=${reason}
        ?islargetype=${this.#box.preferences.largeType.value}
        @kb-go=${this.#onGo}
        @kb-help=${this.#showHelp}
        @kb-counter=${this.#chooseCounter}
        @kb-retry=${() => {
          this.#box.live.retry()
        }}
        @kb-large-type=${(event: CustomEvent<boolean>) => {
          this.#box.preferences.setLargeType(event.detail)
        }}
        @kb-sign-out=${() => void this.#signOut()}
      >
        <kb-search-box
          .query=${search.query.value}
          .result=${search.found.value}
          .today=${status.today}
          @kb-search=${(event: CustomEvent<string>) => {
            search.type(event.detail)
          }}
          @kb-pick=${this.#onPick}
        ></kb-search-box>
      </kb-header>
      <div class="strips">
        <kb-strips
          ?hassecondfactor=${status.hasSecondFactor}
          ?isdemo=${status.isDemo}
          .lostAt=${isLost ? lostWhen : ''}
          .reason=${reason}
          .ask=${this.#counterQuestion(status)}
          .trouble=${this.trouble}
          @kb-counter=${this.#chooseCounter}
        ></kb-strips>
        ${this.#lazy.missingDialog()}
      </div>
      <main id="main" tabindex="-1" data-link=${link.state}>
        ${this.#lazy.panel(
          'list',
          () =>
            html`<kb-list-panel
              ?hidden=${route.page !== 'list'}
              .box=${this.#box}
              .tab=${route.page === 'list' ? route.tab : this.#lastTab}
              @kb-say=${this.#onSay}
              @kb-touch=${(event: CustomEvent<Visit>) => {
                this.#takeTouch(event.detail)
              }}
            ></kb-list-panel>`,
          route.page === 'list',
        )}
        ${this.#routed(route)}
      </main>
      ${hasVirtualReader ? this.#lazy.panel('virtual-reader', () => html`<kb-virtual-reader .box=${this.#box}></kb-virtual-reader>`, false) : nothing}
      <kb-desk
        .offers=${desk.offers.value}
        .notes=${desk.notes.value}
        @kb-open-offer=${(event: CustomEvent<string>) => {
          desk.openOffer(event.detail)
        }}
        @kb-close-offer=${(event: CustomEvent<string>) => {
          desk.closeOffer(event.detail)
        }}
        @kb-close-note=${(event: CustomEvent<string>) => {
          desk.closeNote(event.detail)
        }}
      ></kb-desk>
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
    if (route.page === 'person') this.#box.desk.noteShown(route.person.id)
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
      case 'readers':
        return this.#lazy.panel('readers', () => html`<kb-readers-panel .box=${this.#box}></kb-readers-panel>`)
      case 'reader':
        return this.#lazy.panel(
          'reader',
          () => html`<kb-reader-panel .box=${this.#box} .readerId=${route.id}></kb-reader-panel>`,
        )
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

  #counterName(): string {
    const own = this.#box.counter()
    return own.state === 'none' ? ja.counter.none : (own.counter?.name ?? '')
  }

  /** Which counter this is is asked once, as long as there is something to choose. */
  #counterQuestion({ readers }: BoxStatus): string {
    const { state } = this.#box.counter()
    const counters = this.#box.counters.list.value
    if (state === 'gone') return ja.counter.gone
    const isThereAny = counters !== null && (counters.length > 0 || readers.length > 0)
    return state === 'unset' && isThereAny ? ja.counter.offer : ''
  }

  readonly #chooseCounter = (): void => {
    void this.#lazy.open(dialogs.counter, ({ chooseCounter }) => chooseCounter(this.#box))
  }

  async #signOut(): Promise<void> {
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

  readonly #onGo = ({ detail }: CustomEvent<HeaderGoal>): void => {
    this.#box.router.go(detail === 'list' ? { page: 'list', tab: 'visits' } : { page: detail })
  }

  readonly #onSay = (event: CustomEvent<string>): void => {
    this.said = event.detail
  }

  readonly #onPick = (event: CustomEvent<FoundPerson>): void => {
    this.#box.search.clear()
    this.#box.router.go({ page: 'person', person: { kind: 'patient', id: event.detail.id }, tab: 'history' })
  }

  /** Back from a page that opened by itself the keyboard stands on the row that was touched, not where it was before. */
  #takeTouch(visit: Visit): void {
    if (this.#box.desk.takeTouch(visit) !== 'open') return
    const list = this.renderRoot.querySelector('kb-list-panel') as { remember?: (visitId: string) => void } | null
    list?.remember?.(visit.id)
  }

  /** Brings the keyboard to the list where it is on the page. */
  #focusRows(): boolean {
    const list = this.renderRoot.querySelector('kb-list-panel:not([hidden])') as { focusRows?: () => boolean } | null
    return list?.focusRows?.() ?? false
  }

  #leave(): void {
    if (this.renderRoot.querySelector('kb-header')?.shadowRoot?.querySelector(':popover-open')) return
    const { page } = this.#box.router.route.value
    if (page === 'reader') this.#box.router.go({ page: 'readers' })
    else if (page === 'person' || page === 'intake' || page === 'readers') this.#box.router.toList()
  }
}

customElements.define('kb-app', KbApp)
