import { expect, test } from 'vitest'
import { buildTestApp, getJson, signIn } from '../../test/support/box.ts'
import {
  createClock,
  morning,
  openTestStore,
  presentNotebook,
  readRows,
  takeBytes,
  takeIn,
  testFile,
  testPerson,
} from '../../test/support/store.ts'
import { writeNsipsFile } from '../demo/nsips-file.ts'
import { linkPatient, saveMember } from '../store/members.ts'
import type { Store } from '../store/open.ts'
import { findPatientByCode } from '../store/patients.ts'

/** 試験 花子 with one dispensing of the feed and a notebook. */
async function openNotebook() {
  const clock = createClock()
  const store = await openTestStore(clock.now)
  const { app, log } = buildTestApp(store)
  takeIn(store, testFile())
  const memberId = saveTestMember(store)
  presentNotebook(store, memberId)
  // Each sign-in costs a password hash: only who is needed.
  const cookies = new Map<string, Promise<string>>()
  const cookieOf = (who: string): Promise<string> => {
    const cookie = cookies.get(who) ?? signIn(app, who)
    cookies.set(who, cookie)
    return cookie
  }
  const path = (rest: string) => `/api/members/${memberId}/${rest}`
  const send = async (method: 'POST' | 'PATCH', rest: string, payload: object, who = 'yaku') => {
    const url = rest.startsWith('/') ? rest : path(rest)
    const response = await app.inject({ method, url, payload, headers: { cookie: await cookieOf(who) } })
    return { status: response.statusCode, body: response.json() }
  }
  const get = (rest: string, who = 'yaku') =>
    cookieOf(who).then((cookie) => getJson(app, cookie, rest.startsWith('/') ? rest : path(rest)))
  return { store, clock, memberId, send, get, log }
}

function saveTestMember(store: Store): string {
  return store.write(() => {
    const patient = findPatientByCode(store, '9999999', testPerson.code)!
    const memberId = saveMember(store, patient)
    linkPatient(store, memberId, patient.id)
    return memberId
  })
}

const penicillin = { kind: 'allergy', text: ' ペニシリン系 ', detail: '発疹', since: '2019年ごろ', source: 'patient' }
const paper = {
  dispensedOn: '2026/4/3',
  pharmacyName: '架空第二薬局',
  drugs: [{ name: '他施設用錠５ｍｇ', form: 'internal', usage: '１日１回朝食後', dose: '1', unit: '錠', count: '30' }],
}
/** The very dispensing that the feed of these tests tells, as a notebook has it. */
const twin = {
  ...paper,
  pharmacyName: '見本薬局',
  drugs: [{ name: '試験用錠250mg', form: 'internal', dose: '6', unit: '錠', count: '14' }],
}

test('からだの情報 is added, corrected, inactivated with a reason and brought back, and every revision stays', async () => {
  const { send, get, clock, store, memberId } = await openNotebook()
  const added = await send('POST', 'body-notes', { content: penicillin })
  expect(added).toMatchObject({
    status: 201,
    body: {
      text: 'ペニシリン系',
      detail: '発疹',
      source: 'patient',
      version: 1,
      by: '薬剤 師',
      at: morning,
      isRemoved: false,
    },
  })
  const one = `body-notes/${added.body.id as string}`
  clock.set(morning + 60_000)
  const content = { kind: 'allergy', text: 'ペニシリン系', detail: '発疹と息苦しさ', source: 'document' }
  expect(await send('PATCH', one, { version: 1, content }, 'jimu')).toMatchObject({
    body: {
      version: 2,
      detail: '発疹と息苦しさ',
      by: '事務 員',
      at: morning + 60_000,
      addedBy: '薬剤 師',
      addedAt: morning,
    },
  })
  expect((await send('POST', `${one}/remove`, { version: 2 })).status).toBe(400)
  expect((await send('POST', `${one}/remove`, { version: 2, reason: '  ' })).status).toBe(400)
  expect(await send('POST', `${one}/remove`, { version: 2, reason: '検査で陰性' })).toMatchObject({
    status: 200,
    body: { isRemoved: true, reason: '検査で陰性', version: 3 },
  })
  expect((await get('body-notes')).body.items).toMatchObject([{ isRemoved: true }])
  expect(await send('POST', `${one}/restore`, { version: 3 })).toMatchObject({ body: { isRemoved: false, version: 4 } })
  const { body } = await get(`${one}/revisions`)
  expect(
    body.items.map((item: Record<string, unknown>) => [item['version'], item['deed'], item['by'], item['reason']]),
  ).toEqual([
    [4, 'restored', '薬剤 師', undefined],
    [3, 'removed', '薬剤 師', '検査で陰性'],
    [2, 'corrected', '事務 員', undefined],
    [1, 'added', '薬剤 師', undefined],
  ])
  expect(body.items[3].content).toMatchObject({ text: 'ペニシリン系', since: '2019年ごろ', source: 'patient' })
  const trail = readRows(store, `SELECT what, member_id, detail FROM trail ORDER BY seq`)
  expect(trail.map(({ what }) => what)).toEqual(
    ['added', 'corrected', 'removed', 'restored'].map((deed) => `body-note-${deed}`),
  )
  expect(JSON.stringify(trail)).not.toContain('ペニシリン')
  expect(readRows(store, `SELECT DISTINCT row_id FROM change WHERE noun = 'body-note'`)).toEqual([{ row_id: memberId }])
})

