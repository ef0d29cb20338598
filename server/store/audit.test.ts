import Database from 'better-sqlite3'
import { join } from 'node:path'
import { expect, onTestFinished, test, vi } from 'vitest'
import { createClock, fileOf, morning, openTestStore, readRows } from '../../test/support/store.ts'
import { tempDir } from '../../test/support/temp.ts'
import { appendAudit, findAuditBreak, saveAuditCheck, verifyAudit, type NewAuditRow } from './audit.ts'
import { comingFrom } from './audit-origin.ts'
import { checkAudit, isCheckDue, keepAuditChecked } from './audit-check.ts'
import { signOffAudit } from './audit-reviews.ts'
import { openStore, type Store } from './open.ts'
import { findStaffByLogin } from './staff.ts'
import { noteTrail } from './trail.ts'

// Longer than most files: each way to tamper with the chain, and how it is noticed.

const memberId = '019d50da-a680-7000-8000-2f885d572ee3'

const newRow = (store: Store, changes: Partial<NewAuditRow> = {}): NewAuditRow => ({
  staffId: findStaffByLogin(store, 'yaku')!.id,
  deviceId: 'device-1',
  onBehalfOf: findStaffByLogin(store, 'jimu')!.id,
  address: '192.0.2.7',
  memberId,
  patientId: '019d50da-a680-7000-8000-2f885d572ee4',
  rowId: '019d50da-a680-7000-8000-2f885d572ee5',
  what: 'member-read',
  result: 'ok',
  shown: '019d50da-a680-7000-8000-2f885d572ee6',
  detail: '{"more":1}',
  ...changes,
})

/** A chain of six: what was there before, two requests, a deed, two more requests. */
async function openChain(now?: () => number): Promise<Store> {
  const store = await openTestStore(now)
  store.write(() => {
    appendAudit(store, newRow(store))
    appendAudit(store, newRow(store, { memberId: null, result: 'not-found' }))
    noteTrail(store, { staffId: null, what: 'memo-added', memberId: null, rowId: 'memo', detail: { kind: 'x' } })
    appendAudit(store, newRow(store, { staffId: null }))
    appendAudit(store, newRow(store, { shown: null }))
  })
  return store
}

/** The same chain in a file of its own. */
function copyOf(store: Store): Store {
  const file = join(tempDir(), 'copy.sqlite')
  const db = new Database(fileOf(store))
  db.prepare('VACUUM INTO ?').run(file)
  db.close()
  const opened = openStore({ file, now: store.now })
  if (!opened.ok) throw new Error(opened.code)
  onTestFinished(() => {
    opened.store.close()
  })
  copies.set(opened.store, file)
  return opened.store
}
const copies = new WeakMap<Store, string>()

/** What somebody could do who holds the file and takes the triggers away first. */
function tamper(store: Store, ...statements: string[]): void {
  const db = new Database(copies.get(store) ?? fileOf(store))
  const triggers = db.prepare<[], { name: string }>(`SELECT name FROM sqlite_schema WHERE type = 'trigger'`).all()
  for (const { name } of triggers) if (/^(audit|trail)_/.test(name)) db.exec(`DROP TRIGGER ${name}`)
  db.pragma('foreign_keys = OFF')
  for (const statement of statements) db.exec(statement)
  db.close()
}

const verdictOf = async (store: Store) => {
  const verdict = await verifyAudit(store)
  return verdict?.ok === false ? `${verdict.why} ${verdict.seq}` : 'ok'
}

test('a chain that nobody has touched holds, row after row', async () => {
  const store = await openChain()
  expect(await verifyAudit(store)).toMatchObject({ ok: true, rows: 6, head: { seq: 6 } })
  expect(readRows(store, 'SELECT seq, what, trail_seq FROM audit ORDER BY seq')).toEqual([
    { seq: 1, what: 'trail-adopted', trail_seq: null },
    { seq: 2, what: 'member-read', trail_seq: null },
    { seq: 3, what: 'member-read', trail_seq: null },
    { seq: 4, what: 'memo-added', trail_seq: 1 },
    { seq: 5, what: 'member-read', trail_seq: null },
    { seq: 6, what: 'member-read', trail_seq: null },
  ])
})

