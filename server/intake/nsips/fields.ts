import { parseCompactDate } from '../../domain/calendar-date.ts'
import { normaliseDecimal } from '../../domain/decimal.ts'
import { isAscii, normalise } from '../../domain/normalise.ts'
import type { Findings } from './findings.ts'
import type { IssueCode } from './messages.ts'
import type { Row } from './rows.ts'

/** Text as written, without the blanks around it; undefined when there is none. */
export const readText = (row: Row, column: number): string | undefined => row.fields[column]?.trim() || undefined

/** Text for comparing and computing: full-width letters and digits become half-width (NFKC). */
export function readPlain(row: Row, column: number): string | undefined {
  const text = readText(row, column)
  return text === undefined || isAscii(text) ? text : normalise(text, 'NFKC').trim() || undefined
}

/** Every text of these columns that is there. */
export function readTexts(row: Row, columns: readonly number[]): string[] {
  const texts: string[] = []
  for (const column of columns) {
    const text = readText(row, column)
    if (text !== undefined) texts.push(text)
  }
  return texts
}

const maxKeyLength = 64
// eslint-disable-next-line no-control-regex -- control characters are what this looks for
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

/**
 * What a malformed number does to the file: `refuse` where an amount depends on it, `warn` where none does. Either way it is
 * told as `number-malformed`.
 */
export type Gravity = 'refuse' | 'warn'

/** An exact amount of zero or more, in its normal spelling; undefined when empty, null when malformed. Zero and empty differ. */
export function readAmount(row: Row, column: number, gravity: Gravity, findings: Findings): string | undefined | null {
  const text = readPlain(row, column)
  if (text === undefined) return undefined
  const amount = normaliseDecimal(text)
  if (amount === null) findings[gravity]('number-malformed', row.line, column)
  return amount
}

const maxWhole = 9_999

/** A whole number of days, times or rows; undefined when empty, null when it is none. */
export function readWhole(row: Row, column: number): number | undefined | null {
  const text = readPlain(row, column)
  if (text === undefined) return undefined
  const amount = normaliseDecimal(text)
  const whole = amount === null ? NaN : Number(amount)
  return Number.isInteger(whole) && whole <= maxWhole ? whole : null
}

/** As {@link readWhole}, told when it is none. */
export function readCount(row: Row, column: number, gravity: Gravity, findings: Findings): number | undefined {
  const count = readWhole(row, column)
  if (count === null) findings[gravity]('number-malformed', row.line, column)
  return count ?? undefined
}

type Given<T> = { [K in keyof T as undefined extends T[K] ? never : K]: T[K] } & {
  [K in keyof T as undefined extends T[K] ? K : never]?: Exclude<T[K], undefined>
}

/** The same object without the keys that have no value: empty in the file means absent in the record. */
export function given<T extends object>(object: T): Given<T> {
  const kept = {} as T
  // Runs some twenty times a file: a loop takes a tenth of the time of going through entries.
  for (const key in object) if (object[key] !== undefined) kept[key] = object[key]
  return kept
}
