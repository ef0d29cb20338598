import Database from 'better-sqlite3'
import { dirname } from 'node:path'
import { expect, onTestFinished, test, vi } from 'vitest'
import { fileOf, openTestStore } from '../../test/support/store.ts'
import { findAuditBreak } from '../store/audit.ts'
import { noteTrail } from '../store/trail.ts'
import { runAuditVerify } from './audit.ts'

/** Three deeds in a data folder, and what the command says about it. */
async function openFolder() {
  const store = await openTestStore()
  for (const rowId of ['a', 'b', 'c'])
    store.write(() => {
      noteTrail(store, { staffId: null, what: 'memo-added', memberId: null, rowId })
    })
  const said: string[] = []
  for (const stream of [process.stdout, process.stderr]) {
    const spy = vi.spyOn(stream, 'write').mockImplementation((text) => said.push(String(text)) > 0)
    onTestFinished(() => {
      spy.mockRestore()
    })
  }
  const file = fileOf(store)
  return { store, file, said, verify: (flags = {}) => runAuditVerify({ data: dirname(file), ...flags }) }
}

test('a whole chain is said to be whole, with its end to note down, which the next call takes back', async () => {
  const { said, verify } = await openFolder()
  expect(await verify()).toBe(0)
  const [, known] = /^監査ログ 4 行に異常はありません。末尾 (4:[0-9a-f]{64})\n$/.exec(said[0] ?? '') ?? []
  expect(await verify({ known })).toBe(0)
  expect(await verify({ json: true })).toBe(0)
  expect(JSON.parse(said.at(-1) ?? '')).toMatchObject({ ok: true, rows: 4, head: { seq: 4 } })
  expect(await verify({ known: `3:${'0'.repeat(64)}` })).toBe(1)
  expect(await verify({ known: 'head' })).toBe(2)
})

test('a broken chain is named by its first row, with exit code 1, and the pages of the box hear of it', async () => {
  const { store, file, said, verify } = await openFolder()
  const db = new Database(file)
  db.exec(`DROP TRIGGER audit_stays; UPDATE audit SET what = 'memo-removed' WHERE seq = 3`)
  db.close()
  expect(await verify()).toBe(1)
  expect(said[0]).toContain('監査ログの 3 行目が壊れています')
  expect(await verify({ json: true })).toBe(1)
  expect(JSON.parse(said[1] ?? '')).toMatchObject({ ok: false, seq: 3, why: 'deed' })
  expect(findAuditBreak(store)).toMatchObject({ seq: 3, why: 'deed' })
})

test('a folder without data is said to be none', async () => {
  const { said, verify } = await openFolder()
  expect(await verify({ data: '/nowhere' })).toBe(1)
  expect(said.join('')).toBe('/nowhere に薬箱のデータがありません。\n')
})
