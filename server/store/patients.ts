import { newId } from './ids.ts'
import type { WrittenPatient } from '../../contract/dispensing.ts'
import type { Patient } from '../../contract/patient.ts'
import { foldKana, foldName } from '../domain/fold.ts'
import { currentMemberId } from './members.ts'
import type { Store } from './open.ts'

type Row = NonNullable<ReturnType<Store['queries']['findPatient']['get']>>

/** Not one that became another row's and was emptied (docs/adr/0023): nobody is linked to it or shown it. */
export function findPatient(store: Store, id: string): Patient | undefined {
  const row = store.queries.findPatient.get({ id })
  return row && row.code !== '' ? toPatient(store, row) : undefined
}

/** The patient whom one receipt computer knows by this code. `system`: which of those that came one after the other; '' the first. */
export function findPatientByCode(store: Store, pharmacyCode: string, code: string, system = ''): Patient | undefined {
  const row = store.queries.findPatientByCode.get({ pharmacyCode, code, system })
  return row && toPatient(store, row)
}

/** What is known of a patient, as plainly as it is stored. */
export const findPatientFacts = (store: Store, pharmacyCode: string, code: string, system: string) =>
  store.queries.findPatientFacts.get({ pharmacyCode, code, system })

/** What a file says about a patient, and the numbers it gives: digits and hyphens. */
type FiledPatient = WrittenPatient & { phones?: readonly string[] }

/**
 * Saves what a file says about a patient and returns the patient's id. A file sent earlier than the one the facts came from
 * changes nothing, and a blank field never erases a known one.
 */
export function savePatient(
  store: Store,
  pharmacyCode: string,
  written: FiledPatient,
  sentAt: string | null,
  system = '',
): string {
  const known = store.queries.findPatientFacts.get({ pharmacyCode, code: written.code, system })
  if (!known) return insertPatient(store, pharmacyCode, written, sentAt, system)
  if (known.sentAt !== null && (sentAt === null || sentAt < known.sentAt)) return known.id
  const next = {
    name: written.name ?? known.name,
    kana: written.kana ?? known.kana,
    sex: written.sex === 'unknown' ? known.sex : written.sex,
    birthOn: written.birthOn ?? known.birthOn,
    phones: phonesOf(written) || known.phones,
  }
  const isSame =
    next.name === known.name &&
    next.kana === known.kana &&
    next.sex === known.sex &&
    next.birthOn === known.birthOn &&
    next.phones === known.phones
  if (isSame) {
    if (sentAt !== known.sentAt) store.queries.touchPatient.run({ id: known.id, sentAt })
    return known.id
  }
  store.queries.updatePatient.run({ id: known.id, ...next, ...keysOf(next), sentAt, at: store.now() })
  store.noteChange('patient', known.id)
  return known.id
}

const phonesOf = ({ phones = [] }: FiledPatient): string => phones.join(' ')

function insertPatient(
  store: Store,
  pharmacyCode: string,
  written: FiledPatient,
  sentAt: string | null,
  system: string,
): string {
  const id = newId(store)
  const { code, sex } = written
  const person = { name: written.name ?? '', kana: written.kana ?? '', birthOn: written.birthOn ?? null }
  const phones = phonesOf(written)
  store.queries.insertPatient.run({
    id,
    pharmacyCode,
    system,
    code,
    sex,
    ...person,
    ...keysOf(person),
    phones,
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

function toPatient(store: Store, { birthOn, sentAt: _, ...row }: Row): Patient {
  // Of a member that was merged into another, the other one.
  const memberId = row.memberId === null ? null : (currentMemberId(store, row.memberId) ?? null)
  return { ...row, memberId, ...(birthOn && { birthOn }) }
}
