import { expect, test } from 'vitest'
import { buildTestApp, getJson, signIn } from '../../test/support/box.ts'
import { createClock, openTestStore, readRows, touchCard } from '../../test/support/store.ts'
import { saveCard } from '../store/cards.ts'
import { saveMember } from '../store/members.ts'
import { revokeCard } from '../store/card-states.ts'

const [own, others] = ['0123456789ABCDEF', 'FEDCBA9876543210']
const minute = 60_000

async function openDesk(login = 'jimu') {
  const clock = createClock()
  const store = await openTestStore(clock.now)
  const { app, log } = buildTestApp(store)
  const facts = { kana: 'シケン ハナコ', sex: 'female', birthOn: '1968-04-07' } as const
  const { memberId, cardId } = store.write(() => {
    const memberId = saveMember(store, { name: '試験　花子', ...facts })
    saveCard(store, saveMember(store, { name: '架空　太郎', ...facts }), others)
    return { memberId, cardId: saveCard(store, memberId, own) }
  })
  const cookie = await signIn(app, login)
  const give = async (medium = 'spot', counterId: string | null = null) => {
    const response = await app.inject({
      method: 'POST',
      url: `/api/members/${memberId}/registration-codes`,
      headers: { cookie, host: 'kusuribako.lan:8443' },
      payload: { medium, counterId },
    })
    return { status: response.statusCode, body: response.json() }
  }
  const given = async (medium = 'spot') => {
    touchCard(store, own)
    const { body } = await give(medium)
    return { id: body.code.id as string, path: new URL(body.link.url as string).pathname }
  }
  const phone = async (method: 'GET' | 'POST', url: string, jar = '') => {
    const type = method === 'POST' ? { 'content-type': 'application/x-www-form-urlencoded' } : {}
    const response = await app.inject({ method, url, headers: { cookie: jar, ...type } })
    const [set] = response.cookies
    return {
      status: response.statusCode,
      text: response.body,
      headers: response.headers,
      jar: set ? `${set.name}=${set.value}` : jar,
    }
  }
  const list = async () => (await getJson(app, cookie, `/api/members/${memberId}/registration-codes`)).body.items
  return { app, store, clock, log, memberId, cardId, cookie, give, given, phone, list }
}

test('a code needs this patient’s card, touched at this counter within two minutes; each touch gives one', async () => {
  const { store, clock, give, cookie, app, memberId, cardId } = await openDesk()
  const proof = async () => (await getJson(app, cookie, `/api/members/${memberId}/card-proof`)).body.state
  expect(await give()).toMatchObject({ status: 409, body: { code: 'card-needed' } })
  touchCard(store, others)
  expect(await proof()).toBe('other')
  expect(await give()).toMatchObject({ status: 409, body: { code: 'card-of-other' } })
  touchCard(store, 'ABCDABCDABCDABCD')
  expect(await give()).toMatchObject({ status: 409, body: { code: 'card-unknown' } })
  touchCard(store, own)
  expect(await proof()).toBe('proven')
  clock.set(clock.now() + 2 * minute)
  expect(await give()).toMatchObject({ status: 409, body: { code: 'card-needed' } })
  touchCard(store, own)
  expect(await give('spot', '019d50da-a680-7000-8000-2f885d572ee3')).toMatchObject({ body: { code: 'card-needed' } })
  expect(await give()).toMatchObject({ status: 201, body: { code: { state: 'open', medium: 'spot' } } })
  expect(await give()).toMatchObject({ status: 409, body: { code: 'card-spent' } })
  // A card that was stopped proves nothing.
  revokeCard(store, { cardId, staffId: readRows(store, 'SELECT id FROM staff')[0]!['id'] as string, reason: 'lost' })
  touchCard(store, own, clock.now() + 1)
  expect(await give()).toMatchObject({ body: { code: 'card-unknown' } })
})

test('a phone confirms once; the same phone may ask again for a minute, every other hears that it is used', async () => {
  const { clock, given, phone, list, store } = await openDesk()
  const { path } = await given()
  const shown = await phone('GET', path)
  expect(shown.status).toBe(200)
  expect(shown.text).toContain('試○ ○○')
  expect(shown.text).not.toMatch(/花子|ハナコ|1968|<script/)
  expect(shown.headers['content-security-policy']).toMatch(/^default-src 'none'.*form-action 'self'/)
  expect(shown.headers['cache-control']).toBe('no-store')
  // Looking does not burn it.
  expect((await phone('GET', path)).text).toContain('登録する')
  expect((await phone('POST', path, shown.jar)).text).toContain('登録を受け付けました')
  expect((await phone('POST', path, shown.jar)).text).toContain('登録を受け付けました')
  expect(await phone('POST', path)).toMatchObject({ status: 410, text: expect.stringContaining('使用済み') })
  clock.set(clock.now() + minute + 1)
  expect(await phone('POST', path, shown.jar)).toMatchObject({ status: 410 })
  expect(await list()).toMatchObject([{ state: 'used' }])
  expect(readRows(store, `SELECT what, staff_id FROM trail WHERE what = 'registration-code-used'`)).toEqual([
    { what: 'registration-code-used', staff_id: null },
  ])
})

test('one that ran out, was revoked or never was says so in words', async () => {
  const { app, clock, given, phone, list, cookie } = await openDesk()
  const [spot, paper] = [await given(), await given('paper')]
  const revoke = (id: string) =>
    app.inject({ method: 'POST', url: `/api/registration-codes/${id}/revoke`, headers: { cookie } })
  clock.set(clock.now() + 30 * minute)
  expect(await phone('POST', spot.path)).toMatchObject({ status: 410, text: expect.stringContaining('有効期限') })
  expect((await phone('GET', paper.path)).status).toBe(200)
  expect((await revoke(paper.id)).statusCode).toBe(204)
  expect(await phone('POST', paper.path)).toMatchObject({ status: 410, text: expect.stringContaining('取り消され') })
  expect(await phone('GET', '/r/AAAAAAAAAAAAAAAAAAAAAA')).toMatchObject({ status: 404 })
  expect(await phone('GET', `/r/${'A'.repeat(90)}`)).toMatchObject({ text: expect.stringContaining('使えません') })
  expect((await list()).map(({ state }: { state: string }) => state)).toEqual(['revoked', 'expired'])
})

test('guessing is slowed down for the address it comes from', async () => {
  const { given, phone } = await openDesk()
  const { path } = await given()
  for (let time = 0; time < 5; time++) expect((await phone('GET', `/r/guess${String(time)}`)).status).toBe(404)
  const slowed = await phone('GET', '/r/guess')
  expect(slowed).toMatchObject({ status: 429, text: expect.stringContaining('しばらくお待ちください') })
  expect(Number(slowed.headers['retry-after'])).toBeGreaterThan(0)
  expect((await phone('GET', path)).status).toBe(429)
})

test('the code stands nowhere but in the answer: not in the store, not in the log', async () => {
  const { store, given, phone, log } = await openDesk()
  const { path } = await given()
  const code = path.slice('/r/'.length)
  expect(code).toHaveLength(22)
  await phone('POST', path)
  await phone('GET', `${path}%`)
  expect(log.join('')).not.toContain(code)
  expect(JSON.stringify(readRows(store, 'SELECT * FROM registration_code'))).not.toContain(code)
  expect(JSON.stringify(readRows(store, 'SELECT * FROM trail'))).not.toContain(code)
})

test('the maintainer gives out no codes', async () => {
  const { give } = await openDesk('hoshu')
  expect(await give()).toMatchObject({ status: 403, body: { code: 'not-allowed' } })
})
