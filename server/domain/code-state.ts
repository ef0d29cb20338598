import type { CodeState } from '../../contract/registration-code.ts'

const minute = 60_000

/** How long a registration code may be used: on the spot the phone is in the hand; on paper it waits at home (docs/adr/0024). */
export const codeLifeMs = { spot: 30 * minute, paper: 7 * 24 * 60 * minute } as const
/** A touch counts as proof that the card is here for this long. */
export const proofLifeMs = 2 * minute
/** A phone may send images for this long after the code was shown. */
export const ticketLifeMs = 15 * minute
/** The same phone that asks again within this time (a second press, an answer that was lost) is told the same. */
export const repeatMs = minute

export interface CodeFacts {
  usedAt: number | null
  revokedAt: number | null
  expiresAt: number
}

/** What has become of a code. A used one stays used, whatever happened to it later. */
export function codeState({ usedAt, revokedAt, expiresAt }: CodeFacts, now: number): CodeState {
  if (usedAt !== null) return 'used'
  if (revokedAt !== null) return 'revoked'
  return now < expiresAt ? 'open' : 'expired'
}
