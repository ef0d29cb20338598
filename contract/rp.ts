import { Type, type Static } from 'typebox'
import { Medication } from './medication.ts'
import { CalendarDate } from './text.ts'

/** RP区分: internal 内服, drops 内滴, prn 頓服, external 外用, injection 注射. */
export const RpForm = Type.Union([
  Type.Literal('internal'),
  Type.Literal('drops'),
  Type.Literal('prn'),
  Type.Literal('external'),
  Type.Literal('injection'),
  Type.Literal('other'),
])
export type RpForm = Static<typeof RpForm>

/**
 * Where a day stands against the days of taking: `taking` is 服薬期間中, `unknown` is 服用状況不明
 * (prn, external, injection and whatever has no days that can be computed).
 */
export const TakingState = Type.Union([
  Type.Literal('not-started'),
  Type.Literal('taking'),
  Type.Literal('finished'),
  Type.Literal('unknown'),
])
export type TakingState = Static<typeof TakingState>

/** One usage group inside a dispensing, and its medications. */
export const Rp = Type.Object({
  number: Type.Integer(),
  form: RpForm,
  usage: Type.Optional(Type.String()),
  /** Days (internal) or times (prn). */
  count: Type.Optional(Type.Integer()),
  perDay: Type.Optional(Type.Integer()),
  /** First day of taking; the dispensing date when the file does not say. */
  startOn: Type.Optional(CalendarDate),
  /** Last day of taking; null when it cannot be computed. */
  lastOn: Type.Union([CalendarDate, Type.Null()]),
  /** 用法の補足: the usage's comments. */
  notes: Type.Optional(Type.Array(Type.String())),
  /** 処方服薬注意; no column of the feed carries it, notebooks of elsewhere may. */
  cautions: Type.Optional(Type.Array(Type.String())),
  medications: Type.Array(Medication),
  /** Present where a date was asked for (history). */
  taking: Type.Optional(TakingState),
})
export type Rp = Static<typeof Rp>
