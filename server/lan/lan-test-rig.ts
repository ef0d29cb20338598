import type { Link } from './links.ts'
import type { Card } from './records.ts'
import { createResponder, type Responder } from './responder.ts'
import type { DnsRecord, Outgoing, Packet, Sender, Wire } from './wire.ts'

/** A wire in memory: what one sends, every other on it hears at once. */
export function createTestWire() {
  const boxes = new Set<{ wire: Wire; hear: (packet: Packet, from: Sender) => void }>()
  /** Everything that was said to everybody, and by whom. */
  const said: (Packet & { by: string })[] = []
  const direct: { packet: Packet; to: Sender }[] = []

  const deliver = (packet: Outgoing, from: Sender): void => {
    const whole = { id: 0, questions: [], answers: [], authorities: [], additionals: [], ...packet }
    said.push({ ...whole, by: from.address })
    for (const box of boxes) box.hear(whole, from)
  }

  return {
    said,
    direct,
    /** Somebody else's packet. */
    deliver,
    clear() {
      said.length = 0
    },
    records: (by: string): DnsRecord[] => said.filter((each) => each.by === by).flatMap(({ answers }) => answers),
    /** A box on the wire at this address. */
    join(address: string, card: Card, number = 1): { responder: Responder; wire: Wire; leave: () => void } {
      const link: Link = { name: 'eth0', addresses: [{ address, prefix: 24 }], epoch: '' }
      const wire: Wire = {
        link,
        async send(packet, to) {
          if (to) direct.push({ packet: packet as Packet, to })
          else if (boxes.has(box)) deliver(packet, { address, port: 5353 })
        },
        close: async () => undefined,
      }
      const responder = createResponder({ card, number, onChange: () => undefined })
      const box = {
        wire,
        hear: (packet: Packet, from: Sender) => {
          responder.take(packet, from, wire)
        },
      }
      boxes.add(box)
      responder.use([wire])
      return { responder, wire, leave: () => boxes.delete(box) }
    },
  }
}

export const sample: Card = { name: 'kusuribako', facility: '見本薬局', version: '1.2.3', port: 443 }
