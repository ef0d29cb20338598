import type { AuditEntry, AuditReview, AuditStaff, NewSignOff } from '../../contract/audit.ts'
import type { Page } from '../../contract/page.ts'
import type { Http } from './http.ts'
import type { Outcome } from './outcome.ts'

/** What is looked for; '' is anything. */
export interface AuditSearch {
  person: string
  lists: boolean
  staff: string
  what: string
  refused: boolean
  from: string
  to: string
}

const queryOf = (search: AuditSearch): URLSearchParams => {
  const given = Object.entries(search).filter(([, value]) => value !== '' && value !== false)
  return new URLSearchParams(given.map(([name, value]) => [name, String(value)]))
}

/** Newest first. A page may be empty and still have a next one: that far back nothing was found. */
export const searchAudit = (
  http: Http,
  search: AuditSearch,
  cursor: string | null,
): Promise<Outcome<Page<AuditEntry>>> => {
  const query = queryOf(search)
  if (cursor !== null) query.set('cursor', cursor)
  return http.get(`/api/audit?${query.toString()}`)
}

/** Where the browser gets the same rows as a file. */
export const auditFile = (search: AuditSearch): string => `/api/audit/file?${queryOf(search).toString()}`

export const listAuditStaff = (http: Http): Promise<Outcome<Page<AuditStaff>>> => http.get('/api/audit/staff')

/** @param month `YYYY-MM` */
export const getAuditMonth = (http: Http, month: string): Promise<Outcome<AuditReview>> =>
  http.get(`/api/audit/months/${encodeURIComponent(month)}`)

export const signAuditMonth = (http: Http, month: string, signOff: NewSignOff): Promise<Outcome<AuditReview>> =>
  http.ask('POST', `/api/audit/months/${encodeURIComponent(month)}/sign-off`, signOff)