test('a box on which nothing has happened yet has nothing to find fault with', async () => {
  expect(await verifyAudit(await openTestStore())).toMatchObject({ ok: true, rows: 0 })
})

const columns = {
  at: 'at + 1',
  staff_id: 'NULL',
  device_id: `'device-2'`,
  on_behalf_of: 'NULL',
  address: `'192.0.2.8'`,
  member_id: `'somebody else'`,
  patient_id: 'NULL',
  row_id: 'NULL',
  what: `'memo-read'`,
  result: `'refused'`,
  shown: 'NULL',
  detail: 'NULL',
  hash: 'randomblob(32)',
}

test('every column is covered: whichever is changed, the check names the row', async () => {
  const store = await openChain()
  const names = readRows(store, `SELECT name FROM pragma_table_info('audit')`).map(({ name }) => name)
  expect(names.toSorted()).toEqual([...Object.keys(columns), 'seq', 'trail_seq'].toSorted())
  for (const [name, value] of Object.entries(columns)) {
    const changed = copyOf(store)
    tamper(changed, `UPDATE audit SET ${name} = ${value} WHERE seq = 2`)
    expect(`${name}: ${await verdictOf(changed)}`).toBe(`${name}: changed 2`)
  }
})

test('a row that is taken out, exchanged, cut off at the end or put behind it is found', async () => {
  const cases: Record<string, string[]> = {
    'missing 3': ['DELETE FROM audit WHERE seq = 3'],
    'changed 2': [
      'UPDATE audit SET seq = 99 WHERE seq = 2',
      'UPDATE audit SET seq = 2 WHERE seq = 3',
      'UPDATE audit SET seq = 3 WHERE seq = 99',
    ],
    'cut 6': ['DELETE FROM audit WHERE seq = 6'],
    'cut 1': ['DELETE FROM audit'],
    'changed 7': [`INSERT INTO audit (seq, at, what, result, hash) VALUES (7, 0, 'memo-read', 'ok', randomblob(32))`],
    'changed 1': ['DELETE FROM audit_head'],
    'deed 4': [
      'UPDATE audit SET trail_seq = NULL WHERE seq = 4',
      'UPDATE audit SET trail_seq = 1 WHERE seq = 4',
      `UPDATE trail SET what = 'memo-removed'`,
    ],
  }
  const whole = await openChain()
  for (const [expected, statements] of Object.entries(cases)) {
    const store = copyOf(whole)
    tamper(store, ...statements)
    expect(await verdictOf(store)).toBe(expected)
  }
})

test('a deed of the trail is covered in every column, cannot be taken out and cannot be added past the box', async () => {
  const whole = await openChain()
  const changes = ['at = at + 1', `what = 'x'`, `member_id = 'x'`, `row_id = NULL`, `detail = '{}'`, `staff_id = 'x'`]
  for (const change of [...changes.map((each) => `UPDATE trail SET ${each}`), 'DELETE FROM trail']) {
    const store = copyOf(whole)
    tamper(store, change)
    expect(`${change}: ${await verdictOf(store)}`).toBe(`${change}: deed 4`)
  }
  const store = copyOf(whole)
  tamper(store, `INSERT INTO trail (at, what, detail) VALUES (0, 'memo-added', '{}')`)
  expect(await verdictOf(store)).toBe('deed 6')
})

