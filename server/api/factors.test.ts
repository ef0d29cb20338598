import { TOTP } from 'otpauth'
import { expect, test } from 'vitest'
import { createAuthenticator } from '../../test/support/authenticator.ts'
import { buildTestApp, getJson } from '../../test/support/box.ts'
import { createBrowser, openSecureStore, type Browser } from '../../test/support/sign-in.ts'
import { createClock, openTestStore, password, readRows } from '../../test/support/store.ts'

const minutes = 60_000
const codeAt = (secret: string, at: number): string => new TOTP({ secret }).generate({ timestamp: at })

/** A pharmacy, its clock, and a way to open browsers. */
async function box({ isRequired = false } = {}) {
  const clock = createClock()
  const store = await (isRequired ? openSecureStore(clock.now) : openTestStore(clock.now))
  const { app, sessions, log } = buildTestApp(store)
  return {
    clock,
    store,
    app,
    sessions,
    log,
    open: (address?: string, host?: string) => createBrowser(app, address, host),
  }
}

const enter = (browser: Browser, id = 'kanri') => browser.post('/api/session', { id, password })

/** Signs in, adds 認証アプリ, and waits until its first code is over. */
async function withTotp(parts: Awaited<ReturnType<typeof box>>) {
  const browser = parts.open()
  await enter(browser)
  const { secret } = (await browser.post('/api/account/totp', { current: password })).json<{ secret: string }>()
  const confirmed = await browser.post('/api/account/totp/confirmation', { code: codeAt(secret, parts.clock.now()) })
  expect(confirmed.statusCode).toBe(200)
  parts.clock.set(parts.clock.now() + minutes)
  return { browser, secret, codes: confirmed.json<{ codes: string[] }>().codes }
}

test('with 認証アプリ the password alone opens nothing; with its code it does, and the code is good once', async () => {
  const parts = await box()
  const { secret } = await withTotp(parts)
  const other = parts.open()
  const asked = await enter(other)
  expect(asked.statusCode).toBe(200)
  expect(asked.json()).toEqual({ factors: ['totp', 'recovery-code'] })
  expect((await other.get('/api/session')).statusCode).toBe(401)

  const code = codeAt(secret, parts.clock.now())
  expect((await other.post('/api/session/factor', { kind: 'totp', code })).statusCode).toBe(204)
  expect((await other.get('/api/session')).json()).toMatchObject({ staff: { login: 'kanri' }, mustEnrol: false })

  const third = parts.open()
  await enter(third)
  const replayed = await third.post('/api/session/factor', { kind: 'totp', code })
  expect(replayed.json()).toMatchObject({ status: 401, code: 'wrong-credentials' })
  expect(parts.log.join('')).not.toContain(secret)
})

test('a code of the step before or after is taken, one further away is not, and an earlier one never after a later', async () => {
  const parts = await box()
  const { secret } = await withTotp(parts)
  const attempt = async (at: number) => {
    const browser = parts.open()
    await enter(browser)
    return (await browser.post('/api/session/factor', { kind: 'totp', code: codeAt(secret, at) })).statusCode
  }
  const now = parts.clock.now()
  expect(await attempt(now - 60_000)).toBe(401)
  expect(await attempt(now + 60_000)).toBe(401)
  expect(await attempt(now + 30_000)).toBe(204)
  expect(await attempt(now)).toBe(401)
})

test('each step has a token of its own: what a browser brought along is never taken over, and a step is no session', async () => {
  const parts = await box()
  const { secret } = await withTotp(parts)
  const browser = parts.open()
  browser.cookies.set('kusuribako', 'planted-by-somebody-else')
  browser.cookies.set('kusuribako-step', 'planted-as-well')
  await enter(browser)
  const step = browser.cookies.get('kusuribako-step') ?? ''
  expect(step).not.toBe('planted-as-well')
  expect((await getJson(parts.app, `kusuribako=${step}`, '/api/session')).status).toBe(401)
  await browser.post('/api/session/factor', { kind: 'totp', code: codeAt(secret, parts.clock.now()) })
  const token = browser.cookies.get('kusuribako') ?? ''
  expect(['planted-by-somebody-else', step]).not.toContain(token)
  expect((await browser.get('/api/session')).statusCode).toBe(200)
  // The step is over with its answer.
  const again = parts.open()
  again.cookies.set('kusuribako-step', step)
  const late = await again.post('/api/session/factor', { kind: 'totp', code: codeAt(secret, parts.clock.now()) })
  expect(late.json()).toMatchObject({ status: 410, code: 'sign-in-expired' })
})

test('a half-done sign-in ends after five minutes, and after five wrong answers', async () => {
  const parts = await box()
  const { secret } = await withTotp(parts)
  const slow = parts.open()
  await enter(slow)
  parts.clock.set(parts.clock.now() + 5 * minutes)
  const answer = (browser: Browser, code = codeAt(secret, parts.clock.now())) =>
    browser.post('/api/session/factor', { kind: 'totp', code })
  expect((await answer(slow)).json()).toMatchObject({ code: 'sign-in-expired' })
  const guesser = parts.open()
  await enter(guesser)
  for (let time = 0; time < 5; time++) expect((await answer(guesser, '000000')).statusCode).toBe(401)
  expect((await answer(guesser)).json()).toMatchObject({ code: 'sign-in-expired' })
})

