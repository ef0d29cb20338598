import { randomBytes } from 'node:crypto'
import type { FactorAnswer, FactorKind, PasskeyJson, Session } from '../../contract/session.ts'
import { findDeviceKey, hasDevice, noteDeviceUse, renewDevice, seeDevice } from '../store/devices.ts'
import { endOtherProofs, findFactorProof, saveFactorProof } from '../store/factors.ts'
import { noteActive } from '../store/locks.ts'
import type { Store } from '../store/open.ts'
import { forgivePin } from '../store/pins.ts'
import {
  deleteIdleSessions,
  deleteSession,
  endOtherSessions,
  findSession,
  findStaff,
  findStaffByLogin,
  findStartCode,
  isOpenAccount,
  replacePassword,
  saveSession,
  spendStartCode,
  touchSession,
  type FoundSession,
  type SessionProof,
} from '../store/staff.ts'
import { createAttempts, placeOf } from './attempts.ts'
import { createDevices, type Devices, type ProvenDevice } from './devices.ts'
import { createFactors, type Factors, type Hold } from './factors.ts'
import { createGuesses } from './guesses.ts'
import { createLocks, lockIfIdle, lockMinutesOf, mayEnter, mayGoOn, type Locks } from './locks.ts'
import { hashCode, hashCode as hashToken, isSameHash } from './one-time-codes.ts'
import { askForPasskey, type Site } from './passkeys.ts'
import type { PasswordFault } from './password-rule.ts'
import { createPasswords, type Choice, type Proof, type Proven, type Slowed } from './passwords.ts'
import { createSignInSteps } from './sign-in-steps.ts'
import { foldTypedCode } from './typed-codes.ts'

const idleLimitMs = 12 * 60 * 60 * 1000
const absoluteLimitMs = 24 * 60 * 60 * 1000
/** A browser in which the second factor was shown asks for the password alone for a working day. */
const proofMs = 12 * 60 * 60 * 1000
/** A page whose token was exchanged must have the new one before its line is cut, or it would take itself for signed out. */
const tellAfterMs = 2000
/** A session's last use is written at most this often. */
const touchEveryMs = 60 * 1000

/** Where an attempt comes from. */
export interface Caller {
  address: string
  site: Site
  /** What this browser was given when it last showed a second factor; '' when it never did. */
  proof: string
  /** The enrolled device that this browser has shown to be. */
  device: ProvenDevice | null
  /** The enrolled device whose cookie came along, shown or not: what this browser is trusted with goes when that one is revoked. */
  deviceId: string | null
}

/** `proof`: what the browser is to keep for the next time, where a second factor was shown. */
export interface Admitted {
  state: 'in'
  token: string
  proof: string | null
}

export type SignInOutcome =
  | Admitted
  | { state: 'step'; step: string; factors: FactorKind[] }
  | {
      state: 'out'
      code: 'wrong-credentials' | 'sign-in-expired' | 'device-needed' | 'device-lapsed' | 'maintenance-closed'
      /** Whose second factor was asked for. */
      staffId?: string
    }
  | { state: 'out'; code: 'too-many-attempts'; waitMs: number }

export type StartOutcome = SignInOutcome | { state: 'out'; code: 'code-expired' | PasswordFault | RefusedChoice }
type RefusedChoice = Exclude<Choice, { ok: true }>['code']

export type PasswordOutcome =
  { ok: true } | { ok: false; code: 'not-signed-in' | 'wrong-credentials' | RefusedChoice } | Slowed

/** A session as the box knows it: with where it was begun. */
export interface OpenSession extends Session {
  /** The enrolled device it was begun on; null: on none. */
  deviceId: string | null
  /** What showed who it is. */
  proof: SessionProof
}

