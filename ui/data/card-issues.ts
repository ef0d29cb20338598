import type { CardIssue, IssueKind, LyingCard, RecentPatient, Terms } from '../../contract/card-issue.ts'
import type { LinkCandidates } from '../../contract/link.ts'
import type { Page } from '../../contract/page.ts'
import type { Patient } from '../../contract/patient.ts'
import type { Http } from './http.ts'
import type { Outcome } from './outcome.ts'

/** What may be done to an issue, as its routes are called. */
export type IssueRoute = 'person' | 'member' | 'others' | 'consent' | 'card' | 'link' | 'hand-over' | 'undo'

export interface IssueStart {
  kind: IssueKind
  counterId: string | null
  patientId?: string
  memberId?: string
}

export const startIssue = (http: Http, start: IssueStart): Promise<Outcome<CardIssue>> =>
  http.ask<CardIssue>('POST', '/api/card-issues', start)

export const getIssue = (http: Http, id: string): Promise<Outcome<CardIssue>> =>
  http.get<CardIssue>(`/api/card-issues/${encodeURIComponent(id)}`)

/** One deed, decided on the issue as it is shown. */
export const doDeed = (
  http: Http,
  { id, version }: Pick<CardIssue, 'id' | 'version'>,
  route: IssueRoute,
  body: object = {},
): Promise<Outcome<CardIssue>> =>
  http.ask<CardIssue>('POST', `/api/card-issues/${encodeURIComponent(id)}/${route}`, { version, ...body })

const paged = (path: string, cursor: string | null): string =>
  cursor === null ? path : `${path}${path.includes('?') ? '&' : '?'}cursor=${encodeURIComponent(cursor)}`

export const listIssues = (http: Http, cursor: string | null): Promise<Outcome<Page<CardIssue>>> =>
  http.get<Page<CardIssue>>(paged('/api/card-issues', cursor))

export const listRecentPatients = (http: Http, cursor: string | null): Promise<Outcome<Page<RecentPatient>>> =>
  http.get<Page<RecentPatient>>(paged('/api/card-issues/recent-patients', cursor))

/** What lies on the card readers of a counter; of all when this PC stands at none. */
export const listLyingCards = (http: Http, counterId: string | null): Promise<Outcome<Page<LyingCard>>> =>
  http.get<Page<LyingCard>>(
    counterId === null ? '/api/card-issues/lying-cards' : `/api/card-issues/lying-cards?counterId=${counterId}`,
  )

export const searchPatients = (http: Http, typed: string, signal: AbortSignal): Promise<Outcome<Page<Patient>>> =>
  http.get<Page<Patient>>(`/api/patients?q=${encodeURIComponent(typed)}`, signal)

export const getCandidates = (http: Http, memberId: string): Promise<Outcome<LinkCandidates>> =>
  http.get<LinkCandidates>(`/api/members/${encodeURIComponent(memberId)}/link-candidates`)

export const getTerms = (http: Http): Promise<Outcome<Terms>> => http.get<Terms>('/api/terms')

export const listTerms = (http: Http, cursor: string | null): Promise<Outcome<Page<Terms>>> =>
  http.get<Page<Terms>>(paged('/api/terms/versions', cursor))

export const saveTerms = (http: Http, body: string, version: number): Promise<Outcome<Terms>> =>
  http.ask<Terms>('POST', '/api/terms', { body, version })
