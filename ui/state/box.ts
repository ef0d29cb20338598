import type { BreakGlassSignIn } from '../../contract/break-glass.ts'
import type { DevicePeople, PageKind } from '../../contract/lock.ts'
import type { FactorKind, Session, SignInStep } from '../../contract/session.ts'
import { Counters } from '../data/counters.ts'
import { CountWatch } from '../data/counts.ts'
import { HintCountWatch } from '../data/hint-counts.ts'
import { createHttp, type Http } from '../data/http.ts'
import { Live } from '../data/live.ts'
import type { Failure, Outcome } from '../data/outcome.ts'
import { getPeople, lockSession, signInByGlass, switchPerson, tellActivity, unlockSession } from '../data/locks.ts'
import { answerFactor, getSession, signIn, signOut, startFirst, type TypedFactor } from '../data/session.ts'
import { StatusWatch } from '../data/status.ts'
import { Store } from '../data/store.ts'
import { everybodysDisclosure } from '../../contract/disclosure.ts'
import { untilMidnight } from '../format/clock.ts'
import { Announcer } from './announcer.ts'
import { ownCounter, type OwnCounter } from './counter.ts'
import { Desk } from './desk.ts'
import { Idle } from './idle.ts'
import { hasDialog, hasMenu, isTyped } from './occupied.ts'
import { Preferences } from './preferences.ts'
import { Router } from './router.ts'
import { Search } from './search.ts'

/**
 * Whether somebody is signed in here. `failed`: the box could not be asked. `enrolling`: a second factor must be added before anything
 * else is shown.
 */
export type Presence =
  | { state: 'asking' }
  | { state: 'failed'; failure: Failure }
  | { state: 'out' }
  /** Nobody has set this box up yet (contract/setup.ts). */
  | { state: 'setup' }
  | { state: 'enrolling'; session: Session }
  | { state: 'in'; session: Session }
  | { state: 'locked'; session: Session; reason: LockReason }

/**
 * Why the page is hidden. `idle` nobody was there · `hand` somebody wanted it · `ended` the session is over on the box · `other` another
 * window of this PC signed somebody else in.
 */
export type LockReason = 'idle' | 'hand' | 'ended' | 'other'

/** What came of an attempt: `step` one of these is asked for next. */
export type Admission =
  { state: 'in' } | { state: 'step'; factors: readonly FactorKind[] } | { state: 'refused'; failure: Failure }

/** Written when somebody signs in, so that the other windows of this PC look who it is. */
const signedInKey = 'kusuribako.signed-in-at'

/** Status is pushed; this slow look catches what a silent line hides. */
const statusEvery = 60_000

/** A locked page looks this often whose 職員カード was touched. */
const lookForCardEvery = 2000
const nobodyHere: DevicePeople = { items: [], touched: null }
/** Until the box has said how long it waits. */
const usualLockMinutes = 5

