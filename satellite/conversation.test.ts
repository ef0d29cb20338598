import fc from 'fast-check'
import { expect, test } from 'vitest'
import { Value } from 'typebox/value'
import { mostDevices, SatelliteRequest, touchLimitMs } from '../contract/satellite.ts'
import { createSatellites, type Satellites } from '../server/intake/satellites.ts'
import { saveVisit } from '../server/store/visits.ts'
import { openTestStore } from '../test/support/store.ts'
import type { SendOutcome } from './box-client.ts'
import { createConversation } from './conversation.ts'
import { fateWords } from './words.ts'

const satellite = { id: '01900000-0000-7000-8000-000000000001', name: '調剤室' }

const step = fc.oneof(
  { weight: 3, arbitrary: fc.constant({ do: 'touch' as const }) },
  { weight: 2, arbitrary: fc.record({ do: fc.constant('wait' as const), ms: fc.integer({ min: 1, max: 6000 }) }) },
  {
    weight: 6,
    arbitrary: fc.record({
      do: fc.constant('exchange' as const),
      fate: fc.oneof(
        { weight: 5, arbitrary: fc.constant('heard' as const) },
        { weight: 4, arbitrary: fc.constantFrom('answer-lost', 'delayed', 'killed-after') },
        { weight: 1, arbitrary: fc.constantFrom('unreached', 'request-lost') },
      ),
    }),
  },
  { weight: 1, arbitrary: fc.constantFrom({ do: 'restart' as const }, { do: 'flush' as const }) },
)
type Step = typeof step extends fc.Arbitrary<infer T> ? T : never

/** A satellite, a box that may die at any moment, and the wire between them; time passes only when a test says so. */
function createWorld(store: Awaited<ReturnType<typeof openTestStore>>, clock: { at: number }) {
  const lines: string[] = []
  const touchedAt = new Map<string, number>()
  const takenAt = new Map<string, number[]>()
  const refused = new Map<string, string[]>()
  let buffered: { to: Satellites; request: SatelliteRequest }[] = []
  let starts = 0
  let box = start()

  function start(): Satellites {
    // Each start counts from somewhere else, and the satellite from somewhere else again.
    const begin = clock.at - touchedAt.size * 1000 + starts++ * 10_000
    return createSatellites({
      store,
      clock: () => clock.at - begin,
      readers: {
        take(event, origin) {
          if (event.type !== 'card-presented') return 'taken'
          store.write(() => {
            const at = { presentedAt: event.at, memberId: null, cardHash: null, counterId: null }
            saveVisit(store, { ...at, via: 'card', reader: event.device, touchKey: origin?.touchKey ?? null })
          })
          takenAt.set(event.device, [...(takenAt.get(event.device) ?? []), clock.at])
          return 'taken'
        },
        refuseTouch(device, _satellite, code) {
          refused.set(device, [...(refused.get(device) ?? []), code])
        },
        setServices: () => undefined,
      },
    })
  }
  const restart = (): void => {
    box.stop()
    buffered = []
    box = start()
  }

  const conversation = createConversation({ clock: () => clock.at + 1e6, say: (line) => lines.push(line) })
  function exchange(fate: (Step & { do: 'exchange' })['fate']): void {
    const request = JSON.parse(JSON.stringify(conversation.ask())) as SatelliteRequest
    const outcome = ((): SendOutcome => {
      if (fate === 'unreached') return { ok: false, code: 'unreached', detail: '' }
      if (fate === 'delayed') buffered.push({ to: box, request })
      if (fate === 'delayed' || fate === 'request-lost') return { ok: false, code: 'no-answer', detail: '' }
      const answer = box.receive(satellite, request)
      if (fate === 'killed-after') restart()
      return fate === 'heard' && answer ? { ok: true, answer } : { ok: false, code: 'no-answer', detail: '' }
    })()
    conversation.hear(outcome)
  }

  return {
    lines,
    touchedAt,
    takenAt,
    refused,
    play(each: Step): void {
      if (each.do === 'wait') clock.at += each.ms
      else if (each.do === 'restart') restart()
      else if (each.do === 'exchange') exchange(each.fate)
      else if (each.do === 'flush') {
        for (const { to, request } of buffered.splice(0)) if (to === box) box.receive(satellite, request)
      } else {
        const device = `reader-${touchedAt.size}`
        touchedAt.set(device, clock.at)
        conversation.take({ type: 'device-ready', at: 0, info: { device, kind: 'virtual', label: device } })
        const card = { kind: 'felica' as const, idm: '0123456789ABCDEF', record: { state: 'none' as const } }
        conversation.take({ type: 'card-presented', at: 0, device, card, latencyMs: 1 })
      }
    },
    end(): void {
      box.stop()
    },
  }
}

