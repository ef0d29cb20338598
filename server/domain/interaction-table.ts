import type { Severity } from '../../contract/hint.ts'
import { interactionLimits, type Interaction, type TableIssue } from '../../contract/interaction.ts'
import { readCsv, type CsvRecord } from './csv.ts'
import { bareName, isTelling } from './drug-words.ts'
import { normalise } from './normalise.ts'

/** A line as it is kept: with the keys under which a drug of either side is found. */
export interface KeyedInteraction extends Interaction {
  aKey: string
  bKey: string
}

export interface ReadTable {
  rows: KeyedInteraction[]
  /** Lines that repeat an earlier one word for word. */
  repeated: number
  issues: TableIssue[]
}

const severities: Record<string, Severity> = {
  禁忌: 'contraindicated',
  併用禁忌: 'contraindicated',
  注意: 'caution',
  併用注意: 'caution',
  参考: 'reference',
}

const longest = { name: 100, text: 400 } as const
const messages = {
  quote: '「"」で始まる項目が閉じていません。この行から後ろは読んでいません。',
  lines: `${String(interactionLimits.lines)}行を超えています。表を分けるか減らしてください。`,
  columns: '項目が足りません。A・B・重さ・説明の4つが要ります。',
  more: '項目が多すぎます。説明に「,」を使うときは、説明全体を「"」で囲んでください。',
  empty: '空です。薬品名かYJコードを入れてください。',
  name: 'この名前では短すぎて、ほかの薬と区別できません。',
  long: '長すぎます。',
  severity: '「禁忌」「注意」「参考」（または「併用禁忌」「併用注意」）のどれかを入れてください。',
  same: 'AとBが同じ薬です。',
  other: (line: number) => `${String(line)}行目と同じ組み合わせですが、重さか説明が違います。`,
  none: '読める行がありません。',
}

/**
 * Reads a pharmacy's interaction table (docs/formats/interaction-table.md): A, B, 重さ, 説明, a heading if there is one. Every line that cannot
 * be understood is an issue with its line and column; messages quote nothing of the file.
 */
export function readInteractionTable(text: string): ReadTable {
  const csv = readCsv(text)
  const table: ReadTable = { rows: [], repeated: 0, issues: [] }
  const issue: Tell = (line, column, message) => {
    table.issues.push({ line, column, message })
    return null
  }
  if (!csv.ok) {
    issue(csv.line, 1, messages.quote)
    return table
  }
  const records = csv.records.filter((record, index) => !(index === 0 && isHeading(record)))
  const tooMany = records[interactionLimits.lines]
  if (tooMany) {
    issue(tooMany.line, 1, messages.lines)
    return table
  }
  const known = new Map<string, KeyedInteraction>()
  for (const record of records) {
    const row = readRow(record, issue)
    if (!row) continue
    const pair = [row.aKey, row.bKey].sort().join('\n')
    const earlier = known.get(pair)
    if (!earlier) {
      known.set(pair, row)
      table.rows.push(row)
    } else if (earlier.severity === row.severity && earlier.text === row.text) table.repeated++
    else issue(row.line, 1, messages.other(earlier.line))
  }
  if (table.rows.length === 0 && table.issues.length === 0) issue(1, 1, messages.none)
  return table
}

type Tell = (line: number, column: number, message: string) => null

/** A first line whose third column names the column. */
const isHeading = ({ fields }: CsvRecord): boolean => /^(?:重さ|重要度|区分|severity)$/i.test(clean(fields[2]))

function readRow({ line, fields }: CsvRecord, issue: Tell): KeyedInteraction | null {
  if (fields.length < 4) return issue(line, fields.length + 1, messages.columns)
  if (fields.slice(4).some((field) => field.trim() !== '')) return issue(line, 5, messages.more)
  const [a, b, word, text] = [clean(fields[0]), clean(fields[1]), clean(fields[2]), (fields[3] ?? '').trim()]
  const [aKey, bKey] = [keyOf(a), keyOf(b)]
  const severity = severities[word]
  const wrong = [wrongName(a, aKey), wrongName(b, bKey), severity ? '' : messages.severity]
  wrong.push(text.length > longest.text ? messages.long : '')
  wrong.forEach((message, index) => {
    if (message !== '') issue(line, index + 1, message)
  })
  if (wrong.some((message) => message !== '') || !severity) return null
  if (aKey === bKey) return issue(line, 2, messages.same)
  return { line, a, b, severity, text, aKey, bKey }
}

const clean = (field: string | undefined): string => normalise(field ?? '', 'NFKC').trim()

function wrongName(written: string, key: string): string {
  if (written === '') return messages.empty
  if (written.length > longest.name) return messages.long
  return isCode(written) || isTelling(key) ? '' : messages.name
}

/** The first 4, 7 or 9 characters of a YJ code, or all twelve. */
const isCode = (written: string): boolean => /^\d{4}(?:\d{3}(?:[A-Z]\d(?:\d{3})?)?)?$/i.test(written)

/** Under what a drug is found by this side of a line; the counterpart of `interactionKeys` in hints.ts. */
const keyOf = (written: string): string => (isCode(written) ? written.toUpperCase() : bareName(written))
