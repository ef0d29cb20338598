import { expect, test } from 'vitest'
import type { Staff, StartCode } from '../../contract/staff.ts'
import { buildTestApp } from '../../test/support/box.ts'
import { createBrowser, type Browser } from '../../test/support/sign-in.ts'
import { createClock, letIn, openTestStore, password, readRows } from '../../test/support/store.ts'

const days = 24 * 60 * 60 * 1000
const chosen = 'むらさき の ゆうやけ 42'
const newcomer = { login: 'shinjin', name: '見本　新人', kana: 'ミホン シンジン', role: 'clerk', expiresOn: null }

async function box() {
  const clock = createClock()
  const store = await openTestStore(clock.now)
  const { app, sessions, log } = buildTestApp(store)
  const admin = createBrowser(app)
  await admin.post('/api/session', { id: 'kanri', password })
  return { clock, store, app, sessions, log, admin, open: () => createBrowser(app) }
}

const add = async (admin: Browser, changes: object = {}) =>
  (await admin.post('/api/staff', { ...newcomer, ...changes })).json<StartCode>()
const list = async (admin: Browser) => (await admin.get('/api/staff')).json<{ items: Staff[] }>().items
const find = async (admin: Browser, login: string) => (await list(admin)).find((staff) => staff.login === login)!
const start = (browser: Browser, code: string, wanted = chosen, id = 'shinjin') =>
  browser.post('/api/session/start', { id, code, password: wanted })

test('a newcomer chooses the first password with a code that works once; until then nothing signs in', async () => {
  const { admin, open, log, store } = await box()
  const { staff, code } = await add(admin)
  expect(staff).toMatchObject({ state: 'waiting', role: 'clerk', createdBy: '管理 者', hasSecondFactor: false })
  const browser = open()
  for (const typed of ['', ' ', code])
    expect((await browser.post('/api/session', { id: 'shinjin', password: typed || 'x' })).statusCode).toBe(401)
  expect((await start(browser, 'AAAA-AAAA-AAAA-AAAA')).json()).toMatchObject({ code: 'wrong-credentials' })
  expect((await start(browser, code.toLowerCase())).statusCode).toBe(204)
  expect((await browser.get('/api/session')).json()).toMatchObject({ staff: { login: 'shinjin', role: 'clerk' } })
  expect((await start(open(), code)).json()).toMatchObject({ code: 'wrong-credentials' })
  expect(await find(admin, 'shinjin')).toMatchObject({ state: 'active' })
  expect(log.join('')).not.toContain(code)
  expect(JSON.stringify(readRows(store, 'SELECT * FROM trail'))).not.toContain('新人')
})

test('a code is over after three days, and a new one takes its place', async () => {
  const { admin, open, clock } = await box()
  const { staff, code } = await add(admin)
  clock.set(clock.now() + 3 * days)
  await admin.post('/api/session', { id: 'kanri', password })
  expect((await start(open(), code)).json()).toMatchObject({ status: 410, code: 'code-expired' })
  const again = (await admin.post(`/api/staff/${staff.id}/start-code`)).json<StartCode>()
  expect((await start(open(), code)).json()).toMatchObject({ code: 'wrong-credentials' })
  expect((await start(open(), again.code)).statusCode).toBe(204)
})

test('whoever is reset while the password is looked at comes in by it no more, and keeps nothing that was chosen meanwhile', async () => {
  const { admin, open } = await box()
  const { id } = await find(admin, 'jimu')
  const reset = async () => (await admin.post(`/api/staff/${id}/start-code`)).json<StartCode>().code
  const sign = (secret: string) => open().post('/api/session', { id: 'jimu', password: secret })
  const [entered, first] = await Promise.all([sign(password), reset()])
  expect(entered.json()).toMatchObject({ code: 'wrong-credentials' })
  // Another code is given while the first one is used: the first is worth nothing.
  const [started, second] = await Promise.all([start(open(), first, chosen, 'jimu'), reset()])
  expect(started.json()).toMatchObject({ code: 'wrong-credentials' })
  const browser = open()
  expect((await start(browser, second, chosen, 'jimu')).statusCode).toBe(204)
  const next = 'きみどり の あさつゆ 57'
  const [changed] = await Promise.all([browser.post('/api/account/password', { current: chosen, next }), reset()])
  expect(changed.statusCode).toBe(401)
  for (const secret of [chosen, next]) expect((await sign(secret)).json()).toMatchObject({ code: 'wrong-credentials' })
})

