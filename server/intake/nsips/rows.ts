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
/** A lone Ctrl-Z is how old programs close a file; the CP932 decoder of ICU makes U+001C of it. */
const endMarks = new Set(['\u001A', '\u001C'])

/** The lines that hold something, whatever their line end; null when there are too many. */
export function splitRows(text: string): Row[] | null {
  const lines = text.split(/\r\n|\n|\r/, maxRows + 1)
  if (lines.length > maxRows) return null
  const rows: Row[] = []
  for (const [index, line] of lines.entries()) {
    if (line.trim() === '' || endMarks.has(line)) continue
    const fields = line.split(',', maxColumns)
    rows.push({ line: index + 1, id: (fields[0] ?? '').trim(), fields, text: line })
  }
  return rows
}

const privateUse = /[\uE000-\uF8FF\u{F0000}-\u{10FFFF}]/u

/** Tells where characters are that the box cannot show as the receipt computer does: undecodable bytes and 外字. */
export function checkCharacters(text: string, rows: readonly Row[], findings: Findings): void {
  const isPrivate = privateUse.test(text)
  if (!isPrivate && !text.includes('\uFFFD')) return
  for (const { line, fields, text: rowText } of rows) {
    if (!rowText.includes('\uFFFD') && !privateUse.test(rowText)) continue
    for (const [column, field] of fields.entries()) {
      if (field.includes('\uFFFD')) findings.warn('undecodable', line, column)
      if (isPrivate && privateUse.test(field)) findings.warn('private-use-character', line, column)
    }
  }
}
