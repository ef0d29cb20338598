import type { NewStaff, StartCode } from '../../contract/staff.ts'
import type { Store } from '../store/open.ts'
import { findStaff, findStaffByLogin, saveStaff, startAfresh } from '../store/staff.ts'
import { hashCode } from './one-time-codes.ts'
import { foldTypedCode, makeTypedCode } from './typed-codes.ts'

/** Long enough for somebody who begins on Monday. */
const startCodeMs = 3 * 24 * 60 * 60 * 1000

export type GivenStart =
  { ok: true; given: StartCode } | { ok: false; code: 'login-taken' | 'not-found' | 'staff-ended' }

/** A new account, and the code with which its person chooses a password. @param by null: from the command line of the box */
export function addStaff(
  store: Store,
  { login, name, kana, role, expiresOn }: NewStaff,
  by: string | null,
): GivenStart {
  return store.write((): GivenStart => {
    if (findStaffByLogin(store, login)) return { ok: false, code: 'login-taken' }
    const account = { login, name: name.trim(), kana: kana.trim(), role, expiresOn }
    return giveCode(store, saveStaff(store, { ...account, passwordHash: '', standsAlone: false, createdBy: by }), by)
  })
}

/** For who has forgotten the password or lost the second factor: both are chosen anew with the code. */
export const resetStaff = (store: Store, id: string, by: string | null): GivenStart =>
  store.write(() => giveCode(store, id, by))

function giveCode(store: Store, id: string, by: string | null): GivenStart {
  const known = findStaff(store, id)
  if (!known) return { ok: false, code: 'not-found' }
  if (known.state === 'ended' || known.state === 'expired') return { ok: false, code: 'staff-ended' }
  const code = makeTypedCode()
  const expiresAt = store.now() + startCodeMs
  startAfresh(store, id, { hash: hashCode(foldTypedCode(code)), expiresAt }, by)
  return { ok: true, given: { staff: findStaff(store, id) ?? known, code, expiresAt } }
}
