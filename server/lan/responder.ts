import { isNeighbour } from './links.ts'
import { answersTo, contradicts, isKnown, losesTo, recordsOf, type Card } from './records.ts'
import type { DnsRecord, Packet, Sender, Wire } from './wire.ts'

/** mDNS's own port: questions from another are a plain resolver's, and are answered as such. */
const mdnsPort = 5353
/** RFC 6762, 8.1: three questions, this far apart. */
const probes = 3
const probeEveryMs = 250
/** RFC 6762, 8.3: at least twice; the third is for switches that open a port late. */
const announceAfterMs = [0, 1000, 3000]
/** RFC 6762, 8.2: whoever lost asks again after this long; the name may be free by then. */
const giveWayMs = 1000
/** RFC 6762, 9: more conflicts than this in ten seconds are somebody's mistake, and no reason to fill the LAN. */
const manyConflicts = 15
const calmMs = 5000
/** RFC 6762, 6: nothing is told to everybody twice within a second; but whoever asks for our name is told at once. */
const quietMs = 1000
/** RFC 6762, 6.7: a plain resolver keeps it no longer. */
const plainTtl = 10

export interface Responder {
  /** The cards are others now, or have been unplugged: everything is asked and told again. */
  use(wires: readonly Wire[]): void
  take(packet: Packet, from: Sender, wire: Wire): void
  /** 1, or what came of conflicts. */
  number(): number
  isAnnounced(): boolean
  /** Tells everybody that the box goes. */
  stop(): Promise<void>
}

/**
 * Answers for one name on every wire (RFC 6762). A name that another box has is left to it: the number behind ours goes up until one is free.
 * @param options `number` to begin with: the one this box had before, so that two boxes do not change names at every power cut;
 * `onChange` tells that the name or its state is another
 */
