import Database from 'better-sqlite3'
import { spawn, type ChildProcess } from 'node:child_process'
import { createHash } from 'node:crypto'
import { once } from 'node:events'
import { existsSync, mkdirSync, readdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as wait } from 'node:timers/promises'
import { expect, onTestFinished, test } from 'vitest'
import { initBox } from '../server/cli/init.ts'
import { writeNsipsFile } from '../server/demo/nsips-file.ts'
import { storeFile } from '../server/main.ts'
import { until } from './support/serve.ts'
import { testFile } from './support/store.ts'
import { tempDir } from './support/temp.ts'

const kills = 100
const filesEachRound = 12

/** A random number from a seed that a failed run prints, so that the same points can be tried again. */
function createRandom(seed: number): () => number {
  let state = seed
  return () => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0
    return state / 2 ** 32
  }
}

interface Written {
  name: string
  sha256: string
}

test(`killed ${kills} times at random points of intake, every file is still in the folder or a committed row, exactly once`, async () => {
  const dataDir = join(tempDir(), 'data')
  const sips = join(dataDir, '..', 'SIPS1')
  for (const folder of ['INDEX', 'DATA']) mkdirSync(join(sips, folder), { recursive: true })
  await initBox({ dataDir, facility: '見本薬局', admin: 'kanri', password: 'correct horse', hasSecondFactor: false })
  const seed = Date.now() >>> 0
  const random = createRandom(seed)
  const written: Written[] = []
  let number = 0

  const write = () => {
    // Sometimes a correction of what was sent before, as receipt computers do.
    const isCorrection = number > 0 && random() < 0.2
    if (!isCorrection) number++
    const { name, bytes } = writeNsipsFile(
      testFile({
        number: `2604030${String(number).padStart(8, '0')}`,
        receipt: number,
        ...(isCorrection && { action: 'U' as const, revision: written.length }),
      }),
    )
    writeFileSync(join(sips, 'DATA', name), bytes)
    writeFileSync(join(sips, 'INDEX', name), '')
    written.push({ name, sha256: createHash('sha256').update(bytes).digest('hex') })
  }

  for (let round = 0; round < kills; round++) {
    const child = startIntakeChild(storeFile(dataDir), sips)
    await once(child.stdout!, 'data')
    const killAfterMs = random() * 120
    for (let file = 0; file < filesEachRound; file++) write()
    await wait(killAfterMs)
    child.kill('SIGKILL')
    await once(child, 'exit')
    const lost = findLost(dataDir, sips, written)
    expect(lost, `seed ${seed}, round ${round}`).toEqual([])
  }

  // Left alone, it takes in all the rest.
  const child = startIntakeChild(storeFile(dataDir), sips)
  await untilIdle(dataDir, sips)
  child.kill('SIGTERM')
  expect((await once(child, 'exit'))[0]).toBe(0)

  const db = new Database(storeFile(dataDir), { readonly: true })
  const rows = db.prepare('SELECT name, sha256 FROM inbound ORDER BY name').all()
  expect(rows, `seed ${seed}`).toEqual(written.toSorted((a, b) => (a.name < b.name ? -1 : 1)))
  const count = (sql: string) => db.prepare(sql).pluck().get()
  expect(count(`SELECT count(*) FROM inbound WHERE state <> 'done'`)).toBe(0)
  expect(count('SELECT count(*) FROM dispensing')).toBe(number)
  expect(count('SELECT count(*) FROM dispensing_revision')).toBe(written.length)
  expect(db.pragma('integrity_check', { simple: true })).toBe('ok')
  db.close()
}, 300_000)

function startIntakeChild(file: string, folder: string): ChildProcess {
  const child = spawn(process.execPath, [join(import.meta.dirname, 'support/intake-child.ts'), file, folder], {
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  onTestFinished(() => {
    child.kill('SIGKILL')
  })
  return child
}

/** Nothing is left in the folder and nothing in the queue. */
async function untilIdle(dataDir: string, sips: string): Promise<void> {
  const db = new Database(storeFile(dataDir), { readonly: true })
  const countQueued = db.prepare(`SELECT count(*) FROM inbound WHERE state = 'queued'`).pluck()
  const isEmpty = () => ['INDEX', 'DATA'].every((folder) => readdirSync(join(sips, folder)).length === 0)
  await until(() => isEmpty() && countQueued.get() === 0)
  db.close()
}

function findLost(dataDir: string, sips: string, written: Written[]): string[] {
  const db = new Database(storeFile(dataDir))
  const find = db.prepare('SELECT count(*) FROM inbound WHERE name = ? AND sha256 = ?').pluck()
  const lost = written.filter(
    ({ name, sha256 }) => find.get(name, sha256) !== 1 && !existsSync(join(sips, 'DATA', name)),
  )
  db.close()
  return lost.map(({ name }) => name)
}
