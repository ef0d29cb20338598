import { readFileSync } from 'node:fs'
import type { FoundOnLan } from '../../contract/lan.ts'
import { reverseOf, satelliteType } from './records.ts'
import type { DnsRecord, Packet, Question, Wire } from './wire.ts'

/** What a service is to a pharmacy. A PC that offers nothing is known by its name alone. */
const kinds: Record<string, FoundOnLan['kind']> = {
  '_kusuribako._tcp.local': 'box',
  [satelliteType]: 'satellite',
  '_ipp._tcp.local': 'printer',
  '_smb._tcp.local': 'share',
  '_workstation._tcp.local': 'pc',
}
/** Anybody may say anything on a LAN: more than this is not kept, nor longer than a day. */
const keptNames = 1000
const keptOfName = 100
const longestTtl = 86_400
const longestText = 100
/** What answers late or needs another question: asked again after these. */
const followUpMs = [400, 1000, 2500]
/** How many neighbours are asked for their name at once. */
const askedNeighbours = 64

interface Kept {
  record: DnsRecord
  until: number
  at: number
}

export interface Finder {
  use(wires: readonly Wire[]): void
  /** Asks the LAN who is there. What answers is in `list` within seconds. */
  ask(): void
  take(packet: Packet): void
  /** @param own addresses of this box, which is not found by itself */
  list(own: readonly string[]): FoundOnLan[]
  askedAt(): number | null
  stop(): void
}

/**
 * Finds other boxes, satellites, printers, shared folders and PCs by what they answer on mDNS.
 * @param neighbours addresses that this machine has lately spoken with
 */
export function createFinder(now: () => number, neighbours: () => string[] = readNeighbours): Finder {
  let wires: readonly Wire[] = []
  /** By type and name, then by what they say. */
  const kept = new Map<string, Map<string, Kept>>()
  let askedAt: number | null = null
  const timers = new Set<NodeJS.Timeout>()

  const alive = (): DnsRecord[] => {
    const at = now()
    return [...kept.values()].flatMap((group) =>
      [...group.values()].filter(({ until }) => until > at).map(({ record }) => record),
    )
  }
  const named = <T extends DnsRecord['type']>(records: readonly DnsRecord[], type: T, name: string) =>
    records.filter(
      (record): record is Extract<DnsRecord, { type: T }> =>
        record.type === type && record.name.toLowerCase() === name.toLowerCase(),
    )

  function keep(record: DnsRecord): void {
    if (!isWellFormed(record)) return
    const at = now()
    const name = `${record.type} ${record.name.toLowerCase()}`
    const group = kept.get(name) ?? new Map<string, Kept>()
    // The whole truth about this name and type; what came in the same second belongs to it.
    if (record.flush === true) for (const [key, old] of group) if (at - old.at > 1000) group.delete(key)
    const key = keyOf(record)
    group.delete(key)
    if (record.ttl > 0) {
      group.set(key, { record, at, until: at + Math.min(record.ttl, longestTtl) * 1000 })
      dropOldest(group, keptOfName)
    }
    // What was heard of last stands last.
    kept.delete(name)
    if (group.size > 0) kept.set(name, group)
    dropOldest(kept, keptNames)
  }

  const send = (questions: Question[], answers: DnsRecord[]): void => {
    if (questions.length === 0) return
    for (const wire of wires) void wire.send({ type: 'query', questions, answers })
  }

  /** A service whose host is not known yet, a host whose address is not. */
  function missing(): Question[] {
    const records = alive()
    const instances = Object.keys(kinds).flatMap((type) => named(records, 'PTR', type).map(({ data }) => data))
    const questions = instances.flatMap((name): Question[] => {
      const service = named(records, 'SRV', name)[0]
      if (!service) return ['SRV', 'TXT'].map((type) => ({ name, type }))
      const { target } = service.data
      return named(records, 'A', target).length > 0 ? [] : [{ name: target, type: 'A' }]
    })
    return questions.slice(0, askedNeighbours)
  }

  const stop = (): void => {
    for (const timer of timers) clearTimeout(timer)
    timers.clear()
  }

  return {
    use(now) {
      wires = now
    },
    ask() {
      stop()
      askedAt = now()
      const services = Object.keys(kinds).map((name): Question => ({ name, type: 'PTR' }))
      const known = alive().filter(({ type, name }) => type === 'PTR' && name in kinds)
      send(
        services,
        known.slice(0, askedNeighbours).map((record) => ({ ...record, flush: false })),
      )
      send(
        neighbours()
          .slice(0, askedNeighbours)
          .map((address) => ({ name: reverseOf(address), type: 'PTR' })),
        [],
      )
      for (const ms of followUpMs) {
        const timer = setTimeout(() => {
          timers.delete(timer)
          send(missing(), [])
        }, ms)
        timers.add(timer)
      }
    },
    take({ type, answers, additionals }) {
      if (type === 'response') for (const record of [...answers, ...additionals]) keep(record)
    },
    list(own) {
      const records = alive()
      const found = new Map<string, FoundOnLan>()
      const add = (each: FoundOnLan): void => {
        if (!each.addresses.some((address) => own.includes(address))) {
          found.set(`${each.kind} ${each.host.toLowerCase()} ${each.name}`, each)
        }
      }
      const addressesOf = (host: string): string[] => [...new Set(named(records, 'A', host).map(({ data }) => data))]
      for (const [type, kind] of Object.entries(kinds)) {
        for (const { data: instance } of named(records, 'PTR', type)) {
          const service = named(records, 'SRV', instance)[0]?.data
          if (!service) continue
          const name = instance.toLowerCase().endsWith(`.${type}`) ? instance.slice(0, -type.length - 1) : instance
          const isOurs = kind === 'box' || kind === 'satellite'
          const text = isOurs ? named(records, 'TXT', instance)[0]?.data : undefined
          const [version, box] = [textOf(text, 'version'), kind === 'satellite' ? textOf(text, 'box') : undefined]
          add({
            kind,
            name: legible(name),
            host: legible(service.target),
            addresses: addressesOf(service.target),
            port: kind === 'pc' || kind === 'satellite' ? null : service.port,
            ...(version !== undefined && { version: legible(version) }),
            ...(box !== undefined && { box: legible(box) }),
          })
        }
      }
      for (const { name, type, data: host } of records) {
        const address = type === 'PTR' ? addressIn(name) : undefined
        if (address === undefined || typeof host !== 'string') continue
        if ([...found.values()].some((each) => each.host.toLowerCase() === host.toLowerCase())) continue
        add({
          kind: 'pc',
          name: legible(host.replace(/\.local$/i, '')),
          host: legible(host),
          addresses: [address],
          port: null,
        })
      }
      return [...found.values()].toSorted(
        (one, other) => one.kind.localeCompare(other.kind) || one.name.localeCompare(other.name, 'ja'),
      )
    },
    askedAt: () => askedAt,
    stop,
  }
}

