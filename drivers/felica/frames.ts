import { sameBytes } from './bytes.ts'

/**
 * FeliCa frames, independent of the reader. Layout as in JIS X 6319-4 and Sony's public user's manuals, checked against the
 * examples in ACS' and EWT's reader manuals.
 */

/** The one system of a FeliCa Lite or Lite-S card. Pinned when polling: each system of a card has an id of its own. */
export const liteSystem = 0x88b4
export const anySystem = 0xffff

export const blockSize = 16
/** A Lite-S reads up to four blocks by one command and writes one. */
export const maxReadBlocks = 4

const idmSize = 8
const readOnlyService = [0x0b, 0x00]
const readWriteService = [0x09, 0x00]
const polling = { command: 0x00, response: 0x01 }
const read = { command: 0x06, response: 0x07 }
const write = { command: 0x08, response: 0x09 }

/**
 * The two status flags of a card that did not do as told, with what they mean. `memory` broken memory; `worn` done, but the
 * memory was written more often than it is made for; `absent` no such service or block; `denied` not allowed there.
 */
export interface StatusFlags {
  flag1: number
  flag2: number
  meaning: 'memory' | 'worn' | 'absent' | 'denied' | 'other'
}

/** `malformed` not the frame that was asked for; `exchanged` the answer of another card; `flags` the card refused. */
export type ParseFault =
  { ok: false; code: 'malformed' | 'exchanged' } | { ok: false; code: 'flags'; flags: StatusFlags }

export type PollingAnswer =
  { ok: true; idm: Uint8Array; pmm: Uint8Array; system: number | undefined } | { ok: false; code: 'malformed' }

/** Polling for one system, one time slot. `asksSystem` makes the card say which of its systems answers. */
export function encodePolling(system: number = liteSystem, asksSystem = false): Uint8Array {
  return frame(polling.command, [system >> 8, system & 0xff, asksSystem ? 0x01 : 0x00, 0x00])
}

/** Read Without Encryption of one to four blocks, numbers below 256, from the read-only service. */
export function encodeRead(idm: Uint8Array, blocks: readonly number[]): Uint8Array {
  if (blocks.length < 1 || blocks.length > maxReadBlocks) throw new RangeError('one to four blocks in a read')
  const list = blocks.flatMap((block) => [0x80, block])
  return frame(read.command, [...checkedIdm(idm), 0x01, ...readOnlyService, blocks.length, ...list])
}

/** Write Without Encryption of one block to the read-write service. */
export function encodeWrite(idm: Uint8Array, block: number, data: Uint8Array): Uint8Array {
  if (data.length !== blockSize) throw new RangeError('a block has 16 bytes')
  return frame(write.command, [...checkedIdm(idm), 0x01, ...readWriteService, 0x01, 0x80, block, ...data])
}

export function parsePolling(answer: Uint8Array): PollingAnswer {
  const hasSystem = answer.length === 20
  if (!isFrame(answer, polling.response) || (answer.length !== 18 && !hasSystem))
    return { ok: false, code: 'malformed' }
  const system = hasSystem ? new DataView(answer.buffer, answer.byteOffset).getUint16(18) : undefined
  return { ok: true, idm: answer.slice(2, 10), pmm: answer.slice(10, 18), system }
}

/** The blocks of a read, in the order asked for. */
export function parseRead(
  answer: Uint8Array,
  idm: Uint8Array,
  count: number,
): { ok: true; blocks: Uint8Array[] } | ParseFault {
  const fault = checkAnswer(answer, read.response, idm)
  if (fault) return fault
  if (answer.length !== 13 + count * blockSize || answer[12] !== count) return { ok: false, code: 'malformed' }
  const blocks = Array.from({ length: count }, (_, index) => answer.slice(13 + index * blockSize).slice(0, blockSize))
  return { ok: true, blocks }
}

export function parseWrite(answer: Uint8Array, idm: Uint8Array): { ok: true } | ParseFault {
  return (
    checkAnswer(answer, write.response, idm) ?? (answer.length === 12 ? { ok: true } : { ok: false, code: 'malformed' })
  )
}

function frame(command: number, body: readonly number[]): Uint8Array {
  return Uint8Array.of(body.length + 2, command, ...body)
}

function checkedIdm(idm: Uint8Array): Uint8Array {
  if (idm.length !== idmSize) throw new RangeError('an IDm has 8 bytes')
  return idm
}

function isFrame(answer: Uint8Array, code: number): boolean {
  return answer[0] === answer.length && answer[1] === code
}

function checkAnswer(answer: Uint8Array, code: number, idm: Uint8Array): ParseFault | undefined {
  if (!isFrame(answer, code) || answer.length < 12) return { ok: false, code: 'malformed' }
  if (!sameBytes(answer.subarray(2, 10), idm)) return { ok: false, code: 'exchanged' }
  const [flag1 = 0, flag2 = 0] = answer.subarray(10, 12)
  if (flag1 === 0 && flag2 === 0) return undefined
  return { ok: false, code: 'flags', flags: { flag1, flag2, meaning: meaningOf(flag2) } }
}

function meaningOf(flag2: number): StatusFlags['meaning'] {
  if (flag2 === 0x70) return 'memory'
  if (flag2 === 0x71) return 'worn'
  if (flag2 === 0xa6 || flag2 === 0xa8) return 'absent'
  return flag2 === 0xa5 || flag2 === 0xb1 ? 'denied' : 'other'
}
