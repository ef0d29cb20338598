import type { LinkCandidate, LinkPreview } from '../../../contract/link.ts'
import type { Member } from '../../../contract/member.ts'
import type { Patient } from '../../../contract/patient.ts'
import type { Http } from '../../data/http.ts'
import type { Failure, Outcome } from '../../data/outcome.ts'
import { links } from '../../text/links.ts'

/** What was done, and how it is undone. */
export interface Deed {
  text: string
  undo: () => Promise<Outcome<unknown>>
}

type Done = { deed: Deed } | { failure: Failure }

const path = (memberId: string): string => `/api/members/${encodeURIComponent(memberId)}/links`

const set = (http: Http, member: Member, patientId: string, from?: string): Promise<Outcome<Member>> =>
  http.ask('POST', path(member.id), { patientId, version: member.version, ...(from !== undefined && { from }) })

const remove = (http: Http, member: Member, patientId: string): Promise<Outcome<Member>> =>
  http.ask('DELETE', `${path(member.id)}/${patientId}?version=${String(member.version)}`)

/** Sets a free patient. */
export async function link(http: Http, member: Member, patient: Patient): Promise<Done> {
  const outcome = await set(http, member, patient.id)
  if (!outcome.ok) return outcome
  const text = links.done.linked(member.name, patient.code)
  return { deed: { text, undo: () => remove(http, outcome.value, patient.id) } }
}

export async function unlink(http: Http, member: Member, patient: Patient): Promise<Done> {
  const outcome = await remove(http, member, patient.id)
  if (!outcome.ok) return outcome
  const text = links.done.unlinked(member.name, patient.code)
  return { deed: { text, undo: () => set(http, outcome.value, patient.id) } }
}

/** 付け替え: takes a patient from another member, who was shown by {@link previewMove}. */
export async function move(http: Http, member: Member, patient: Patient, from: string): Promise<Done> {
  const outcome = await set(http, member, patient.id, from)
  if (!outcome.ok) return outcome
  const undo = async (): Promise<Outcome<unknown>> => {
    const holder = await http.get<Member>(`/api/members/${encodeURIComponent(from)}`)
    return holder.ok ? set(http, holder.value, patient.id, outcome.value.id) : holder
  }
  return { deed: { text: links.done.moved(patient.code, member.name), undo } }
}

export const previewMove = (http: Http, memberId: string, patientId: string): Promise<Outcome<LinkPreview>> =>
  http.get(`${path(memberId)}/preview?patientId=${patientId}`)

/** One press is enough only where nothing is left to look at. */
export const isOnePress = (candidate: LinkCandidate | null): candidate is LinkCandidate =>
  candidate?.strength === 'exact' && candidate.linkedTo === null && !candidate.isHeld
