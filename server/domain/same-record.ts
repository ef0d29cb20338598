import type { Medication } from '../../contract/medication.ts'
import type { Rp } from '../../contract/rp.ts'
import { foldName } from './fold.ts'

/** What tells whether two records tell of one dispensing. */
export interface ComparableRecord {
  /** Made by the box when the record was registered: sorts in that order. */
  id: string
  /** Told from outside. Two records of the own feed are never one: the receipt computer numbers each. */
  isOutside: boolean
  dispensedOn: string | undefined
  pharmacy: { code?: string | undefined; name?: string | undefined }
  rps: readonly Pick<Rp, 'form' | 'count' | 'medications'>[]
}

interface Line {
  codes: ReadonlySet<string>
  name: string
  amount: string
}

/**
 * Whether two records tell of the same dispensing: the same day, the same pharmacy by its code or by its folded name, and the same
 * drugs, each by a code or by its folded name and amount. Without a day or a drug nothing is the same: in doubt both are shown.
 */
export function isSameRecord(a: ComparableRecord, b: ComparableRecord): boolean {
  if (!a.isOutside && !b.isOutside) return false
  if (a.dispensedOn === undefined || a.dispensedOn !== b.dispensedOn || !isSamePharmacy(a.pharmacy, b.pharmacy))
    return false
  const [left, right] = [linesOf(a), linesOf(b)]
  if (left.length === 0 || left.length !== right.length) return false
  return canPair(left, right)
}

function isSamePharmacy(a: ComparableRecord['pharmacy'], b: ComparableRecord['pharmacy']): boolean {
  if (a.code && b.code) return a.code === b.code
  const [left, right] = [foldName(a.name ?? ''), foldName(b.name ?? '')]
  return left !== '' && left === right
}

const linesOf = ({ rps }: ComparableRecord): Line[] =>
  rps.flatMap((rp) =>
    rp.medications.filter(({ kind }) => kind === undefined).map((medication) => lineOf(medication, rp.count)),
  )

function lineOf({ codes, name, dose, unit, total }: Medication, count: number | undefined): Line {
  return {
    codes: new Set(Object.entries(codes).map(([system, code]) => `${system} ${code}`)),
    name: foldName(name),
    // The whole where it can be told: one writes 6 a day for 14 days, another 84.
    amount: `${total ?? `${dose ?? ''}×${count ?? ''}`}${foldName(unit ?? '')}`,
  }
}

const isSameLine = (a: Line, b: Line): boolean =>
  [...a.codes].some((code) => b.codes.has(code)) || (a.name !== '' && a.name === b.name && a.amount === b.amount)

/** Whether each line on the left finds one of its own on the right (augmenting paths; a prescription has a dozen lines). */
function canPair(left: readonly Line[], right: readonly Line[]): boolean {
  const takenBy = new Map<Line, Line>()
  const findFor = (line: Line, tried: Set<Line>): boolean =>
    right.some((other) => {
      if (tried.has(other) || !isSameLine(line, other)) return false
      tried.add(other)
      const owner = takenBy.get(other)
      if (owner !== undefined && !findFor(owner, tried)) return false
      takenBy.set(other, line)
      return true
    })
  return left.every((line) => findFor(line, new Set()))
}

/**
 * Puts records that tell of one dispensing together: the first registered is shown, later copies are kept under it, oldest first.
 * Every record is in exactly one place, whatever order they are given in; those shown come in the order of their registration. No two
 * records of the own feed come together, not even by way of a third.
 */
export function groupSameRecords<T extends ComparableRecord>(records: readonly T[]): { shown: T; copies: T[] }[] {
  const groups: { shown: T; copies: T[] }[] = []
  for (const record of records.toSorted((a, b) => (a.id < b.id ? -1 : a.id > b.id ? 1 : 0))) {
    const group = groups.find(
      ({ shown, copies }) =>
        [shown, ...copies].every((other) => other.isOutside || record.isOutside) && isSameRecord(shown, record),
    )
    if (group) group.copies.push(record)
    else groups.push({ shown: record, copies: [] })
  }
  return groups
}
