import { mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { LanState, LanView } from '../../contract/lan.ts'
import { findAnnouncer, type Announcer } from './avahi.ts'
import { createFinder } from './finder.ts'
import { keyOf, listLinks, type Link } from './links.ts'
import { createPatience } from './patience.ts'
import { hostOf, reverseOf, type Card } from './records.ts'
import { createResponder } from './responder.ts'
import { openWire, type Packet, type Sender, type Wire } from './wire.ts'

/** Node tells nothing when a cable goes in or out: the cards are looked at this often. */
const lookEveryMs = 1500
/** A port that another program holds is tried again. */
const retryEveryMs = 10_000
/** The LAN is not asked more often than this, however many pages look. */
const askEveryMs = 10_000

export interface LanOptions extends Card {
  /** Where the box listens: an address, or all of them (`0.0.0.0`, `::`). */
  host?: string
  /** The page that says how to trust the box, where there is one; whatever host is in it. */
  trustUrl?: string
  /** Where the number behind the name is kept; without it, nowhere. */
  dataDir?: string
  now?: () => number
  /** The name is another, or the addresses are. */
  onChange?: () => void
  /** What should not happen; the box goes on without mDNS. */
  onError: (error: unknown) => void
}

/** The box on its LAN. */
export interface Lan {
  view(): LanView
  /** Asks the LAN who is there, unless it was asked just now. */
  find(): void
  /** The names under which the box is announced, and would be but for another one: they belong into its certificate. */
  names(): string[]
  stop(): Promise<void>
}

/** What the view needs to know when the box serves this machine alone. */
export const localOnly = (): LanView => ({
  state: 'local-only',
  name: null,
  url: null,
  isRenamed: false,
  addresses: [],
  found: [],
  askedAt: null,
})

/**
 * Announces the box on every card of this machine and finds who else is there. Follows cables and addresses as they come and go, and needs no
 * route to anywhere. Where Avahi has been told of the box, Avahi speaks and this only listens.
 */
export function startLan(options: LanOptions): Lan {
  const { name, aliases = [], port, dataDir, now = Date.now, onChange = () => undefined, onError } = options
  const { facility, version, satelliteOf } = options
  const card: Card = { name, aliases, facility, version, port, ...(satelliteOf !== undefined && { satelliteOf }) }
  const finder = createFinder(now)
  const responder = createResponder({
    card,
    number: readNumber(dataDir, name),
    onChange: () => {
      if (responder.isAnnounced()) keepNumber(dataDir, name, responder.number())
      onChange()
    },
  })
  /** By link; null where the port could not be had. */
  let wires = new Map<string, Wire | null>()
  let links: Link[] = []
  let announcer: Announcer | undefined
  let avahiName: string | null = null
  let triedAt = 0
  const avahiPatience = createPatience()
  let isStopped = false

  const opened = (): Wire[] => [...wires.values()].filter((wire) => wire !== null)
  const isBlocked = (): boolean => wires.size > 0 && opened().length === 0
  const isStopping = (): boolean => isStopped
  const addresses = (): string[] => links.flatMap((link) => link.addresses.map(({ address }) => address))

  async function look(): Promise<void> {
    const seen = linksOf(options.host ?? '0.0.0.0')
    const keys = new Set(seen.map(keyOf))
    // The service file for Avahi speaks of a box.
    const speaker = satelliteOf === undefined ? findAnnouncer(card) : 'own'
    const isSame = speaker === announcer && wires.size === keys.size && [...wires.keys()].every((key) => keys.has(key))
    if (isSame && speaker !== 'own' && avahiName === null && avahiPatience.isTime()) askAvahi()
    const isPartly = [...wires.values()].includes(null)
    if (isSame && !(isPartly && Math.abs(now() - triedAt) >= retryEveryMs)) return
    triedAt = now()
    const next = new Map<string, Wire | null>()
    for (const [key, wire] of wires) {
      if (keys.has(key) && wire) next.set(key, wire)
      else await wire?.close()
    }
    for (const link of seen) {
      const key = keyOf(link)
      if (!next.has(key)) next.set(key, await openWire(link, take))
    }
    // What could not be had before cannot be had yet: who is announced must not begin anew for that.
    const isGained = !isSame || opened().length < [...next.values()].filter((wire) => wire !== null).length
    links = seen
    wires = next
    if (!isGained) return
    announcer = speaker
    avahiName = null
    avahiPatience.begin()
    if (isStopping()) return
    finder.use(opened())
    responder.use(speaker === 'own' ? opened() : [])
    onChange()
    finder.ask()
  }

  function take(packet: Packet, from: Sender, wire: Wire): void {
    finder.take(packet)
    if (announcer === 'own') responder.take(packet, from, wire)
    else if (addresses().includes(from.address)) takeFromAvahi(packet)
  }

  /** Only this machine's own word for it: no other can send from its address. */
  function takeFromAvahi({ type, answers, additionals }: Packet): void {
    const own = new Set(addresses().map(reverseOf))
    const host = [...answers, ...additionals].find((record) => record.type === 'PTR' && own.has(record.name))
    if (type !== 'response' || host?.type !== 'PTR' || host.ttl === 0 || host.data === avahiName) return
    avahiName = host.data
    onChange()
  }
  function askAvahi(): void {
    const questions = addresses().map((address) => ({ name: reverseOf(address), type: 'PTR' }))
    for (const wire of opened()) void wire.send({ type: 'query', questions })
  }

  let looking: Promise<void> | undefined
  const lookOnce = (): void => {
    looking ??= look()
      .catch(onError)
      .finally(() => {
        looking = undefined
      })
  }
  lookOnce()
  const timer = setInterval(lookOnce, lookEveryMs)

  function state(): LanState {
    if (links.length === 0) return 'no-network'
    if (announcer === 'avahi' || announcer === 'avahi-stale') return announcer
    if (isBlocked()) return 'blocked'
    return responder.isAnnounced() ? 'announced' : 'probing'
  }
  /** With Avahi the machine's name is the box's. */
  const ownName = (): string | null => {
    if (announcer === 'own') return responder.isAnnounced() ? hostOf(name, responder.number()) : null
    return avahiName
  }
  const suffix = port === 443 ? '' : `:${port}`

  return {
    view() {
      const own = ownName()
      return {
        state: state(),
        name: own,
        url: own === null ? null : `https://${own}${suffix}/`,
        isRenamed: own !== null && own !== hostOf(name, 1),
        addresses: links.flatMap((link) =>
          link.addresses.map(({ address }) => ({
            network: link.name,
            address,
            url: `https://${address}${suffix}/`,
            ...(options.trustUrl !== undefined && {
              trustUrl: Object.assign(new URL(options.trustUrl), { hostname: address }).href,
            }),
          })),
        ),
        found: finder.list(addresses()),
        askedAt: finder.askedAt(),
      }
    },
    find() {
      if (now() - (finder.askedAt() ?? -Infinity) >= askEveryMs) finder.ask()
    },
    names: () => [...new Set([hostOf(name, 1), ownName() ?? hostOf(name, 1)])],
    async stop() {
      isStopped = true
      clearInterval(timer)
      finder.stop()
      await looking
      await responder.stop()
      await Promise.all(opened().map((wire) => wire.close()))
    },
  }
}

/** The cards on which the box can be opened. */
function linksOf(host: string): Link[] {
  const isAll = host === '0.0.0.0' || host === '::'
  return listLinks()
    .map((link) => ({ ...link, addresses: link.addresses.filter(({ address }) => isAll || address === host) }))
    .filter(({ addresses }) => addresses.length > 0)
}

const numberFile = (dataDir: string): string => join(dataDir, 'lan', 'name-number')

/** Which of several boxes this was before (RFC 6762, 9: names are to outlive a power cut). */
function readNumber(dataDir: string | undefined, name: string): number {
  if (dataDir === undefined) return 1
  try {
    const [of, number] = readFileSync(numberFile(dataDir), 'utf8').trim().split(' ')
    return of === name && /^[1-9]\d{0,3}$/.test(number ?? '') ? Number(number) : 1
  } catch {
    return 1
  }
}

function keepNumber(dataDir: string | undefined, name: string, number: number): void {
  if (dataDir === undefined || readNumber(dataDir, name) === number) return
  const file = numberFile(dataDir)
  try {
    mkdirSync(join(dataDir, 'lan'), { recursive: true, mode: 0o700 })
    writeFileSync(`${file}.new`, `${name} ${number}\n`, { mode: 0o600 })
    renameSync(`${file}.new`, file)
  } catch {
    // A full disk costs the number at the next start, and nothing now.
  }
}
