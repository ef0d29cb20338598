import { Type, type Static } from 'typebox'
import { MemberName } from './link.ts'
import { Member } from './member.ts'
import { Patient } from './patient.ts'
import { CalendarDate, Id, Instant, Sex } from './text.ts'

/** A fact that two members may say differently. */
export const MergedFact = Type.Union([
  Type.Literal('name'),
  Type.Literal('kana'),
  Type.Literal('sex'),
  Type.Literal('birthOn'),
])
export type MergedFact = Static<typeof MergedFact>

export const PersonFacts = Type.Object({
  name: Type.String(),
  kana: Type.String(),
  sex: Sex,
  birthOn: Type.Optional(CalendarDate),
})
export type PersonFacts = Static<typeof PersonFacts>

const Side = Type.Union([Type.Literal('kept'), Type.Literal('gone')])
/** Whose word holds, fact by fact. */
export const FactChoice = Type.Object(
  { name: Side, kana: Side, sex: Side, birthOn: Side },
  { additionalProperties: false },
)
export type FactChoice = Static<typeof FactChoice>

/** One of the two, with everything that will be shown together. */
export const MergeSide = Type.Object({
  member: Member,
  since: Instant,
  cards: Type.Object({ valid: Type.Integer(), revoked: Type.Integer() }),
  patients: Type.Array(Type.Object({ patient: Patient, dispensings: Type.Integer() })),
  visits: Type.Integer(),
  lastPresentedAt: Type.Union([Instant, Type.Null()]),
  bodyNotes: Type.Integer(),
  memos: Type.Integer(),
  otc: Type.Integer(),
  outside: Type.Integer(),
  images: Type.Integer(),
  /** Members merged into this one earlier; they come along. */
  merged: Type.Integer(),
})
export type MergeSide = Static<typeof MergeSide>

export const MergePreview = Type.Object({
  kept: MergeSide,
  gone: MergeSide,
  /** What would hold if nobody chose: the kept one's word, and the other's where the kept one says nothing. */
  choice: FactChoice,
  /** Facts that both say, and say differently. */
  conflicts: Type.Array(MergedFact),
})
export type MergePreview = Static<typeof MergePreview>

export const NewMerge = Type.Object(
  {
    keptId: Id,
    keptVersion: Type.Integer(),
    goneId: Id,
    goneVersion: Type.Integer(),
    facts: FactChoice,
  },
  { additionalProperties: false },
)
export type NewMerge = Static<typeof NewMerge>

/** 統合: one act, that can be taken back until `undoUntil`. */
export const Merge = Type.Object({
  id: Id,
  kept: MemberName,
  gone: MemberName,
  mergedAt: Instant,
  mergedBy: Type.Union([Type.String(), Type.Null()]),
  undoUntil: Instant,
  undoneAt: Type.Union([Instant, Type.Null()]),
  undoneBy: Type.Union([Type.String(), Type.Null()]),
  /** What was written since then on the kept record: it stays there when the merge is taken back. */
  writtenSince: Type.Integer(),
})
export type Merge = Static<typeof Merge>

export const UndoneMerge = Type.Object({
  merge: Merge,
  kept: Member,
  gone: Member,
  /** Facts that somebody corrected after the merge: they are left as they are. */
  leftFacts: Type.Array(MergedFact),
})
export type UndoneMerge = Static<typeof UndoneMerge>
