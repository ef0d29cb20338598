import { isOpenAccount } from './staff.ts'
import { newId } from './ids.ts'
import type { Store } from './open.ts'
import { noteTrail } from './trail.ts'

/** Wrong PINs in a row after which the password is asked. */
export const mostWrongPins = 5
/** How long after the password was typed on a device its PIN lets the person in there. */
const passwordLastsMs = 12 * 60 * 60 * 1000
/** Between the touch of a card and the PIN. */
const touchLastsMs = 60 * 1000

export interface Seat {
  staffId: string
  deviceId: string
}

export const findPin = (store: Store, seat: Seat) => store.queries.findPin.get({ ...seat })

export function savePin(store: Store, seat: Seat, pinHash: string): void {
  store.write(() => {
    store.queries.deletePin.run({ ...seat })
    store.queries.insertPin.run({ ...seat, pinHash, at: store.now() })
    noteTrail(store, { staffId: seat.staffId, what: 'pin-set', memberId: null, rowId: seat.deviceId })
  })
}

export function deletePin(store: Store, seat: Seat): void {
  store.write(() => {
    if (store.queries.deletePin.run({ ...seat }).changes === 0) return
    noteTrail(store, { staffId: seat.staffId, what: 'pin-removed', memberId: null, rowId: seat.deviceId })
  })
}

/** Counts one try. False when none is left. */
export const tryPin = (store: Store, seat: Seat): boolean =>
  store.queries.tryPin.run({ ...seat, most: mostWrongPins }).changes === 1

/** The right PIN, or the password, was given. */
export function forgivePin(store: Store, seat: Seat): void {
  store.queries.forgivePin.run({ ...seat })
}

/** Whether the password was typed on this device today. */
export function isKnownHere(store: Store, seat: Seat): boolean {
  const row = store.queries.findPasswordOnDevice.get({ ...seat })
  return row !== undefined && store.now() - row.at < passwordLastsMs
}

/** The password was typed on this device: what its PIN goes by, and a new set of tries. */
export function notePasswordHere(store: Store, seat: Seat): void {
  store.write(() => {
    store.queries.noteDeviceStaff.run({ ...seat, at: store.now() })
    forgivePin(store, seat)
  })
}

/** Who may come in on this device with a PIN. */
export const listPinPeople = (store: Store, deviceId: string) =>
  store.queries.listPinPeople
    .all({ deviceId })
    .filter((row) => isOpenAccount(store, row) && store.now() - row.passwordAt < passwordLastsMs)
    .map(({ staffId, name, role, failures }) => ({ staffId, name, role, isSpent: failures >= mostWrongPins }))
    .toSorted((one, other) => one.name.localeCompare(other.name, 'ja'))

/** Whose 職員カード was touched at a counter in the last minute. */
export const findTouchedStaff = (store: Store, counterId: string): string | undefined =>
  store.queries.findTouchedStaff.get({ counterId, after: store.now() - touchLastsMs })?.staffId

/** A touch lets in once. */
export function forgetStaffTouch(store: Store, staffId: string): void {
  store.queries.forgetStaffTouch.run({ staffId })
}

/** Notes a touch inside `store.write`. False when the card is nobody's 職員カード. */
export const touchStaffCard = (store: Store, idHash: Buffer, at: number, counterId: string | null): boolean =>
  store.queries.findStaffCard.get({ idHash }) !== undefined &&
  store.queries.touchStaffCard.run({ idHash, at, counterId }).changes > 0

export const findStaffCard = (store: Store, staffId: string) => store.queries.findCardOfStaff.get({ staffId })

/** A card in the place of the one before. False when it is somebody else's, or a member's. */
export const saveStaffCard = (store: Store, staffId: string, idHash: Buffer): boolean =>
  store.write(() => {
    const holder = store.queries.findStaffCard.get({ idHash })
    if ((holder && holder.staffId !== staffId) || store.queries.findCardByHash.get({ idHash })) return false
    store.queries.removeStaffCards.run({ staffId, at: store.now() })
    store.queries.insertStaffCard.run({ id: newId(store), staffId, idHash, at: store.now() })
    noteTrail(store, { staffId, what: 'staff-card-registered', memberId: null, rowId: staffId })
    return true
  })

export function removeStaffCard(store: Store, staffId: string): void {
  store.write(() => {
    if (store.queries.removeStaffCards.run({ staffId, at: store.now() }).changes === 0) return
    noteTrail(store, { staffId, what: 'staff-card-removed', memberId: null, rowId: staffId })
  })
}