function dropOldest(map: Map<string, unknown>, limit: number): void {
  for (const key of map.keys()) {
    if (map.size <= limit) return
    map.delete(key)
  }
}

/** Other programs' records are whatever they sent. */
function isWellFormed(record: DnsRecord): boolean {
  switch (record.type) {
    case 'A':
    case 'PTR':
      return typeof record.data === 'string'
    case 'SRV':
      return typeof record.data.target === 'string'
    case 'TXT':
      return Array.isArray(record.data)
    default:
      return false
  }
}

const keyOf = ({ type, data }: DnsRecord): string => (type === 'A' || type === 'PTR' ? data.toLowerCase() : '')

const textOf = (lines: readonly Buffer[] | undefined, key: string): string | undefined =>
  lines
    ?.map((line) => line.toString('utf8'))
    .find((line) => line.startsWith(`${key}=`))
    ?.slice(key.length + 1)

/** A stranger's text, short and without letters that move others about. */
const legible = (text: string): string =>
  [...text.replaceAll(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/gu, '')].slice(0, longestText).join('')

function addressIn(name: string): string | undefined {
  const match = /^(\d{1,3})\.(\d{1,3})\.(\d{1,3})\.(\d{1,3})\.in-addr\.arpa$/i.exec(name)
  return match?.slice(1).toReversed().join('.')
}

/** The kernel's table of who was spoken with: proc_net(5), `arp`; complete entries only. */
function readNeighbours(): string[] {
  try {
    return readFileSync('/proc/net/arp', 'utf8')
      .split('\n')
      .slice(1)
      .map((line) => line.trim().split(/\s+/))
      .flatMap(([address = '', , flags = '0x0']) => ((Number(flags) & 2) === 2 ? [address] : []))
  } catch {
    return []
  }
}