test('whatever is lost, doubled or delayed on the way, and whenever the box dies: each touch is one visit in time, or refused at the counter and in the log', async () => {
  const clock = { at: Date.UTC(2026, 3, 3) }
  const store = await openTestStore(() => clock.at)
  fc.assert(
    fc.property(fc.array(step, { minLength: 1, maxLength: 40 }), (steps) => {
      const world = createWorld(store, clock)
      for (const each of steps) world.play(each)
      world.play({ do: 'wait', ms: touchLimitMs + 1 })
      world.play({ do: 'flush' })
      for (let time = 0; time < 4; time++) world.play({ do: 'exchange', fate: 'heard' })
      world.end()

      for (const [device, touchedAt] of world.touchedAt) {
        const taken = world.takenAt.get(device) ?? []
        const said = Object.entries(fateWords)
          .filter(([, words]) => world.lines.includes(words(device)))
          .map(([fate]) => fate)
        expect(taken.length, device).toBeLessThanOrEqual(1)
        const isRefused = ['lost', 'late', 'never-came'].some((fate) => said.includes(fate))
        expect([isRefused, world.refused.has(device)], device).toEqual([taken.length === 0, taken.length === 0])
        const isBoxSteady = !steps.some(
          (each) => each.do === 'restart' || (each.do === 'exchange' && each.fate === 'killed-after'),
        )
        if (isBoxSteady) expect(world.refused.get(device)?.length ?? 1, device).toBe(1)
        for (const at of taken) expect(at - touchedAt, device).toBeLessThanOrEqual(touchLimitMs)
        if (said.includes('in-doubt')) expect(said).toContain(taken.length === 1 ? 'came' : 'never-came')
      }
      expect(world.lines.join('\n')).not.toMatch('0123456789ABCDEF')
    }),
    { numRuns: 1000 },
  )
})

/** A satellite that the test answers, and what it said. */
function talk() {
  const lines: string[] = []
  const conversation = createConversation({ clock: () => 0, say: (line) => lines.push(line) })
  const plug = (device: string, label = device) =>
    conversation.take({ type: 'device-ready', at: 0, info: { device, kind: 'virtual', label } })
  const touch = (device: string) => {
    const card = { kind: 'felica' as const, idm: '0123456789ABCDEF', record: { state: 'none' as const } }
    conversation.take({ type: 'card-presented', at: 0, device, card, latencyMs: 1 })
  }
  /** Lets the box take what is asked. */
  const take = (asked = conversation.ask()) => {
    const outcomes = asked.events.map(({ seq }) => ({ seq, outcome: 'taken' as const }))
    conversation.hear({ ok: true, answer: { name: '調剤室', box: asked.run, tick: 1, isInTime: true, outcomes } })
    return asked
  }
  return { conversation, lines, plug, touch, take }
}

test('however long a device’s name and however many devices come and go, the box can read what it is told', () => {
  const { conversation, plug, take } = talk()
  plug('usb:1', 'あ'.repeat(199) + '𠮷野家')
  for (let number = 2; number <= 200; number++) {
    plug(`usb:${number}`)
    if (number > 10) conversation.take({ type: 'device-gone', at: 0, device: `usb:${number}` })
    const asked = take()
    expect(Value.Check(SatelliteRequest, asked), String(number)).toBe(true)
  }
  const { devices } = conversation.ask()
  expect(devices).toHaveLength(mostDevices)
  expect(devices.find(({ device }) => device === 'usb:1')?.label).toBe('あ'.repeat(199))
  expect(devices.filter(({ isConnected }) => isConnected).map(({ device }) => device)).toEqual(
    Array.from({ length: 10 }, (_, index) => `usb:${index + 1}`),
  )
  // What went last is still known.
  expect(devices.at(-1)).toMatchObject({ device: 'usb:200', isConnected: false })
})

test('what the box finds invalid is not sent again; its touches are lost in sight, and what comes after goes through', () => {
  const { conversation, lines, plug, touch, take } = talk()
  plug('a')
  touch('a')
  conversation.take({ type: 'link', at: 0, device: 'a', code: 'plugged' })
  conversation.ask()
  expect(conversation.hear({ ok: false, code: 'invalid', detail: 'HTTP 400' })).toEqual({ afterMs: 0, isAway: true })
  expect(lines).toEqual([fateWords.lost('a'), expect.stringMatching(/一部を受け付けない.*HTTP 400/)])
  touch('a')
  const { events } = take()
  expect(events.map(({ event }) => event)).toMatchObject([
    { type: 'touch-lost', device: 'a', count: 1 },
    { type: 'card-presented' },
  ])
  expect(take().events).toEqual([])
  expect(lines.slice(2)).toEqual([expect.stringMatching('箱につながりました')])
})

test('should the fault lie in what was heard of the box, it is asked for anew', () => {
  const { conversation, plug, take } = talk()
  plug('a')
  take()
  expect(conversation.ask().heard).not.toBeNull()
  conversation.hear({ ok: false, code: 'invalid', detail: 'HTTP 400' })
  expect(conversation.ask().heard).toBeNull()
})

test('how the services stand is told each time, until the satellite goes', () => {
  const { conversation, take } = talk()
  expect(take().services).toEqual([])
  conversation.take({ type: 'service', at: 0, service: 'pcsc', state: 'deaf' })
  conversation.take({ type: 'service', at: 0, service: 'pcsc', state: 'no-daemon' })
  conversation.take({ type: 'service', at: 0, service: 'serial', state: 'ok' })
  const services = [
    { service: 'pcsc', state: 'no-daemon' },
    { service: 'serial', state: 'ok' },
  ]
  expect([take().services, take().services]).toEqual([services, services])
  conversation.leave()
  expect(take().services).toEqual([])
})
