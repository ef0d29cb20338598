import Database from 'better-sqlite3'
import { join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import { isDeepStrictEqual } from 'node:util'
import { figure, percentile } from './figure.ts'
import type { BareBacklogMessage, BareBacklogSetup } from './support/bare-backlog-child.ts'
import { totalsOf, type Totals } from './support/bare-store.ts'
import type { Bench, Measured } from './support/bench.ts'
import { initBox, makeSipsFolder, putFile, startBox } from './support/box.ts'
import { startChild } from './support/child.ts'
import { plannedFiles } from './support/planned-files.ts'
import type { Scope } from './support/scope.ts'

const files = 1500
const rounds = 3
/** Transactions as the box makes them: server/intake/folder-watcher.ts chunkFiles, server/intake/inbound.ts batchSize. */
const takenAtOnce = 100
const readAtOnce = 25
const pollMs = 10
const limitMs = 120_000

/** Files lie in the folder when the box starts; from its ready line until the last of them is read. */
export async function measureBacklog({ scope, say }: Bench): Promise<Measured> {
  const boxMs: number[] = []
  const bareMs: number[] = []
  for (let round = 1; round <= rounds; round++) {
    say(`${round} / ${rounds}`)
    const dir = scope.tempDir()
    const folders = ['box-sips', 'bare-sips'].map((name) => makeSipsFolder(join(dir, name)))
    const [boxFolder = '', bareFolder = ''] = folders
    for (const file of plannedFiles(files)) for (const folder of folders) putFile(folder, file)

    const box = await timeBox(scope, join(dir, 'data'), boxFolder)
    const storeFile = join(dir, 'bare.sqlite')
    const setup = { folder: bareFolder, storeFile, files, takenAtOnce, readAtOnce } satisfies BareBacklogSetup
    const program = join(import.meta.dirname, 'support/bare-backlog-child.ts')
    const bare = await startChild<BareBacklogMessage>(scope, program, setup).next()
    if (!isDeepStrictEqual(box.totals, bare.totals)) {
      throw new Error(`box and floor wrote different rows: ${JSON.stringify([box.totals, bare.totals])}`)
    }
    boxMs.push(box.ms / files)
    bareMs.push(bare.ms / files)
  }
  const value = percentile(boxMs, 0.5)
  const floor = percentile(bareMs, 0.5)
  return {
    figure: figure({ name: 'backlog-1500', unit: 'ms/file', value, floor }, { ratio: 2 }),
    note: `${(1000 / value).toFixed(0)} 件/秒、下限 ${(1000 / floor).toFixed(0)} 件/秒`,
  }
}

async function timeBox(scope: Scope, dataDir: string, folder: string): Promise<{ ms: number; totals: Totals }> {
  await initBox(dataDir)
  const box = await startBox(scope, dataDir, folder)
  const readyAt = performance.now()
  const store = new Database(join(dataDir, 'kusuribako.sqlite'), { readonly: true })
  try {
    const countDone = store.prepare<[], number>(`SELECT count(*) FROM inbound WHERE state = 'done'`).pluck()
    while ((countDone.get() ?? 0) < files) {
      if (performance.now() - readyAt > limitMs) throw new Error(`${countDone.get() ?? 0} of ${files} files were read`)
      await pause(pollMs)
    }
    return { ms: performance.now() - readyAt, totals: totalsOf(store) }
  } finally {
    store.close()
    await box.stop()
  }
}
