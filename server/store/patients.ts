import { newId } from './ids.ts'
import type { WrittenPatient } from '../../contract/dispensing.ts'
import type { Patient } from '../../contract/patient.ts'
import { foldKana, foldName } from '../domain/fold.ts'
import type { Store } from './open.ts'
import { lastCodePoint } from './queries.ts'

type Row = NonNullable<ReturnType<Store['queries']['findPatient']['get']>>

export function findPatient(store: Store, id: string): Patient | undefined {
  const row = store.queries.findPatient.get({ id })
  return row && toPatient(row)
}

/** The patient whom one receipt computer knows by this code. */
export function findPatientByCode(store: Store, pharmacyCode: string, code: string): Patient | undefined {
  const row = store.queries.findPatientByCode.get({ pharmacyCode, code })
  return row && toPatient(row)
}

/**
 * Saves what a file says about a patient and returns the patient's id. A file sent earlier than the one the facts came from
 * changes nothing, and a blank field never erases a known one.
 */
export function savePatient(
  store: Store,
  pharmacyCode: string,
  written: WrittenPatient,
  sentAt: string | null,
): string {
  const known = store.queries.findPatientFacts.get({ pharmacyCode, code: written.code })
  if (!known) return insertPatient(store, pharmacyCode, written, sentAt)
  if (known.sentAt !== null && (sentAt === null || sentAt < known.sentAt)) return known.id
  const next = {
    name: written.name ?? known.name,
    kana: written.kana ?? known.kana,
    sex: written.sex === 'unknown' ? known.sex : written.sex,
    birthOn: written.birthOn ?? known.birthOn,
  }
  const isSame =
    next.name === known.name && next.kana === known.kana && next.sex === known.sex && next.birthOn === known.birthOn
  if (isSame) {
    if (sentAt !== known.sentAt) store.queries.touchPatient.run({ id: known.id, sentAt })
    return known.id
  }
  store.queries.updatePatient.run({ id: known.id, ...next, ...keysOf(next), sentAt, at: store.now() })
  store.noteChange('patient', known.id)
  return known.id
}

function insertPatient(store: Store, pharmacyCode: string, written: WrittenPatient, sentAt: string | null): string {
  const id = newId(store)
  const { code, sex } = written
  const person = { name: written.name ?? '', kana: written.kana ?? '', birthOn: written.birthOn ?? null }
  store.queries.insertPatient.run({
    id,
    pharmacyCode,
    code,
    sex,
    ...person,
    ...keysOf(person),
    sentAt,
    at: store.now(),
  })
  store.noteChange('patient', id)
  return id
}

const keysOf = ({ name, kana }: { name: string; kana: string }) => ({
  nameKey: foldName(name),
  kanaKey: foldKana(kana),
})

/**
 * Patients whose kana or name begins as typed, whose code is or begins as typed, or who were born that day.
 * `birthOn` is the typed text read as a date, if it can be.
 */
export function searchPatients(store: Store, typed: string, birthOn: string | null, limit: number): Patient[] {
  const { queries } = store
  const text = typed.normalize('NFKC').trim()
  if (text === '') return []
  const prefixed = (from: string) => ({ from, to: from + lastCodePoint, limit })
  const found = new Map<string, Row>()
  const add = (rows: Row[]) => {
    for (const row of rows) if (found.size < limit) found.set(row.id, row)
  }
  if (birthOn) add(queries.listPatientsByBirth.all({ birthOn, limit }))
  if (/^[0-9A-Za-z*-]+$/.test(text)) add(queries.listPatientsByCode.all(prefixed(text.replace(/^0+/, ''))))
  const kana = foldKana(text)
  if (kana) add(queries.listPatientsByKana.all(prefixed(kana)))
  const name = foldName(text)
  if (name) add(queries.listPatientsByName.all(prefixed(name)))
  return [...found.values()].map(toPatient)
}

function toPatient({ birthOn, sentAt: _, ...row }: Row): Patient {
  return { ...row, ...(birthOn && { birthOn }) }
}
