import type { LeftoverCount, LeftoverDraft, Leftovers } from '../../contract/leftovers.ts'
import type { Page } from '../../contract/page.ts'
import { addDays, tokyoDate } from '../domain/calendar-date.ts'
import { leftoverDrugs } from '../domain/leftover-drugs.ts'
import { planLeftovers } from '../domain/leftovers.ts'
import { newId } from './ids.ts'
import { findMember, memberIdsOf } from './members.ts'
import type { Store } from './open.ts'
import { listRecentRecords, recentDays } from './recent-records.ts'
import { noteTrail } from './trail.ts'

type Row = NonNullable<ReturnType<Store['queries']['findLeftovers']['get']>>

export type LeftoversOutcome =
  | { ok: true; leftovers: Leftovers }
  | { ok: false; code: 'not-found' }
  | { ok: false; code: 'stale-version'; current: Leftovers }

/** Behind every id of the box: ids are hexadecimal. */
const afterIds = 'g'

/** The drugs that may be counted today. Undefined: there is no such member. */
export function draftLeftovers(store: Store, memberId: string): LeftoverDraft | undefined {
  const member = findMember(store, memberId)
  if (!member) return undefined
  const today = tokyoDate(store.now())
  return { today, drugs: leftoverDrugs(listRecentRecords(store, member, addDays(today, -recentDays)), today) }
}

/** Counts of a member's record, newest first; those that were removed are left out. `before`: the id the last page ended with. */
export function listLeftovers(store: Store, memberId: string, before: string | null, limit: number): Page<Leftovers> {
  const rows = memberIdsOf(store, memberId)
    .flatMap((id) => store.queries.listLeftovers.all({ memberId: id, before: before ?? afterIds, limit: limit + 1 }))
    .sort((a, b) => (a.id < b.id ? 1 : -1))
  return {
    items: rows.slice(0, limit).map(toLeftovers),
    next: rows.length > limit ? (rows[limit - 1]?.id ?? null) : null,
  }
}

/** Every version of one count, newest first; empty: there is no such count. Those of a removed one answer too. */
export function listLeftoverRevisions(store: Store, id: string): Leftovers[] {
  const row = store.queries.findLeftovers.get({ id })
  if (!row) return []
  return store.queries.listLeftoversRevisions.all({ id }).map((revision) => toLeftovers({ ...row, ...revision }))
}

/** Undefined: there is no such member. */
export function saveLeftovers(
  store: Store,
  memberId: string,
  count: LeftoverCount,
  staffId: string,
): Leftovers | undefined {
  return store.write(() => {
    const member = findMember(store, memberId)
    if (!member) return undefined
    const id = newId(store)
    store.queries.insertLeftovers.run({ id, memberId: member.id, content: JSON.stringify(count), at: store.now() })
    return note(store, { id, version: 1, count, memberId: member.id, what: 'leftovers-saved', staffId })
  })
}

/** Replaces what a count says; every version stays. One that was removed cannot be corrected. */
export function correctLeftovers(
  store: Store,
  id: string,
  { count, version, staffId }: { count: LeftoverCount; version: number; staffId: string },
): LeftoversOutcome {
  return change(store, id, version, (row) =>
    row.removedAt === null ? { count, removedAt: null, what: 'leftovers-corrected', staffId } : null,
  )
}

/** Takes a count away; {@link restoreLeftovers} brings it back. */
export const removeLeftovers = (store: Store, id: string, version: number, staffId: string): LeftoversOutcome =>
  change(store, id, version, (row) =>
    row.removedAt === null
      ? { count: countOf(row), removedAt: store.now(), what: 'leftovers-removed', staffId }
      : 'done',
  )

export const restoreLeftovers = (store: Store, id: string, version: number, staffId: string): LeftoversOutcome =>
  change(store, id, version, (row) =>
    row.removedAt === null ? 'done' : { count: countOf(row), removedAt: null, what: 'leftovers-restored', staffId },
  )

interface Change {
  count: LeftoverCount
  removedAt: number | null
  what: string
  staffId: string
}

/** @param next what becomes of the row; `done`: it already is so; null: that cannot be done to it */
function change(
  store: Store,
  id: string,
  version: number,
  next: (row: Row) => Change | 'done' | null,
): LeftoversOutcome {
  return store.write((): LeftoversOutcome => {
    const row = store.queries.findLeftovers.get({ id })
    const wanted = row ? next(row) : null
    if (!row || wanted === null) return { ok: false, code: 'not-found' }
    if (wanted === 'done') return { ok: true, leftovers: toLeftovers(row) }
    if (row.version !== version) return { ok: false, code: 'stale-version', current: toLeftovers(row) }
    const { count, removedAt, what, staffId } = wanted
    const content = JSON.stringify(count)
    store.queries.updateLeftovers.run({ id, version: version + 1, content, removedAt })
    const { memberId } = row
    return { ok: true, leftovers: note(store, { id, version: version + 1, count, memberId, what, staffId }) }
  })
}

function note(
  store: Store,
  deed: { id: string; version: number; count: LeftoverCount; memberId: string; what: string; staffId: string },
): Leftovers {
  const { id, version, count, memberId, what, staffId } = deed
  store.queries.insertLeftoversRevision.run({
    id,
    version,
    content: JSON.stringify(count),
    staffId,
    at: store.now(),
  })
  noteTrail(store, { staffId, what, memberId, rowId: id, detail: { version } })
  store.noteChange('leftovers', id)
  const row = store.queries.findLeftovers.get({ id })
  if (!row) throw new Error('a count that was just written is there')
  return toLeftovers(row)
}

const countOf = ({ content }: Pick<Row, 'content'>): LeftoverCount => JSON.parse(content) as LeftoverCount

function toLeftovers(row: Omit<Row, 'removedAt'>): Leftovers {
  const { id, memberId, version, by, savedAt, createdAt } = row
  const count = countOf(row)
  return { id, memberId, version, by, savedAt, createdAt, count, plan: planLeftovers(count) }
}
