import { newId } from './ids.ts'
import type { Member } from '../../contract/member.ts'
import type { Store } from './open.ts'

/**
 * The member under which this one's record is shown: itself, or the one it was merged into (統合). Undefined: there is no such member.
 */
export const currentMemberId = (store: Store, id: string): string | undefined =>
  store.queries.findCurrentMember.get({ id })?.id

/**
 * Every member whose rows belong to this one's record: the kept one first, then those merged into it. Empty: there is no such member.
 * Rows are never rewritten by a merge, so everything read by member id goes through this; what is written new gets the first of these.
 */
export function memberIdsOf(store: Store, id: string): string[] {
  const current = currentMemberId(store, id)
  if (current === undefined) return []
  return [current, ...store.queries.listMergedInto.all({ id: current }).map((merged) => merged.id)]
}

/** The member as shown: of one that was merged into another, that other one (its id differs from the id asked for). */
export function findMember(store: Store, id: string): Member | undefined {
  const [current, ...merged] = memberIdsOf(store, id)
  const row = current === undefined ? undefined : store.queries.findMember.get({ id: current })
  if (!row) return undefined
  const { name, kana, sex, birthOn, version } = row
  const patientIds = [row.id, ...merged].flatMap((memberId) =>
    store.queries.listMemberPatients.all({ memberId }).map(({ patientId }) => patientId),
  )
  return { id: row.id, name, kana, sex, ...(birthOn && { birthOn }), patientIds, version }
}

/** @param id of one that was promised before: a card may carry it already (server/store/card-issue-writes.ts) */
export function saveMember(
  store: Store,
  person: Pick<Member, 'name' | 'kana' | 'sex' | 'birthOn'>,
  id = newId(store),
): string {
  const { name, kana, sex, birthOn = null } = person
  store.queries.insertMember.run({ id, name, kana, sex, birthOn, at: store.now() })
  store.noteChange('member', id)
  return id
}

/** お薬自動登録: from now on this patient's dispensings flow into this member's notebook. `staffId` null: the box by itself. */
export function linkPatient(store: Store, memberId: string, patientId: string, staffId: string | null = null): void {
  const id = newId(store)
  store.queries.insertAutoRegistration.run({ id, memberId, patientId, staffId, at: store.now() })
  store.noteChange('member', memberId)
  store.noteChange('patient', patientId)
}
