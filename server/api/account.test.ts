import { expect, test } from 'vitest'
import { buildTestApp, getJson, signIn } from '../../test/support/box.ts'
import { createClock, openTestStore, password, readRows } from '../../test/support/store.ts'

const next = 'むらさき の ゆうやけ 42'

async function signedIn(now?: () => number) {
  const store = await openTestStore(now)
  const { app, sessions, log } = buildTestApp(store)
  const cookie = await signIn(app)
  const change = (current: string, wanted: string) =>
    app.inject({
      method: 'POST',
      url: '/api/account/password',
      headers: { cookie },
      payload: { current, next: wanted },
    })
  return { store, app, sessions, log, cookie, change }
}

test('a new password holds from then on, the old one no longer, and no trace of either is logged', async () => {
  const { app, store, log, cookie, change } = await signedIn()
  expect((await change(password, next)).statusCode).toBe(204)
  expect((await getJson(app, cookie, '/api/session')).status).toBe(200)
  const attempt = (typed: string) =>
    app.inject({ method: 'POST', url: '/api/session', payload: { id: 'kanri', password: typed } })
  expect((await attempt(password)).statusCode).toBe(401)
  expect((await attempt(next)).statusCode).toBe(204)
  expect(log.join('')).not.toContain(next)
  expect(readRows(store, `SELECT what, row_id = staff_id AS own FROM trail`)).toEqual([
    { what: 'password-changed', own: 1 },
  ])
})

test("the person's other sessions end and their pages are told, those of others go on", async () => {
  const { app, sessions, cookie, change } = await signedIn()
  const other = await signIn(app)
  const clerk = await signIn(app, 'jimu')
  let told = 0
  sessions.onEnd(() => told++)
  expect((await change(password, next)).statusCode).toBe(204)
  expect(told).toBe(1)
  expect((await getJson(app, other, '/api/session')).status).toBe(401)
  expect((await getJson(app, cookie, '/api/session')).status).toBe(200)
  expect((await getJson(app, clerk, '/api/session')).status).toBe(200)
})

test('a wrong current password is said to be wrong, keeps the session, and is slowed down like sign-in', async () => {
  const clock = createClock()
  const { app, cookie, change } = await signedIn(clock.now)
  for (let time = 0; time < 5; time++) {
    expect((await change('wrong', next)).json()).toMatchObject({ status: 401, code: 'wrong-credentials' })
  }
  const slowed = await change(password, next)
  expect(slowed.json()).toMatchObject({ status: 429, code: 'too-many-attempts' })
  expect(Number(slowed.headers['retry-after'])).toBeGreaterThan(0)
  expect((await getJson(app, cookie, '/api/session')).status).toBe(200)
  clock.set(clock.now() + 5 * 60_000)
  expect((await change(password, next)).statusCode).toBe(204)
})

test('length decides about a new password; what anybody would try first is refused', async () => {
  const { change } = await signedIn()
  const code = async (wanted: string) => (await change(password, wanted)).json<{ code: string }>().code
  expect(await code('123456789012')).toBe('password-too-short')
  expect(await code('𠮷𠮷𠮷𠮷𠮷𠮷𠮷')).toBe('password-too-short')
  expect(await code(password)).toBe('password-unchanged')
  expect(await code('aaaaaaaabbbbbbbbb')).toBe('password-too-easy')
  expect(await code('Kanri-no-himitsu-2')).toBe('password-too-easy')
  expect((await change(password, 'only small letters here')).statusCode).toBe(204)
})
