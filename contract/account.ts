import { Type, type Static } from 'typebox'
import { Id, Instant } from './text.ts'

/** A password is at least this long while it is the only thing that is asked (医療情報システムの安全管理に関するガイドライン 第6.0版 Q&A シQ-54). */
export const shortestPassword = 13

/** Changing one's own password. */
export const PasswordChange = Type.Object(
  {
    current: Type.String({ minLength: 1, maxLength: 256 }),
    next: Type.String({ minLength: 1, maxLength: 256 }),
  },
  { additionalProperties: false },
)
export type PasswordChange = Static<typeof PasswordChange>

export const FeedbackKind = Type.Union([
  Type.Literal('wish'),
  Type.Literal('trouble'),
  Type.Literal('question'),
  Type.Literal('praise'),
])
export type FeedbackKind = Static<typeof FeedbackKind>

/** ご意見. `page`: the name of the page it was written on, such as `list`. */
export const NewFeedback = Type.Object(
  {
    kind: FeedbackKind,
    page: Type.String({ pattern: '^[a-z-]{1,32}$' }),
    text: Type.String({ minLength: 1, maxLength: 4000, pattern: '\\S' }),
  },
  { additionalProperties: false },
)
export type NewFeedback = Static<typeof NewFeedback>

export const Feedback = Type.Object({
  id: Id,
  at: Instant,
  by: Type.String(),
  kind: FeedbackKind,
  page: Type.String(),
  text: Type.String(),
})
export type Feedback = Static<typeof Feedback>

const line = Type.String({ maxLength: 200 })

/** Whom the pharmacy asks for help. Empty lines were never filled in; version 0: nobody has written it yet. */
export const SupportContact = Type.Object(
  {
    name: line,
    phone: line,
    hours: line,
    note: Type.String({ maxLength: 1000 }),
    version: Type.Integer({ minimum: 0 }),
  },
  { additionalProperties: false },
)
export type SupportContact = Static<typeof SupportContact>