test('who is shut out while a page is being unlocked stays out', async () => {
  const { admin, open } = await box()
  const browser = open()
  await browser.post('/api/session', { id: 'jimu', password })
  await browser.post('/api/session/lock')
  const { id, version } = await find(admin, 'jimu')
  const [unlocked] = await Promise.all([
    browser.post('/api/session/unlock', { password }),
    admin.post(`/api/staff/${id}/end`, { version }),
  ])
  expect(unlocked.statusCode).toBe(401)
})

test('a password that is refused does not spend the code', async () => {
  const { admin, open } = await box()
  const { code } = await add(admin)
  const attempt = async (wanted: string) => (await start(open(), code, wanted)).json<{ code: string }>().code
  expect(await attempt('みじかい')).toBe('password-too-short')
  expect(await attempt('shinjin no himitsu')).toBe('password-too-easy')
  expect(await attempt('ミホンシンジン のひみつだ')).toBe('password-too-easy')
  expect(await attempt('見本薬局のパソコンです')).toBe('password-too-short')
  expect(await attempt('見本薬局のパソコンを使います')).toBe('password-too-easy')
  expect(await attempt('password1234567')).toBe('password-common')
  expect((await start(open(), code)).statusCode).toBe(204)
})

test('whoever forgot the password starts afresh: the old one, the second factor and open pages are gone', async () => {
  const { admin, open, sessions } = await box()
  const page = open()
  await page.post('/api/session', { id: 'jimu', password })
  const { id } = await find(admin, 'jimu')
  let told = 0
  sessions.onEnd(() => told++)
  const { code } = (await admin.post(`/api/staff/${id}/start-code`)).json<StartCode>()
  expect(told).toBe(1)
  expect((await page.get('/api/session')).statusCode).toBe(401)
  expect((await open().post('/api/session', { id: 'jimu', password })).statusCode).toBe(401)
  // The forgotten one may not come back.
  expect((await start(open(), code, password, 'jimu')).json()).toMatchObject({ code: 'password-used-before' })
  expect((await start(open(), code, chosen, 'jimu')).statusCode).toBe(204)
})

test('an ended account signs nobody in, its pages are told, its name stays with what it did, and the end can be undone', async () => {
  const { admin, open } = await box()
  const page = open()
  await page.post('/api/session', { id: 'yaku', password })
  const { id, version } = await find(admin, 'yaku')
  const ended = (await admin.post(`/api/staff/${id}/end`, { version })).json<Staff>()
  expect(ended).toMatchObject({ state: 'ended', name: '薬剤 師' })
  expect((await page.get('/api/session')).statusCode).toBe(401)
  expect((await page.post('/api/session', { id: 'yaku', password })).json()).toMatchObject({
    code: 'wrong-credentials',
  })
  expect((await admin.post(`/api/staff/${id}/start-code`)).json()).toMatchObject({ code: 'staff-ended' })
  expect((await admin.post('/api/staff', { ...newcomer, login: 'yaku' })).json()).toMatchObject({ code: 'login-taken' })
  expect((await admin.post(`/api/staff/${id}/end`, { version })).json()).toMatchObject({ code: 'stale-version' })
  expect((await list(admin)).at(-1)?.login).toBe('yaku')
  await admin.post(`/api/staff/${id}/resumption`, { version: ended.version })
  expect((await page.post('/api/session', { id: 'yaku', password })).statusCode).toBe(204)
})

