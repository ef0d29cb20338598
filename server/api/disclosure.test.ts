import type { AddressInfo } from 'node:net'
import { io, type Socket } from 'socket.io-client'
import Database from 'better-sqlite3'
import { expect, onTestFinished, test, vi } from 'vitest'
import { buildTestApp, signIn } from '../../test/support/box.ts'
import { drug } from '../../test/support/hints.ts'
import {
  createClock,
  fileOf,
  morning,
  openTestStore,
  presentNotebook,
  readRows,
  takeIn,
  testFile,
  testPerson,
} from '../../test/support/store.ts'
import { createOwnHost } from '../access/own-host.ts'
import { startPush } from '../push/push.ts'
import { keepDisclosureDays } from '../store/disclosure.ts'
import { findDispensing } from '../store/dispensings.ts'
import { linkPatient, saveMember } from '../store/members.ts'
import { findPatientByCode } from '../store/patients.ts'

// Longer than most files: one rule, held against every way in which a record could be read.

/** Stands in everything that another institution or the person told, and nowhere else. */
const mark = 'しるし'
const day = 24 * 3_600_000
/** The first moment of 2026-04-04 in Tokyo. */
const midnight = Date.UTC(2026, 3, 3, 15, 0, 0)

/** 試験 花子, who shows a notebook at ten in the morning, and the counter. */
async function openDesk(clock = createClock()) {
  const store = await openTestStore(clock.now)
  const { app, sessions } = buildTestApp(store)
  /** Every route that is asked with GET, and what may be asked of it. */
  const gets: { url: string; asks: string[] }[] = []
  app.addHook('onRoute', ({ method, url, schema }) => {
    const { properties = {} } = (schema?.querystring ?? {}) as { properties?: Record<string, unknown> }
    if (method === 'GET' && url.startsWith('/api/')) gets.push({ url, asks: Object.keys(properties) })
  })
  takeIn(store, testFile({ drugs: [drug('ロキソプロフェンＮａ錠６０ｍｇ「見本」')] }))
  const patient = findPatientByCode(store, '9999999', testPerson.code)!
  const memberId = store.write(() => {
    const id = saveMember(store, patient)
    linkPatient(store, id, patient.id)
    return id
  })
  // Each sign-in costs a password hash.
  const cookies = new Map<string, Promise<string>>()
  const ask = async (method: 'GET' | 'POST' | 'PATCH' | 'DELETE', path: string, payload?: object, who = 'yaku') => {
    const cookie = cookies.get(who) ?? signIn(app, who)
    cookies.set(who, cookie)
    const url = path.startsWith('/') ? path : `/api/members/${memberId}/${path}`
    const headers = { cookie: await cookie }
    const response = await app.inject({ method, url, headers, ...(payload && { payload }) })
    const isJson = response.headers['content-type']?.toString().includes('json')
    return { status: response.statusCode, text: response.body, body: isJson ? response.json() : null }
  }
  /** Nobody's session lasts until then: everybody signs in anew. */
  const goTo = (at: number): void => {
    clock.set(at)
    cookies.clear()
  }
  /** In how many of these the mark is told. */
  const told = async (who = 'yaku') =>
    (
      await Promise.all(['history', 'taking', 'memos', 'otc', 'hints'].map((path) => ask('GET', path, undefined, who)))
    ).flatMap(({ text }) => (text.includes(mark) ? [1] : [])).length
  const state = async (who = 'yaku') => (await ask('GET', 'disclosure', undefined, who)).body
  return { store, app, sessions, clock, goTo, gets, memberId, patientId: patient.id, ask, told, state }
}

type Desk = Awaited<ReturnType<typeof openDesk>>

