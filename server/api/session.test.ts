import { expect, test } from 'vitest'
import { buildTestApp, getJson, signIn } from '../../test/support/box.ts'
import { createClock, openTestStore, password, takeIn, testFile } from '../../test/support/store.ts'

const minutes = 60_000

test('nothing but the health check and the empty pages is served to someone not signed in', async () => {
  const store = await openTestStore()
  takeIn(store, testFile())
  const { app } = buildTestApp(store)
  const cookie = await signIn(app)
  const { body } = await getJson(app, cookie, '/api/openapi.json')
  const open = []
  for (const [path, methods] of Object.entries(body.paths)) {
    for (const method of Object.keys(methods as object)) {
      const url = path.replaceAll(/\{\w+\}/g, '1')
      const response = await app.inject({ method: method.toUpperCase() as 'GET', url, payload: {} })
      if (response.statusCode !== 401) open.push(`${method} ${path} ${response.statusCode}`)
      else expect(response.headers['content-type']).toMatch('application/problem+json')
    }
  }
  // An empty sign-in is a bad request, a passkey is asked for a sign-in that was begun, and a device is enrolled, and proves itself, before
  // anybody signs in on it: those routes must be open.
  expect(open.toSorted()).toEqual([
    'get /health 200',
    'post /api/device-enrolments 400',
    'post /api/device-enrolments/offer 400',
    'post /api/device-nonces 400',
    'post /api/session 400',
    'post /api/session/break-glass 400',
    'post /api/session/factor 400',
    'post /api/session/passkey 410',
    'post /api/session/start 400',
  ])
  const page = await app.inject({ url: '/patients/some-id' })
  expect(page.body).not.toMatch(/試験/)
})

test('the health check says nothing of patients or the pharmacy', async () => {
  const { app } = buildTestApp(await openTestStore())
  const response = await app.inject({ url: '/health' })
  expect(response.json()).toEqual({ status: 'degraded', version: '0.0.0' })
})

test('sign-in answers 204 and a cookie that scripts cannot read, sign-out ends the session on the server', async () => {
  const { app } = buildTestApp(await openTestStore())
  const response = await app.inject({ method: 'POST', url: '/api/session', payload: { id: 'kanri', password } })
  expect(response.statusCode).toBe(204)
  expect(response.cookies[0]).toMatchObject({ name: 'kusuribako', httpOnly: true, sameSite: 'Strict', path: '/' })
  const cookie = `kusuribako=${response.cookies[0]!.value}`
  expect((await getJson(app, cookie, '/api/session')).body).toMatchObject({ staff: { login: 'kanri', role: 'admin' } })
  await app.inject({ method: 'DELETE', url: '/api/session', headers: { cookie } })
  expect((await getJson(app, cookie, '/api/session')).status).toBe(401)
})

test('a wrong password and an unknown id get the same answer', async () => {
  const { app } = buildTestApp(await openTestStore())
  const answers = []
  for (const payload of [
    { id: 'kanri', password: 'wrong' },
    { id: 'nobody', password },
  ]) {
    const { statusCode, body } = await app.inject({ method: 'POST', url: '/api/session', payload })
    answers.push([statusCode, { ...(JSON.parse(body) as object), instance: '' }])
  }
  expect(answers[0]).toEqual(answers[1])
  expect(answers[0]![0]).toBe(401)
})

test('guessing is slowed down, and the right password works again after the wait', async () => {
  const clock = createClock()
  const { app } = buildTestApp(await openTestStore(clock.now))
  const attempt = (typed: string) =>
    app.inject({ method: 'POST', url: '/api/session', payload: { id: 'kanri', password: typed } })
  for (let time = 0; time < 5; time++) expect((await attempt('wrong')).statusCode).toBe(401)
  const slowed = await attempt(password)
  expect(slowed.statusCode).toBe(429)
  expect(Number(slowed.headers['retry-after'])).toBeGreaterThan(0)
  clock.set(clock.now() + 5 * minutes)
  expect((await attempt(password)).statusCode).toBe(204)
})

