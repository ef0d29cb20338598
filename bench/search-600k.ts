import Database from 'better-sqlite3'
import { join } from 'node:path'
import { figure, percentile } from './figure.ts'
import type { Bench, Measured } from './support/bench.ts'
import { openBigStore } from './support/big-store.ts'
import { createApi, signIn, startBox } from './support/box.ts'
import { searchText } from './support/requests.ts'
import { createRowReader, type FoundRow } from './support/search-floor.ts'

const queries = 300
const warmUps = 20

/** A patient search as the page makes it: the whole way over HTTP, among 60,000 patients. */
export async function measureSearch({ scope, say }: Bench): Promise<Measured> {
  const dataDir = await openBigStore(say)
  const box = await startBox(scope, dataDir)
  const api = createApi(scope, box.url, await signIn(box.url))
  const db = new Database(join(dataDir, 'kusuribako.sqlite'), { readonly: true })
  scope.defer(() => db.close())
  const readRows = createRowReader(db)

  const boxMs: number[] = []
  const bareMs: number[] = []
  for (let index = -warmUps; index < queries; index++) {
    const text = searchText(index + warmUps)
    const path = `/api/patients?q=${encodeURIComponent(text)}`
    const askedAt = performance.now()
    const { items } = await api.get<{ items: FoundRow[] }>(path)
    const answeredAt = performance.now()
    readRows(items)
    const foundAt = performance.now()
    if (items.length === 0 && !text.startsWith('該当なし')) throw new Error(`search ${index} found nobody`)
    if (index < 0) continue
    boxMs.push(answeredAt - askedAt)
    bareMs.push(foundAt - answeredAt)
  }
  const value = percentile(boxMs, 0.5)
  const floor = percentile(bareMs, 0.5)
  return {
    figure: figure({ name: 'search-600k', unit: 'ms', value, p99: percentile(boxMs, 0.99), floor }, { p99: 100 }),
    note: `p99 の下限 ${percentile(bareMs, 0.99).toFixed(2)} ms`,
  }
}