/** Everything that others can have told, each with the mark, after a presentation. */
async function fill({ store, memberId, ask }: Desk) {
  presentNotebook(store, memberId)
  const made = async (path: string, content: object) => {
    const { status, body } = await ask('POST', path, { content })
    expect(status).toBe(201)
    return body.id as string
  }
  const outside = await made('outside-dispensings', {
    dispensedOn: '2026/4/2',
    pharmacyName: `${mark}薬局`,
    institutionName: `${mark}医院`,
    department: `${mark}科`,
    prescriber: `${mark}　医師`,
    drugs: [
      {
        name: `ロキソプロフェンＮａ錠６０ｍｇ「${mark}」`,
        form: 'internal',
        usage: mark,
        dose: '3',
        unit: '錠',
        count: '14',
      },
      { name: `${mark}錠１０ｍｇ`, form: 'internal', dose: '1', unit: '錠', count: '14' },
    ],
  })
  // The pharmacy's own dispensing, read off the notebook as well.
  const copy = await made('outside-dispensings', {
    dispensedOn: '2026/4/3',
    drugs: [{ name: 'ロキソプロフェンＮａ錠６０ｍｇ「見本」', form: 'internal', dose: '3', unit: '錠', count: '14' }],
  })
  const otc = await made('otc', { name: `イブプロフェン${mark}`, startOn: '2026/4/1', note: mark })
  const removed = await made('otc', { name: `${mark}かぜ薬`, startOn: '2026/3/1' })
  await ask('POST', `otc/${removed}/remove`, { version: 1 })
  const said = await made('memos', { origin: 'patient', author: `${mark}の娘`, text: mark })
  const elsewhere = await made('memos', { origin: 'other-institution', text: mark })
  const own = await made('memos', { origin: 'patient', text: mark })
  await ask('PATCH', `memos/${own}`, { version: 1, content: { origin: 'this-pharmacy', text: '一包化' } })
  const note = await made('body-notes', { kind: 'allergy', text: 'ペニシリン系', source: 'patient' })
  // A hint that was answered, and then says something else.
  const { key } = (await ask('GET', 'hints')).body.open[0]
  await ask('POST', `hints/${key}/answer`, { answer: 'confirmed', note: '' })
  await ask('PATCH', `outside-dispensings/${outside}`, {
    version: 1,
    content: {
      dispensedOn: '2026/4/2',
      pharmacyName: `${mark}第二薬局`,
      drugs: [
        { name: `ロキソプロフェンＮａ錠６０ｍｇ「${mark}」`, form: 'internal', dose: '3', unit: '錠', count: '14' },
        { name: `${mark}錠１０ｍｇ`, form: 'internal', dose: '1', unit: '錠', count: '14' },
      ],
    },
  })
  const { drugs } = (await ask('GET', 'leftovers/draft')).body
  const lines = drugs.map((each: object) => ({ drug: each, counted: '3', countedIn: 'amount', isGuess: false }))
  const count = { fromOn: '2026-04-03', goal: null, lines, note: '' }
  const saved = (await ask('POST', 'leftovers', count)).body
  expect(saved.count.lines).toHaveLength(2)
  return { entries: [outside, copy, otc, removed, said, elsewhere, own, note], saved, count, key: key as string }
}

