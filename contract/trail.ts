import { Type, type Static } from 'typebox'
import { Id, Instant } from './text.ts'

/** Who did what to whose record, when. Kept for ever; `what` is a word of the table in ui/text/trail.ts. */
export const TrailEntry = Type.Object({
  seq: Type.Integer(),
  at: Instant,
  /** Name of who did it; null: the box by itself. */
  by: Type.Union([Type.String(), Type.Null()]),
  what: Type.String(),
  memberId: Type.Union([Id, Type.Null()]),
  /** What of: id of the row. */
  rowId: Type.Union([Type.String(), Type.Null()]),
})
export type TrailEntry = Static<typeof TrailEntry>
