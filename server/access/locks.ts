import type { DevicePeople, PageKind } from '../../contract/lock.ts'
import { findLiveCode, takeBreakGlass, type BreakGlassUse } from '../store/break-glass.ts'
import { getLockSetting, lockIdleSessions, lockSession, minutesOf, noteActive, unlockSession } from '../store/locks.ts'
import { hasOpenWindow } from '../store/maintenance.ts'
import type { Store } from '../store/open.ts'
import {
  findTouchedStaff,
  forgetStaffTouch,
  isKnownHere,
  listPinPeople,
  notePasswordHere,
  type Seat,
} from '../store/pins.ts'
import { deleteSession, findStaff, type FoundSession, type SessionProof } from '../store/staff.ts'
import { noteTrail } from '../store/trail.ts'
import { placeOf, type Attempts } from './attempts.ts'
import { hashCode, isSameHash } from './one-time-codes.ts'
import type { Passwords, Proven, Slowed } from './passwords.ts'
import { provePin, takePin } from './pins.ts'
import { foldTypedCode } from './typed-codes.ts'

/** A sign of somebody is written at most this often. */
const noteEveryMs = 5000
const minuteMs = 60 * 1000

export type UnlockOutcome = { ok: true } | { ok: false; code: 'not-signed-in' | 'wrong-credentials' } | Slowed

/** `token`: of the other person's session; null when the same person goes on. */
export type SwitchOutcome =
  | { ok: true; token: string | null }
  | {
      ok: false
      code: 'not-signed-in' | 'pin-wrong' | 'pin-spent' | 'pin-not-here' | 'maintenance-closed' | 'card-needed'
    }

export type EmergencyOutcome = { ok: true; token: string } | { ok: false; code: 'wrong-credentials' } | Slowed

export interface SwitchRequest {
  /** Null: whoever's card was touched at the counter. */
  staffId: string | null
  counterId: string | null
  pin: string
}

export interface Locks {
  /** Somebody sits before the page. Undefined when the session is over; a locked one stays locked. @param page counts where there is no device */
  noteActivity(token: string, page: PageKind): { isLocked: boolean; lockMinutes: number } | undefined
  /** What a person did with a session that a page shows. */
  noteDeed(token: string, session: FoundSession): void
  lock(token: string): void
  /** The same person's password once more; of 緊急用アカウント its code. */
  unlock(token: string, password: string, address: string): Promise<UnlockOutcome>
  /** Who may come in with a PIN where this session is, and whose card was touched at a counter. */
  people(token: string, counterId: string | null): DevicePeople
  /** By PIN: the same person goes on, another takes the place. */
  switchTo(token: string, request: SwitchRequest): Promise<SwitchOutcome>
  /** 緊急用アカウント. */
  enterByGlass(code: string, use: BreakGlassUse): EmergencyOutcome
  /** Locks what nobody has sat before for its time. */
  lockIdle(): void
}

export interface LocksOptions {
  store: Store
  attempts: Attempts
  passwords: Passwords
  live: (token: string) => FoundSession | undefined
  open: (staffId: string, proof: SessionProof, deviceId: string | null) => string
  noteEnd: () => void
}

/** 保守 comes in while somebody has let them; everybody else always may. */
export const mayEnter = (store: Store, staffId: string): boolean =>
  findStaff(store, staffId)?.role !== 'maintainer' || hasOpenWindow(store, staffId)

/** Whether a session that has begun may still go on: windows and envelopes end by themselves. */
export function mayGoOn(store: Store, { staff, proof }: FoundSession): boolean {
  if (proof === 'break-glass') return findLiveCode(store, staff.id) !== undefined
  return staff.role !== 'maintainer' || hasOpenWindow(store, staff.id)
}

export const lockMinutesOf = (store: Store, page: PageKind): number => minutesOf(getLockSetting(store), page)

/** A page that nobody has sat before for its time is locked by whatever asks next. @param tell that its sockets must be cut */
export function lockIfIdle(store: Store, session: FoundSession, tokenHash: Buffer, tell: () => void): FoundSession {
  const { page, lockedAt, activeAt } = session
  if (page === null || lockedAt !== null) return session
  if (store.now() - activeAt < lockMinutesOf(store, page) * minuteMs) return session
  lockSession(store, tokenHash)
  tell()
  return { ...session, lockedAt: store.now() }
}