/** Asks every route that shows something, in every way that may lead to this member. @returns those whose answers hold the mark */
async function walk({ store, gets, memberId, patientId, ask }: Desk, filled: Awaited<ReturnType<typeof fill>>) {
  const visit = readRows(store, 'SELECT id FROM visit')[0]!['id'] as string
  const dispensing = readRows(store, 'SELECT id FROM dispensing')[0]!['id'] as string
  expect(findDispensing(store, dispensing)).toBeDefined()
  const ids = [memberId, patientId, ...filled.entries, filled.saved.id as string, visit, dispensing]
  const values: Record<string, string> = {
    from: 'elsewhere',
    notebook: 'true',
    on: '2026-04-03',
    'as-of': '2026-04-03',
    ids: ids.join(','),
    members: memberId,
    // Its letters alone: an answer that repeats what was looked for tells nothing.
    q: '試験',
    person: memberId,
    with: memberId,
  }
  const found = new Set<string>()
  let answered = 0
  for (const { url, asks } of gets) {
    const isOfEntry = url.includes(':entryId')
    const paths = (url.includes(':id') ? (isOfEntry ? [memberId] : ids) : ['']).flatMap((id) =>
      (isOfEntry ? filled.entries : ['']).map((entryId) => url.replace(':entryId', entryId).replace(':id', id)),
    )
    const known = asks.filter((name) => name in values).map((name) => `${name}=${encodeURIComponent(values[name]!)}`)
    const queries = new Set(['', ...known, known.join('&')])
    for (const path of paths) {
      for (const query of queries) {
        const { status, text } = await ask('GET', `${path.replaceAll(/:\w+/g, '1')}?${query}`, undefined, 'kanri')
        if (status === 200) answered++
        if (text.includes(mark)) found.add(url)
        if (status === 404) break
      }
    }
  }
  expect(answered).toBeGreaterThan(50)
  return [...found].sort()
}

/** Every route that tells what others told: whoever adds one adds it here, and sees it closed below. */
const showing = [
  '/api/members/:id/history',
  '/api/members/:id/hints',
  '/api/members/:id/leftovers',
  '/api/members/:id/leftovers/draft',
  '/api/members/:id/memos',
  '/api/members/:id/memos/:entryId/revisions',
  '/api/members/:id/otc',
  '/api/members/:id/otc/:entryId/revisions',
  '/api/members/:id/outside-dispensings',
  '/api/members/:id/outside-dispensings/:entryId/revisions',
  '/api/members/:id/taking',
  '/api/leftovers/:id/revisions',
  '/api/patients/:id/dispensings',
  '/api/patients/:id/taking',
].sort()

test('no answer of any route tells what others told before the notebook was shown, nor from midnight on', async () => {
  const desk = await openDesk()
  const filled = await fill(desk)
  expect(await walk(desk, filled)).toEqual(showing)
  desk.goTo(midnight)
  expect(await walk(desk, filled)).toEqual([])
  presentNotebook(desk.store, desk.memberId)
  expect(await walk(desk, filled)).toEqual(showing)
}, 120_000)

test('the answer to a deed tells no more than a read would, and nothing that is closed is changed', async () => {
  const desk = await openDesk()
  const { entries, saved, count, key } = await fill(desk)
  const [outside, , otc, removed, said, , own] = entries
  desk.goTo(midnight)
  const closed = { status: 403, body: { code: 'disclosure-closed' } }
  const memo = (origin: string) => ({ origin, text: '見本' })
  const refused = [
    await desk.ask('PATCH', `memos/${said!}`, { version: 1, content: memo('this-pharmacy') }),
    // A version that is not the newest brings the newest along elsewhere.
    await desk.ask('PATCH', `memos/${said!}`, { version: 7, content: memo('patient') }),
    await desk.ask('PATCH', `memos/${own!}`, { version: 2, content: memo('patient') }),
    await desk.ask('POST', 'memos', { content: memo('other-institution') }),
    await desk.ask('POST', `otc/${otc!}/remove`, { version: 1 }),
    await desk.ask('POST', `otc/${removed!}/restore`, { version: 2 }),
    await desk.ask('POST', `outside-dispensings/${outside!}/remove`, { version: 9 }),
    await desk.ask('POST', 'otc', { content: { name: '見本', startOn: '2026/4/1' } }),
    await desk.ask('PATCH', `/api/leftovers/${saved.id as string}`, { version: 1, count }),
    await desk.ask('DELETE', `hints/${key}/answer`),
  ]
  for (const answer of refused) {
    expect(answer).toMatchObject(closed)
    expect(answer.text).not.toContain(mark)
  }
  const done = [
    await desk.ask('POST', 'memos', { content: memo('this-pharmacy') }),
    await desk.ask('PATCH', `/api/leftovers/${saved.id as string}`, { version: 9, count }),
    await desk.ask('DELETE', `/api/leftovers/${saved.id as string}?version=1`),
    await desk.ask('POST', `/api/leftovers/${saved.id as string}/restore`, { version: 2 }),
  ]
  expect(done.map(({ status }) => status)).toEqual([201, 409, 200, 200])
  for (const { text } of done) expect(text).not.toContain(mark)
  expect((await desk.ask('GET', 'leftovers')).body.items).toMatchObject([{ isCut: true }])
})

