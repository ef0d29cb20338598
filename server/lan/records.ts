import type { DnsRecord, Question } from './wire.ts'

/** What a box, or a satellite, says of itself. */
export interface Card {
  /** First part of its name: `kusuribako`. */
  name: string
  /** Names that are this box's whatever comes of the first one, such as `kb-4t2m9x.local`. */
  aliases?: readonly string[]
  facility: string
  version: string
  port: number
  /** A satellite, and the box it was set up for; absent: a box. `facility` is then the name of its machine. */
  satelliteOf?: string
}

const boxTypes = ['_https._tcp.local', '_kusuribako._tcp.local']
export const satelliteType = '_kusuribako-satellite._tcp.local'
/** A satellite serves nothing; the port of discard stands for none, as in the `_workstation` of others. */
export const noPort = 9

/** Seconds: records that hold an address or a host name, and all others (RFC 6762, 10). */
const shortTtl = 120
const longTtl = 4500
const directory = '_services._dns-sd._udp.local'

/** `kusuribako.local`, the second box's `kusuribako-2.local`. */
export const hostOf = (name: string, number: number): string => `${name}${number > 1 ? `-${number}` : ''}.local`

/** What a list of services shows of a box that is still to be set up; a label must not be empty. */
const nameless = '薬箱（初期設定）'

/** The letters of a text that fit into so many bytes, none of them cut in two. */
function fitting(text: string, bytes: number): string {
  let fits = ''
  for (const letter of text) {
    if (Buffer.byteLength(fits + letter) > bytes) break
    fits += letter
  }
  return fits
}

/**
 * The name people see in a list of services; a label holds 63 bytes (RFC 6763, 4.1.1). Points would end the label here, and are written
 * full width.
 */
export function instanceOf(facility: string, number: number): string {
  const tail = number > 1 ? ` (${number})` : ''
  const said = facility
    .replaceAll('.', '．')
    .replaceAll(/\p{Cc}/gu, ' ')
    .trim()
  return fitting(said === '' ? nameless : said, 63 - Buffer.byteLength(tail)) + tail
}

/**
 * Every record of a box on one wire.
 * @param number 1, or what came of conflicts
 * @param addresses of the card the records are sent by: those of others would lead nowhere there
 */
export function recordsOf(card: Card, number: number, addresses: readonly string[]): DnsRecord[] {
  const host = hostOf(card.name, number)
  const label = instanceOf(card.facility, number)
  const isBox = card.satelliteOf === undefined
  const version = `version=${card.version}`
  const said = isBox ? [`facility=${card.facility}`, version, 'path=/'] : [version, `box=${card.satelliteOf}`]
  const text = said.map((line) => Buffer.from(fitting(line, 255)))
  const types = isBox ? boxTypes : [satelliteType]
  const own = { ttl: shortTtl, flush: true }
  return [
    ...addresses.map((address): DnsRecord => ({ name: reverseOf(address), type: 'PTR', data: host, ...own })),
    ...[host, ...(card.aliases ?? [])].flatMap((name): DnsRecord[] => [
      ...addresses.map((address): DnsRecord => ({ name, type: 'A', data: address, ...own })),
      // Says that there is no IPv6 address: else every page would wait for one before it opens.
      { name, type: 'NSEC', data: { nextDomain: name, rrtypes: ['A'] }, ...own },
    ]),
    ...types.flatMap((type): DnsRecord[] => {
      const name = `${label}.${type}`
      return [
        { name: type, type: 'PTR', data: name, ttl: longTtl },
        { name: directory, type: 'PTR', data: type, ttl: longTtl },
        { name, type: 'SRV', data: { priority: 0, weight: 0, port: card.port, target: host }, ...own },
        { name, type: 'TXT', data: text, ttl: longTtl, flush: true },
        { name, type: 'NSEC', data: { nextDomain: name, rrtypes: ['TXT', 'SRV'] }, ttl: longTtl, flush: true },
      ]
    }),
  ]
}

/** The name under which an address is asked for: `2.0.77.10.in-addr.arpa`. */
export const reverseOf = (address: string): string => `${address.split('.').toReversed().join('.')}.in-addr.arpa`

const isSame = (one: string, other: string): boolean => one.toLowerCase() === other.toLowerCase()

