import { Type, type Static } from 'typebox'
import { UnevenDose } from './medication.ts'
import { RpForm } from './rp.ts'
import { CalendarDate, Id, Instant } from './text.ts'

/** A plain amount as people type it once it was read: no sign, at most nine digits before and behind the point. */
const Amount = Type.String({ pattern: '^\\d{1,9}(\\.\\d{1,9})?$' })

/** What of a drug decides how long it lasts. */
export const LeftoverDrug = Type.Object(
  {
    /** Tells the drugs of one count apart. */
    key: Type.String({ maxLength: 64 }),
    name: Type.String({ maxLength: 200 }),
    form: RpForm,
    usage: Type.Optional(Type.String({ maxLength: 400 })),
    unit: Type.Optional(Type.String({ maxLength: 40 })),
    /** Of one day; absent for what is not taken by the day (服用状況不明): counted, never computed. */
    perDay: Type.Optional(Amount),
    /** Of one dose, where all are alike. */
    perDose: Type.Optional(Amount),
    /** Doses a day: a packet (包) is one dose. */
    times: Type.Optional(Type.Integer({ minimum: 1, maximum: 99 })),
    uneven: Type.Optional(UnevenDose),
    /** Day of the newest dispensing. */
    dispensedOn: Type.Optional(CalendarDate),
    /** 残量(目安). */
    guess: Type.Optional(Amount),
    /** All that was given out in the window, to notice a slip of the keyboard. */
    given: Type.Optional(Amount),
    /** The day's dose of the dispensing before, where it was another. */
    earlierPerDay: Type.Optional(Amount),
    /** The newest dispensing was told from outside: shown as other institutions' records are. */
    isElsewhere: Type.Optional(Type.Boolean()),
  },
  { additionalProperties: false },
)
export type LeftoverDrug = Static<typeof LeftoverDrug>

/** `amount`: in the unit of the drug. `packets`: in packets or doses (包). */
export const CountUnit = Type.Union([Type.Literal('amount'), Type.Literal('packets')])
export type CountUnit = Static<typeof CountUnit>

/** A drug and what was counted of it; null: not counted. */
export const LeftoverLine = Type.Object(
  {
    drug: LeftoverDrug,
    counted: Type.Union([Amount, Type.Null()]),
    countedIn: CountUnit,
    /** Nobody has counted: `counted` is the 残量(目安) the box proposed. */
    isGuess: Type.Boolean(),
    /** 使用期限, where somebody looked at it: the last day of the month it names. */
    expiresOn: Type.Optional(CalendarDate),
  },
  { additionalProperties: false },
)
export type LeftoverLine = Static<typeof LeftoverLine>

/** `last-day`: everything ends on that day. `next-visit`: on the day before it. */
export const LeftoverGoal = Type.Object(
  { kind: Type.Union([Type.Literal('last-day'), Type.Literal('next-visit')]), on: CalendarDate },
  { additionalProperties: false },
)
export type LeftoverGoal = Static<typeof LeftoverGoal>

export const leftoverNoteLength = 1000

/** What a count says. Everything else follows from it by arithmetic. */
export const LeftoverCount = Type.Object(
  {
    /** First day that is taken from what was counted. */
    fromOn: CalendarDate,
    goal: Type.Union([LeftoverGoal, Type.Null()]),
    lines: Type.Array(LeftoverLine, { maxItems: 60 }),
    note: Type.String({ maxLength: leftoverNoteLength }),
  },
  { additionalProperties: false },
)
export type LeftoverCount = Static<typeof LeftoverCount>

/**
 * `many`: more than 90 days · `surplus`: more than is needed until the last day · `expired`, `expires-before-end`: by the date that was
 * read · `dose-changed`: the day's dose was another before · `more-than-given`: more than was given out · `not-whole`: no whole number of
 * doses.
 */
export const LeftoverWarning = Type.Union([
  Type.Literal('many'),
  Type.Literal('surplus'),
  Type.Literal('expired'),
  Type.Literal('expires-before-end'),
  Type.Literal('dose-changed'),
  Type.Literal('more-than-given'),
  Type.Literal('not-whole'),
])
export type LeftoverWarning = Static<typeof LeftoverWarning>

