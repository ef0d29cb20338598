import type { Dispensing } from '../../contract/dispensing.ts'
import type { LaterCopy, OutsideDispensing } from '../../contract/outside-dispensing.ts'
import { groupSameRecords, type ComparableRecord } from '../domain/same-record.ts'
import type { Sight } from './disclosure.ts'
import { listHistoryRows, type HistoryCursor } from './dispensings.ts'
import type { Store } from './open.ts'
import { findOwnPharmacyCode, listOutside } from './outside-dispensings.ts'

/** Whose history: the patients that flow into it, and the member into whose notebook people write; null for a patient by itself. */
export interface Whose {
  patientIds: readonly string[]
  memberId: string | null
  /** Whether what was told from outside is part of it. */
  sight: Sight
}

export interface HistoryQuestion {
  /** Only 他施設での調剤薬: dispensed by another pharmacy, or told from outside. */
  isElsewhereOnly?: boolean
  /** Where the last page ended: `DAY:SEQ` of a dispensing of the feed, `DAY:ID` of one told from outside. */
  before?: string | null
  /** The oldest day wanted. */
  from?: string
  limit: number
}

export interface History {
  items: Dispensing[]
  next: string | null
  /** The day the page ends with; '' once everything has been told. */
  until: string
}

/** Within a day those of the feed come first; both kinds newest first. */
interface Placed {
  dispensing: Dispensing
  on: string
  cursor: string
}

/** A day has no more records of one person. */
const mostADay = 200
/** Behind every id of the box: ids are hexadecimal. */
const afterIds = 'g'

/**
 * お薬履歴: dispensings of the feed and those told from outside as one list, newest first. Where several tell of one dispensing, the first
 * registered is shown, and the others stand with it as `copies`. A page may be shorter than asked for though `next` is not null.
 */
export function listHistory(store: Store, whose: Whose, question: HistoryQuestion): History {
  const own = findOwnPharmacyCode(store)
  const page = listPlaced(store, whose, question, own)
  const last = page.rows.at(-1)
  const { copyIds, copiesOf } = findCopies(store, whose, page.rows)
  const items = page.rows.flatMap(({ dispensing }) => {
    if (copyIds.has(dispensing.id)) return []
    const copies = copiesOf.get(dispensing.id)
    const isElsewhere = dispensing.origin !== undefined || dispensing.pharmacy.code !== own
    if (!isElsewhere && !copies) return [dispensing]
    return [{ ...dispensing, ...(isElsewhere && { isElsewhere }), ...(copies && { copies }) }]
  })
  return { items, next: page.hasMore && last ? last.cursor : null, until: page.hasMore && last ? last.on : '' }
}

function listPlaced(
  store: Store,
  { patientIds, memberId, sight }: Whose,
  { isElsewhereOnly = false, before = null, from = '', limit }: HistoryQuestion,
  own: string | undefined,
): { rows: Placed[]; hasMore: boolean } {
  const { feedBefore, outsideBefore } = parsePlace(before)
  const isEmpty = isElsewhereOnly && own === undefined
  const feed = isEmpty
    ? []
    : listHistoryRows(store, patientIds, feedBefore, limit + 1, { from, notOf: isElsewhereOnly ? own : undefined }).map(
        ({ dispensing, on, seq }): Placed => ({ dispensing, on, cursor: `${on}:${seq}` }),
      )
  const outside =
    memberId === null
      ? []
      : listOutside(store, memberId, limit + 1, sight, { before: outsideBefore, from }).items.map((record): Placed => {
          const on = record.prescription.dispensedOn
          return { dispensing: toDispensing(record), on, cursor: `${on}:${record.id}` }
        })
  // Both come sorted, and the sort keeps what is of one day in that order.
  const rows = [...feed, ...outside].sort((a, b) => (a.on < b.on ? 1 : a.on > b.on ? -1 : 0))
  return { rows: rows.slice(0, limit), hasMore: rows.length > limit }
}

/** Where each of the two lists goes on behind a place in both. */
function parsePlace(before: string | null): { feedBefore: HistoryCursor | null; outsideBefore: string | null } {
  if (before === null) return { feedBefore: null, outsideBefore: null }
  const at = before.indexOf(':')
  const [on, mark] = [before.slice(0, at), before.slice(at + 1)]
  if (/^\d{1,15}$/.test(mark)) return { feedBefore: { on, seq: Number(mark) }, outsideBefore: `${on}:${afterIds}` }
  // All of that day's feed stands before what was told from outside.
  return { feedBefore: { on, seq: 0 }, outsideBefore: before }
}

/** Which of these rows are later copies, and which copies belong to which: told day by day, whatever page their twins are on. */
function findCopies(store: Store, whose: Whose, rows: readonly Placed[]) {
  const copyIds = new Set<string>()
  const copiesOf = new Map<string, LaterCopy[]>()
  for (const records of recordsByDay(store, whose, rows)) {
    for (const { shown, copies } of groupSameRecords(records)) {
      for (const { id } of copies) copyIds.add(id)
      if (copies.length > 0) copiesOf.set(shown.id, copies.map(toCopy))
    }
  }
  return { copyIds, copiesOf }
}

type Comparable = ComparableRecord & { dispensing: Dispensing }

/** Every record of each day on which something was told from outside: on all other days nothing can be told twice. */
function recordsByDay(store: Store, { patientIds, memberId, sight }: Whose, rows: readonly Placed[]): Comparable[][] {
  const [newest, oldest] = [rows[0]?.on, rows.at(-1)?.on]
  if (memberId === null || newest === undefined || oldest === undefined) return []
  const range = { before: `${newest}:${afterIds}`, from: oldest }
  const days = Map.groupBy(
    listOutside(store, memberId, mostADay * rows.length, sight, range).items.map(toDispensing),
    ({ prescription }) => prescription.dispensedOn ?? '',
  )
  return [...days].map(([on, outside]) => {
    const place = { on, seq: Number.MAX_SAFE_INTEGER }
    const feed = listHistoryRows(store, patientIds, place, mostADay, { from: on }).map(({ dispensing }) => dispensing)
    return [...feed, ...outside].map((dispensing) => ({
      id: dispensing.id,
      isOutside: dispensing.origin !== undefined,
      dispensedOn: dispensing.prescription.dispensedOn,
      pharmacy: dispensing.pharmacy,
      rps: dispensing.rps,
      dispensing,
    }))
  })
}

const toCopy = ({ dispensing: { id, origin, receivedAt } }: Comparable): LaterCopy => ({
  id,
  source: origin?.source ?? 'feed',
  registeredAt: receivedAt,
  by: origin?.by ?? null,
})

/** In the nouns of the feed; what elsewhere did not tell is empty. */
function toDispensing(record: OutsideDispensing): Dispensing {
  const { id, memberId, version, addedAt, addedBy, addedFor, source, pharmacy, prescription, rps } = record
  return {
    id,
    patientId: null,
    revision: 0,
    receivedAt: addedAt,
    version,
    format: '',
    action: 'new',
    pharmacy: { ...pharmacy, code: pharmacy.code ?? '' },
    prescription: { ...prescription, number: '' },
    rps,
    warnings: [],
    origin: {
      ...{ source, memberId, entryVersion: version, by: addedBy },
      ...(addedFor !== undefined && { onBehalfOf: addedFor }),
    },
  }
}
