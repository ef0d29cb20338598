import { setTimeout as delay } from 'node:timers/promises'
import type { CardFault, Transmit } from '../felica/exchange.ts'
import { anyProtocol, faultOf, leaveCard, shareShared, type CardHandle, type ReaderHandle } from './binding.ts'

/** `lost` the daemon is gone; `hung` a command was never answered: this process can no longer hear the reader. */
export type Breakdown = 'lost' | 'hung'

/** What a card did to the work that was tried on it: `broken` is the last fault of the transport, if there was one. */
export type CardWork<T> =
  { ok: true; value: T; broken: CardFault | Breakdown | undefined } | { ok: false; code: CardFault | Breakdown }

/** The longest answer of a FeliCa card is 255 bytes; a reader's wrapping comes on top. */
const maxRecvLength = 1024

/** Connects shared to what lies on a reader, lets `work` talk to it, and lets go at once. */
export async function withCard<T>(
  reader: ReaderHandle,
  transmitMs: number,
  work: (transmit: Transmit) => Promise<T>,
): Promise<CardWork<T>> {
  let handle: CardHandle
  try {
    handle = await reader.connect(shareShared, anyProtocol)
  } catch (error) {
    return { ok: false, code: toCode(error) }
  }
  let broken: CardFault | Breakdown | undefined
  const transmit: Transmit = async (apdu) => {
    if (!isBreakdown(broken)) {
      const response = await inTime(handle.transmit(Buffer.from(apdu), { maxRecvLength }), transmitMs)
      if (response.ok) return response
      broken = response.code
    }
    return { ok: false, code: isBreakdown(broken) ? 'transmit' : broken }
  }
  try {
    const value = await work(transmit)
    return { ok: true, value, broken }
  } finally {
    try {
      // Left powered and unlocked: another program may want the card.
      if (broken !== 'hung') handle.disconnect(leaveCard)
    } catch {
      // Gone already.
    }
  }
}

export const isBreakdown = (code: string | undefined): code is Breakdown => code === 'lost' || code === 'hung'

async function inTime(
  answer: Promise<Uint8Array>,
  ms: number,
): Promise<{ ok: true; response: Uint8Array } | { ok: false; code: CardFault | Breakdown }> {
  const late = new AbortController()
  try {
    const timeout = delay(ms, undefined, { signal: late.signal })
    const response = await Promise.race([answer, timeout])
    return response ? { ok: true, response } : { ok: false, code: 'hung' }
  } catch (error) {
    return { ok: false, code: toCode(error) }
  } finally {
    late.abort()
  }
}

function toCode(error: unknown): CardFault | 'lost' {
  const fault = faultOf(error)
  switch (fault) {
    case 'lost':
    case 'mute':
    case 'moved':
    case 'in-use':
      return fault
    case 'no-reader':
      return 'moved'
    case 'comm':
    case 'other':
      return 'transmit'
  }
}