test('guessing many passwords at once is slowed down like guessing one after the other', async () => {
  const { app } = buildTestApp(await openTestStore())
  const attempt = () => app.inject({ method: 'POST', url: '/api/session', payload: { id: 'kanri', password: 'wrong' } })
  const answers = await Promise.all(Array.from({ length: 30 }, attempt))
  expect(answers.filter(({ statusCode }) => statusCode === 401)).toHaveLength(5)
  expect(answers.filter(({ statusCode }) => statusCode === 429)).toHaveLength(25)
})

test('a page that only asks for the status by itself does not keep a session alive', async () => {
  const clock = createClock()
  const { app } = buildTestApp(await openTestStore(clock.now))
  const cookie = await signIn(app)
  for (let hour = 0; hour < 12; hour++) {
    clock.set(clock.now() + 60 * minutes)
    expect((await getJson(app, cookie, '/api/status')).status).toBe(200)
  }
  clock.set(clock.now() + 1 * minutes)
  expect((await getJson(app, cookie, '/api/status')).status).toBe(401)
})

test('a session runs out when it is not used for twelve hours, and after a day in any case', async () => {
  const clock = createClock()
  const { app } = buildTestApp(await openTestStore(clock.now))
  const cookie = await signIn(app)
  clock.set(clock.now() + 11 * 60 * minutes)
  expect((await getJson(app, cookie, '/api/session')).status).toBe(200)
  clock.set(clock.now() + 11 * 60 * minutes)
  expect((await getJson(app, cookie, '/api/session')).status).toBe(200)
  clock.set(clock.now() + 3 * 60 * minutes)
  expect((await getJson(app, cookie, '/api/session')).status).toBe(401)
  const idle = await signIn(app)
  clock.set(clock.now() + 13 * 60 * minutes)
  expect((await getJson(app, idle, '/api/session')).status).toBe(401)
})

test('a page of another origin cannot sign in or change anything', async () => {
  const { app } = buildTestApp(await openTestStore())
  const response = await app.inject({
    method: 'POST',
    url: '/api/session',
    headers: { origin: 'https://elsewhere.example', host: 'kusuribako.local' },
    payload: { id: 'kanri', password },
  })
  expect(response.json()).toMatchObject({ status: 403, code: 'foreign-origin' })
})

test('unknown fields in a request are refused, not dropped', async () => {
  const { app } = buildTestApp(await openTestStore())
  const cookie = await signIn(app)
  const body = await app.inject({
    method: 'POST',
    url: '/api/session',
    payload: { id: 'kanri', password, remember: true },
  })
  expect(body.json()).toMatchObject({ status: 400, code: 'invalid-request' })
  const query = await getJson(app, cookie, '/api/visits?day=2026-04-03')
  expect(query.body).toMatchObject({ status: 400, code: 'invalid-request' })
})

test('only an admin reads the description of the surface', async () => {
  const { app } = buildTestApp(await openTestStore())
  expect((await getJson(app, await signIn(app, 'jimu'), '/api/openapi.json')).body).toMatchObject({
    code: 'not-allowed',
  })
  const { body } = await getJson(app, await signIn(app), '/api/openapi.json')
  expect(Object.keys(body.paths)).toContain('/api/visits')
})

test('passwords are stored as argon2id and sessions as hashes of their tokens', async () => {
  const store = await openTestStore()
  const { app } = buildTestApp(store)
  const cookie = await signIn(app)
  expect(store.queries.findStaffByLogin.get({ login: 'kanri' })?.passwordHash).toMatch(/^\$argon2id\$v=19\$/)
  const token = Buffer.from(cookie.split('=')[1]!)
  expect(store.queries.findSession.get({ tokenHash: token })).toBeUndefined()
})