export interface Sessions {
  readonly factors: Factors
  readonly devices: Devices
  /** Hiding a page, and who comes in again. */
  readonly locks: Locks
  /** Checks id and password. Where the person has a second factor, it is asked for next. */
  signIn(login: string, password: string, caller: Caller): Promise<SignInOutcome>
  /** Chooses the password that a start code was given for, and goes on as if it had been typed. */
  start(login: string, code: string, password: string, caller: Caller): Promise<StartOutcome>
  /** Shows the second factor. Every step has a token of its own: what a browser brought along is never taken over. */
  answer(step: string, answer: FactorAnswer, caller: Caller): Promise<SignInOutcome>
  /** What a passkey is to answer for this step; undefined when the step is over or no passkey belongs to this address. */
  askPasskey(step: string, site: Site): Promise<PasskeyJson | undefined>
  /** Who holds this token; undefined when it is unknown or has run out. Does not count as use. */
  find(token: string): OpenSession | undefined
  /** Like `find`, and keeps the session alive. @param isDeed a person did something: a sign that somebody is there */
  use(token: string, isDeed?: boolean): OpenSession | undefined
  end(token: string): void
  /** The person's own password once more. A wrong one counts as a failed attempt to sign in. */
  provePassword(session: Session, password: string, place: string): Promise<Proof>
  /** For work that waited: it is done in one write in which this session goes on, and the password that was proven is still the person's. */
  hold(token: string, proven: Proven | null): Hold
  /**
   * Changes the password of whoever holds this token and ends that person's other sessions. A wrong current password counts as a failed
   * attempt to sign in.
   */
  changePassword(token: string, current: string, next: string, place: string): Promise<PasswordOutcome>
  /**
   * A second factor was added in this session: it goes on under a new token, and every other of the person ends.
   * @param before what this browser was given when somebody last showed a second factor; '' when nobody did
   */
  confirm(token: string, kind: FactorKind, before: string): Admitted | undefined
  /** A second factor was taken away: the person's other sessions end, and every browser is asked again. */
  endOthers(token: string): void
  /** Calls back when sessions were ended before their time: `find` no longer knows them. */
  onEnd(listener: () => void): void
  /** Somebody's sessions were ended in the store. */
  noteEnd(): void
}

/**
 * Sessions live on the server; the browser holds a random token, the store only its SHA-256.
 * Longer than most files because everything that makes or ends a token is in sight here.
 * @param key of the box (box-key.ts)
 */
