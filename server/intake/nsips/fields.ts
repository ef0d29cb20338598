import { parseCompactDate } from '../../domain/calendar-date.ts'
import { normaliseDecimal } from '../../domain/decimal.ts'
import { normalise } from '../../domain/normalise.ts'
import type { Findings } from './findings.ts'
import type { IssueCode } from './messages.ts'
import type { Row } from './rows.ts'

/** Text as written, without the blanks around it; undefined when there is none. */
export const readText = (row: Row, column: number): string | undefined => row.fields[column]?.trim() || undefined

/** Text for comparing and computing: full-width letters and digits become half-width (NFKC). */
export const readPlain = (row: Row, column: number): string | undefined =>
  normalise(readText(row, column) ?? '', 'NFKC').trim() || undefined

/** Every text of these columns that is there. */
export const readTexts = (row: Row, columns: readonly number[]): string[] =>
  columns.flatMap((column) => readText(row, column) ?? [])

const maxKeyLength = 64
// eslint-disable-next-line no-control-regex -- a key with control characters is exactly what must not pass
const unfitForKey = /[\u0000-\u001F\u007F\uFFFD]/

/** A code that says who or which: never guessed, never cut. */
export function readKey(row: Row, column: number, missing: IssueCode | null, findings: Findings): string | undefined {
  const text = readText(row, column)
  if (text === undefined) {
    if (missing) findings.refuse(missing, row.line, column)
    return undefined
  }
  if (text.length <= maxKeyLength && !unfitForKey.test(text)) return text
  findings.refuse('identifier-malformed', row.line, column)
  return undefined
}

/** A date YYYYMMDD: undefined when empty or all zeros (unknown), null when it is not a date. */
export function readDate(row: Row, column: number): string | undefined | null {
  const text = readPlain(row, column)
  return text === undefined || /^0+$/.test(text) ? undefined : parseCompactDate(text)
}

/** As {@link readDate}, for a date that the record cannot do without being right. */
export function readTrustedDate(row: Row, column: number, findings: Findings): string | undefined {
  const date = readDate(row, column)
  if (date === null) findings.refuse('date-malformed', row.line, column)
  return date ?? undefined
}

/** An exact amount of zero or more, in its normal spelling; undefined when empty. Zero and empty differ. */
export function readAmount(row: Row, column: number, findings: Findings): string | undefined {
  const text = readPlain(row, column)
  if (text === undefined) return undefined
  const amount = normaliseDecimal(text)
  if (amount === null) findings.refuse('number-malformed', row.line, column)
  return amount ?? undefined
}

const maxWhole = 9_999

/** A whole number of days, times or rows; undefined when empty. */
export function readWhole(row: Row, column: number, findings: Findings): number | undefined {
  const text = readPlain(row, column)
  if (text === undefined) return undefined
  const amount = normaliseDecimal(text)
  const whole = amount === null ? NaN : Number(amount)
  if (Number.isInteger(whole) && whole <= maxWhole) return whole
  findings.refuse('number-malformed', row.line, column)
  return undefined
}

type Given<T> = { [K in keyof T as undefined extends T[K] ? never : K]: T[K] } & {
  [K in keyof T as undefined extends T[K] ? K : never]?: Exclude<T[K], undefined>
}

/** The same object without the keys that have no value: empty in the file means absent in the record. */
export const given = <T extends object>(object: T): Given<T> =>
  Object.fromEntries(Object.entries(object).filter(([, value]) => value !== undefined)) as Given<T>
