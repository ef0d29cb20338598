import { Type, type Static } from 'typebox'
import { CalendarDate, Id, Instant } from './text.ts'

/** What a request asked for, noun first. `-read` shows, `-searched` finds, `-saved` leaves as a file, everything else changes. */
export const auditDeeds = [
  'visits-read',
  'dispensings-read',
  'dispensing-files-read',
  'people-searched',
  'people-by-kana-read',
  'patient-read',
  'member-read',
  'member-edit',
  'member-versions-read',
  'member-trail-read',
  'history-read',
  'taking-read',
  'body-notes-read',
  'body-notes-edit',
  'memos-read',
  'memos-edit',
  'otc-read',
  'otc-edit',
  'outside-read',
  'outside-edit',
  'link-candidates-read',
  'links-read',
  'links-edit',
  'unlinked-read',
  'duplicates-read',
  'merges-read',
  'merges-edit',
  'hint-counts-read',
  'hints-read',
  'hints-edit',
  'leftovers-read',
  'leftovers-edit',
  'rejected-file-saved',
  'rejected-file-edit',
  'replacement-read',
  'replacement-saved',
  'replacement-edit',
  'feed-edit',
  'strays-read',
  'strays-edit',
  'card-issues-read',
  'card-issues-edit',
  'lying-cards-read',
  'consents-read',
  'cards-read',
  'cards-edit',
  'card-proof-read',
  'registration-codes-read',
  'registration-codes-edit',
  'upload-tickets-read',
  'upload-tickets-edit',
  'images-read',
  'image-read',
  'images-edit',
  'image-sent',
  'phone-registration-read',
  'phone-registration-edit',
  'phone-upload-edit',
  'disclosure-read',
  'disclosure-edit',
  'disclosure-reasons-read',
  'audit-searched',
  'audit-saved',
  'audit-review-edit',
  'scanned-notebook-read',
  'scan-sent',
] as const
export type AuditDeed = (typeof auditDeeds)[number]

const Nullable = Type.Union([Type.String(), Type.Null()])

/** One row of the audit trail (監査ログ). Ids only: who a member or patient is, the page asks elsewhere, which leaves a row again. */
export const AuditEntry = Type.Object({
  seq: Type.Integer(),
  at: Instant,
  /** Id and name of who did it; null: the box by itself, or a phone without sign-in. */
  staffId: Nullable,
  by: Nullable,
  /** Id and name of the enrolled device it came from; null: from one that is not enrolled. */
  deviceId: Nullable,
  deviceName: Nullable,
  /** 代行入力: in whose name. */
  onBehalfOf: Nullable,
  onBehalfOfName: Nullable,
  /** Network address the request came from. */
  address: Nullable,
  memberId: Nullable,
  patientId: Nullable,
  /** Of what: id of the card, image, draft … */
  rowId: Nullable,
  /** An {@link AuditDeed}, or what trail calls a deed that was done. */
  what: Type.String(),
  /** `ok`, or the code of the answer that refused. */
  result: Type.String(),
  /** Further persons of the same answer. */
  shown: Type.Array(Type.String()),
  /** Persons beyond those, whose ids are not kept. */
  more: Type.Integer(),
  /** The page fetched it ahead: nobody has looked yet. */
  isPrepared: Type.Boolean(),
  /** Of a sign-in, what showed who it was. */
  proof: Nullable,
  /** The deed itself, as it was noted together with the change; else the request. */
  isDeed: Type.Boolean(),
})
export type AuditEntry = Static<typeof AuditEntry>

/** What is looked for; everything that is given has to hold. */
export const auditFilter = {
  /** A member's or a patient's id. */
  person: Type.Optional(Id),
  /** With `person`: lists that showed them among others, too. */
  lists: Type.Optional(Type.Boolean()),
  staff: Type.Optional(Id),
  device: Type.Optional(Type.String({ maxLength: 64 })),
  what: Type.Optional(Type.String({ pattern: '^[a-z][a-z-]{1,60}$' })),
  /** Only what was refused. */
  refused: Type.Optional(Type.Boolean()),
  /** First and last day in Asia/Tokyo. */
  from: Type.Optional(CalendarDate),
  to: Type.Optional(CalendarDate),
}

export const AuditStaff = Type.Object({ id: Id, name: Type.String() })
export type AuditStaff = Static<typeof AuditStaff>

/**
 * `changed` a row is not what it was · `missing` a row is gone · `cut` rows at the end are gone · `deed` a deed of the trail is gone, changed or
 * unknown · `unchecked` the check itself did not come to its end, or has not been done for two days.
 */
export const AuditFault = Type.Union([
  Type.Literal('changed'),
  Type.Literal('missing'),
  Type.Literal('cut'),
  Type.Literal('deed'),
  Type.Literal('unchecked'),
])
export type AuditFault = Static<typeof AuditFault>

/** The chain is broken: which row is the first that is wrong, why, when that was found, how many places are wrong and the last of them. */
export const AuditBreak = Type.Object({
  /** 0: of no single row (`unchecked`). */
  seq: Type.Integer(),
  why: AuditFault,
  since: Instant,
  faults: Type.Integer(),
  lastSeq: Type.Integer(),
})
export type AuditBreak = Static<typeof AuditBreak>

export const AuditMonth = Type.String({ pattern: '^\\d{4}-(0[1-9]|1[0-2])$' })

const Tally = Type.Object({ rows: Type.Integer(), refused: Type.Integer() })

/** 点検済: who looked through the month, and where the chain stood then. */
export const AuditSignOff = Type.Object({
  id: Id,
  at: Instant,
  by: Type.String(),
  remark: Type.String(),
  /** Rows of the month as they were shown, and as the box counted them. */
  rows: Type.Integer(),
  counted: Type.Integer(),
  headSeq: Type.Integer(),
  headHash: Type.String(),
})
export type AuditSignOff = Static<typeof AuditSignOff>

/** One month as it is looked through. */
export const AuditReview = Type.Object({
  month: AuditMonth,
  ...Tally.properties,
  byStaff: Type.Array(Type.Object({ staffId: Nullable, name: Nullable, ...Tally.properties })),
  byDeed: Type.Array(Type.Object({ what: Type.String(), ...Tally.properties })),
  /** Newest first. */
  signOffs: Type.Array(AuditSignOff),
  /** The newest check of the whole chain; null: none yet. */
  checkedAt: Type.Union([Instant, Type.Null()]),
})
export type AuditReview = Static<typeof AuditReview>

export const NewSignOff = Type.Object(
  {
    remark: Type.String({ maxLength: 1000 }),
    /** Rows of the month as they were shown. */
    rows: Type.Integer({ minimum: 0 }),
  },
  { additionalProperties: false },
)
export type NewSignOff = Static<typeof NewSignOff>
