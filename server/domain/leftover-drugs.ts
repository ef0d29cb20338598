import { createHash } from 'node:crypto'
import type { LeftoverDrug } from '../../contract/leftovers.ts'
import type { Medication } from '../../contract/medication.ts'
import type { Rp } from '../../contract/rp.ts'
import { daysBetween } from './calendar-date.ts'
import { add, isPositive } from './decimal.ts'
import { foldDrug } from './drug-words.ts'
import { remainingAsOfDayBefore } from './taking.ts'
import { windowDays } from './window.ts'

/** What ended so many days ago may still lie at home; what ended before is not proposed. */
const endedDays = 30
/** As many lines as a count can hold. */
const mostDrugs = 60

interface Given {
  id: string
  /** Present on what was told from outside. */
  origin?: object | undefined
  prescription: { dispensedOn?: string | undefined }
  rps: readonly Rp[]
}

interface Row {
  recordId: string
  isElsewhere: boolean
  on: string
  rp: Rp
  medication: Medication
}

/**
 * The drugs to count, as of a day: what is being taken, is still to be begun or ended within 30 days, and what has no days that can be
 * computed (服用状況不明) for 120 days. One line for each product, by the newest dispensing of it; 残量(目安) and what was given out
 * are of all of them together. What can be computed comes first.
 */
export function leftoverDrugs(records: readonly Given[], today: string): LeftoverDrug[] {
  const groups = new Map<string, Row[]>()
  for (const row of records.flatMap(rowsOf)) {
    const key = keyOf(row)
    groups.set(key, [...(groups.get(key) ?? []), row])
  }
  return [...groups]
    .flatMap(([key, rows]) => drugOf(key, rows, today) ?? [])
    .sort((a, b) => Number(a.perDay === undefined) - Number(b.perDay === undefined))
    .slice(0, mostDrugs)
}

const rowsOf = ({ id, origin, prescription, rps }: Given): Row[] =>
  rps.flatMap((rp) => {
    const on = prescription.dispensedOn ?? rp.startOn
    if (on === undefined) return []
    return rp.medications.flatMap((medication) =>
      medication.kind ? [] : [{ recordId: id, isElsewhere: origin !== undefined, on, rp, medication }],
    )
  })

/** One product taken by the day and the same one taken when needed are two lines: only one of them can be computed. */
function keyOf({ rp, medication }: Row): string {
  const yj = medication.codes.yj ?? ''
  const product = yj.length >= 9 ? yj.slice(0, 9).toUpperCase() : foldDrug(medication.name).replace(/「[^」]*」/g, '')
  const text = `${rp.form === 'internal' ? 'internal' : 'other'} ${product} ${medication.unit ?? ''}`
  return createHash('sha256').update(text).digest('hex').slice(0, 16)
}

const isComputed = ({ rp, medication }: Row): boolean =>
  rp.form === 'internal' && rp.lastOn !== null && medication.dose !== undefined && isPositive(medication.dose)

function drugOf(key: string, rows: Row[], today: string): LeftoverDrug | undefined {
  const newestFirst = rows.toSorted((a, b) => (a.on < b.on ? 1 : a.on > b.on ? -1 : 0))
  const [newest] = newestFirst
  if (!newest || !isWanted(newest, rows, today)) return undefined
  const { rp, medication, on } = newest
  // 朝 1錠 and 夕 2錠 as two Rp of one prescription come from one box of tablets.
  const current = newestFirst.filter(({ recordId }) => recordId === newest.recordId)
  const perDay = sumOfDoses(current)
  const earlier = newestFirst.find((row) => row.on < on)
  const earlierPerDay = earlier && sumOfDoses(newestFirst.filter(({ recordId }) => recordId === earlier.recordId))
  const guesses = rows.flatMap((row) => remainingAsOfDayBefore(row.rp, row.medication, today) ?? [])
  const totals = rows.flatMap((row) => row.medication.total ?? [])
  const isSingle = current.length === 1
  return {
    key,
    name: medication.name.slice(0, 200),
    form: rp.form,
    dispensedOn: on,
    ...(rp.usage !== undefined && {
      usage: current
        .map((row) => row.rp.usage ?? '')
        .join('、')
        .slice(0, 400),
    }),
    ...(medication.unit !== undefined && { unit: medication.unit.slice(0, 40) }),
    ...(perDay !== undefined && { perDay }),
    ...(isSingle && medication.perDose !== undefined && { perDose: medication.perDose }),
    ...(isSingle && rp.perDay !== undefined && rp.perDay >= 1 && rp.perDay <= 99 && { times: rp.perDay }),
    ...(isSingle && medication.uneven && { uneven: medication.uneven }),
    ...(perDay !== undefined && guesses.length > 0 && { guess: add(...guesses) }),
    ...(totals.length === rows.length && { given: add(...totals) }),
    ...(perDay !== undefined && earlierPerDay !== undefined && earlierPerDay !== perDay && { earlierPerDay }),
    ...(newest.isElsewhere && { isElsewhere: true }),
  }
}

function isWanted(newest: Row, rows: readonly Row[], today: string): boolean {
  if (!isComputed(newest)) return daysBetween(newest.on, today) <= windowDays
  return rows.some(({ rp }) => rp.lastOn !== null && daysBetween(rp.lastOn, today) <= endedDays)
}

/** The day's dose of all rows together; undefined unless each can be computed. */
const sumOfDoses = (rows: readonly Row[]): string | undefined =>
  rows.every(isComputed) ? add(...rows.map(({ medication }) => medication.dose ?? '0')) : undefined
