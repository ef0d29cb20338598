import { expect, test } from 'vitest'
import { buildTestApp, getJson, signIn } from '../../test/support/box.ts'
import {
  createClock,
  openTestStore,
  takeBytes,
  takeIn,
  testFile,
  testPerson,
  touchCard,
} from '../../test/support/store.ts'
import { saveCard } from '../store/cards.ts'
import { linkPatient, saveMember } from '../store/members.ts'
import type { Store } from '../store/open.ts'
import { findPatientByCode } from '../store/patients.ts'

async function signedIn(now?: () => number) {
  const store = await openTestStore(now)
  const { app, log } = buildTestApp(store)
  const cookie = await signIn(app)
  return { store, app, log, get: (url: string) => getJson(app, cookie, url), cookie }
}

function saveTestMember(store: Store, cardId: string): string {
  return store.write(() => {
    const patient = findPatientByCode(store, '9999999', testPerson.code)!
    const memberId = saveMember(store, patient)
    linkPatient(store, memberId, patient.id)
    saveCard(store, memberId, cardId)
    return memberId
  })
}

test('a touch of a known card is a visit of its member, of an unknown card a visit of nobody', async () => {
  const { store, get } = await signedIn()
  takeIn(store, testFile())
  const memberId = saveTestMember(store, '0123456789ABCDEF')
  const touch = (cardId: string) => touchCard(store, cardId, store.now(), '窓口A')
  touch('0123456789abcdef')
  touch('FFFFFFFFFFFFFFFF')
  const { body } = await get('/api/visits?on=2026-04-03')
  expect(body.items).toMatchObject([
    { on: '2026-04-03', via: 'card', reader: '窓口A', member: null },
    { member: { id: memberId, name: '試験　花子', kana: 'シケン ハナコ', sex: 'female', birthOn: '1968-04-07' } },
  ])
  expect(body.items[1].member.patientIds).toHaveLength(1)
  expect((await get(`/api/visits?ids=${body.items[0].id as string}`)).body.items).toEqual([body.items[0]])
})

test('visits are grouped by the day in Tokyo, whatever the clock of the machine says', async () => {
  const clock = createClock(Date.UTC(2026, 3, 2, 14, 59, 59))
  const { store, get } = await signedIn(clock.now)
  const touch = () => touchCard(store, 'AA', clock.now())
  touch()
  clock.set(Date.UTC(2026, 3, 2, 15, 0, 0))
  touch()
  expect((await get('/api/visits?on=2026-04-02')).body.items).toHaveLength(1)
  expect((await get('/api/visits')).body.items).toMatchObject([{ on: '2026-04-03' }])
  expect((await get('/api/visits?before=2026-04-03&days=1')).body.items).toMatchObject([{ on: '2026-04-02' }])
})

test('a long list comes in pages, each row once, newest first', async () => {
  const { store, get } = await signedIn()
  for (let time = 0; time < 230; time++) {
    touchCard(store, 'AA', store.now() + time)
  }
  const seen: { id: string; presentedAt: number }[] = []
  for (let url = '/api/visits?on=2026-04-03'; url;) {
    const { body } = await get(url)
    seen.push(...body.items)
    url = body.next ? `/api/visits?on=2026-04-03&cursor=${body.next as string}` : ''
  }
  expect(new Set(seen.map(({ id }) => id)).size).toBe(230)
  expect(seen.map(({ presentedAt }) => presentedAt)).toEqual(seen.map((_, index) => store.now() + 229 - index))
})

test('dispensings of a day carry the nouns of the file, newest arrival first', async () => {
  const { store, get } = await signedIn()
  takeIn(store, testFile(), testFile({ number: '260403000013001', receipt: 13 }))
  const { body } = await get('/api/dispensings?on=2026-04-03')
  expect(body.items.map((item: { prescription: { receipt: string } }) => item.prescription.receipt)).toEqual([
    '13',
    '12',
  ])
  expect(body.items[1]).toMatchObject({
    format: 'VER010401',
    action: 'new',
    sentAt: '2026-04-03T10:15:30+09:00',
    patient: { code: '00001234', kana: 'シケン ハナコ' },
    prescription: { number: '260403000012001', department: '内科', institution: { name: '架空クリニック' } },
    rps: [{ form: 'internal', lastOn: '2026-04-16', medications: [{ dose: '6', total: '84', perDose: '2' }] }],
  })
  expect((await get('/api/dispensings?on=2026-04-04')).body.items).toEqual([])
})

