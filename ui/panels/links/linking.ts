import type { LinkCandidate, LinkHistory, LinkPreview } from '../../../contract/link.ts'
import type { Member } from '../../../contract/member.ts'
import type { Page } from '../../../contract/page.ts'
import type { Patient } from '../../../contract/patient.ts'
import type { ConflictRow } from '../../components/kb-conflict.ts'
import type { Http } from '../../data/http.ts'
import { success, type Failure, type Outcome } from '../../data/outcome.ts'
import { birthLong } from '../../format/dates.ts'
import { conflictWords } from '../../text/conflict.ts'
import { ja } from '../../text/ja.ts'
import { links } from '../../text/links.ts'

/** What was done, and how it is undone. */
export interface Deed {
  text: string
  undo: () => Promise<Outcome<unknown>>
}

/** What is to become of one member's links. `from`: whom the patient is taken from (付け替え), shown by {@link previewMove}. */
export type LinkAct = { patient: Patient; from?: string } | { unlink: Patient }

/** `rows`: somebody else changed the member meanwhile, who is `now`. */
type Done = { deed: Deed } | { failure: Failure } | { now: Member; rows: ConflictRow[] }

const path = (memberId: string): string => `/api/members/${encodeURIComponent(memberId)}/links`

const set = (http: Http, member: Member, patientId: string, from?: string): Promise<Outcome<Member>> =>
  http.ask('POST', path(member.id), { patientId, version: member.version, ...(from !== undefined && { from }) })

const remove = (http: Http, member: Member, patientId: string): Promise<Outcome<Member>> =>
  http.ask('DELETE', `${path(member.id)}/${patientId}?version=${String(member.version)}`)

/** Does it to the member as they were shown. */
export async function doLink(http: Http, member: Member, act: LinkAct): Promise<Done> {
  const outcome = await ('unlink' in act
    ? remove(http, member, act.unlink.id)
    : set(http, member, act.patient.id, act.from))
  if (outcome.ok) return { deed: deedOf(http, outcome.value, member, act) }
  const { failure } = outcome
  if (failure.code !== 'stale-version') return { failure }
  const now = failure.current as Member
  const rows = await rowsOf(http, member, now, act)
  if (!rows.ok) return { failure: rows.failure }
  // Somebody else did the same.
  if (rows.value.every(({ mine, theirs }) => mine === theirs)) return { deed: deedOf(http, now, member, act) }
  return { now, rows: rows.value }
}

const deedOf = (http: Http, now: Member, { name }: Member, act: LinkAct): Deed => {
  if ('unlink' in act) {
    const { id, code } = act.unlink
    return { text: links.done.unlinked(name, code), undo: () => set(http, now, id) }
  }
  const { patient, from } = act
  if (from === undefined)
    return { text: links.done.linked(name, patient.code), undo: () => remove(http, now, patient.id) }
  const undo = async (): Promise<Outcome<unknown>> => {
    const holder = await http.get<Member>(`/api/members/${encodeURIComponent(from)}`)
    return holder.ok ? set(http, holder.value, patient.id, now.id) : holder
  }
  return { text: links.done.moved(patient.code, name), undo }
}

/** The links as they would have become and as they are, and what of the member has changed. */
async function rowsOf(http: Http, before: Member, now: Member, act: LinkAct): Promise<Outcome<ConflictRow[]>> {
  const history = await http.get<Page<LinkHistory>>(path(now.id))
  if (!history.ok) return history
  const { items } = history.value
  const codeOf = (id: string) => items.find(({ patient }) => patient.id === id)?.patient.code
  const gone = 'unlink' in act ? act.unlink.id : ''
  const mine = before.patientIds.filter((id) => id !== gone).map(codeOf)
  const theirs = items.filter(({ unlinkedAt }) => unlinkedAt === null).map(({ patient }) => patient.code)
  const facts: readonly (readonly [string, (member: Member) => string])[] = [
    [links.match.fact.name, ({ name }) => name],
    [links.match.fact.kana, ({ kana }) => kana],
    [links.match.fact.birthOn, ({ birthOn }) => (birthOn === undefined ? ja.date.unknown : birthLong(birthOn))],
    [links.match.fact.sex, ({ sex }) => ja.sex[sex]],
  ]
  return success([
    {
      label: links.detail.codes,
      mine: codesText('unlink' in act ? mine : [...mine, act.patient.code]),
      theirs: codesText(theirs),
    },
    ...facts
      .filter(([, textOf]) => textOf(before) !== textOf(now))
      .map(([label, textOf]) => ({ label, mine: conflictWords.untouched, theirs: textOf(now) })),
  ])
}

const codesText = (codes: readonly (string | undefined)[]): string =>
  codes.length === 0 ? links.detail.none : codes.filter((code) => code !== undefined).join('、')

export const previewMove = (http: Http, memberId: string, patientId: string): Promise<Outcome<LinkPreview>> =>
  http.get(`${path(memberId)}/preview?patientId=${patientId}`)

/** One press is enough only where nothing is left to look at. */
export const isOnePress = (candidate: LinkCandidate | null): candidate is LinkCandidate =>
  candidate?.strength === 'exact' && candidate.linkedTo === null && !candidate.isHeld
