import { isNeighbour, type Link } from './links.ts'

export interface Question {
  name: string
  type: string
}

interface Base {
  name: string
  ttl: number
  /** Sent as the whole truth about this name and type: what was known of them before is to be forgotten. */
  flush?: boolean
}
export interface Service {
  priority: number
  weight: number
  port: number
  target: string
}
/** The record types this box speaks of. */
export type DnsRecord =
  | (Base & { type: 'A'; data: string })
  | (Base & { type: 'PTR'; data: string })
  | (Base & { type: 'SRV'; data: Service })
  | (Base & { type: 'TXT'; data: Buffer[] })
  | (Base & { type: 'NSEC'; data: { nextDomain: string; rrtypes: string[] } })

/** A packet from the LAN: anybody's, so the records may be of any type. */
export interface Packet {
  id: number
  type: 'query' | 'response'
  questions: Question[]
  answers: DnsRecord[]
  authorities: DnsRecord[]
  additionals: DnsRecord[]
}

export interface Outgoing extends Partial<Omit<Packet, 'type'>> {
  type: 'query' | 'response'
}

export interface Sender {
  address: string
  port: number
}

/** The mDNS port of one network card. */
export interface Wire {
  readonly link: Link
  /** To everybody on the wire, or to one. Resolves when it is on its way; what cannot be sent is lost, as any packet may be. */
  send(packet: Outgoing, to?: Sender): Promise<void>
  close(): Promise<void>
}

/** Of RFC 1035: what a response says of itself in mDNS (authoritative). */
const authoritative = 1 << 10

/**
 * One socket a card: multicasts then leave by it without any route, and what is heard can be told apart by card. The port is shared with
 * whatever else speaks mDNS on this machine.
 * @returns null when the port cannot be had
 */
export async function openWire(
  link: Link,
  onPacket: (packet: Packet, from: Sender, wire: Wire) => void,
): Promise<Wire | null> {
  const { default: makeMdns } = await import('multicast-dns')
  const own = link.addresses[0]?.address ?? ''
  const mdns = makeMdns({ interface: own, bind: '0.0.0.0', reuseAddr: true, loopback: true })
  mdns.on('packet', (packet: Packet, from: Sender) => {
    if (isNeighbour(link, from.address)) onPacket(packet, from, wire)
  })
  // A packet that nobody can read, a card that has just gone: of no consequence.
  mdns.on('warning', () => undefined)
  const wire: Wire = {
    link,
    send: (packet, to) =>
      new Promise((resolve) => {
        mdns.send({ ...packet, ...(packet.type === 'response' && { flags: authoritative }) }, to ?? null, () => {
          resolve()
        })
      }),
    close: () =>
      new Promise((resolve) => {
        mdns.destroy(resolve)
      }),
  }
  const isOpen = await new Promise<boolean>((resolve) => {
    mdns.once('ready', () => {
      resolve(true)
    })
    mdns.on('error', () => {
      resolve(false)
    })
  })
  if (isOpen) return wire
  await wire.close()
  return null
}
