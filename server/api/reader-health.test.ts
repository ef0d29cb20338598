import { expect, test } from 'vitest'
import type { ReaderHealth, SwapRound, SwapStep } from '../../contract/reader.ts'
import type { ReaderEvent } from '../../drivers/reader.ts'
import { buildTestApp, getJson, signIn } from '../../test/support/box.ts'
import { createClock, openTestStore } from '../../test/support/store.ts'

const minutes = 60_000
const dayMs = 24 * 60 * minutes

/** A box with card readers that are told of from outside, as a driver would. */
async function box() {
  const clock = createClock()
  const store = await openTestStore(clock.now)
  const { app, readers, log } = buildTestApp(store)
  let cookie = await signIn(app)
  const pass = (ms: number) => {
    clock.set(clock.now() + ms)
  }
  const take = (event: ReaderEvent) => readers.take(event)
  return {
    store,
    log,
    pass,
    /** Long enough for a session to end: somebody signs in again. */
    async sleep(ms: number) {
      pass(ms)
      cookie = await signIn(app)
    },
    take,
    plug(device: string, port = '1-1') {
      take({
        type: 'device-ready',
        at: clock.now(),
        info: {
          device,
          kind: 'pcsc',
          label: '試験リーダー',
          usb: { port, speedMbps: 12, hubs: port.split('.').length - 1 },
        },
      })
      take({ type: 'link', at: clock.now(), device, code: 'plugged' })
      return readers.list().at(-1)!.id
    },
    unplug(device: string) {
      take({ type: 'link', at: clock.now(), device, code: 'unplugged' })
      take({ type: 'device-gone', at: clock.now(), device })
    },
    touch(device: string, times = 1) {
      for (let time = 0; time < times; time++) {
        pass(minutes)
        const card = { kind: 'felica', idm: '0123456789abcdef', record: { state: 'none' } } as const
        take({ type: 'card-presented', at: clock.now(), device, card, latencyMs: 62 })
      }
    },
    fail(device: string, times = 1) {
      for (let time = 0; time < times; time++) {
        pass(1000)
        take({ type: 'card-failed', at: clock.now(), device, code: 'mute' })
      }
    },
    health: async (id: string) => {
      const { status, body } = await getJson(app, cookie, `/api/readers/${id}/health`)
      return { status, ...(body as ReaderHealth) }
    },
    swap: async (id: string, step: SwapStep, readerId?: string) => {
      const response = await app.inject({
        method: 'POST',
        url: `/api/readers/${id}/swap-test`,
        headers: { cookie },
        payload: { step, ...(readerId !== undefined && { readerId }) },
      })
      return { status: response.statusCode, body: response.json() }
    },
    list: async () => (await getJson(app, cookie, '/api/readers')).body.items,
  }
}

test('the page of a reader has its verdict, the days behind it and what stood out', async () => {
  const { plug, unplug, touch, fail, sleep, health, list } = await box()
  const id = plug('usb:054c:0dc8:1', '1-2.3')
  touch('usb:054c:0dc8:1', 30)
  expect(await health(id)).toMatchObject({
    reader: { id, verdict: 'ok' },
    report: { verdict: 'ok', title: '問題は見つかりません' },
    usb: { port: '1-2.3', speedMbps: 12, hubs: 1 },
    days: [{ on: '2026-04-03', connects: 1, touches: 30, mute: 0, p50: expect.closeTo(62, -2) }],
    events: [{ text: 'つながりました' }],
    swapTest: null,
    machine: [],
  })
  await sleep(dayMs)
  for (let time = 0; time < 8; time++) {
    unplug('usb:054c:0dc8:1')
    plug('usb:054c:0dc8:1', '1-2.3')
  }
  fail('usb:054c:0dc8:1', 2)
  const loose = await health(id)
  expect(loose).toMatchObject({
    report: { verdict: 'contact' },
    days: [{ on: '2026-04-04', disconnects: 8, connects: 8, mute: 2, givenUp: 1, p50: null }, { on: '2026-04-03' }],
  })
  expect(loose.report.evidence[0]).toMatch('抜けた回数 8 回')
  expect(loose.events[0]?.text).toBe('カードの返事がありません')
  // The list of readers says the same.
  expect((await list())[0]).toMatchObject({ id, verdict: 'contact' })
})

test('a reader nobody knows has no page and no test', async () => {
  const { health, swap } = await box()
  const unknown = '01890000-0000-7000-8000-000000000000'
  expect((await health(unknown)).status).toBe(404)
  expect((await swap(unknown, 'as-is')).status).toBe(404)
})

