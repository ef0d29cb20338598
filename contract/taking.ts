import { Type, type Static } from 'typebox'
import { Medication } from './medication.ts'
import { OutsideSource } from './outside-dispensing.ts'
import { RpForm } from './rp.ts'
import { CalendarDate, Id } from './text.ts'

/** One row of 服用中のお薬一覧: a medication within the window before the notebook was presented. */
export const TakingMedication = Type.Object({
  dispensingId: Id,
  dispensedOn: CalendarDate,
  pharmacyName: Type.Optional(Type.String()),
  form: RpForm,
  usage: Type.Optional(Type.String()),
  startOn: Type.Optional(CalendarDate),
  lastOn: Type.Union([CalendarDate, Type.Null()]),
  /** `unknown` is shown as 服用状況不明. */
  state: Type.Union([
    Type.Literal('taking'),
    Type.Literal('finished'),
    Type.Literal('unknown'),
    Type.Literal('not-started'),
  ]),
  medication: Medication,
  /** Where it was told from, unless by this pharmacy's own receipt computer; `otc`: 市販薬, and `dispensingId` is that entry's. */
  source: Type.Optional(Type.Union([OutsideSource, Type.Literal('otc')])),
})
export type TakingMedication = Static<typeof TakingMedication>
