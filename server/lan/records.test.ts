import { expect, test } from 'vitest'
import { sample } from './lan-test-rig.ts'
import { contradicts, hostOf, instanceOf, losesTo, noPort, recordsOf, reverseOf } from './records.ts'
import type { DnsRecord } from './wire.ts'

test('the name of a facility fits a label of 63 bytes, whole letters only, with the number behind it', () => {
  const long = '見本'.repeat(30)
  for (const number of [1, 2, 12]) {
    const label = instanceOf(long, number)
    expect(Buffer.byteLength(label)).toBeLessThanOrEqual(63)
    expect(label).not.toContain('\uFFFD')
    expect(label.endsWith(number > 1 ? ` (${number})` : '見')).toBe(true)
  }
})

test('a point in the name of a facility does not end its label', () => {
  expect(instanceOf('見本薬局 No.1', 1)).toBe('見本薬局 No．1')
})

test('a box that is still to be set up has a name in the lists of services, too, and two of them have two', () => {
  for (const facility of ['', ' \n']) {
    expect(instanceOf(facility, 1)).toBe('薬箱（初期設定）')
    expect(instanceOf(facility, 2)).toBe('薬箱（初期設定） (2)')
  }
  const names = recordsOf({ ...sample, facility: '' }, 1, ['10.0.0.5']).map(({ name }) => name)
  expect(names).toContain('薬箱（初期設定）._https._tcp.local')
  expect(names.filter((name) => name.startsWith('.'))).toEqual([])
})

test('a facility whose name is too long for a text record is cut between two letters', () => {
  const records = recordsOf({ ...sample, facility: '見本薬局𠮷'.repeat(30) }, 1, [])
  const [line] = records.flatMap((record) => (record.type === 'TXT' ? [record.data[0]!] : []))
  expect(line!.length).toBeLessThanOrEqual(255)
  expect(line!.length).toBeGreaterThan(250)
  expect(line!.toString()).not.toContain('\uFFFD')
})

test('names and reverse names', () => {
  expect([hostOf('kusuribako', 1), hostOf('kusuribako', 2)]).toEqual(['kusuribako.local', 'kusuribako-2.local'])
  expect(reverseOf('10.77.0.2')).toBe('2.0.77.10.in-addr.arpa')
})

const address = (data: string, ttl = 120): DnsRecord => ({ name: 'kusuribako.local', type: 'A', data, ttl })

test('a satellite says which box it was set up for, and offers no service that somebody could open', () => {
  const card = {
    ...sample,
    name: 'kusuribako-satellite',
    facility: 'chozai-pi',
    port: noPort,
    satelliteOf: 'kusuribako.local',
  }
  const records = recordsOf(card, 1, ['10.0.0.5'])
  const types = records.flatMap(({ type, name }) => (type === 'SRV' ? [name] : []))
  expect(types).toEqual(['chozai-pi._kusuribako-satellite._tcp.local'])
  const text = records.flatMap((record) => (record.type === 'TXT' ? record.data.map(String) : []))
  expect(text).toEqual(['version=1.2.3', 'box=kusuribako.local'])
})

test('another address under our name contradicts us; our own, a goodbye, and shared records do not', () => {
  const ours = recordsOf(sample, 1, ['10.0.0.2'])
  expect(contradicts(ours, address('10.0.0.3'))).toBe(true)
  expect(contradicts(ours, { ...address('10.0.0.3'), name: 'KUSURIBAKO.local' })).toBe(true)
  expect(contradicts(ours, address('10.0.0.2'))).toBe(false)
  expect(contradicts(ours, address('10.0.0.3', 0))).toBe(false)
  expect(
    contradicts(ours, { name: '_https._tcp.local', type: 'PTR', data: '別の薬局._https._tcp.local', ttl: 1 }),
  ).toBe(false)
})

test('of two boxes that ask for a name at once exactly one gives way, and of two equal ones none', () => {
  const one = recordsOf(sample, 1, ['10.0.0.2'])
  const other = recordsOf({ ...sample, port: 8443 }, 1, ['10.0.0.3'])
  const probe = (records: DnsRecord[]) => records.filter(({ type }) => type === 'A')
  expect([losesTo(one, probe(other)), losesTo(other, probe(one))]).toEqual([true, false])
  expect(losesTo(one, one)).toBe(false)
  // 200 is greater than 99 as a number, and would not be as text.
  expect(losesTo(recordsOf(sample, 1, ['10.0.0.99']), [address('10.0.0.200')])).toBe(true)
})
