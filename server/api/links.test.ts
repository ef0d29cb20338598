import { expect, test } from 'vitest'
import type { LinkCandidate, UnlinkedMember } from '../../contract/link.ts'
import { buildTestApp, getJson, signIn } from '../../test/support/box.ts'
import {
  createClock,
  morning,
  openTestStore,
  readRows,
  takeIn,
  testFile,
  testPerson,
  touchCard,
} from '../../test/support/store.ts'
import type { WrittenPerson } from '../demo/nsips-file.ts'
import { saveCard } from '../store/cards.ts'
import { linkPatient, saveMember } from '../store/members.ts'
import type { Store } from '../store/open.ts'

const hanako = { name: '試験　花子', kana: 'シケン ハナコ', sex: 'female', birthOn: '1968-04-07' } as const

async function desk(now?: () => number, role = 'jimu') {
  const store = await openTestStore(now)
  const { app, log } = buildTestApp(store)
  const cookie = await signIn(app, role)
  const ask = async (method: 'POST' | 'DELETE', url: string, payload?: object) => {
    const response = await app.inject({ method, url, headers: { cookie }, ...(payload && { payload }) })
    return { status: response.statusCode, body: response.json() }
  }
  return { store, log, ask, get: (url: string) => getJson(app, cookie, url) }
}

let receipts = 20
/** One more patient of the receipt computer, with a file of today. */
function patient(store: Store, person: Partial<WrittenPerson> = {}): string {
  const receipt = receipts++
  takeIn(store, testFile({ receipt, number: `2604030000${receipt}001`, person: { ...testPerson, ...person } }))
  const code = person.code ?? testPerson.code
  return String(readRows(store, `SELECT id FROM patient WHERE code = '${code}'`)[0]?.['id'])
}

const member = (store: Store, facts: Parameters<typeof saveMember>[1] = hanako): string =>
  store.write(() => saveMember(store, facts))

test('the patient who is the member is the candidate, with what agrees and when the file came', async () => {
  const { store, get } = await desk()
  const [patientId, memberId] = [patient(store), member(store)]
  const { body } = await get(`/api/members/${memberId}/link-candidates`)
  expect(body).toMatchObject({
    member: { id: memberId, patientIds: [] },
    candidates: [
      {
        patient: { id: patientId, code: '00001234' },
        strength: 'exact',
        match: { name: 'same', kana: 'same', birthOn: 'same', sex: 'same' },
        receivedAt: morning,
        dispensedOn: '2026-04-03',
        linkedTo: null,
      },
    ],
    near: [],
    reasons: [],
  })
})

test('candidates come best first: the same, old kanji, a slip in the birth date', async () => {
  const { store, get } = await desk()
  patient(store, { code: '00000003', birthOn: '19680701' })
  patient(store, { code: '00000004', birthOn: '19680704' })
  patient(store, { code: '00000002', name: '試驗　花子' })
  patient(store, { code: '00000001' })
  const { body } = await get(`/api/members/${member(store)}/link-candidates`)
  expect(body.candidates.map((one: LinkCandidate) => [one.patient.code, one.strength])).toEqual([
    ['00000001', 'exact'],
    ['00000002', 'probable'],
    ['00000004', 'possible'],
  ])
})

test('without a candidate it says that no file has come, or shows who is alike', async () => {
  const { store, get } = await desk()
  const memberId = member(store)
  const empty = await get(`/api/members/${memberId}/link-candidates`)
  expect(empty.body).toMatchObject({
    candidates: [],
    reasons: ['feed-stopped'],
    feed: { state: 'not-configured', lastReceivedAt: null },
  })
  patient(store, { name: '見本　月子', kana: 'ﾐﾎﾝ ﾂｷｺ' })
  const near = await get(`/api/members/${memberId}/link-candidates`)
  expect(near.body).toMatchObject({
    candidates: [],
    near: [{ strength: 'near', match: { name: 'different', birthOn: 'same' } }],
    reasons: ['feed-stopped', 'name-differs'],
    feed: { lastReceivedAt: morning },
  })
})

