import { createHash, randomBytes } from 'node:crypto'
import type { Session } from '../../contract/session.ts'
import type { Store } from '../store/open.ts'
import {
  deleteIdleSessions,
  deleteSession,
  findSession,
  findStaffByLogin,
  findStaffPassword,
  replacePassword,
  saveSession,
  touchSession,
} from '../store/staff.ts'
import { createAttempts } from './attempts.ts'
import { createTurns } from './turns.ts'
import { faultOfPassword, type PasswordFault } from './password-rule.ts'
import { hashPassword, verifyPassword } from './password.ts'

const idleLimitMs = 12 * 60 * 60 * 1000
const absoluteLimitMs = 24 * 60 * 60 * 1000
/** A session's last use is written at most this often. */
const touchEveryMs = 60 * 1000
/** Each takes 19 MiB and a thread of the pool that folders are read with. */
const mostVerifications = 2

export type SignInOutcome =
  | { ok: true; token: string }
  | { ok: false; code: 'wrong-credentials' }
  | { ok: false; code: 'too-many-attempts'; waitMs: number }

export type PasswordOutcome =
  | { ok: true }
  | { ok: false; code: 'not-signed-in' | 'wrong-credentials' | PasswordFault }
  | { ok: false; code: 'too-many-attempts'; waitMs: number }

export interface Sessions {
  /** Checks id and password. `address` is where the attempt comes from. */
  signIn(login: string, password: string, address: string): Promise<SignInOutcome>
  /** Who holds this token; undefined when it is unknown or has run out. Does not count as use. */
  find(token: string): Session | undefined
  /** Like `find`, and keeps the session alive. */
  use(token: string): Session | undefined
  end(token: string): void
  /**
   * Changes the password of whoever holds this token and ends that person's other sessions. A wrong current password counts as a failed
   * attempt to sign in.
   */
  changePassword(token: string, current: string, next: string, address: string): Promise<PasswordOutcome>
  /** Calls back when sessions were ended before their time: `find` no longer knows them. */
  onEnd(listener: () => void): void
}

/** Sessions live on the server; the browser holds a random token, the store only its SHA-256. */
export function createSessions(store: Store): Sessions {
  const attempts = createAttempts(store.now)
  const listeners: (() => void)[] = []
  // An unknown id takes as long as a wrong password.
  const decoy = hashPassword(randomBytes(16).toString('hex'))

  const inTurn = createTurns(mostVerifications)

  const live = (token: string) => {
    const session = findSession(store, hashToken(token))
    if (!session) return undefined
    const now = store.now()
    if (now - session.seenAt <= idleLimitMs && now - session.createdAt <= absoluteLimitMs) return session
    deleteSession(store, hashToken(token))
    return undefined
  }

  return {
    async signIn(login, password, address) {
      const key = `${login} ${address}`
      const waitMs = attempts.begin(key)
      if (waitMs > 0) return { ok: false, code: 'too-many-attempts', waitMs }
      const staff = findStaffByLogin(store, login)
      const isRight = await inTurn(async () => verifyPassword(password, staff?.passwordHash ?? (await decoy)))
      if (!staff || !isRight) return { ok: false, code: 'wrong-credentials' }
      attempts.noteSuccess(key)
      const token = randomBytes(32).toString('base64url')
      deleteIdleSessions(store, store.now() - idleLimitMs)
      saveSession(store, staff.id, hashToken(token))
      return { ok: true, token }
    },
    find(token) {
      const session = live(token)
      return session && { staff: session.staff }
    },
    use(token) {
      const session = live(token)
      if (!session) return undefined
      if (store.now() - session.seenAt > touchEveryMs) touchSession(store, hashToken(token))
      return { staff: session.staff }
    },
    end(token) {
      deleteSession(store, hashToken(token))
      for (const listener of listeners) listener()
    },
    async changePassword(token, current, next, address) {
      const staffId = live(token)?.staff.id
      const who = staffId === undefined ? undefined : findStaffPassword(store, staffId)
      if (staffId === undefined || !who) return { ok: false, code: 'not-signed-in' }
      const key = `${who.login} ${address}`
      const waitMs = attempts.begin(key)
      if (waitMs > 0) return { ok: false, code: 'too-many-attempts', waitMs }
      if (!(await inTurn(() => verifyPassword(current, who.passwordHash))))
        return { ok: false, code: 'wrong-credentials' }
      attempts.noteSuccess(key)
      const fault = faultOfPassword(next, current, who)
      if (fault) return { ok: false, code: fault }
      replacePassword(store, staffId, await inTurn(() => hashPassword(next)), hashToken(token))
      for (const listener of listeners) listener()
      return { ok: true }
    },
    onEnd(listener) {
      listeners.push(listener)
    },
  }
}

const hashToken = (token: string): Buffer => createHash('sha256').update(token).digest()