/** A page's lock is kept by the box: while it is on, the session answers nothing but what opens it. */
export function createLocks({ store, attempts, passwords, live, open, noteEnd }: LocksOptions): Locks {
  const seatOf = (session: FoundSession, staffId = session.staff.id): Seat | undefined =>
    session.deviceId === null ? undefined : { staffId, deviceId: session.deviceId }

  /** `proven` null: a code, which the session itself goes by. */
  async function provesOwner(
    { staff, proof, deviceId }: FoundSession,
    password: string,
    address: string,
  ): Promise<{ ok: true; proven: Proven | null } | Exclude<UnlockOutcome, { ok: true }>> {
    if (proof !== 'break-glass') {
      const outcome = await passwords.prove(staff.login, password, placeOf(address, deviceId))
      return outcome.ok ? { ok: true, proven: outcome } : outcome
    }
    const attempt = `break-glass ${address}`
    const waitMs = attempts.begin(attempt)
    if (waitMs > 0) return { ok: false, code: 'too-many-attempts', waitMs }
    const isRight = isSameHash(findLiveCode(store, staff.id) ?? null, hashCode(foldTypedCode(password)))
    if (!isRight) return { ok: false, code: 'wrong-credentials' }
    attempts.noteSuccess(attempt)
    return { ok: true, proven: null }
  }

  return {
    noteActivity(token, told) {
      const session = live(token)
      if (!session) return undefined
      const page = session.deviceId === null ? told : (session.page ?? told)
      const lockMinutes = lockMinutesOf(store, page)
      if (session.lockedAt !== null) return { isLocked: true, lockMinutes }
      if (session.page !== page || store.now() - session.activeAt > noteEveryMs)
        noteActive(store, hashCode(token), page)
      return { isLocked: false, lockMinutes }
    },
    noteDeed(token, { page, lockedAt, activeAt }) {
      if (page === null || lockedAt !== null || store.now() - activeAt <= noteEveryMs) return
      noteActive(store, hashCode(token), null)
    },
    lock(token) {
      if (!live(token)) return
      lockSession(store, hashCode(token))
      noteEnd()
    },
    async unlock(token, password, address) {
      const session = live(token)
      if (!session) return { ok: false, code: 'not-signed-in' }
      const proof = await provesOwner(session, password, address)
      if (!proof.ok) return proof
      return store.write((): UnlockOutcome => {
        // The page may have been shut out while the password was looked at.
        if (!live(token) || (proof.proven && !passwords.isStill(proof.proven)))
          return { ok: false, code: 'not-signed-in' }
        const seat = seatOf(session)
        if (seat && proof.proven) notePasswordHere(store, seat)
        unlockSession(store, hashCode(token))
        return { ok: true }
      })
    },
    people(token, counterId) {
      const deviceId = live(token)?.deviceId ?? null
      if (deviceId === null) return { items: [], touched: null }
      const items = listPinPeople(store, deviceId)
      const touched = counterId === null ? undefined : findTouchedStaff(store, counterId)
      return {
        items: items.map(({ staffId, name, isSpent }) => ({ staffId, name, isSpent })),
        touched: items.find(({ staffId }) => staffId === touched)?.staffId ?? null,
      }
    },
    async switchTo(token, { staffId, counterId, pin }) {
      const session = live(token)
      if (!session) return { ok: false, code: 'not-signed-in' }
      const wanted = staffId ?? (counterId === null ? undefined : findTouchedStaff(store, counterId))
      if (wanted === undefined) return { ok: false, code: 'card-needed' }
      const seat = seatOf(session, wanted)
      // Nobody comes in by a number alone who has not typed the password here today.
      if (!seat || session.proof === 'break-glass' || !isKnownHere(store, seat))
        return { ok: false, code: 'pin-not-here' }
      const proof = await provePin(store, seat, pin)
      if (!proof.ok) return proof
      const outcome = store.write((): SwitchOutcome => {
        // While the PIN was looked at, the page, the PIN or the person may have been shut out.
        if (!live(token)) return { ok: false, code: 'not-signed-in' }
        const isOpen = findStaff(store, wanted)?.state === 'active'
        if (!isOpen || !isKnownHere(store, seat) || !takePin(store, seat, proof.pinHash))
          return { ok: false, code: 'pin-not-here' }
        if (staffId === null) forgetStaffTouch(store, wanted)
        if (wanted === session.staff.id) {
          unlockSession(store, hashCode(token))
          return { ok: true, token: null }
        }
        if (!mayEnter(store, wanted)) return { ok: false, code: 'maintenance-closed' }
        deleteSession(store, hashCode(token))
        const how = staffId === null ? 'card' : 'pin'
        noteTrail(store, { staffId: wanted, what: 'person-switched', memberId: null, rowId: seat.deviceId })
        return { ok: true, token: open(wanted, how, seat.deviceId) }
      })
      if (outcome.ok && outcome.token !== null) noteEnd()
      return outcome
    },
    enterByGlass(code, use) {
      const attempt = `break-glass ${use.address}`
      const waitMs = attempts.begin(attempt)
      if (waitMs > 0) return { ok: false, code: 'too-many-attempts', waitMs }
      const staffId = takeBreakGlass(store, hashCode(foldTypedCode(code)), use)
      if (staffId === undefined) return { ok: false, code: 'wrong-credentials' }
      attempts.noteSuccess(attempt)
      return { ok: true, token: open(staffId, 'break-glass', null) }
    },
    lockIdle() {
      if (lockIdleSessions(store) > 0) noteEnd()
    },
  }
}
