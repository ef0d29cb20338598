import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { createTestWire, sample } from './lan-test-rig.ts'
import type { DnsRecord } from './wire.ts'

beforeEach(() => {
  vi.useFakeTimers()
})
afterEach(() => {
  vi.useRealTimers()
})

const a = '10.0.0.2'
const b = '10.0.0.3'
const stranger = { address: '10.0.0.99', port: 5353 }
const settle = () => vi.advanceTimersByTimeAsync(10_000)
const addressRecord = (name: string, data: string): DnsRecord => ({ name, type: 'A', data, ttl: 120, flush: true })
const addresses = (records: readonly DnsRecord[], name: string) =>
  records.filter((record) => record.type === 'A' && record.name === name).map(({ data }) => data)

test('a box asks three times whether its name is free, then tells everybody who it is', async () => {
  const wire = createTestWire()
  const { responder } = wire.join(a, sample)
  await vi.advanceTimersByTimeAsync(700)
  expect(responder.isAnnounced()).toBe(false)
  await settle()
  const probes = wire.said.filter(({ type }) => type === 'query')
  expect(probes).toHaveLength(3)
  expect(probes[0]!.questions.map(({ name }) => name)).toEqual([
    'kusuribako.local',
    '見本薬局._https._tcp.local',
    '見本薬局._kusuribako._tcp.local',
  ])
  expect(probes[0]!.authorities.some(({ type }) => type === 'A')).toBe(true)
  expect(responder.isAnnounced()).toBe(true)
  expect(wire.said.filter(({ type }) => type === 'response')).toHaveLength(3)
})

test('who asks for the name gets the address, and is told that there is no IPv6 one', async () => {
  const wire = createTestWire()
  wire.join(a, { ...sample, aliases: ['kb-mihon2.local'] })
  await settle()
  for (const name of ['kusuribako.local', 'KUSURIBAKO.local', 'kb-mihon2.local']) {
    wire.clear()
    wire.deliver({ type: 'query', questions: [{ name, type: 'A' }] }, stranger)
    expect(wire.records(a)).toMatchObject([{ type: 'A', data: a, flush: true }])
    await settle()
  }
  wire.clear()
  wire.deliver({ type: 'query', questions: [{ name: 'kusuribako.local', type: 'AAAA' }] }, stranger)
  expect(wire.records(a)).toMatchObject([{ type: 'NSEC', data: { rrtypes: ['A'] } }])
})

test('who looks for boxes gets facility, version, port and address in one answer', async () => {
  const wire = createTestWire()
  wire.join(a, sample)
  await settle()
  wire.clear()
  wire.deliver({ type: 'query', questions: [{ name: '_kusuribako._tcp.local', type: 'PTR' }] }, stranger)
  await settle()
  const [answer] = wire.said.filter(({ type }) => type === 'response')
  expect(answer!.answers).toMatchObject([{ type: 'PTR', data: '見本薬局._kusuribako._tcp.local' }])
  const more = answer!.additionals
  expect(more.find(({ type }) => type === 'SRV')?.data).toMatchObject({ port: 443, target: 'kusuribako.local' })
  const text = more.find(({ type }) => type === 'TXT')?.data as Buffer[]
  expect(text.map(String)).toEqual(['facility=見本薬局', 'version=1.2.3', 'path=/'])
  expect(addresses(more, 'kusuribako.local')).toEqual([a])
})

test('what the asker knows already, and what everybody was told a moment ago, is not said again', async () => {
  const wire = createTestWire()
  wire.join(a, sample)
  await settle()
  wire.clear()
  const questions = [{ name: 'kusuribako.local', type: 'A' }]
  wire.deliver({ type: 'query', questions, answers: [addressRecord('kusuribako.local', a)] }, stranger)
  expect(wire.records(a)).toEqual([])
  wire.deliver({ type: 'query', questions, answers: [{ ...addressRecord('kusuribako.local', a), ttl: 30 }] }, stranger)
  expect(wire.records(a)).toHaveLength(1)
  wire.deliver({ type: 'query', questions }, stranger)
  expect(wire.records(a)).toHaveLength(1)
})

test('a plain resolver is answered alone, with its own question and id, and keeps the answer for seconds only', async () => {
  const wire = createTestWire()
  wire.join(a, sample)
  await settle()
  wire.clear()
  const from = { address: stranger.address, port: 40_000 }
  wire.deliver({ type: 'query', id: 4711, questions: [{ name: 'kusuribako.local', type: 'A' }] }, from)
  expect(wire.records(a)).toEqual([])
  expect(wire.direct).toMatchObject([
    {
      to: from,
      packet: { id: 4711, questions: [{ name: 'kusuribako.local' }], answers: [{ data: a, ttl: 10, flush: false }] },
    },
  ])
})

test('the second box of a LAN leaves the name to the first, and becomes kusuribako-2; a third kusuribako-3', async () => {
  const wire = createTestWire()
  const first = wire.join(a, sample)
  await settle()
  const second = wire.join(b, { ...sample, facility: '見本薬局 二号店' })
  await settle()
  const third = wire.join('10.0.0.4', sample)
  await settle()
  expect([first, second, third].map(({ responder }) => responder.number())).toEqual([1, 2, 3])
  wire.clear()
  for (const name of ['kusuribako.local', 'kusuribako-2.local', 'kusuribako-3.local'])
    wire.deliver({ type: 'query', questions: [{ name, type: 'A' }] }, stranger)
  const said = wire.said.flatMap(({ answers }) => answers)
  expect(addresses(said, 'kusuribako.local')).toEqual([a])
  expect(addresses(said, 'kusuribako-2.local')).toEqual([b])
  expect(addresses(said, 'kusuribako-3.local')).toEqual(['10.0.0.4'])
})