test('neither the page nor the log holds a card id', async () => {
  const { plug, touch, fail, health, log } = await box()
  const id = plug('usb:054c:0dc8:1')
  touch('usb:054c:0dc8:1', 3)
  fail('usb:054c:0dc8:1', 3)
  expect(JSON.stringify(await health(id)) + log.join()).not.toMatch(/0123456789abcdef/i)
})

test('a bad reader: the errors follow it to the other port and are gone with another reader in its place', async () => {
  const { plug, unplug, touch, fail, swap, health, pass, list } = await box()
  const id = plug('usb:054c:0dc8:1', '1-1')
  touch('usb:054c:0dc8:1', 20)
  const begun = await swap(id, 'as-is')
  expect(begun.body).toMatchObject({ step: 'as-is', rounds: [{ touches: 0, errors: 0 }], conclusion: null })
  expect(begun.body.instruction).toMatch('10 回')
  touch('usb:054c:0dc8:1', 4)
  fail('usb:054c:0dc8:1', 6)
  expect((await health(id)).swapTest?.rounds).toMatchObject([{ step: 'as-is', readerId: id, touches: 4, errors: 6 }])

  pass(minutes)
  unplug('usb:054c:0dc8:1')
  plug('usb:054c:0dc8:1', '1-2')
  await swap(id, 'other-port')
  fail('usb:054c:0dc8:1', 10)

  pass(minutes)
  unplug('usb:054c:0dc8:1')
  await swap(id, 'other-reader')
  expect((await health(id)).swapTest?.rounds[2]).toMatchObject({ readerId: null, touches: 0 })
  pass(minutes)
  const other = plug('usb:054c:0dc8:2', '1-1')
  touch('usb:054c:0dc8:2', 10)
  expect((await health(id)).swapTest?.rounds[2]).toMatchObject({ readerId: other, touches: 10, errors: 0 })

  const done = await swap(id, 'done')
  expect(done.body).toMatchObject({ step: 'done', conclusion: expect.stringMatching('リーダー本体の故障です') })
  // Later touches change no round that has ended.
  touch('usb:054c:0dc8:2', 5)
  const after = await health(id)
  expect(after.swapTest?.rounds.map(({ touches, errors }) => [touches, errors])).toEqual([
    [4, 6],
    [0, 10],
    [10, 0],
  ])
  expect(after.report).toMatchObject({ verdict: 'dead' })
  expect(after.events[0]?.text).toMatch('入替テスト')
  expect((await list()).find((reader: { id: string }) => reader.id === id)).toMatchObject({ verdict: 'dead' })
})

test('a reader without a serial number is another one at another port, and its touches are counted all the same', async () => {
  const { plug, unplug, touch, fail, swap, pass } = await box()
  const id = plug('usb:072f:2200@1-1', '1-1')
  await swap(id, 'as-is')
  fail('usb:072f:2200@1-1', 10)
  pass(minutes)
  unplug('usb:072f:2200@1-1')
  const moved = plug('usb:072f:2200@1-2', '1-2')
  const round = await swap(id, 'other-port')
  expect(moved).not.toBe(id)
  expect(round.body.rounds[1]).toMatchObject({ readerId: moved })
  touch('usb:072f:2200@1-2', 10)
  pass(minutes)
  unplug('usb:072f:2200@1-2')
  await swap(id, 'other-reader')
  // The other reader, where the first one was, goes by the same key.
  plug('usb:072f:2200@1-1', '1-1')
  fail('usb:072f:2200@1-1', 10)
  const done = await swap(id, 'done')
  expect(done.body.rounds.map((each: SwapRound) => each.readerId)).toEqual([id, moved, id])
  expect(done.body.conclusion).toMatch('元のケーブル・ハブ・差し込み口が原因です')
})

test('a person may say whose touches are counted', async () => {
  const { plug, touch, fail, swap, health } = await box()
  const id = plug('usb:054c:0dc8:1')
  const other = plug('usb:054c:0dc8:2', '1-2')
  await swap(id, 'as-is')
  fail('usb:054c:0dc8:1', 10)
  await swap(id, 'other-reader', other)
  touch('usb:054c:0dc8:2', 10)
  expect((await health(id)).swapTest?.rounds[1]).toMatchObject({ readerId: other, label: '試験リーダー', touches: 10 })
})

