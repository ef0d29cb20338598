/**
 * Why the box gave no answer that can be used.
 * `offline` no connection · `timeout` no answer in time · `signed-out` the session is over · `refused` the box said no (see `code`) ·
 * `broken` the answer is not one of ours · `aborted` the page itself no longer wants it.
 */
export interface Failure {
  kind: 'offline' | 'timeout' | 'signed-out' | 'refused' | 'broken' | 'aborted'
  /** A code of contract/errors.ts where the box gave one. */
  code?: string
  /** Request id to quote to support. */
  reference?: string
  /** Seconds to wait before trying again, where the box says so. */
  retryAfter?: number
  /** With `stale-version`: the record as it is now. */
  current?: unknown
  /** With `invalid-request`: which fields (`body/…`), and why. */
  fields?: { path: string; message: string }[]
}

export type Outcome<T> = { ok: true; value: T } | { ok: false; failure: Failure }

export const success = <T>(value: T): Outcome<T> => ({ ok: true, value })
export const failed = (failure: Failure): { ok: false; failure: Failure } => ({ ok: false, failure })
