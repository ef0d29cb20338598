import { readdirSync, readFileSync, unlinkSync } from 'node:fs'
import { join } from 'node:path'
import { createBareStore, planFiles, type Totals } from './bare-store.ts'
import { readSetup, tell } from './child.ts'
import { plannedFiles } from './planned-files.ts'

/** The bare minimum of reading a backlog: decode, split, the same rows in as many transactions; files deleted once committed. */
export interface BareBacklogSetup {
  folder: string
  storeFile: string
  files: number
  /** Files committed, and read, in one transaction. */
  takenAtOnce: number
  readAtOnce: number
}

export interface BareBacklogMessage {
  ms: number
  totals: Totals
}

const { folder, storeFile, files, takenAtOnce, readAtOnce } = readSetup() as BareBacklogSetup
const plans = new Map(planFiles(plannedFiles(files)).map((plan) => [plan.name, plan]))
const store = createBareStore(storeFile)
const decoder = new TextDecoder('shift_jis')

const pieces = <T>(list: T[], size: number): T[][] =>
  Array.from({ length: Math.ceil(list.length / size) }, (_, index) => list.slice(index * size, (index + 1) * size))

let fields = 0
const startedAt = performance.now()
const found = readdirSync(join(folder, 'INDEX')).sort()
for (const names of pieces(found, takenAtOnce)) {
  const taken = names.flatMap((name) => {
    const plan = plans.get(name)
    return plan ? [{ plan, bytes: readFileSync(join(folder, 'DATA', name)) }] : []
  })
  const seqs = store.take(taken)
  for (const name of names) {
    unlinkSync(join(folder, 'INDEX', name))
    unlinkSync(join(folder, 'DATA', name))
  }
  for (const batch of pieces(
    taken.map(({ plan, bytes }, index) => ({ plan, bytes, seq: seqs[index] ?? 0 })),
    readAtOnce,
  )) {
    for (const { bytes } of batch) {
      for (const line of decoder.decode(bytes).split('\r\n')) fields += line.split(',').length
    }
    store.read(batch)
  }
}
const ms = performance.now() - startedAt
if (fields < files) throw new Error('the files were empty')
tell({ ms, totals: store.totals() } satisfies BareBacklogMessage)
store.close()
process.disconnect()
