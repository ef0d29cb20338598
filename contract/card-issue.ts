import { Type, type Static } from 'typebox'
import { Patient } from './patient.ts'
import { CalendarDate, Id, Instant, Sex } from './text.ts'

/** Where an issue stands: what is missing first (server/domain/card-issue.ts). */
export const IssueStep = Type.Union([
  Type.Literal('person'),
  Type.Literal('duplicates'),
  Type.Literal('consent'),
  Type.Literal('card'),
  Type.Literal('link'),
  Type.Literal('handover'),
  Type.Literal('done'),
  Type.Literal('undone'),
])
export type IssueStep = Static<typeof IssueStep>

export const IssueKind = Type.Union([Type.Literal('new'), Type.Literal('reissue')])
export type IssueKind = Static<typeof IssueKind>

/** 紛失, 破損, その他. */
export const ReissueReason = Type.Union([Type.Literal('lost'), Type.Literal('damaged'), Type.Literal('other')])
export type ReissueReason = Static<typeof ReissueReason>

export const ConsentVia = Type.Union([Type.Literal('screen'), Type.Literal('paper')])
export type ConsentVia = Static<typeof ConsentVia>

/** Who the card is for. */
export const IssuePerson = Type.Object({
  name: Type.String(),
  kana: Type.String(),
  sex: Sex,
  birthOn: Type.Optional(CalendarDate),
})
export type IssuePerson = Static<typeof IssuePerson>

/** A member who may be the person, or is. */
export const Holder = Type.Object({
  memberId: Id,
  ...IssuePerson.properties,
  /** Since when they are a member. */
  since: Instant,
  /** Live cards, and since when they have the newest; null without one. */
  cards: Type.Integer(),
  cardSince: Type.Union([Instant, Type.Null()]),
})
export type Holder = Static<typeof Holder>

/** 既にカードをお持ちの可能性あり. `linked`: the chosen patient of the receipt computer is this member's already. */
export const IssueDuplicate = Type.Object({
  holder: Holder,
  strength: Type.Union([Type.Literal('linked'), Type.Literal('exact'), Type.Literal('maybe')]),
  reasons: Type.Array(
    Type.Union([
      Type.Literal('spaces'),
      Type.Literal('variant-kanji'),
      Type.Literal('kana'),
      Type.Literal('sex-unknown'),
      Type.Literal('birth-unknown'),
    ]),
  ),
  /** Somebody said: 別の方です. */
  isOther: Type.Boolean(),
})
export type IssueDuplicate = Static<typeof IssueDuplicate>

/** カード発行: one issue of a card, from the first entry to the hand-over. */
export const CardIssue = Type.Object({
  id: Id,
  kind: IssueKind,
  step: IssueStep,
  person: Type.Union([IssuePerson, Type.Null()]),
  /** Chosen from the feed. */
  patient: Type.Union([Patient, Type.Null()]),
  /** 再発行: the member chosen. New: the member made, from the moment the card is proven. */
  memberId: Type.Union([Id, Type.Null()]),
  reason: Type.Union([ReissueReason, Type.Null()]),
  duplicates: Type.Array(IssueDuplicate),
  /** Other issues under way that may be for the same person. */
  alsoOpen: Type.Array(Id),
  consent: Type.Union([
    Type.Object({
      via: ConsentVia,
      termsVersion: Type.Integer(),
      at: Instant,
      by: Type.Union([Type.String(), Type.Null()]),
    }),
    Type.Null(),
  ]),
  /** Live cards of the member that will be revoked, or were. */
  revokes: Type.Integer(),
  provenAt: Type.Union([Instant, Type.Null()]),
  /** Patients of the receipt computer that flow into the member's notebook. */
  linked: Type.Array(Patient),
  counterId: Type.Union([Id, Type.Null()]),
  startedBy: Type.Union([Type.String(), Type.Null()]),
  createdAt: Instant,
  updatedAt: Instant,
  version: Type.Integer(),
})
export type CardIssue = Static<typeof CardIssue>

const strict = { additionalProperties: false }
const version = Type.Integer()
const Written = Type.String({ maxLength: 100 })

