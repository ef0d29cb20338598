import { Type, type Static, type TSchema } from 'typebox'
import { Id, Instant } from './text.ts'

/** Name of the member of staff; null: the box by itself. */
const By = Type.Union([Type.String(), Type.Null()])

/** What every entry of a member's notebook carries beside what it says. `at` and `by` are those of the newest revision. */
export const entryProperties = {
  id: Id,
  memberId: Id,
  version: Type.Integer(),
  addedAt: Instant,
  addedBy: By,
  /** 代行入力: in whose name it was added; absent: in that of whoever typed it. */
  addedFor: Type.Optional(Type.String()),
  at: Instant,
  by: By,
  onBehalfOf: Type.Optional(Type.String()),
  /** Taken away: it no longer counts, can be brought back, and is shown only where asked for. */
  isRemoved: Type.Boolean(),
  /** Why it was taken away. */
  reason: Type.Optional(Type.String()),
}

export const Entry = Type.Object(entryProperties)
export type Entry = Static<typeof Entry>

export const EntryDeed = Type.Union([
  Type.Literal('added'),
  Type.Literal('corrected'),
  Type.Literal('removed'),
  Type.Literal('restored'),
])
export type EntryDeed = Static<typeof EntryDeed>

/** One revision of an entry, and what it said then. */
export const entryRevisionOf = <T extends TSchema>(content: T) =>
  Type.Object({
    version: Type.Integer(),
    deed: EntryDeed,
    at: Instant,
    by: By,
    /** 代行入力: in whose name. */
    onBehalfOf: Type.Optional(Type.String()),
    reason: Type.Optional(Type.String()),
    content,
  })

export interface EntryRevision<Content> {
  version: number
  deed: EntryDeed
  at: number
  by: string | null
  onBehalfOf?: string
  reason?: string
  content: Content
}
