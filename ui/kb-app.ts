import { LitElement, html, nothing } from 'lit'
import type { FoundPerson } from '../contract/found-person.ts'
import type { Initial } from '../contract/kana-row.ts'
import type { BoxStatus } from '../contract/status.ts'
import type { Visit } from '../contract/visit.ts'
import type { HeaderGoal } from './components/kb-header.ts'
import { closeAll } from './dialogs/open.ts'
import { dateOf } from './format/clock.ts'
import { doorway } from './panels/doorway.ts'
import { lockScreen } from './panels/lock-screen.ts'
import { routedPanel } from './panels/routed.ts'
import { pageStrips } from './panels/strips.ts'
import { Box, type Presence } from './state/box.ts'
import { DocumentPlace } from './state/document-place.ts'
import { Lazy, dialogs } from './state/lazy.ts'
import { manualChapter } from './state/manual-chapter.ts'
import { deepActive, hasDialog } from './state/occupied.ts'
import { PageKeys } from './state/page-keys.ts'
import { pageTitle, type Route } from './state/route.ts'
import { RowPrefetch } from './state/row-prefetch.ts'
import { troubleOf } from './state/trouble.ts'
import { Unlocking } from './state/unlocking.ts'
import { Watch } from './state/watch.ts'
import { WedgeKeys } from './state/wedge-keys.ts'
import { appStyles } from './styles/app.ts'
import { shared } from './styles/shared.ts'
import { ja } from './text/ja.ts'
import { lock } from './text/lock.ts'
import './components/kb-desk.ts'
import './components/kb-header.ts'
import './components/kb-search-box.ts'
import './components/kb-trouble.ts'

/** Pages whose id is a member's. */
const memberPages: ReadonlySet<string> = new Set(['links', 'merges', 'settings', 'leftovers'])

/** Somebody is signed in, before the page or locked out of it. */
type Present = Extract<Presence, { state: 'in' | 'locked' }>

/**
 * The whole page: who is signed in decides between the form and the panels; the address decides which panel.
 * Longer than most files because everything that stands beside the panels meets here, and nothing is decided here.
 */