export function createSessions(store: Store, key: Buffer): Sessions {
  const attempts = createAttempts(store.now)
  const accounts = createAttempts(store.now)
  const guesses = createGuesses(store.now, attempts, accounts)
  const passwords = createPasswords(store, guesses)
  const factors = createFactors(store, key)
  const devices = createDevices(store, key)
  const steps = createSignInSteps(store.now)
  const listeners: (() => void)[] = []

  const live = (token: string) => {
    const session = findSession(store, hashToken(token))
    if (!session) return undefined
    const now = store.now()
    const isOver = now - session.seenAt > idleLimitMs || now - session.createdAt > absoluteLimitMs
    if (!isOver && mayGoOn(store, session)) return lockIfIdle(store, session, hashToken(token), tellSoon)
    deleteSession(store, hashToken(token))
    return undefined
  }
  const tell = ({ staff, proof, deviceId, lockedAt, page }: FoundSession): OpenSession => ({
    staff,
    mustEnrol: factors.isRequired && proof === 'password',
    isLocked: lockedAt !== null,
    lockMinutes: page && lockMinutesOf(store, page),
    deviceId,
    proof,
  })
  const noteEnd = (): void => {
    for (const listener of listeners) listener()
  }
  const tellSoon = (): void => {
    setImmediate(noteEnd)
  }

  function open(staffId: string, proof: SessionProof, deviceId: string | null): string {
    const token = randomBytes(32).toString('base64url')
    deleteIdleSessions(store, store.now() - idleLimitMs)
    saveSession(store, { staffId, tokenHash: hashToken(token), proof, deviceId })
    return token
  }

  /** @param before what the browser had: those who share a PC keep each their own */
  function trust(staffId: string, proof: FactorKind, before: string, deviceId: string | null): string {
    const token = randomBytes(32).toString('base64url')
    const expiresAt = store.now() + proofMs
    saveFactorProof(store, { tokenHash: hashToken(token), staffId, proof, expiresAt, deviceId }, hashToken(before))
    return token
  }

  /** Whether the device counts as the second factor. One that has lapsed does so again when an admin signs in there. */
  function isTrusted(device: ProvenDevice, staffId: string): boolean {
    if (device.state === 'lapsed') {
      if (findStaff(store, staffId)?.role !== 'admin') return false
      renewDevice(store, device.id, null, staffId)
    }
    noteDeviceUse(store, { ...device, deviceId: device.id, staffId })
    forgivePin(store, { staffId, deviceId: device.id })
    return true
  }

  /** The password was right. Call inside `store.write`. @param isFirst it was chosen this moment, with a start code */
  function goOn(proven: Proven, { site, proof, device: shownDevice }: Caller, isFirst = false): SignInOutcome {
    // All of it is looked at again: the password took its time, and somebody may have been shut out meanwhile.
    if (!passwords.isStill(proven)) return { state: 'out', code: 'wrong-credentials' }
    const { staffId } = proven
    const device = shownDevice && findDeviceKey(store, shownDevice.id) ? shownDevice : null
    if (!mayEnter(store, staffId)) return { state: 'out', code: 'maintenance-closed' }
    if (device && isTrusted(device, staffId))
      return { state: 'in', token: open(staffId, 'device', device.id), proof: null }
    const hasFactor = factors.has(staffId)
    // For whoever has nothing but a device, the password alone is half of what is asked.
    if (!hasFactor && factors.isRequired && !isFirst && hasDevice(store, staffId))
      return { state: 'out', code: device ? 'device-lapsed' : 'device-needed' }
    if (!hasFactor) return { state: 'in', token: open(staffId, 'password', null), proof: null }
    const shown = proof === '' ? undefined : findFactorProof(store, staffId, hashToken(proof))
    if (shown) return { state: 'in', token: open(staffId, shown, null), proof: null }
    return { state: 'step', step: steps.begin(proven), factors: factors.kinds(staffId, site) }
  }

  const hold =
    (token: string, proven: Proven | null): Hold =>
    (work) =>
      store.write(() => (live(token) && (proven === null || passwords.isStill(proven)) ? work() : undefined))

  const locks = createLocks({ store, attempts, passwords, live, open, noteEnd })

  return {
    factors,
    devices,
    locks,
    noteEnd,
    async signIn(login, password, caller) {
      const proof = await passwords.prove(login, password, placeOf(caller.address, caller.device?.id ?? null))
      return proof.ok ? store.write(() => goOn(proof, caller)) : { state: 'out', ...proof }
    },
    async start(login, code, password, caller) {
      const staff = findStaffByLogin(store, login)
      const place = placeOf(caller.address, caller.device?.id ?? null)
      const { waitMs, noteRight } = guesses.begin({ staffId: staff?.id, login, what: 'start' }, place)
      if (waitMs > 0) return { state: 'out', code: 'too-many-attempts', waitMs }
      const given = staff && isOpenAccount(store, staff) ? findStartCode(store, staff.id) : undefined
      if (!staff || !isSameHash(given?.codeHash ?? null, hashCode(foldTypedCode(code))))
        return { state: 'out', code: 'wrong-credentials' }
      noteRight()
      if (!given || given.expiresAt <= store.now()) return { state: 'out', code: 'code-expired' }
      if (!mayEnter(store, staff.id)) return { state: 'out', code: 'maintenance-closed' }
      const choice = await passwords.choose(staff.id, password, factors.isRequired)
      if (!choice.ok) return { state: 'out', code: choice.code }
      const { passwordHash } = choice.password
      return store.write(() =>
        spendStartCode(store, staff.id, given.codeHash, choice.password)
          ? goOn({ staffId: staff.id, passwordHash }, caller, true)
          : { state: 'out', code: 'wrong-credentials' },
      )
    },
    async answer(step, answer, { site, proof, deviceId }) {
      const state = steps.find(step)
      if (!state) return { state: 'out', code: 'sign-in-expired' }
      // For the account wherever it is asked from: only who knows the password gets here.
      const { proven, challenge } = state
      const { staffId } = proven
      const attempt = `factor ${staffId}`
      const waitMs = accounts.begin(attempt)
      if (waitMs > 0) return { state: 'out', code: 'too-many-attempts', waitMs }
      state.triesLeft--
      state.challenge = null
      if (!(await factors.proves(staffId, answer, challenge, site)))
        return { state: 'out', code: 'wrong-credentials', staffId }
      accounts.noteSuccess(attempt)
      steps.end(step)
      return store.write((): SignInOutcome => {
        if (!passwords.isStill(proven) || !factors.has(staffId)) return { state: 'out', code: 'sign-in-expired' }
        if (!mayEnter(store, staffId)) return { state: 'out', code: 'maintenance-closed' }
        const token = open(staffId, answer.kind, null)
        return { state: 'in', token, proof: trust(staffId, answer.kind, proof, deviceId) }
      })
    },
    async askPasskey(step, site) {
      const state = steps.find(step)
      if (!state || site.name === null) return undefined
      const { options, challenge } = await askForPasskey(store, state.proven.staffId, site.name)
      state.challenge = challenge
      return options
    },
    find(token) {
      const session = live(token)
      return session && tell(session)
    },
    use(token, isDeed = false) {
      const session = live(token)
      if (!session) return undefined
      if (store.now() - session.seenAt > touchEveryMs) {
        touchSession(store, hashToken(token))
        if (session.deviceId !== null) seeDevice(store, session.deviceId)
      }
      if (isDeed) locks.noteDeed(token, session)
      return tell(session)
    },
    end(token) {
      deleteSession(store, hashToken(token))
      noteEnd()
    },
    provePassword: ({ staff }, password, place) => passwords.prove(staff.login, password, place),
    hold,
    async changePassword(token, current, next, place) {
      const staff = live(token)?.staff
      if (!staff) return { ok: false, code: 'not-signed-in' }
      const proof = await passwords.prove(staff.login, current, place)
      if (!proof.ok) return proof
      const choice = await passwords.choose(staff.id, next, factors.isRequired || factors.has(staff.id))
      if (!choice.ok) return choice
      const isDone = hold(
        token,
        proof,
      )(() => {
        replacePassword(store, staff.id, choice.password, hashToken(token))
        return true
      })
      if (!isDone) return { ok: false, code: 'not-signed-in' }
      noteEnd()
      return { ok: true }
    },
    confirm(token, kind, before) {
      const next = store.write((): Admitted | undefined => {
        const session = live(token)
        if (!session) return undefined
        const { id } = session.staff
        deleteSession(store, hashToken(token))
        const admitted = {
          state: 'in' as const,
          token: open(id, kind, session.deviceId),
          proof: trust(id, kind, before, session.deviceId),
        }
        if (session.page) noteActive(store, hashToken(admitted.token), session.page)
        endOtherSessions(store, id, hashToken(admitted.token))
        endOtherProofs(store, id, hashToken(admitted.proof))
        return admitted
      })
      if (next) setTimeout(noteEnd, tellAfterMs).unref()
      return next
    },
    endOthers(token) {
      const session = live(token)
      if (!session) return
      store.write(() => {
        endOtherSessions(store, session.staff.id, hashToken(token))
        endOtherProofs(store, session.staff.id, null)
      })
      noteEnd()
    },
    onEnd(listener) {
      listeners.push(listener)
    },
  }
}
