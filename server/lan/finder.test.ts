import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { createFinder } from './finder.ts'
import { noPort, recordsOf } from './records.ts'
import { sample } from './lan-test-rig.ts'
import type { DnsRecord, Outgoing, Packet, Wire } from './wire.ts'

beforeEach(() => {
  vi.useFakeTimers({ now: 0 })
})
afterEach(() => {
  vi.useRealTimers()
})

function open(neighbours: string[] = []) {
  const asked: Outgoing[] = []
  const wire: Wire = {
    link: { name: 'eth0', addresses: [{ address: '10.0.0.2', prefix: 24 }], epoch: '' },
    send: async (packet) => void asked.push(packet),
    close: async () => undefined,
  }
  const finder = createFinder(Date.now, () => neighbours)
  finder.use([wire])
  const hear = (...answers: DnsRecord[]) => {
    finder.take({ id: 0, type: 'response', questions: [], answers, authorities: [], additionals: [] } satisfies Packet)
  }
  return { finder, asked, hear, list: () => finder.list(['10.0.0.2']) }
}

const service = (type: string, label: string, host: string, port: number): DnsRecord[] => [
  { name: `${type}.local`, type: 'PTR', data: `${label}.${type}.local`, ttl: 4500 },
  {
    name: `${label}.${type}.local`,
    type: 'SRV',
    data: { priority: 0, weight: 0, port, target: host },
    ttl: 120,
    flush: true,
  },
]
const at = (name: string, data: string): DnsRecord => ({ name, type: 'A', data, ttl: 120, flush: true })

test('finds other boxes with their version, satellites, printers, shared folders and PCs, and not itself', () => {
  const { hear, list } = open()
  const satellite = { ...sample, name: 'kusuribako-satellite', facility: 'chozai-pi', port: noPort }
  hear(...recordsOf({ ...satellite, satelliteOf: 'kusuribako.local' }, 1, ['10.0.0.5']))
  hear(...recordsOf({ ...sample, facility: '二号店' }, 2, ['10.0.0.3']))
  hear(...recordsOf(sample, 1, ['10.0.0.2']))
  hear(...service('_ipp._tcp', '受付のプリンター', 'printer.local', 631), at('printer.local', '10.0.0.20'))
  hear(...service('_smb._tcp', 'RECEKON', 'recekon.local', 445), at('recekon.local', '10.0.0.30'))
  hear({ name: '31.0.0.10.in-addr.arpa', type: 'PTR', data: 'chozai-pc.local', ttl: 120, flush: true })
  // Its share says already what this is.
  hear({ name: '30.0.0.10.in-addr.arpa', type: 'PTR', data: 'RECEKON.local', ttl: 120, flush: true })
  expect(list()).toEqual([
    {
      kind: 'box',
      name: '二号店 (2)',
      host: 'kusuribako-2.local',
      addresses: ['10.0.0.3'],
      port: 443,
      version: '1.2.3',
    },
    { kind: 'pc', name: 'chozai-pc', host: 'chozai-pc.local', addresses: ['10.0.0.31'], port: null },
    { kind: 'printer', name: '受付のプリンター', host: 'printer.local', addresses: ['10.0.0.20'], port: 631 },
    {
      kind: 'satellite',
      name: 'chozai-pi',
      host: 'kusuribako-satellite.local',
      addresses: ['10.0.0.5'],
      port: null,
      version: '1.2.3',
      box: 'kusuribako.local',
    },
    { kind: 'share', name: 'RECEKON', host: 'recekon.local', addresses: ['10.0.0.30'], port: 445 },
  ])
})

test('asks for the services and for the names of neighbours, then for what the answers left out', async () => {
  const { finder, asked, hear, list } = open(['10.0.0.31'])
  finder.ask()
  const names = () =>
    asked.splice(0).flatMap(({ questions = [] }) => questions.map(({ name, type }) => `${type} ${name}`))
  expect(names()).toEqual([
    'PTR _kusuribako._tcp.local',
    'PTR _kusuribako-satellite._tcp.local',
    'PTR _ipp._tcp.local',
    'PTR _smb._tcp.local',
    'PTR _workstation._tcp.local',
    'PTR 31.0.0.10.in-addr.arpa',
  ])
  const [pointer, where] = service('_smb._tcp', 'RECEKON', 'recekon.local', 445)
  hear(pointer!)
  await vi.advanceTimersByTimeAsync(400)
  expect(names()).toEqual(['SRV RECEKON._smb._tcp.local', 'TXT RECEKON._smb._tcp.local'])
  hear(where!)
  await vi.advanceTimersByTimeAsync(600)
  expect(names()).toEqual(['A recekon.local'])
  hear(at('recekon.local', '10.0.0.30'))
  await vi.advanceTimersByTimeAsync(5000)
  expect(names()).toEqual([])
  expect(list()).toMatchObject([{ kind: 'share', addresses: ['10.0.0.30'] }])
})

test('who says goodbye is gone, and who says nothing more is gone when its time is over', async () => {
  const { hear, list } = open()
  const printer = service('_ipp._tcp', 'プリンター', 'printer.local', 631)
  hear(...printer)
  expect(list()).toHaveLength(1)
  hear({ ...printer[0]!, ttl: 0 })
  expect(list()).toEqual([])
  hear(...printer)
  await vi.advanceTimersByTimeAsync(121_000)
  expect(list()).toEqual([])
})

test('a new address takes the place of the old one', async () => {
  const { hear, list } = open()
  hear(...service('_smb._tcp', 'RECEKON', 'recekon.local', 445), at('recekon.local', '10.0.0.30'))
  await vi.advanceTimersByTimeAsync(2000)
  hear(at('recekon.local', '10.0.0.77'))
  expect(list()).toMatchObject([{ addresses: ['10.0.0.77'] }])
})

test('a flood of names costs no memory, and text that would turn others about is cleaned', () => {
  const { hear, list } = open()
  for (let index = 0; index < 5000; index++) hear(at(`h${index}.local`, '10.0.0.50'))
  const name = `evil\u202Egnp.exe\n${'x'.repeat(60)}`
  hear(...service('_ipp._tcp', name, 'h.local', 631))
  const [found] = list()
  expect(found?.name).toBe(`evilgnp.exe${'x'.repeat(60)}`)
  expect(list()).toHaveLength(1)
})

test('records of a shape nobody expects are passed over', () => {
  const { hear, list } = open()
  const odd = [
    { name: '_smb._tcp.local', type: 'PTR', data: undefined, ttl: 1 },
    { name: 'x._smb._tcp.local', type: 'SRV', data: {}, ttl: 1 },
    { name: 'x', type: 'UNKNOWN_4711', data: Buffer.from('x'), ttl: 1 },
  ]
  hear(...(odd as unknown as DnsRecord[]))
  expect(list()).toEqual([])
})
