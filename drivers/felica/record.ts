import type { CardRecordState } from '../reader.ts'
import type { FrameFault, ReaderFamily, Transmit } from './exchange.ts'
import {
  blankWrites,
  isMemberRecord,
  isNewer,
  nextSequence,
  parseSlot,
  recordVersion,
  slotBlocks,
  slotStarts,
  slotWrites,
  type MemberRecord,
  type Slot,
  type SlotIndex,
} from './layout.ts'
import {
  checkStillThere,
  inSession,
  locate,
  readBlocks,
  writeBlocks,
  type CardProblem,
  type Link,
  type WriteProblem,
} from './lite-s.ts'

/**
 * `invalid` not a UUID and 32 hex digits; `no-memory` the card has no blocks of this kind; `read-only` it has, and does not let
 * itself be written; `foreign` it holds somebody else's data; `newer` it was written by a newer version of the box; `exchanged`
 * another card lies on the reader; `compare` what was read back is not what was written.
 */
export type RecordFault =
  FrameFault | 'invalid' | 'no-memory' | 'read-only' | 'foreign' | 'newer' | 'exchanged' | 'compare'

export interface Failed {
  ok: false
  code: RecordFault
}

export type WriteOutcome = { ok: true; sequence: number } | Failed | Occupied

/** Somebody's record lies there, whole, and it is not one of those that may be replaced: nothing was written. */
interface Occupied {
  ok: false
  code: 'occupied'
  record: MemberRecord
}

export type RepairOutcome = { ok: true; isRepaired: boolean; state: CardRecordState } | Failed

/** What a card holds. A card without memory counts as two blank slots. */
export interface Survey {
  ok: true
  /** As the card itself gives it, 8 bytes. */
  idm: Uint8Array
  hasMemory: boolean
  /** The reader can poll for one card, and so check whether it still lies there. */
  isPolled: boolean
  slots: readonly [Slot, Slot]
}

export interface CardChoice {
  /** The id that was read at this touch, 16 hex digits as from `readIdm`; any other card is refused. */
  idm?: string
}

/**
 * Writes a member record into the slot that does not hold the newest copy, reads it back and compares. After any failure the card
 * holds either what it held before or the new record, never a mixture; which of the two, the next reading tells.
 * @param choice `overwrites` also on a card with somebody else's data in these blocks; `replaces`, where given, the members whose records
 * may be replaced: any other's is left as it is
 */
export async function writeRecord(
  transmit: Transmit,
  family: ReaderFamily,
  record: MemberRecord,
  choice: CardChoice & { overwrites?: boolean; replaces?: readonly string[] } = {},
): Promise<WriteOutcome> {
  if (!isMemberRecord(record)) return { ok: false, code: 'invalid' }
  const link = { transmit, family }
  return inSession(link, async (): Promise<WriteOutcome> => {
    const found = await surveyCard(link, choice.idm)
    if (!found.ok) return found
    if (!found.hasMemory) return { ok: false, code: 'no-memory' }
    if (has(found, 'newer')) return { ok: false, code: 'newer' }
    const there = newestCopy(found)?.record
    if (there && choice.replaces && !choice.replaces.includes(there.memberId)) {
      return { ok: false, code: 'occupied', record: there }
    }
    const slot = spareSlot(found)
    if (found.slots[slot].kind === 'foreign' && !choice.overwrites) return { ok: false, code: 'foreign' }
    return put(link, found, slot, record)
  })
}

/**
 * Makes a half-written card whole again, within an open session, if it was just surveyed: from the whole copy if there is one, else by
 * emptying the broken slots. A card that needs nothing is left alone.
 */
export async function repairSurveyed(link: Link, found: Survey): Promise<RepairOutcome> {
  if (!isDamaged(found)) return { ok: true, isRepaired: false, state: stateOf(found) }
  const newest = newestCopy(found)
  if (newest) {
    const written = await put(link, found, newest.slot === 0 ? 1 : 0, newest.record)
    return written.ok ? { ok: true, isRepaired: true, state: stateOf(found) } : written
  }
  for (const slot of [0, 1] as const) {
    if (found.slots[slot].kind !== 'torn') continue
    const written = await writeBlocks(link, found.idm, blankWrites(slot))
    if (!written.ok) return failed(written)
  }
  return { ok: true, isRepaired: true, state: { state: 'none' } }
}

/**
 * Looks at the card on the reader within an open session.
 * @param expected id the card must have; any other is `exchanged`
 */
export async function surveyCard(link: Link, expected?: string): Promise<Survey | Failed> {
  const card = await locate(link, expected)
  if (!card.ok) return failed(card)
  const base = { ok: true, idm: card.idm, isPolled: card.hasMemory !== undefined } as const
  const empty = { ...base, hasMemory: false, slots: [{ kind: 'blank' }, { kind: 'blank' }] } as const
  if (card.hasMemory === false) return empty
  const numbers = slotStarts.flatMap((start) => Array.from({ length: slotBlocks }, (_, index) => start + index))
  const read = await readBlocks(link, card.idm, numbers)
  // A card that says no to reading has nothing for us; broken memory is another matter.
  if (!read.ok && read.code === 'flags' && read.flags.meaning !== 'memory') return empty
  if (!read.ok) return failed(read)
  const slots = [parseSlot(read.blocks.slice(0, slotBlocks)), parseSlot(read.blocks.slice(slotBlocks))] as const
  return { ...base, hasMemory: true, slots }
}

/** What the survey means for whoever only wants to know the member. */
export function stateOf(found: Survey): CardRecordState {
  // A newer version may have revoked what our own copy still says.
  if (has(found, 'newer')) return { state: 'unreadable' }
  const newest = newestCopy(found)
  if (newest) return { state: 'present', version: recordVersion, ...newest.record }
  return { state: has(found, 'torn') ? 'torn' : 'none' }
}

/** A copy is half written and wants repair, even if the other is whole. */
export function isDamaged(found: Survey): boolean {
  return has(found, 'torn') && !has(found, 'newer')
}

function has(found: Survey, kind: Slot['kind']): boolean {
  return found.slots.some((slot) => slot.kind === kind)
}

function newestCopy({ slots }: Survey): { slot: SlotIndex; sequence: number; record: MemberRecord } | undefined {
  const [a, b] = slots
  const isB = b.kind === 'whole' && (a.kind !== 'whole' || isNewer(b.sequence, a.sequence))
  const copy = isB ? b : a
  return copy.kind === 'whole' ? { slot: isB ? 1 : 0, sequence: copy.sequence, record: copy.record } : undefined
}

/** The slot to write next: never the one with the newest whole copy. */
function spareSlot(found: Survey): SlotIndex {
  return newestCopy(found)?.slot === 0 ? 1 : 0
}

async function put(
  link: Link,
  found: Survey,
  slot: SlotIndex,
  record: MemberRecord,
): Promise<{ ok: true; sequence: number } | Failed> {
  const newest = newestCopy(found)
  const sequence = newest ? nextSequence(newest.sequence) : 1
  const written = await writeBlocks(link, found.idm, slotWrites(slot, record, sequence))
  if (!written.ok) return failed(written)
  const there = found.isPolled ? await checkStillThere(link, found.idm) : written
  return there.ok ? { ok: true, sequence } : failed(there)
}

function failed(problem: CardProblem | WriteProblem): Failed {
  return { ok: false, code: problem.code === 'flags' ? 'read-only' : problem.code }
}
