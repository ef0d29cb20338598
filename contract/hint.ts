import { Type, type Static } from 'typebox'
import { CalendarDate, Id, Instant } from './text.ts'

/**
 * What a hint says. `same-ingredient` and `same-class` the same from two sources at overlapping times · `body-note` a drug that a recorded
 * allergy or adverse reaction names · `unknown-class` one that names a class of medicines (○○系) that the box does not know, so that
 * somebody has to compare · `interaction` a line of the pharmacy's own table.
 */
export const HintKind = Type.Union([
  Type.Literal('body-note'),
  Type.Literal('unknown-class'),
  Type.Literal('interaction'),
  Type.Literal('same-ingredient'),
  Type.Literal('same-class'),
])
export type HintKind = Static<typeof HintKind>

/** The words of the third column of an interaction table: 禁忌, 注意, 参考. */
export const Severity = Type.Union([
  Type.Literal('contraindicated'),
  Type.Literal('caution'),
  Type.Literal('reference'),
])
export type Severity = Static<typeof Severity>

/** One of the drugs a hint speaks of, and where it comes from. */
export const HintDrug = Type.Object({
  name: Type.String(),
  origin: Type.Union([Type.Literal('feed'), Type.Literal('outside'), Type.Literal('otc')]),
  institution: Type.Optional(Type.String()),
  pharmacy: Type.Optional(Type.String()),
  /** First day of taking, or the day it was given out where no days can be computed. */
  from: CalendarDate,
  /** Last day of taking; null when it cannot be computed (服用状況不明). */
  lastOn: Type.Union([CalendarDate, Type.Null()]),
  /** The class of medicines by which a note means it, and whether its name or its YJ code tells that it is of that class. */
  drugClass: Type.Optional(
    Type.Object({ name: Type.String(), by: Type.Union([Type.Literal('name'), Type.Literal('code')]) }),
  ),
})
export type HintDrug = Static<typeof HintDrug>

/** What was answered: 確認済み, 疑義照会した, 該当しない. */
export const Answer = Type.Union([Type.Literal('confirmed'), Type.Literal('inquired'), Type.Literal('not-applicable')])
export type Answer = Static<typeof Answer>

/** Characters of the short note beside an answer. */
export const answerNoteLength = 200

export const HintAnswer = Type.Object({
  answer: Answer,
  note: Type.String(),
  /** Name of who answered. */
  by: Type.String(),
  at: Instant,
})
export type HintAnswer = Static<typeof HintAnswer>

/** One hint. It never blocks anything: it says what the records say. */
export const Hint = Type.Object({
  /** Stands for what the hint says: changes when its facts do, and only then. */
  key: Type.String(),
  kind: HintKind,
  /** One of the drugs has no days that can be computed, so whether they overlap is not known. */
  isMaybe: Type.Boolean(),
  /** The ingredient, the first four digits of the YJ code, the note or the class as it was written, or what the table says. */
  what: Type.String(),
  severity: Type.Optional(Severity),
  drugs: Type.Array(HintDrug),
  answer: Type.Union([HintAnswer, Type.Null()]),
})
export type Hint = Static<typeof Hint>

/** The hints of one person as of today. */
export const HintList = Type.Object({
  /** Not answered, gravest first. */
  open: Type.Array(Hint),
  /** 回答済み, newest answer first. */
  answered: Type.Array(Hint),
  /** Answers to what the records no longer say, newest first; a bounded number. */
  past: Type.Array(Hint),
  /** More hints were found than are told. */
  isCut: Type.Boolean(),
  /** Whether the pharmacy has an interaction table in use: without one no interaction is looked for. */
  hasInteractions: Type.Boolean(),
  /** Classes of medicines (○○系) in the notes that the box does not know: no drug was compared with them. */
  unknownClasses: Type.Array(Type.String()),
  /** More is to be asked, of records that are closed to who asks (contract/disclosure.ts): what, is not told. Absent: nothing. */
  isAnyClosed: Type.Optional(Type.Boolean()),
})
export type HintList = Static<typeof HintList>

/** How much waits to be answered, by member: what a row of the list shows. */
export const HintCount = Type.Object({ memberId: Id, open: Type.Integer() })
export type HintCount = Static<typeof HintCount>

export const NewAnswer = Type.Object(
  { answer: Answer, note: Type.String({ maxLength: answerNoteLength }) },
  { additionalProperties: false },
)
export type NewAnswer = Static<typeof NewAnswer>