test('the pharmacy’s own dispensings, メモ of its own and からだの情報 stay visible to its staff', async () => {
  const desk = await openDesk()
  await fill(desk)
  desk.goTo(midnight + 10 * day)
  const { items } = (await desk.ask('GET', 'history', undefined, 'jimu')).body
  // It was told twice: what is left is the pharmacy's own record of it, without a word about the other.
  expect(items).toMatchObject([{ rps: [{ medications: [{ name: 'ロキソプロフェンＮａ錠６０ｍｇ「見本」' }] }] }])
  expect(items[0].copies).toBeUndefined()
  expect((await desk.ask('GET', 'memos')).body.items).toMatchObject([{ text: '一包化' }])
  expect((await desk.ask('GET', 'body-notes')).body.items).toMatchObject([{ text: 'ペニシリン系' }])
})

test('of hints that come of closed records is told only that there is something to ask', async () => {
  const desk = await openDesk()
  await fill(desk)
  const open = (await desk.ask('GET', 'hints')).body
  expect(open.open.length).toBeGreaterThan(0)
  expect(open.isAnyClosed).toBeUndefined()
  const counts = async () => (await desk.ask('GET', `/api/hint-counts?members=${desk.memberId}`)).body.items[0].open
  expect(await counts()).toBe(open.open.length)
  desk.goTo(midnight)
  expect((await desk.ask('GET', 'hints')).body).toMatchObject({ open: [], answered: [], past: [], isAnyClosed: true })
  expect(await counts()).toBe(1)
})

test('a reason opens for who gave it, until midnight, and stays in the trail', async () => {
  const desk = await openDesk()
  await fill(desk)
  desk.goTo(midnight)
  expect(await desk.state()).toEqual({ isOpen: false, by: null, until: null, days: 1 })
  const note = '電話での問い合わせ'
  expect(await desk.ask('POST', 'disclosure', { reason: 'asked', note })).toMatchObject({
    status: 201,
    body: { isOpen: true, by: 'reason', until: midnight + day },
  })
  expect(await desk.told()).toBe(5)
  expect(await desk.told('jimu')).toBe(0)
  desk.goTo(midnight + day)
  expect(await desk.told()).toBe(0)
  const rows = readRows(
    desk.store,
    `SELECT a.what, a.member_id, s.login, t.detail FROM audit a JOIN staff s ON s.id = a.staff_id
     JOIN trail t ON t.seq = a.trail_seq WHERE a.what LIKE 'disclosure-%'`,
  )
  expect(rows).toEqual([
    { what: 'disclosure-reason', member_id: desk.memberId, login: 'yaku', detail: '{"reason":"asked"}' },
  ])
  expect(readRows(desk.store, `SELECT count(*) n FROM audit WHERE what = 'disclosure-edit'`)).toEqual([{ n: 1 }])
  expect((await desk.ask('GET', '/api/disclosure-reasons')).body.items).toMatchObject([
    { by: '薬剤 師', memberId: desk.memberId, name: '試験　花子', reason: 'asked', note, at: midnight },
  ])
  expect((await desk.ask('GET', '/api/disclosure-reasons', undefined, 'jimu')).status).toBe(403)
})

