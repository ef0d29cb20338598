import { parseArgs } from 'node:util'
import { measureBacklog } from './backlog-1500.ts'
import { measureFileToEvent } from './file-to-event.ts'
import { measureFirstLoad } from './first-load.ts'
import { measureHeap } from './heap-8h.ts'
import { measureHintMarks, measureHints } from './hints.ts'
import { measureHistory } from './history-600k.ts'
import { measureColdDetail, measureListToDetail } from './list-to-detail.ts'
import { measureTouchMemory } from './memory-10k-touches.ts'
import { measureMemory } from './memory-600k.ts'
import { measureDaemonRestart, measureReplug } from './reader-recovery.ts'
import { measureManySearch } from './search-200k.ts'
import { measureSearch } from './search-600k.ts'
import { measureStart } from './start-600k.ts'
import { measureTouchToEvent, measureTouchWithRecord } from './touch-to-event.ts'
import type { Bench, Measured } from './support/bench.ts'
import { createScope, type Scope } from './support/scope.ts'
import { table } from './support/table.ts'

const measurements: Record<string, (bench: Bench) => Promise<Measured>> = {
  'file-to-event': measureFileToEvent,
  'touch-to-event': measureTouchToEvent,
  'touch-with-record': measureTouchWithRecord,
  'recovery-pcscd-restart': measureDaemonRestart,
  'recovery-replug': measureReplug,
  'memory-10k-touches': measureTouchMemory,
  'backlog-1500': measureBacklog,
  'start-600k': measureStart,
  'memory-600k': measureMemory,
  'first-load': measureFirstLoad,
  'search-600k': measureSearch,
  'search-200k': measureManySearch,
  'history-600k': measureHistory,
  hints: measureHints,
  'hint-marks-50': measureHintMarks,
  'list-to-detail': measureListToDetail,
  'list-to-detail-cold': measureColdDetail,
  'heap-8h': measureHeap,
}

const { values, positionals } = parseArgs({ options: { json: { type: 'boolean' } }, allowPositionals: true })
const chosen = Object.entries(measurements).filter(
  ([name]) => positionals.length === 0 || positionals.some((prefix) => name.startsWith(prefix)),
)
const unknown = positionals.filter((prefix) => !Object.keys(measurements).some((name) => name.startsWith(prefix)))
if (unknown.length > 0) {
  console.error(`この名前の計測はありません: ${unknown.join(' ')}`)
  console.error(`あるのは: ${Object.keys(measurements).join(' ')}`)
  process.exit(2)
}

let open: Scope | undefined
for (const signal of ['SIGINT', 'SIGTERM'] as const) {
  process.once(signal, () => {
    void (open?.end() ?? Promise.resolve()).finally(() => process.exit(1))
  })
}

const results: Measured[] = []
for (const [name, measure] of chosen) {
  const say = (line: string): void => {
    console.error(`${name}: ${line}`)
  }
  open = createScope()
  try {
    say('計測中')
    results.push(await measure({ scope: open, say }))
  } catch (error) {
    say(`計測できませんでした: ${error instanceof Error ? error.message : String(error)}`)
    process.exitCode = 1
  } finally {
    await open.end()
  }
}
const figures = results.map(({ figure }) => figure)
process.stdout.write(values.json ? `${JSON.stringify(figures)}\n` : table(results))
