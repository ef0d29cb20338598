import { writeFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { askBox } from '../ops/control.ts'
import { findRejectedFile, listRejected, requeue, type MoveOutcome } from '../store/inbound.ts'
import { printable } from './printable.ts'
import { withStore } from './with-store.ts'

const words: Record<MoveOutcome, string> = {
  moved: 'もう一度読みます。',
  'not-found': 'その番号のファイルはありません。',
  'wrong-state': 'そのファイルは読めないファイルではありません。',
  'no-bytes': 'そのファイルは大きすぎて取り込まれていません。フォルダーの中を確かめてください。',
}

/** `kusuribako rejected list`: files that could not be read, newest first. */
export function runRejectedList(flags: { data: string; json?: boolean }): number {
  return withStore(flags.data, (store) => {
    const items = []
    let before = Number.MAX_SAFE_INTEGER
    for (let next: string | null = 'first'; next !== null;) {
      const page = listRejected(store, before, 500)
      items.push(...page.items)
      next = page.next
      before = Number(next)
    }
    if (flags.json) process.stdout.write(`${JSON.stringify({ items })}\n`)
    else if (items.length === 0) process.stdout.write('読めないファイルはありません。\n')
    for (const { seq, name, issues } of flags.json ? [] : items) {
      process.stdout.write(`${seq}  ${printable(name)}\n`)
      for (const { line, column, code, message } of issues) {
        process.stdout.write(`      ${line}行目 項目${column}  ${printable(message)} [${code}]\n`)
      }
    }
    return 0
  })
}

/** `kusuribako rejected retry SEQ`: reads one again; through the running box if there is one. */
export async function runRejectedRetry(seq: string, flags: { data: string }): Promise<number> {
  const asked = await askBox(resolve(flags.data), 'retry', { seq: Number(seq) })
  if (asked.ok) return say(asked.body as MoveOutcome)
  return withStore(flags.data, (store) => say(requeue(store, Number(seq))))
}

function say(outcome: MoveOutcome): number {
  const isDone = outcome === 'moved'
  ;(isDone ? process.stdout : process.stderr).write(`${words[outcome]}\n`)
  return isDone ? 0 : 1
}

/** `kusuribako rejected save SEQ --to DIR`: writes the kept bytes under their own name. */
export function runRejectedSave(seq: string, flags: { data: string; to: string }): number {
  return withStore(flags.data, (store) => {
    const file = findRejectedFile(store, Number(seq))
    if (!file) return say('not-found')
    const path = join(resolve(flags.to), file.name.replaceAll('/', '_'))
    writeFileSync(path, file.bytes, { flag: 'wx' })
    process.stdout.write(`${path}\n`)
    return 0
  })
}
