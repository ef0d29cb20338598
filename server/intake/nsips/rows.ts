import type { Findings } from './findings.ts'

/** One line of a file. */
export interface Row {
  /** From 1, as an editor shows it. */
  line: number
  /** Field 0 without blanks around it: `VER…` or the record number. */
  id: string
  /** Split at plain commas; there is no quoting in this format. */
  fields: string[]
  text: string
}

/** A prescription has some tens of lines; this keeps a hostile file from taking the memory of the box. */
const maxRows = 50_000
/** The widest record has 49 columns; what lies further right is never read. */
const maxColumns = 64
/** Ctrl-Z is how old programs close a file; the CP932 decoder of ICU makes U+001C of it. */
const endMarks = new Set(['\u001A', '\u001C'])

export interface Rows {
  /** The lines that hold something. */
  rows: Row[]
  /** The last row has a line end or the mark of an old program behind it. Otherwise the file may end anywhere inside it. */
  isClosed: boolean
}

/** Splits at any kind of line end; null when there are too many lines. */
export function splitRows(text: string): Rows | null {
  const hasEndMark = endMarks.has(text.slice(-1))
  const lines = (hasEndMark ? text.slice(0, -1) : text).split(/\r?\n|\r/, maxRows + 1)
  if (lines.length > maxRows) return null
  const rows: Row[] = []
  lines.forEach((line, index) => {
    if (line.trim() === '' || endMarks.has(line)) return
    const fields = line.split(',', maxColumns)
    rows.push({ line: index + 1, id: (fields[0] ?? '').trim(), fields, text: line })
  })
  return { rows, isClosed: hasEndMark || lines.at(-1)?.trim() === '' }
}

/** Columns of each record, the id included, in the narrowest version seen. */
const columns = new Map([
  ['1', 49],
  ['2', 42],
  ['3', 22],
  ['4', 41],
  ['5', 21],
  ['6', 28],
  ['7', 6],
])
const headerColumns = 12

/** Whether a row has fewer columns than its record. Most producers write them all, even when they are empty. */
export const isShort = ({ id, fields }: Row): boolean =>
  fields.length < (id.startsWith('VER') ? headerColumns : (columns.get(id) ?? 0))

/** Without the `u` flag, which is slow: anything that may be private use or the mark of an undecodable byte. */
const conspicuous = /[\uDB80-\uDBFF\uE000-\uF8FF\uFFFD]/
const privateUse = /[\uE000-\uF8FF\u{F0000}-\u{10FFFF}]/u

/** Tells where characters are that the box cannot show as the receipt computer does: undecodable bytes and 外字. */
export function checkCharacters(text: string, rows: readonly Row[], findings: Findings): void {
  if (!conspicuous.test(text)) return
  const isPrivate = privateUse.test(text)
  for (const { line, fields, text: rowText } of rows) {
    if (!conspicuous.test(rowText)) continue
    for (const [column, field] of fields.entries()) {
      if (field.includes('\uFFFD')) findings.warn('undecodable', line, column)
      if (isPrivate && privateUse.test(field)) findings.warn('private-use-character', line, column)
    }
  }
}
