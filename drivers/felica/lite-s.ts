import { fromHex, sameBytes, toHex } from './bytes.ts'
import { accepted, type FrameFault, type ReaderFamily, type Transmit } from './exchange.ts'
import {
  anySystem,
  encodePolling,
  encodeRead,
  encodeWrite,
  liteSystem,
  maxReadBlocks,
  parsePolling,
  parseRead,
  parseWrite,
  type StatusFlags,
} from './frames.ts'

/** A transport together with the way to carry frames through it. */
export interface Link {
  transmit: Transmit
  family: ReaderFamily
}

/** `exchanged` another card answers than the one that was there; `flags` the card refused. */
export type CardProblem =
  { ok: false; code: FrameFault | 'exchanged' } | { ok: false; code: 'flags'; flags: StatusFlags }

/** `compare` the card said yes, and yet holds something else. */
export type WriteProblem = CardProblem | { ok: false; code: 'compare' }

export interface BlockWrite {
  block: number
  data: Uint8Array
}

/**
 * The card on the reader as FeliCa Lite-S. `hasMemory` is undefined when the reader cannot poll for one system: then only reading
 * shows. The IDm is 8 bytes.
 */
export type Located = { ok: true; idm: Uint8Array; hasMemory: boolean | undefined } | CardProblem

/**
 * The IDm of any FeliCa card by the reader's own command, as 16 hex digits with the system number taken out: each system of a card
 * answers with its own number in the top four bits of one and the same id. Never to be sent to a card that is not FeliCa.
 */
export async function readIdm(
  transmit: Transmit,
): Promise<{ ok: true; idm: string } | { ok: false; code: FrameFault }> {
  const answer = accepted(await transmit(Uint8Array.of(0xff, 0xca, 0x00, 0x00, 0x00)))
  if (!answer.ok) return answer
  return answer.data.length === 8 ? { ok: true, idm: plainIdm(answer.data) } : { ok: false, code: 'malformed' }
}

/** The id of the card whichever of its systems answers, as 16 hex digits. */
export function plainIdm(idm: Uint8Array): string {
  return toHex(Uint8Array.of((idm[0] ?? 0) & 0x0f, ...idm.subarray(1)))
}

/** Does `work` between the family's `open` and `close`. */
export async function inSession<T>(link: Link, work: () => Promise<T>): Promise<T | { ok: false; code: FrameFault }> {
  const opened = await link.family.open(link.transmit)
  const outcome = opened.ok ? await work() : opened
  await link.family.close(link.transmit)
  return outcome
}

/**
 * Finds the Lite-S on the reader.
 * @param expected id the reader told by {@link readIdm}; used as address where the reader cannot poll
 */
export async function locate(link: Link, expected?: string): Promise<Located> {
  const lite = await poll(link, encodePolling(liteSystem))
  if (lite.ok) return checkExpected(lite.idm, true, expected)
  if (isTransportFault(lite.code)) return lite
  const any = await poll(link, encodePolling(anySystem, true))
  if (any.ok) return checkExpected(any.idm, any.system === liteSystem, expected)
  if (isTransportFault(any.code) || expected === undefined) return any
  return { ok: true, idm: fromHex(expected), hasMemory: undefined }
}

/** The blocks in the order asked for, four at a time. */
export async function readBlocks(
  link: Link,
  idm: Uint8Array,
  blocks: readonly number[],
): Promise<{ ok: true; blocks: Uint8Array[] } | CardProblem> {
  const found: Uint8Array[] = []
  for (let from = 0; from < blocks.length; from += maxReadBlocks) {
    const wanted = blocks.slice(from, from + maxReadBlocks)
    const outcome = await link.family.carry(link.transmit, encodeRead(idm, wanted))
    if (!outcome.ok) return outcome
    const parsed = parseRead(outcome.frame, idm, wanted.length)
    if (!parsed.ok) return parsed
    found.push(...parsed.blocks)
  }
  return { ok: true, blocks: found }
}

/**
 * Writes one block after the other, then reads them back and compares. A block may be named twice: the last data counts. Stops at
 * the first block that fails; what was written before stays.
 */
export async function writeBlocks(
  link: Link,
  idm: Uint8Array,
  writes: readonly BlockWrite[],
): Promise<{ ok: true } | WriteProblem> {
  for (const { block, data } of writes) {
    const outcome = await link.family.carry(link.transmit, encodeWrite(idm, block, data))
    if (!outcome.ok) return outcome
    const parsed = parseWrite(outcome.frame, idm)
    // A worn block is written all the same; whether rightly, the comparison shows.
    if (!parsed.ok && !(parsed.code === 'flags' && parsed.flags.meaning === 'worn')) return parsed
  }
  const last = new Map(writes.map(({ block, data }) => [block, data]))
  const back = await readBlocks(link, idm, [...last.keys()])
  if (!back.ok) return back
  const isSame = [...last.values()].every((data, index) => sameBytes(data, back.blocks[index] ?? new Uint8Array()))
  return isSame ? { ok: true } : { ok: false, code: 'compare' }
}

/** Whether the Lite-S with this IDm still lies on the reader; only for readers that {@link locate} could poll with. */
export async function checkStillThere(link: Link, idm: Uint8Array): Promise<{ ok: true } | CardProblem> {
  const polled = await poll(link, encodePolling(liteSystem))
  if (!polled.ok) return polled
  return sameBytes(polled.idm, idm) ? { ok: true } : { ok: false, code: 'exchanged' }
}

function isTransportFault(code: FrameFault): boolean {
  return code !== 'silent' && code !== 'refused' && code !== 'malformed'
}

async function poll(link: Link, frame: Uint8Array) {
  const outcome = await link.family.carry(link.transmit, frame)
  return outcome.ok ? parsePolling(outcome.frame) : outcome
}

function checkExpected(idm: Uint8Array, hasMemory: boolean, expected: string | undefined): Located {
  if (expected !== undefined && plainIdm(idm) !== expected) return { ok: false, code: 'exchanged' }
  return { ok: true, idm, hasMemory }
}
