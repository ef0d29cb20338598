import type { TypeBoxTypeProvider } from '@fastify/type-provider-typebox'
import Database from 'better-sqlite3'
import fastify from 'fastify'
import { expect, test } from 'vitest'
import { auditDeeds } from '../../contract/audit.ts'
import type { BoxStatus } from '../../contract/status.ts'
import { buildTestApp, getJson, signIn } from '../../test/support/box.ts'
import {
  createClock,
  fileOf,
  morning,
  openTestStore,
  readRows,
  takeIn,
  testFile,
  testPerson,
  touchCard,
} from '../../test/support/store.ts'
import { auditTable } from './audit-table.ts'
import { healthRoutes } from './health.ts'
import { placePersons } from './audit-persons.ts'
import { appendAudit, nothing, saveAuditCheck, verifyAudit } from '../store/audit.ts'
import { saveCard } from '../store/cards.ts'
import { saveMember } from '../store/members.ts'
import type { Store } from '../store/open.ts'
import { findStaffByLogin } from '../store/staff.ts'

// Longer than most files: every kind of thing that is audited, over one box.

const nobody = '019d50da-a680-7000-8000-2f885d572ee3'

async function openDesk(now?: () => number) {
  const store = await openTestStore(now)
  const { app, log } = buildTestApp(store)
  takeIn(store, testFile())
  takeIn(
    store,
    testFile({
      number: '260403000012002',
      person: { ...testPerson, code: '00005678', name: '架空　太郎', kana: 'ｶｸｳ ﾀﾛｳ' },
    }),
  )
  const cookie = await signIn(app, 'yaku')
  const patients = readRows(store, 'SELECT id FROM patient ORDER BY code').map(({ id }) => String(id))
  return { store, app, log, cookie, patients, staffId: findStaffByLogin(store, 'yaku')!.id }
}

const rows = (store: Store, columns = 'what, result') =>
  readRows(
    store,
    `SELECT ${columns} FROM audit WHERE what NOT IN ('trail-adopted', 'signed-in') AND trail_seq IS NULL ORDER BY seq`,
  )

test('opening a record leaves one row: who, from where, whose, what, with what result', async () => {
  const { store, app, cookie, patients, staffId } = await openDesk()
  await getJson(app, cookie, `/api/patients/${patients[0]!}`)
  expect(
    rows(store, 'at, staff_id, device_id, on_behalf_of, address, member_id, patient_id, row_id, what, result, shown'),
  ).toEqual([
    {
      at: morning,
      staff_id: staffId,
      device_id: null,
      on_behalf_of: null,
      address: '127.0.0.1',
      member_id: null,
      patient_id: patients[0],
      row_id: null,
      what: 'patient-read',
      result: 'ok',
      shown: null,
    },
  ])
})

test('every route of the table really leaves its row, each time one', async () => {
  const { store, app } = await openDesk()
  const cookie = await signIn(app, 'kanri')
  for (const [name, what] of Object.entries(auditTable)) {
    const [method = '', path = ''] = name.split(' ')
    if (!path.startsWith('/api/')) continue
    const url = path
      .replace(/:(seq|code)/, '1')
      .replace(':month', '2026-03')
      .replace(':key/', `${'0'.repeat(32)}/`)
      .replaceAll(/:\w+/g, nobody)
    const before = rows(store).length
    const { statusCode } = await app.inject({ method: method as 'GET', url, headers: { cookie } })
    expect(statusCode, name).not.toBe(500)
    expect([name, ...rows(store).slice(before)]).toMatchObject([name, { what }])
  }
})

