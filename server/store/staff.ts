import { newId } from './ids.ts'
import type { Session, StaffRole } from '../../contract/session.ts'
import type { Store } from './open.ts'
import { noteTrail } from './trail.ts'

export interface NewStaff {
  login: string
  name: string
  role: StaffRole
  /** As made by access/password.ts. */
  passwordHash: string
}

export function saveStaff(store: Store, staff: NewStaff): string {
  const id = newId(store)
  store.queries.insertStaff.run({ id, ...staff, createdAt: store.now() })
  return id
}

export const findStaffByLogin = (store: Store, login: string) => store.queries.findStaffByLogin.get({ login })

/** Sessions are found by the SHA-256 of their token: a copy of the store signs nobody in. */
export function saveSession(store: Store, staffId: string, tokenHash: Buffer): void {
  store.queries.insertSession.run({ staffId, tokenHash, createdAt: store.now() })
}

/** Forgets sessions that nobody has used since an instant. */
export function deleteIdleSessions(store: Store, before: number): void {
  store.queries.deleteIdleSessions.run({ before })
}

export interface FoundSession extends Session {
  createdAt: number
  seenAt: number
}

export function findSession(store: Store, tokenHash: Buffer): FoundSession | undefined {
  const row = store.queries.findSession.get({ tokenHash })
  if (!row) return undefined
  const { createdAt, seenAt, staffId, login, name, role } = row
  return { staff: { id: staffId, login, name, role }, createdAt, seenAt }
}

export function touchSession(store: Store, tokenHash: Buffer): void {
  store.queries.touchSession.run({ tokenHash, seenAt: store.now() })
}

export function deleteSession(store: Store, tokenHash: Buffer): void {
  store.queries.deleteSession.run({ tokenHash })
}

/** Who this is and how the password is proven. */
export const findStaffPassword = (store: Store, id: string) => store.queries.findStaffPassword.get({ id })

/** Sets a new password and ends the person's other sessions, in one go. */
export function replacePassword(store: Store, id: string, passwordHash: string, keptTokenHash: Buffer): void {
  store.write(() => {
    store.queries.setStaffPassword.run({ id, passwordHash })
    store.queries.deleteOtherSessions.run({ staffId: id, tokenHash: keptTokenHash })
    noteTrail(store, { staffId: id, what: 'password-changed', memberId: null, rowId: id })
  })
}
