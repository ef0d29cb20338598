import { Type, type Static } from 'typebox'
import { StaffRole } from './session.ts'
import { CalendarDate, Id, Instant } from './text.ts'

/** Days without a sign-in after which an account is pointed out. */
export const unusedDays = 60

/** Days before the last day of an account from which it is pointed out. */
export const expiringDays = 14

/**
 * `active` · `waiting` the first password is still to be chosen · `expired` the last day is over · `ended` an admin has ended it.
 * Only an `active` one signs in.
 */
export const StaffState = Type.Union([
  Type.Literal('active'),
  Type.Literal('waiting'),
  Type.Literal('expired'),
  Type.Literal('ended'),
])
export type StaffState = Static<typeof StaffState>

const name = Type.String({ minLength: 1, maxLength: 64, pattern: '\\S' })
const kana = Type.String({ maxLength: 64 })
const expiresOn = Type.Union([CalendarDate, Type.Null()])

/** 職員: an account is one person's. */
export const Staff = Type.Object({
  id: Id,
  login: Type.String(),
  name: Type.String(),
  kana: Type.String(),
  role: StaffRole,
  state: StaffState,
  /** Its last day, for who is here for a time. */
  expiresOn,
  createdAt: Instant,
  createdBy: Type.Union([Type.String(), Type.Null()]),
  endedAt: Type.Union([Instant, Type.Null()]),
  lastSeenAt: Type.Union([Instant, Type.Null()]),
  /** Could sign in and has not for {@link unusedDays} days. */
  isUnused: Type.Boolean(),
  /** Its last day comes within {@link expiringDays} days. */
  isExpiring: Type.Boolean(),
  hasSecondFactor: Type.Boolean(),
  recoveryCodesLeft: Type.Integer(),
  version: Type.Integer(),
})
export type Staff = Static<typeof Staff>

export const NewStaff = Type.Object(
  { login: Type.String({ pattern: '^[0-9A-Za-z._-]{1,64}$' }), name, kana, role: StaffRole, expiresOn },
  { additionalProperties: false },
)
export type NewStaff = Static<typeof NewStaff>

export const StaffEdit = Type.Object(
  { name, kana, role: StaffRole, expiresOn, version: Type.Integer() },
  { additionalProperties: false },
)
export type StaffEdit = Static<typeof StaffEdit>

export const StaffVersion = Type.Object({ version: Type.Integer() }, { additionalProperties: false })

/** In whose name somebody else may type (代行入力). */
export const Principal = Type.Object({ id: Id, name: Type.String() })
export type Principal = Static<typeof Principal>

/** The code with which a person chooses a password. It is shown this once. */
export const StartCode = Type.Object({ staff: Staff, code: Type.String(), expiresAt: Instant })
export type StartCode = Static<typeof StartCode>
