import { isDeepStrictEqual } from 'node:util'
import type { DispensingRecord, WrittenPatient } from '../../contract/dispensing.ts'
import { addDays } from '../../server/domain/calendar-date.ts'
import { readRecord } from './bare-store.ts'
import { benchFile, benchPerson, timeOf } from './files.ts'

export type WholeRecord = DispensingRecord & { patient: WrittenPatient }

/** benchFile repeats itself after so many counters, but for numbers, dates and people. */
const kinds = 30

/**
 * What the parser says of {@link benchFile}, for hundreds of thousands of files: each kind and each person is parsed once,
 * and the rest is filled in.
 */
export function createRecords(): (counter: number, person: number, on: string) => WholeRecord {
  const kindRecords = new Map<number, DispensingRecord>()
  const people = new Map<number, WrittenPatient>()
  const lastDays = new Map<string, string>()
  const parse = (counter: number, person: number, on: string) => {
    const { name, bytes } = benchFile(counter, benchPerson(person), on)
    return readRecord(name, bytes)
  }
  const lastDayOf = (on: string, days: number): string => {
    const key = `${on} ${days}`
    const known = lastDays.get(key) ?? addDays(on, days - 1)
    lastDays.set(key, known)
    return known
  }

  return (counter, person, on) => {
    const kind = kindRecords.get(counter % kinds) ?? parse(counter, person, on).record
    kindRecords.set(counter % kinds, kind)
    const patient = people.get(person) ?? parse(counter, person, on).patient
    people.set(person, patient)
    return {
      ...kind,
      sentAt: `${on}T${timeOf(counter)}+09:00`,
      patient,
      prescription: {
        ...kind.prescription,
        number: String(counter).padStart(15, '0'),
        receipt: String(counter % 1000),
        issuedOn: on,
        dispensedOn: on,
      },
      rps: kind.rps.map((rp) => ({ ...rp, startOn: on, lastOn: rp.lastOn && lastDayOf(on, rp.count ?? 1) })),
    }
  }
}

/** Holds a filled-in record against what the parser makes of the file itself. */
export function mustEqual(record: WholeRecord, name: string, bytes: Buffer): void {
  if (!isDeepStrictEqual(record, readRecord(name, bytes).record))
    throw new Error(`the parser reads ${name} differently`)
}
