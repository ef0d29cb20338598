import type { NotebookAuthor, NotebookNote } from '../../../contract/outside-notebook.ts'
import { dateOf, parseCompactDate } from '../../domain/calendar-date.ts'
import { normaliseDecimal } from '../../domain/decimal.ts'
import { normalise } from '../../domain/normalise.ts'
import { eraYear } from '../../domain/typed-date.ts'
import { given, readPlain, readText } from '../nsips/fields.ts'
import type { Row } from '../nsips/rows.ts'
import type { Findings } from './findings.ts'

/** First and last day of each era (改元の政令・詔書); the western year is computed by typed-date.ts. */
const eras: Readonly<Record<string, { from: string; to: string }>> = {
  M: { from: '1868-10-23', to: '1912-07-30' },
  T: { from: '1912-07-30', to: '1926-12-25' },
  S: { from: '1926-12-25', to: '1989-01-07' },
  H: { from: '1989-01-08', to: '2019-04-30' },
  R: { from: '2019-05-01', to: '9999-12-31' },
}

/** Text that the record cannot do without: '' and a warning where it is missing. */
export function readNeeded(row: Row, column: number, findings: Findings): string {
  const text = readText(row, column)
  if (text === undefined) findings.warn('field-missing', row.line, column)
  return text ?? ''
}

/** Half-width kana as full-width ones, so that a name looks like those of the box. */
export const readKana = (row: Row, column: number): string | undefined => {
  const text = readText(row, column)
  return text === undefined ? undefined : normalise(text, 'NFKC')
}

/**
 * `YYYYMMDD` or an era's letter and `YYMMDD`; undefined when empty or no date, which is told. A day that is not of its era is read
 * all the same, since it can mean only one day: many writers kept on with 平成31年.
 */
export function readDate(row: Row, column: number, findings: Findings): string | undefined {
  const text = readPlain(row, column)?.toUpperCase()
  if (text === undefined || /^0+$/.test(text)) return undefined
  const spelled = /^([MTSHR])(\d{2})(\d{2})(\d{2})$/.exec(text)
  if (!spelled) {
    const date = parseCompactDate(text)
    if (date === null) findings.warn('date-malformed', row.line, column)
    return date ?? undefined
  }
  const [, letter = '', year = '', month = '', day = ''] = spelled
  const western = Number(year) === 0 ? null : eraYear(letter, Number(year))
  const date = western === null ? null : dateOf(western, Number(month), Number(day))
  if (date === null) {
    findings.warn('date-malformed', row.line, column)
    return undefined
  }
  const era = eras[letter]
  if (era && (date < era.from || date > era.to)) findings.warn('era-mismatch', row.line, column)
  return date
}

/** An amount in its normal spelling; as written, and told, where it is no number: a person has to see it. */
export function readAmount(row: Row, column: number, findings: Findings): string | undefined {
  const text = readPlain(row, column)
  if (text === undefined) return undefined
  const amount = normaliseDecimal(text)
  if (amount === null) findings.warn('number-malformed', row.line, column)
  return amount ?? text
}

const authors: Readonly<Record<string, NotebookAuthor>> = { 1: 'medical', 2: 'patient', 8: 'other', 9: 'unknown' }

/** 記録作成者. */
export function readAuthor(row: Row, column: number, findings: Findings): NotebookAuthor {
  const code = readPlain(row, column)
  if (code === undefined) findings.warn('field-missing', row.line, column)
  const author = code === undefined ? undefined : authors[code]
  if (code !== undefined && author === undefined) findings.warn('author-malformed', row.line, column)
  return author ?? 'unknown'
}

/** Where the parts of a note stand in its record; -1: the record has no such part. */
interface NotePlaces {
  text: number
  by: number
  on?: number
  kind?: number
}

/** Words of the notebook; undefined when there are none, which is told. */
export function readNote(row: Row, places: NotePlaces, findings: Findings): NotebookNote | undefined {
  const text = readNeeded(row, places.text, findings)
  if (text === '') return undefined
  return given({
    text,
    by: places.by < 0 ? 'patient' : readAuthor(row, places.by, findings),
    on: places.on === undefined ? undefined : readDate(row, places.on, findings),
    kind: places.kind === undefined ? undefined : readPlain(row, places.kind),
  })
}
