import Database from 'better-sqlite3'
import { expect, test } from 'vitest'
import { buildTestApp, getJson, signIn } from '../../test/support/box.ts'
import { createClock, fileOf, openTestStore, password, readRows } from '../../test/support/store.ts'
import type { Store } from '../store/open.ts'

const told = (store: Store) =>
  readRows(
    store,
    `SELECT what, result, login, address, detail FROM audit LEFT JOIN staff ON staff.id = staff_id WHERE what <> 'trail-adopted' ORDER BY audit.seq`,
  ).map(({ what, result, login, address, detail }) =>
    [what, result, login, address, detail].flatMap((each) => (each === null ? [] : [each as string])).join(' '),
  )

async function openDoor() {
  const clock = createClock()
  const store = await openTestStore(clock.now)
  const { app } = buildTestApp(store)
  const post = (url: string, cookie: string, payload?: object) =>
    app.inject({ method: 'POST', url, headers: { cookie }, ...(payload && { payload }) })
  return {
    clock,
    store,
    app,
    post,
    trySignIn: (id: string, typed: string) => post('/api/session', '', { id, password: typed }),
  }
}

test('who comes in, hides the page, comes back and goes leaves a row each: with what, and from where', async () => {
  const { store, app, post } = await openDoor()
  const cookie = await signIn(app, 'yaku')
  await post('/api/session/lock', cookie)
  await post('/api/session/unlock', cookie, { password: 'wrong' })
  await post('/api/session/unlock', cookie, { password })
  await app.inject({ method: 'DELETE', url: '/api/session', headers: { cookie } })
  expect(told(store)).toEqual([
    'signed-in ok yaku 127.0.0.1 {"proof":"password"}',
    'locked ok yaku 127.0.0.1',
    'sign-in-failed wrong-credentials yaku 127.0.0.1 {"times":1}',
    'unlocked ok yaku 127.0.0.1 {"proof":"password"}',
    'signed-out ok yaku 127.0.0.1',
  ])
})

test('attempts against an account have a row for each step, nothing of what was typed, and an unknown id has none', async () => {
  const { clock, store, trySignIn } = await openDoor()
  for (let time = 0; time < 12; time++) {
    await trySignIn('yaku', 'secret-typo')
    await trySignIn('secret-typo', 'secret-typo')
    // After the longest wait.
    clock.set(clock.now() + 6 * 60_000)
  }
  expect(told(store)).toEqual(
    [1, 2, 3, 4, 5, 8].map((times) => `sign-in-failed wrong-credentials yaku 127.0.0.1 {"times":${String(times)}}`),
  )
  expect(JSON.stringify(readRows(store, 'SELECT * FROM audit'))).not.toContain('secret-typo')
})

test('nobody is let in without a row; a failure, a lock and a sign-out are told all the same', async () => {
  const { store, app, post, trySignIn } = await openDoor()
  const cookie = await signIn(app, 'yaku')
  const db = new Database(fileOf(store))
  db.exec(`CREATE TRIGGER full BEFORE INSERT ON audit BEGIN SELECT RAISE(ABORT, 'full'); END`)
  const refused = await trySignIn('kanri', password)
  expect([refused.statusCode, refused.cookies]).toEqual([503, []])
  expect((await trySignIn('kanri', 'wrong')).statusCode).toBe(401)
  expect((await post('/api/session/lock', cookie)).statusCode).toBe(204)
  expect((await post('/api/session/unlock', cookie, { password })).statusCode).toBe(503)
  expect((await getJson(app, cookie, '/api/session')).body.isLocked).toBe(true)
  expect((await app.inject({ method: 'DELETE', url: '/api/session', headers: { cookie } })).statusCode).toBe(204)
  db.close()
})

test('they are found by what they are called, with what showed who it was', async () => {
  const { app } = await openDoor()
  const cookie = await signIn(app, 'yaku')
  const { body } = await getJson(app, cookie, '/api/audit?what=signed-in')
  expect(body.items).toMatchObject([{ what: 'signed-in', by: '薬剤 師', proof: 'password', result: 'ok' }])
})
