import { setTimeout as delay } from 'node:timers/promises'
import type { CardFault } from '../felica/exchange.ts'
import { families, type FamilyName } from '../felica/families.ts'
import { classify } from '../felica/my-number.ts'
import { readTouch } from '../felica/touch.ts'
import type { CardRecordState, PresentedCard } from '../reader.ts'
import type { ReaderHandle } from './binding.ts'
import { isBreakdown, withCard, type Breakdown } from './connect.ts'

export type CardOutcome = { ok: true; card: PresentedCard } | { ok: false; code: CardFault | Breakdown }

/** What the reader's own events say of the card while it is being read. */
export interface Lying {
  isGone(): boolean
  /** Resolves when the card has been taken away. */
  gone: Promise<void>
}

/** A card at the edge of the field often answers a moment later. */
const retryAfterMs = [60, 200]
/** A reader without events notices only after 400 ms that a card has gone. */
const goneWithinMs = 500

/** How a card is read: by which frames, if by any, and which of them can be spared. */
export interface Manner {
  family: FamilyName | undefined
  recall: (idm: string) => CardRecordState | undefined
  transmitMs: number
}

/** Reads what lies on a reader, and asks as little as the kind of card needs. */
export async function readCard(reader: ReaderHandle, lying: Lying, manner: Manner): Promise<CardOutcome> {
  let outcome = await attempt(reader, manner)
  for (const pauseMs of retryAfterMs) {
    if (outcome.ok || isBreakdown(outcome.code) || lying.isGone()) break
    await Promise.race([delay(pauseMs), lying.gone])
    if (!lying.isGone()) outcome = await attempt(reader, manner)
  }
  if (outcome.ok || outcome.code !== 'transmit') return outcome
  // Broken off: by a bad card, or by a hand that was too quick?
  await Promise.race([delay(goneWithinMs, undefined, { ref: false }), lying.gone])
  return lying.isGone() ? { ok: false, code: 'moved' } : outcome
}

async function attempt(reader: ReaderHandle, { family, recall, transmitMs }: Manner): Promise<CardOutcome> {
  const done = await withCard(reader, transmitMs, async (transmit): Promise<CardOutcome> => {
    const kind = await classify(reader.atr ?? new Uint8Array(), transmit)
    return kind === 'felica' ? readTouch(transmit, family && families[family], recall) : { ok: true, card: { kind } }
  })
  if (!done.ok) return done
  const { value, broken } = done
  // A touch that has its id is good, unless this reader can no longer be heard at all; a kind that was guessed at is not.
  const isDoubtful = isBreakdown(broken) || (value.ok && value.card.kind !== 'felica')
  return broken !== undefined && isDoubtful ? { ok: false, code: broken } : value
}