test('a deleted dispensing leaves the lists, keeps its history, and a later file brings it back', async () => {
  const { store, get } = await signedIn()
  takeIn(store, testFile())
  const { id, patientId } = (await get('/api/dispensings?on=2026-04-03')).body.items[0]
  takeIn(store, testFile({ action: 'D', revision: 2, sentAt: '20260403110005' }))
  expect((await get(`/api/dispensings?ids=${id as string}`)).body.items).toEqual([])
  expect((await get(`/api/patients/${patientId as string}/dispensings`)).body.items).toEqual([])
  takeIn(store, testFile({ action: 'U', revision: 3, sentAt: '20260403113000' }))
  expect((await get('/api/dispensings?on=2026-04-03')).body.items).toMatchObject([
    { id, action: 'update', revision: 3 },
  ])
  const { body } = await get(`/api/dispensings/${id as string}/revisions`)
  expect(body.items).toMatchObject([
    { action: 'update', revision: 3, isCurrent: true },
    { action: 'delete', revision: 2, isCurrent: false },
    { action: 'new', revision: 0, isCurrent: false, fileName: 'A26040300001200100000.txt' },
  ])
})

test('the notebook shows what was being taken on the day asked for, and what should be left', async () => {
  const { store, get } = await signedIn()
  takeIn(store, testFile())
  const memberId = saveTestMember(store, 'AA')
  const on = async (day: string) => {
    const { body } = await get(`/api/members/${memberId}/history?as-of=${day}`)
    const [rp] = body.items[0].rps
    return [rp.taking, rp.medications[0].remaining]
  }
  expect(await on('2026-04-03')).toEqual(['taking', '84'])
  expect(await on('2026-04-16')).toEqual(['taking', '6'])
  expect(await on('2026-04-17')).toEqual(['finished', '0'])
  const taking = await get(`/api/members/${memberId}/taking?on=2026-04-10`)
  expect(taking.body.items).toMatchObject([{ state: 'taking', lastOn: '2026-04-16', dispensedOn: '2026-04-03' }])
  // The last day of taking is 04-16: day 120 is in, day 121 is out.
  expect((await get(`/api/members/${memberId}/taking?on=2026-08-14`)).body.items).toHaveLength(1)
  expect((await get(`/api/members/${memberId}/taking?on=2026-08-15`)).body.items).toHaveLength(0)
})

test('a history longer than a page comes whole and in order', async () => {
  const { store, get } = await signedIn()
  const files = Array.from({ length: 75 }, (_, index) => {
    const day = String(1 + (index % 25)).padStart(2, '0')
    return testFile({ number: `2603${String(index).padStart(11, '0')}`, dispensedOn: `202603${day}` })
  })
  takeIn(store, ...files)
  const patientId = findPatientByCode(store, '9999999', testPerson.code)!.id
  const days: string[] = []
  for (let url = `/api/patients/${patientId}/dispensings`; url;) {
    const { body } = await get(url)
    days.push(...body.items.map((item: { prescription: { dispensedOn: string } }) => item.prescription.dispensedOn))
    url = body.next ? `/api/patients/${patientId}/dispensings?cursor=${body.next as string}` : ''
  }
  expect(days).toHaveLength(75)
  expect(days).toEqual(days.toSorted().reverse())
})

test.each([
  'しけん',
  'シケン',
  'ｼｹﾝ',
  '試験',
  '試験花子',
  '00001234',
  '1234',
  '19680407',
  'S43.4.7',
  '昭和43年4月7日',
  '1968/4/7',
])('a patient is found by %s', async (typed) => {
  const { store, get } = await signedIn()
  takeIn(store, testFile())
  const { body } = await get(`/api/patients?q=${encodeURIComponent(typed)}`)
  expect(body.items).toMatchObject([{ code: '00001234', name: '試験　花子', memberId: null }])
})

