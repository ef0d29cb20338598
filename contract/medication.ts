import { Type, type Static } from 'typebox'
import { Decimal } from './text.ts'

/** Amounts by time of day, for a day whose doses differ (不均等). `spare` is the format's reserve slot (予備), present only when above 0. */
export const UnevenDose = Type.Object({
  wake: Decimal,
  morning: Decimal,
  noon: Decimal,
  evening: Decimal,
  bed: Decimal,
  spare: Type.Optional(Decimal),
})
export type UnevenDose = Static<typeof UnevenDose>

/** One drug line (薬品). Empty in the source means the key is absent. */
export const Medication = Type.Object({
  name: Type.String(),
  codes: Type.Object({
    yj: Type.Optional(Type.String()),
    receipt: Type.Optional(Type.String()),
    hot: Type.Optional(Type.String()),
  }),
  genericName: Type.Optional(Type.String()),
  /** 服用量 as sent: per day for internal, per dose for prn, in all for drops, external and injection. */
  dose: Type.Optional(Decimal),
  unit: Type.Optional(Type.String()),
  /** One dose, when the file says it or it divides exactly. */
  perDose: Type.Optional(Decimal),
  /** The whole amount of this dispensing, derived by form. */
  total: Type.Optional(Decimal),
  uneven: Type.Optional(UnevenDose),
  /** 薬品補足: the drug's comments. */
  notes: Type.Optional(Type.Array(Type.String())),
  /** 服薬注意 of this drug; no column of the feed carries it, notebooks of elsewhere may. */
  cautions: Type.Optional(Type.Array(Type.String())),
  /** Set on non-drug lines (情報区分 other than 1): containers, materials. */
  kind: Type.Optional(Type.Union([Type.Literal('material'), Type.Literal('other')])),
  /** 残量(目安): what is left as of the day before the date asked for, if taken as directed. Only where it can be computed. */
  remaining: Type.Optional(Decimal),
})
export type Medication = Static<typeof Medication>
