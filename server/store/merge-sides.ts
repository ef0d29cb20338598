import type { Member } from '../../contract/member.ts'
import type { MergeSide } from '../../contract/merge.ts'
import { countEntries } from './entries.ts'
import { memberIdsOf } from './members.ts'
import type { Store } from './open.ts'
import { findPatient } from './patients.ts'

/** Everything that is shown under a member, counted: what would be shown together with another's. */
export function readMergeSide(store: Store, member: Member): MergeSide {
  const { queries } = store
  const ids = memberIdsOf(store, member.id)
  const cards = ids.flatMap((memberId) => queries.listIssuedCards.all({ memberId }))
  const visits = ids.flatMap((memberId) => queries.countVisitsOf.get({ memberId }) ?? [])
  const sum = (rows: { rows: number }[]): number => rows.reduce((total, { rows: some }) => total + some, 0)
  return {
    member,
    since: queries.findMemberSince.get({ id: member.id })?.createdAt ?? 0,
    cards: {
      valid: cards.filter(({ revokedAt }) => revokedAt === null).length,
      revoked: cards.filter(({ revokedAt }) => revokedAt !== null).length,
    },
    patients: member.patientIds.flatMap((patientId) => {
      const patient = findPatient(store, patientId)
      const dispensings = queries.countDispensingsOfPatient.get({ patientId })?.rows ?? 0
      return patient ? [{ patient, dispensings }] : []
    }),
    visits: sum(visits),
    lastPresentedAt: visits.reduce<number | null>((newest, { last }) => Math.max(newest ?? 0, last ?? 0) || null, null),
    bodyNotes: countEntries(store, 'body-note', member.id),
    memos: countEntries(store, 'memo', member.id),
    otc: countEntries(store, 'otc', member.id),
    outside: countEntries(store, 'outside-dispensing', member.id),
    images:
      sum(ids.flatMap((memberId) => queries.countImagesOf.get({ memberId }) ?? [])) +
      sum(member.patientIds.flatMap((patientId) => queries.countImagesOfPatient.get({ patientId }) ?? [])),
    merged: ids.length - 1,
  }
}
