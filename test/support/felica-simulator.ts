import { fromHex, sameBytes } from '../../drivers/felica/bytes.ts'
import type { CardFault, Transmit, TransmitOutcome } from '../../drivers/felica/exchange.ts'
import type { FamilyName } from '../../drivers/felica/families.ts'
import { anySystem, blockSize, liteSystem } from '../../drivers/felica/frames.ts'

/** A FeliCa card with a life of its own: its memory stays when it is lifted and laid down again. */
export interface SimulatedCard {
  idm: Uint8Array
  pmm: Uint8Array
  system: number
  /** The fourteen user blocks one after the other; empty for a card without such memory. */
  memory: Uint8Array
  isReadOnly: boolean
}

/**
 * Something that goes wrong once, at the frame counted from 0 after it was planned: the card is lifted, swapped for another, answers
 * with status flags or with nonsense; or, while writing, leaves the field when so many bytes of memory have been written (counted
 * over all writes, a block being written front to back); or the transport itself fails.
 */
export type Mishap =
  | { kind: 'lift'; frame: number }
  | { kind: 'swap'; frame: number; card: SimulatedCard }
  | { kind: 'flags'; frame: number; flags: readonly [number, number] }
  | { kind: 'noise'; frame: number; answer: Uint8Array }
  | { kind: 'fault'; frame: number; code: CardFault }
  | { kind: 'tear'; bytes: number }

export interface SimulatedReader {
  transmit: Transmit
  /** Lays a card on the reader, or lifts what lies there. */
  place(card: SimulatedCard | undefined): void
  plan(mishap: Mishap | undefined): void
  /** Every APDU that was sent, in order. */
  readonly sent: readonly Uint8Array[]
  /** How many frames reached the field since the last plan. */
  readonly frames: number
}

const userBlocks = 14

export function simulateCard(idm: string, more: Partial<Omit<SimulatedCard, 'idm'>> = {}): SimulatedCard {
  return {
    idm: fromHex(idm),
    pmm: fromHex('00F1000000014300'),
    system: liteSystem,
    memory: new Uint8Array(userBlocks * blockSize),
    isReadOnly: false,
    ...more,
  }
}

/**
 * FeliCa cards behind the pass-through APDUs of a reader family, byte for byte as the makers' manuals and published measurements show
 * them. For tests and training; no hardware is behind it.
 */
export function simulateReader(family: FamilyName, first?: SimulatedCard): SimulatedReader {
  const sent: Uint8Array[] = []
  let card = first
  let mishap: Mishap | undefined
  let frames = 0
  let written = 0

  function toField(frame: Uint8Array): Uint8Array | undefined {
    const due = mishap && 'frame' in mishap && mishap.frame === frames ? mishap : undefined
    frames += 1
    if (due?.kind === 'lift') card = undefined
    if (due?.kind === 'swap') card = due.card
    if (due?.kind === 'noise') return due.answer
    if (!card || !isFor(card, frame)) return undefined
    if (due?.kind === 'flags') return answer((frame[1] ?? 0) + 1, card.idm, ...due.flags)
    if (frame[1] === 0x00) return answerPolling(card, frame)
    if (frame[1] === 0x06) return answerRead(card, frame)
    return frame[1] === 0x08 ? store(card, frame) : undefined
  }

  function store(target: SimulatedCard, frame: Uint8Array): Uint8Array | undefined {
    const block = frame[15] ?? 0
    const isWritable = !target.isReadOnly && frame[13] === 0x01 && (block + 1) * blockSize <= target.memory.length
    if (!isWritable || frame.length !== 32) return answer(0x09, target.idm, 0x01, target.isReadOnly ? 0xa5 : 0xa8)
    const room = mishap?.kind === 'tear' ? Math.max(0, mishap.bytes - written) : blockSize
    target.memory.set(frame.subarray(16, 16 + Math.min(room, blockSize)), block * blockSize)
    written += blockSize
    if (room >= blockSize) return answer(0x09, target.idm, 0x00, 0x00)
    card = undefined
    return undefined
  }

  const wrap = wrappings[family](toField, () => card)

  return {
    sent,
    get frames() {
      return frames
    },
    place(next) {
      card = next
    },
    plan(next) {
      mishap = next
      frames = 0
      written = 0
    },
    async transmit(apdu): Promise<TransmitOutcome> {
      sent.push(apdu.slice())
      if (mishap?.kind === 'fault' && mishap.frame === frames) return { ok: false, code: mishap.code }
      return { ok: true, response: wrap(apdu) }
    },
  }
}

type Field = (frame: Uint8Array) => Uint8Array | undefined
type Wrapping = (field: Field, card: () => SimulatedCard | undefined) => (apdu: Uint8Array) => Uint8Array

const wrappings: Record<FamilyName, Wrapping> = {
  'acs-direct': (field, card) => (apdu) => {
    if (isGetId(apdu)) return idAnswer(card())
    if (!isAcsHeader(apdu)) return fromHex('6300')
    const frame = field(apdu.subarray(5))
    return frame ? Uint8Array.of(...frame, 0x90, 0x00) : fromHex('6300')
  },
  'acs-pn532': simulatePn532,
  sony: simulateSony,
}