test('deeds from before there was a chain are covered by its first row', async () => {
  const openOld = async () => {
    const store = await openTestStore()
    for (const row of ['a', 'b', 'c'])
      tamper(store, `INSERT INTO trail (at, what, row_id, detail) VALUES (0, 'memo-added', '${row}', '{}')`)
    store.write(() => {
      noteTrail(store, { staffId: null, what: 'memo-removed', memberId: null, rowId: 'a' })
    })
    return store
  }
  const store = await openOld()
  expect(await verdictOf(store)).toBe('ok')
  expect(readRows(store, 'SELECT seq, what, trail_seq FROM audit')).toEqual([
    { seq: 1, what: 'trail-adopted', trail_seq: null },
    { seq: 2, what: 'memo-removed', trail_seq: 4 },
  ])
  for (const change of [`UPDATE trail SET row_id = 'x' WHERE seq = 2`, 'DELETE FROM trail WHERE seq = 3']) {
    const changed = await openOld()
    tamper(changed, change)
    expect(await verdictOf(changed)).toBe('deed 1')
  }
})

test('a chain that was written anew from some row on is found by a head that was noted outside', async () => {
  const store = await openChain()
  const { head } = (await verifyAudit(store))!
  const known = { seq: head.seq, hash: head.hash.toString('hex') }
  store.write(() => {
    appendAudit(store, newRow(store))
  })
  expect(await verifyAudit(store, known)).toMatchObject({ ok: true })
  // The same rows but one, with hashes that fit.
  const forged = await openTestStore()
  forged.write(() => {
    for (let row = 1; row <= 6; row++) appendAudit(forged, newRow(forged))
  })
  expect(await verdictOf(forged)).toBe('ok')
  expect(await verifyAudit(forged, known)).toMatchObject({ ok: false, seq: 6, why: 'changed' })
  expect(await verifyAudit(store, { ...known, seq: 40 })).toMatchObject({ ok: false, seq: 8, why: 'cut' })
})

test('nothing can be changed or taken away through the store, neither rows nor head, checks and reviews', async () => {
  const store = await openChain()
  saveAuditCheck(store, (await verifyAudit(store))!)
  const db = new Database(fileOf(store))
  db.exec(
    `INSERT INTO audit_review SELECT 'r', '2026-04', 0, id, '', 1, 1, 1, (SELECT hash FROM audit WHERE seq = 1) FROM staff LIMIT 1;`,
  )
  for (const table of ['audit', 'trail', 'audit_check', 'audit_review', 'audit_head']) {
    expect(() => db.exec(`DELETE FROM ${table}`), table).toThrow(/kept/)
    const column = table === 'audit_head' ? 'seq = 1' : table === 'trail' ? `what = 'x'` : 'at = 0'
    expect(() => db.exec(`UPDATE ${table} SET ${column}`), table).toThrow(/stay|row by row/)
    expect(() => db.exec(`INSERT OR REPLACE INTO ${table} SELECT * FROM ${table}`), table).toThrow()
  }
  db.close()
  expect(await verdictOf(store)).toBe('ok')
})

test('a box whose head was taken away goes on working, and every check finds the gap', async () => {
  const store = await openChain()
  tamper(store, 'DELETE FROM audit_head')
  store.write(() => {
    appendAudit(store, newRow(store))
  })
  expect(await verdictOf(store)).toBe('missing 7')
})

test('a deed that is rolled back leaves no row of the chain, and no gap', async () => {
  const store = await openChain()
  expect(() =>
    store.write(() => {
      noteTrail(store, { staffId: null, what: 'memo-added', memberId: null, rowId: 'x' })
      throw new Error('broken off')
    }),
  ).toThrow('broken off')
  store.write(() => {
    noteTrail(store, { staffId: null, what: 'memo-added', memberId: null, rowId: 'y' })
  })
  expect(await verdictOf(store)).toBe('ok')
})

test('what a check finds stays the answer until one finds all well, with the time it was first found', async () => {
  const clock = createClock()
  const store = await openChain(clock.now)
  expect(findAuditBreak(store)).toBeNull()
  await checkAudit(store)
  expect(findAuditBreak(store)).toBeNull()
  tamper(store, `UPDATE audit SET what = 'memos-read' WHERE seq = 5`)
  for (const hours of [1, 2]) {
    clock.set(morning + hours * 3_600_000)
    expect(await checkAudit(store)).toMatchObject({ ok: false, seq: 5 })
  }
  expect(findAuditBreak(store)).toEqual({
    seq: 5,
    why: 'changed',
    since: morning + 3_600_000,
    faults: 1,
    lastSeq: 5,
  })
  tamper(store, `UPDATE audit SET what = 'member-read' WHERE seq = 5`)
  await checkAudit(store)
  expect(findAuditBreak(store)).toBeNull()
})

