import Database from 'better-sqlite3'
import { join } from 'node:path'
import { kanaRows } from '../contract/kana-row.ts'
import { figure, percentile } from './figure.ts'
import type { Bench, Measured } from './support/bench.ts'
import { createApi, signIn, startBox } from './support/box.ts'
import { openPeopleStore, people, searchedPerson } from './support/people.ts'
import { spread } from './support/requests.ts'
import { createRowReader, type FoundRow } from './support/search-floor.ts'

const queries = 600
const warmUps = 30

const hiragana = (kana: string): string =>
  kana.replace(/[ァ-ヶ]/g, (letter) => String.fromCharCode(letter.charCodeAt(0) - 0x60))
const wareki = (year: number): string => (year >= 1989 ? `平成${year - 1988}` : `昭和${year - 1925}`)

/** What people type to find somebody, of each kind in turn; the last finds nobody. */
function typedText(index: number): string {
  const { code, family, given, familyKana, givenKana, birthOn, phone } = searchedPerson(spread(index, people))
  const [year = '', month = '', day = ''] = birthOn.split('-')
  const kinds = [
    familyKana,
    hiragana(familyKana),
    familyKana.slice(0, 2),
    `${familyKana}　${givenKana}`,
    givenKana,
    familyKana.slice(2),
    family,
    family.slice(0, 2),
    given,
    family
      .slice(1)
      .replace('髙', '高')
      .replace('﨑', '崎')
      .replace('邊', '辺')
      .replace('澤', '沢')
      .replace('濱', '浜')
      .replace('嶋', '島'),
    ['mihon', 'kakuu', 'shiken', 'reiji', 'kamei', 'keisoku'][index % 6] ?? '',
    code.replace(/^0+/, ''),
    code.replace(/^0+/, '').slice(0, 2),
    phone.slice(-4),
    phone,
    birthOn.replaceAll('-', ''),
    `${wareki(Number(year))}年${Number(month)}月${Number(day)}日`,
    `${wareki(Number(year))}年`,
    `${hiragana(familyKana)} ${year}`,
    `${givenKana} ${year}/${Number(month)}`,
    family.slice(0, 1),
    `該当なし${index}`,
  ]
  return kinds[index % kinds.length] ?? ''
}

/** Every so often a row of the 50音 index instead of a text. */
function pathFor(index: number): string {
  if (index % 12 > 0) return `/api/people?q=${encodeURIComponent(typedText(index))}`
  const [row] = kanaRows[(index / 12) % kanaRows.length] ?? kanaRows[0]
  return `/api/people/kana?row=${encodeURIComponent(row)}`
}

/** A search of the page, the whole way over HTTP, among 200,000 people. */
export async function measureManySearch({ scope, say }: Bench): Promise<Measured> {
  const dataDir = await openPeopleStore(say)
  const box = await startBox(scope, dataDir)
  const api = createApi(scope, box.url, await signIn(box.url))
  const db = new Database(join(dataDir, 'kusuribako.sqlite'), { readonly: true })
  scope.defer(() => db.close())
  const readRows = createRowReader(db)

  const boxMs: number[] = []
  const bareMs: number[] = []
  let found = 0
  for (let index = -warmUps; index < queries; index++) {
    const path = pathFor(index + warmUps)
    const askedAt = performance.now()
    const { items } = await api.get<{ items: FoundRow[] }>(path)
    const answeredAt = performance.now()
    readRows(items)
    const readAt = performance.now()
    if (index < 0) continue
    if (items.length > 0) found += 1
    boxMs.push(answeredAt - askedAt)
    bareMs.push(readAt - answeredAt)
  }
  // Every kind but the last, and every row that names begin with, finds somebody: an index that had lost its people would be quick.
  if (found < queries * 0.9) throw new Error(`only ${found} of ${queries} searches found somebody`)
  const value = percentile(boxMs, 0.5)
  const floor = percentile(bareMs, 0.5)
  return {
    figure: figure({ name: 'search-200k', unit: 'ms', value, p99: percentile(boxMs, 0.99), floor }, { p99: 100 }),
    note: `p99 の下限 ${percentile(bareMs, 0.99).toFixed(2)} ms`,
  }
}
