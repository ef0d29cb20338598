/** One record of a CSV text: the line its first field stands in (counted from 1), and its fields. */
export interface CsvRecord {
  line: number
  fields: string[]
}

export type CsvOutcome = { ok: true; records: CsvRecord[] } | { ok: false; line: number }

/**
 * Reads CSV as spreadsheets write it (RFC 4180): commas, fields in double quotes with doubled quotes inside, line ends of any kind, a
 * byte order mark in front. Lines without any text are left out. Not ok: a quote that was opened in `line` is never closed.
 */
export function readCsv(text: string): CsvOutcome {
  const records: CsvRecord[] = []
  let record: CsvRecord = { line: 1, fields: [] }
  let line = 1
  let at = text.startsWith('\uFEFF') ? 1 : 0
  const finish = (): void => {
    if (record.fields.some((field) => field.trim() !== '')) records.push(record)
    record = { line, fields: [] }
  }
  while (at < text.length) {
    let field = ''
    if (text[at] === '"') {
      const opened = line
      for (at++; ; at++) {
        const close = text.indexOf('"', at)
        if (close < 0) return { ok: false, line: opened }
        const part = text.slice(at, close)
        line += part.match(/\r\n|\r|\n/g)?.length ?? 0
        field += part
        at = close + 1
        if (text[at] !== '"') break
        field += '"'
      }
    }
    const end = nextOf(text, at)
    record.fields.push(field + text.slice(at, end))
    at = end
    if (text[at] === ',') {
      at++
      // A comma at the very end opens one more field, which is empty.
      if (at === text.length || text[at] === '\r' || text[at] === '\n') record.fields.push('')
      if (at < text.length && text[at] !== '\r' && text[at] !== '\n') continue
    }
    if (at >= text.length) break
    at += text.startsWith('\r\n', at) ? 2 : 1
    line++
    finish()
  }
  finish()
  return { ok: true, records }
}

const stop = /[,\r\n]/g

function nextOf(text: string, at: number): number {
  stop.lastIndex = at
  return stop.exec(text)?.index ?? text.length
}

/**
 * A cell that a spreadsheet would take for a formula, made text; full-width signs count, which Japanese spreadsheets read as formulas too
 * (OWASP, "CSV Injection").
 */
export const formulaFree = (text: string): string => text.replace(/^[\s\u3000]*[=+\-@＝＋－＠]|^[\t\r\n]/, "'$&")
