import { isOtherPerson } from '../domain/feed-profile.ts'
import {
  findRowOfPatient,
  joinDispensing,
  joinedPlace,
  listRowsOfPatient,
  moveDispensing,
  roomApart,
  roomOf,
  type DispensingRow,
} from './dispensing-places.ts'
import { readAgain, recompute, type ReadFile } from './dispensing-words.ts'
import { findDispensingByNumber, saveDispensing } from './dispensings.ts'
import type { Store } from './open.ts'
import { savePatient } from './patients.ts'
import { moveImages, splitLink, type JoinRecord } from './stray-join.ts'

/** A prescription with the files it was made from: those of the stray, and those of whoever else. */
interface Sorted {
  row: DispensingRow
  strays: ReadFile[]
  others: ReadFile[]
}

/**
 * Inside `store.write`: takes a join back. Nothing is put back as it was: every file of the two goes to the one whom it names, also what
 * has come since, and both prescriptions and facts are made anew from them.
 * @returns false, and nothing is changed, when one of the two has become another row's since
 */
export function splitPatient(store: Store, record: JoinRecord, staffId: string): boolean {
  const { queries } = store
  const { stray, known } = record
  const [gone, kept] = [stray, known].map(({ id }) => queries.findPatientRow.get({ id }))
  if (gone?.system !== joinedPlace(stray.id) || kept?.system !== known.system || kept.code !== known.code) return false
  const sorted = sortFiles(store, record)
  // Under the same code somebody else may have come meanwhile.
  queries.restorePatient.run({ ...stray, system: roomApart(roomOf(stray.system), stray.id) })
  for (const each of sorted) splitRow(store, each, record)
  saveFacts(store, record, sorted)
  splitLink(store, record, staffId)
  moveImages(store, known.id, stray.id, record.imageIds)
  store.noteChange('patient', stray.id)
  store.noteChange('patient', known.id)
  return true
}

/** Prescriptions of the known patient, and those that the stray's files went into, wherever they are now. */
function sortFiles(store: Store, { stray, known, seqs }: JoinRecord): Sorted[] {
  const moved = new Set(seqs)
  const isStrays = ({ seq, reading: { patient } }: ReadFile): boolean =>
    moved.has(seq) || (patient !== undefined && !isOtherPerson(stray, patient) && isOtherPerson(known, patient))
  const went = seqs.flatMap((seq) => store.queries.findRevisionBySeq.get({ seq })?.dispensingId ?? [])
  const ids = new Set([...listRowsOfPatient(store, known.id).map(({ id }) => id), ...went])
  return [...ids].flatMap((id) => {
    const row = store.queries.findDispensing.get({ id })
    const files = store.queries.listEvents.all({ dispensingId: id }).map(({ arrival }) => readAgain(store, arrival))
    const byArrival = files.sort((a, b) => a.seq - b.seq)
    const [strays, others] = [byArrival.filter(isStrays), byArrival.filter((file) => !isStrays(file))]
    return row ? [{ row, strays, others }] : []
  })
}

/** A row that was the stray's stays the stray's; of another one, the stray's files go where they were, or into a row of their own. */
function splitRow(store: Store, { row, strays, others }: Sorted, { stray, known, rows }: JoinRecord): void {
  if (strays.length === 0) return
  const room = roomOf(stray.system)
  const isStrays = others.length === 0 || rows.some(({ id }) => id === row.id)
  if (!isStrays) {
    const own =
      findRowOfPatient(store, row.pharmacyCode, stray.id, row.prescriptionNumber) ?? findEmptied(store, row, rows)
    moveFiles(store, strays, own?.id ?? newRow(store, row, roomApart(room, stray.id)), stray.id, room)
    settleRow(store, row, row.system, others)
    return
  }
  const own = findRowOfPatient(store, row.pharmacyCode, stray.id, row.prescriptionNumber)
  moveDispensing(store, row.id, roomApart(room, row.id), stray.id)
  if (others.length > 0) {
    const there = findDispensingByNumber(store, row.pharmacyCode, row.prescriptionNumber, known.system)
    const place = there ? roomApart(room, known.id) : known.system
    const id = newRow(store, row, place)
    for (const { seq } of others) store.queries.setRevisionPlace.run({ seq, dispensingId: id })
    settleRow(store, { ...row, id }, place, others)
  }
  if (own) joinDispensing(store, row.id, own.id)
  else recompute(store, row.id)
}

/** The row that the stray's prescription of this number was, if nothing has come there since. */
const findEmptied = (store: Store, { prescriptionNumber }: DispensingRow, rows: JoinRecord['rows']) =>
  rows
    .flatMap(({ id }) => store.queries.findDispensing.get({ id }) ?? [])
    .find((each) => each.prescriptionNumber === prescriptionNumber && each.system === joinedPlace(each.id))

const newRow = (store: Store, row: DispensingRow, system: string): string =>
  saveDispensing(store, undefined, { ...row, system, number: row.prescriptionNumber, patientId: null })

function moveFiles(store: Store, files: readonly ReadFile[], id: string, patientId: string, room: string): void {
  for (const { seq } of files) store.queries.setRevisionPlace.run({ seq, dispensingId: id })
  const { system } = store.queries.findDispensing.get({ id }) ?? { system: '' }
  moveDispensing(store, id, system === joinedPlace(id) ? roomApart(room, id) : system, patientId)
  recompute(store, id)
}

/** What is left when the stray's files are gone: whose it was, unless no file that is left names anybody. */
function settleRow(store: Store, { id, patientId }: DispensingRow, system: string, files: readonly ReadFile[]): void {
  const isNamed = files.some(({ reading }) => reading.patient !== undefined)
  moveDispensing(store, id, system, isNamed ? patientId : null)
  recompute(store, id)
}

/** Both as they were, with what their own files have said since. */
function saveFacts(store: Store, { stray, known, seqs }: JoinRecord, sorted: readonly Sorted[]): void {
  store.queries.updatePatient.run({ ...known, at: store.now() })
  const [moved, room] = [new Set(seqs), roomApart(roomOf(stray.system), stray.id)]
  const strays = sorted.flatMap((each) => each.strays).filter(({ seq }) => !moved.has(seq))
  const knowns = sorted.flatMap((each) => each.others)
  for (const [system, code, files] of [
    [known.system, known.code, knowns],
    [room, stray.code, strays],
  ] as const)
    for (const { reading } of files.toSorted((a, b) => a.seq - b.seq)) {
      const { pharmacyCode, patient, phones, sentAt } = reading
      if (patient?.code === code) savePatient(store, pharmacyCode, { ...patient, phones }, sentAt ?? null, system)
    }
}
