import { Type, type Static } from 'typebox'
import { CalendarDate, Id, Sex } from './text.ts'

/** A person who keeps a notebook with this pharmacy (会員). */
export const Member = Type.Object({
  id: Id,
  name: Type.String(),
  kana: Type.String(),
  sex: Sex,
  birthOn: Type.Optional(CalendarDate),
  /** Patients whose dispensings flow into this notebook. Empty = お薬自動登録 未設定. */
  patientIds: Type.Array(Id),
  version: Type.Integer(),
})
export type Member = Static<typeof Member>