test('a phone that was given a code leaves rows without a member of staff, and its code is in none', async () => {
  const { store, app, cookie } = await openDesk()
  const card = '0123456789ABCDEF'
  const memberId = store.write(() => {
    const id = saveMember(store, { name: '試験　花子', kana: 'シケン ハナコ', sex: 'female', birthOn: '1968-04-07' })
    saveCard(store, id, card)
    return id
  })
  touchCard(store, card)
  const given = await app.inject({
    method: 'POST',
    url: `/api/members/${memberId}/registration-codes`,
    headers: { cookie },
    payload: { medium: 'spot', counterId: null },
  })
  const { pathname } = new URL(given.json().link.url)
  const before = rows(store).length
  expect((await app.inject({ url: pathname })).body).toContain('試')
  const columns = 'staff_id, address, member_id, row_id, what, result'
  expect(rows(store, columns).slice(before)).toEqual([
    {
      staff_id: null,
      address: '127.0.0.1',
      member_id: memberId,
      row_id: null,
      what: 'phone-registration-read',
      result: 'ok',
    },
  ])
  const text = JSON.stringify([readRows(store, 'SELECT * FROM audit'), readRows(store, 'SELECT * FROM trail')])
  expect(text).not.toContain(pathname.slice(3))
})

test('a list leaves one row with everybody whom it showed', async () => {
  const { store, app, cookie, patients } = await openDesk()
  await getJson(app, cookie, '/api/dispensings?on=2026-04-03')
  const [row] = rows(store, 'what, shown')
  expect(row?.['what']).toBe('dispensings-read')
  expect(String(row?.['shown']).split(' ').toSorted()).toEqual(patients.toSorted())
})

test('what was not found, not allowed, or badly asked leaves a row with the code of the refusal', async () => {
  const { store, app, cookie } = await openDesk()
  await getJson(app, cookie, `/api/members/${nobody}`)
  await getJson(app, cookie, '/api/people?wrong=1')
  const clerk = await signIn(app, 'jimu')
  await getJson(app, clerk, '/api/audit')
  const maintainer = await signIn(app, 'hoshu')
  await getJson(app, maintainer, `/api/members/${nobody}`)
  expect(rows(store)).toEqual([
    { what: 'member-read', result: 'not-found' },
    { what: 'people-searched', result: 'invalid-request' },
    { what: 'audit-searched', result: 'not-allowed' },
    { what: 'member-read', result: 'not-allowed' },
  ])
})

test('whoever is not signed in leaves no row: a stranger cannot fill the disk', async () => {
  const { store, app } = await openDesk()
  for (const url of [`/api/members/${nobody}`, '/api/visits', '/r/wrong', '/u/wrong']) await app.inject({ url })
  expect(rows(store)).toEqual([])
})

test('a changed record has two links of the chain: the deed, and the request it came with', async () => {
  const { store, app, cookie, patients, staffId } = await openDesk()
  const payload = { content: { text: '見本のメモ' } }
  store.write(() => {
    store.queries.insertMember.run({
      id: nobody,
      name: '試験 花子',
      kana: '',
      sex: 'female',
      birthOn: null,
      at: morning,
    })
  })
  const url = `/api/members/${nobody}/links`
  const added = await app.inject({
    method: 'POST',
    url,
    headers: { cookie },
    payload: { patientId: patients[0], version: 1 },
  })
  expect(added.statusCode, added.body).toBe(200)
  await app.inject({ method: 'POST', url: `/api/members/${nobody}/memos`, headers: { cookie }, payload })
  const both = readRows(
    store,
    `SELECT staff_id, address, member_id, patient_id, what, trail_seq FROM audit WHERE what LIKE 'link%' ORDER BY seq`,
  )
  expect(both).toEqual([
    { staff_id: staffId, address: '127.0.0.1', member_id: nobody, patient_id: null, what: 'link-set', trail_seq: 1 },
    {
      staff_id: staffId,
      address: '127.0.0.1',
      member_id: nobody,
      patient_id: patients[0],
      what: 'links-edit',
      trail_seq: null,
    },
  ])
  expect(await verifyAudit(store)).toMatchObject({ ok: true })
})

