import { Type, type Static } from 'typebox'

/** A calendar date `YYYY-MM-DD`. Never passes through `Date`; no time zone. */
export const CalendarDate = Type.String({ pattern: '^\\d{4}-(0[1-9]|1[0-2])-(0[1-9]|[12]\\d|3[01])$' })

/** An instant as integer milliseconds since 1970-01-01T00:00:00Z. */
export const Instant = Type.Integer({ minimum: 0 })

/** An exact decimal as text, without exponent and without needless zeros: `"2.5"`. */
export const Decimal = Type.String({ pattern: '^-?\\d+(\\.\\d+)?$' })

/** An id made by the box (UUIDv7). */
export const Id = Type.String({ pattern: '^[0-9a-f-]{36}$' })

export const Sex = Type.Union([Type.Literal('male'), Type.Literal('female'), Type.Literal('unknown')])
export type Sex = Static<typeof Sex>
