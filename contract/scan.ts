import { Type, type Static } from 'typebox'
import { DeskEvent } from './desk.ts'
import { Id, Instant } from './text.ts'

/** What a scanner that pretends to be a keyboard typed into a page: printable ASCII, for nothing else arrives whole that way. */
export const TypedScan = Type.Object(
  {
    counterId: Type.Union([Id, Type.Null()]),
    text: Type.String({ minLength: 1, maxLength: 512, pattern: '^[\\x20-\\x7e]+$' }),
  },
  { additionalProperties: false },
)
export type TypedScan = Static<typeof TypedScan>

/** What came of it: the very words its counter is told. */
export const TypedScanOutcome = Type.Pick(DeskEvent, ['level', 'code', 'text', 'next', 'parts'])
export type TypedScanOutcome = Static<typeof TypedScanOutcome>

/**
 * What a code is. `jahis-notebook` お薬手帳 · `jahis-prescription` 処方箋 · `jan` JAN or another GTIN, with a check digit that fits ·
 * `gs1` element strings of GS1 · `eligibility`, `code` known by how they begin.
 */
export const ScanKind = Type.Union([
  Type.Literal('jahis-notebook'),
  Type.Literal('jahis-prescription'),
  Type.Literal('jan'),
  Type.Literal('gs1'),
  Type.Literal('eligibility'),
  Type.Literal('code'),
])
export type ScanKind = Static<typeof ScanKind>

/** A code that was read whole and is kept. What it says is a person's: of a notebook it is asked for by itself (outside-notebook.ts). */
export const Scan = Type.Object({
  id: Id,
  kind: ScanKind,
  /** How many symbols it was put together from. */
  symbols: Type.Integer(),
  scannedAt: Instant,
  counterId: Type.Union([Id, Type.Null()]),
  /** Null for a scanner that types into a page. */
  readerId: Type.Union([Id, Type.Null()]),
})
export type Scan = Static<typeof Scan>