test('a file that cannot be read is listed with its place, can be saved, and is read again on request', async () => {
  const { store, app, get, cookie } = await signedIn()
  const bytes = Buffer.from('これは違うファイルです\r\n')
  takeBytes(store, { name: 'A26040300001200100000.txt', bytes })
  const { body } = await get('/api/intake/rejected')
  const [file] = body.items
  expect(file).toMatchObject({
    name: 'A26040300001200100000.txt',
    attempts: 1,
    hasBytes: true,
    issues: [{ line: 1, code: 'header-missing' }],
  })
  const saved = await app.inject({ url: `/api/intake/rejected/${file.seq as number}/file`, headers: { cookie } })
  expect(saved.rawPayload).toEqual(bytes)
  const url = `/api/intake/rejected/${file.seq as number}/retry`
  expect((await app.inject({ method: 'POST', url, headers: { cookie } })).statusCode).toBe(202)
  expect((await get('/api/intake/rejected')).body.items).toEqual([])
  const again = await app.inject({ method: 'POST', url, headers: { cookie } })
  expect(again.json()).toMatchObject({ status: 409, code: 'not-retryable' })
})

test('a file that could not be read can be marked as seen to, and that can be taken back', async () => {
  const { store, app, get, cookie } = await signedIn()
  takeBytes(store, { name: 'A26040300001200100000.txt', bytes: Buffer.from('garbage') })
  const { seq } = (await get('/api/intake/rejected')).body.items[0]
  const post = (action: string) =>
    app.inject({ method: 'POST', url: `/api/intake/rejected/${seq as number}/${action}`, headers: { cookie } })
  expect((await post('dismiss')).statusCode).toBe(204)
  expect((await get('/api/intake/rejected')).body.items).toEqual([])
  expect((await get('/api/status')).body.feed.rejectedFiles).toBe(0)
  expect((await get('/api/intake/rejected?dismissed=true')).body.items).toMatchObject([{ seq }])
  expect((await post('dismiss')).json()).toMatchObject({ code: 'not-retryable' })
  expect((await post('restore')).statusCode).toBe(204)
  expect((await get('/api/intake/rejected')).body.items).toMatchObject([{ seq }])
})

test.each(['//', '/../../etc/passwd', '/%2e%2e/%2e%2e/etc/passwd', '/assets/../../package.json', '/%zz', '/api/%zz'])(
  'nothing outside the pages is served for %s, and no address comes back',
  async (url) => {
    const { app, log } = await signedIn()
    const response = await app.inject({ url })
    expect([400, 404, 200]).toContain(response.statusCode)
    expect(response.body).not.toMatch(/root:|dependencies|%zz/)
    expect(log.join('')).toBe('')
  },
)

test('what is not there is 404 with a code, whatever was asked', async () => {
  const { get } = await signedIn()
  const nobody = '01900000-0000-7000-8000-000000000000'
  for (const url of [
    `/api/members/${nobody}`,
    `/api/patients/${nobody}/dispensings`,
    `/api/dispensings/${nobody}/revisions`,
    '/api/nothing',
  ]) {
    expect((await get(url)).body, url).toMatchObject({ status: 404, code: 'not-found' })
  }
})

test('no name, kana, birth date, card or search text reaches the log', async () => {
  const { store, get, app, log, cookie } = await signedIn()
  takeIn(store, testFile())
  touchCard(store, '0123456789ABCDEF')
  await get(`/api/patients?q=${encodeURIComponent('試験')}`)
  await get(`/api/patients?q=${encodeURIComponent('試験')}&unknown=1`)
  await get('/api/dispensings?on=2026-04-03')
  await app.inject({
    method: 'POST',
    url: '/api/session',
    headers: { cookie, 'content-type': 'application/json' },
    payload: '{"id":"試験',
  })
  expect(log.join('')).not.toMatch(/試験|%E8%A9%A6|シケン|ｼｹﾝ|1968|0123456789ABCDEF/)
})
