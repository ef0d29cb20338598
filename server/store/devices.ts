import type { Device, DeviceEdit, DeviceKind } from '../../contract/device.ts'
import type { PageKind } from '../../contract/lock.ts'
import type { TrailDeed } from '../../contract/trail.ts'
import { browserWords } from '../domain/browser-words.ts'
import { expiryOf, lifeOf } from '../domain/device-life.ts'
import { findCounter } from './counters.ts'
import { findFacility } from './facility.ts'
import { newId } from './ids.ts'
import type { Store } from './open.ts'
import { noteTrail } from './trail.ts'

/** Every device there ever was, those that were revoked last. */
export const listDevices = (store: Store): Device[] =>
  store.queries.listDevices
    .all()
    .map((row) => toDevice(store, row))
    .toSorted((one, other) => Number(one.state === 'revoked') - Number(other.state === 'revoked'))

export function findDevice(store: Store, id: string): Device | undefined {
  const row = store.queries.findDevice.get({ id })
  return row && toDevice(store, row)
}

type DeviceRow = NonNullable<ReturnType<Store['queries']['findDevice']['get']>>

function toDevice(store: Store, { publicKey: _key, userAgent, renewedAt, ...row }: DeviceRow): Device {
  return {
    ...row,
    browser: browserWords(userAgent, row.kind === 'tablet'),
    state: lifeOf({ ...row, renewedAt }, store.now()),
    expiresAt: expiryOf(renewedAt),
  }
}

/** Of one that was not revoked. */
export function findDeviceKey(store: Store, id: string): Buffer | undefined {
  const row = store.queries.findDevice.get({ id })
  return row?.revokedAt === null ? row.publicKey : undefined
}

/** Whose cookie this is: of a device that was not revoked. */
export const findDeviceByToken = (store: Store, tokenHash: Buffer): string | undefined =>
  (store.queries.findDeviceByToken.get({ tokenHash }) ?? store.queries.findDeviceByFormerToken.get({ tokenHash }))?.id

const letters = 'abcdefghjkmnpqrstuvwxyz'
const digits = 3

/** `kb7f-001`: what the pharmacy is called in names of devices, and the next free number. @param random one byte a letter, for the first time */
export function suggestDeviceName(store: Store, random: Buffer): string {
  return store.write(() => {
    const prefix = `${findFacility(store)?.shortId ?? makeShortId(store, random)}-`
    const numbers = store.queries.listDevices
      .all()
      .filter(({ name }) => name.startsWith(prefix))
      .map(({ name }) => Number(name.slice(prefix.length)))
      .filter((number) => Number.isSafeInteger(number))
    return `${prefix}${String(Math.max(0, ...numbers) + 1).padStart(digits, '0')}`
  })
}

function makeShortId(store: Store, random: Buffer): string {
  const shortId = [...random].map((byte) => letters.charAt(byte % letters.length)).join('')
  store.queries.setShortId.run({ shortId })
  return shortId
}

export interface NewDevice {
  name: string
  kind: DeviceKind
  counterId: string | null
  tokenHash: Buffer
  publicKey: Buffer
  userAgent: string
  enrolledBy: string | null
}

export type SavedDevice = { ok: true; device: Device } | { ok: false; code: 'name-taken' }

/** Call inside `store.write`. @param formerId the device this browser was until now: it is over */
export function saveDevice(store: Store, device: NewDevice, formerId: string | undefined): SavedDevice {
  const twin = store.queries.findDeviceByName.get({ name: device.name })
  if (twin && twin.id !== formerId) return { ok: false, code: 'name-taken' }
  if (formerId !== undefined) end(store, formerId, device.enrolledBy, 'device-replaced')
  const counterId = device.counterId !== null && findCounter(store, device.counterId) ? device.counterId : null
  const id = newId(store)
  store.queries.insertDevice.run({ ...device, id, counterId, at: store.now() })
  note(store, id, device.enrolledBy, 'device-enrolled')
  const saved = findDevice(store, id)
  if (!saved) throw new Error('a device that was just stored is not there')
  return { ok: true, device: saved }
}

/** What a browser that has become a device brought along, as digests of its cookies: it goes with the device. Call inside `store.write`. */
export function bindToDevice(
  store: Store,
  { id, kind }: Device,
  { sessionHash, proofHash }: { sessionHash: Buffer; proofHash: Buffer },
): void {
  store.queries.bindSession.run({ tokenHash: sessionHash, deviceId: id, page: pageOfKind(kind) })
  store.queries.bindFactorProofs.run({ tokenHash: proofHash, deviceId: id })
}

