import { newId } from './ids.ts'
import type { Member } from '../../contract/member.ts'
import type { Store } from './open.ts'

export function findMember(store: Store, id: string): Member | undefined {
  const row = store.queries.findMember.get({ id })
  if (!row) return undefined
  const { name, kana, sex, birthOn, version } = row
  const patientIds = store.queries.listMemberPatients.all({ memberId: id }).map(({ patientId }) => patientId)
  return { id, name, kana, sex, ...(birthOn && { birthOn }), patientIds, version }
}

export function saveMember(store: Store, person: Pick<Member, 'name' | 'kana' | 'sex' | 'birthOn'>): string {
  const id = newId(store)
  const { name, kana, sex, birthOn = null } = person
  store.queries.insertMember.run({ id, name, kana, sex, birthOn, at: store.now() })
  store.noteChange('member', id)
  return id
}

/** お薬自動登録: from now on this patient's dispensings flow into this member's notebook. */
export function linkPatient(store: Store, memberId: string, patientId: string): void {
  store.queries.insertAutoRegistration.run({ id: newId(store), memberId, patientId, at: store.now() })
  store.noteChange('member', memberId)
  store.noteChange('patient', patientId)
}