test('guessing codes is slowed down for the account wherever it comes from, and nobody else is', async () => {
  const parts = await box()
  const { secret } = await withTotp(parts)
  for (const address of ['192.0.2.1', '192.0.2.2', '192.0.2.3']) {
    const guesser = parts.open(address)
    await enter(guesser)
    for (let time = 0; time < 2; time++) await guesser.post('/api/session/factor', { kind: 'totp', code: '000000' })
  }
  const owner = parts.open()
  await enter(owner)
  const slowed = await owner.post('/api/session/factor', { kind: 'totp', code: codeAt(secret, parts.clock.now()) })
  expect(slowed.json()).toMatchObject({ status: 429, code: 'too-many-attempts' })
  expect((await enter(parts.open(), 'jimu')).statusCode).toBe(204)
  parts.clock.set(parts.clock.now() + minutes)
  const code = codeAt(secret, parts.clock.now())
  expect((await owner.post('/api/session/factor', { kind: 'totp', code })).statusCode).toBe(204)
})

test('guessing a password at one PC does not lock out the same person at the next', async () => {
  const { open } = await box()
  const guesser = open('192.0.2.1')
  for (let time = 0; time < 6; time++) await guesser.post('/api/session', { id: 'kanri', password: 'wrong' })
  expect((await enter(guesser)).statusCode).toBe(429)
  expect((await enter(open('192.0.2.2'))).statusCode).toBe(204)
})

test('where the second factor was shown today the password is enough for the same person, and for nobody else', async () => {
  const parts = await box()
  const { browser } = await withTotp(parts)
  await browser.remove('/api/session')
  expect((await enter(browser)).statusCode).toBe(204)
  // A copy of what this browser keeps, without the password, signs nobody in.
  const thief = parts.open()
  thief.cookies.set('kusuribako-factor', browser.cookies.get('kusuribako-factor') ?? '')
  expect((await thief.get('/api/session')).statusCode).toBe(401)
  parts.clock.set(parts.clock.now() + 12 * 60 * minutes)
  expect((await enter(browser)).statusCode).toBe(200)
})

test('two people who share a PC keep each their own: neither is asked again because of the other', async () => {
  const parts = await box()
  const { browser } = await withTotp(parts)
  await enter(browser, 'jimu')
  const { secret } = (await browser.post('/api/account/totp', { current: password })).json<{ secret: string }>()
  const old = browser.cookies.get('kusuribako-factor')
  await browser.post('/api/account/totp/confirmation', { code: codeAt(secret, parts.clock.now()) })
  expect(browser.cookies.get('kusuribako-factor')).not.toBe(old)
  expect((await enter(browser, 'kanri')).statusCode).toBe(204)
  expect((await enter(browser, 'jimu')).statusCode).toBe(204)
  // The token it had before is worth nothing now.
  const copy = parts.open()
  copy.cookies.set('kusuribako-factor', old ?? '')
  expect((await enter(copy, 'kanri')).statusCode).toBe(200)
})

test('a recovery code works once, is noted, and ten are made at first; only their digests are kept', async () => {
  const parts = await box()
  const { codes } = await withTotp(parts)
  expect(codes).toHaveLength(10)
  expect(new Set(codes).size).toBe(10)
  const use = async (code: string) => {
    const browser = parts.open()
    await enter(browser)
    return (await browser.post('/api/session/factor', { kind: 'recovery-code', code })).statusCode
  }
  const typed = codes[0]!.toLowerCase().replaceAll('-', ' ')
  expect(await use(typed)).toBe(204)
  expect(await use(typed)).toBe(401)
  expect(await use(codes[1]!)).toBe(204)
  expect(readRows(parts.store, `SELECT count(*) AS times FROM trail WHERE what = 'recovery-code-used'`)).toEqual([
    { times: 2 },
  ])
  const kept = readRows(parts.store, 'SELECT hex(code_hash) AS hash FROM recovery_code')
  expect(kept).toHaveLength(10)
  expect(JSON.stringify(kept)).not.toContain(Buffer.from(codes[2]!.replaceAll('-', '')).toString('hex').toUpperCase())
})

test('a secret is sealed in the store and never shown again; adding a second factor asks the password and ends other sessions', async () => {
  const parts = await box()
  const elsewhere = parts.open()
  await enter(elsewhere)
  const { browser, secret } = await withTotp(parts)
  expect((await elsewhere.get('/api/session')).statusCode).toBe(401)
  expect((await browser.get('/api/session')).statusCode).toBe(200)
  const rows = readRows(parts.store, 'SELECT CAST(sealed_secret AS TEXT) AS text, hex(sealed_secret) AS hex FROM totp')
  expect(JSON.stringify(rows)).not.toContain(secret)
  expect(JSON.stringify(rows)).not.toContain(Buffer.from(secret).toString('hex').toUpperCase())
  expect((await browser.get('/api/account/factors')).body).not.toContain(secret)
  expect((await browser.post('/api/account/totp', { current: 'wrong' })).statusCode).toBe(401)
})

