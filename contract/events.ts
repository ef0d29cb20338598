import { Type, type Static } from 'typebox'
import type { DeskEvent } from './desk.ts'

/** Nouns a page can refetch by id. */
export const ChangeNoun = Type.Union([
  Type.Literal('visit'),
  Type.Literal('member'),
  Type.Literal('patient'),
  Type.Literal('dispensing'),
  Type.Literal('inbound'),
  Type.Literal('counter'),
  Type.Literal('reader'),
  Type.Literal('body-note'),
  Type.Literal('memo'),
  Type.Literal('otc'),
  Type.Literal('outside-dispensing'),
  Type.Literal('card-issue'),
  Type.Literal('registration-code'),
  Type.Literal('image'),
  Type.Literal('notice'),
  Type.Literal('replacement'),
  Type.Literal('merge'),
  Type.Literal('leftovers'),
  Type.Literal('hint'),
  Type.Literal('device'),
  Type.Literal('disclosure'),
])
export type ChangeNoun = Static<typeof ChangeNoun>

/** `change`: these rows are new or different. Never carries the rows themselves: a broadcast holds no patient data. */
export const ChangeEvent = Type.Object({ seq: Type.Integer(), noun: ChangeNoun, ids: Type.Array(Type.String()) })
export type ChangeEvent = Static<typeof ChangeEvent>

/** Events from the box to a page. */
export interface BoxEvents {
  change: (event: ChangeEvent) => void
  /** The page was away too long for the change log to tell what it missed: fetch everything again. */
  reload: (event: { seq: number }) => void
  /** The page has been told everything up to `seq`. */
  'caught-up': (event: { seq: number }) => void
  /** Feed or reader state changed: fetch `/api/status` again. */
  status: () => void
  /** Something happened at a counter that is no row: shown there, kept nowhere. */
  desk: (event: DeskEvent) => void
}

/** Sent by the page when it connects (socket.io `auth`): the last seq it has seen, or null on a fresh page. */
export interface ConnectAuth {
  seq: number | null
}
