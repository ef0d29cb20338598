import { Type, type Static } from 'typebox'
import { pageOf } from './page.ts'
import { CalendarDate, Id, Instant, Sex } from './text.ts'

const StrayPerson = Type.Object({
  id: Id,
  name: Type.String(),
  kana: Type.String(),
  sex: Sex,
  birthOn: Type.Optional(CalendarDate),
  /** The member whose notebook it flows into; null: nobody's. */
  memberId: Type.Union([Id, Type.Null()]),
  dispensings: Type.Integer(),
  version: Type.Integer(),
})

/**
 * Somebody whose files came under a code that was known as somebody else's: nobody's notebook shows them until a person says who it is.
 * `known` is who has that code; null when it is nobody's in use.
 */
export const Stray = Type.Object({
  pharmacyCode: Type.String(),
  code: Type.String(),
  person: StrayPerson,
  known: Type.Union([StrayPerson, Type.Null()]),
  /** What was decided, as long as it can be taken back. */
  decision: Type.Union([
    Type.Object({
      id: Id,
      kind: Type.Union([Type.Literal('same'), Type.Literal('other')]),
      at: Instant,
      by: Type.String(),
    }),
    Type.Null(),
  ]),
})
export type Stray = Static<typeof Stray>

/** `isCut`: more are to be decided than are listed; they follow as these are decided. */
export const StrayList = Type.Object({ ...pageOf(Stray).properties, isCut: Type.Boolean() })
export type StrayList = Static<typeof StrayList>

const strict = { additionalProperties: false }

/** 同じ方: the two rows that were shown, as they were. */
export const StraySame = Type.Object({ version: Type.Integer(), knownId: Id, knownVersion: Type.Integer() }, strict)
export type StraySame = Static<typeof StraySame>

/** 別の方. */
export const StrayOther = Type.Object({ version: Type.Integer() }, strict)
