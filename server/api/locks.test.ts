import type { AddressInfo } from 'node:net'
import { io } from 'socket.io-client'
import { expect, onTestFinished, test, vi } from 'vitest'
import { buildTestApp } from '../../test/support/box.ts'
import { createBrowser, type Browser } from '../../test/support/sign-in.ts'
import { createClock, openTestStore, password, readRows, touchCard } from '../../test/support/store.ts'
import { createOwnHost } from '../access/own-host.ts'
import { startPush } from '../push/push.ts'
import { lastSeq } from '../store/changes.ts'

const minutes = 60_000

async function box() {
  const clock = createClock()
  const store = await openTestStore(clock.now)
  const { app, sessions } = buildTestApp(store)
  const later = (ms: number) => {
    clock.set(clock.now() + ms)
  }
  const enter = async (id = 'jimu', page: 'counter' | 'tablet' | null = 'counter') => {
    const browser = createBrowser(app)
    await browser.post('/api/session', { id, password })
    if (page) await browser.post('/api/session/activity', { page })
    return browser
  }
  return { clock, store, app, sessions, later, enter }
}
const visits = async (browser: Browser) => (await browser.get('/api/visits')).statusCode
const code = (answer: { json: () => unknown }) => (answer.json() as { code: string }).code

test('a counter PC is locked by the box after five minutes without a sign of somebody, a tablet after two', async () => {
  const { later, enter } = await box()
  const [pc, tablet] = [await enter('jimu', 'counter'), await enter('yaku', 'tablet')]
  later(2 * minutes - 1)
  expect([await visits(pc), await visits(tablet)]).toEqual([200, 200])
  later(1)
  expect([await visits(pc), await visits(tablet)]).toEqual([200, 423])
  later(3 * minutes)
  expect(await visits(pc)).toBe(423)
  expect((await pc.get('/api/session')).json()).toMatchObject({ isLocked: true, lockMinutes: 5 })
})

test('asking again and again is no sign of somebody; keys, pointer and deeds are', async () => {
  const { later, enter } = await box()
  const browser = await enter()
  for (let minute = 0; minute < 4; minute++) {
    later(minutes)
    expect(await visits(browser)).toBe(200)
    await browser.get('/api/status')
    await browser.get('/api/notices/unread-count')
  }
  await browser.post('/api/session/activity', { page: 'counter' })
  later(4 * minutes)
  const wish = { kind: 'wish', page: 'list', text: '見本' }
  expect((await browser.post('/api/feedback', wish)).statusCode).toBeLessThan(300)
  later(4 * minutes)
  expect(await visits(browser)).toBe(200)
  later(minutes)
  expect(await visits(browser)).toBe(423)
  expect(code(await browser.post('/api/feedback', wish))).toBe('locked')
  // What opens it is no deed, and neither is a sign that comes too late.
  expect(code(await browser.post('/api/session/activity', { page: 'counter' }))).toBe('locked')
  expect(await visits(browser)).toBe(423)
})

test('a program that shows no page is never locked', async () => {
  const { later, enter } = await box()
  const program = await enter('kanri', null)
  for (let hour = 0; hour < 11; hour++) later(60 * minutes)
  expect(await visits(program)).toBe(200)
  expect((await program.get('/api/session')).json()).toMatchObject({ isLocked: false, lockMinutes: null })
})

test('a locked session answers what its page needs to open it, and nothing else', async () => {
  const { app, enter } = await box()
  const browser = await enter('kanri')
  expect((await browser.post('/api/session/lock')).statusCode).toBe(204)
  const { paths } = app.swagger() as unknown as { paths: Record<string, Record<string, object>> }
  const gets = Object.keys(paths).filter((path) => paths[path]?.['get'] && path.startsWith('/api/'))
  expect(gets.length).toBeGreaterThan(60)
  const answered: string[] = []
  for (const path of gets) {
    const answer = await browser.get(
      path.replace('{seq}', '1').replaceAll(/\{\w+\}/g, '019d50da-a680-7000-8000-2f885d572ee3'),
    )
    if (answer.statusCode !== 423) answered.push(path)
  }
  expect(answered.toSorted()).toEqual(['/api/session', '/api/session/people', '/api/status'])
  expect((await browser.post('/api/session/unlock', { password: 'not this one' })).statusCode).toBe(401)
  expect(await visits(browser)).toBe(423)
  expect((await browser.post('/api/session/unlock', { password })).statusCode).toBe(204)
  expect(await visits(browser)).toBe(200)
  await browser.post('/api/session/lock')
  expect((await browser.remove('/api/session')).statusCode).toBe(204)
  expect(await visits(browser)).toBe(401)
})