test('a new 認証アプリ takes the place of the old one only with its first code', async () => {
  const parts = await box()
  const { browser, secret } = await withTotp(parts)
  await browser.post('/api/account/totp', { current: password })
  expect((await browser.post('/api/account/totp/confirmation', { code: '000000' })).json()).toMatchObject({
    status: 422,
    code: 'second-factor-wrong',
  })
  const other = parts.open()
  expect((await enter(other)).statusCode).toBe(200)
  const code = codeAt(secret, parts.clock.now())
  expect((await other.post('/api/session/factor', { kind: 'totp', code })).statusCode).toBe(204)
})

test('without the last second factor a short password may not stay; with a long one it goes', async () => {
  const parts = await box()
  const { browser } = await withTotp(parts)
  const short = 'みじかい8字だ'
  expect((await browser.post('/api/account/password', { current: password, next: short })).json()).toMatchObject({
    code: 'password-too-short',
  })
  const eight = 'みじかい八文字だ'
  expect((await browser.post('/api/account/password', { current: password, next: eight })).statusCode).toBe(204)
  const refused = await browser.post('/api/account/totp/removal', { current: eight })
  expect(refused.json()).toMatchObject({ code: 'password-too-short' })
  const long = 'むらさき の ゆうやけ 42'
  await browser.post('/api/account/password', { current: eight, next: long })
  expect((await browser.post('/api/account/totp/removal', { current: long })).statusCode).toBe(204)
  expect((await browser.get('/api/account/factors')).json()).toMatchObject({ totpSince: null, recoveryCodesLeft: 0 })
})

test('a box that asks for a second factor answers nothing but the own account until there is one', async () => {
  const parts = await box({ isRequired: true })
  const browser = parts.open()
  expect((await enter(browser)).statusCode).toBe(204)
  expect((await browser.get('/api/session')).json()).toMatchObject({ mustEnrol: true })
  expect((await browser.get('/api/status')).json()).toMatchObject({ hasSecondFactor: true })
  for (const url of ['/api/visits?on=2026-04-03', '/api/patients?q=a', '/api/staff', '/api/openapi.json'])
    expect((await browser.get(url)).json()).toMatchObject({ status: 403, code: 'second-factor-missing' })
  const { secret } = (await browser.post('/api/account/totp', { current: password })).json<{ secret: string }>()
  const before = browser.cookies.get('kusuribako')
  await browser.post('/api/account/totp/confirmation', { code: codeAt(secret, parts.clock.now()) })
  expect(browser.cookies.get('kusuribako')).not.toBe(before)
  expect((await browser.get('/api/session')).json()).toMatchObject({ mustEnrol: false })
  expect((await browser.get('/api/staff')).statusCode).toBe(200)
  const removal = await browser.post('/api/account/totp/removal', { current: password })
  expect(removal.json()).toMatchObject({ status: 409, code: 'second-factor-last' })
})

test('a passkey is the second factor on the name it was made for, answers one challenge once, and must know who holds it', async () => {
  const parts = await box()
  const open = () => parts.open(undefined, 'kusuribako.local')
  const browser = open()
  await enter(browser)
  const key = createAuthenticator('http://kusuribako.local', 'kusuribako.local')
  const begin = await browser.post('/api/account/passkeys/challenge', { current: password })
  const made = key.create(begin.json<{ challenge: string }>().challenge)
  const kept = await browser.post('/api/account/passkeys', { label: '受付のPC', response: made })
  expect(kept.statusCode).toBe(201)
  expect(kept.json<{ codes: string[] }>().codes).toHaveLength(10)
  // The same answer again: its challenge is spent.
  const twice = await browser.post('/api/account/passkeys', { label: '受付のPC', response: made })
  expect(twice.json()).toMatchObject({ code: 'second-factor-wrong' })

  const next = open()
  expect((await enter(next)).json()).toEqual({ factors: ['passkey', 'recovery-code'] })
  const ask = async () => (await next.post('/api/session/passkey')).json<{ challenge: string }>().challenge
  const show = (response: object) => next.post('/api/session/factor', { kind: 'passkey', response })
  const first = await ask()
  expect((await show(key.get(first, false))).statusCode).toBe(401)
  expect((await show(key.get(first))).statusCode).toBe(401)
  const good = key.get(await ask())
  expect((await show(good)).statusCode).toBe(204)

  // On an IP address it is not even offered.
  const bare = parts.open(undefined, '192.0.2.7')
  expect((await enter(bare)).json()).toEqual({ factors: ['recovery-code'] })
  expect((await bare.post('/api/session/passkey')).statusCode).toBe(410)
})

test('on a bare IP address no passkey is made, and the page is told why', async () => {
  const { open } = await box()
  const browser = open(undefined, '192.0.2.7:8443')
  await enter(browser)
  expect((await browser.get('/api/account/factors')).json()).toMatchObject({ mayAddPasskey: false })
  const begin = await browser.post('/api/account/passkeys/challenge', { current: password })
  expect(begin.json()).toMatchObject({ status: 409, code: 'passkey-needs-name' })
})