test('who saves second is told what was saved first, and loses nothing', async () => {
  const { send } = await openNotebook()
  const { body } = await send('POST', 'memos', { content: { origin: 'patient', author: '娘', text: '粉薬が苦手' } })
  const one = `memos/${body.id as string}`
  await send('PATCH', one, { version: 1, content: { origin: 'patient', text: '粉薬は飲めない' } })
  expect(await send('PATCH', one, { version: 1, content: { origin: 'patient', text: 'べつの言葉' } })).toMatchObject({
    status: 409,
    body: { code: 'stale-version', current: { text: '粉薬は飲めない', version: 2 } },
  })
  expect((await send('POST', `${one}/remove`, { version: 1 })).status).toBe(409)
  await send('POST', `${one}/remove`, { version: 2 })
  // Twice is as good as once, and what was taken away is not corrected behind its back.
  expect((await send('POST', `${one}/remove`, { version: 2 })).status).toBe(200)
  expect((await send('PATCH', one, { version: 3, content: { origin: 'patient', text: 'x' } })).status).toBe(404)
})

test('two who take the same からだの情報 away for different reasons: the second sees the first, and nothing of either is lost', async () => {
  const { send, get } = await openNotebook()
  const { body } = await send('POST', 'body-notes', {
    content: { kind: 'allergy', text: 'ペニシリン系', source: 'patient' },
  })
  const one = `body-notes/${body.id as string}`
  const remove = (version: number, reason: string) => send('POST', `${one}/remove`, { version, reason })
  expect((await remove(1, '検査で陰性')).status).toBe(200)
  // An answer that was lost is asked for again.
  expect(await remove(1, '検査で陰性')).toMatchObject({ status: 200, body: { version: 2 } })
  expect(await remove(1, '別の方の記録')).toMatchObject({
    status: 409,
    body: { code: 'stale-version', current: { isRemoved: true, reason: '検査で陰性', version: 2 } },
  })
  expect(await remove(2, '別の方の記録')).toMatchObject({
    status: 200,
    body: { isRemoved: true, reason: '別の方の記録' },
  })
  const { items } = (await get(`${one}/revisions`)).body
  expect(items.map(({ deed, reason }: { deed: string; reason?: string }) => [deed, reason])).toEqual([
    ['removed', '別の方の記録'],
    ['removed', '検査で陰性'],
    ['added', undefined],
  ])
})

test('what is not of this member, or of another kind, is not there', async () => {
  const { send, get, store } = await openNotebook()
  const { body } = await send('POST', 'memos', { content: { origin: 'this-pharmacy', text: '一包化' } })
  const other = store.write(() => saveMember(store, { name: '架空　次郎', kana: 'カクウ ジロウ', sex: 'male' }))
  expect((await get(`/api/members/${other}/memos/${body.id as string}/revisions`)).status).toBe(404)
  expect((await get(`body-notes/${body.id as string}/revisions`)).status).toBe(404)
  expect((await get(`/api/members/${other}/memos`)).body.items).toEqual([])
  expect((await get(`/api/members/${body.id as string}/memos`)).status).toBe(404)
})

test('a maintainer neither reads nor writes a notebook', async () => {
  const { send, get } = await openNotebook()
  expect((await get('body-notes', 'hoshu')).status).toBe(403)
  expect((await send('POST', 'memos', { content: { origin: 'patient', text: 'x' } }, 'hoshu')).status).toBe(403)
})

