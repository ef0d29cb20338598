import type { ScanKind } from '../../contract/scan.ts'
import { codeText, kindOf, mayBeCut, type CodePrefix } from './scan-kind.ts'
import { joinParts, parityOf, readAppendPart, readNotebookPart, sameBytes } from './scan-parts.ts'
import type { AppendHeader, ScanPart } from './scan-parts.ts'

/** What a scan came to. Nothing here carries anything of what the code says but `complete`, which carries all of it. */
export type ScanResult =
  /** A part of several: `part` was just read, those in `missing` are still to come. */
  | { state: 'collecting'; part: number; of: number; missing: number[] }
  | CompleteScan
  | { state: 'refused'; reason: ScanRefusal }

export interface CompleteScan {
  state: 'complete'
  kind: ScanKind
  /** Undecoded. */
  bytes: Uint8Array
  /** How many symbols it was. */
  of: number
  /** The same divided code was completed here a moment ago: to be shown again, not to be stored again. */
  isRepeat: boolean
  /** It stops inside a line: perhaps the scanner sent only the first of several symbols. */
  mayBeCut: boolean
}

/** The rest did not come in time. */
export interface UnfinishedScan {
  state: 'timed-out'
  of: number
  missing: number[]
}

/**
 * Why a scan was turned away. `unknown-code`: nothing this box knows. `bad-part`: a notebook's 911 line makes no sense.
 * `conflicting-part`, `conflicting-count`, `conflicting-heading`: parts that claim to be of one code contradict each other.
 * `parity`: all parts are there and are not one code. `too-large`. `headless-part`: the rest of a code whose scanner sends parts
 * without saying so; its setting has to be changed. After every refusal of a divided code it is read again from its first symbol.
 */
export type ScanRefusal =
  | 'unknown-code'
  | 'bad-part'
  | 'conflicting-part'
  | 'conflicting-count'
  | 'conflicting-heading'
  | 'parity'
  | 'too-large'
  | 'headless-part'

export interface ScanSettings {
  /** The ASCII codes this box knows. */
  prefixes: readonly CodePrefix[]
  /** As the scanner is set up. */
  appendHeader: AppendHeader
  /** False only for codes of a maker that is known to write wrong parities. */
  isParityChecked: boolean
  /** How long after a part the next one may come, in milliseconds. */
  windowMs: number
  /** Of one code put together. */
  maxBytes: number
}

export const defaultScanSettings: ScanSettings = {
  prefixes: [],
  appendHeader: 'none',
  isParityChecked: true,
  windowMs: 60_000,
  maxBytes: 256 * 1024,
}

/** What one scanner has read so far. A value: nothing in it is ever changed. */
export interface ScanState {
  collections: readonly Collection[]
  /** When a text that may be cut was completed. */
  cutAt: number | undefined
}

interface Collection {
  key: string
  of: number
  parts: readonly ScanPart[]
  touchedAt: number
  /** Kept until the time limit, so that a symbol read twice does not begin a new collection. */
  done: CompleteScan | undefined
}

export const noScans: ScanState = { collections: [], cutAt: undefined }

/** Codes begun at one scanner at the same time; the oldest makes room. */
const maxCollections = 8

interface Taken {
  state: ScanState
  result: ScanResult
  /** Collections that had to make room. */
  unfinished: UnfinishedScan[]
}

/**
 * Takes what a scanner read. Pure; never throws, whatever the bytes.
 * @param bytes one symbol, without symbology identifier.
 * @param symbology the AIM identifier, where the scanner sends it; only `]Q…` is ever a part of a QR code.
 */
export function takeScan(
  state: ScanState,
  { bytes, symbology }: { bytes: Uint8Array; symbology?: string | undefined },
  settings: ScanSettings,
  at: number,
): Taken {
  if (bytes.length > settings.maxBytes) return refuse(state, 'too-large')
  const isMaybePart = symbology === undefined || symbology.startsWith(']Q')
  const part = isMaybePart ? readAppendPart(bytes, settings.appendHeader) : undefined
  if (part) {
    const kind = kindOf(bytes, settings.prefixes, symbology)
    // What is known by its first bytes is never mistaken for the header of a part. Digits alone may be either: they are the part where
    // others of its code wait for it.
    const isAwaited = kind === 'jan' && state.collections.some(({ key }) => key === part.key)
    if (kind === undefined || isAwaited) return takePart(state, part, settings, at)
  }
  return takeWhole(state, { bytes, symbology }, settings, at, 1)
}

/** Lets go of everything whose next part did not come in time. */
export function expireScans(
  state: ScanState,
  settings: ScanSettings,
  at: number,
): { state: ScanState; unfinished: UnfinishedScan[] } {
  const isOver = ({ touchedAt }: Collection): boolean => at - touchedAt >= settings.windowMs
  const over = state.collections.filter(isOver)
  if (over.length === 0) return { state, unfinished: [] }
  return {
    state: { ...state, collections: state.collections.filter((each) => !isOver(each)) },
    unfinished: over.flatMap(unfinishedOf),
  }
}

