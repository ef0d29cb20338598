import { existsSync, readFileSync, readdirSync, renameSync, rmSync } from 'node:fs'
import { createHash } from 'node:crypto'
import { join } from 'node:path'
import { v7 as uuidv7 } from 'uuid'
import { addDays } from '../../server/domain/calendar-date.ts'
import { loadMigrations } from '../../server/store/migrate.ts'
import { openStore } from '../../server/store/open.ts'
import { indexMore } from '../../server/store/search-index.ts'
import { insertPatient, patientRow } from './bare-store.ts'
import { initBox } from './box.ts'
import { openPlain } from './plain-db.ts'
import { spread } from './requests.ts'
import { benchDir } from './scope.ts'

/** 180,000 patients, every tenth with a member, and 20,000 members who are no patient. */
const patients = 180_000
const members = 20_000
export const people = patients + members

const starts = [
  ['見本', 'ミホン'],
  ['架空', 'カクウ'],
  ['試験', 'シケン'],
  ['例示', 'レイジ'],
  ['仮名', 'カメイ'],
  ['計測', 'ケイソク'],
] as const
const parts = [
  ['山', 'ヤマ'],
  ['川', 'カワ'],
  ['田', 'ダ'],
  ['木', 'キ'],
  ['嶋', 'シマ'],
  ['﨑', 'サキ'],
  ['邊', 'ベ'],
  ['澤', 'サワ'],
  ['濱', 'ハマ'],
  ['髙', 'タカ'],
  ['野', 'ノ'],
  ['口', 'グチ'],
  ['谷', 'タニ'],
  ['本', 'モト'],
  ['村', 'ムラ'],
] as const
const givens = [
  ['一', 'カズ'],
  ['子', 'コ'],
  ['美', 'ミ'],
  ['花', 'ハナ'],
  ['太', 'タ'],
  ['郎', 'ロウ'],
  ['春', 'ハル'],
  ['夏', 'ナツ'],
  ['秋', 'アキ'],
  ['冬', 'フユ'],
  ['甲', 'コウ'],
  ['乙', 'オツ'],
] as const

const at = <T>(list: readonly T[], index: number): T => list[index % list.length] as T

export interface SearchedPerson {
  code: string
  family: string
  given: string
  familyKana: string
  givenKana: string
  birthOn: string
  phone: string
}

/** A made-up person; the same index is always the same person. Some 200,000 different names, none of them likely to be anybody's. */
export function searchedPerson(index: number): SearchedPerson {
  const [start, startKana] = at(starts, index)
  const [middle, middleKana] = at(parts, Math.floor(index / 6))
  const [end, endKana] = at(parts, Math.floor(index / 90) + 7)
  const [first, firstKana] = at(givens, Math.floor(index / 1350))
  const [last, lastKana] = at(givens, Math.floor(index / 16_200) + 5)
  return {
    code: String(index + 1).padStart(8, '0'),
    family: start + middle + end,
    given: first + last,
    familyKana: startKana + middleKana + endKana,
    givenKana: firstKana + lastKana,
    birthOn: addDays('1930-01-01', spread(index, 33_000)),
    phone: `090-${String(spread(index, 10_000)).padStart(4, '0')}-${String(spread(index * 7, 10_000)).padStart(4, '0')}`,
  }
}

/** The name says what the store was built by. */
function storeName(): string {
  const digest = createHash('sha256')
  for (const { sql } of loadMigrations()) digest.update(sql)
  for (const name of ['people.ts', 'bare-store.ts']) digest.update(readFileSync(join(import.meta.dirname, name)))
  const domain = join(import.meta.dirname, '../../server/domain')
  for (const name of ['search-text.ts', 'fold.ts', 'variant-kanji.ts']) digest.update(readFileSync(join(domain, name)))
  return `people-${digest.digest('hex').slice(0, 16)}`
}

/** Data folder of a box that knows 200,000 people, its search index built. Made once and kept. */
export async function openPeopleStore(say: (line: string) => void): Promise<string> {
  const dir = join(benchDir, storeName())
  if (existsSync(dir)) return dir
  if (existsSync(benchDir)) {
    for (const old of readdirSync(benchDir)) {
      if (old.startsWith('people-')) rmSync(join(benchDir, old), { recursive: true })
    }
  }
  say('20 万人の名簿を作っています(初回だけ)')
  const partial = `${dir}.partial`
  await initBox(partial)
  const file = join(partial, 'kusuribako.sqlite')
  insertPeople(file)
  const opened = openStore({ file, now: Date.now })
  if (!opened.ok) throw new Error(opened.code)
  const startedAt = performance.now()
  while (indexMore(opened.store));
  say(`索引 ${((performance.now() - startedAt) / 1000).toFixed(1)} 秒`)
  opened.store.close()
  renameSync(partial, dir)
  return dir
}

function insertPeople(file: string): void {
  const db = openPlain(file)
  const patient = db.prepare(insertPatient)
  const phones = db.prepare('UPDATE patient SET phones = :phone WHERE id = :id')
  const member = db.prepare(
    `INSERT INTO member (id, name, kana, sex, birth_on, version, created_at, updated_at)
     VALUES (:id, :name, :kana, 'unknown', :birthOn, 1, :at, :at)`,
  )
  const link = db.prepare(
    'INSERT INTO auto_registration (id, member_id, patient_id, registered_at) VALUES (:id, :memberId, :patientId, :at)',
  )
  const now = Date.now()
  db.transaction(() => {
    for (let index = 0; index < people; index++) {
      const { code, family, given, familyKana, givenKana, birthOn, phone } = searchedPerson(index)
      const person = { name: `${family}　${given}`, kana: `${familyKana} ${givenKana}`, birthOn }
      const id = uuidv7()
      if (index >= patients) {
        member.run({ id, ...person, at: now })
        continue
      }
      patient.run({ ...patientRow(id, '9999999', { code, sex: 'unknown', ...person }, null), at: now })
      phones.run({ id, phone })
      if (index % 10 !== 0) continue
      const memberId = uuidv7()
      member.run({ id: memberId, ...person, at: now })
      link.run({ id: uuidv7(), memberId, patientId: id, at: now })
    }
  })()
  db.close()
}
