import { describe, expect, test } from 'vitest'
import { openTestStore, readRows, takeIn, testFile, testPerson } from '../../test/support/store.ts'
import { readSearch } from '../domain/search-query.ts'
import { pruneChanges } from './changes.ts'
import { linkPatient, saveMember } from './members.ts'
import type { Store } from './open.ts'
import { findPatientByCode } from './patients.ts'
import { indexMore } from './search-index.ts'
import { searchPatients, searchPeople } from './search.ts'

const window = { skip: 0, limit: 30 }
const people = (store: Store, typed: string) => searchPeople(store, readSearch(typed), window).items
const saveTaro = (store: Store): string =>
  store.write(() =>
    saveMember(store, { name: '見本　太郎', kana: 'ミホン タロウ', sex: 'male', birthOn: '1950-05-05' }),
  )
const docs = (store: Store) => readRows(store, 'SELECT doc, person_id, sort_key FROM search_person ORDER BY doc')

describe('a search', () => {
  test('finds a member who is no patient yet, and says so', async () => {
    const store = await openTestStore()
    const id = saveTaro(store)
    expect(people(store, 'たろう')).toMatchObject([{ kind: 'member', id, codes: [], isLinked: false }])
    expect(searchPatients(store, readSearch('たろう'), window).items).toEqual([])
  })

  test('shows a member and the linked patients as one, whatever found them', async () => {
    const store = await openTestStore()
    takeIn(store, testFile(), testFile({ number: '260403000012002', person: { ...testPerson, code: '00005678' } }))
    expect(people(store, 'しけん')).toHaveLength(2)
    const first = findPatientByCode(store, '9999999', testPerson.code)!
    const second = findPatientByCode(store, '9999999', '00005678')!
    const id = store.write(() => {
      const memberId = saveMember(store, first)
      linkPatient(store, memberId, first.id)
      linkPatient(store, memberId, second.id)
      return memberId
    })
    for (const typed of ['しけん', '5678', '1234', 'S43.4.7', 'しけん 5678'])
      expect(people(store, typed)).toMatchObject([
        { kind: 'member', id, isLinked: true, codes: ['00001234', '00005678'] },
      ])
    expect(searchPatients(store, readSearch('しけん'), window).items).toHaveLength(2)
  })

  test('shows the kept one of two members that were merged', async () => {
    const store = await openTestStore()
    const [gone, kept] = [saveTaro(store), saveTaro(store)]
    store.write(() => {
      store.queries.pointMember.run({ id: gone, into: kept })
    })
    expect(people(store, 'みほん').map(({ id }) => id)).toEqual([kept])
  })

  test('finds by the last digits of any telephone number in the file', async () => {
    const store = await openTestStore()
    takeIn(store, testFile({ person: { ...testPerson, phones: ['03-0000-4321', '', '０９０－００００－８７６５'] } }))
    for (const typed of ['4321', '8765', '0000-8765', '03-0000-4321']) expect(people(store, typed)).toHaveLength(1)
    expect(people(store, '0000')).toEqual([])
    // A later file without a number erases none.
    takeIn(store, testFile({ number: '260403000012009', sentAt: '20260404101530' }))
    expect(people(store, '4321')).toHaveLength(1)
  })

  test('puts whoever is called so by family first, then by given name, each in the order of kana', async () => {
    const store = await openTestStore()
    const names = ['ミホン ハル', 'ハル ミホン', 'ハルカワ アキ', 'ハル アキ', 'カクウ チハル']
    store.write(() => {
      for (const kana of names) saveMember(store, { name: '架空', kana, sex: 'unknown' })
    })
    const found = people(store, 'はる').map(({ kana }) => kana)
    expect(found).toEqual(['ハル アキ', 'ハル ミホン', 'ハルカワ アキ', 'ミホン ハル', 'カクウ チハル'])
  })

  test('tells of many page by page, each once', async () => {
    const store = await openTestStore()
    store.write(() => {
      for (let index = 0; index < 75; index++)
        saveMember(store, {
          name: '見本',
          kana: `ミホン ${'アカサタナ'.charAt(index % 5)}${'ハマヤラワ'.charAt(index % 4)}`,
          sex: 'unknown',
        })
    })
    const ids: string[] = []
    let skip: string | null = '0'
    while (skip !== null) {
      const page = searchPeople(store, readSearch('ミホン'), { skip: Number(skip), limit: 30 })
      ids.push(...page.items.map(({ id }) => id))
      skip = page.next
    }
    expect(ids).toHaveLength(75)
    expect(new Set(ids).size).toBe(75)
  })
})

