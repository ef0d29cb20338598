import { Type, type Static } from 'typebox'
import { CalendarDate, Id, Sex } from './text.ts'

/** Somebody whom a search found: a member (会員), with the patients whose dispensings flow to them, or a patient who is no member's. */
export const FoundPerson = Type.Object({
  kind: Type.Union([Type.Literal('member'), Type.Literal('patient')]),
  id: Id,
  name: Type.String(),
  kana: Type.String(),
  sex: Sex,
  birthOn: Type.Optional(CalendarDate),
  /** Codes at the receipt computers. */
  codes: Type.Array(Type.String()),
  /** お薬自動登録 of a member. */
  isLinked: Type.Boolean(),
})
export type FoundPerson = Static<typeof FoundPerson>
