import type { DeviceState } from '../../contract/device.ts'

const dayMs = 24 * 60 * 60 * 1000
/** As long as the certificate of the box, at most. */
const lifeMs = 397 * dayMs
/** Before the end its page warns; after it everything works for as long again. */
const graceMs = 30 * dayMs

export const expiryOf = (renewedAt: number): number => renewedAt + lifeMs

/** An end never comes at once: it is told, then borne with, and then an admin's sign-in is enough. */
export function lifeOf(
  { renewedAt, revokedAt }: { renewedAt: number; revokedAt: number | null },
  now: number,
): DeviceState {
  const left = expiryOf(renewedAt) - now
  if (revokedAt !== null) return 'revoked'
  if (left > graceMs) return 'ok'
  if (left > 0) return 'due'
  return left > -graceMs ? 'overdue' : 'lapsed'
}
