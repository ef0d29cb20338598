import type { Session } from '../../contract/session.ts'
import { Counters } from '../data/counters.ts'
import { CountWatch } from '../data/counts.ts'
import { HintCountWatch } from '../data/hint-counts.ts'
import { createHttp, type Http } from '../data/http.ts'
import { Live } from '../data/live.ts'
import type { Failure } from '../data/outcome.ts'
import { getSession, signIn, signOut } from '../data/session.ts'
import { StatusWatch } from '../data/status.ts'
import { Store } from '../data/store.ts'
import { Announcer } from './announcer.ts'
import { ownCounter, type OwnCounter } from './counter.ts'
import { Desk } from './desk.ts'
import { Idle } from './idle.ts'
import { hasDialog, hasMenu, isTyped } from './occupied.ts'
import { Preferences } from './preferences.ts'
import { Router } from './router.ts'
import { Search } from './search.ts'

/** Whether somebody is signed in here. `failed`: the box could not be asked. */
export type Presence =
  | { state: 'asking' }
  | { state: 'failed'; failure: Failure }
  | { state: 'out' }
  | { state: 'in'; session: Session }
  | { state: 'locked'; session: Session; reason: LockReason }

/**
 * Why the page is hidden. `idle` nobody was there · `hand` somebody wanted it · `ended` the session is over on the box · `other` another
 * window of this PC signed somebody else in.
 */
export type LockReason = 'idle' | 'hand' | 'ended' | 'other'

/** Written when somebody signs in, so that the other windows of this PC look who it is. */
const signedInKey = 'kusuribako.signed-in-at'

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
  /** What waits, in numbers. */
  readonly counts: CountWatch
  /** How much waits to be answered by whoever stands in the list today. */
  readonly hintCounts: HintCountWatch
  readonly desk: Desk
  readonly announcer = new Announcer()
  readonly #idle: Idle
  #ending: Promise<unknown> = Promise.resolve()
  #again: ReturnType<typeof setTimeout> | undefined

  constructor() {
    this.http = createHttp({
      onSignedOut: () => {
        if (this.presence.value.state === 'in') this.#lock('ended')
        else if (this.presence.value.state !== 'locked') this.#leave()
      },
    })
    this.watch = new StatusWatch(this.http)
    this.counters = new Counters(this.http)
    this.search = new Search(this.http)
    this.counts = new CountWatch(this.http, this.live)
    this.hintCounts = new HintCountWatch(this.http, this.live)
    this.desk = new Desk({
      own: () => this.counter().counter?.id ?? null,
      now: () => this.watch.now(),
      page: () => ({
        route: this.router.route.value,
        hasDialog: hasDialog() || hasMenu(),
        isTyped: isTyped(),
        opensByItself: this.preferences.opensTouch.value,
      }),
      say: (words) => {
        this.announcer.say(words)
      },
      openKey: () => this.preferences.keys.table.value.touch,
      hints: (memberId) => this.hintCounts.state.value.open.get(memberId) ?? 0,
      open: (id) => {
        this.router.go({ page: 'person', person: { kind: 'member', id }, tab: 'history' })
      },
    })
    this.hintCounts.state.subscribe(() => {
      this.desk.noteHints()
    })
    this.#idle = new Idle({
      minutes: () => this.preferences.lockMinutes.value,
      isWatching: () => this.presence.value.state === 'in',
      onIdle: () => {
        this.lock('idle')
      },
    })
    addEventListener('storage', ({ key }) => {
      if (key === signedInKey) void this.#follow()
    })
    this.live.listen({
      status: () => void this.watch.refresh(),
      change: (noun) => {
        // A file that could not be read came or was seen to, a reader was moved or switched: the line on top goes by it.
        if (noun === 'inbound' || noun === 'reader' || noun === 'replacement') void this.watch.refresh()
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
    if (!session.ok && session.failure.kind === 'signed-out') this.#leave()
    else if (!session.ok) this.#fail(session.failure)
    else if (!status.ok) this.#fail(status.failure)
    else {
      this.preferences.rememberFacility(status.value.facility)
      // The number was read before any list is fetched, so nothing falls between the list and the line.
      this.live.start(status.value.seq)
      this.#idle.begin()
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
    tellSignedIn()
    return null
  }

  /**
   * Hides the page until the same person's password was typed again. The session on the box ends: while a page is locked, nothing that
   * this PC asks is answered. Everything on the page stays.
   */
  lock(reason: 'idle' | 'hand'): void {
    if (this.presence.value.state !== 'in') return
    this.#lock(reason)
    // Where the box is away its session outlives the lock, and this page is hidden all the same.
    this.#ending = signOut(this.http)
  }

  /** The same person again: the page goes on where it was and hears what it missed. */
  async unlock(password: string): Promise<Failure | null> {
    const { value } = this.presence
    if (value.state !== 'locked') return null
    // Its answer takes the cookie away: not the one that is about to come.
    await this.#ending
    const outcome = await signIn(this.http, value.session.staff.login, password)
    if (!outcome.ok) return outcome.failure
    const failure = await this.#resume()
    if (failure === null) tellSignedIn()
    return failure
  }

  /** Somebody else: nothing of this page stays. */
  async giveUp(): Promise<void> {
    await this.#ending
    const { value } = this.presence
    const session = await getSession(this.http)
    const isOwn = session.ok && value.state === 'locked' && session.value.staff.id === value.session.staff.id
    if (isOwn) await signOut(this.http)
    this.router.replace({ page: 'list', tab: 'visits' })
    // Another window of this PC is signed in: this one goes on as that person.
    if (session.ok && !isOwn) {
      this.#leave()
      await this.#load()
    } else this.#leave()
  }

  #lock(reason: LockReason): void {
    const { value } = this.presence
    if (value.state !== 'in') return
    this.live.stop()
    this.presence.set({ state: 'locked', session: value.session, reason })
  }

  async #resume(): Promise<Failure | null> {
    const [session, status] = await Promise.all([getSession(this.http), this.watch.refresh()])
    if (!session.ok) return session.failure
    if (!status.ok) return status.failure
    this.#idle.begin()
    this.presence.set({ state: 'in', session: session.value })
    // From the last number this page heard: it is told what it missed.
    this.live.start(this.live.seq ?? status.value.seq)
    return null
  }

  /** Another window of this PC signed somebody in: the same person goes on here as well, anybody else finds this page hidden. */
  async #follow(): Promise<void> {
    const { value } = this.presence
    if (value.state === 'out') {
      await this.#load()
      return
    }
    if (value.state !== 'in' && value.state !== 'locked') return
    const session = await getSession(this.http)
    if (!session.ok) return
    const isSame = session.value.staff.id === value.session.staff.id
    if (value.state === 'in' && !isSame) this.#lock('other')
    if (value.state === 'locked' && isSame) await this.#resume()
  }

  async signOut(): Promise<Failure | null> {
    const outcome = await signOut(this.http)
    if (!outcome.ok && outcome.failure.kind !== 'signed-out') return outcome.failure
    this.#leave()
    this.router.replace({ page: 'list', tab: 'visits' })
    return null
  }

  #leave(): void {
    this.live.stop()
    this.watch.stop()
    this.counters.stop()
    this.search.clear()
    this.counts.stop()
    this.hintCounts.stop()
    this.desk.clear()
    this.announcer.clear()
    if (this.presence.value.state !== 'out') this.presence.set({ state: 'out' })
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

const tellSignedIn = (): void => {
  try {
    localStorage.setItem(signedInKey, String(Date.now()))
  } catch {
    // Storage is switched off: the other windows find out when they next ask.
  }
}
