import { recompute } from './dispensing-words.ts'
import { findDispensingByNumber } from './dispensings.ts'
import type { Store } from './open.ts'

export type DispensingRow = NonNullable<ReturnType<Store['queries']['findDispensing']['get']>>

/** A room of its own beside `room`, of one patient or one dispensing: no code and no number meets another there. */
export const roomApart = (room: string, id: string): string => `${room}:${id}`

/** The first and the first past the last of these rooms, as texts are ordered. */
export const roomsApart = (room: string) => ({ from: `${room}:`, to: `${room};` })

/** The room that this is, or that it is apart of. */
export const roomOf = (system: string): string => system.split(':', 1)[0] ?? ''

/** The place of a row whose files, or whose patient's, are another's now: nothing comes there any more. */
export const joinedPlace = (id: string): string => `joined:${id}`

/** Inside `store.write`. */
export function moveDispensing(store: Store, id: string, system: string, patientId: string | null): void {
  store.queries.setDispensingPlace.run({ id, system, patientId })
  store.noteChange('dispensing', id)
}

/** All prescriptions of a patient, deleted ones as well, in whichever rooms they are. */
export const listRowsOfPatient = (store: Store, patientId: string): DispensingRow[] =>
  [
    ...store.queries.listLiveOfPatient.all({ patientId }),
    ...store.queries.listGoneOfPatient.all({ patientId }),
  ].flatMap(({ id }) => store.queries.findDispensing.get({ id }) ?? [])

/** The prescription of this number that is this patient's, in whichever room it is: a patient has a number once. */
export function findRowOfPatient(
  store: Store,
  pharmacyCode: string,
  patientId: string,
  number: string,
): DispensingRow | undefined {
  const first = findDispensingByNumber(store, pharmacyCode, number)
  return first?.patientId === patientId ? first : store.queries.findElsewhereOfPatient.get({ patientId, number })
}

/** Inside `store.write`: the files of `fromId` were those of the same prescription as `intoId`. */
export function joinDispensing(store: Store, fromId: string, intoId: string): void {
  store.queries.moveRevisions.run({ from: fromId, to: intoId })
  emptyDispensing(store, fromId)
  recompute(store, intoId)
}

function emptyDispensing(store: Store, id: string): void {
  store.queries.emptyDispensing.run({ id, system: joinedPlace(id), removedAt: store.now() })
  store.noteChange('dispensing', id)
}

/** Inside `store.write`: the prescription is this patient's from now on, once under its number. */
export function placeRow(store: Store, row: DispensingRow, system: string, ownerId: string | null): void {
  const { id, pharmacyCode, prescriptionNumber: number } = row
  const there = findDispensingByNumber(store, pharmacyCode, number, system)
  const isFree = there?.patientId === null || ownerId === null ? there : undefined
  const twin = (ownerId === null ? undefined : findRowOfPatient(store, pharmacyCode, ownerId, number)) ?? isFree
  if (twin && twin.id !== id) {
    joinDispensing(store, id, twin.id)
    if (twin.patientId === null && ownerId !== null) moveDispensing(store, twin.id, twin.system, ownerId)
    return
  }
  const isTaken = there !== undefined && there.id !== id
  // The number is another patient's. A room may become a receipt computer's own; one apart never does.
  moveDispensing(store, id, isTaken ? placeApart(row) : system, ownerId)
}

const placeApart = ({ id, system }: DispensingRow): string =>
  system.includes(':') ? system : roomApart(roomOf(system), id)
