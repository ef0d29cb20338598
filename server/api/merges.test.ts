import { expect, test } from 'vitest'
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
import { saveCard } from '../store/cards.ts'
import { linkPatient, saveMember } from '../store/members.ts'
import type { Store } from '../store/open.ts'

const hanako = { name: '試験　花子', kana: 'シケン ハナコ', sex: 'female', birthOn: '1968-04-07' } as const
const dayMs = 24 * 60 * 60 * 1000
const sides = { name: 'kept', kana: 'kept', sex: 'kept', birthOn: 'kept' } as const

/** Two members of one person: each has a card and a patient of the receipt computer with a dispensing. */
async function twoOfOne() {
  const clock = createClock()
  const store = await openTestStore(clock.now)
  const { app, log } = buildTestApp(store)
  let cookie = await signIn(app, 'yaku')
  const wait = async (until: number) => {
    clock.set(until)
    cookie = await signIn(app, 'yaku')
  }
  const post = async (url: string, payload?: object) => {
    const response = await app.inject({ method: 'POST', url, headers: { cookie }, ...(payload && { payload }) })
    return { status: response.statusCode, body: response.json() }
  }
  takeIn(
    store,
    testFile(),
    testFile({ receipt: 13, number: '260403000013001', person: { ...testPerson, code: '00005678' } }),
  )
  const [one, other] = readRows(store, 'SELECT id FROM patient ORDER BY code').map(({ id }) => String(id))
  const kept = saveLinked(store, hanako, 'card-kept', one!)
  const gone = saveLinked(store, { ...hanako, name: '試験　華子', kana: '' }, 'card-gone', other!)
  const merge = (facts: object = sides) =>
    post('/api/merges', { keptId: kept, keptVersion: 1, goneId: gone, goneVersion: 1, facts })
  return { wait, store, log, kept, gone, merge, post, get: (url: string) => getJson(app, cookie, url) }
}

function saveLinked(store: Store, facts: Parameters<typeof saveMember>[1], cardId: string, patientId: string): string {
  return store.write(() => {
    const id = saveMember(store, facts)
    linkPatient(store, id, patientId)
    saveCard(store, id, cardId)
    return id
  })
}

test('the preview sets the two side by side, with everything that would be shown together and what they say differently', async () => {
  const { store, kept, gone, get } = await twoOfOne()
  touchCard(store, 'card-gone', morning)
  const { body } = await get(`/api/members/${kept}/merge-preview?with=${gone}`)
  expect(body).toMatchObject({
    kept: {
      member: { id: kept },
      cards: { valid: 1, revoked: 0 },
      visits: 0,
      lastPresentedAt: null,
      memos: 0,
      images: 0,
    },
    gone: {
      member: { id: gone },
      patients: [{ patient: { code: '00005678' }, dispensings: 1 }],
      visits: 1,
      lastPresentedAt: morning,
    },
    choice: sides,
    conflicts: ['name'],
  })
})

test('once merged, both ids answer the kept member, with the history of both, and either card shows it', async () => {
  const { store, kept, gone, merge, get } = await twoOfOne()
  const merged = await merge({ ...sides, name: 'gone' })
  expect(merged).toMatchObject({
    status: 201,
    body: { kept: { id: kept }, gone: { id: gone }, mergedBy: '薬剤 師', undoneAt: null },
  })
  for (const id of [kept, gone]) {
    const { body } = await get(`/api/members/${id}`)
    expect(body).toMatchObject({ id: kept, name: '試験　華子', kana: 'シケン ハナコ', version: 2 })
    expect(body.patientIds).toHaveLength(2)
    expect((await get(`/api/members/${id}/history`)).body.items).toHaveLength(2)
  }
  touchCard(store, 'card-gone', morning)
  expect((await get('/api/visits')).body.items).toMatchObject([{ member: { id: kept, name: '試験　華子' } }])
  const { body } = await get(`/api/patients/${(await get(`/api/members/${gone}`)).body.patientIds[1] as string}`)
  expect(body.memberId).toBe(kept)
  expect((await get('/api/links')).body.total).toBe(0)
})

test('who and when is in the trail of both, without a name', async () => {
  const { store, kept, gone, merge, log } = await twoOfOne()
  const { body } = await merge()
  const rows = readRows(store, `SELECT member_id, row_id, detail FROM trail WHERE what = 'member-merged' ORDER BY seq`)
  expect(rows).toMatchObject([{ member_id: gone, row_id: body.id }, { member_id: kept }])
  expect(JSON.stringify(rows) + log.join('')).not.toMatch(/花子|華子|ハナコ/)
})

test('a merge is taken back within thirty days, and not after', async () => {
  const { wait, kept, gone, merge, post, get } = await twoOfOne()
  const { body } = await merge({ ...sides, name: 'gone' })
  const undo = () => post(`/api/merges/${body.id as string}/undo`)
  await wait(morning + 30 * dayMs + 1)
  expect(await undo()).toMatchObject({ status: 409, body: { code: 'merge-too-old' } })
  await wait(morning + 30 * dayMs)
  expect(await undo()).toMatchObject({
    status: 200,
    body: { kept: { id: kept, name: '試験　花子' }, gone: { id: gone }, leftFacts: [] },
  })
  expect((await get(`/api/members/${gone}`)).body).toMatchObject({ id: gone, name: '試験　華子' })
  expect(await undo()).toMatchObject({ status: 409, body: { code: 'merge-undone' } })
  expect((await get(`/api/members/${kept}/merges`)).body.items).toMatchObject([{ undoneBy: '薬剤 師' }])
})

test('nobody is merged with themselves, and the second of two PCs sees the two as they are now', async () => {
  const { kept, gone, merge, post, get } = await twoOfOne()
  await merge()
  expect((await get(`/api/members/${kept}/merge-preview?with=${gone}`)).body).toMatchObject({ code: 'merge-same' })
  const third = { keptId: kept, keptVersion: 1, goneId: gone, goneVersion: 1, facts: sides }
  expect(await post('/api/merges', third)).toMatchObject({ status: 409, body: { code: 'merge-same' } })
})

test('a member that was changed meanwhile is not merged unseen', async () => {
  const { kept, gone, post } = await twoOfOne()
  const order = { keptId: kept, keptVersion: 1, goneId: gone, goneVersion: 7, facts: sides }
  expect(await post('/api/merges', order)).toMatchObject({
    status: 409,
    body: { code: 'stale-version', current: { gone: { member: { version: 1 } } } },
  })
})