test('if its row cannot be written an answer shows nothing, and says so', async () => {
  const { store, app, cookie, patients, log } = await openDesk()
  const db = new Database(fileOf(store))
  db.exec(`CREATE TRIGGER full BEFORE INSERT ON audit BEGIN SELECT RAISE(ABORT, 'full'); END`)
  for (const url of [`/api/patients/${patients[0]!}`, '/api/people?q=シケン', '/api/audit/file']) {
    const { status, body } = await getJson(app, cookie, url)
    expect([status, body.code]).toEqual([503, 'audit-not-written'])
    expect(JSON.stringify(body)).not.toMatch(/試験|シケン|番号/)
  }
  expect(log.filter((line) => line.includes('the audit trail could not be written'))).toHaveLength(3)
  db.exec('DROP TRIGGER full')
  db.close()
  expect((await getJson(app, cookie, `/api/patients/${patients[0]!}`)).status).toBe(200)
})

test('answers of the same moment share one write, and each has its own row', async () => {
  const { store, app, cookie, patients } = await openDesk()
  let writes = 0
  const { write } = store
  store.write = (work) => {
    writes++
    return write(work)
  }
  await Promise.all(Array.from({ length: 20 }, () => getJson(app, cookie, `/api/patients/${patients[0]!}`)))
  expect(rows(store)).toHaveLength(20)
  expect(writes).toBeLessThan(20)
  expect(await verifyAudit(store)).toMatchObject({ ok: true, rows: 22 })
})

test('no name, kana or date of birth gets into it, whatever was searched, typed into an address or refused', async () => {
  const { store, app, cookie, patients } = await openDesk()
  for (const url of [
    '/api/people?q=試験花子',
    '/api/patients?q=シケン',
    '/api/people/kana?row=サ',
    `/api/patients/${patients[0]!}/dispensings`,
    '/api/patients/試験花子',
    '/api/members/19680407',
    '/api/dispensings?on=2026-04-03',
    '/api/card-issues/recent-patients',
    '/api/audit?what=試験',
  ])
    await getJson(app, cookie, encodeURI(url))
  expect(rows(store).length).toBe(9)
  const text = JSON.stringify([readRows(store, 'SELECT * FROM audit'), readRows(store, 'SELECT detail FROM trail')])
  expect(text).not.toMatch(/試験|花子|シケン|ハナコ|ｼｹﾝ|ﾊﾅｺ|1968-?04-?07|架空|00001234/)
})

test('a page that asks every second is noted when what it is shown changes', async () => {
  const { store, app, cookie } = await openDesk()
  for (let second = 0; second < 5; second++) await getJson(app, cookie, '/api/card-issues/lying-cards')
  expect(rows(store)).toEqual([{ what: 'lying-cards-read', result: 'ok' }])
})

test('it is noted again for the next who signs in, on the next day, and after a row that could not be written', async () => {
  const clock = createClock()
  const { store, app, cookie } = await openDesk(clock.now)
  const ask = async (as = cookie) => (await getJson(app, as, '/api/card-issues/lying-cards')).status
  const db = new Database(fileOf(store))
  db.exec(`CREATE TRIGGER full BEFORE INSERT ON audit BEGIN SELECT RAISE(ABORT, 'full'); END`)
  expect([await ask(), await ask()]).toEqual([503, 503])
  db.exec('DROP TRIGGER full')
  db.close()
  expect([await ask(), await ask()]).toEqual([200, 200])
  expect(rows(store)).toHaveLength(1)
  const again = await signIn(app, 'yaku')
  await ask(again)
  expect(rows(store)).toHaveLength(2)
  clock.set(Date.parse('2026-04-03T23:59:00+09:00'))
  const night = await signIn(app, 'yaku')
  await ask(night)
  clock.set(Date.parse('2026-04-04T00:01:00+09:00'))
  await ask(night)
  await ask(night)
  expect(rows(store)).toHaveLength(4)
})

test('what a page fetches ahead is told from what somebody opened', async () => {
  const { app, cookie, patients } = await openDesk()
  const url = `/api/patients/${patients[0]!}`
  await app.inject({ url, headers: { cookie, 'kusuribako-prepared': '1' } })
  await app.inject({ url, headers: { cookie } })
  const { body } = await getJson(app, cookie, `/api/audit?what=patient-read`)
  expect(body.items.map(({ isPrepared }: { isPrepared: boolean }) => isPrepared)).toEqual([false, true])
})

