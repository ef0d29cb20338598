import { createRequire } from 'node:module'
import { clock, tell } from './child.ts'

// The binding alone, as its own documentation shows it: its event, the card's id, nothing else.

interface Devices {
  on(event: 'reader-attached' | 'card-removed', listener: () => void): void
  on(
    event: 'card-inserted',
    listener: (inserted: { card: { transmit(apdu: number[]): Promise<Buffer> } }) => void,
  ): void
  on(event: 'error', listener: (error: Error) => void): void
  start(): void
}

export type BareTouchMessage = { type: 'ready' } | { type: 'read'; at: bigint } | { type: 'removed' }

const { Devices: Devices_ } = createRequire(import.meta.url)('smartcard') as { Devices: new () => Devices }
const devices = new Devices_()
devices.on('reader-attached', () => {
  tell({ type: 'ready' } satisfies BareTouchMessage)
})
devices.on('card-inserted', ({ card }) => {
  void card.transmit([0xff, 0xca, 0x00, 0x00, 0x00]).then(() => {
    tell({ type: 'read', at: clock() } satisfies BareTouchMessage)
  })
})
devices.on('card-removed', () => {
  tell({ type: 'removed' } satisfies BareTouchMessage)
})
devices.on('error', (error) => {
  throw error
})
devices.start()