export class KbApp extends LitElement {
  static override properties = {
    second: { state: true },
    trouble: { state: true },
  }
  static override styles = [shared, appStyles]
  declare second: number
  declare trouble: string
  readonly #box = new Box()
  readonly #unlocking = new Unlocking(this.#box)
  readonly #ahead = new RowPrefetch(this.#box)
  readonly #place = new DocumentPlace()
  readonly #lazy = new Lazy(() => {
    this.requestUpdate()
  })

  constructor() {
    super()
    this.second = 0
    this.trouble = ''
    const { presence, watch, live, router, preferences, counters, counts, hintCounts, search, desk, announcer } =
      this.#box
    new Watch(this, () => [
      presence,
      watch.status,
      live.link,
      router.route,
      preferences.largeType,
      preferences.counter,
      preferences.keys.table,
      counts.counts,
      counters.list,
      search.query,
      search.found,
      desk.offers,
      hintCounts.state,
      this.#box.people,
      desk.notes,
      announcer.said,
      this.#unlocking.attempt,
    ])
    // What was open stays under the lock for the same person, and for nobody else.
    presence.subscribe(() => {
      if (presence.value.state === 'out') closeAll()
    })
    new WedgeKeys(this.#box)
    const heal = () => {
      this.#lazy.heal()
    }
    live.listen({ up: heal })
    router.route.subscribe(heal)
    router.route.subscribe(() => {
      this.#place.leave(router.route.value)
    })
    // The seconds beside 再接続中 only count while the line is lost.
    setInterval(() => {
      if (live.link.value.state === 'lost') this.second++
    }, 1000)
    new PageKeys(preferences.keys, {
      mayAct: () => presence.value.state === 'in' && !hasDialog(),
      search: () => {
        this.#search()
        return true
      },
      help: () => {
        this.#showHelp()
        return true
      },
      touch: () => desk.openNewest(),
      card: () => {
        router.go({ page: 'cards' })
        return true
      },
      history: () => this.#showHistory(),
      leave: () => {
        this.#leave()
      },
      focusRows: () => document.activeElement === document.body && this.#focusRows(),
    })
    void this.#box.enter()
  }

  override render() {
    const presence = this.#box.presence.value
    if (presence.state !== 'in' && presence.state !== 'locked') return doorway(this.#box, this.#lazy, presence)
    const status = this.#box.watch.status.value
    return status ? this.#page(presence, status) : nothing
  }

  #page(presence: Present, status: BoxStatus) {
    const { session } = presence
    const route = this.#box.router.route.value
    if (route.page !== 'manual') this.#below = route
    const link = this.#box.live.link.value
    const lostFor = Math.max(0, Math.round((performance.now() - link.since) / 1000))
    document.title = ja.title(presence.state === 'locked' ? lock.title : pageTitle(route), status.facility)
    const { search, desk, announcer } = this.#box
    const hasVirtualReader = status.readers.some(({ kind }) => kind === 'virtual')
    return html`<a class="skip" href="#main" @click=${this.#skip}>${ja.common.skip}</a>
      <kb-header
        .facility=${status.facility}
        .staffName=${session.staff.name}
        .staffRole=${session.staff.role}
        .version=${status.version}
        .today=${dateOf(this.#box.watch.now())}
        .feed=${status.feed}
        .readers=${status.readers}
        .services=${status.readerServices}
        .counter=${this.#counterName()}
        .counts=${this.#box.counts.counts.value}
        .keys=${this.#box.preferences.keys.table.value}
        .lostSeconds=${link.state === 'lost' ? lostFor : null}
        .lostReason=${ja.link[link.reason]}
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
        @kb-lock=${() => {
          this.#box.lock('hand')
        }}
      >
        <kb-search-box
          .query=${search.query.value}
          .searchKey=${this.#box.preferences.keys.table.value.search}
          .result=${search.found.value}
          .today=${status.today}
          @kb-search=${(event: CustomEvent<string>) => {
            search.type(event.detail)
          }}
          @kb-initial=${(event: CustomEvent<Initial>) => {
            search.list(event.detail)
          }}
          @kb-more=${() => {
            search.more()
          }}
          @kb-retry=${() => {
            search.again()
          }}
          @kb-pick=${this.#onPick}
        ></kb-search-box>
      </kb-header>
      <div class="strips">
        ${pageStrips(this.#box, status, this.trouble, this.#chooseCounter)}
        ${this.#lazy.panel('device-strip', () => html`<kb-device-strip .box=${this.#box}></kb-device-strip>`, false)}
        ${this.#lazy.missingDialog()}
      </div>
      <main
        id="main"
        tabindex="-1"
        data-link=${link.state}
        @kb-find=${() => {
          this.#search()
        }}
        @kb-keys=${() => void this.#lazy.open(dialogs.help, ({ showHelp }) => showHelp())}
      >
        ${this.#lazy.panel(
          'list',
          () =>
            html`<kb-list-panel
              ?away=${route.page !== 'list'}
              .box=${this.#box}
              .tab=${route.page === 'list' ? route.tab : this.#lastTab}
              @kb-say=${this.#onSay}
              @kb-touch=${(event: CustomEvent<Visit>) => {
                this.#takeTouch(event.detail)
              }}
            ></kb-list-panel>`,
          route.page === 'list',
        )}
        ${this.#person(route)}
        <div class="routed" ?hidden=${route.page === 'manual'}>${this.#routed(this.#below)}</div>
        ${route.page === 'manual' ? this.#routed(route) : nothing}
      </main>
      ${hasVirtualReader ? this.#lazy.panel('virtual-reader', () => html`<kb-virtual-reader .box=${this.#box}></kb-virtual-reader>`, false) : nothing}
      <kb-desk
        .offers=${desk.offers.value}
        .hints=${this.#box.hintCounts.state.value.open}
        .notes=${desk.notes.value}
        .openKey=${this.#box.preferences.keys.table.value.touch}
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
      <div class="visually-hidden" role="status" aria-live="polite" data-test="announcer">${announcer.said.value}</div>
      ${presence.state === 'locked' ? lockScreen(this.#box, this.#unlocking, presence) : nothing}`
  }

  #lastTab: 'visits' | 'dispensings' = 'visits'
  #shown = ''

  override updated(): void {
    const route = this.#box.router.route.value
    if (route.page === 'list') this.#lastTab = route.tab
    // What is away keeps its place, but not the keyboard.
    if (route.page === 'list' && this.shadowRoot?.activeElement?.hasAttribute('away')) deepActive()?.blur()
    this.#place.show(route)
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

  /** The page over which the manual lies: it stays, with what was typed. */
  #below: Route = { page: 'list', tab: 'visits' }

  /** 患者詳細 stays laid out while it is away: opening it draws only what differs from person to person. */
  #person(route: Route) {
    const shown = this.#below.page === 'person' ? this.#below : null
    if (!shown && !this.#lazy.isReady('person')) return nothing
    return this.#lazy.panel(
      'person',
      () =>
        html`<kb-person-panel
          ?away=${route.page !== 'person'}
          .box=${this.#box}
          .person=${shown?.person ?? null}
          .tab=${shown?.tab ?? 'history'}
        ></kb-person-panel>`,
    )
  }

  #routed(route: Route) {
    switch (route.page) {
      case 'list':
      case 'person':
        return nothing
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
      default: {
        const { name, template } = routedPanel(this.#box, route)
        return this.#lazy.panel(name, template)
      }
    }
  }

  #counterName(): string {
    const own = this.#box.counter()
    return own.state === 'none' ? ja.counter.none : (own.counter?.name ?? '')
  }

  readonly #chooseCounter = (): void => {
    void this.#lazy.open(dialogs.counter, ({ chooseCounter }) => chooseCounter(this.#box))
  }

  async #signOut(): Promise<void> {
    const failure = await this.#box.signOut()
    this.trouble = failure ? troubleOf(failure).what : ''
  }

  readonly #showHelp = (): void => {
    const { router } = this.#box
    router.go({ page: 'manual', id: manualChapter(router.route.value) })
  }

  #search(): void {
    this.renderRoot.querySelector<HTMLElement>('kb-search-box')?.focus()
  }

  /** お薬履歴 of whom the page is about, or of the row that the keyboard stands on. */
  #showHistory(): boolean {
    const { router } = this.#box
    const route = router.route.value
    if (route.page === 'person') router.replace({ ...route, tab: 'history' })
    else if (route.page === 'list') deepActive()?.closest<HTMLElement>('tr[data-key]')?.click()
    else {
      const memberId = 'id' in route && memberPages.has(route.page) ? route.id : undefined
      if (memberId === undefined) return false
      router.go({ page: 'person', person: { kind: 'member', id: memberId }, tab: 'history' })
    }
    return true
  }

  readonly #skip = (event: Event): void => {
    event.preventDefault()
    this.renderRoot.querySelector<HTMLElement>('main')?.focus()
  }

  readonly #onGo = ({ detail }: CustomEvent<HeaderGoal>): void => {
    if (typeof detail === 'object') this.#box.router.go(detail)
    else this.#box.router.go(detail === 'list' ? { page: 'list', tab: 'visits' } : { page: detail })
  }

  readonly #onSay = (event: CustomEvent<string>): void => {
    this.#box.announcer.say(event.detail)
  }

  readonly #onPick = (event: CustomEvent<FoundPerson>): void => {
    this.#box.search.clear()
    this.#box.router.go({ page: 'person', person: { kind: event.detail.kind, id: event.detail.id }, tab: 'history' })
  }

  /** Back from a page that opened by itself the keyboard stands on the row that was touched, not where it was before. */
  #takeTouch(visit: Visit): void {
    // Whoever touches here is opened next: by itself, by the offer or by hand.
    const isHere = visit.counterId === null || visit.counterId === this.#box.counter().counter?.id
    if (visit.member && isHere) this.#ahead.warm({ kind: 'member', id: visit.member.id })
    if (this.#box.desk.takeTouch(visit) !== 'open') return
    const list = this.renderRoot.querySelector('kb-list-panel') as { remember?: (visitId: string) => void } | null
    list?.remember?.(visit.id)
  }

  /** Brings the keyboard to the list where it is on the page. */
  #focusRows(): boolean {
    const list = this.renderRoot.querySelector('kb-list-panel:not([away])') as { focusRows?: () => boolean } | null
    return list?.focusRows?.() ?? false
  }

  #leave(): void {
    if (this.renderRoot.querySelector('kb-header')?.shadowRoot?.querySelector(':popover-open')) return
    const { page } = this.#box.router.route.value
    if (page === 'reader') this.#box.router.go({ page: 'readers' })
    else if (page === 'manual') this.#box.router.go(this.#below)
    else if (page !== 'list' && page !== 'unknown') this.#box.router.toList()
  }
}

customElements.define('kb-app', KbApp)
