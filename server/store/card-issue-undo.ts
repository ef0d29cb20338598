import { randomBytes } from 'node:crypto'
import type { IssueRow } from './card-issues.ts'
import { idsOf, liveCards } from './card-issues.ts'
import { tokyoDate } from '../domain/calendar-date.ts'
import { countEntries } from './entries.ts'
import { findMember, memberIdsOf } from './members.ts'
import type { Store } from './open.ts'
import { revokeRegistrationCode } from './registration-codes.ts'

/** More codes than anybody is given. */
const codesAtMost = 100

/** Inside `store.write`: what an issue has done to its member and their cards is taken back. Only of one whose card was proven. */
export function takeBack(
  store: Store,
  { kind, cardId, provenAt, linkedPatientId, revoked }: IssueRow,
  memberId: string,
  staffId: string,
): void {
  // The consent of an issue that was undone is no presentation any longer (disclosure-queries.ts).
  store.noteChange('disclosure', memberId)
  // Shorter than any digest of a card: nobody can lay it on a reader.
  store.queries.releaseIssuedCard.run({ id: cardId, nobody: randomBytes(16), at: store.now() })
  if (kind === 'new') hideMember(store, memberId, staffId)
  else {
    if (linkedPatientId !== null) unlink(store, memberId, linkedPatientId, staffId)
    // A later issue has given them another card meanwhile: one person keeps one.
    if (liveCards(store, memberId).length === 0) {
      for (const each of idsOf(revoked)) store.queries.reviveIssuedCard.run({ id: each, revokedAt: provenAt })
    }
  }
}

/** A member merged with another meanwhile is more than this issue made: that record stays. */
function isAlone(store: Store, memberId: string): boolean {
  const ids = memberIdsOf(store, memberId)
  return ids.length === 1 && ids[0] === memberId
}

function hideMember(store: Store, memberId: string, staffId: string): void {
  if (!isAlone(store, memberId)) return
  for (const patientId of findMember(store, memberId)?.patientIds ?? []) unlink(store, memberId, patientId, staffId)
  for (const { id } of codesOf(store, memberId)) revokeRegistrationCode(store, id, staffId)
  store.queries.hideMember.run({ id: memberId, at: store.now() })
}

const codesOf = (store: Store, memberId: string) =>
  store.queries.listRegistrationCodes.all({ memberId, before: 'g', limit: codesAtMost })

/** Inside `store.write`: the patient's dispensings flow no longer into this member's notebook. */
export function unlink(store: Store, memberId: string, patientId: string, staffId: string): void {
  const at = store.now()
  const [shown, ...merged] = memberIdsOf(store, memberId)
  if (shown === undefined) return
  for (const each of [shown, ...merged]) store.queries.removeIssueLinks.run({ memberId: each, patientId, staffId, at })
  store.queries.touchMember.run({ id: shown, at })
  store.noteChange('member', shown)
  store.noteChange('patient', patientId)
}

/**
 * Whether undoing this issue would hide a notebook that somebody relies on: something of its own is kept in it, a phone has it, or the
 * patient came with the card on a later day than it was issued.
 */
export function isInUse(store: Store, { kind, memberId, provenAt }: IssueRow): boolean {
  if (kind !== 'new' || memberId === null || provenAt === null || !isAlone(store, memberId)) return false
  const { queries } = store
  const last = queries.countVisitsOf.get({ memberId })?.last ?? null
  return (
    (['body-note', 'memo', 'otc', 'outside-dispensing'] as const).some(
      (entry) => countEntries(store, entry, memberId) > 0,
    ) ||
    queries.listLeftovers.all({ memberId, before: 'g', limit: 1 }).length > 0 ||
    (queries.countImagesOf.get({ memberId })?.rows ?? 0) > 0 ||
    queries.listHintAnswers.all({ memberId }).length > 0 ||
    codesOf(store, memberId).some(({ usedAt }) => usedAt !== null) ||
    (last !== null && tokyoDate(last) > tokyoDate(provenAt))
  )
}