/** Polling before the number of tries is set would never end on the real chip; here it is refused. */
function simulatePn532(field: Field, card: () => SimulatedCard | undefined): (apdu: Uint8Array) => Uint8Array {
  let isBounded = false
  return (apdu) => {
    if (isGetId(apdu)) return idAnswer(card())
    if (!isAcsHeader(apdu)) return fromHex('6300')
    const [chip, command, first, second] = apdu.subarray(5)
    if (chip === 0xd4 && command === 0x32) {
      isBounded = first === 0x05 && apdu[10] !== 0xff
      return fromHex('D5339000')
    }
    if (chip === 0xd4 && command === 0x4a && first === 0x01 && second === 0x01 && isBounded) {
      const frame = field(Uint8Array.of(apdu.length - 8, ...apdu.subarray(9)))
      return frame ? Uint8Array.of(0xd5, 0x4b, 0x01, 0x01, ...frame, 0x90, 0x00) : fromHex('D54B009000')
    }
    if (chip !== 0xd4 || command !== 0x40 || first !== 0x01) return fromHex('6300')
    const frame = field(apdu.subarray(8))
    return frame ? Uint8Array.of(0xd5, 0x41, 0x00, ...frame, 0x90, 0x00) : fromHex('D541019000')
  }
}

/** A session must be open, the field switched to FeliCa and cycled, or no card answers. */
function simulateSony(field: Field, card: () => SimulatedCard | undefined): (apdu: Uint8Array) => Uint8Array {
  const state = { isOpen: false, isFelica: false, isOn: true, isFresh: false }
  return (apdu) => {
    if (isGetId(apdu)) return state.isOpen ? fromHex('6A81') : idAnswer(card())
    const objects = apdu.subarray(5, -1)
    const isWellFormed = apdu[0] === 0xff && apdu[1] === 0x50 && apdu[2] === 0x00 && apdu[4] === objects.length
    if (!isWellFormed || apdu.at(-1) !== 0x00) return fromHex('6700')
    if (apdu[3] === 0x00) return sonySession(state, objects[0])
    if (!state.isOpen) return sonyStatus('016301')
    if (apdu[3] === 0x02) {
      if (objects[1] !== 0x02) return sonyStatus('016700')
      state.isFelica = sameBytes(objects, fromHex('8F020300'))
      return sonyStatus(state.isFelica ? '009000' : '016A81')
    }
    const hasTime = sameBytes(objects.subarray(0, 3), fromHex('5F4604'))
    if (!hasTime || objects[7] !== 0x95 || objects[8] !== objects.length - 9) return sonyStatus('016401')
    const frame = state.isFelica && state.isOn && state.isFresh ? field(objects.subarray(9)) : undefined
    if (!frame) return sonyStatus('026401')
    return Uint8Array.of(...fromHex('C003009000 920100 96020000 97'), frame.length, ...frame, 0x90, 0x00)
  }
}

function sonySession(
  state: { isOpen: boolean; isFelica: boolean; isOn: boolean; isFresh: boolean },
  tag: number | undefined,
): Uint8Array {
  if (tag === 0x81) Object.assign(state, { isOpen: true, isFelica: false, isFresh: false })
  if (tag === 0x82) Object.assign(state, { isOpen: false, isOn: true })
  if (tag === 0x83 || tag === 0x84) {
    if (!state.isOpen) return sonyStatus('016301')
    Object.assign(state, tag === 0x83 ? { isOn: false } : { isFresh: !state.isOn || state.isFresh, isOn: true })
  }
  return sonyStatus('009000')
}

function sonyStatus(status: string): Uint8Array {
  return fromHex(`C003${status}9000`)
}

function isGetId(apdu: Uint8Array): boolean {
  return sameBytes(apdu, fromHex('FFCA000000'))
}

function isAcsHeader(apdu: Uint8Array): boolean {
  return sameBytes(apdu.subarray(0, 4), fromHex('FF000000')) && apdu[4] === apdu.length - 5
}

function idAnswer(card: SimulatedCard | undefined): Uint8Array {
  return card ? Uint8Array.of(...card.idm, 0x90, 0x00) : fromHex('6300')
}

/** A card keeps silent to a frame that is cut or addressed to another, and to a polling for a system it does not have. */
function isFor(card: SimulatedCard, frame: Uint8Array): boolean {
  if (frame[0] !== frame.length) return false
  if (frame[1] !== 0x00) return sameBytes(frame.subarray(2, 10), card.idm)
  const system = (frame[2] ?? 0) * 256 + (frame[3] ?? 0)
  return frame.length === 6 && (system === card.system || system === anySystem)
}

function answerPolling(card: SimulatedCard, frame: Uint8Array): Uint8Array {
  const asked = frame[4] === 0x01 ? [card.system >> 8, card.system & 0xff] : []
  return answer(0x01, card.idm, ...card.pmm, ...asked)
}

function answerRead(card: SimulatedCard, frame: Uint8Array): Uint8Array {
  const isLite = card.system === liteSystem && frame[10] === 0x01 && frame[12] === 0x00
  if (!isLite || (frame[11] !== 0x0b && frame[11] !== 0x09)) return answer(0x07, card.idm, 0x01, 0xa6)
  const count = frame[13] ?? 0
  if (count < 1 || count > 4) return answer(0x07, card.idm, 0xff, 0xa2)
  const numbers = Array.from({ length: count }, (_, index) => frame[15 + index * 2] ?? 0)
  const past = numbers.findIndex((block) => (block + 1) * blockSize > card.memory.length)
  if (past !== -1) return answer(0x07, card.idm, 1 << past, 0xa8)
  const data = numbers.flatMap((block) => [...card.memory.subarray(block * blockSize, (block + 1) * blockSize)])
  return answer(0x07, card.idm, 0x00, 0x00, count, ...data)
}

function answer(code: number, idm: Uint8Array, ...rest: number[]): Uint8Array {
  return Uint8Array.of(10 + rest.length, code, ...idm, ...rest)
}