test('an account with a last day works through that day in Tokyo, and not on the next', async () => {
  const { admin, open, clock } = await box()
  const { code } = await add(admin, { expiresOn: '2026-04-04' })
  const browser = open()
  expect((await start(browser, code)).statusCode).toBe(204)
  clock.set(Date.UTC(2026, 3, 4, 14, 59, 59))
  expect((await browser.post('/api/session', { id: 'shinjin', password: chosen })).statusCode).toBe(204)
  clock.set(Date.UTC(2026, 3, 4, 15, 0, 0))
  expect((await browser.get('/api/session')).statusCode).toBe(401)
  expect((await browser.post('/api/session', { id: 'shinjin', password: chosen })).statusCode).toBe(401)
  await admin.post('/api/session', { id: 'kanri', password })
  expect(await find(admin, 'shinjin')).toMatchObject({ state: 'expired' })
})

test('an account whose last day comes within two weeks is pointed out, until that day is over', async () => {
  const { admin, clock } = await box()
  await add(admin, { expiresOn: '2026-04-18' })
  const seen = async () => {
    await admin.post('/api/session', { id: 'kanri', password })
    return (await find(admin, 'shinjin')).isExpiring
  }
  expect(await seen()).toBe(false)
  clock.set(clock.now() + days)
  expect(await seen()).toBe(true)
  clock.set(Date.UTC(2026, 3, 18, 14, 59, 59))
  expect(await seen()).toBe(true)
  clock.set(Date.UTC(2026, 3, 18, 15, 0, 0))
  expect(await seen()).toBe(false)
})

test('somebody must always be able to let others in: the last admin is neither ended nor made anything else', async () => {
  const { admin, open } = await box()
  const { id, version, name, kana } = await find(admin, 'kanri')
  const refused = { status: 409, code: 'last-admin' }
  expect((await admin.post(`/api/staff/${id}/end`, { version })).json()).toMatchObject(refused)
  const edit = { name, kana, role: 'clerk', expiresOn: null, version }
  expect((await admin.patch(`/api/staff/${id}`, edit)).json()).toMatchObject(refused)
  const until = { ...edit, role: 'admin', expiresOn: '2026-05-01' }
  expect((await admin.patch(`/api/staff/${id}`, until)).json()).toMatchObject(refused)
  // One who has not yet signed in does not count; one who has does.
  const { code } = await add(admin, { role: 'admin' })
  expect((await admin.post(`/api/staff/${id}/end`, { version })).json()).toMatchObject(refused)
  await start(open(), code)
  expect((await admin.post(`/api/staff/${id}/end`, { version })).json()).toMatchObject({ state: 'ended' })
})

test('another role takes hold at once: open pages sign in again', async () => {
  const { admin, open, store } = await box()
  const page = open()
  await page.post('/api/session', { id: 'jimu', password })
  const { id, version, name, kana } = await find(admin, 'jimu')
  await admin.patch(`/api/staff/${id}`, { name, kana, role: 'maintainer', expiresOn: null, version })
  expect((await page.get('/api/session')).statusCode).toBe(401)
  letIn(store, 'jimu')
  await page.post('/api/session', { id: 'jimu', password })
  expect((await page.get('/api/patients?q=a')).json()).toMatchObject({ code: 'not-allowed' })
})

test('an account nobody has used for 60 days is pointed out', async () => {
  const { admin, clock, open } = await box()
  await open().post('/api/session', { id: 'jimu', password })
  clock.set(clock.now() + 61 * days)
  await admin.post('/api/session', { id: 'kanri', password })
  await open().post('/api/session', { id: 'yaku', password })
  const unused = (await list(admin)).filter(({ isUnused }) => isUnused).map(({ login }) => login)
  expect(unused.toSorted()).toEqual(['hoshu', 'jimu'])
})

test('the last five passwords do not come back, the one before them may', async () => {
  const { open } = await box()
  const page = open()
  await page.post('/api/session', { id: 'jimu', password })
  const all = [password, ...[1, 2, 3, 4, 5].map((n) => `あさやけ ${'のそら'.repeat(n)} と うみ`), chosen]
  const change = async (from: number, next: string) => page.post('/api/account/password', { current: all[from]!, next })
  for (let at = 1; at < all.length; at++) expect((await change(at - 1, all[at]!)).statusCode).toBe(204)
  expect((await change(6, all[1]!)).json()).toMatchObject({ code: 'password-used-before' })
  expect((await change(6, chosen)).json()).toMatchObject({ code: 'password-unchanged' })
  expect((await change(6, password)).statusCode).toBe(204)
})
