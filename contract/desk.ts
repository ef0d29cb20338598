import { Type, type Static } from 'typebox'
import { Id, Instant } from './text.ts'

/**
 * What a counter is told at once and nobody keeps: a card that is no member card, a reading that failed, the parts of a code that are
 * still missing. No personal data, no card id. `text` and `next` are Japanese: what happened, and what to do now.
 */
export const DeskEvent = Type.Object({
  /** Events with the same key replace each other on the screen: the parts of one code are one line. */
  key: Type.String(),
  at: Instant,
  counterId: Type.Union([Id, Type.Null()]),
  readerId: Type.Union([Id, Type.Null()]),
  level: Type.Union([Type.Literal('info'), Type.Literal('warning'), Type.Literal('done')]),
  code: Type.Union([
    Type.Literal('staff-card'),
    Type.Literal('my-number'),
    Type.Literal('other-card'),
    Type.Literal('card-failed'),
    Type.Literal('card-torn'),
    Type.Literal('card-lying'),
    Type.Literal('card-mismatch'),
    Type.Literal('card-revoked'),
    Type.Literal('card-unfinished'),
    Type.Literal('card-elsewhere'),
    Type.Literal('card-issued'),
    Type.Literal('reader-off'),
    Type.Literal('touch-late'),
    Type.Literal('touch-lost'),
    Type.Literal('scan-part'),
    Type.Literal('scan-done'),
    Type.Literal('scan-refused'),
    Type.Literal('scan-unfinished'),
    Type.Literal('scan-failed'),
  ]),
  text: Type.String(),
  next: Type.String(),
  /** With `scan-part`: how many symbols of the code have been read, and how many it has. */
  parts: Type.Optional(Type.Object({ read: Type.Integer(), of: Type.Integer() })),
})
export type DeskEvent = Static<typeof DeskEvent>