test('a link is set by a person, flows at once, is in the trail with who and when, and can be taken back and set again', async () => {
  const { store, get, ask } = await desk()
  const [patientId, memberId] = [patient(store), member(store)]
  const set = await ask('POST', `/api/members/${memberId}/links`, { patientId, version: 1 })
  expect(set).toMatchObject({ status: 200, body: { id: memberId, patientIds: [patientId], version: 2 } })
  expect((await get(`/api/members/${memberId}/history`)).body.items).toHaveLength(1)

  const removed = await ask('DELETE', `/api/members/${memberId}/links/${patientId}?version=2`)
  expect(removed).toMatchObject({ status: 200, body: { patientIds: [], version: 3 } })
  expect((await get(`/api/members/${memberId}/history`)).body.items).toEqual([])
  const again = await ask('POST', `/api/members/${memberId}/links`, { patientId, version: 3 })
  expect(again.body).toMatchObject({ patientIds: [patientId], version: 4 })

  const { body } = await get(`/api/members/${memberId}/links`)
  expect(body.items).toMatchObject([
    { patient: { id: patientId }, linkedBy: '事務 員', unlinkedAt: null, unlinkedBy: null },
    { linkedBy: '事務 員', unlinkedAt: morning, unlinkedBy: '事務 員', viaMerge: false },
  ])
  expect(readRows(store, 'SELECT what, member_id FROM trail ORDER BY seq')).toEqual(
    ['link-set', 'link-removed', 'link-set'].map((what) => ({ what, member_id: memberId })),
  )
})

test('setting what is set, or taking back what is not, changes nothing', async () => {
  const { store, ask } = await desk()
  const [patientId, memberId] = [patient(store), member(store)]
  const url = `/api/members/${memberId}/links`
  expect((await ask('DELETE', `${url}/${patientId}?version=1`)).body).toMatchObject({ version: 1 })
  await ask('POST', url, { patientId, version: 1 })
  expect((await ask('POST', url, { patientId, version: 1 })).body).toMatchObject({ version: 2 })
})

test('two PCs at once: the second is told, and sees the member as it is now', async () => {
  const { store, ask } = await desk()
  const [first, second] = [patient(store), patient(store, { code: '00009999' })]
  const memberId = member(store)
  await ask('POST', `/api/members/${memberId}/links`, { patientId: first, version: 1 })
  const stale = await ask('POST', `/api/members/${memberId}/links`, { patientId: second, version: 1 })
  expect(stale).toMatchObject({ status: 409, body: { code: 'stale-version', current: { patientIds: [first] } } })
})

test('a patient who is somebody else’s moves only when that one is named, after a look at what moves', async () => {
  const { store, get, ask } = await desk()
  const patientId = patient(store)
  const [holder, memberId] = [member(store, { ...hanako, name: '見本　月子' }), member(store)]
  store.write(() => {
    linkPatient(store, holder, patientId)
  })
  const { body } = await get(`/api/members/${memberId}/link-candidates`)
  expect(body).toMatchObject({
    candidates: [{ linkedTo: { id: holder, name: '見本　月子' } }],
    reasons: ['linked-elsewhere', 'feed-stopped'],
  })

  const url = `/api/members/${memberId}/links`
  expect(await ask('POST', url, { patientId, version: 1 })).toMatchObject({
    status: 409,
    body: { code: 'patient-linked-elsewhere' },
  })
  expect((await get(`${url}/preview?patientId=${patientId}`)).body).toMatchObject({
    from: { id: holder },
    to: { id: memberId },
    dispensings: 1,
    staying: 0,
  })
  const moved = await ask('POST', url, { patientId, version: 1, from: holder })
  expect(moved).toMatchObject({ status: 200, body: { patientIds: [patientId] } })
  expect((await get(`/api/members/${holder}`)).body).toMatchObject({ patientIds: [], version: 2 })
  expect(readRows(store, 'SELECT what, member_id FROM trail ORDER BY seq')).toEqual([
    { what: 'link-removed', member_id: holder },
    { what: 'link-set', member_id: memberId },
  ])
  // 元に戻す is the same act the other way.
  const back = await ask('POST', `/api/members/${holder}/links`, { patientId, version: 2, from: memberId })
  expect(back.body).toMatchObject({ id: holder, patientIds: [patientId] })
})