test('a reason is one of the list; その他 needs words', async () => {
  const { ask, state } = await openDesk()
  expect((await ask('POST', 'disclosure', { reason: 'curious', note: '' })).status).toBe(400)
  expect(await ask('POST', 'disclosure', { reason: 'other', note: ' 　' })).toMatchObject({
    status: 400,
    body: { fields: [{ path: 'body/note', message: 'note-needed' }] },
  })
  expect(await state()).toMatchObject({ isOpen: false })
  const nobody = '/api/members/019d50da-a680-7000-8000-2f885d572ee3/disclosure'
  expect((await ask('GET', nobody)).status).toBe(404)
  expect((await ask('POST', nobody, { reason: 'asked', note: '' })).status).toBe(404)
  expect((await ask('DELETE', nobody)).status).toBe(404)
})

test('the person’s withdrawal closes at once for everybody, and the next presentation opens again', async () => {
  const desk = await openDesk()
  await fill(desk)
  await desk.ask('POST', 'disclosure', { reason: 'asked', note: '' })
  desk.goTo(morning + 1000)
  expect((await desk.ask('DELETE', 'disclosure', undefined, 'jimu')).body).toMatchObject({ isOpen: false })
  expect(await desk.told()).toBe(0)
  desk.goTo(morning + 2000)
  presentNotebook(desk.store, desk.memberId)
  expect(await desk.told('jimu')).toBe(5)
})

test('a withdrawal that a clock dated ahead locks nobody out once the clock is right again', async () => {
  const desk = await openDesk()
  await fill(desk)
  desk.goTo(morning + 3_650 * day)
  await desk.ask('DELETE', 'disclosure')
  desk.goTo(midnight)
  expect(await desk.told()).toBe(0)
  const emergency = { reason: 'emergency', note: '見本' }
  expect((await desk.ask('POST', 'disclosure', emergency)).body).toMatchObject({ isOpen: true, by: 'reason' })
  expect(await desk.told()).toBe(5)
  expect(await desk.told('jimu')).toBe(0)
  presentNotebook(desk.store, desk.memberId, midnight)
  expect(await desk.told('jimu')).toBe(5)
  // What is withdrawn by the right clock holds all the same, and what was before today stays closed.
  desk.goTo(midnight + 1000)
  await desk.ask('DELETE', 'disclosure')
  expect(await desk.told()).toBe(0)
  expect((await desk.ask('PATCH', '/api/disclosure-setting', { days: null, version: 1 }, 'kanri')).status).toBe(200)
  desk.goTo(midnight + day)
  expect(await desk.told()).toBe(0)
})

test('which lines of a count were told from outside the box knows by itself, whatever a page says', async () => {
  const desk = await openDesk()
  const { count } = await fill(desk)
  const bare = {
    ...count,
    lines: count.lines.map(({ drug: { isElsewhere: _, ...drug }, ...line }: { drug: Record<string, unknown> }) => ({
      ...line,
      drug,
    })),
  }
  const { status, body } = await desk.ask('POST', 'leftovers', bare)
  expect([status, body.count]).toEqual([201, count])
  const corrected = await desk.ask('PATCH', `/api/leftovers/${body.id as string}`, { version: 1, count: bare })
  expect(corrected.body.count).toEqual(count)
  desk.goTo(midnight)
  const { items } = (await desk.ask('GET', 'leftovers')).body
  expect(items).toMatchObject([{ isCut: true }, { isCut: true }])
  expect(JSON.stringify(items)).not.toContain(mark)
})

test('an admin chooses for how long, and it holds at once; who saves second is told', async () => {
  const desk = await openDesk()
  await fill(desk)
  desk.goTo(midnight)
  const set = (days: number | null, version: number, who = 'kanri') =>
    desk.ask('PATCH', '/api/disclosure-setting', { days, version }, who)
  expect((await set(3, 1, 'yaku')).status).toBe(403)
  expect((await set(2, 1)).status).toBe(400)
  expect((await set(3, 1)).body).toEqual({ days: 3, version: 2 })
  expect(await desk.state()).toMatchObject({ isOpen: true, by: 'presentation', until: midnight + 2 * day })
  expect(await desk.told()).toBe(5)
  expect(await set(1, 1)).toMatchObject({ status: 409, body: { current: { days: 3, version: 2 } } })
  desk.goTo(midnight + 2 * day)
  expect(await desk.told()).toBe(0)
  await set(null, 2)
  expect(await desk.state()).toMatchObject({ isOpen: true, until: null, days: null })
})

