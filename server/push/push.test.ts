import { once } from 'node:events'
import type { AddressInfo } from 'node:net'
import { io, type Socket } from 'socket.io-client'
import { expect, onTestFinished, test } from 'vitest'
import type { DeskEvent } from '../../contract/desk.ts'
import type { BoxEvents, ChangeEvent } from '../../contract/events.ts'
import { buildTestApp, signIn } from '../../test/support/box.ts'
import { openTestStore, takeIn, testFile, touchCard } from '../../test/support/store.ts'
import { createOwnHost } from '../access/own-host.ts'
import { lastSeq, pruneChanges } from '../store/changes.ts'
import { startPush } from './push.ts'

async function startTestPush() {
  const store = await openTestStore()
  const { app, sessions } = buildTestApp(store)
  const cookie = await signIn(app)
  await app.listen({ host: '127.0.0.1', port: 0 })
  const push = startPush({ http: app.server, store, sessions, isSecure: false, isOwnHost: createOwnHost() })
  onTestFinished(() => push.close())
  const url = `http://127.0.0.1:${(app.server.address() as AddressInfo).port}`
  const connect = (seq: number | null, headers: Record<string, string> = { cookie }) => connectPage(url, seq, headers)
  const touch = () => touchCard(store, 'AA')
  // Its reader is known from now on: the touches of a test are nothing but visits.
  touch()
  return { store, app, sessions, push, cookie, connect, touch }
}

/** A page as the browser opens it, with every event it hears. */
function connectPage(url: string, seq: number | null, extraHeaders: Record<string, string>) {
  const heard: unknown[][] = []
  const socket: Socket<BoxEvents> = io(url, {
    auth: { seq },
    extraHeaders,
    transports: ['websocket'],
    reconnection: false,
    forceNew: true,
  })
  socket.onAny((...event: unknown[]) => heard.push(event))
  onTestFinished(() => {
    socket.disconnect()
  })
  const next = (event: string) =>
    new Promise<unknown>((resolve) => {
      ;(socket as Socket).once(event, resolve)
    })
  return { socket, heard, next }
}

test('every open page hears of a touch at once, and of nothing but ids', async () => {
  const { store, connect, touch } = await startTestPush()
  const pages = [connect(null), connect(null), connect(null)]
  await Promise.all(pages.map(({ next }) => next('caught-up')))
  const told = Promise.all(pages.map(({ next }) => next('change')))
  const id = touch()
  expect(await told).toEqual(pages.map(() => ({ seq: lastSeq(store), noun: 'visit', ids: [id] })))
})

test('a broadcast holds no patient data', async () => {
  const { store, connect } = await startTestPush()
  const page = connect(null)
  await page.next('caught-up')
  const told = page.next('change')
  takeIn(store, testFile())
  await told
  expect(JSON.stringify(page.heard)).not.toMatch(/試験|シケン|1968|00001234/)
})

test('a page that was away hears everything it missed, and nothing it knows', async () => {
  const { store, connect, touch } = await startTestPush()
  touch()
  const known = lastSeq(store)
  const missed = [touch(), touch()]
  const page = connect(known)
  expect(await page.next('caught-up')).toEqual({ seq: lastSeq(store) })
  expect(page.heard).toEqual([
    ['change', { seq: lastSeq(store), noun: 'visit', ids: missed }],
    ['caught-up', { seq: lastSeq(store) }],
  ])
})

test('cut off between two events, a page hears the first one again rather than the second one never', async () => {
  const { store, connect } = await startTestPush()
  const before = lastSeq(store)
  const page = connect(null)
  await page.next('caught-up')
  const both = new Promise<void>((resolve) => {
    page.socket.on('change', ({ noun }) => {
      if (noun === 'dispensing') resolve()
    })
  })
  takeIn(store, testFile())
  await both
  const events = page.heard.filter(([name]) => name === 'change').map(([, event]) => event as ChangeEvent)
  expect(events.map(({ noun }) => noun)).toEqual(['patient', 'dispensing'])
  expect(events.map(({ seq }) => seq)).toEqual([before, lastSeq(store)])
})

test('a page that was away for longer than the log reaches is told to reload', async () => {
  const { store, connect, touch } = await startTestPush()
  for (let time = 0; time < 5; time++) touch()
  pruneChanges(store, 2)
  expect(await connect(1).next('reload')).toEqual({ seq: lastSeq(store) })
})

