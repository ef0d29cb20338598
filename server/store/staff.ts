import type { PageKind } from '../../contract/lock.ts'
import type { FactorKind, Session, StaffRole } from '../../contract/session.ts'
import { expiringDays, unusedDays, type Staff, type StaffEdit, type StaffState } from '../../contract/staff.ts'
import type { TrailDeed } from '../../contract/trail.ts'
import { tokyoDate } from '../domain/calendar-date.ts'
import { pageOfKind } from './devices.ts'
import { newId } from './ids.ts'
import type { Store } from './open.ts'
import { noteTrail } from './trail.ts'

const dayMs = 24 * 60 * 60 * 1000
/** Stands for no token, where every row of a person is meant. */
const noToken = Buffer.alloc(0)

export interface NewAccount {
  login: string
  name: string
  kana?: string
  role: StaffRole
  /** As made by access/password.ts; '' while the person has chosen none. */
  passwordHash: string
  /** Whether the password is long enough to be asked alone. */
  standsAlone?: boolean
  expiresOn?: string | null
  createdBy?: string | null
}

export function saveStaff(store: Store, account: NewAccount): string {
  const { standsAlone = true, kana = '', expiresOn = null, createdBy = null, ...rest } = account
  const id = newId(store)
  const more = { kana, expiresOn, createdBy, standsAlone: standsAlone ? 1 : 0, createdAt: store.now() }
  store.queries.insertStaff.run({ id, ...rest, ...more })
  return id
}

export const findStaffByLogin = (store: Store, login: string) => store.queries.findStaffByLogin.get({ login })

/** Whether the account may be used today, by the box's clock. */
export const isOpenAccount = (store: Store, account: { endedAt: number | null; expiresOn: string | null }): boolean =>
  account.endedAt === null && (account.expiresOn === null || tokyoDate(store.now()) <= account.expiresOn)

/** Begins the id of an account that is no person's: 緊急用アカウント. Nobody can be given such an id. */
export const emergencyMark = '#'

/** Every person's account, ended ones last. */
export const listStaff = (store: Store): Staff[] =>
  store.queries.listStaff
    .all()
    .filter(({ login }) => !login.startsWith(emergencyMark))
    .map((row) => toStaff(store, row))
    .toSorted((one, other) => Number(one.state === 'ended') - Number(other.state === 'ended'))

export function findStaff(store: Store, id: string): Staff | undefined {
  const row = store.queries.findStaff.get({ id })
  return row && !row.login.startsWith(emergencyMark) ? toStaff(store, row) : undefined
}

type StaffRow = NonNullable<ReturnType<Store['queries']['findStaff']['get']>>

function toStaff(store: Store, { hasPassword, factors, ...row }: StaffRow): Staff {
  const state: StaffState =
    row.endedAt !== null ? 'ended' : !isOpenAccount(store, row) ? 'expired' : hasPassword ? 'active' : 'waiting'
  const idleSince = row.lastSeenAt ?? row.createdAt
  return {
    ...row,
    state,
    isUnused: (state === 'active' || state === 'waiting') && store.now() - idleSince > unusedDays * dayMs,
    isExpiring:
      (state === 'active' || state === 'waiting') &&
      row.expiresOn !== null &&
      row.expiresOn <= tokyoDate(store.now() + expiringDays * dayMs),
    hasSecondFactor: factors > 0,
  }
}

export type StaffOutcome =
  | { ok: true; staff: Staff }
  | { ok: false; code: 'not-found' | 'last-admin' | 'staff-ended' }
  | { ok: false; code: 'stale-version'; current: Staff }

/** Somebody must always be there who can let others in. */
const isLastAdmin = (store: Store, id: string): boolean =>
  !listStaff(store).some(
    (other) => other.id !== id && other.role === 'admin' && other.state === 'active' && other.expiresOn === null,
  )

interface Deed {
  /** Who does it; null: from the command line of the box. */
  by: string | null
  version: number | null
  what: TrailDeed
}

