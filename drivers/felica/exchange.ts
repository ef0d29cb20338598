import type { ReaderEvent } from '../reader.ts'

/** Why a card could not be read: the words of the port. */
export type CardFault = Extract<ReaderEvent, { type: 'card-failed' }>['code']

/** What the PC/SC transport made of one APDU: the whole response with its status word, or a fault. */
export type TransmitOutcome = { ok: true; response: Uint8Array } | { ok: false; code: CardFault }

/** Sends one APDU to what lies on the reader. Never rejects: a fault is a value. */
export type Transmit = (apdu: Uint8Array) => Promise<TransmitOutcome>

/**
 * `silent` the reader sent the frame and nothing in its field answered; `refused` the reader did not take its own command;
 * `malformed` the answer makes no sense.
 */
export type FrameFault = CardFault | 'silent' | 'refused' | 'malformed'

/** What became of one FeliCa frame: the card's frame, length byte first, or why there is none. */
export type FrameOutcome = { ok: true; frame: Uint8Array } | { ok: false; code: FrameFault }

/**
 * How one family of readers carries FeliCa frames through PC/SC. `open` comes before the first frame and `close` after the last,
 * also after a failure; both do nothing for readers that need no session.
 */
export interface ReaderFamily {
  name: string
  open(transmit: Transmit): Promise<{ ok: true } | { ok: false; code: FrameFault }>
  carry(transmit: Transmit, frame: Uint8Array): Promise<FrameOutcome>
  close(transmit: Transmit): Promise<void>
}

/** A response without its status word, if that is 9000; `refused` for any other status word. */
export function accepted(outcome: TransmitOutcome): { ok: true; data: Uint8Array } | { ok: false; code: FrameFault } {
  if (!outcome.ok) return outcome
  const { response } = outcome
  if (response.length < 2) return { ok: false, code: 'malformed' }
  if (response.at(-2) !== 0x90 || response.at(-1) !== 0x00) return { ok: false, code: 'refused' }
  return { ok: true, data: response.subarray(0, -2) }
}

/** A FeliCa frame begins with its own length, which counts itself. */
export function wholeFrame(bytes: Uint8Array): FrameOutcome {
  return bytes.length > 1 && bytes[0] === bytes.length ? { ok: true, frame: bytes } : { ok: false, code: 'malformed' }
}