test('a JAN brings up the name that was typed last for it; a slip of the finger is told at its field', async () => {
  const { send, get } = await openNotebook()
  expect((await get('/api/otc-names?jan=4901234567894')).body).toEqual({ jan: '4901234567894', name: null })
  const otc = { name: '架空かぜ薬Ａ', jan: '４９０１２３４５６７８９４', startOn: 'R8.4.1', endOn: '2026/4/5' }
  const first = await send('POST', 'otc', { content: otc })
  expect(first).toMatchObject({
    status: 201,
    body: { jan: '4901234567894', startOn: '2026-04-01', endOn: '2026-04-05' },
  })
  const second = await send('POST', 'otc', { content: { ...otc, name: '架空かぜ薬Ａ錠' } })
  expect((await get('/api/otc-names?jan=4-901234-567894')).body.name).toBe('架空かぜ薬Ａ錠')
  await send('POST', `otc/${second.body.id as string}/remove`, { version: 1 })
  expect((await get('/api/otc-names?jan=4901234567894')).body.name).toBe('架空かぜ薬Ａ')
  expect(await get('/api/otc-names?jan=4901234567890')).toMatchObject({
    status: 400,
    body: { fields: [{ path: 'query/jan', message: 'check-digit' }] },
  })
  expect(await send('POST', 'otc', { content: { ...otc, startOn: '去年' } })).toMatchObject({
    status: 400,
    body: { code: 'invalid-request', fields: [{ path: 'body/content/startOn', message: 'date' }] },
  })
})

test('a scanned JAN is told, a scanned notebook is not', async () => {
  const { send, get } = await openNotebook()
  await send('POST', '/api/scans', { counterId: null, text: '4901234567894' })
  const { body } = await get('/api/scans')
  expect(body.items).toMatchObject([{ kind: 'jan' }])
  expect((await get(`/api/scans/${body.items[0].id as string}/jan`)).body).toEqual({ jan: '4901234567894', name: null })
  expect((await get(`/api/scans/${'0'.repeat(36)}/jan`)).status).toBe(404)
})

test('他施設での調剤薬 are what came from outside and what another pharmacy dispensed; すべての調剤薬 are those and the own', async () => {
  const { send, get, store } = await openNotebook()
  takeIn(store, testFile({ number: '260402000012001', dispensedOn: '20260402' }))
  const added = await send('POST', 'outside-dispensings', { content: paper })
  expect(added.status).toBe(201)
  const all = (await get('history')).body.items
  expect(
    all.map((item: Record<string, never>) => [
      item['prescription']!['dispensedOn'],
      item['origin']?.['source'],
      item['isElsewhere'],
    ]),
  ).toEqual([
    ['2026-04-03', undefined, undefined],
    ['2026-04-03', 'paper', true],
    ['2026-04-02', undefined, undefined],
  ])
  const elsewhere = (await get('history?from=elsewhere')).body.items
  expect(elsewhere).toMatchObject([
    {
      pharmacy: { name: '架空第二薬局' },
      rps: [{ taking: 'taking', lastOn: '2026-05-02', medications: [{ remaining: '30' }] }],
    },
  ])
  const taking = (await get('taking')).body.items
  expect(taking.map((item: Record<string, never>) => [item['medication']!['name'], item['source']])).toEqual([
    ['他施設用錠５ｍｇ', 'paper'],
    ['試験用錠２５０ｍｇ', undefined],
    ['試験用錠２５０ｍｇ', undefined],
  ])
  await send('POST', `outside-dispensings/${added.body.id as string}/remove`, { version: 1 })
  expect((await get('history?from=elsewhere')).body.items).toEqual([])
})

test('a file of another pharmacy in the own folder counts as 他施設での調剤薬', async () => {
  const { get, store, memberId } = await openNotebook()
  takeIn(store, testFile({ number: '260402000012001', dispensedOn: '20260402' }))
  const { name, bytes } = writeNsipsFile(testFile({ number: '260401000012001', dispensedOn: '20260401' }))
  takeBytes(store, { name, bytes: Buffer.from(bytes.toString('latin1').replaceAll('9999999', '8888888'), 'latin1') })
  store.write(() => {
    linkPatient(store, memberId, findPatientByCode(store, '8888888', testPerson.code)!.id)
  })
  expect((await get('history')).body.items).toHaveLength(3)
  expect((await get('history?from=elsewhere')).body.items).toMatchObject([
    { pharmacy: { code: '8888888' }, prescription: { dispensedOn: '2026-04-01' }, isElsewhere: true },
  ])
})

