import { crc32 } from 'node:zlib'
import { sameBytes } from './bytes.ts'
import { blockSize } from './frames.ts'
import type { BlockWrite } from './lite-s.ts'

/**
 * How a member record lies in the user blocks of a card. Two slots hold one copy each, so that a write that breaks off leaves the
 * other copy whole. Described for people, with the reasons, in docs/formats/member-card.md.
 */
export interface MemberRecord {
  /** UUID in lower case. */
  memberId: string
  /** 16 bytes as 32 lower-case hex digits. */
  secret: string
}

export const recordVersion = 1

/** First block of each slot. A slot may grow to six blocks in a later version; version 1 uses three. */
export const slotStarts = [0x00, 0x06] as const
export type SlotIndex = 0 | 1
export const slotBlocks = 3

/**
 * `foreign` something that is not ours; `torn` ours, half written; `newer` of a version this box does not know;
 * `whole` a copy with its sequence number.
 */
export type Slot =
  | { kind: 'blank' }
  | { kind: 'foreign' }
  | { kind: 'torn' }
  | { kind: 'newer' }
  | { kind: 'whole'; sequence: number; record: MemberRecord }

/** `KSBM` */
const magic = [0x4b, 0x53, 0x42, 0x4d]
const blankBlock = new Uint8Array(blockSize)
/** Stands in the header while the rest of the slot is being written: ours, and nothing that could pass for a record. */
const mark = Uint8Array.of(...magic, ...blankBlock.subarray(magic.length))
const crcAt = 12

export function isMemberRecord({ memberId, secret }: MemberRecord): boolean {
  return /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/.test(memberId) && /^[0-9a-f]{32}$/.test(secret)
}

/** Header, member id, secret: the three blocks of a slot. */
export function encodeSlot(record: MemberRecord, sequence: number): Uint8Array[] {
  const header = new Uint8Array(blockSize)
  const view = new DataView(header.buffer)
  header.set([...magic, recordVersion, slotBlocks, 0x00, 0x00])
  view.setUint32(8, sequence)
  const body = [Buffer.from(record.memberId.replaceAll('-', ''), 'hex'), Buffer.from(record.secret, 'hex')]
  view.setUint32(crcAt, crcOf(header, body))
  return [header, ...body.map((block) => new Uint8Array(block))]
}

/** What three blocks say. Takes any bytes and always has an answer. */
export function parseSlot(blocks: readonly Uint8Array[]): Slot {
  const [header = blankBlock, ...body] = blocks
  const [id = blankBlock, secret = blankBlock] = body
  if (isUniform(header)) return { kind: body.every(isUniform) ? 'blank' : 'foreign' }
  if (!magic.every((byte, index) => header[index] === byte)) {
    return { kind: isMarkHalfWritten(header) ? 'torn' : 'foreign' }
  }
  if ((header[4] ?? 0) > recordVersion) return { kind: 'newer' }
  const view = new DataView(header.buffer, header.byteOffset)
  const isWhole =
    header[4] === recordVersion && header[5] === slotBlocks && view.getUint32(crcAt) === crcOf(header, body)
  if (!isWhole) return { kind: 'torn' }
  const record = { memberId: toUuid(id), secret: Buffer.from(secret).toString('hex') }
  return { kind: 'whole', sequence: view.getUint32(8), record }
}

/** The writes that put a record into a slot: first the mark, then the body, the header last. */
export function slotWrites(slot: SlotIndex, record: MemberRecord, sequence: number): BlockWrite[] {
  const start = slotStarts[slot]
  const [header = blankBlock, ...body] = encodeSlot(record, sequence)
  return [
    { block: start, data: mark },
    ...body.map((data, index) => ({ block: start + 1 + index, data })),
    { block: start, data: header },
  ]
}

/** The writes that empty a slot: marked while it goes on, the header last. */
export function blankWrites(slot: SlotIndex): BlockWrite[] {
  const start = slotStarts[slot]
  return [
    { block: start, data: mark },
    { block: start + 1, data: blankBlock },
    { block: start + 2, data: blankBlock },
    { block: start, data: blankBlock },
  ]
}

/** Sequence numbers go round; the one less than half the circle ahead is the newer. */
export function isNewer(sequence: number, than: number): boolean {
  return ((sequence - than) | 0) > 0
}

export function nextSequence(sequence: number): number {
  return (sequence + 1) >>> 0
}

function crcOf(header: Uint8Array, body: readonly Uint8Array[]): number {
  return body.reduce((sum, block) => crc32(block, sum), crc32(header.subarray(0, crcAt)))
}

/** A header in which the mark was being put over a blank block or taken off again. */
function isMarkHalfWritten(header: Uint8Array): boolean {
  return header.every((byte, index) => byte === 0x00 || byte === 0xff || byte === magic[index])
}

function isUniform(block: Uint8Array): boolean {
  return sameBytes(block, new Uint8Array(blockSize).fill(block[0] === 0xff ? 0xff : 0x00))
}

function toUuid(bytes: Uint8Array): string {
  return Buffer.from(bytes)
    .toString('hex')
    .replace(/^(.{8})(.{4})(.{4})(.{4})/, '$1-$2-$3-$4-')
}