test('a month is not signed while the chain is broken', async () => {
  const { store, app, cookie } = await openDesk()
  const verdict = (await verifyAudit(store))!
  saveAuditCheck(store, { ...verdict, ok: false, seq: 1, why: 'changed', faults: 1, lastSeq: 1 })
  const signed = await app.inject({
    method: 'POST',
    url: '/api/audit/months/2026-02/sign-off',
    headers: { cookie },
    payload: { remark: '', rows: 0 },
  })
  expect([signed.statusCode, signed.json().code]).toEqual([409, 'audit-broken'])
})

test('of more persons than a row keeps the number is told', async () => {
  const { store, app, cookie, staffId } = await openDesk()
  const audited = { members: new Set<string>(), patients: new Set<string>() }
  for (let each = 0; each < 230; each++) audited.members.add(nobody.slice(0, -3) + String(each).padStart(3, '0'))
  const { more, ...persons } = placePersons(audited, { memberId: null, patientId: null })
  store.write(() => {
    appendAudit(store, { ...nothing, staffId, ...persons, what: 'links-read', detail: JSON.stringify({ more }) })
  })
  const { body } = await getJson(app, cookie, '/api/audit?what=links-read')
  expect(body.items[0]).toMatchObject({ more: 30 })
  expect(body.items[0].shown).toHaveLength(200)
})

test('pharmacists and admins read it; clerks and maintainers do not', async () => {
  const { app } = await openDesk()
  const asked: Record<string, number[]> = {}
  for (const login of ['kanri', 'yaku', 'jimu', 'hoshu']) {
    const cookie = await signIn(app, login)
    const urls = ['/api/audit', '/api/audit/staff', '/api/audit/file', '/api/audit/months/2026-03']
    const answers = await Promise.all(urls.map((url) => app.inject({ url, headers: { cookie } })))
    const signed = await app.inject({
      method: 'POST',
      url: '/api/audit/months/2026-02/sign-off',
      headers: { cookie },
      payload: { remark: '', rows: 0 },
    })
    asked[login] = [...answers, signed].map(({ statusCode }) => statusCode)
  }
  expect(asked).toEqual({
    kanri: [200, 200, 200, 200, 201],
    yaku: [200, 200, 200, 200, 201],
    jimu: [403, 403, 403, 403, 403],
    hoshu: [403, 403, 403, 403, 403],
  })
})

/** Rows over three days of two people, and a list that showed both. */
async function openHistory() {
  const clock = createClock()
  const desk = await openDesk(clock.now)
  const { store, patients, staffId } = desk
  const [first = '', second = ''] = patients
  const base = {
    deviceId: null,
    onBehalfOf: null,
    address: '192.0.2.7',
    memberId: null,
    rowId: null,
    result: 'ok',
    shown: null,
    detail: null,
  }
  const admin = findStaffByLogin(store, 'kanri')!.id
  for (let day = 0; day < 3; day++) {
    clock.set(morning + day * 86_400_000)
    store.write(() => {
      appendAudit(store, { ...base, staffId, patientId: first, what: 'patient-read' })
      appendAudit(store, { ...base, staffId: admin, patientId: second, what: 'history-read', result: 'not-allowed' })
      appendAudit(store, { ...base, staffId, patientId: null, what: 'people-searched', shown: patients.join(' ') })
    })
  }
  return { ...desk, cookie: await signIn(desk.app, 'yaku'), clock, first, second, admin }
}

