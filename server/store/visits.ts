import { newIdAt } from './ids.ts'
import type { Page } from '../../contract/page.ts'
import type { Visit } from '../../contract/visit.ts'
import { tokyoDate } from '../domain/calendar-date.ts'
import { findMember } from './members.ts'
import type { Store } from './open.ts'

export interface NewVisit {
  memberId: string | null
  cardHash: Buffer | null
  via: Visit['via']
  reader: string | null
  presentedAt: number
  counterId: string | null
  /** Of a satellite, which may tell the same touch twice. */
  touchKey: string | null
}

export function saveVisit(store: Store, visit: NewVisit): string {
  const id = newIdAt(visit.presentedAt)
  store.queries.insertVisit.run({ id, ...visit, presentedOn: tokyoDate(visit.presentedAt) })
  store.noteChange('visit', id)
  if (visit.memberId !== null) store.noteChange('disclosure', visit.memberId)
  return id
}

/** Has this touch of a satellite been taken already? */
export const hasTouch = (store: Store, touchKey: string): boolean =>
  store.queries.findVisitByTouch.get({ touchKey }) !== undefined

export function findVisit(store: Store, id: string): Visit | undefined {
  const row = store.queries.findVisit.get({ id })
  return row && toVisit(store, row)
}

/** Visits of the days `from`…`to` (both included), newest first. `before` is the id the last page ended with. */
export function listVisits(store: Store, from: string, to: string, before: string | null, limit: number): Page<Visit> {
  // 'g' sorts behind every id.
  const rows = store.queries.listVisits.all({ from, to, before: before ?? 'g', limit: limit + 1 })
  return {
    items: rows.slice(0, limit).map((row) => toVisit(store, row)),
    next: rows.length > limit ? (rows[limit - 1]?.id ?? null) : null,
  }
}

type Row = NonNullable<ReturnType<Store['queries']['findVisit']['get']>>

const toVisit = (store: Store, row: Row): Visit => ({
  id: row.id,
  on: row.presentedOn,
  presentedAt: row.presentedAt,
  via: row.via,
  reader: row.reader,
  counterId: row.counterId,
  member: row.memberId === null ? null : (findMember(store, row.memberId) ?? null),
})