test('a page that knows more than the store (an older store was restored) is told to reload', async () => {
  const { store, connect, touch } = await startTestPush()
  touch()
  expect(await connect(lastSeq(store) + 1000).next('reload')).toEqual({ seq: lastSeq(store) })
})

test('nobody listens without a session, or from a page of another origin', async () => {
  const { connect, cookie } = await startTestPush()
  await connect(null, {}).next('connect_error')
  await connect(null, { cookie: 'kusuribako=made-up' }).next('connect_error')
  await connect(null, { cookie, origin: 'https://elsewhere.example' }).next('connect_error')
})

test('nobody listens under a name that is not the box’s own, though page and request agree on it', async () => {
  const { connect, cookie } = await startTestPush()
  const [host, origin] = ['attacker.example:8443', 'http://attacker.example:8443']
  await connect(null, { cookie, host }).next('connect_error')
  await connect(null, { cookie, host, origin }).next('connect_error')
  // The same words under an address of the box are heard: it was the name that was refused.
  await connect(null, { cookie, host: '127.0.0.1:8443', origin: 'http://127.0.0.1:8443' }).next('caught-up')
})

test('signing out cuts the open pages of that session off, and no others', async () => {
  const { app, cookie, connect } = await startTestPush()
  const other = connect(null, { cookie: await signIn(app, 'jimu') })
  const own = connect(null)
  await Promise.all([other.next('caught-up'), own.next('caught-up')])
  const cut = once(own.socket as never, 'disconnect')
  await app.inject({ method: 'DELETE', url: '/api/session', headers: { cookie } })
  await cut
  expect(other.socket.connected).toBe(true)
})

test('what happened at a counter reaches every page as it is, and no page that comes later', async () => {
  const { push, connect } = await startTestPush()
  const pages = [connect(null), connect(null)]
  await Promise.all(pages.map(({ next }) => next('caught-up')))
  const told = Promise.all(pages.map(({ next }) => next('desk')))
  const event: DeskEvent = {
    ...{ key: 'card:1', at: 1, counterId: null, readerId: null, level: 'info', code: 'my-number' },
    ...{ text: 'マイナンバーカードです', next: '' },
  }
  push.announceDesk(event)
  expect(await told).toEqual([event, event])
  const later = connect(null)
  await later.next('caught-up')
  expect(later.heard.map(([name]) => name)).toEqual(['caught-up'])
})

test('that a touch was refused while the box was away is told to a page that comes back just after', async () => {
  const { store, push, connect } = await startTestPush()
  const event = (key: string, at: number): DeskEvent => ({
    ...{ key, at, counterId: null, readerId: null, level: 'warning', code: 'touch-lost' },
    ...{ text: 'タッチを受け付けられませんでした', next: '' },
  })
  push.announceDesk(event('touch:1', store.now() - 20_001))
  push.announceDesk(event('touch:2', store.now() - 20_000))
  push.announceDesk(event('touch:2', store.now()))
  const page = connect(null)
  expect(await page.next('desk')).toEqual(event('touch:2', store.now()))
})

test('a maintainer’s page hears of the box, and nothing of patients: not what happens, not what it missed, not what a counter is told', async () => {
  const { store, app, push, connect, touch } = await startTestPush()
  const before = lastSeq(store)
  touch()
  const cookie = await signIn(app, 'hoshu')
  const page = connect(before, { cookie })
  const other = connect(null)
  await Promise.all([page.next('caught-up'), other.next('caught-up')])
  const told = page.next('status')
  const change = page.next('change')
  touch()
  push.announceDesk({
    ...{ key: 'touch:1', at: store.now(), counterId: null, readerId: null, level: 'warning', code: 'touch-lost' },
    ...{ text: '見本', next: '' },
  })
  store.write(() => {
    store.noteChange('visit', 'v')
    store.noteChange('counter', 'c')
  })
  push.announceStatus()
  await told
  expect(await change).toEqual({ seq: lastSeq(store), noun: 'counter', ids: ['c'] })
  expect(page.heard.map(([name]) => name)).toEqual(['caught-up', 'change', 'status'])
  const late = connect(null, { cookie })
  await late.next('caught-up')
  expect(late.heard.map(([name]) => name)).toEqual(['caught-up'])
})

test('a change of the feed or a reader is announced without its content', async () => {
  const { push, connect } = await startTestPush()
  const page = connect(null)
  await page.next('caught-up')
  const told = page.next('status')
  push.announceStatus()
  expect(await told).toBeUndefined()
})
