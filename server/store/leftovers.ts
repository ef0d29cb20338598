import type { LeftoverCount, LeftoverDraft, Leftovers } from '../../contract/leftovers.ts'
import type { Page } from '../../contract/page.ts'
import type { TrailDeed } from '../../contract/trail.ts'
import { addDays, tokyoDate } from '../domain/calendar-date.ts'
import { leftoverDrugs } from '../domain/leftover-drugs.ts'
import { planLeftovers } from '../domain/leftovers.ts'
import { sightOf, type Sight } from './disclosure.ts'
import { newId } from './ids.ts'
import { findMember, memberIdsOf } from './members.ts'
import type { Store } from './open.ts'
import { listRecentRecords, recentDays } from './recent-records.ts'
import { noteTrail } from './trail.ts'

type Row = NonNullable<ReturnType<Store['queries']['findLeftovers']['get']>>

export type LeftoversOutcome =
  | { ok: true; leftovers: Leftovers }
  | { ok: false; code: 'not-found' | 'disclosure-closed' }
  | { ok: false; code: 'stale-version'; current: Leftovers }

/** Behind every id of the box: ids are hexadecimal. */
const afterIds = 'g'

/** The drugs that may be counted today. Undefined: there is no such member. */
export function draftLeftovers(store: Store, memberId: string, staffId: string): LeftoverDraft | undefined {
  const member = findMember(store, memberId)
  if (!member) return undefined
  const today = tokyoDate(store.now())
  const sight = sightOf(store, member.id, staffId)
  const records = listRecentRecords(store, member, addDays(today, -recentDays), sight)
  return { today, drugs: leftoverDrugs(records, today) }
}

/** Counts of a member's record, newest first; those that were removed are left out. `before`: the id the last page ended with. */
export function listLeftovers(
  store: Store,
  memberId: string,
  before: string | null,
  limit: number,
  staffId: string,
): Page<Leftovers> {
  const sight = sightOf(store, memberId, staffId)
  const rows = memberIdsOf(store, memberId)
    .flatMap((id) => store.queries.listLeftovers.all({ memberId: id, before: before ?? afterIds, limit: limit + 1 }))
    .sort((a, b) => (a.id < b.id ? 1 : -1))
  return {
    items: rows.slice(0, limit).map((row) => toLeftovers(row, sight)),
    next: rows.length > limit ? (rows[limit - 1]?.id ?? null) : null,
  }
}

/** Every version of one count, newest first; empty: there is no such count. Those of a removed one answer too. */
export function listLeftoverRevisions(store: Store, id: string, staffId: string): Leftovers[] {
  const row = store.queries.findLeftovers.get({ id })
  if (!row) return []
  const sight = sightOf(store, row.memberId, staffId)
  return store.queries.listLeftoversRevisions.all({ id }).map((revision) => toLeftovers({ ...row, ...revision }, sight))
}

/** Undefined: there is no such member. */
export function saveLeftovers(
  store: Store,
  memberId: string,
  count: LeftoverCount,
  staffId: string,
  onBehalfOf: string | null = null,
): Leftovers | undefined {
  return store.write(() => {
    const member = findMember(store, memberId)
    if (!member) return undefined
    const id = newId(store)
    const marked = markElsewhere(store, member.id, count, staffId)
    store.queries.insertLeftovers.run({ id, memberId: member.id, content: JSON.stringify(marked), at: store.now() })
    return note(store, {
      id,
      version: 1,
      count: marked,
      memberId: member.id,
      what: 'leftovers-saved',
      staffId,
      onBehalfOf,
    })
  })
}

/** Replaces what a count says; every version stays. One that was removed cannot be corrected. */
export function correctLeftovers(
  store: Store,
  id: string,
  edit: { count: LeftoverCount; version: number; staffId: string; onBehalfOf?: string | null },
): LeftoversOutcome {
  const { count, version, staffId, onBehalfOf = null } = edit
  return change(store, id, version, staffId, (row) =>
    row.removedAt === null
      ? {
          count: markElsewhere(store, row.memberId, count, staffId, countOf(row)),
          removedAt: null,
          what: 'leftovers-corrected',
          staffId,
          onBehalfOf,
        }
      : null,
  )
}

/** Takes a count away; {@link restoreLeftovers} brings it back. */
export const removeLeftovers = (store: Store, id: string, version: number, staffId: string): LeftoversOutcome =>
  change(store, id, version, staffId, (row) =>
    row.removedAt === null
      ? { count: countOf(row), removedAt: store.now(), what: 'leftovers-removed', staffId }
      : 'done',
  )

