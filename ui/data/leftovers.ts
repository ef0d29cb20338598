import type { LeftoverCount, LeftoverDraft, Leftovers, ReadCount, TypedCount } from '../../contract/leftovers.ts'
import type { Page } from '../../contract/page.ts'
import type { Http } from './http.ts'
import type { Outcome } from './outcome.ts'

const ofMember = (memberId: string): string => `/api/members/${encodeURIComponent(memberId)}/leftovers`
const path = (id: string): string => `/api/leftovers/${encodeURIComponent(id)}`

export const draftLeftovers = (http: Http, memberId: string): Promise<Outcome<LeftoverDraft>> =>
  http.get(`${ofMember(memberId)}/draft`)

export const listLeftovers = (http: Http, memberId: string, cursor: string | null): Promise<Outcome<Page<Leftovers>>> =>
  http.get(`${ofMember(memberId)}${cursor === null ? '' : `?cursor=${encodeURIComponent(cursor)}`}`)

/** What was typed, read and computed by the box; nothing is kept. */
export const readLeftovers = (http: Http, typed: TypedCount): Promise<Outcome<ReadCount>> =>
  http.ask('POST', '/api/leftovers/plan', typed)

/** @param onBehalfOf 代行入力: id of the person in whose name it is saved; '' in one's own */
export const saveLeftovers = (
  http: Http,
  memberId: string,
  count: LeftoverCount,
  onBehalfOf: string,
): Promise<Outcome<Leftovers>> =>
  http.ask('POST', ofMember(memberId), { ...count, ...(onBehalfOf !== '' && { onBehalfOf }) })

export const correctLeftovers = (
  http: Http,
  id: string,
  count: LeftoverCount,
  version: number,
  onBehalfOf: string,
): Promise<Outcome<Leftovers>> =>
  http.ask('PATCH', path(id), { count, version, ...(onBehalfOf !== '' && { onBehalfOf }) })

export const removeLeftovers = (http: Http, { id, version }: Leftovers): Promise<Outcome<Leftovers>> =>
  http.ask('DELETE', `${path(id)}?version=${String(version)}`)

export const restoreLeftovers = (http: Http, { id, version }: Leftovers): Promise<Outcome<Leftovers>> =>
  http.ask('POST', `${path(id)}/restore`, { version })

export const listRevisions = (http: Http, id: string): Promise<Outcome<Page<Leftovers>>> =>
  http.get(`${path(id)}/revisions`)