test('guessing at a locked page is slowed down like guessing at the sign-in', async () => {
  const { enter } = await box()
  const browser = await enter()
  await browser.post('/api/session/lock')
  const guess = async () => code(await browser.post('/api/session/unlock', { password: 'not this one' }))
  for (let time = 0; time < 5; time++) expect(await guess()).toBe('wrong-credentials')
  expect(await guess()).toBe('too-many-attempts')
})

test('the lock holds over a restart of the box', async () => {
  const { store, enter } = await box()
  const browser = await enter()
  await browser.post('/api/session/lock')
  const again = createBrowser(buildTestApp(store).app)
  for (const [name, value] of browser.cookies) again.cookies.set(name, value)
  expect(await visits(again)).toBe(423)
})

test('an admin says after how many minutes, between 1 and 30; nobody else does', async () => {
  const { later, enter, store } = await box()
  const [admin, clerk] = [await enter('kanri', null), await enter()]
  const setting = { counterMinutes: 1, tabletMinutes: 30, version: 1 }
  expect((await clerk.patch('/api/lock-setting', setting)).statusCode).toBe(403)
  for (const counterMinutes of [0, 31, 1.5])
    expect((await admin.patch('/api/lock-setting', { ...setting, counterMinutes })).statusCode).toBe(400)
  expect((await admin.patch('/api/lock-setting', setting)).json()).toEqual({ ...setting, version: 2 })
  expect(code(await admin.patch('/api/lock-setting', setting))).toBe('stale-version')
  later(minutes)
  expect(await visits(clerk)).toBe(423)
  expect(readRows(store, `SELECT what FROM trail WHERE what = 'lock-setting-changed'`)).toHaveLength(1)
})

test('a page that is locked hears of nothing until it is unlocked, and then of all that it missed', async () => {
  const { store, app, sessions, enter } = await box()
  touchCard(store, 'AA')
  const browser = await enter()
  await app.listen({ host: '127.0.0.1', port: 0 })
  const push = startPush({ http: app.server, store, sessions, isSecure: false, isOwnHost: createOwnHost() })
  onTestFinished(() => push.close())
  const cookie = [...browser.cookies].map(([name, value]) => `${name}=${value}`).join('; ')
  const connect = (seq: number | null) => {
    const heard: unknown[] = []
    const url = `http://127.0.0.1:${String((app.server.address() as AddressInfo).port)}`
    const options = {
      auth: { seq },
      extraHeaders: { cookie },
      transports: ['websocket'],
      reconnection: false,
      forceNew: true,
    }
    const socket = io(url, options)
    socket.onAny((...event: unknown[]) => heard.push(event))
    onTestFinished(() => void socket.disconnect())
    const next = (name: string) => new Promise((resolve) => void socket.once(name, resolve))
    return { socket, heard, next }
  }
  const page = connect(null)
  await page.next('caught-up')
  const known = lastSeq(store)
  const cut = page.next('disconnect')
  await browser.post('/api/session/lock')
  await cut
  const missed = touchCard(store, 'BB')
  const refused = connect(known)
  await refused.next('connect_error')
  expect(JSON.stringify([page.heard, refused.heard])).not.toContain(missed)
  await browser.post('/api/session/unlock', { password })
  const again = connect(known)
  await again.next('caught-up')
  expect(JSON.stringify(again.heard)).toContain(missed)
})

test('a page that nobody sits before is cut off by the box itself, without asking for anything', async () => {
  const { later, sessions, enter } = await box()
  await enter()
  const told = new Promise<void>((resolve) => {
    sessions.onEnd(resolve)
  })
  later(5 * minutes)
  sessions.locks.lockIdle()
  await told
})

test('idle screens that cannot be locked, such as on a full disk, do not end the box', async () => {
  const { store, app, sessions } = await box()
  await app.listen({ host: '127.0.0.1', port: 0 })
  vi.useFakeTimers({ toFake: ['setInterval', 'clearInterval'] })
  onTestFinished(() => {
    vi.useRealTimers()
  })
  const failed: unknown[] = []
  const locking = {
    ...sessions,
    locks: { ...sessions.locks, lockIdle: () => store.write(() => expect.fail('disk full')) },
  }
  const push = startPush({
    ...{ http: app.server, store, sessions: locking, isSecure: false, isOwnHost: createOwnHost() },
    onError: (error) => failed.push(error),
  })
  onTestFinished(() => push.close())
  vi.advanceTimersByTime(10_000)
  expect(failed).toHaveLength(2)
})
