import { Type, type Static } from 'typebox'

/** The one error table. A client decides on the code, never on text; `isRetryable` says that the same request may work later. */
export const errors = {
  'not-signed-in': { status: 401, isRetryable: false },
  'wrong-credentials': { status: 401, isRetryable: false },
  'too-many-attempts': { status: 429, isRetryable: true },
  'unknown-satellite': { status: 401, isRetryable: false },
  'satellite-replaced': { status: 409, isRetryable: false },
  'not-allowed': { status: 403, isRetryable: false },
  'foreign-origin': { status: 403, isRetryable: false },
  'not-found': { status: 404, isRetryable: false },
  'invalid-request': { status: 400, isRetryable: false },
  'stale-version': { status: 409, isRetryable: false },
  'name-taken': { status: 409, isRetryable: false },
  'no-card': { status: 409, isRetryable: true },
  'card-in-use': { status: 409, isRetryable: false },
  'card-exchanged': { status: 409, isRetryable: true },
  'card-not-written': { status: 409, isRetryable: true },
  'card-newer': { status: 409, isRetryable: false },
  'not-at-satellite': { status: 409, isRetryable: false },
  'not-retryable': { status: 409, isRetryable: false },
  'too-large': { status: 413, isRetryable: false },
  'unsupported-type': { status: 415, isRetryable: false },
  'virtual-reader-off': { status: 409, isRetryable: false },
  'shutting-down': { status: 503, isRetryable: true },
  internal: { status: 500, isRetryable: true },
} as const

export type ErrorCode = keyof typeof errors

/** RFC 9457 problem+json. `instance` is a request id to quote to support; there is no personal data in any field. */
export const Problem = Type.Object({
  type: Type.String(),
  title: Type.String(),
  status: Type.Integer(),
  code: Type.String(),
  isRetryable: Type.Boolean(),
  instance: Type.Optional(Type.String()),
  /** With `stale-version`: the record as it is now, in the shape the route answers. */
  current: Type.Optional(Type.Unknown()),
  fields: Type.Optional(Type.Array(Type.Object({ path: Type.String(), message: Type.String() }))),
})
export type Problem = Static<typeof Problem>
