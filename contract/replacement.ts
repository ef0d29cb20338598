import { Type, type Static } from 'typebox'
import { CalendarDate, Id, Instant } from './text.ts'

/** `draft` being prepared · `applied` 患者番号を移した · `rolled-back` 元に戻した. */
export const ReplacementState = Type.Union([
  Type.Literal('draft'),
  Type.Literal('applied'),
  Type.Literal('rolled-back'),
  Type.Literal('removed'),
])
export type ReplacementState = Static<typeof ReplacementState>

/** The six items: ① 薬局名 ② 入替予定日 ③ 現在のメーカー ④ 新しいメーカー ⑤ 新メーカーの連絡先 ⑥ 患者IDが変わるか. Blank until filled in. */
const items = {
  facilityName: Type.String({ maxLength: 120 }),
  plannedOn: Type.Union([CalendarDate, Type.Null()]),
  oldMaker: Type.String({ maxLength: 120 }),
  newMaker: Type.String({ maxLength: 120 }),
  contactName: Type.String({ maxLength: 120 }),
  contactPhone: Type.String({ maxLength: 40 }),
  contactMail: Type.String({ maxLength: 200 }),
  idsChange: Type.Union([Type.Literal('yes'), Type.Literal('no'), Type.Null()]),
}

export const PairList = Type.Union([Type.Literal('exact'), Type.Literal('probable'), Type.Literal('unmatched')])
export type PairList = Static<typeof PairList>

/** `linked`: of those, how many are set up for お薬自動登録. `confirmed`, `refused`: decided by a person or, where exact, by the box. */
const Counted = Type.Object({
  all: Type.Integer(),
  linked: Type.Integer(),
  confirmed: Type.Integer(),
  refused: Type.Integer(),
})
export const PairCounts = Type.Object({ exact: Counted, probable: Counted, unmatched: Counted })
export type PairCounts = Static<typeof PairCounts>

/** レセコン入替. */
export const Replacement = Type.Object({
  id: Id,
  state: ReplacementState,
  ...items,
  pharmacyCode: Type.String(),
  matchedFrom: Type.Union([Type.Literal('files'), Type.Literal('csv'), Type.Null()]),
  matchedAt: Type.Union([Instant, Type.Null()]),
  /** Of the dry run that is under way, by hundredths of the patients; null: none is. */
  progress: Type.Union([Type.Object({ done: Type.Integer(), of: Type.Integer() }), Type.Null()]),
  counts: PairCounts,
  appliedAt: Type.Union([Instant, Type.Null()]),
  rolledBackAt: Type.Union([Instant, Type.Null()]),
  createdAt: Instant,
  version: Type.Integer(),
})
export type Replacement = Static<typeof Replacement>

export const NewReplacement = Type.Object(
  { facilityName: items.facilityName, oldMaker: items.oldMaker, pharmacyCode: Type.String({ maxLength: 20 }) },
  { additionalProperties: false },
)
export type NewReplacement = Static<typeof NewReplacement>

export const ReplacementEdit = Type.Object(
  { ...items, pharmacyCode: Type.String({ maxLength: 20 }), version: Type.Integer() },
  { additionalProperties: false },
)
export type ReplacementEdit = Static<typeof ReplacementEdit>

const PairPerson = Type.Object({
  /** The box's own id; null: no file has come yet. */
  patientId: Type.Union([Id, Type.Null()]),
  code: Type.String(),
  name: Type.String(),
  kana: Type.String(),
  birthOn: Type.Union([CalendarDate, Type.Null()]),
})

/** One patient of the old receipt computer, and who that is in the new one. */
export const ReplacementPair = Type.Object({
  position: Type.Integer(),
  old: PairPerson,
  isLinked: Type.Boolean(),
  /** Null: nobody. Without a name: only the code is known, no file has come yet. */
  next: Type.Union([PairPerson, Type.Null()]),
  list: PairList,
  reasons: Type.Array(Type.String()),
  decision: Type.Union([Type.Literal('open'), Type.Literal('confirmed'), Type.Literal('refused')]),
})
export type ReplacementPair = Static<typeof ReplacementPair>

export const PairDecision = Type.Object(
  {
    decision: ReplacementPair.properties.decision,
    /** Which; absent: every one of the list that is still open. */
    position: Type.Optional(Type.Integer({ minimum: 0 })),
    list: PairList,
    version: Type.Integer(),
  },
  { additionalProperties: false },
)
export type PairDecision = Static<typeof PairDecision>

/** A pharmacy code whose files have come, and what the box has learnt of them. */
export const KnownFeed = Type.Object({
  pharmacyCode: Type.String(),
  makers: Type.Array(Type.String()),
  isFrozen: Type.Boolean(),
  patients: Type.Integer(),
  heldPatients: Type.Integer(),
})
export type KnownFeed = Static<typeof KnownFeed>
