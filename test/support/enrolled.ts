import { randomBytes } from 'node:crypto'
import { sessionCookieName } from '../../server/access/cookie.ts'
import { hashCode } from '../../server/access/one-time-codes.ts'
import { newId } from '../../server/store/ids.ts'
import type { Store } from '../../server/store/open.ts'
import { findStaffByLogin, saveSession } from '../../server/store/staff.ts'
import type { Browser } from './sign-in.ts'

/** A device as its enrolment leaves it. @returns its id */
export function saveTestDevice(store: Store, name: string): string {
  const id = newId(store)
  const [tokenHash, publicKey] = [randomBytes(32), Buffer.alloc(0)]
  const values = { id, name, kind: 'pc', counterId: null, tokenHash, publicKey, userAgent: '', enrolledBy: null }
  store.queries.insertDevice.run({ ...values, at: store.now() })
  return id
}

/** Somebody types the password on an enrolled device: what its sign-in leaves behind. */
export function sitDown(store: Store, browser: Browser, login: string, deviceId: string): void {
  const staffId = findStaffByLogin(store, login)!.id
  const token = randomBytes(32).toString('base64url')
  store.queries.noteDeviceStaff.run({ staffId, deviceId, at: store.now() })
  saveSession(store, { staffId, tokenHash: hashCode(token), proof: 'device', deviceId })
  browser.cookies.set(sessionCookieName(false), token)
}
