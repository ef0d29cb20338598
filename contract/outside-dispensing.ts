import { Type, type Static } from 'typebox'
import { entryProperties } from './entry.ts'
import { Rp } from './rp.ts'
import { CalendarDate, Id, Instant } from './text.ts'

/** How a dispensing of elsewhere came here: a paper notebook read off, a notebook's QR code, マイナポータル, another electronic notebook. */
export const OutsideSource = Type.Union([
  Type.Literal('paper'),
  Type.Literal('qr'),
  Type.Literal('mynaportal'),
  Type.Literal('notebook'),
])
export type OutsideSource = Static<typeof OutsideSource>

const content = {
  source: OutsideSource,
  pharmacy: Type.Object({ code: Type.Optional(Type.String()), name: Type.Optional(Type.String()) }),
  prescription: Type.Object({
    dispensedOn: CalendarDate,
    institution: Type.Optional(Type.Object({ code: Type.Optional(Type.String()), name: Type.Optional(Type.String()) })),
    department: Type.Optional(Type.String()),
    prescriber: Type.Optional(Type.String()),
  }),
  rps: Type.Array(Rp),
}

/** As it is kept: the nouns of contract/dispensing.ts, as far as elsewhere told them. */
export const OutsideContent = Type.Object(content, { additionalProperties: false })
export type OutsideContent = Static<typeof OutsideContent>

export const OutsideDispensing = Type.Object({ ...entryProperties, ...content })
export type OutsideDispensing = Static<typeof OutsideDispensing>

const Short = Type.Optional(Type.String({ maxLength: 60 }))

/** One drug read off a paper notebook, one usage each, as paper has it. */
export const TypedDrug = Type.Object(
  {
    name: Type.String({ minLength: 1, maxLength: 100, pattern: '\\S' }),
    form: Type.Union([
      Type.Literal('internal'),
      Type.Literal('drops'),
      Type.Literal('prn'),
      Type.Literal('external'),
      Type.Literal('injection'),
    ]),
    usage: Short,
    /** Per day for internal, per dose for prn, in all for the others; digits of any width. */
    dose: Type.Optional(Type.String({ maxLength: 20 })),
    unit: Type.Optional(Type.String({ maxLength: 10 })),
    /** Days (internal) or times (prn). */
    count: Type.Optional(Type.String({ maxLength: 10 })),
  },
  { additionalProperties: false },
)
export type TypedDrug = Static<typeof TypedDrug>

/** A paper notebook's record as staff type it. */
export const TypedOutside = Type.Object(
  {
    dispensedOn: Type.String({ maxLength: 20 }),
    pharmacyName: Short,
    institutionName: Short,
    department: Short,
    prescriber: Short,
    drugs: Type.Array(TypedDrug, { minItems: 1, maxItems: 30 }),
  },
  { additionalProperties: false },
)
export type TypedOutside = Static<typeof TypedOutside>

/** On a dispensing of a history that did not come from this pharmacy's own receipt computer. */
export const Origin = Type.Object({
  source: OutsideSource,
  memberId: Id,
  /** Of the entry: correcting and taking away need it. */
  entryVersion: Type.Integer(),
  by: Type.Union([Type.String(), Type.Null()]),
  /** 代行入力: in whose name. */
  onBehalfOf: Type.Optional(Type.String()),
})
export type Origin = Static<typeof Origin>

/** The same dispensing, registered later: kept as provenance, not shown by itself. */
export const LaterCopy = Type.Object({
  id: Id,
  source: Type.Union([Type.Literal('feed'), OutsideSource]),
  /** When it was registered here. */
  registeredAt: Instant,
  by: Type.Union([Type.String(), Type.Null()]),
})
export type LaterCopy = Static<typeof LaterCopy>