/** One change of an account that somebody else looks after; the account's sessions end where its rights shrink. */
function change(
  store: Store,
  id: string,
  { by, version, what }: Deed,
  next: (staff: Staff) => Partial<Omit<StaffEdit, 'version'>> & { endedAt?: number | null },
): StaffOutcome {
  return store.write((): StaffOutcome => {
    const staff = findStaff(store, id)
    if (!staff) return { ok: false, code: 'not-found' }
    if (version !== null && staff.version !== version) return { ok: false, code: 'stale-version', current: staff }
    const changed = { ...staff, ...next(staff) }
    const staysAdmin = changed.role === 'admin' && changed.endedAt === null && changed.expiresOn === null
    if (staff.role === 'admin' && staff.state === 'active' && !staysAdmin && isLastAdmin(store, id))
      return { ok: false, code: 'last-admin' }
    const { name, kana, role, expiresOn, endedAt } = changed
    store.queries.editStaff.run({ id, name, kana, role, expiresOn, endedAt })
    if (!isOpenAccount(store, changed) || role !== staff.role) forget(store, id)
    noteTrail(store, { staffId: by, what, memberId: null, rowId: id, detail: { role } })
    return { ok: true, staff: findStaff(store, id) ?? staff }
  })
}

/** Ends every session of a person and what their browsers were trusted with. */
function forget(store: Store, staffId: string): void {
  store.queries.deleteSessionsOf.run({ staffId })
  store.queries.deleteFactorProofsOf.run({ staffId, keptHash: noToken })
  store.queries.deletePinsOf.run({ staffId })
}

export const editStaff = (store: Store, id: string, { version, ...edit }: StaffEdit, by: string): StaffOutcome =>
  change(store, id, { by, version, what: 'staff-changed' }, () => edit)

/** The account signs nobody in from now on; what it has done stays under its name. */
export const endStaff = (store: Store, id: string, version: number | null, by: string | null): StaffOutcome =>
  change(store, id, { by, version, what: 'staff-ended' }, () => ({ endedAt: store.now() }))

/** Takes an end back. A last day that is over goes with it. */
export const resumeStaff = (store: Store, id: string, version: number, by: string): StaffOutcome =>
  change(store, id, { by, version, what: 'staff-resumed' }, (staff) => ({
    endedAt: null,
    expiresOn: isOpenAccount(store, { ...staff, endedAt: null }) ? staff.expiresOn : null,
  }))

export interface GivenCode {
  hash: Buffer
  expiresAt: number
}

/**
 * Gives an account a one-time code. Its password, its second factors (devices too) and its sessions go: whoever has lost one of them starts afresh.
 * Call inside `store.write`.
 */
export function startAfresh(store: Store, staffId: string, { hash, expiresAt }: GivenCode, by: string | null): void {
  const { queries } = store
  keepPassword(store, staffId)
  queries.setStaffPassword.run({ id: staffId, passwordHash: '', standsAlone: 0 })
  queries.deleteTotp.run({ staffId })
  queries.deletePasskeysOf.run({ staffId })
  queries.deleteRecoveryCodes.run({ staffId })
  queries.deleteDevicesOfStaff.run({ staffId })
  forget(store, staffId)
  queries.deleteStartCode.run({ staffId })
  queries.insertStartCode.run({ staffId, codeHash: hash, expiresAt })
  noteTrail(store, { staffId: by, what: 'staff-code-given', memberId: null, rowId: staffId })
}

export const findStartCode = (store: Store, staffId: string) => store.queries.findStartCode.get({ staffId })

export interface NewSession {
  staffId: string
  tokenHash: Buffer
  proof: SessionProof
  /** The enrolled device it was begun on; null: on none. */
  deviceId: string | null
}

/** Sessions are found by the SHA-256 of their token: a copy of the store signs nobody in. */
export function saveSession(store: Store, session: NewSession): void {
  store.write(() => {
    const { staffId, deviceId } = session
    const device = deviceId === null ? undefined : store.queries.findDevice.get({ id: deviceId })
    const page = device ? pageOfKind(device.kind) : null
    store.queries.insertSession.run({ ...session, page, createdAt: store.now() })
    store.queries.seeStaff.run({ id: staffId, at: store.now() })
  })
}

