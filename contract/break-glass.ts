import { Type, type Static } from 'typebox'
import { Id, Instant } from './text.ts'

/** Hours for which the code works once its envelope was opened. */
export const breakGlassHours = 8

/**
 * 緊急用アカウント. `sealed` nobody has used it · `open` it works · `over` its hours are over, and nobody has closed it yet · `closed`.
 */
export const BreakGlass = Type.Object({
  id: Id,
  /** What stands on the envelope and in the audit trail. */
  name: Type.String(),
  state: Type.Union([Type.Literal('sealed'), Type.Literal('open'), Type.Literal('over'), Type.Literal('closed')]),
  madeAt: Instant,
  madeBy: Type.Union([Type.String(), Type.Null()]),
  openedAt: Type.Union([Instant, Type.Null()]),
  endsAt: Type.Union([Instant, Type.Null()]),
  closedAt: Type.Union([Instant, Type.Null()]),
  closedBy: Type.Union([Type.String(), Type.Null()]),
  uses: Type.Array(Type.Object({ at: Instant, name: Type.String(), reason: Type.String(), address: Type.String() })),
})
export type BreakGlass = Static<typeof BreakGlass>

/** Its code, shown this once. */
export const BreakGlassCode = Type.Object({ account: BreakGlass, code: Type.String() })
export type BreakGlassCode = Static<typeof BreakGlassCode>

/** The envelope is opened: by whom and why. */
export const BreakGlassSignIn = Type.Object(
  {
    code: Type.String({ minLength: 1, maxLength: 64 }),
    name: Type.String({ minLength: 1, maxLength: 64, pattern: '\\S' }),
    reason: Type.String({ minLength: 1, maxLength: 200, pattern: '\\S' }),
  },
  { additionalProperties: false },
)
export type BreakGlassSignIn = Static<typeof BreakGlassSignIn>

/** Told on every page until an admin closes it. */
export const BreakGlassNotice = Type.Object({ account: Type.String(), since: Instant, by: Type.String() })
export type BreakGlassNotice = Static<typeof BreakGlassNotice>