export function createResponder(options: { card: Card; number: number; onChange: () => void }): Responder {
  const { card, onChange } = options
  let { number } = options
  let aliases = card.aliases ?? []
  let wires: readonly Wire[] = []
  let isAnnounced = false
  let isStopped = false
  const timers = new Set<NodeJS.Timeout>()
  let conflicts: number[] = []
  /** When a record was last told to everybody, by wire and record. */
  let told = new Map<string, number>()

  const after = (ms: number, run: () => void): void => {
    const timer = setTimeout(() => {
      timers.delete(timer)
      run()
    }, ms)
    timers.add(timer)
  }
  const forgetPlans = (): void => {
    for (const timer of timers) clearTimeout(timer)
    timers.clear()
  }

  const ownAddresses = (): string[] => wires.flatMap(({ link }) => link.addresses.map(({ address }) => address))
  /** Two cards on one wire are one box: each tells the addresses of both. */
  const recordsOn = ({ link }: Wire): DnsRecord[] =>
    recordsOf(
      { ...card, aliases },
      number,
      ownAddresses().filter((address) => isNeighbour(link, address)),
    )

  function begin(delayMs: number): void {
    forgetPlans()
    isAnnounced = false
    told = new Map()
    onChange()
    if (wires.length === 0) return
    for (let index = 0; index < probes; index++) after(delayMs + index * probeEveryMs, probe)
    after(delayMs + probes * probeEveryMs, announce)
  }

  function probe(): void {
    for (const wire of wires) {
      const authorities = recordsOn(wire)
        .filter(({ type, flush }) => flush === true && (type === 'A' || type === 'SRV' || type === 'TXT'))
        .map((record) => ({ ...record, flush: false }))
      const names = new Set(authorities.map(({ name }) => name))
      void wire.send({ type: 'query', questions: [...names].map((name) => ({ name, type: 'ANY' })), authorities })
    }
  }

  function announce(): void {
    isAnnounced = true
    onChange()
    for (const ms of announceAfterMs) {
      after(ms, () => {
        for (const wire of wires) tell(wire, recordsOn(wire), [])
      })
    }
  }

  function tell(wire: Wire, answers: DnsRecord[], additionals: DnsRecord[]): void {
    for (const record of answers) told.set(keyOn(wire, record), performance.now())
    void wire.send({ type: 'response', answers, additionals })
  }

  const keyOn = ({ link }: Wire, { name, type, data }: DnsRecord): string =>
    [link.name, name, type, typeof data === 'string' ? data : ''].join(' ')
  const isJustTold = (wire: Wire, record: DnsRecord): boolean =>
    performance.now() - (told.get(keyOn(wire, record)) ?? -Infinity) < quietMs

  function yieldTo(names: readonly string[]): void {
    const now = performance.now()
    conflicts = [...conflicts.filter((at) => now - at < 10_000), now]
    const isAlias = (name: string): boolean => aliases.some((alias) => alias.toLowerCase() === name.toLowerCase())
    if (!names.every(isAlias)) number++
    // A further name has no number: a copy of this box's data runs on another machine, and was there first.
    aliases = aliases.filter((alias) => !names.some((name) => name.toLowerCase() === alias.toLowerCase()))
    begin(conflicts.length > manyConflicts ? calmMs : randomDelay())
  }

  /** Some access points repeat what they hear on another network: an address of ours is never another box. */
  const isOwn = ({ type, data }: DnsRecord): boolean => type === 'A' && ownAddresses().includes(data)

  function takeAnswers({ answers, additionals }: Packet, wire: Wire): void {
    const ours = recordsOn(wire)
    const against = [...answers, ...additionals].filter((record) => !isOwn(record) && contradicts(ours, record))
    if (against.length === 0) return
    // Once announced, the name is asked for again: the other box answers if it is really there, and has it then.
    if (isAnnounced) begin(randomDelay())
    else yieldTo(against.map(({ name }) => name))
  }

  function takeQuery(packet: Packet, from: Sender, wire: Wire): void {
    const ours = recordsOn(wire)
    if (!isAnnounced) {
      const theirs = packet.authorities
      if (!theirs.some(isOwn) && losesTo(ours, theirs)) begin(giveWayMs)
      return
    }
    const found = packet.questions.map((question) => answersTo(question, ours))
    const isProbe = packet.authorities.length > 0
    const isPlain = from.port !== mdnsPort
    const answers = [...new Set(found.flatMap((each) => each.answers))].filter(
      (record) => isPlain || isProbe || !(isKnown(record, packet.answers) || isJustTold(wire, record)),
    )
    if (answers.length === 0) return
    const additionals = [...new Set(found.flatMap((each) => each.additionals))].filter(
      (each) => !answers.includes(each),
    )
    if (isPlain) {
      const plain = (records: DnsRecord[]) => records.map((each) => ({ ...each, ttl: plainTtl, flush: false }))
      const { id, questions } = packet
      void wire.send(
        { type: 'response', id, questions, answers: plain(answers), additionals: plain(additionals) },
        from,
      )
    } else if (answers.every(({ flush }) => flush === true)) tell(wire, answers, additionals)
    else {
      // Others may answer the same question: not all at once.
      for (const record of answers) told.set(keyOn(wire, record), performance.now())
      after(20 + Math.random() * 100, () => {
        tell(wire, answers, additionals)
      })
    }
  }

  return {
    use(now) {
      if (isStopped) return
      wires = now
      begin(randomDelay())
    },
    take(packet, from, wire) {
      if (isStopped || ownAddresses().includes(from.address)) return
      if (packet.type === 'response') takeAnswers(packet, wire)
      else takeQuery(packet, from, wire)
    },
    number: () => number,
    isAnnounced: () => isAnnounced,
    async stop() {
      if (isStopped) return
      isStopped = true
      forgetPlans()
      if (!isAnnounced) return
      isAnnounced = false
      await Promise.all(
        wires.map((wire) =>
          wire.send({ type: 'response', answers: recordsOn(wire).map((record) => ({ ...record, ttl: 0 })) }),
        ),
      )
    },
  }
}

/** Boxes that get their power back together do not all ask together (RFC 6762, 8.1). */
const randomDelay = (): number => Math.random() * 250