test('a test goes only forward, and with too few touches it says that and keeps no conclusion', async () => {
  const { plug, touch, swap, health } = await box()
  const id = plug('usb:054c:0dc8:1')
  expect((await swap(id, 'other-port')).status).toBe(400)
  await swap(id, 'as-is')
  touch('usb:054c:0dc8:1', 9)
  const done = await swap(id, 'done')
  expect(done.body.conclusion).toMatch('足りない')
  expect((await swap(id, 'other-port')).status).toBe(400)
  expect((await health(id)).events.map(({ text }) => text).join()).not.toMatch('入替テスト')
  // From the beginning at any time.
  expect((await swap(id, 'as-is')).body).toMatchObject({ step: 'as-is', conclusion: null, rounds: [{ touches: 0 }] })
})

test('a round may go past midnight', async () => {
  const { plug, touch, swap, health, sleep } = await box()
  const id = plug('usb:054c:0dc8:1')
  // From ten in the morning to 23:56.
  await sleep(14 * 60 * minutes - 4 * minutes)
  await swap(id, 'as-is')
  touch('usb:054c:0dc8:1', 10)
  expect((await health(id)).swapTest?.rounds[0]).toMatchObject({ touches: 10 })
  expect((await health(id)).days).toHaveLength(2)
})

test('what is missing on the box is asked once a minute, however often pages ask', async () => {
  const { store, pass } = await box()
  let asked = 0
  const { app, readers } = buildTestApp(store, {}, () => {
    asked++
    return Promise.resolve([
      { code: 'a', state: 'ok' as const, text: 'よい', next: '' },
      { code: 'b', state: 'failed' as const, text: 'わるい', next: '直す' },
    ])
  })
  const cookie = await signIn(app)
  readers.take({
    type: 'device-ready',
    at: store.now(),
    info: { device: 'usb:1:2:3', kind: 'pcsc', label: '試験リーダー' },
  })
  const url = `/api/readers/${readers.list()[0]!.id}/health`
  const { body } = await getJson(app, cookie, url)
  await getJson(app, cookie, url)
  expect(body.machine).toEqual([{ code: 'b', state: 'failed', text: 'わるい', next: '直す' }])
  expect(asked).toBe(1)
  pass(2 * minutes)
  await getJson(app, cookie, url)
  expect(asked).toBe(2)
})

test('what could not be found out about the box is asked anew by the next page', async () => {
  const { store } = await box()
  let asked = 0
  const { app, readers } = buildTestApp(store, {}, () =>
    ++asked === 1 ? Promise.reject(new Error('no /proc')) : Promise.resolve([]),
  )
  const cookie = await signIn(app)
  readers.take({
    type: 'device-ready',
    at: store.now(),
    info: { device: 'usb:1:2:3', kind: 'pcsc', label: '試験リーダー' },
  })
  const url = `/api/readers/${readers.list()[0]!.id}/health`
  expect((await getJson(app, cookie, url)).status).toBe(500)
  expect((await getJson(app, cookie, url)).status).toBe(200)
  await getJson(app, cookie, url)
  expect(asked).toBe(2)
})

test('a reader of a satellite is judged by the services of that satellite, and by no other', async () => {
  const { store } = await box()
  const { app, readers } = buildTestApp(store)
  const cookie = await signIn(app)
  const info = { device: 'usb:054c:0dc8:1', kind: 'pcsc' as const, label: '試験リーダー' }
  readers.take({ type: 'device-ready', at: store.now(), info })
  for (const satellite of ['調剤室', '相談室'])
    readers.take({ type: 'device-ready', at: store.now(), info }, { satellite })
  readers.setServices('調剤室', [{ service: 'pcsc', state: 'no-daemon' }])
  const { body } = await getJson(app, cookie, '/api/status')
  expect(body.readerServices).toEqual([{ satellite: '調剤室', service: 'pcsc', state: 'no-daemon' }])
  const verdicts = readers.list().map(({ satellite, verdict }) => [satellite, verdict])
  expect(verdicts).toEqual([
    [undefined, 'unused'],
    ['調剤室', 'driver-missing'],
    ['相談室', 'unused'],
  ])
  const { id } = readers.list()[1]!
  const { body: health } = await getJson(app, cookie, `/api/readers/${id}/health`)
  expect(health.report.evidence).toContain(
    'いま: サテライト「調剤室」でカードリーダーのサービス(pcscd)につながりません',
  )
})
