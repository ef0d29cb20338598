import { join } from 'node:path'
import { figure, percentile } from './figure.ts'
import type { Bench, Measured } from './support/bench.ts'
import { createApi, signIn, startBox } from './support/box.ts'
import { dispensings, lastDay, openBigStore, patients } from './support/big-store.ts'
import { startBareBox } from './support/serving.ts'

const rounds = 5

/** From the command to the ready line, with five years of dispensings in the store. */
export async function measureStart({ scope, say }: Bench): Promise<Measured> {
  const dataDir = await openBigStore(say)
  const boxMs: number[] = []
  const bareMs: number[] = []
  for (let round = 1; round <= rounds; round++) {
    say(`${round} / ${rounds}`)
    const box = await startBox(scope, dataDir)
    boxMs.push(box.startMs)
    if (round === 1) await mustServe(createApi(scope, box.url, await signIn(box.url)))
    await box.stop()
    const bare = await startBareBox(scope, join(dataDir, 'kusuribako.sqlite'))
    bareMs.push(bare.startMs)
    await bare.stop()
  }
  const floor = percentile(bareMs, 0.5)
  const value = percentile(boxMs, 0.5)
  return {
    figure: figure({ name: 'start-600k', unit: 'ms', value, p99: percentile(boxMs, 0.99), floor }, { value: 1500 }),
  }
}

/** A ready line in front of a store that nobody can read would be worth nothing. */
async function mustServe(api: ReturnType<typeof createApi>): Promise<void> {
  const day = await api.get<{ items: { patientId: string }[] }>(`/api/dispensings?on=${lastDay}`)
  const { patientId } = day.items[0] ?? { patientId: 'none' }
  const history = await api.get<{ items: unknown[] }>(`/api/patients/${patientId}/dispensings`)
  const expected = dispensings / patients
  if (history.items.length !== expected) {
    throw new Error(`a patient has ${history.items.length} dispensings instead of ${expected}`)
  }
}
