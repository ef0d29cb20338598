import { Type, type Static } from 'typebox'
import { CalendarDate, Id, Instant, Sex } from './text.ts'

/** What a person corrects of a member. `birth` as typed, in any usual spelling; '' for unknown. `version` as it was shown. */
export const MemberEdit = Type.Object(
  {
    name: Type.String({ minLength: 1, maxLength: 100, pattern: '\\S' }),
    kana: Type.String({ maxLength: 100 }),
    sex: Sex,
    birth: Type.String({ maxLength: 40 }),
    version: Type.Integer(),
  },
  { additionalProperties: false },
)
export type MemberEdit = Static<typeof MemberEdit>

/** A member's facts as they were until somebody corrected them. */
export const MemberRevision = Type.Object({
  version: Type.Integer(),
  name: Type.String(),
  kana: Type.String(),
  sex: Sex,
  birthOn: Type.Union([CalendarDate, Type.Null()]),
  replacedAt: Instant,
  replacedBy: Type.Union([Type.String(), Type.Null()]),
})
export type MemberRevision = Static<typeof MemberRevision>

export const RevokeReason = Type.Union([
  Type.Literal('lost'),
  Type.Literal('broken'),
  Type.Literal('returned'),
  Type.Literal('other'),
])
export type RevokeReason = Static<typeof RevokeReason>

/** A card of a member. `reason` null: it is live, or it was stopped without one. */
export const MemberCard = Type.Object({
  id: Id,
  issuedAt: Instant,
  revokedAt: Type.Union([Instant, Type.Null()]),
  reason: Type.Union([RevokeReason, Type.Null()]),
})
export type MemberCard = Static<typeof MemberCard>

export const CardRevocation = Type.Object({ reason: RevokeReason }, { additionalProperties: false })
export type CardRevocation = Static<typeof CardRevocation>
