import { setTimeout as wait } from 'node:timers/promises'
import { expect, test } from 'vitest'
import { openTestStore, readRows } from '../../test/support/store.ts'
import { nothing } from '../store/audit.ts'
import { createAuditLog } from './audit.ts'

async function openLog() {
  const store = await openTestStore()
  const { write } = store
  const counted = { writes: 0 }
  store.write = (work) => {
    counted.writes++
    return write(work)
  }
  const log = createAuditLog(store)
  return { store, counted, note: () => log.note({ ...nothing, what: 'member-read' }) }
}

test('rows that come within a few milliseconds share one write, and each waits for it', async () => {
  const { store, counted, note } = await openLog()
  const first = note()
  await wait(0)
  const second = note()
  expect(counted.writes).toBe(0)
  await first
  expect(readRows(store, `SELECT count(*) n FROM audit WHERE what = 'member-read'`)).toEqual([{ n: 2 }])
  await second
  expect(counted.writes).toBe(1)
})

test('fifty rows wait for no more', async () => {
  const { counted, note } = await openLog()
  const rows = Array.from({ length: 120 }, note)
  expect(counted.writes).toBe(2)
  await Promise.all(rows)
  expect(counted.writes).toBe(3)
})