/** Starts an issue: empty, with a patient of the feed, or for a member. */
export const NewCardIssue = Type.Object(
  {
    kind: IssueKind,
    counterId: Type.Optional(Type.Union([Id, Type.Null()])),
    patientId: Type.Optional(Id),
    memberId: Type.Optional(Id),
  },
  strict,
)
export type NewCardIssue = Static<typeof NewCardIssue>

export const IssuePersonEdit = Type.Object(
  {
    version,
    name: Type.String({ minLength: 1, maxLength: 100, pattern: '\\S' }),
    kana: Written,
    sex: Sex,
    /** As typed, in any usual spelling; '' not known. */
    birth: Type.String({ maxLength: 40 }),
    patientId: Type.Optional(Id),
  },
  strict,
)
export type IssuePersonEdit = Static<typeof IssuePersonEdit>

/** 再発行: whose card and why. Without a reason it is only chosen; the reason is asked next. */
export const IssueMemberEdit = Type.Object({ version, memberId: Id, reason: Type.Optional(ReissueReason) }, strict)
export type IssueMemberEdit = Static<typeof IssueMemberEdit>

/** 別の方です, of these members. */
export const IssueOthers = Type.Object({ version, memberIds: Type.Array(Id, { minItems: 1, maxItems: 50 }) }, strict)
export type IssueOthers = Static<typeof IssueOthers>

export const IssueConsent = Type.Object({ version, via: ConsentVia, termsVersion: Type.Integer() }, strict)
export type IssueConsent = Static<typeof IssueConsent>

/** `byIdAlone`: it is another pharmacy's card, and its owner agrees to use it here as well; nothing is written on it. */
export const IssueWrite = Type.Object({ version, readerId: Id, byIdAlone: Type.Optional(Type.Boolean()) }, strict)
export type IssueWrite = Static<typeof IssueWrite>

/** お薬自動登録: null puts it off. */
export const IssueLink = Type.Object({ version, patientId: Type.Union([Id, Type.Null()]) }, strict)
export type IssueLink = Static<typeof IssueLink>

export const IssueVersion = Type.Object({ version }, strict)
export type IssueVersion = Static<typeof IssueVersion>

/**
 * What lies on a card reader now. `blank` can be issued · `in-use` is somebody's · `revoked` was · `unfinished` an issue wrote on it and
 * broke off; it can be issued again · `elsewhere` another pharmacy's, on which nothing is ever written.
 */
export const LyingCard = Type.Object({
  readerId: Id,
  label: Type.String(),
  isOn: Type.Boolean(),
  /** Of a satellite, whose cards the box cannot write on. */
  isSatellite: Type.Boolean(),
  state: Type.Union([
    Type.Literal('none'),
    Type.Literal('blank'),
    Type.Literal('in-use'),
    Type.Literal('revoked'),
    Type.Literal('unfinished'),
    Type.Literal('elsewhere'),
  ]),
  /** Whose it is, or was. */
  holder: Type.Union([Holder, Type.Null()]),
})
export type LyingCard = Static<typeof LyingCard>

/** 利用規約: the newest version is what is asked; older ones stay. */
export const Terms = Type.Object({
  version: Type.Integer(),
  body: Type.String(),
  savedAt: Instant,
  /** Null: came with the box. */
  by: Type.Union([Type.String(), Type.Null()]),
})
export type Terms = Static<typeof Terms>

/** `version` as it was shown. */
export const TermsEdit = Type.Object(
  { body: Type.String({ minLength: 1, maxLength: 20_000, pattern: '\\S' }), version },
  strict,
)
export type TermsEdit = Static<typeof TermsEdit>

/** 同意: which version, how and when. */
export const Consent = Type.Object({
  id: Id,
  memberId: Id,
  termsVersion: Type.Integer(),
  via: ConsentVia,
  at: Instant,
  by: Type.Union([Type.String(), Type.Null()]),
})
export type Consent = Static<typeof Consent>

/** A patient of the feed, with when the newest file came. */
export const RecentPatient = Type.Object({
  patient: Patient,
  receivedAt: Instant,
  /** Null when nobody has a card for this patient yet. */
  holder: Type.Union([Holder, Type.Null()]),
})
export type RecentPatient = Static<typeof RecentPatient>