/** What a page on a device stands on, whatever the page itself says. */
export const pageOfKind = (kind: DeviceKind): PageKind => (kind === 'tablet' ? 'tablet' : 'counter')

export type DeviceOutcome =
  | { ok: true; device: Device }
  | { ok: false; code: 'not-found' | 'name-taken' | 'device-revoked' }
  | { ok: false; code: 'stale-version'; current: Device }

/** Name, kind and counter of a device. @param by null: from the command line of the box */
export const editDevice = (
  store: Store,
  id: string,
  { version, ...edit }: Omit<DeviceEdit, 'version'> & { version: number | null },
  by: string | null,
): DeviceOutcome =>
  change(store, id, version, () => {
    const twin = store.queries.findDeviceByName.get({ name: edit.name })
    if (twin && twin.id !== id) return 'name-taken'
    const counterId = edit.counterId !== null && findCounter(store, edit.counterId) ? edit.counterId : null
    store.queries.editDevice.run({ id, ...edit, counterId })
    note(store, id, by, 'device-edited')
    return undefined
  })

/** For good: its cookie and its key are of no use from now on, and who works there is signed out. */
export const revokeDevice = (store: Store, id: string, version: number | null, by: string | null): DeviceOutcome =>
  change(store, id, version, () => {
    end(store, id, by, 'device-revoked')
    return undefined
  })

/** Another 397 days. @param tokenHash of a new cookie; null: it keeps the one it has */
export const renewDevice = (store: Store, id: string, tokenHash: Buffer | null, by: string | null): DeviceOutcome =>
  change(store, id, null, () => {
    const at = store.now()
    if (tokenHash === null) store.queries.prolongDevice.run({ id, at })
    else store.queries.renewDevice.run({ id, tokenHash, at })
    note(store, id, by, 'device-renewed')
    return undefined
  })

function change(store: Store, id: string, version: number | null, work: () => 'name-taken' | undefined): DeviceOutcome {
  return store.write((): DeviceOutcome => {
    const device = findDevice(store, id)
    if (!device) return { ok: false, code: 'not-found' }
    if (version !== null && device.version !== version) return { ok: false, code: 'stale-version', current: device }
    if (device.state === 'revoked') return { ok: false, code: 'device-revoked' }
    const refused = work()
    return refused ? { ok: false, code: refused } : { ok: true, device: findDevice(store, id) ?? device }
  })
}

function end(store: Store, id: string, by: string | null, what: TrailDeed): void {
  store.queries.revokeDevice.run({ id, by, at: store.now() })
  store.queries.deleteSessionsOfDevice.run({ deviceId: id })
  store.queries.deleteFactorProofsOfDevice.run({ deviceId: id })
  note(store, id, by, what)
}

function note(store: Store, id: string, by: string | null, what: TrailDeed): void {
  noteTrail(store, { staffId: by, what, memberId: null, rowId: id })
  store.noteChange('device', id)
}

export interface DeviceUse {
  deviceId: string
  staffId: string
  userAgent: string
  /** The cookie it came with is the one it was given last: the one before that is over. */
  tokenHash: Buffer
}

/** Somebody signed in there with the password. What is used after its end is noted each time. */
export function noteDeviceUse(store: Store, { deviceId, staffId, userAgent, tokenHash }: DeviceUse): void {
  store.write(() => {
    const at = store.now()
    store.queries.noteDeviceStaff.run({ deviceId, staffId, at })
    store.queries.describeDevice.run({ id: deviceId, userAgent, at })
    if (store.queries.findDeviceByToken.get({ tokenHash })) store.queries.forgetFormerToken.run({ id: deviceId })
    if (findDevice(store, deviceId)?.state === 'overdue') note(store, deviceId, staffId, 'device-used-overdue')
    else store.noteChange('device', deviceId)
  })
}

export function seeDevice(store: Store, id: string): void {
  store.queries.seeDevice.run({ id, at: store.now() })
}

/** Whether a device is the person's second factor: one that was revoked since is lost, not given up. A start code begins afresh. */
export const hasDevice = (store: Store, staffId: string): boolean =>
  store.queries.findDeviceOfStaff.get({ staffId }) !== undefined
