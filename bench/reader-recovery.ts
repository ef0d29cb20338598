import { join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import { figure, percentile } from './figure.ts'
import type { Bench, Measured } from './support/bench.ts'
import { createApi, initBox, signIn, startBox, type Api } from './support/box.ts'
import { startDaemon, untilConnected, type BenchDaemon } from './support/pcscd.ts'

const rounds = 5
/** One loss at a time, as in a pharmacy: after several in a row the box takes its time. */
const quietMs = 6000

/** pcscd is there again -> the box says that the reader is there. */
export const measureDaemonRestart = (bench: Bench): Promise<Measured> =>
  measure(bench, 'recovery-pcscd-restart', {
    take: ({ daemon }) => daemon.end(),
    giveBack: ({ daemon }) => daemon.start(),
  })

/** The cable is in again -> the box says that the reader is there. */
export const measureReplug = (bench: Bench): Promise<Measured> =>
  measure(bench, 'recovery-replug', {
    take({ reader }) {
      reader.unplug()
    },
    giveBack({ reader }) {
      reader.plug()
    },
  })

interface Loss {
  take: (bench: BenchDaemon) => Promise<void> | void
  giveBack: (bench: BenchDaemon) => Promise<void> | void
}

async function measure({ scope, say }: Bench, name: string, { take, giveBack }: Loss): Promise<Measured> {
  const bench = await startDaemon(scope)
  const dataDir = join(scope.tempDir(), 'data')
  await initBox(dataDir)
  const box = await startBox(scope, dataDir, undefined, bench.env)
  const api: Api = createApi(scope, box.url, await signIn(box.url))
  await untilConnected(api, true)
  const times: number[] = []
  for (let round = 1; round <= rounds; round++) {
    say(`${round} / ${rounds}`)
    await pause(quietMs)
    await take(bench)
    await untilConnected(api, false)
    await giveBack(bench)
    times.push(await untilConnected(api, true))
  }
  return {
    figure: figure(
      { name, unit: 'ms', value: percentile(times, 0.5), p99: Math.max(...times) },
      { value: 2000, p99: 5000 },
    ),
    note: `${rounds} 回、p99 の欄は最も長かった回`,
  }
}
