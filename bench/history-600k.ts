import Database from 'better-sqlite3'
import { join } from 'node:path'
import { figure, percentile } from './figure.ts'
import type { Bench, Measured } from './support/bench.ts'
import { openBigStore } from './support/big-store.ts'
import { createApi, signIn, startBox } from './support/box.ts'
import { patientIds } from './support/requests.ts'

const patients = 300
const warmUps = 20
const pageSize = 30

/** One patient's history as the page asks for it: the whole way over HTTP, among 600,000 dispensings. */
export async function measureHistory({ scope, say }: Bench): Promise<Measured> {
  const dataDir = await openBigStore(say)
  const box = await startBox(scope, dataDir)
  const api = createApi(scope, box.url, await signIn(box.url))
  const db = new Database(join(dataDir, 'kusuribako.sqlite'), { readonly: true })
  scope.defer(() => db.close())
  const listHistory = db.prepare<[string], { content: string }>(
    `SELECT * FROM dispensing WHERE patient_id = ? AND (dispensed_on, inbound_seq) < ('9999-99-99', 0) AND removed_at IS NULL
     ORDER BY dispensed_on DESC, inbound_seq DESC LIMIT ${pageSize + 1}`,
  )

  const boxMs: number[] = []
  const bareMs: number[] = []
  for (const [index, id] of patientIds(dataDir, patients + warmUps).entries()) {
    const askedAt = performance.now()
    const { items } = await api.get<{ items: unknown[] }>(`/api/patients/${id}/dispensings`)
    const answeredAt = performance.now()
    const contents = listHistory.all(id).map(({ content }) => JSON.parse(content) as unknown)
    const parsedAt = performance.now()
    if (contents.length === 0 || contents.length !== items.length) {
      throw new Error(`a history has ${items.length} dispensings instead of ${contents.length}`)
    }
    if (index < warmUps) continue
    boxMs.push(answeredAt - askedAt)
    bareMs.push(parsedAt - answeredAt)
  }
  const value = percentile(boxMs, 0.5)
  const floor = percentile(bareMs, 0.5)
  return {
    figure: figure({ name: 'history-600k', unit: 'ms', value, p99: percentile(boxMs, 0.99), floor }, { p99: 100 }),
    note: `p99 の下限 ${percentile(bareMs, 0.99).toFixed(2)} ms`,
  }
}
