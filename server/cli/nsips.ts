import { readFile, stat } from 'node:fs/promises'
import { basename } from 'node:path'
import type { DispensingRecord } from '../../contract/dispensing.ts'
import type { Issue } from '../../contract/issue.ts'
import { issue } from '../intake/nsips/messages.ts'
import { maxBytes, parseNsips, type ParseOutcome } from '../intake/nsips/parse.ts'
import { printable } from './printable.ts'

/**
 * `kusuribako nsips FILE… [--json]`: parses files without a store and prints one JSON document a file, one a line, or a short
 * summary. Exit code: 0 all parse, 1 any is rejected, 2 no file was named.
 */
export async function runNsips(files: string[], options: { json: boolean }): Promise<number> {
  if (files.length === 0) {
    process.stderr.write('読むファイルを指定してください。使い方: kusuribako nsips FILE... [--json]\n')
    return 2
  }
  let exitCode = 0
  for (const path of files) {
    const file = basename(path)
    const outcome = await parseFile(path, file)
    if (!outcome.ok) exitCode = 1
    process.stdout.write(`${options.json ? JSON.stringify(documentOf(file, outcome)) : summaryOf(file, outcome)}\n`)
  }
  return exitCode
}

async function parseFile(path: string, file: string): Promise<ParseOutcome> {
  try {
    const stats = await stat(path)
    if (!stats.isFile()) return { ok: false, issues: [issue('file-unreadable')] }
    if (stats.size > maxBytes) return { ok: false, issues: [issue('file-too-large')] }
    return parseNsips(await readFile(path), file)
  } catch {
    // Missing, no right to read, a share that went away: all the same to whoever named the file.
    return { ok: false, issues: [issue('file-unreadable')] }
  }
}

const documentOf = (file: string, outcome: ParseOutcome): object =>
  outcome.ok ? { ok: true, file, ...outcome.record } : { ok: false, file, issues: outcome.issues }

const summaryOf = (file: string, outcome: ParseOutcome): string =>
  outcome.ok
    ? recordSummary(file, outcome.record)
    : [`× ${file}`, ...outcome.issues.map(issueLine)].map(printable).join('\n')

const actionText = { new: '新規', update: '更新', delete: '削除' } as const

function recordSummary(file: string, { action, format, prescription, rps, warnings }: DispensingRecord): string {
  const medications = rps.reduce((sum, rp) => sum + rp.medications.length, 0)
  const facts = [
    actionText[action],
    `処方箋番号 ${prescription.number}`,
    `調剤日 ${prescription.dispensedOn ?? '不明'}`,
    `Rp ${String(rps.length)}件 薬品 ${String(medications)}件`,
    format,
  ]
  return [
    `○ ${file}  ${facts.join('  ')}`,
    ...warnings.map(({ line, column, code }) => `    注意 ${placeText(line, column)}${code}`),
  ]
    .map(printable)
    .join('\n')
}

const issueLine = ({ line, column, message, code }: Issue): string =>
  `    ${String(line)}行目 項目${String(column)}: ${message} [${code}]`

/** A warning about the whole file has no place. */
const placeText = (line: number | undefined, column: number | undefined): string =>
  line === undefined ? '' : `${String(line)}行目${column === undefined ? '' : ` 項目${String(column)}`}: `
