import { Type, type Static } from 'typebox'
import { Member } from './member.ts'
import { Patient } from './patient.ts'
import { FeedState } from './status.ts'
import { CalendarDate, Id, Instant } from './text.ts'

/**
 * How one fact of a member and of a patient agree. `same` as written, apart from width and spaces · `variant` old or variant kanji, small
 * or voiced kana · `close` one slip apart · `different` · `missing` one of the two does not say.
 */
export const Agreement = Type.Union([
  Type.Literal('same'),
  Type.Literal('variant'),
  Type.Literal('close'),
  Type.Literal('different'),
  Type.Literal('missing'),
])
export type Agreement = Static<typeof Agreement>

export const FactMatch = Type.Object({ name: Agreement, kana: Agreement, birthOn: Agreement, sex: Agreement })
export type FactMatch = Static<typeof FactMatch>

/** `exact` name, birth date and sex are the same · `probable` one person by all that is written · `possible` worth a look · `near` something alike only · `none` nothing, found by a search. */
export const MatchStrength = Type.Union([
  Type.Literal('exact'),
  Type.Literal('probable'),
  Type.Literal('possible'),
  Type.Literal('near'),
  Type.Literal('none'),
])
export type MatchStrength = Static<typeof MatchStrength>

/** Who a record belongs to, in as few words as a warning needs. */
export const MemberName = Type.Object({ id: Id, name: Type.String(), kana: Type.String() })
export type MemberName = Static<typeof MemberName>

/** レセコンからの候補: one patient, how well they match, and since when files of theirs have come. */
export const LinkCandidate = Type.Object({
  patient: Patient,
  strength: MatchStrength,
  match: FactMatch,
  /** When the newest file of this patient came in, and what day it is of. */
  receivedAt: Type.Union([Instant, Type.Null()]),
  dispensedOn: Type.Union([CalendarDate, Type.Null()]),
  /** Whose notebook this patient's dispensings flow into already. */
  linkedTo: Type.Union([MemberName, Type.Null()]),
  /** Came with files that were put aside because the receipt computer may have changed: cannot be set until somebody decides. */
  isHeld: Type.Boolean(),
})
export type LinkCandidate = Static<typeof LinkCandidate>

/** Why no candidate can be set: what stands in the way, the gravest first. */
export const NoCandidateReason = Type.Union([
  Type.Literal('linked-elsewhere'),
  Type.Literal('feed-stopped'),
  Type.Literal('feed-frozen'),
  Type.Literal('feed-held'),
  Type.Literal('name-differs'),
  Type.Literal('no-file'),
])
export type NoCandidateReason = Static<typeof NoCandidateReason>

/** Another member who may be the same person: 既にカードをお持ちの可能性あり. */
export const LinkDuplicate = Type.Object({ member: Member, isExact: Type.Boolean(), cards: Type.Integer() })
export type LinkDuplicate = Static<typeof LinkDuplicate>

export const LinkCandidates = Type.Object({
  /** As the box has it now; of a merged member, the one that is kept. */
  member: Member,
  /** Best first; only what is worth a choice, or what was searched for. */
  candidates: Type.Array(LinkCandidate),
  /** Alike in something, and not the same: for when there is no candidate. */
  near: Type.Array(LinkCandidate),
  /** Empty when there is a candidate that can be set. */
  reasons: Type.Array(NoCandidateReason),
  feed: Type.Object({ state: FeedState, lastReceivedAt: Type.Union([Instant, Type.Null()]) }),
  duplicates: Type.Array(LinkDuplicate),
})
export type LinkCandidates = Static<typeof LinkCandidates>

/** お薬自動登録設定. `from`: the member this patient is linked to now, when that is to be undone by the same act (付け替え). */
export const NewLink = Type.Object(
  { patientId: Id, version: Type.Integer(), from: Type.Optional(Id) },
  { additionalProperties: false },
)
export type NewLink = Static<typeof NewLink>

/** What moves when a patient is linked to another member. */
export const LinkPreview = Type.Object({
  patient: Patient,
  from: Type.Union([MemberName, Type.Null()]),
  to: MemberName,
  dispensings: Type.Integer(),
  /** Other patients that stay linked to `from`. */
  staying: Type.Integer(),
})
export type LinkPreview = Static<typeof LinkPreview>

/** A link that is, or was. */
export const LinkHistory = Type.Object({
  id: Id,
  patient: Patient,
  linkedAt: Instant,
  linkedBy: Type.Union([Type.String(), Type.Null()]),
  unlinkedAt: Type.Union([Instant, Type.Null()]),
  unlinkedBy: Type.Union([Type.String(), Type.Null()]),
  /** Set under a member that was merged into this one. */
  viaMerge: Type.Boolean(),
})
export type LinkHistory = Static<typeof LinkHistory>

/** 未設定: a member nothing flows to, with the best guess. */
export const UnlinkedMember = Type.Object({
  member: Member,
  lastPresentedAt: Type.Union([Instant, Type.Null()]),
  best: Type.Union([LinkCandidate, Type.Null()]),
  reasons: Type.Array(NoCandidateReason),
})
export type UnlinkedMember = Static<typeof UnlinkedMember>

export const UnlinkedPage = Type.Object({
  items: Type.Array(UnlinkedMember),
  next: Type.Union([Type.String(), Type.Null()]),
  /** All of them, not only this page. */
  total: Type.Integer(),
})
export type UnlinkedPage = Static<typeof UnlinkedPage>
