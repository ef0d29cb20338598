import type { Session } from '../../contract/session.ts'
import { Counters } from '../data/counters.ts'
import { createHttp, type Http } from '../data/http.ts'
import { Live } from '../data/live.ts'
import type { Failure } from '../data/outcome.ts'
import { getSession, signIn, signOut } from '../data/session.ts'
import { StatusWatch } from '../data/status.ts'
import { Store } from '../data/store.ts'
import { ownCounter, type OwnCounter } from './counter.ts'
import { Desk } from './desk.ts'
import { hasDialog, hasMenu, isTyped } from './occupied.ts'
import { Preferences } from './preferences.ts'
import { Router } from './router.ts'
import { Search } from './search.ts'

/** Whether somebody is signed in here. `failed`: the box could not be asked. */
export type Presence =
  | { state: 'asking' }
  | { state: 'failed'; failure: Failure }
  | { state: 'out'; hasEnded: boolean }
  | { state: 'in'; session: Session }

/** Status is pushed; this slow look catches what a silent line hides. */
const statusEvery = 60_000

/** Milliseconds until a page that could not reach the box at all asks again. */
const askAgainAfter = 5000

/** Everything the pages share: the line to the box, who is signed in, the address. */
export class Box {
  readonly presence = new Store<Presence>({ state: 'asking' })
  readonly http: Http
  readonly live = new Live()
  readonly watch: StatusWatch
  readonly preferences = new Preferences()
  readonly router = new Router()
  readonly counters: Counters
  readonly search: Search
  readonly desk: Desk
  /** Names of counters that are typed and not saved, by the counter's id; that of a new one under ''. */
  readonly counterDrafts = new Map<string, string>()
  #again: ReturnType<typeof setTimeout> | undefined

  constructor() {
    this.http = createHttp({
      onSignedOut: () => {
        this.#leave(this.presence.value.state === 'in')
      },
    })
    this.watch = new StatusWatch(this.http)
    this.counters = new Counters(this.http)
    this.search = new Search(this.http)
    this.desk = new Desk({
      own: () => this.counter().counter?.id ?? null,
      now: () => this.watch.now(),
      page: () => ({
        route: this.router.route.value,
        hasDialog: hasDialog() || hasMenu(),
        isTyped: isTyped(),
        opensByItself: this.preferences.opensTouch.value,
      }),
      open: (id) => {
        this.router.go({ page: 'person', person: { kind: 'member', id }, tab: 'history' })
      },
    })
    this.live.listen({
      status: () => void this.watch.refresh(),
      change: (noun) => {
        // A file that could not be read came or was seen to, a reader was moved or switched: the line on top goes by it.
        if (noun === 'inbound' || noun === 'reader') void this.watch.refresh()
        if (noun === 'counter') void this.counters.refresh()
      },
      reload: () => void this.counters.refresh(),
      desk: (event) => {
        this.desk.takeEvent(event)
      },
      up: () => {
        void this.watch.refresh()
        void this.counters.refresh()
      },
      ended: () => void this.#checkSession(),
    })
    addEventListener('online', () => {
      this.live.noteOnline()
    })
    addEventListener('offline', () => {
      this.live.noteOffline()
    })
    // A tablet that wakes up must not show yesterday until its next heartbeat.
    document.addEventListener('visibilitychange', () => {
      if (document.visibilityState !== 'visible' || this.presence.value.state !== 'in') return
      this.live.retry()
      void this.watch.refresh()
    })
    setInterval(() => {
      if (this.presence.value.state === 'in') void this.watch.refresh()
    }, statusEvery)
  }

  /** Which counter this PC stands at. */
  counter(): OwnCounter {
    return ownCounter(this.preferences.counter.value, this.counters.list.value)
  }

  /** Asks who is signed in and, if somebody is, starts listening. */
  async enter(): Promise<void> {
    this.presence.set({ state: 'asking' })
    await this.#load()
  }

  async #load(): Promise<void> {
    const [session, status] = await Promise.all([getSession(this.http), this.watch.refresh(), this.counters.refresh()])
    if (!session.ok && session.failure.kind === 'signed-out') this.#leave(false)
    else if (!session.ok) this.#fail(session.failure)
    else if (!status.ok) this.#fail(status.failure)
    else {
      this.preferences.rememberFacility(status.value.facility)
      // The number was read before any list is fetched, so nothing falls between the list and the line.
      this.live.start(status.value.seq)
      this.presence.set({ state: 'in', session: session.value })
    }
  }

  /** A box that is switched on after its PCs is found without anybody pressing a button. */
  #fail(failure: Failure): void {
    this.presence.set({ state: 'failed', failure })
    clearTimeout(this.#again)
    this.#again = setTimeout(() => {
      if (this.presence.value.state === 'failed') void this.#load()
    }, askAgainAfter)
  }

  async signIn(id: string, password: string): Promise<Failure | null> {
    const outcome = await signIn(this.http, id, password)
    if (!outcome.ok) return outcome.failure
    // Not through `asking`: the form stays while the first answers come.
    await this.#load()
    return null
  }

  async signOut(): Promise<Failure | null> {
    const outcome = await signOut(this.http)
    if (!outcome.ok && outcome.failure.kind !== 'signed-out') return outcome.failure
    this.#leave(false)
    this.router.replace({ page: 'list', tab: 'visits' })
    return null
  }

  #leave(hasEnded: boolean): void {
    this.live.stop()
    this.watch.stop()
    this.counters.stop()
    this.search.clear()
    this.desk.clear()
    this.counterDrafts.clear()
    if (this.presence.value.state !== 'out') this.presence.set({ state: 'out', hasEnded })
  }

  /** The box hung up: go to the sign-in page only if the session is really over. */
  async #checkSession(): Promise<void> {
    const session = await getSession(this.http)
    if (session.ok || session.failure.kind !== 'signed-out')
      setTimeout(() => {
        this.live.retry()
      }, 1000)
  }
}