/** What answers a question, and what the asker will ask next. */
export function answersTo(
  { name, type }: Question,
  records: readonly DnsRecord[],
): { answers: DnsRecord[]; additionals: DnsRecord[] } {
  const named = records.filter((record) => isSame(record.name, name))
  const asked = named.filter((record) => type === 'ANY' || record.type === type)
  // Ours alone, and not of this type: the answer is that there is none.
  const answers = asked.length > 0 ? asked : named.filter((record) => record.type === 'NSEC')
  const additionals = new Set<DnsRecord>()
  for (const { type: kind, data } of answers) {
    const next = kind === 'PTR' ? data : kind === 'SRV' ? data.target : undefined
    if (next === undefined) continue
    for (const record of records) {
      if (!isSame(record.name, next)) continue
      additionals.add(record)
      if (record.type === 'SRV') {
        for (const each of records) if (isSame(each.name, record.data.target)) additionals.add(each)
      }
    }
  }
  return { answers, additionals: [...additionals].filter((record) => !answers.includes(record)) }
}

/** The asker knows this already, for at least half of its time (RFC 6762, 7.1). */
export const isKnown = (record: DnsRecord, known: readonly DnsRecord[]): boolean =>
  known.some((each) => isSameRecord(each, record) && each.ttl >= record.ttl / 2)

const isSameRecord = (one: DnsRecord, other: DnsRecord): boolean =>
  isSame(one.name, other.name) && one.type === other.type && bytesOf(one).equals(bytesOf(other))

/** Somebody else's record says something else under a name that is ours alone. Address records of another of our cards are no conflict. */
export function contradicts(ours: readonly DnsRecord[], theirs: DnsRecord): boolean {
  if (theirs.ttl === 0 || !(theirs.type in typeNumbers)) return false
  const same = ours.filter(
    (record) => record.flush === true && record.type === theirs.type && isSame(record.name, theirs.name),
  )
  return same.length > 0 && !same.some((record) => isSameRecord(record, theirs))
}

/** The types that tell two boxes apart; the others follow from them. */
const typeNumbers: Record<string, number> = { A: 1, TXT: 16, SRV: 33 }

/**
 * Two boxes ask for one name at the same moment: does ours give way? The greater records win, compared as RFC 6762, 8.2 says.
 * @param theirs the records another box means to have
 */
export function losesTo(ours: readonly DnsRecord[], theirs: readonly DnsRecord[]): boolean {
  const names = new Set(theirs.map(({ name }) => name.toLowerCase()))
  return [...names].some((name) => {
    const mine = sortable(ours.filter((record) => record.flush === true && isSame(record.name, name)))
    const other = sortable(theirs.filter((record) => isSame(record.name, name)))
    if (mine.length === 0 || other.length === 0) return false
    for (let index = 0; index < Math.max(mine.length, other.length); index++) {
      const [one, two] = [mine[index], other[index]]
      if (one === undefined) return true
      if (two === undefined) return false
      const order = Buffer.compare(one, two)
      if (order !== 0) return order < 0
    }
    return false
  })
}

const sortable = (records: readonly DnsRecord[]): Buffer[] =>
  records
    .filter(({ type }) => type in typeNumbers)
    .map((record) => Buffer.concat([Buffer.from([0, typeNumbers[record.type] ?? 0]), bytesOf(record)]))
    .toSorted((one, two) => Buffer.compare(one, two))

/** The data of a record as RFC 1035 and 2782 lay it out, names uncompressed. */
function bytesOf(record: DnsRecord): Buffer {
  switch (record.type) {
    case 'A':
      return Buffer.from(record.data.split('.').map(Number))
    case 'SRV': {
      const { priority, weight, port, target } = record.data
      const numbers = Buffer.alloc(6)
      numbers.writeUInt16BE(priority, 0)
      numbers.writeUInt16BE(weight, 2)
      numbers.writeUInt16BE(port, 4)
      return Buffer.concat([numbers, nameBytes(target)])
    }
    case 'TXT':
      return Buffer.concat(
        [record.data].flat().flatMap((line) => {
          const bytes = Buffer.from(line)
          return [Buffer.from([bytes.length]), bytes]
        }),
      )
    case 'PTR':
      return nameBytes(record.data)
    default:
      return Buffer.from(JSON.stringify(record.data))
  }
}

const nameBytes = (name: string): Buffer =>
  Buffer.concat([
    ...name
      .toLowerCase()
      .split('.')
      .flatMap((label) => {
        const bytes = Buffer.from(label)
        return [Buffer.from([bytes.length]), bytes]
      }),
    Buffer.from([0]),
  ])