describe('the search index', () => {
  test('knows a corrected name at once, and the old one no longer', async () => {
    const store = await openTestStore()
    takeIn(store, testFile())
    expect(people(store, '試験')).toHaveLength(1)
    const renamed = { ...testPerson, name: '仮名　花子', kana: 'ｶﾒｲ ﾊﾅｺ' }
    takeIn(store, testFile({ number: '260403000012002', sentAt: '20260403111530', person: renamed }))
    expect(people(store, '試験')).toEqual([])
    expect(people(store, 'かめい')).toHaveLength(1)
  })

  test('is not written to by a new file of a patient who has not changed', async () => {
    const store = await openTestStore()
    takeIn(store, testFile())
    while (indexMore(store));
    const before = [
      docs(store),
      readRows(store, 'SELECT * FROM search_state'),
      readRows(store, 'SELECT * FROM search_text_docsize'),
    ]
    takeIn(store, testFile({ number: '260403000012002', sentAt: '20260403111530' }))
    while (indexMore(store));
    expect([
      docs(store),
      readRows(store, 'SELECT * FROM search_state'),
      readRows(store, 'SELECT * FROM search_text_docsize'),
    ]).toEqual(before)
  })

  test('is built from end to end where there is none, portion by portion', async () => {
    const store = await openTestStore()
    store.write(() => {
      for (let index = 0; index < 700; index++) saveMember(store, { name: '見本', kana: 'ミホン', sex: 'unknown' })
    })
    let portions = 0
    while (indexMore(store)) portions++
    expect(portions).toBeGreaterThan(3)
    expect(docs(store)).toHaveLength(700)
  })

  test('is built anew when the change log no longer reaches back to where it stopped', async () => {
    const store = await openTestStore()
    saveTaro(store)
    while (indexMore(store));
    takeIn(store, testFile(), testFile({ number: '260403000012002', person: { ...testPerson, code: '00005678' } }))
    pruneChanges(store, 1)
    expect(people(store, 'しけん')).toHaveLength(2)
    expect(people(store, 'みほん')).toHaveLength(1)
  })

  test('is not waited for: what there is of it is searched, with how much that is', async () => {
    const store = await openTestStore()
    store.write(() => {
      for (let index = 0; index < 3000; index++) saveMember(store, { name: '見本', kana: 'ミホン', sex: 'unknown' })
    })
    const first = searchPeople(store, readSearch('ミホン'), window)
    expect(first.preparing).toBeGreaterThanOrEqual(0)
    expect(docs(store).length).toBeLessThan(3000)
    let percent = first.preparing
    while (percent !== undefined) {
      const { preparing } = searchPeople(store, readSearch('ミホン'), window)
      if (preparing !== undefined) expect(preparing).toBeGreaterThanOrEqual(percent)
      percent = preparing
    }
    expect(docs(store)).toHaveLength(3000)
    expect(people(store, 'ミホン')).toHaveLength(30)
  })

  test('is not waited for either where much has changed since it was whole', async () => {
    const store = await openTestStore()
    saveTaro(store)
    expect(searchPeople(store, readSearch('タロウ'), window).preparing).toBeUndefined()
    store.write(() => {
      for (let index = 0; index < 3000; index++) saveMember(store, { name: '見本', kana: 'ミホン', sex: 'unknown' })
    })
    expect(searchPeople(store, readSearch('ミホン'), window).preparing).toBe(99)
    while (searchPeople(store, readSearch('ミホン'), window).preparing !== undefined);
    expect(docs(store)).toHaveLength(3001)
  })

  test('forgets what was rolled back', async () => {
    const store = await openTestStore()
    saveTaro(store)
    expect(() =>
      store.write(() => {
        saveMember(store, { name: '仮名', kana: 'カメイ', sex: 'unknown' })
        throw new Error('no')
      }),
    ).toThrow('no')
    expect(people(store, 'かめい')).toEqual([])
    saveTaro(store)
    expect(people(store, 'みほん')).toHaveLength(2)
  })
})
