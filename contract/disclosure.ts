import { Type, type Static } from 'typebox'
import { Id, Instant } from './text.ts'

/** Calendar days in Asia/Tokyo that a presentation counts, its own day among them; null: until the person withdraws it. */
export const DisclosureDays = Type.Union([
  Type.Literal(1),
  Type.Literal(3),
  Type.Literal(7),
  Type.Literal(30),
  Type.Null(),
])
export type DisclosureDays = Static<typeof DisclosureDays>

/** Whether whoever asks may see what another institution or the person told of one member. */
export const Disclosure = Type.Object({
  isOpen: Type.Boolean(),
  /** What opened it; null: it is closed. */
  by: Type.Union([Type.Literal('presentation'), Type.Literal('reason'), Type.Null()]),
  /** The instant it closes; null where it is closed, or open until it is withdrawn. */
  until: Type.Union([Instant, Type.Null()]),
  days: DisclosureDays,
})
export type Disclosure = Static<typeof Disclosure>

/**
 * Why somebody looks without a presentation. `shown-otherwise` a paper notebook or a phone was shown · `asked` the person or the family
 * asked · `inquiry` another institution asked, or was asked · `dispensing` for dispensing and counselling · `emergency` · `record` to
 * check or correct the record.
 */
export const DisclosureReason = Type.Union([
  Type.Literal('shown-otherwise'),
  Type.Literal('asked'),
  Type.Literal('inquiry'),
  Type.Literal('dispensing'),
  Type.Literal('emergency'),
  Type.Literal('record'),
  Type.Literal('other'),
])
export type DisclosureReason = Static<typeof DisclosureReason>

/** Characters of the words beside a reason. */
export const disclosureNoteLength = 200

/** `note` may be empty, but not with `other`. */
export const NewDisclosureReason = Type.Object(
  { reason: DisclosureReason, note: Type.String({ maxLength: disclosureNoteLength }) },
  { additionalProperties: false },
)
export type NewDisclosureReason = Static<typeof NewDisclosureReason>

/** One opening by a reason, for whoever looks through them. */
export const GivenReason = Type.Object({
  id: Id,
  at: Instant,
  by: Type.String(),
  memberId: Id,
  name: Type.String(),
  kana: Type.String(),
  reason: DisclosureReason,
  note: Type.String(),
})
export type GivenReason = Static<typeof GivenReason>

export const DisclosureSetting = Type.Object(
  { days: DisclosureDays, version: Type.Integer() },
  { additionalProperties: false },
)
export type DisclosureSetting = Static<typeof DisclosureSetting>

/** Stands in a change for every member: a day has ended, or the setting is another. */
export const everybodysDisclosure = 'everybody'
