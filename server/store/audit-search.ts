import { setImmediate } from 'node:timers/promises'
import type { AuditEntry, AuditStaff } from '../../contract/audit.ts'
import { addDays, tokyoMidnight } from '../domain/calendar-date.ts'
import type { AuditDetail } from './audit.ts'
import type { Store } from './open.ts'

export interface AuditFilter {
  person?: string
  lists?: boolean
  staff?: string
  device?: string
  what?: string
  refused?: boolean
  from?: string
  to?: string
}

type Row = ReturnType<Store['queries']['listAudit']['all']>[number]

/** Rows that are looked at in one step; others work between two steps. */
const step = 500
/** Steps of one question: 20,000 rows, then it is for the page to ask on. */
const mostSteps = 40

/**
 * Rows that meet the filter, newest first. `next` is where to go on looking, even when a long way back nothing was found; null at the end.
 * @param before seq the last page ended with
 */
export async function searchAudit(
  store: Store,
  filter: AuditFilter,
  before: number | null,
  limit: number,
): Promise<{ items: AuditEntry[]; next: string | null }> {
  const span = spanOf(store, filter)
  if (!span) return { items: [], next: null }
  const items: AuditEntry[] = []
  let end = Math.min(before ?? Number.MAX_SAFE_INTEGER, span.last + 1)
  for (let steps = 0; steps < mostSteps; steps++) {
    const rows = candidates(store, filter, { before: end, floor: span.first, limit: step })
    for (const row of rows) {
      if (items.length === limit) return { items, next: String(end) }
      if (meets(row, filter, span)) items.push(toEntry(row))
      end = row.seq
    }
    if (rows.length < step) return { items, next: null }
    await setImmediate()
  }
  return { items, next: String(end) }
}

interface Span {
  from: number
  until: number
  first: number
  last: number
}

/** The rows between which the days lie; undefined when there is none. */
function spanOf(store: Store, { from, to }: AuditFilter): Span | undefined {
  const days = {
    from: from === undefined ? 0 : tokyoMidnight(from),
    until: to === undefined ? Number.MAX_SAFE_INTEGER : tokyoMidnight(addDays(to, 1)),
  }
  if (from === undefined && to === undefined) return { ...days, first: 1, last: Number.MAX_SAFE_INTEGER - 1 }
  const { first = null, last = null } = store.queries.findAuditSpan.get(days) ?? {}
  return first === null || last === null ? undefined : { ...days, first, last }
}

/** Newest first, by the index that fits; a person's rows come from three. */
function candidates(
  store: Store,
  filter: AuditFilter,
  window: { before: number; floor: number; limit: number },
): Row[] {
  const { queries } = store
  const { person, lists = false, staff } = filter
  if (person !== undefined) {
    const rows = [
      ...queries.listAuditOfMember.all({ id: person, ...window }),
      ...queries.listAuditOfPatient.all({ id: person, ...window }),
      ...(lists ? queries.listAuditLists.all(window) : []),
    ]
    const once = new Map(rows.map((row) => [row.seq, row]))
    return [...once.values()].sort((a, b) => b.seq - a.seq).slice(0, window.limit)
  }
  return staff === undefined ? queries.listAudit.all(window) : queries.listAuditOfStaff.all({ id: staff, ...window })
}

function meets(
  row: Row,
  { person, staff, device, what, refused = false }: AuditFilter,
  { from, until }: Span,
): boolean {
  const isOf =
    person === undefined || row.memberId === person || row.patientId === person || shownIn(row).includes(person)
  return (
    isOf &&
    (staff === undefined || row.staffId === staff) &&
    (device === undefined || row.deviceId === device) &&
    (what === undefined || row.what === what) &&
    (!refused || row.result !== 'ok') &&
    row.at >= from &&
    row.at < until
  )
}

const shownIn = ({ shown }: Row): string[] => (shown === null ? [] : shown.split(' '))

const toEntry = (row: Row): AuditEntry => {
  const { shown: _shown, trailSeq, detail, ...entry } = row
  // The first row's are its own.
  const { more = 0, prepared: isPrepared = false, proof = null } = JSON.parse(detail ?? '{}') as AuditDetail
  return { ...entry, shown: shownIn(row), more, isPrepared, proof, isDeed: trailSeq !== null }
}

/** Everybody who works or worked here, for the choice of whom to look for. */
export const listAuditStaff = (store: Store): AuditStaff[] => store.queries.listAuditStaff.all()
