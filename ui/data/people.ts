import type { FoundPerson } from '../../contract/found-person.ts'
import type { Initial } from '../../contract/kana-row.ts'
import type { Member } from '../../contract/member.ts'
import type { SearchPage } from '../../contract/page.ts'
import type { Patient } from '../../contract/patient.ts'
import type { Sex } from '../../contract/text.ts'
import type { Http } from './http.ts'
import { success, type Outcome } from './outcome.ts'

/** Whose medicines a page shows: a notebook's keeper (member) or a receipt computer's patient. */
export interface PersonRef {
  kind: 'member' | 'patient'
  id: string
}

/** One shape for both, so that one page shows both. */
export interface Person extends PersonRef {
  name: string
  kana: string
  sex: Sex
  birthOn?: string
  /** The code at the receipt computer; patients only. */
  code?: string
  /** お薬自動登録. */
  isLinked: boolean
  patientIds: string[]
  /** Into whose notebook people write; null: a patient who is no member. Of a merged member the one that was kept. */
  memberId: string | null
}

const ofPatient = (patient: Patient): Person => ({
  kind: 'patient',
  id: patient.id,
  name: patient.name,
  kana: patient.kana,
  sex: patient.sex,
  ...(patient.birthOn !== undefined && { birthOn: patient.birthOn }),
  code: patient.code,
  isLinked: patient.memberId !== null,
  patientIds: [patient.id],
  memberId: patient.memberId,
})

const ofMember = (member: Member): Person => ({
  kind: 'member',
  id: member.id,
  name: member.name,
  kana: member.kana,
  sex: member.sex,
  ...(member.birthOn !== undefined && { birthOn: member.birthOn }),
  isLinked: member.patientIds.length > 0,
  patientIds: member.patientIds,
  memberId: member.id,
})

export const getPerson = async (http: Http, ref: PersonRef): Promise<Outcome<Person>> => {
  if (ref.kind === 'patient') {
    const outcome = await http.get<Patient>(`/api/patients/${encodeURIComponent(ref.id)}`)
    return outcome.ok ? success(ofPatient(outcome.value)) : outcome
  }
  const outcome = await http.get<Member>(`/api/members/${encodeURIComponent(ref.id)}`)
  return outcome.ok ? success(ofMember(outcome.value)) : outcome
}

/** Everybody who fits what was typed, members and patients, each person once. `hasMore` says that the list is cut. */
export const findPeople = async (
  http: Http,
  typed: string,
  signal: AbortSignal,
): Promise<Outcome<{ people: FoundPerson[]; hasMore: boolean; preparing: number | null }>> => {
  const outcome = await http.get<SearchPage<FoundPerson>>(`/api/people?q=${encodeURIComponent(typed)}`, signal)
  if (!outcome.ok) return outcome
  const { items, next, preparing = null } = outcome.value
  return success({ people: items, hasMore: next !== null, preparing })
}

/** People in the order of their kana. `after`: the last person of the page before. */
export const listByKana = (
  http: Http,
  { row, letter }: Initial,
  after: string | null,
  signal: AbortSignal,
): Promise<Outcome<SearchPage<FoundPerson>>> => {
  const query = new URLSearchParams({
    row,
    ...(letter !== undefined && { letter }),
    ...(after !== null && { cursor: after }),
  })
  return http.get(`/api/people/kana?${query.toString()}`, signal)
}
