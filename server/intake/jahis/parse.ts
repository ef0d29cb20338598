import type { Warning } from '../../../contract/issue.ts'
import type { NotebookContent, NotebookOddity, NotebookOtc } from '../../../contract/outside-notebook.ts'
import { compareDates } from '../../domain/calendar-date.ts'
import { decode } from '../nsips/decode.ts'
import { given, readPlain, readText } from '../nsips/fields.ts'
import { splitRows, type Row } from '../nsips/rows.ts'
import { DayReader } from './day.ts'
import { readAuthor, readDate, readKana, readNeeded, readNote } from './fields.ts'
import { Findings } from './findings.ts'
import { isKnownVersion, layoutOf, newestVersion } from './layout.ts'

/** No code that a scanner puts together is larger (intake/scans.ts). */
export const maxBytes = 256 * 1024

/** This many lines are enough to show as they were written. */
const maxUnread = 500

/** `content` is null when it cannot be trusted whose or what it is. */
export interface NotebookReading {
  content: NotebookContent | null
  warnings: Warning[]
}

/**
 * Reads a notebook in the JAHIS format (電子版お薬手帳データフォーマット), all parts of a divided one put together. Pure; never throws,
 * whatever the bytes. What would not be read for certain stands in `unread` as it was written: a drug is never dropped. Layout, codes,
 * public sources: docs/formats/jahis.md.
 */
export function readNotebook(bytes: Uint8Array): NotebookReading {
  const findings = new Findings()
  const content = readContent(bytes, findings)
  return { content: findings.isRefused ? null : content, warnings: findings.list() }
}

function readContent(bytes: Uint8Array, findings: Findings): NotebookContent | null {
  if (bytes.byteLength > maxBytes) {
    findings.refuse('too-large')
    return null
  }
  const split = splitRows(decode(bytes).text)
  if (!split) {
    findings.refuse('too-many-rows')
    return null
  }
  const { rows, isClosed } = split
  const [header, ...records] = rows
  const heading = header && readHeader(header, findings)
  if (!heading) {
    findings.refuse('header-missing')
    return null
  }
  checkCharacters(rows, findings)
  const reader = new NotebookReader(heading, findings)
  for (const row of records) reader.take(row)
  const last = records.at(-1)
  if (last && !isClosed && last.fields.length < (layoutOf(last.id, 1)?.width ?? 0) - 1)
    findings.warn('cut-off', last.line, last.fields.length - 1)
  return reader.close()
}

interface Heading {
  name: string
  version: number
  writtenFor: NotebookContent['writtenFor']
}

function readHeader(row: Row, findings: Findings): Heading | undefined {
  const digits = /^JAHISTC(\d\d)$/.exec(row.id)?.[1]
  if (digits === undefined) return undefined
  const version = Number(digits)
  const side = readPlain(row, 1)
  // Not the number of a symbol, as some readers take it.
  if (side !== '1' && side !== '2') findings.refuse('header-malformed', row.line, 1)
  if (!isKnownVersion(version)) findings.warn('version-unknown', row.line)
  const readAs = isKnownVersion(version) ? version : newestVersion
  return { name: row.id, version: readAs, writtenFor: side === '2' ? 'provider' : 'patient' }
}

