import { Type, type Static } from 'typebox'
import { Member } from './member.ts'
import { CalendarDate, Id, Instant } from './text.ts'

/** A member presented the notebook (手帳提示). `member` is null when the card is not known to the box. */
export const Visit = Type.Object({
  id: Id,
  /** The day in Asia/Tokyo. */
  on: CalendarDate,
  presentedAt: Instant,
  via: Type.Union([Type.Literal('card'), Type.Literal('code'), Type.Literal('qr'), Type.Literal('manual')]),
  reader: Type.Union([Type.String(), Type.Null()]),
  /** The counter whose reader it was; null when the reader belongs to none. */
  counterId: Type.Union([Id, Type.Null()]),
  member: Type.Union([Member, Type.Null()]),
})
export type Visit = Static<typeof Visit>
