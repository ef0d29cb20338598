import { expect, test } from 'vitest'
import { openTestStore, readRows, takeIn, testFile, testPerson } from '../../test/support/store.ts'
import { readSearch } from '../domain/search-query.ts'
import { searchPatients } from '../store/search.ts'
import type { Store } from '../store/open.ts'
import { refillMore } from './refill-phones.ts'

const window = { skip: 0, limit: 30 }
const found = (store: Store, typed: string): number => searchPatients(store, readSearch(typed), window).items.length

/** Somebody's file with the given numbers, of the given day. */
const file = (number: number, code: string, phones: string[]) =>
  testFile({
    number: `260403${String(number).padStart(9, '0')}`,
    sentAt: `202604031${String(number % 10)}1530`,
    person: { ...testPerson, code, phones },
  })

/** As a store of a version that kept no telephone numbers. */
function forgetPhones(store: Store): void {
  store.write(() => {
    for (const row of readRows(store, 'SELECT id FROM patient'))
      store.queries.updatePatient.run({
        ...readRows(store, `SELECT * FROM patient WHERE id = '${String(row['id'])}'`)[0],
        birthOn: testPerson.birthOn,
        nameKey: 'x',
        kanaKey: 'x',
        sentAt: null,
        phones: '',
        at: 1,
      })
    const newest = Number(readRows(store, 'SELECT max(seq) AS seq FROM inbound')[0]?.['seq'])
    store.queries.saveRefill.run({ before: newest + 1 })
  })
}

const fail = (error: unknown): void => {
  throw error instanceof Error ? error : new Error('a file could not be read')
}

test('telephone numbers of old files are found after an upgrade, the newest of each patient', async () => {
  const store = await openTestStore()
  takeIn(store, file(1, '0001', ['03-0000-1111']), file(2, '0001', ['03-0000-2222']), file(3, '0002', ['03-0000-3333']))
  takeIn(store, file(4, '0001', []))
  forgetPhones(store)
  expect(found(store, '2222')).toBe(0)
  while (refillMore(store, fail));
  expect([found(store, '1111'), found(store, '2222'), found(store, '3333')]).toEqual([0, 1, 1])
  const before = readRows(store, 'SELECT id, phones, version FROM patient')
  store.write(() => store.queries.saveRefill.run({ before: 5 }))
  while (refillMore(store, fail));
  expect(readRows(store, 'SELECT id, phones, version FROM patient')).toEqual(before)
})

test('a number that came with a later file is not replaced by an older one', async () => {
  const store = await openTestStore()
  takeIn(store, file(1, '0001', ['03-0000-1111']))
  forgetPhones(store)
  takeIn(store, file(2, '0001', ['03-0000-9999']))
  while (refillMore(store, fail));
  expect([found(store, '1111'), found(store, '9999')]).toEqual([0, 1])
})

test('a portion at a time is looked through, and after a break no portion twice', async () => {
  const store = await openTestStore()
  takeIn(store, ...Array.from({ length: 60 }, (_, index) => file(index, String(index).padStart(4, '0'), [])))
  forgetPhones(store)
  const marks = () => Number(readRows(store, 'SELECT before FROM refill')[0]?.['before'])
  const seen = [marks()]
  while (refillMore(store, fail)) seen.push(marks())
  expect(seen).toEqual([61, 36, 11, 1])
})