test('any patient is found by code or name, with how well they match', async () => {
  const { store, get } = await desk()
  patient(store, { code: '00007777', name: '見本　太一', kana: 'ﾐﾎﾝ ﾀｲﾁ', birthOn: '20010101' })
  const { body } = await get(`/api/members/${member(store)}/link-candidates?q=7777`)
  expect(body).toMatchObject({ candidates: [{ strength: 'none', patient: { code: '00007777' } }], reasons: [] })
})

test('another member of the same name, birth date and sex is shown: 既にカードをお持ちの可能性あり', async () => {
  const { store, get } = await desk()
  const [old, memberId] = [member(store), member(store)]
  member(store, { ...hanako, name: '別の　花子', kana: 'ベツノ ハナコ' })
  store.write(() => {
    saveCard(store, old, '0123456789ABCDEF')
  })
  const { body } = await get(`/api/members/${memberId}/link-candidates`)
  expect(body.duplicates).toMatchObject([{ member: { id: old }, isExact: true, cards: 1 }])
})

test('the worklist has every member nothing flows to, the newest visit first, in pages, with the count of all', async () => {
  const clock = createClock()
  const { store, get } = await desk(clock.now)
  const [linked, patientId] = [member(store), patient(store)]
  store.write(() => {
    linkPatient(store, linked, patientId)
  })
  const ids = Array.from({ length: 33 }, (_, index) => {
    const id = member(store, { ...hanako, name: `試験　番号${String(index)}`, kana: '', birthOn: '1990-01-01' })
    store.write(() => {
      saveCard(store, id, `card-${String(index)}`)
    })
    return id
  })
  for (const [index] of ids.entries())
    if (index !== 5) touchCard(store, `card-${String(index)}`, morning + index * 1000)
  const first = await get('/api/links')
  expect(first.body.total).toBe(33)
  expect(first.body.items[0]).toMatchObject({ member: { id: ids[32] }, lastPresentedAt: morning + 32_000 })
  const rest = await get(`/api/links?cursor=${first.body.next as string}`)
  expect(rest.body.next).toBeNull()
  const seen = [...first.body.items, ...rest.body.items].map((item: UnlinkedMember) => item.member.id)
  expect(seen).toEqual([...ids.toReversed().filter((id) => id !== ids[5]), ids[5]])
})

test('the worklist names the best candidate, and never links by itself', async () => {
  const { store, get } = await desk()
  const [patientId, memberId] = [patient(store), member(store)]
  const { body } = await get('/api/links')
  expect(body.items).toMatchObject([
    {
      member: { id: memberId },
      lastPresentedAt: null,
      best: { strength: 'exact', patient: { id: patientId } },
      reasons: [],
    },
  ])
  expect((await get(`/api/members/${memberId}`)).body.patientIds).toEqual([])
})

test('who looks after the box neither sees candidates nor sets links, and no name reaches the log', async () => {
  const { store, get, ask, log } = await desk(undefined, 'hoshu')
  const [patientId, memberId] = [patient(store), member(store)]
  expect((await get(`/api/members/${memberId}/link-candidates`)).status).toBe(403)
  expect((await get('/api/links')).status).toBe(403)
  expect((await ask('POST', `/api/members/${memberId}/links`, { patientId, version: 1 })).status).toBe(403)
  expect(log.join('\n')).not.toMatch(/花子|ハナコ/)
})

test('the number of those who are 未設定 goes down when one is linked, and counts nobody who was merged away', async () => {
  const { store, ask, get } = await desk()
  const count = async () => (await get('/api/links/open-count')).body
  expect(await count()).toEqual({ unlinked: 0 })
  const patientId = patient(store)
  const [memberId, gone] = [member(store), member(store)]
  expect(await count()).toEqual({ unlinked: 2 })
  store.write(() => {
    store.queries.pointMember.run({ id: gone, into: memberId })
    store.noteChange('member', gone)
  })
  expect(await count()).toEqual({ unlinked: 1 })
  expect((await ask('POST', `/api/members/${memberId}/links`, { patientId, version: 1 })).status).toBe(200)
  expect(await count()).toEqual({ unlinked: 0 })
  store.write(() => {
    for (let index = 0; index < 120; index++) saveMember(store, hanako)
  })
  expect(await count()).toEqual({ unlinked: 100 })
})