/** A finger is the sign of a tablet. */
const pageKind = (): PageKind => (matchMedia('(pointer: coarse)').matches ? 'tablet' : 'counter')

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
  /** Minutes without a sign of somebody after which this page is hidden: what the box says. */
  readonly lockMinutes = new Store(usualLockMinutes)
  /** Who may come in with a PIN while this page is hidden. */
  readonly people = new Store<DevicePeople>(nobodyHere)
  #looking: ReturnType<typeof setInterval> | undefined
  readonly #idle: Idle
  #ending: Promise<unknown> = Promise.resolve()
  #again: ReturnType<typeof setTimeout> | undefined
  #midnight: ReturnType<typeof setTimeout> | undefined
  #day = ''

  constructor() {
    this.http = createHttp({
      onSignedOut: () => {
        if (this.presence.value.state === 'in') this.#lock('ended')
        else if (this.presence.value.state !== 'locked') this.#leave()
      },
      onLocked: () => {
        this.#lock('hand')
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
    this.watch.status.subscribe(() => {
      this.#watchMidnight()
    })
    this.hintCounts.state.subscribe(() => {
      this.desk.noteHints()
    })
    this.#idle = new Idle({
      minutes: () => this.lockMinutes.value,
      isWatching: () => this.presence.value.state === 'in',
      onIdle: () => {
        this.lock('idle')
      },
      onSign: () => void this.#tellActivity(),
    })
    addEventListener('storage', ({ key }) => {
      if (key === signedInKey) void this.#follow()
    })
    this.live.listen({
      status: () => void this.watch.refresh(),
      change: (noun) => {
        // A file that could not be read came or was seen to, a reader was moved or switched: the line on top goes by it.
        if (noun === 'inbound' || noun === 'reader' || noun === 'replacement' || noun === 'notice')
          void this.watch.refresh()
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

  /**
   * The box says when a day is over. What may be shown on that day alone leaves the page also where the line to the box is lost, by the
   * box's clock as far as it is known here.
   */
  #watchMidnight(): void {
    clearTimeout(this.#midnight)
    const { value } = this.watch.status
    if (!value) return
    if (this.#day !== '' && this.#day !== value.today) this.live.assume('disclosure', [everybodysDisclosure])
    this.#day = value.today
    this.#midnight = setTimeout(() => {
      this.live.assume('disclosure', [everybodysDisclosure])
    }, untilMidnight(this.watch.now()))
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

  async #load(): Promise<null> {
    const [session, status] = await Promise.all([getSession(this.http), this.watch.refresh(), this.counters.refresh()])
    if (!session.ok && session.failure.kind === 'signed-out') this.#leave()
    else if (!session.ok && session.failure.code === 'setup-open') this.presence.set({ state: 'setup' })
    else if (!session.ok) this.#fail(session.failure)
    else if (!status.ok) this.#fail(status.failure)
    else if (session.value.mustEnrol) this.presence.set({ state: 'enrolling', session: session.value })
    else {
      this.preferences.rememberFacility(status.value.facility)
      if (session.value.isLocked) {
        // Loaded again while it was hidden.
        this.presence.set({ state: 'in', session: session.value })
        this.#lock('hand')
        return null
      }
      await this.#tellActivity()
      // The number was read before any list is fetched, so nothing falls between the list and the line.
      this.live.start(status.value.seq)
      this.#idle.begin()
      this.presence.set({ state: 'in', session: session.value })
    }
    return null
  }

  /** A box that is switched on after its PCs is found without anybody pressing a button. */
  #fail(failure: Failure): void {
    this.presence.set({ state: 'failed', failure })
    clearTimeout(this.#again)
    this.#again = setTimeout(() => {
      if (this.presence.value.state === 'failed') void this.#load()
    }, askAgainAfter)
  }

  signIn(id: string, password: string): Promise<Admission> {
    return this.#admit(signIn(this.http, id, password))
  }

  /** The first sign-in: chooses the password with the code that an admin handed over. */
  startFirst(id: string, code: string, password: string): Promise<Admission> {
    return this.#admit(startFirst(this.http, { id, code, password }))
  }

  /** The second factor, after the password. */
  answerFactor(factor: TypedFactor): Promise<Admission> {
    return this.#admit(answerFactor(this.http, factor))
  }

  async #admit(asked: Promise<Outcome<SignInStep | undefined>>): Promise<Admission> {
    const outcome = await asked
    if (!outcome.ok) return { state: 'refused', failure: outcome.failure }
    if (outcome.value) return { state: 'step', factors: outcome.value.factors }
    // A page that is locked goes on where it was. Not through `asking`: the form stays while the first answers come.
    const failure = this.presence.value.state === 'locked' ? await this.#resume() : await this.#load()
    if (failure) return { state: 'refused', failure }
    tellSignedIn()
    return { state: 'in' }
  }

  /** 緊急用アカウント, from the sign-in page. */
  signInByGlass(request: BreakGlassSignIn): Promise<Admission> {
    return this.#admit(signInByGlass(this.http, request))
  }

  /**
   * Hides the page until the same person was shown to be there again. The box is told: while a page is locked, nothing of patients that
   * this PC asks is answered. Everything on the page stays.
   */
  lock(reason: 'idle' | 'hand'): void {
    if (this.presence.value.state !== 'in') return
    // Where the box is away it locks by its own clock, and this page is hidden all the same.
    this.#ending = lockSession(this.http)
    this.#lock(reason)
  }

  /** How long the page may be left alone is known from the first sign on. */
  async #tellActivity(): Promise<void> {
    const outcome = await tellActivity(this.http, pageKind())
    if (outcome.ok) this.lockMinutes.set(outcome.value.lockMinutes)
  }

  /** By PIN on an enrolled device: the same person goes on, for another nothing of this page stays. @param staffId null: whose card was touched */
  async switchTo(staffId: string | null, pin: string): Promise<Admission> {
    await this.#ending
    const { value } = this.presence
    const counterId = this.counter().counter?.id ?? null
    const outcome = await switchPerson(this.http, { staffId, counterId, pin })
    if (!outcome.ok) return { state: 'refused', failure: outcome.failure }
    const session = await getSession(this.http)
    if (!session.ok) return { state: 'refused', failure: session.failure }
    if (value.state === 'locked' && session.value.staff.id === value.session.staff.id) {
      const failure = await this.#resume()
      if (failure) return { state: 'refused', failure }
    } else {
      this.router.replace({ page: 'list', tab: 'visits' })
      this.#leave()
      await this.#load()
    }
    tellSignedIn()
    return { state: 'in' }
  }

  /** The same person again: the page goes on where it was and hears what it missed. */
  async unlock(password: string): Promise<Admission> {
    const { value } = this.presence
    if (value.state !== 'locked') return { state: 'in' }
    await this.#ending
    const session = await getSession(this.http)
    // Over, or somebody else's by now: the whole way in.
    if (!session.ok || session.value.staff.id !== value.session.staff.id)
      return this.#admit(signIn(this.http, value.session.staff.login, password))
    const outcome = await unlockSession(this.http, password)
    const failure = outcome.ok ? await this.#resume() : outcome.failure
    if (failure) return { state: 'refused', failure }
    tellSignedIn()
    return { state: 'in' }
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
    clearInterval(this.#looking)
    this.#looking = setInterval(() => {
      if (this.people.value.items.length > 0) void this.#lookForPeople()
    }, lookForCardEvery)
    void this.#lookForPeople()
  }

  async #lookForPeople(): Promise<void> {
    await this.#ending
    const outcome = await getPeople(this.http, this.counter().counter?.id ?? null)
    if (this.presence.value.state === 'locked') this.people.set(outcome.ok ? outcome.value : this.people.value)
    else this.#forgetPeople()
  }

  #forgetPeople(): void {
    clearInterval(this.#looking)
    this.people.set(nobodyHere)
  }

  async #resume(): Promise<Failure | null> {
    const [session, status] = await Promise.all([getSession(this.http), this.watch.refresh()])
    if (!session.ok) return session.failure
    if (!status.ok) return status.failure
    if (session.value.isLocked) return { kind: 'refused', code: 'locked' }
    this.#forgetPeople()
    await this.#tellActivity()
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
    if (value.state === 'locked' && isSame && !session.value.isLocked) await this.#resume()
  }

  async signOut(): Promise<Failure | null> {
    const outcome = await signOut(this.http)
    if (!outcome.ok && outcome.failure.kind !== 'signed-out') return outcome.failure
    this.#leave()
    this.router.replace({ page: 'list', tab: 'visits' })
    return null
  }

  #leave(): void {
    this.#forgetPeople()
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
    if (session.ok && session.value.isLocked) this.#lock('hand')
    else if (session.ok || session.failure.kind !== 'signed-out')
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