test('two boxes that get their power back together end with two names', async () => {
  for (let round = 0; round < 50; round++) {
    const wire = createTestWire()
    const boxes = [wire.join(a, sample), wire.join(b, sample)]
    await settle()
    expect(boxes.map(({ responder }) => responder.number()).toSorted()).toEqual([1, 2])
    expect(boxes.every(({ responder }) => responder.isAnnounced())).toBe(true)
  }
})

test('two LANs that become one: one of the two boxes of the same name gets another', async () => {
  const here = createTestWire()
  const first = here.join(a, sample)
  await settle()
  // The other box comes with its name, as if it had been announced elsewhere, and defends it.
  const defend = () => {
    here.deliver({ type: 'response', answers: [addressRecord('kusuribako.local', b)] }, { address: b, port: 5353 })
  }
  defend()
  expect(first.responder.isAnnounced()).toBe(false)
  expect(first.responder.number()).toBe(1)
  await vi.advanceTimersByTimeAsync(300)
  defend()
  await settle()
  expect(first.responder.number()).toBe(2)
  expect(first.responder.isAnnounced()).toBe(true)
})

test('a conflict that nobody stands up for costs no name', async () => {
  const wire = createTestWire()
  const { responder } = wire.join(a, sample)
  await settle()
  wire.deliver({ type: 'response', answers: [addressRecord('kusuribako.local', b)] }, { address: b, port: 5353 })
  await settle()
  expect(responder.number()).toBe(1)
  expect(responder.isAnnounced()).toBe(true)
})

test('a copy of a box beside it gives up the name that says which box it is, and keeps one of its own', async () => {
  const wire = createTestWire()
  const copied = { ...sample, aliases: ['kb-mihon2.local'] }
  const first = wire.join(a, copied)
  await settle()
  const second = wire.join(b, copied)
  await settle()
  expect([first, second].map(({ responder }) => [responder.number(), responder.isAnnounced()])).toEqual([
    [1, true],
    [2, true],
  ])
  wire.clear()
  wire.deliver({ type: 'query', questions: [{ name: 'kb-mihon2.local', type: 'A' }] }, stranger)
  expect(wire.said.flatMap(({ answers }) => answers)).toMatchObject([{ data: a }])
})

test('what an access point repeats of our own words is no conflict', async () => {
  const wire = createTestWire()
  const { responder } = wire.join(a, sample)
  await vi.advanceTimersByTimeAsync(400)
  for (const { authorities } of wire.said.filter(({ type }) => type === 'query'))
    wire.deliver({ type: 'query', questions: [], authorities }, stranger)
  wire.deliver({ type: 'response', answers: [addressRecord('kusuribako.local', a)] }, stranger)
  await settle()
  expect(responder.number()).toBe(1)
  expect(responder.isAnnounced()).toBe(true)
})

test('a box that had number 2 begins with it', async () => {
  const wire = createTestWire()
  const { responder } = wire.join(a, sample, 2)
  await settle()
  expect(responder.number()).toBe(2)
  expect(addresses(wire.records(a), 'kusuribako-2.local')).not.toHaveLength(0)
})

test('somebody who contests every name slows the box down, and does not make it shout', async () => {
  const wire = createTestWire()
  const { responder } = wire.join(a, sample)
  for (let step = 0; step < 600; step++) {
    await vi.advanceTimersByTimeAsync(100)
    const host = `kusuribako${responder.number() > 1 ? `-${responder.number()}` : ''}.local`
    wire.deliver({ type: 'response', answers: [addressRecord(host, b)] }, { address: b, port: 5353 })
  }
  // One conflict every 100 ms for a minute would be 600 names.
  expect(wire.said.filter(({ by }) => by === a).length).toBeLessThan(600)
  wire.clear()
  await settle()
  await settle()
  expect(responder.isAnnounced()).toBe(true)
})

test('after an address change the new address is told as the only one', async () => {
  const wire = createTestWire()
  const { responder, wire: own } = wire.join(a, sample)
  await settle()
  wire.clear()
  own.link.addresses.splice(0, 1, { address: '10.0.0.9', prefix: 24 })
  responder.use([own])
  await settle()
  const said = wire.said.filter(({ type }) => type === 'response').flatMap(({ answers }) => answers)
  expect(new Set(addresses(said, 'kusuribako.local'))).toEqual(new Set(['10.0.0.9']))
  expect(said.filter(({ type }) => type === 'A').every(({ flush }) => flush)).toBe(true)
})

test('a box that stops takes back all it said, and answers nobody', async () => {
  const wire = createTestWire()
  const { responder } = wire.join(a, sample)
  await settle()
  wire.clear()
  await responder.stop()
  const goodbye = wire.records(a)
  expect(goodbye.length).toBeGreaterThan(5)
  expect(goodbye.every(({ ttl }) => ttl === 0)).toBe(true)
  wire.clear()
  wire.deliver({ type: 'query', questions: [{ name: 'kusuribako.local', type: 'A' }] }, stranger)
  await settle()
  expect(wire.records(a)).toEqual([])
})

test('without a cable nothing is said, and with one everything', async () => {
  const wire = createTestWire()
  const { responder, wire: own } = wire.join(a, sample)
  responder.use([])
  await settle()
  expect(wire.said).toEqual([])
  expect(responder.isAnnounced()).toBe(false)
  responder.use([own])
  await settle()
  expect(responder.isAnnounced()).toBe(true)
})
