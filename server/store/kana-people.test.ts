import { expect, test } from 'vitest'
import type { FoundPerson } from '../../contract/found-person.ts'
import type { KanaRow } from '../../contract/kana-row.ts'
import type { SearchPage } from '../../contract/page.ts'
import { buildTestApp, getJson, signIn } from '../../test/support/box.ts'
import { openTestStore, takeIn, testFile, testPerson } from '../../test/support/store.ts'
import { kanaRanges } from '../domain/kana-range.ts'
import { listByKana } from './kana-people.ts'
import { linkPatient, saveMember } from './members.ts'
import type { Store } from './open.ts'
import { findPatientByCode } from './patients.ts'

const save = (store: Store, ...kana: string[]): string[] =>
  store.write(() =>
    kana.map((of) => saveMember(store, { name: of === '' ? 'SMITH　JOHN' : '見本', kana: of, sex: 'unknown' })),
  )

/** Everybody under a row or a letter, page by page. */
function read(store: Store, row: KanaRow, letter?: string, limit = 2): string[] {
  const found: string[] = []
  let after: string | null = null
  do {
    const page: SearchPage<FoundPerson> = listByKana(store, kanaRanges(row, letter), { after, limit })!
    expect(page.items.length).toBeLessThanOrEqual(limit)
    found.push(...page.items.map(({ kana, name }) => kana || name))
    after = page.next
  } while (after !== null)
  return found
}

test('a row of the 50音 index holds whoever is read so, in the order of kana, and nobody else', async () => {
  const store = await openTestStore()
  save(
    store,
    'ミホン ハナコ',
    'ガモウ アキ',
    'かめい ゆう',
    'コバ ミナ',
    'カメ アキ',
    'オオノ ミ',
    'サイトウ ミ',
    'ヵナイ ミ',
  )
  expect(read(store, 'カ')).toEqual(['ヵナイ ミ', 'カメ アキ', 'かめい ゆう', 'ガモウ アキ', 'コバ ミナ'])
  expect(read(store, 'カ', 'コ')).toEqual(['コバ ミナ'])
  expect(read(store, 'ア')).toEqual(['オオノ ミ'])
  expect(read(store, 'サ')).toEqual(['サイトウ ミ'])
  expect(read(store, 'ハ')).toEqual([])
})

test('the last row reaches to ン, and names without kana stand under 他', async () => {
  const store = await openTestStore()
  save(store, 'ワダ ミ', 'ヲノ ミ', 'ンジャイ ミ', 'ヴァン ミ', 'ロク ミ', '')
  expect(read(store, 'ワ')).toEqual(['ワダ ミ', 'ヲノ ミ', 'ンジャイ ミ'])
  expect(read(store, 'ア', 'ウ')).toEqual(['ヴァン ミ'])
  expect(read(store, 'other')).toEqual(['SMITH　JOHN'])
  expect(read(store, 'ラ', 'ロ')).toEqual(['ロク ミ'])
})

test('many of one reading are told page by page, each once', async () => {
  const store = await openTestStore()
  save(store, ...Array.from({ length: 7 }, () => 'ミホン ミ'))
  expect(read(store, 'マ')).toHaveLength(7)
})

test('a member and the linked patients are one person, and so are two members that were merged', async () => {
  const store = await openTestStore()
  takeIn(store, testFile(), testFile({ number: '260403000012002', person: { ...testPerson, code: '00005678' } }))
  expect(read(store, 'サ')).toHaveLength(2)
  const [gone, kept] = save(store, 'シケン ハナコ', 'シケン ハナコ')
  store.write(() => {
    for (const code of [testPerson.code, '00005678'])
      linkPatient(store, kept!, findPatientByCode(store, '9999999', code)!.id)
    store.queries.pointMember.run({ id: gone, into: kept })
  })
  expect(listByKana(store, kanaRanges('サ'), { after: null, limit: 30 })).toMatchObject({
    items: [{ kind: 'member', id: kept, isLinked: true, codes: ['00001234', '00005678'] }],
    next: null,
  })
})

test('the page asks for a row or a letter of it, and a letter of another row finds nobody', async () => {
  const store = await openTestStore()
  const { app } = buildTestApp(store)
  const cookie = await signIn(app, 'jimu')
  save(store, 'ミホン ハナコ', 'メイ ミ')
  const at = async (query: string) => getJson(app, cookie, `/api/people/kana?${query}`)
  expect((await at(`row=${encodeURIComponent('マ')}`)).body.items).toHaveLength(2)
  expect((await at(`row=${encodeURIComponent('マ')}&letter=${encodeURIComponent('メ')}`)).body.items).toHaveLength(1)
  expect((await at(`row=${encodeURIComponent('マ')}&letter=${encodeURIComponent('ハ')}`)).body.items).toEqual([])
  expect((await at('row=A')).status).toBe(400)
  expect((await at(`row=${encodeURIComponent('マ')}&cursor=00000000-0000-7000-8000-000000000000`)).status).toBe(404)
})