test('rows are found by person, staff, day, deed and refusal, newest first', async () => {
  const { app, cookie, first, admin, staffId } = await openHistory()
  const found = async (query: string) => {
    const { status, body } = await getJson(app, cookie, `/api/audit?${query}`)
    expect(status, query).toBe(200)
    const items = body.items as { what: string; at: number }[]
    return items
      .filter(({ what }) => what !== 'audit-searched' && what !== 'signed-in')
      .map(({ what, at }) => `${String((at - morning) / 86_400_000)} ${what}`)
  }
  expect(await found(`person=${first}`)).toEqual(['2 patient-read', '1 patient-read', '0 patient-read'])
  expect(await found(`person=${first}&lists=true&from=2026-04-05`)).toEqual(['2 people-searched', '2 patient-read'])
  expect(await found(`staff=${admin}&from=2026-04-04&to=2026-04-04`)).toEqual(['1 history-read'])
  expect(await found(`staff=${staffId}&what=people-searched&to=2026-04-04`)).toEqual([
    '1 people-searched',
    '0 people-searched',
  ])
  expect(await found('refused=true')).toEqual(['2 history-read', '1 history-read', '0 history-read'])
  expect(await found('from=2027-01-01')).toEqual([])
  expect(await found(`device=tablet`)).toEqual([])
})

test('a long trail comes page by page, none twice and none left out', async () => {
  const { store, app, cookie, staffId, first } = await openHistory()
  const base = {
    deviceId: null,
    onBehalfOf: null,
    address: null,
    memberId: null,
    rowId: null,
    result: 'ok',
    shown: null,
    detail: null,
  }
  store.write(() => {
    for (let row = 0; row < 1300; row++)
      appendAudit(store, { ...base, staffId, patientId: row % 5 === 0 ? first : nobody, what: 'taking-read' })
  })
  const seqs: number[] = []
  for (let cursor = ''; ;) {
    const { body } = await getJson(app, cookie, `/api/audit?what=taking-read&person=${first}${cursor}`)
    seqs.push(...(body.items as { seq: number }[]).map(({ seq }) => seq))
    if (body.next === null) break
    cursor = `&cursor=${String(body.next)}`
  }
  expect(seqs).toHaveLength(260)
  expect(seqs).toEqual([...new Set(seqs)].toSorted((a, b) => b - a))
})

test('a month is looked through in numbers and signed when it is over; each signature stays and is a deed itself', async () => {
  const { app, cookie, clock, store, staffId, admin } = await openHistory()
  const sign = (month: string, remark: string) =>
    app.inject({
      method: 'POST',
      url: `/api/audit/months/${month}/sign-off`,
      headers: { cookie },
      payload: { remark, rows: 10 },
    })
  expect((await sign('2026-04', '早すぎる')).statusCode).toBe(400)
  clock.set(Date.parse('2026-05-01T09:00:00+09:00'))
  const again = await signIn(app, 'yaku')
  const { body } = await getJson(app, again, '/api/audit/months/2026-04')
  expect(body).toMatchObject({ month: '2026-04', refused: 4, signOffs: [], checkedAt: null })
  expect(body.byStaff.map((each: { staffId: string | null }) => each.staffId)).toEqual([staffId, admin, null])
  expect(body.byDeed).toContainEqual({ what: 'history-read', rows: 3, refused: 3 })
  const signed = await app.inject({
    method: 'POST',
    url: '/api/audit/months/2026-04/sign-off',
    headers: { cookie: again },
    payload: { remark: ' 異常なし ', rows: body.rows },
  })
  expect(signed.statusCode).toBe(201)
  expect(signed.json().signOffs).toMatchObject([
    { by: '薬剤 師', remark: '異常なし', rows: body.rows, counted: body.rows },
  ])
  const guessed = await app.inject({
    method: 'POST',
    url: '/api/audit/months/2026-04/sign-off',
    headers: { cookie: again },
    payload: { remark: '', rows: 1 },
  })
  expect(guessed.json().signOffs[0]).toMatchObject({ rows: 1, counted: body.rows })
  expect(readRows(store, `SELECT count(*) AS deeds FROM audit WHERE what = 'audit-reviewed'`)).toEqual([{ deeds: 2 }])
  expect(await verifyAudit(store)).toMatchObject({ ok: true })
  // December ends with the year.
  expect((await getJson(app, again, '/api/audit/months/2025-12')).body).toMatchObject({ rows: 0, refused: 0 })
})

