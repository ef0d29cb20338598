import { expect, test } from 'vitest'
import { buildTestApp, getJson, signIn } from '../../test/support/box.ts'
import { openTestStore, touchCard } from '../../test/support/store.ts'
import { saveCard } from '../store/cards.ts'
import { saveMember } from '../store/members.ts'
import { findVisit } from '../store/visits.ts'

async function openDesk() {
  const store = await openTestStore()
  const { app, log } = buildTestApp(store)
  const facts = { name: '試験　花子', kana: 'シケン ハナコ', sex: 'female', birthOn: '1968-04-07' } as const
  const memberId = store.write(() => saveMember(store, facts))
  const cookie = await signIn(app, 'jimu')
  const send = async (method: 'PATCH' | 'POST', url: string, payload?: object) => {
    const response = await app.inject({ method, url, headers: { cookie }, ...(payload && { payload }) })
    return { status: response.statusCode, body: response.body === '' ? null : response.json() }
  }
  const edit = (changes: object) =>
    send('PATCH', `/api/members/${memberId}`, {
      name: facts.name,
      kana: facts.kana,
      sex: facts.sex,
      birth: 'S43.4.7',
      version: 1,
      ...changes,
    })
  return {
    store,
    log,
    memberId,
    send,
    edit,
    get: (path: string) => getJson(app, cookie, `/api/members/${memberId}${path}`),
  }
}

test('a correction keeps what was there before, with who and when', async () => {
  const { edit, get, log } = await openDesk()
  const edited = await edit({ name: ' 試験　華子 ', kana: 'ｼｹﾝ ﾊﾅｺ', birth: '昭和43年4月8日' })
  expect(edited).toMatchObject({
    status: 200,
    body: { name: '試験　華子', kana: 'シケン ハナコ', birthOn: '1968-04-08', version: 2 },
  })
  expect((await get('/revisions')).body.items).toEqual([
    {
      version: 1,
      name: '試験　花子',
      kana: 'シケン ハナコ',
      sex: 'female',
      birthOn: '1968-04-07',
      replacedAt: expect.any(Number),
      replacedBy: '事務 員',
    },
  ])
  expect((await get('/trail')).body.items).toMatchObject([{ what: 'member-corrected', by: '事務 員' }])
  // The same once more is no correction.
  expect(await edit({ name: '試験　華子', birth: '19680408', version: 2 })).toMatchObject({ body: { version: 2 } })
  expect((await get('/revisions')).body.items).toHaveLength(1)
  expect(log.join('')).not.toMatch(/華子|花子/)
})

test('whoever saves second gets the record as it is now', async () => {
  const { edit } = await openDesk()
  await edit({ name: '試験　華子' })
  expect(await edit({ kana: 'シケン カコ' })).toMatchObject({
    status: 409,
    body: { code: 'stale-version', current: { name: '試験　華子', version: 2 } },
  })
})

test('a birth date is one that was: no future, no 31 February, no scribble; empty is unknown', async () => {
  const { edit } = await openDesk()
  for (const birth of ['2026-04-04', '1999-02-31', 'きのう', '18670101'])
    expect(await edit({ birth })).toMatchObject({ status: 422, body: { code: 'date-not-read' } })
  const { body } = await edit({ birth: ' ' })
  expect(body).not.toHaveProperty('birthOn')
})

test('a stopped card shows nobody at the counter until it is taken into use again', async () => {
  const { store, memberId, send, get } = await openDesk()
  const card = store.write(() => saveCard(store, memberId, '0123456789ABCDEF'))
  const shown = () => findVisit(store, touchCard(store, '0123456789ABCDEF'))?.member?.id ?? null
  expect(shown()).toBe(memberId)
  expect(await send('POST', `/api/cards/${card}/revoke`, { reason: 'lost' })).toMatchObject({ status: 204 })
  expect(shown()).toBe(null)
  expect((await get('/cards')).body.items).toMatchObject([{ id: card, reason: 'lost', revokedAt: expect.any(Number) }])
  expect(await send('POST', `/api/cards/${card}/restore`)).toMatchObject({ status: 204 })
  expect(await send('POST', `/api/cards/${card}/restore`)).toMatchObject({ status: 204 })
  expect(shown()).toBe(memberId)
  expect((await get('/cards')).body.items).toMatchObject([{ id: card, reason: null, revokedAt: null }])
  expect((await get('/trail')).body.items.map(({ what }: { what: string }) => what)).toEqual([
    'card-restored',
    'card-revoked',
  ])
  expect(await send('POST', `/api/cards/${memberId}/revoke`, { reason: 'lost' })).toMatchObject({ status: 404 })
})
