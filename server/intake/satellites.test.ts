import { randomUUID } from 'node:crypto'
import { EventEmitter, once } from 'node:events'
import { beforeEach, expect, onTestFinished, test } from 'vitest'
import type { SatelliteDevice, SatelliteEvent, SatelliteRequest, SatelliteService } from '../../contract/satellite.ts'
import type { ReaderEvent } from '../../drivers/reader.ts'
import { openTestStore } from '../../test/support/store.ts'
import { createSatellites, type Satellites } from './satellites.ts'

const satellite = { id: randomUUID(), name: '調剤室' }
const reader: SatelliteDevice = { device: 'usb:054c:0dc8:1', kind: 'pcsc', label: 'Sony RC-S300/S', isConnected: true }
const scanner: SatelliteDevice = { device: 'usb:0c2e:0b61:2', kind: 'serial', label: 'スキャナ', isConnected: true }
const touch: SatelliteEvent = {
  type: 'card-presented',
  device: reader.device,
  card: { kind: 'felica', idm: '0123456789ABCDEF', record: { state: 'none' } },
  latencyMs: 3,
}

let at: number
let told: { event: ReaderEvent; satellite?: string | undefined; isSilent?: boolean | undefined }[]
let refused: [device: string, satellite: string, code: string][]
let services: [satellite: string, services: SatelliteService[]][]
let satellites: Satellites
let changed: EventEmitter

beforeEach(async () => {
  at = 1000
  told = []
  refused = []
  services = []
  changed = new EventEmitter()
  const store = await openTestStore()
  satellites = createSatellites({
    store,
    clock: () => at,
    silentMs: 50,
    readers: {
      take(event, origin) {
        told.push({ event, satellite: origin?.satellite, isSilent: origin?.isSilent })
        changed.emit('told')
        return event.type === 'scanned' ? 'failed' : 'taken'
      },
      refuseTouch: (...args) => void refused.push(args),
      setServices: (...args) => void services.push(args),
    },
  })
  onTestFinished(() => {
    satellites.stop()
  })
})

const types = () => told.map(({ event }) => event.type)

/** One start of a satellite that has heard of the box. */
function begin(name = satellite) {
  const run = randomUUID()
  let request = 0
  const send = (changes: Partial<SatelliteRequest> = {}) =>
    satellites.receive(name, {
      run,
      request: ++request,
      heard: null,
      devices: [],
      services: [],
      events: [],
      ...changes,
    })
  const hello = send()!
  const heard = { box: hello.box, tick: hello.tick, agoMs: 0 }
  return { hello, heard, send: (changes: Partial<SatelliteRequest>) => send({ heard, ...changes }) }
}

const events = (...list: SatelliteEvent[]) => list.map((event, index) => ({ seq: index + 1, ageMs: 0, event }))

test('before the two have heard of each other nothing is taken, and the satellite is asked to say it again', () => {
  const { hello, heard, send } = begin()
  expect(hello).toMatchObject({ name: '調剤室', isInTime: false, outcomes: [] })
  const ofAnotherStart = send({ heard: { ...heard, box: randomUUID() }, devices: [reader], events: events(touch) })
  expect(ofAnotherStart).toMatchObject({ isInTime: false, outcomes: [] })
  expect(told).toEqual([])
  expect(send({ devices: [reader], events: events(touch) })).toMatchObject({
    isInTime: true,
    outcomes: [{ seq: 1, outcome: 'taken' }],
  })
  expect(types()).toEqual(['device-ready', 'card-presented'])
})

test('age and the way together must not exceed the limit, to the millisecond', () => {
  const { send } = begin()
  at += 3000
  const ask = (seq: number, ageMs: number) =>
    send({ devices: [reader], events: [{ seq, ageMs, event: touch }] })?.outcomes[0]?.outcome
  expect([ask(1, 2000), ask(2, 2001)]).toEqual(['taken', 'late'])
  expect(refused).toEqual([[reader.device, '調剤室', 'touch-late']])
  expect(told.filter(({ event }) => event.type === 'card-presented')).toHaveLength(1)
})