/** Forgets sessions that nobody has used since an instant. */
export function deleteIdleSessions(store: Store, before: number): void {
  store.queries.deleteIdleSessions.run({ before })
}

/** What was shown when a session began. */
export type SessionProof = FactorKind | 'password' | 'device' | 'pin' | 'card' | 'break-glass'

export interface FoundSession {
  staff: Session['staff']
  proof: SessionProof
  /** The enrolled device it was begun on. A device that is revoked takes its sessions along. */
  deviceId: string | null
  createdAt: number
  seenAt: number
  /** The last sign of a person. */
  activeAt: number
  lockedAt: number | null
  /** What its page stands on: on a device, what the device is. Null: a program. */
  page: PageKind | null
}

/** A session of somebody who may still work here, and on a device that was not revoked. */
export function findSession(store: Store, tokenHash: Buffer): FoundSession | undefined {
  const row = store.queries.findSession.get({ tokenHash })
  if (!row || !isOpenAccount(store, row) || row.deviceRevokedAt !== null) return undefined
  const { staffId, login, name, role, endedAt: _ended, expiresOn: _expires, deviceRevokedAt: _revoked, ...rest } = row
  return { staff: { id: staffId, login, name, role }, ...rest }
}

export function touchSession(store: Store, tokenHash: Buffer): void {
  store.queries.touchSession.run({ tokenHash, seenAt: store.now() })
}

export function deleteSession(store: Store, tokenHash: Buffer): void {
  store.queries.deleteSession.run({ tokenHash })
}

/** Who this is and how the password is proven. */
export const findStaffPassword = (store: Store, id: string) => store.queries.findStaffPassword.get({ id })

/** Passwords of before that may not come back. */
const keptPasswords = 5

export const listEarlierPasswords = (store: Store, staffId: string): string[] =>
  store.queries.listEarlierPasswords.all({ staffId }).map(({ passwordHash }) => passwordHash)

function keepPassword(store: Store, staffId: string): void {
  const { queries } = store
  const passwordHash = queries.findStaffPassword.get({ id: staffId })?.passwordHash ?? ''
  if (passwordHash === '') return
  queries.insertEarlierPassword.run({ staffId, passwordHash })
  const oldest = queries.listEarlierPasswords.all({ staffId })[keptPasswords]
  if (oldest) queries.deleteEarlierPasswords.run({ staffId, upTo: oldest.id })
}

export interface NewPassword {
  passwordHash: string
  standsAlone: boolean
}

/** Sets a new password and ends the person's sessions but this one, in one go. */
export function replacePassword(store: Store, id: string, password: NewPassword, keptTokenHash: Buffer): void {
  store.write(() => {
    setPassword(store, id, password)
    endOtherSessions(store, id, keptTokenHash)
  })
}

/** Sets the password for which this start code was given. False when the code was used or another given meanwhile, or the account is over. */
export const spendStartCode = (store: Store, id: string, codeHash: Buffer, password: NewPassword): boolean =>
  store.write(() => {
    const account = findStaffPassword(store, id)
    if (!account || !isOpenAccount(store, account)) return false
    if (store.queries.spendStartCode.run({ staffId: id, codeHash }).changes === 0) return false
    setPassword(store, id, password)
    endOtherSessions(store, id, noToken)
    return true
  })

function setPassword(store: Store, id: string, { passwordHash, standsAlone }: NewPassword): void {
  keepPassword(store, id)
  store.queries.setStaffPassword.run({ id, passwordHash, standsAlone: standsAlone ? 1 : 0 })
  noteTrail(store, { staffId: id, what: 'password-changed', memberId: null, rowId: id })
}

export function endOtherSessions(store: Store, staffId: string, keptTokenHash: Buffer): void {
  store.queries.deleteOtherSessions.run({ staffId, tokenHash: keptTokenHash })
}
