import Database from 'better-sqlite3'
import { join } from 'node:path'
import { figure, percentile } from './figure.ts'
import { foldKana, foldName } from '../server/domain/fold.ts'
import { readTypedDate } from '../server/domain/typed-date.ts'
import { lastCodePoint } from '../server/store/queries.ts'
import type { Bench, Measured } from './support/bench.ts'
import { openBigStore } from './support/big-store.ts'
import { createApi, signIn, startBox } from './support/box.ts'
import { searchText } from './support/requests.ts'

const queries = 300
const warmUps = 20
const limit = 30

/** A patient search as the page makes it: the whole way over HTTP, among 60,000 patients. */
export async function measureSearch({ scope, say }: Bench): Promise<Measured> {
  const dataDir = await openBigStore(say)
  const box = await startBox(scope, dataDir)
  const api = createApi(scope, box.url, await signIn(box.url))
  const db = new Database(join(dataDir, 'kusuribako.sqlite'), { readonly: true })
  scope.defer(() => db.close())
  const lookups = plainLookups(db)

  const boxMs: number[] = []
  const bareMs: number[] = []
  for (let index = -warmUps; index < queries; index++) {
    const text = searchText(index + warmUps)
    const lookUp = lookups(text)
    const path = `/api/patients?q=${encodeURIComponent(text)}`
    const askedAt = performance.now()
    const { items } = await api.get<{ items: unknown[] }>(path)
    const answeredAt = performance.now()
    const rows = lookUp()
    const foundAt = performance.now()
    if (rows !== items.length) throw new Error(`search ${index} found ${items.length} patients instead of ${rows}`)
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

/** The lookups of server/store/patients.ts, ready to run; the call returns how many patients they find. */
function plainLookups(db: Database.Database): (text: string) => () => number {
  const patients = (where: string, order: string) =>
    db.prepare<unknown[], { id: string }>(
      `SELECT patient.id, pharmacy_code, code, name, kana, sex, birth_on, sent_at, version, member_id FROM patient
       LEFT JOIN auto_registration ON patient_id = patient.id AND removed_at IS NULL WHERE ${where} ${order} LIMIT ${limit}`,
    )
  const byBirth = patients('birth_on = ?', '')
  const byCode = patients(`ltrim(code, '0') BETWEEN ? AND ?`, `ORDER BY ltrim(code, '0')`)
  const byKana = patients('kana_key >= ? AND kana_key <= ?', 'ORDER BY kana_key')
  const byName = patients('name_key >= ? AND name_key <= ?', 'ORDER BY name_key')
  return (typed) => {
    const text = typed.normalize('NFKC').trim()
    const birthOn = readTypedDate(typed)
    const prefix = (from: string): unknown[] => [from, from + lastCodePoint]
    const plan = [
      ...(birthOn === null ? [] : [{ statement: byBirth, values: [birthOn] as unknown[] }]),
      ...(/^[0-9A-Za-z*-]+$/.test(text) ? [{ statement: byCode, values: prefix(text.replace(/^0+/, '')) }] : []),
      { statement: byKana, values: prefix(foldKana(text)) },
      { statement: byName, values: prefix(foldName(text)) },
    ]
    return () => {
      const found = new Set<string>()
      for (const { statement, values } of plan) for (const { id } of statement.all(...values)) found.add(id)
      return Math.min(limit, found.size)
    }
  }
}
