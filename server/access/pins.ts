import { longestPin, shortestPin } from '../../contract/lock.ts'
import type { Store } from '../store/open.ts'
import { findPin, forgivePin, notePasswordHere, savePin, tryPin, type Seat } from '../store/pins.ts'
import { findStaffPassword } from '../store/staff.ts'
import type { Hold } from './factors.ts'
import { hashPassword, verifyPassword } from './password.ts'
import { createTurns } from './turns.ts'

/** Each takes 19 MiB. */
const inTurn = createTurns(2)

/** Fewer different digits than this are seen over a shoulder. */
const fewestDigits = 3

/** Digits as they were typed, whatever their width. */
const foldPin = (typed: string): string => typed.normalize('NFKC').replaceAll(/\s/g, '')

/**
 * Whether a PIN is what anybody would try first: hardly any different digits, a walk up or down, one part repeated, a year with a day, or
 * digits of the own sign-in id.
 */
export function isEasyPin(typed: string, login: string): boolean {
  const pin = foldPin(typed)
  if (!new RegExp(`^\\d{${String(shortestPin)},${String(longestPin)}}$`).test(pin)) return true
  if (new Set(pin).size < fewestDigits) return true
  const steps = [...pin].slice(1).map((digit, at) => (Number(digit) - Number(pin[at]) + 10) % 10)
  if (new Set(steps).size === 1) return true
  if (/^(\d{2,})\1+$/.test(pin)) return true
  // A date of birth in any of its usual forms: the first thing that is known of a colleague.
  if (/^(19|20)\d\d(0[1-9]|1[0-2])([0-2]\d|3[01])$|^\d\d(0[1-9]|1[0-2])(0[1-9]|[12]\d|3[01])$/.test(pin)) return true
  const own = login.normalize('NFKC').replaceAll(/\D/g, '')
  return own.length >= 3 && (pin.includes(own) || own.includes(pin))
}

/** Makes it the person's PIN on this device. Undefined when whoever set it is signed out meanwhile. */
export async function setPin(
  store: Store,
  seat: Seat,
  typed: string,
  hold: Hold,
): Promise<'ok' | 'pin-too-easy' | undefined> {
  if (isEasyPin(typed, findStaffPassword(store, seat.staffId)?.login ?? '')) return 'pin-too-easy'
  const hash = await inTurn(() => hashPassword(foldPin(typed)))
  return hold(() => {
    savePin(store, seat, hash)
    notePasswordHere(store, seat)
    return 'ok'
  })
}

/**
 * Takes a try before it looks. Five wrong ones in a row: the password is asked. The right one still has to be the person's PIN when it is
 * gone by: {@link takePin}.
 */
export async function provePin(
  store: Store,
  seat: Seat,
  typed: string,
): Promise<{ ok: true; pinHash: string } | { ok: false; code: 'pin-wrong' | 'pin-spent' | 'pin-not-here' }> {
  const known = findPin(store, seat)
  if (!known) return { ok: false, code: 'pin-not-here' }
  if (!tryPin(store, seat)) return { ok: false, code: 'pin-spent' }
  const { pinHash } = known
  if (!(await inTurn(() => verifyPassword(foldPin(typed), pinHash)))) return { ok: false, code: 'pin-wrong' }
  return { ok: true, pinHash }
}

/** Goes by a PIN that was right. False when it was taken away meanwhile. Call inside `store.write`. */
export function takePin(store: Store, seat: Seat, pinHash: string): boolean {
  if (findPin(store, seat)?.pinHash !== pinHash) return false
  forgivePin(store, seat)
  return true
}