test('what only counts is taken however old it is, at the time when it happened', () => {
  const { send } = begin()
  const event = { type: 'link', device: reader.device, code: 'flapping' } as const
  send({ devices: [reader], events: [{ seq: 1, ageMs: 3_600_000, event }] })
  const { event: link } = told.find(({ event: { type } }) => type === 'link')!
  expect(link.at).toBe(Date.UTC(2026, 3, 3, 0, 0, 0))
})

test('what the box could not store, or a reader it does not know, is a refusal that the satellite hears of', () => {
  const { send } = begin()
  const scan = { type: 'scanned', device: scanner.device, bytes: Buffer.from('コード').toString('base64') } as const
  const answer = send({ devices: [scanner], events: events(scan) })
  expect(answer?.outcomes).toEqual([{ seq: 1, outcome: 'refused' }])
  const scanned = told.find(({ event }) => event.type === 'scanned')!.event
  expect(scanned).toMatchObject({ bytes: Buffer.from('コード'), device: scanner.device })
})

test('readers come and go with what the satellite says, and a pull that nobody saw is not counted as one', () => {
  const { send } = begin()
  send({ devices: [reader, scanner], events: events({ type: 'device-ready', device: reader.device }) })
  const gone = { ...reader, isConnected: false }
  send({
    devices: [gone, scanner],
    events: [{ seq: 2, ageMs: 0, event: { type: 'device-gone', device: reader.device } }],
  })
  send({ devices: [gone] })
  expect(told.map(({ event: { type }, isSilent, satellite: from }) => [type, isSilent, from])).toEqual([
    ['device-ready', false, '調剤室'],
    ['device-ready', true, '調剤室'],
    ['device-gone', false, '調剤室'],
    ['device-gone', true, '調剤室'],
  ])
})

test('a touch at a reader that was pulled meanwhile still counts', () => {
  const { send } = begin()
  const pulled = { ...reader, isConnected: false }
  send({ devices: [pulled], events: events(touch, { type: 'device-gone', device: reader.device }) })
  expect(types()).toEqual(['device-ready', 'card-presented', 'device-gone'])
})

test('a request that was overtaken does not bring back readers that have gone', () => {
  const { send, heard } = begin()
  const late = { heard, devices: [reader], request: 2 }
  send({ devices: [], request: 3 })
  send(late)
  expect(types()).toEqual([])
})

test('a satellite that falls silent has no readers; when it speaks again they are back', async () => {
  const { send } = begin()
  send({ devices: [reader, scanner] })
  expect(types()).toEqual(['device-ready', 'device-ready'])
  await once(changed, 'told')
  expect(told.slice(2).map(({ event: { type }, isSilent }) => [type, isSilent])).toEqual([
    ['device-gone', true],
    ['device-gone', true],
  ])
  send({ devices: [reader] })
  expect(types().at(-1)).toBe('device-ready')
})

test('a satellite that was started again takes over its readers without a gap; the older start is turned away', () => {
  const [older, newer] = [begin(), begin()]
  older.send({ devices: [reader] })
  expect(newer.send({ devices: [reader], events: events(touch) })?.isInTime).toBe(true)
  expect(older.send({ devices: [reader], events: events(touch) })).toBeUndefined()
  expect(types()).toEqual(['device-ready', 'card-presented'])
  expect(newer.send({})).toBeDefined()
})

test('two satellites speak for themselves', () => {
  const other = { id: randomUUID(), name: '2階' }
  begin().send({ devices: [reader], events: events(touch) })
  begin(other).send({ devices: [reader], events: events(touch) })
  expect(told.map(({ event: { type }, satellite: from }) => [type, from])).toEqual([
    ['device-ready', '調剤室'],
    ['card-presented', '調剤室'],
    ['device-ready', '2階'],
    ['card-presented', '2階'],
  ])
})

test('how its services stand is known from its newest request, and no longer when it falls silent', async () => {
  const { send, heard } = begin()
  const missing: SatelliteService[] = [{ service: 'pcsc', state: 'no-daemon' }]
  send({ services: missing, request: 3 })
  send({ heard, services: [], request: 2 })
  expect(services).toEqual([['調剤室', missing]])
  send({ services: missing, devices: [reader], request: 4 })
  await once(changed, 'told')
  expect(services.slice(1)).toEqual([
    ['調剤室', missing],
    ['調剤室', []],
  ])
})