/** Takes the records of a notebook line by line, each once. */
class NotebookReader {
  readonly #heading: Heading
  readonly #findings: Findings
  readonly #content: Omit<NotebookContent, 'patient' | 'version' | 'writtenFor'> = {
    specials: [],
    otc: [],
    memos: [],
    days: [],
    pharmacists: [],
    unread: [],
  }
  readonly #otcs = new Map<string, NotebookOtc>()
  #patient: { content: NotebookContent['patient']; text: string } | undefined
  #day: DayReader | undefined

  constructor(heading: Heading, findings: Findings) {
    this.#heading = heading
    this.#findings = findings
  }

  take(row: Row): void {
    const layout = layoutOf(row.id, this.#heading.version)
    const oddity = layout ? this.#takeKnown(row, layout) : this.#takeUnknown(row)
    if (!oddity) return
    this.#findings.warn(oddity, row.line)
    const { unread } = this.#content
    if (unread.length < maxUnread) unread.push({ line: row.line, id: row.id.slice(0, 40), text: row.text })
    else if (unread.length === maxUnread) this.#findings.warn('more-unread', row.line)
  }

  close(): NotebookContent | null {
    this.#closeDay()
    if (!this.#patient) {
      this.#findings.refuse('patient-missing')
      return null
    }
    const { name: version, writtenFor } = this.#heading
    const { days, ...others } = this.#content
    if (days.length === 0 && others.otc.length === 0) this.#findings.warn('no-day', 1)
    days.sort((a, b) => compareDates(b.on ?? '', a.on ?? ''))
    return { version, writtenFor, patient: this.#patient.content, days, ...others }
  }

  #takeKnown(row: Row, { width, isTooNew }: { width: number; isTooNew: boolean }): NotebookOddity | null {
    if (isTooNew) this.#findings.warn('record-too-new', row.line)
    // A comma inside a name moves everything behind it: no amount of that line can be trusted.
    if (row.fields.slice(width).some((field) => field.trim() !== '')) return 'too-many-fields'
    return this.#takeRecord(row)
  }

  #takeUnknown({ id, line, text }: Row): NotebookOddity | null {
    // The heading of a further part that was put together as it came.
    if (!id.startsWith('JAHISTC')) return 'unknown-record'
    if (id !== this.#heading.name) return 'record-repeated'
    if (text.trim() !== '') this.#findings.warn('record-repeated', line)
    return null
  }

  #takeRecord(row: Row): NotebookOddity | null {
    const findings = this.#findings
    switch (row.id) {
      case '1':
        this.#takePatient(row)
        return null
      case '2':
        return keep(this.#content.specials, readNote(row, { kind: 1, text: 2, by: 3 }, findings))
      case '3':
        return this.#takeOtc(row)
      case '31':
        return this.#takeIngredient(row)
      case '4':
        return keep(this.#content.memos, readNote(row, { text: 1, on: 2, by: 3 }, findings))
      case '5':
        this.#closeDay()
        this.#day = new DayReader(row, findings)
        return null
      case '701': {
        const name = readNeeded(row, 1, findings)
        const of = given({ name, pharmacy: readText(row, 2), phone: readText(row, 3) })
        return keep(this.#content.pharmacists, name === '' ? undefined : of)
      }
      case '911':
        if (readPlain(row, 2) !== '1') findings.warn('part-of-several', row.line)
        return null
      default:
        return this.#day ? this.#day.take(row) : 'record-misplaced'
    }
  }

  /** Parts may repeat the patient; two of them are a mixture, of which nothing is shown. */
  #takePatient(row: Row): void {
    const findings = this.#findings
    const text = row.text.trim()
    if (this.#patient) {
      if (this.#patient.text === text) findings.warn('record-repeated', row.line)
      else findings.refuse('second-patient', row.line)
      return
    }
    const name = readText(row, 1)
    if (name === undefined) findings.refuse('patient-name-missing', row.line, 1)
    const sex = readPlain(row, 2)
    if (sex !== '1' && sex !== '2') findings.warn(sex === undefined ? 'field-missing' : 'code-unknown', row.line, 2)
    if (readText(row, 3) === undefined) findings.warn('field-missing', row.line, 3)
    const content = given({
      name: name ?? '',
      kana: readKana(row, 10),
      sex: sex === '1' ? ('male' as const) : sex === '2' ? ('female' as const) : ('unknown' as const),
      birthOn: readDate(row, 3, findings),
    })
    this.#patient = { content, text }
  }

  #takeOtc(row: Row): NotebookOddity | null {
    const name = readText(row, 1)
    if (name === undefined) return 'field-missing'
    const [startOn, endOn] = [readDate(row, 2, this.#findings), readDate(row, 3, this.#findings)]
    const by = readAuthor(row, 4, this.#findings)
    const otc: NotebookOtc = { ...given({ name, startOn, endOn, by, jan: readPlain(row, 6) }), ingredients: [] }
    this.#content.otc.push(otc)
    const number = readPlain(row, 5)
    if (number !== undefined) this.#otcs.set(number, otc)
    return null
  }

  #takeIngredient(row: Row): NotebookOddity | null {
    const otc = this.#otcs.get(readPlain(row, 1) ?? '')
    const name = readText(row, 2)
    if (!otc || name === undefined) return otc ? 'field-missing' : 'record-misplaced'
    otc.ingredients.push(name)
    return null
  }

  #closeDay(): void {
    if (this.#day) this.#content.days.push(this.#day.close())
    this.#day = undefined
  }
}

/** What has no words was told where it was read. */
function keep<T>(list: T[], item: T | undefined): null {
  if (item !== undefined) list.push(item)
  return null
}

const privateUse = /[\uE000-\uF8FF\u{F0000}-\u{10FFFF}]/u

/** Tells where characters are that the box cannot show as the other notebook does: undecodable bytes and 外字. */
function checkCharacters(rows: readonly Row[], findings: Findings): void {
  for (const { line, fields } of rows)
    for (const [column, field] of fields.entries()) {
      if (field.includes('\uFFFD')) findings.warn('undecodable', line, column)
      if (privateUse.test(field)) findings.warn('private-use-character', line, column)
    }
}
