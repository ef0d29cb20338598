import { expect, test } from 'vitest'
import { openTestStore } from '../../test/support/store.ts'
import { appendAudit, type NewAuditRow } from './audit.ts'
import { searchAudit } from './audit-search.ts'
import type { Store } from './open.ts'

const somebody = '019d50da-a680-7000-8000-2f885d572ee3'

const row: NewAuditRow = {
  staffId: null,
  deviceId: null,
  onBehalfOf: null,
  address: null,
  memberId: null,
  patientId: null,
  rowId: null,
  what: 'visits-read',
  result: 'ok',
  shown: null,
  detail: null,
}

/** Counts the rows that are read while `work` runs. */
async function countRead<T>(store: Store, work: () => Promise<T>): Promise<{ read: number; value: T }> {
  const { listAudit, listAuditOfMember } = store.queries
  let read = 0
  for (const query of [listAudit, listAuditOfMember]) {
    const { all } = query
    query.all = (values) => {
      const rows = all.call(query, values)
      read += rows.length
      return rows
    }
  }
  return { value: await work(), read }
}

test('a question that finds nothing looks back 20,000 rows and says where to go on; a person’s rows are found at once', async () => {
  const store = await openTestStore()
  store.write(() => {
    appendAudit(store, { ...row, memberId: somebody, what: 'member-read' })
    for (let count = 0; count < 21_000; count++) appendAudit(store, row)
  })
  const first = await countRead(store, () => searchAudit(store, { what: 'member-read' }, null, 100))
  expect(first).toEqual({ read: 20_000, value: { items: [], next: '1003' } })
  const { items, next } = await searchAudit(store, { what: 'member-read' }, 1003, 100)
  expect([items.map(({ seq }) => seq), next]).toEqual([[2], null])
  const { read, value } = await countRead(store, () => searchAudit(store, { person: somebody }, null, 100))
  expect([read, value.items.length, value.next]).toEqual([1, 1, null])
})

test('a page that is full reads no further than one step', async () => {
  const store = await openTestStore()
  store.write(() => {
    for (let count = 0; count < 2000; count++) appendAudit(store, row)
  })
  const { read, value } = await countRead(store, () => searchAudit(store, {}, null, 100))
  expect([read, value.items.length]).toEqual([500, 100])
})