test('the file opens in a spreadsheet, holds every row that was asked for, and no formula', async () => {
  const { store, app, cookie, first } = await openHistory()
  const base = {
    staffId: null,
    deviceId: '=1+1',
    onBehalfOf: null,
    address: null,
    memberId: null,
    rowId: null,
    result: 'ok',
    shown: null,
    detail: null,
  }
  store.write(() => {
    for (let row = 0; row < 1100; row++) appendAudit(store, { ...base, patientId: first, what: 'taking-read' })
  })
  const { body, headers } = await app.inject({ url: `/api/audit/file?person=${first}`, headers: { cookie } })
  expect(headers['content-type']).toBe('text/csv; charset=utf-8')
  const [head, ...lines] = body.trimEnd().split('\r\n')
  expect(head?.startsWith('\uFEFF番号,日付,時刻,職員')).toBe(true)
  expect(lines).toHaveLength(1103)
  expect(lines.at(-1)).toMatch(/^"\d+","2026-04-03","10:00:00","薬剤 師",/)
  expect(lines[0]).toContain(`"'=1+1"`)
  expect(rows(store).at(-1)).toEqual({ what: 'audit-saved', result: 'ok' })
})

test('looking into the audit trail is in the audit trail', async () => {
  const { store, app, cookie, patients } = await openDesk()
  await getJson(app, cookie, `/api/audit?person=${patients[0]!}`)
  expect(rows(store, 'what, row_id')).toEqual([{ what: 'audit-searched', row_id: patients[0] }])
  expect(auditDeeds).toContain('audit-searched')
})

test('the status every page shows names the first broken row', async () => {
  const { store, app, cookie } = await openDesk()
  expect((await getJson(app, cookie, '/api/status')).body.auditBreak).toBeNull()
  const verdict = (await verifyAudit(store))!
  saveAuditCheck(store, { ...verdict, ok: false, seq: 7, why: 'changed', faults: 2, lastSeq: 9 })
  expect((await getJson(app, cookie, '/api/status')).body.auditBreak).toEqual({
    seq: 7,
    why: 'changed',
    since: morning,
    faults: 2,
    lastSeq: 9,
  })
})

test('a monitor hears of it without signing in', async () => {
  const { app, cookie } = await openDesk()
  const { body } = await getJson(app, cookie, '/api/status')
  const status = body as BoxStatus
  const health = fastify().withTypeProvider<TypeBoxTypeProvider>()
  const feed = { ...status.feed, state: 'ok' as const }
  const current = { ...status, feed }
  healthRoutes(health, { status: () => current, version: '0.0.0' })
  expect((await health.inject({ url: '/health' })).json().status).toBe('ok')
  current.auditBreak = { seq: 7, why: 'changed', since: morning, faults: 1, lastSeq: 7 }
  expect((await health.inject({ url: '/health' })).json().status).toBe('degraded')
})

test('from the fifth on everybody who answers is reminded of a month that nobody has signed, until somebody signs it', async () => {
  const clock = createClock(morning)
  const { app } = await openDesk(clock.now)
  // A session does not last for weeks.
  const due = async () => (await getJson(app, await signIn(app, 'yaku'), '/api/status')).body.auditReviewDue
  await getJson(app, await signIn(app, 'yaku'), '/api/dispensings?on=2026-04-03')
  // The trail began in April: March has nothing to be looked through.
  clock.set(Date.UTC(2026, 3, 20))
  expect(await due()).toBeNull()
  clock.set(Date.UTC(2026, 4, 4, 14, 59, 59))
  expect(await due()).toBeNull()
  clock.set(Date.UTC(2026, 4, 4, 15))
  expect(await due()).toBe('2026-04')
  const headers = { cookie: await signIn(app, 'yaku') }
  const payload = { remark: '', rows: 1 }
  await app.inject({ method: 'POST', url: '/api/audit/months/2026-04/sign-off', payload, headers })
  expect(await due()).toBeNull()
  clock.set(Date.UTC(2026, 5, 10))
  expect(await due()).toBe('2026-05')
})