test('what is merged is one record: a card of either opens it, and a withdrawal at either closes it', async () => {
  const desk = await openDesk()
  await fill(desk)
  const { store, memberId } = desk
  const other = store.write(() => saveMember(store, { name: '試験　花子', kana: 'シケン ハナコ', sex: 'female' }))
  presentNotebook(store, other, midnight + 1000)
  desk.goTo(midnight + 1000)
  expect(await desk.told()).toBe(0)
  store.write(() => store.queries.pointMember.run({ id: other, into: memberId }))
  expect(await desk.told()).toBe(5)
  expect((await desk.ask('GET', `/api/members/${other}/memos`)).text).toContain(mark)
})

test('a box that runs over midnight tells every page, which then finds nothing; no event tells what is closed', async () => {
  // Stands still until all is ready, however slow the machine is.
  let began = 0
  const passed = (): number => (began === 0 ? 0 : performance.now() - began)
  const clock = { ...createClock(), now: () => Math.floor(midnight - 3000 + passed()) }
  const desk = await openDesk(clock)
  const { app, store, sessions } = desk
  onTestFinished(keepDisclosureDays(store, (error) => expect.fail(String(error))))
  const cookie = await signIn(app)
  await app.listen({ host: '127.0.0.1', port: 0 })
  const push = startPush({ http: app.server, store, sessions, isSecure: false, isOwnHost: createOwnHost() })
  onTestFinished(() => push.close())
  const heard: unknown[][] = []
  const socket: Socket = io(`http://127.0.0.1:${(app.server.address() as AddressInfo).port}`, {
    ...{ auth: { seq: null }, extraHeaders: { cookie }, transports: ['websocket'] },
    ...{ reconnection: false, forceNew: true },
  })
  onTestFinished(() => {
    socket.disconnect()
  })
  const day = new Promise<void>((resolve) => {
    socket.onAny((event: string, told: { noun?: string; ids?: string[] }) => {
      heard.push([event, told])
      if (told.noun === 'disclosure' && told.ids?.[0] === 'everybody') resolve()
    })
  })
  presentNotebook(store, desk.memberId, morning)
  await desk.ask('POST', 'disclosure', { reason: 'asked', note: mark })
  began = performance.now()
  await day
  expect(clock.now()).toBeGreaterThanOrEqual(midnight)
  expect(await desk.state()).toMatchObject({ isOpen: false })
  expect(JSON.stringify(heard)).not.toContain(mark)
  expect(heard).toContainEqual(['change', expect.objectContaining({ noun: 'disclosure', ids: [desk.memberId] })])
})

test('a new day that cannot be written down does not end the box: it is tried again until it is told', async () => {
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] })
  onTestFinished(() => {
    vi.useRealTimers()
  })
  const clock = createClock(midnight - 1000)
  const store = await openTestStore(clock.now)
  const failed: unknown[] = []
  onTestFinished(keepDisclosureDays(store, (error) => failed.push(error)))
  const other = new Database(fileOf(store))
  onTestFinished(() => void other.close())
  other.exec(`CREATE TRIGGER full BEFORE INSERT ON change BEGIN SELECT RAISE(ABORT, 'disk full'); END`)
  clock.set(midnight)
  vi.advanceTimersByTime(1000)
  expect(failed).toHaveLength(1)
  other.exec('DROP TRIGGER full')
  vi.advanceTimersByTime(30_000)
  expect(failed).toHaveLength(1)
  expect(readRows(store, `SELECT row_id FROM change WHERE noun = 'disclosure'`)).toEqual([{ row_id: 'everybody' }])
})