test('the same dispensing told twice is shown once: the first registered, with the later one under it', async () => {
  const { send, get, store } = await openNotebook()
  const late = await send('POST', 'outside-dispensings', { content: twin })
  const { body } = await get('history')
  expect(body.items).toMatchObject([
    {
      patientId: expect.any(String),
      copies: [{ id: late.body.id, source: 'paper', by: '薬剤 師', registeredAt: morning }],
    },
  ])
  // It is this pharmacy's own: nothing of elsewhere.
  expect((await get('history?from=elsewhere')).body.items).toEqual([])
  expect((await get('taking')).body.items).toHaveLength(1)
  // The notebook was read off before the feed brought it: then the notebook is shown.
  await send('POST', 'outside-dispensings', { content: { ...twin, dispensedOn: '2026/4/2' } })
  takeIn(store, testFile({ number: '260402000012001', dispensedOn: '20260402' }))
  expect((await get('history')).body.items).toMatchObject([
    { prescription: { dispensedOn: '2026-04-03' } },
    { origin: { source: 'paper' }, copies: [{ source: 'feed' }] },
  ])
})

test('a long history comes in pages, each record once, newest first, copies wherever their twins stand', async () => {
  const { send, get, store } = await openNotebook()
  const day = (index: number) => `2026-0${1 + (index % 3)}-${String(1 + (index % 28)).padStart(2, '0')}`
  for (let index = 0; index < 70; index++) {
    const dispensedOn = day(index).replaceAll('-', '')
    takeIn(store, testFile({ number: `2601010000${String(10_000 + index)}`, dispensedOn }))
    if (index % 2 === 0) await send('POST', 'outside-dispensings', { content: { ...paper, dispensedOn: day(index) } })
    if (index % 5 === 0) await send('POST', 'outside-dispensings', { content: { ...twin, dispensedOn: day(index) } })
  }
  const seen: Record<string, never>[] = []
  for (let url: string | null = 'history'; url;) {
    const { body }: { body: { items: Record<string, never>[]; next: string | null } } = await get(url)
    seen.push(...body.items)
    url = body.next && `history?cursor=${body.next}`
  }
  const ids = seen.map(({ id }) => id)
  expect(new Set(ids).size).toBe(ids.length)
  const copies = seen.flatMap((item) => (item['copies'] as { id: string }[] | undefined)?.map(({ id }) => id) ?? [])
  expect(copies.filter((id) => ids.includes(id as never))).toEqual([])
  expect(ids.length + copies.length).toBe(1 + 70 + 35 + 14)
  const days = seen.map((item) => item['prescription']!['dispensedOn'] as string)
  expect(days).toEqual(days.toSorted().reverse())
})

test('a 市販薬 stands in 服用中のお薬一覧: with an end while it lasts, without one as 服用状況不明', async () => {
  const { send, get } = await openNotebook()
  for (const [name, startOn, endOn] of [
    ['終わりあり', '2026/4/1', '2026/4/10'],
    ['終わりなし', '2024/1/1', undefined],
    ['とうに終わり', '2025/1/1', '2025/1/31'],
  ])
    await send('POST', 'otc', { content: { name, startOn, ...(endOn && { endOn }) } })
  const { items } = (await get('taking')).body
  const bought: Record<string, never>[] = items.filter(({ source }: { source?: string }) => source === 'otc')
  expect(bought.map((item) => [item['medication']!['name'], item['state']])).toEqual([
    ['終わりあり', 'taking'],
    ['終わりなし', 'unknown'],
  ])
})

test('the page of a linked patient may ask for the whole notebook; the plain list stays the patient’s own', async () => {
  const { send, get, store } = await openNotebook()
  await send('POST', 'outside-dispensings', { content: paper })
  const { id } = findPatientByCode(store, '9999999', testPerson.code)!
  expect((await get(`/api/patients/${id}/dispensings`)).body.items).toHaveLength(1)
  expect((await get(`/api/patients/${id}/dispensings?notebook=true`)).body.items).toHaveLength(2)
  expect((await get(`/api/patients/${id}/taking?notebook=true`)).body.items).toHaveLength(2)
})

test('nothing that was written stands in a log', async () => {
  const { send, log } = await openNotebook()
  await send('POST', 'memos', { content: { origin: 'patient', text: '秘密のメモ' } })
  await send('POST', 'otc', { content: { name: '秘密の薬', startOn: 'だめ' } })
  expect(log.join('\n')).not.toContain('秘密')
})
