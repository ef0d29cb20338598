import { Type, type Static } from 'typebox'
import { Id, Instant } from './text.ts'

/** How long a window may be. */
export const windowMinutes = [30, 120, 480] as const

const WindowMinutes = Type.Union([Type.Literal(30), Type.Literal(120), Type.Literal(480)])

/** 保守の時間: one account may sign in, until it ends by itself or is closed. */
export const MaintenanceWindow = Type.Object({
  id: Id,
  staffId: Id,
  /** Who may come in. */
  name: Type.String(),
  openedAt: Instant,
  /** Null: the command line of the box. */
  openedBy: Type.Union([Type.String(), Type.Null()]),
  reason: Type.String(),
  endsAt: Instant,
  closedAt: Type.Union([Instant, Type.Null()]),
  closedBy: Type.Union([Type.String(), Type.Null()]),
  isOpen: Type.Boolean(),
  /** What the audit trail has of that account in that time, oldest first; at most {@link mostWindowDeeds}. */
  did: Type.Array(Type.Object({ seq: Type.Integer(), at: Instant, what: Type.String(), result: Type.String() })),
})
export type MaintenanceWindow = Static<typeof MaintenanceWindow>

export const mostWindowDeeds = 200

/** Who could be let in, and the windows of before, newest first. */
export const Maintenance = Type.Object({
  accounts: Type.Array(Type.Object({ id: Id, name: Type.String(), login: Type.String() })),
  windows: Type.Array(MaintenanceWindow),
})
export type Maintenance = Static<typeof Maintenance>

export const NewWindow = Type.Object(
  {
    staffId: Id,
    minutes: WindowMinutes,
    reason: Type.String({ minLength: 1, maxLength: 200, pattern: '\\S' }),
  },
  { additionalProperties: false },
)
export type NewWindow = Static<typeof NewWindow>