export const restoreLeftovers = (store: Store, id: string, version: number, staffId: string): LeftoversOutcome =>
  change(store, id, version, staffId, (row) =>
    row.removedAt === null ? 'done' : { count: countOf(row), removedAt: null, what: 'leftovers-restored', staffId },
  )

/**
 * Which lines are of what was told from outside, by what the box itself proposes to whoever counts, and by the version before for what is no
 * longer proposed. Of what neither knows it cannot be told, and it is held for somebody else's. A page may add a mark, as its proposal may be
 * older, and takes none away.
 */
function markElsewhere(
  store: Store,
  memberId: string,
  count: LeftoverCount,
  staffId: string,
  before?: LeftoverCount,
): LeftoverCount {
  const known = [
    ...(before?.lines.map(({ drug }) => drug) ?? []),
    ...(draftLeftovers(store, memberId, staffId)?.drugs ?? []),
  ]
  const marks = new Map(known.map(({ key, isElsewhere = false }) => [key, isElsewhere]))
  return {
    ...count,
    lines: count.lines.map((line) => {
      const { isElsewhere: said = false, ...drug } = line.drug
      return { ...line, drug: said || (marks.get(drug.key) ?? true) ? { ...drug, isElsewhere: true } : drug }
    }),
  }
}

interface Change {
  count: LeftoverCount
  removedAt: number | null
  what: TrailDeed
  staffId: string
  onBehalfOf?: string | null
}

/** @param next what becomes of the row; `done`: it already is so; null: that cannot be done to it */
function change(
  store: Store,
  id: string,
  version: number,
  staffId: string,
  next: (row: Row) => Change | 'done' | null,
): LeftoversOutcome {
  return store.write((): LeftoversOutcome => {
    const row = store.queries.findLeftovers.get({ id })
    const wanted = row ? next(row) : null
    if (!row || wanted === null) return { ok: false, code: 'not-found' }
    const sight = sightOf(store, row.memberId, staffId)
    if (wanted === 'done') return { ok: true, leftovers: toLeftovers(row, sight) }
    if (row.version !== version) return { ok: false, code: 'stale-version', current: toLeftovers(row, sight) }
    // Who does not see every line would take the others away by correcting.
    const isCut = toLeftovers(row, sight).isCut ?? false
    if (isCut && wanted.what === 'leftovers-corrected') return { ok: false, code: 'disclosure-closed' }
    const { count, removedAt, what, onBehalfOf = null } = wanted
    const content = JSON.stringify(count)
    store.queries.updateLeftovers.run({ id, version: version + 1, content, removedAt })
    const { memberId } = row
    const deed = { id, version: version + 1, count, memberId, what, staffId, onBehalfOf }
    return { ok: true, leftovers: note(store, deed) }
  })
}

function note(
  store: Store,
  deed: Omit<Change, 'removedAt'> & { id: string; version: number; memberId: string },
): Leftovers {
  const { id, version, count, memberId, what, staffId, onBehalfOf = null } = deed
  store.queries.insertLeftoversRevision.run({
    id,
    version,
    content: JSON.stringify(count),
    staffId,
    onBehalfOf,
    at: store.now(),
  })
  noteTrail(store, { staffId, onBehalfOf, what, memberId, rowId: id, detail: { version } })
  store.noteChange('leftovers', id)
  const row = store.queries.findLeftovers.get({ id })
  if (!row) throw new Error('a count that was just written is there')
  return toLeftovers(row, sightOf(store, memberId, staffId))
}

const countOf = ({ content }: Pick<Row, 'content'>): LeftoverCount => JSON.parse(content) as LeftoverCount

function toLeftovers(row: Omit<Row, 'removedAt'>, sight: Sight): Leftovers {
  const { id, memberId, version, by, onBehalfOf, savedAt, createdAt } = row
  const whole = countOf(row)
  const lines = whole.lines.filter(({ drug }) => sight === 'open' || !drug.isElsewhere)
  const count = { ...whole, lines }
  const saved = { id, memberId, version, by, savedAt, createdAt, count, plan: planLeftovers(count) }
  return {
    ...saved,
    ...(lines.length < whole.lines.length && { isCut: true }),
    ...(onBehalfOf !== null && { onBehalfOf }),
  }
}
