import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { tokyoDate, tokyoTime } from '../domain/calendar-date.ts'
import { writeNsipsFile } from './nsips-file.ts'
import { demoFile } from './seed.ts'

const everyMs = 7000
/** After this many files the pretended pharmacy becomes quiet, so that a demo left alone does not grow for ever. */
const busyFiles = 60
const quietEveryMs = 5 * 60 * 1000

/**
 * A pretended receipt computer: every few seconds it writes DATA, then INDEX, as a real one does; now and then it sends a
 * correction of what it sent before. Returns the way to stop.
 */
export function startReceiptComputer(sipsDir: string, now: () => number): () => void {
  for (const folder of ['INDEX', 'DATA']) mkdirSync(join(sipsDir, folder), { recursive: true })
  // Numbers of earlier runs of the same day must not come again.
  let counter = Number(tokyoTime(now()).replaceAll(':', '')) * 100
  let written = 0
  let timer = setTimeout(writeOne, 2000)

  function writeOne(): void {
    const at = now()
    const time = tokyoTime(at).replaceAll(':', '')
    const isCorrection = written % 5 === 4
    if (!isCorrection) counter++
    const file = demoFile(counter, tokyoDate(at), time, counter)
    const { name, bytes } = writeNsipsFile(isCorrection ? { ...file, action: 'U', revision: 1 } : file)
    try {
      writeFileSync(join(sipsDir, 'DATA', name), bytes)
      writeFileSync(join(sipsDir, 'INDEX', name), '')
    } catch {
      process.stderr.write('見本のレセコンはファイルを書けませんでした。ディスクの空きを確かめてください。\n')
    }
    written++
    timer = setTimeout(writeOne, written < busyFiles ? everyMs : quietEveryMs)
  }
  return () => {
    clearTimeout(timer)
  }
}