test('a check that is given up says nothing and notes nothing', async () => {
  const store = await openChain()
  expect(await checkAudit(store, () => true)).toBeUndefined()
  expect(readRows(store, 'SELECT * FROM audit_check')).toEqual([])
})

test('the chain is checked once a night, made up for after a night without power, and never around four', () => {
  const at = (time: string, day = '2026-04-03') => Date.parse(`${day}T${time}:00+09:00`)
  const last = at('02:40', '2026-04-02')
  expect(isCheckDue(at('01:50'), last)).toBe(false)
  expect(isCheckDue(at('02:10'), last)).toBe(true)
  expect(isCheckDue(at('02:20'), at('02:10'))).toBe(false)
  expect(isCheckDue(at('02:20'), at('01:00'))).toBe(true)
  expect(isCheckDue(at('10:00'), last)).toBe(true)
  expect(isCheckDue(at('10:00'), at('02:10'))).toBe(false)
  expect(isCheckDue(at('10:00'), null)).toBe(true)
  for (const time of ['03:40', '03:50', '04:00', '04:10']) expect(isCheckDue(at(time), null)).toBe(false)
  expect(isCheckDue(at('10:00'), at('10:00', '2026-05-03'))).toBe(true)
})

test('a trail that was taken away whole is missed: by the next check, and after the box has gone on', async () => {
  const traces: Record<string, (store: Store) => Promise<void> | void> = {
    'a check': async (store) => {
      await checkAudit(store)
    },
    'a review': (store) => {
      const staffId = findStaffByLogin(store, 'kanri')!.id
      expect(signOffAudit(store, { month: '2026-03', staffId, remark: '', rows: 0 }).ok).toBe(true)
    },
  }
  for (const [name, leave] of Object.entries(traces)) {
    const store = await openChain()
    await leave(store)
    expect(await verdictOf(store), name).toBe('ok')
    tamper(store, 'DELETE FROM audit', 'DELETE FROM audit_head', 'DELETE FROM trail')
    expect(await verdictOf(store), name).toBe('cut 1')
    store.write(() => {
      appendAudit(store, newRow(store))
    })
    expect(await verdictOf(store), name).toBe('missing 1')
  }
})

test('a check of a box on which nothing had happened is no trace of rows', async () => {
  const store = await openTestStore()
  await checkAudit(store)
  store.write(() => {
    appendAudit(store, newRow(store))
  })
  expect(await verdictOf(store)).toBe('ok')
})

test('a chain that was written anew no longer leads through the last good check', async () => {
  const store = await openChain()
  await checkAudit(store)
  const forged = await openTestStore()
  forged.write(() => {
    for (let row = 1; row <= 6; row++) appendAudit(forged, newRow(forged))
  })
  tamper(
    store,
    'DELETE FROM audit',
    'DELETE FROM trail',
    `ATTACH '${fileOf(forged)}' AS forged; INSERT INTO main.audit SELECT * FROM forged.audit WHERE seq < 7`,
    'UPDATE audit_head SET seq = 6, hash = (SELECT hash FROM audit WHERE seq = 6)',
  )
  expect(await verdictOf(store)).toBe('changed 6')
})