/** When `expireScans` has something to do next; undefined when nothing is open. */
export function nextExpiry(state: ScanState, settings: ScanSettings): number | undefined {
  const times = state.collections.map(({ touchedAt }) => touchedAt + settings.windowMs)
  return times.length > 0 ? Math.min(...times) : undefined
}

function takeWhole(
  state: ScanState,
  { bytes, symbology }: { bytes: Uint8Array; symbology: string | undefined },
  settings: ScanSettings,
  at: number,
  of: number,
): Taken {
  const kind = kindOf(bytes, settings.prefixes, symbology)
  if (kind === undefined) {
    const isText = codeText(bytes) === undefined
    const isAfterCut = isText && state.cutAt !== undefined && at - state.cutAt < settings.windowMs
    return refuse(state, isAfterCut ? 'headless-part' : 'unknown-code')
  }
  const part = kind === 'jahis-notebook' ? readNotebookPart(bytes) : undefined
  if (part === 'bad') return refuse(state, 'bad-part')
  if (part) return takePart(state, part, settings, at)
  const isJahis = kind.startsWith('jahis')
  const isCut = of === 1 && isJahis && mayBeCut(bytes)
  return {
    // A bar code in between says nothing of the text before it.
    state: { ...state, cutAt: isCut ? at : isJahis ? undefined : state.cutAt },
    result: { state: 'complete', kind, bytes, of, isRepeat: false, mayBeCut: isCut },
    unfinished: [],
  }
}

function takePart(state: ScanState, part: ScanPart, settings: ScanSettings, at: number): Taken {
  const others = state.collections.filter(({ key }) => key !== part.key)
  const without: ScanState = { ...state, collections: others }
  const begun = state.collections.find(({ key }) => key === part.key) ?? begin(part, at)
  const twin = begun.parts.find((each) => each.part === part.part)
  const conflict = conflictOf(begun, part, twin)
  // Whichever of the two is right, a mixture of two patients is not: all of it goes.
  if (conflict) return refuse(without, conflict)

  const collection: Collection = { ...begun, parts: twin ? begun.parts : [...begun.parts, part], touchedAt: at }
  if (collection.done) return keep(without, collection, { ...collection.done, isRepeat: true })
  if (sizeOf(collection.parts) > settings.maxBytes) return refuse(without, 'too-large')
  const missing = missingOf(collection)
  if (missing.length > 0) {
    return keep(without, collection, { state: 'collecting', part: part.part, of: part.of, missing })
  }
  const finished = finish(without, collection, settings, at)
  if (finished.result.state !== 'complete') return finished
  return keep(finished.state, { ...collection, done: finished.result }, finished.result)
}

/** Only QR codes are divided that way. */
const structuredAppend = ']Q1'

/** All parts are there. */
function finish(without: ScanState, { parts, of }: Collection, settings: ScanSettings, at: number): Taken {
  const bytes = joinParts(parts)
  const parity = parts[0]?.parity
  if (parity !== undefined) {
    if (settings.isParityChecked && parityOf(bytes) !== parity) return refuse(without, 'parity')
    return takeWhole(without, { bytes, symbology: structuredAppend }, settings, at, of)
  }
  return {
    state: { ...without, cutAt: undefined },
    result: { state: 'complete', kind: 'jahis-notebook', bytes, of, isRepeat: false, mayBeCut: false },
    unfinished: [],
  }
}

function conflictOf(begun: Collection, part: ScanPart, twin: ScanPart | undefined): ScanRefusal | undefined {
  if (begun.of !== part.of) return 'conflicting-count'
  if (begun.parts[0] && !sameBytes(begun.parts[0].heading, part.heading)) return 'conflicting-heading'
  if (twin && !sameBytes(twin.bytes, part.bytes)) return 'conflicting-part'
  return undefined
}

const begin = ({ key, of }: ScanPart, at: number): Collection => ({
  key,
  of,
  parts: [],
  touchedAt: at,
  done: undefined,
})

/** The newest is last; the oldest makes room. */
function keep(state: ScanState, collection: Collection, result: ScanResult): Taken {
  const all = [...state.collections, collection]
  const collections = all.slice(-maxCollections)
  return {
    state: { ...state, collections },
    result,
    unfinished: all.slice(0, -collections.length).flatMap(unfinishedOf),
  }
}

const sizeOf = (parts: readonly ScanPart[]): number => parts.reduce((sum, { bytes }) => sum + bytes.length, 0)

function missingOf({ of, parts }: Collection): number[] {
  const read = new Set(parts.map(({ part }) => part))
  return Array.from({ length: of }, (_, index) => index + 1).filter((part) => !read.has(part))
}

const unfinishedOf = (collection: Collection): UnfinishedScan[] =>
  collection.done ? [] : [{ state: 'timed-out', of: collection.of, missing: missingOf(collection) }]

const refuse = (state: ScanState, reason: ScanRefusal): Taken => ({
  state,
  result: { state: 'refused', reason },
  unfinished: [],
})
