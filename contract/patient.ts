import { Type, type Static } from 'typebox'
import { CalendarDate, Id, Sex } from './text.ts'

/** A person as one receipt computer knows them (レセコンの患者). */
export const Patient = Type.Object({
  id: Id,
  pharmacyCode: Type.String(),
  code: Type.String(),
  name: Type.String(),
  kana: Type.String(),
  sex: Sex,
  birthOn: Type.Optional(CalendarDate),
  /** The member whose notebook this patient's dispensings flow into (お薬自動登録), if any. */
  memberId: Type.Union([Id, Type.Null()]),
  version: Type.Integer(),
})
export type Patient = Static<typeof Patient>