test('after the first fault the check goes on: it says how many places are wrong, and the last of them', async () => {
  const store = await openChain()
  tamper(
    store,
    `UPDATE audit SET result = 'x' WHERE seq = 2`,
    'DELETE FROM audit WHERE seq = 4',
    `UPDATE audit SET result = 'x' WHERE seq = 6`,
  )
  const verdict = (await verifyAudit(store))!
  // The deed whose row is gone is loose besides.
  expect(verdict).toMatchObject({ ok: false, rows: 1, seq: 2, why: 'changed', faults: 4, lastSeq: 6 })
  saveAuditCheck(store, verdict)
  expect(findAuditBreak(store)).toMatchObject({ seq: 2, why: 'changed', faults: 4, lastSeq: 6 })
})

/** Looks every ten minutes of its own clock. */
function keepChecked(store: Store) {
  vi.useFakeTimers({ toFake: ['setInterval', 'clearInterval'] })
  onTestFinished(() => {
    vi.useRealTimers()
  })
  const said: string[] = []
  const stop = keepAuditChecked(store, {
    onChecked: ({ ok }) => void said.push(ok ? 'ok' : 'broken'),
    onFailed: () => void said.push('failed'),
    onError: () => void said.push('error'),
  })
  onTestFinished(stop)
  return {
    said,
    async pass(clock: ReturnType<typeof createClock>, until: number) {
      while (clock.now() < until) {
        clock.set(clock.now() + 600_000)
        vi.advanceTimersByTime(600_000)
        await new Promise((done) => setTimeout(done, 20))
      }
    },
  }
}

const hour = 3_600_000

test('the box checks by itself each night', async () => {
  const clock = createClock()
  const store = await openChain(clock.now)
  const { said, pass } = keepChecked(store)
  await pass(clock, morning + 1 * hour)
  expect(said).toEqual(['ok'])
  await pass(clock, morning + 20 * hour)
  expect(said).toEqual(['ok', 'ok'])
  expect(readRows(store, `SELECT time(at / 1000 + 9 * 3600, 'unixepoch') AS at FROM audit_check`)[1]).toEqual({
    at: '02:00:00',
  })
})

test('a check that comes to no end is a fault on every page, and is tried again each hour until one does', async () => {
  const clock = createClock()
  const store = await openChain(clock.now)
  const { said, pass } = keepChecked(store)
  const { get } = store.queries.findAuditHead
  store.queries.findAuditHead.get = () => {
    throw new Error('disk I/O error')
  }
  await pass(clock, morning + hour / 2)
  expect(said).toEqual(['error', 'failed'])
  expect(findAuditBreak(store)).toMatchObject({ seq: 0, why: 'unchecked', since: morning + hour / 6 })
  store.queries.findAuditHead.get = get
  await pass(clock, morning + 2 * hour)
  expect(said).toEqual(['error', 'failed', 'ok'])
  expect(findAuditBreak(store)).toBeNull()
})

test('a box that has run for two days without a check says so', async () => {
  const clock = createClock()
  const store = await openChain(clock.now)
  expect(findAuditBreak(store, 49 * hour)).toBeNull()
  expect(findAuditBreak(store, 51 * hour)).toMatchObject({ why: 'unchecked', since: morning - hour })
  await checkAudit(store)
  expect(findAuditBreak(store, 51 * hour)).toBeNull()
  clock.set(morning + 51 * hour)
  // Switched on again after a holiday: it has not had the time.
  expect(findAuditBreak(store, 1 * hour)).toBeNull()
  expect(findAuditBreak(store, 60 * hour)).toMatchObject({ why: 'unchecked', since: morning + 50 * hour })
})

test('a deed that is done for a request has the request’s device and address in its row', async () => {
  const store = await openChain()
  const deed = { staffId: null, what: 'memo-added', memberId: null, rowId: 'x' } as const
  comingFrom({ deviceId: 'device-9', address: '192.0.2.9' }, () => {
    store.write(() => {
      noteTrail(store, deed)
    })
  })
  store.write(() => {
    noteTrail(store, deed)
  })
  expect(readRows(store, 'SELECT device_id, address FROM audit WHERE seq > 6')).toEqual([
    { device_id: 'device-9', address: '192.0.2.9' },
    { device_id: null, address: null },
  ])
  expect(await verdictOf(store)).toBe('ok')
})
