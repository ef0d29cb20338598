import { randomUUID } from 'node:crypto'
import { expect, test } from 'vitest'
import type { SatelliteRequest } from '../contract/satellite.ts'
import type { SendOutcome } from './box-client.ts'
import { createForwarder } from './forwarder.ts'

const info = { device: 'virtual:a', kind: 'virtual' as const, label: 'a' }
const tap = {
  type: 'card-presented' as const,
  at: 0,
  device: 'virtual:a',
  card: { kind: 'felica' as const, idm: '0123456789ABCDEF', record: { state: 'none' as const } },
  latencyMs: 1,
}

/** A box that answers when told to. Heartbeats and pauses are too long to happen during a test. */
function start() {
  const asked: SatelliteRequest[] = []
  const lines: string[] = []
  const waiting: ((outcome: SendOutcome) => void)[] = []
  let next: (() => void) | undefined
  const forwarder = createForwarder({
    clock: () => performance.now(),
    say: (line) => lines.push(line),
    heartbeatMs: 3_600_000,
    retryMs: 3_600_000,
    send: (request) => {
      asked.push(request)
      next?.()
      return new Promise((resolve) => waiting.push(resolve))
    },
  })
  const answer = (request: SatelliteRequest): SendOutcome => ({
    ok: true,
    answer: {
      ...{ name: '調剤室', box: randomUUID(), tick: 1, isInTime: true },
      outcomes: request.events.map(({ seq }) => ({ seq, outcome: 'taken' })),
    },
  })
  return {
    forwarder,
    lines,
    /** The next request, once it is made. */
    async request(): Promise<SatelliteRequest> {
      if (asked.length === 0) await new Promise<void>((resolve) => (next = resolve))
      return asked.shift()!
    },
    settle(outcome: SendOutcome): void {
      waiting.shift()!(outcome)
    },
    answer,
    asked,
  }
}

test('a touch is sent at once, without waiting for a heartbeat, and never while another request is under way', async () => {
  const { forwarder, request, settle, answer, asked } = start()
  const hello = await request()
  forwarder.take({ type: 'device-ready', at: 0, info })
  forwarder.take(tap)
  expect(asked).toEqual([])
  settle(answer(hello))
  const first = await request()
  expect(first.events.map(({ event }) => event.type)).toEqual(['device-ready', 'card-presented'])
  settle(answer(first))
  await new Promise(setImmediate)
  forwarder.take({ type: 'card-removed', at: 0, device: 'virtual:a' })
  const second = await request()
  expect(second.events).toMatchObject([{ seq: 3, event: { type: 'card-removed' } }])
})

test('a connection that broke is made anew at once, and what may have arrived keeps its number', async () => {
  const { forwarder, request, settle, answer } = start()
  settle(answer(await request()))
  await new Promise(setImmediate)
  forwarder.take(tap)
  const first = await request()
  settle({ ok: false, code: 'no-answer', detail: 'ECONNRESET' })
  const again = await request()
  expect(again.events).toMatchObject(first.events.map(({ seq, event }) => ({ seq, event })))
  expect([again.run, again.request]).toEqual([first.run, first.request + 1])
})

test('a box that turns the satellite away for good ends it; what waits is said to be lost', async () => {
  const { forwarder, request, settle, lines } = start()
  await request()
  forwarder.take({ type: 'device-ready', at: 0, info })
  forwarder.take(tap)
  settle({ ok: false, code: 'unknown-key', detail: 'HTTP 401' })
  expect(await forwarder.ended).toBe('unknown-key')
  expect(lines).toEqual([expect.stringMatching('この鍵を知りません'), expect.stringMatching(/「a」のタッチ 1 件/)])
  // Its readers are not stopped yet.
  forwarder.take(tap)
  expect(lines.slice(2)).toEqual([expect.stringMatching(/「a」のタッチ 1 件を箱に届けられません/)])
})

test('a satellite that is stopped says that its readers go, even while it waits for a box that is away', async () => {
  const { forwarder, request, settle, answer } = start()
  forwarder.take({ type: 'device-ready', at: 0, info })
  await request()
  settle({ ok: false, code: 'unreached', detail: 'ECONNREFUSED' })
  await new Promise(setImmediate)
  const stopped = forwarder.stop()
  const farewell = await request()
  expect(farewell.devices).toMatchObject([{ device: 'virtual:a', isConnected: false }])
  settle(answer(farewell))
  await stopped
  expect(await forwarder.ended).toBe('stopped')
})