/** What follows for one drug. Days and the rest are absent for what cannot be computed or was not counted. */
export const LeftoverResult = Type.Object({
  key: Type.String(),
  /** Whole days that the leftover lasts. */
  days: Type.Optional(Type.Integer()),
  /** What is left over beyond whole days, in the unit it was counted in; absent when nothing is. */
  rest: Type.Optional(Type.String()),
  /** Last day the leftover reaches by itself; absent when it does not last a day. */
  lastsUntil: Type.Optional(CalendarDate),
  /** 減量: days of the next prescription that the leftover replaces. */
  lessDays: Type.Optional(Type.Integer()),
  /** The same as an amount, in the unit of the drug, whatever it was counted in. */
  lessAmount: Type.Optional(Type.String()),
  /** Days that remain to be prescribed. */
  prescribeDays: Type.Optional(Type.Integer()),
  warnings: Type.Array(LeftoverWarning),
})
export type LeftoverResult = Static<typeof LeftoverResult>

/** `endOn` null: no day was chosen, or it lies before the first. `days`: from the first day to the last, both taken. */
export const LeftoverPlan = Type.Object({
  endOn: Type.Union([CalendarDate, Type.Null()]),
  days: Type.Integer(),
  results: Type.Array(LeftoverResult),
})
export type LeftoverPlan = Static<typeof LeftoverPlan>

/** A count that was saved, with what follows from it. */
export const Leftovers = Type.Object({
  id: Id,
  memberId: Id,
  version: Type.Integer(),
  /** Who saved this version, and when. */
  by: Type.String(),
  /** 代行入力: in whose name. */
  onBehalfOf: Type.Optional(Type.String()),
  savedAt: Instant,
  createdAt: Instant,
  count: LeftoverCount,
  plan: LeftoverPlan,
  /** Lines of what was told from outside are left out: they are closed to who asks. */
  isCut: Type.Optional(Type.Boolean()),
})
export type Leftovers = Static<typeof Leftovers>

/** What the box proposes to count. */
export const LeftoverDraft = Type.Object({ today: CalendarDate, drugs: Type.Array(LeftoverDrug) })
export type LeftoverDraft = Static<typeof LeftoverDraft>

/** A count as it is saved; `onBehalfOf` id of the member of staff in whose name it is typed. */
export const NewLeftovers = Type.Object(
  { ...LeftoverCount.properties, onBehalfOf: Type.Optional(Id) },
  { additionalProperties: false },
)

export const LeftoverEdit = Type.Object(
  { count: LeftoverCount, version: Type.Integer(), onBehalfOf: Type.Optional(Id) },
  { additionalProperties: false },
)
export type LeftoverEdit = Static<typeof LeftoverEdit>

/** A line as it is typed: numbers in any width, dates in every usual spelling; '' where nothing was. */
const TypedLine = Type.Object(
  {
    drug: LeftoverDrug,
    counted: Type.String({ maxLength: 40 }),
    countedIn: CountUnit,
    isGuess: Type.Boolean(),
    expiresOn: Type.String({ maxLength: 20 }),
  },
  { additionalProperties: false },
)

/** A count as it is typed. */
export const TypedCount = Type.Object(
  {
    fromOn: Type.String({ maxLength: 20 }),
    goal: Type.Object(
      { kind: LeftoverGoal.properties.kind, on: Type.String({ maxLength: 20 }) },
      { additionalProperties: false },
    ),
    lines: Type.Array(TypedLine, { maxItems: 60 }),
    note: Type.String({ maxLength: leftoverNoteLength }),
  },
  { additionalProperties: false },
)
export type TypedCount = Static<typeof TypedCount>

/**
 * What cannot be read. `field`: `from`, `goal`, or `counted` and `expires` of the drug `key`. `too-early`: before the first day.
 * `too-far`: more than two years ahead, a slip of the keyboard.
 */
export const WrongField = Type.Object({
  field: Type.Union([Type.Literal('from'), Type.Literal('goal'), Type.Literal('counted'), Type.Literal('expires')]),
  key: Type.Optional(Type.String()),
  code: Type.Union([
    Type.Literal('no-date'),
    Type.Literal('no-number'),
    Type.Literal('too-early'),
    Type.Literal('too-far'),
  ]),
})
export type WrongField = Static<typeof WrongField>

/** The count as it was understood, and what follows; what is wrong counts as not typed. */
export const ReadCount = Type.Object({
  count: LeftoverCount,
  plan: LeftoverPlan,
  wrong: Type.Array(WrongField),
})
export type ReadCount = Static<typeof ReadCount>
