import { newId } from './ids.ts'
import type { Dispensing, DispensingRecord, DispensingRevision } from '../../contract/dispensing.ts'
import type { Warning } from '../../contract/issue.ts'
import type { Page } from '../../contract/page.ts'
import type { DispensingEvent } from '../domain/dispensing.ts'
import type { Store } from './open.ts'

type Row = NonNullable<ReturnType<Store['queries']['findDispensing']['get']>>

/** `system`: which of the receipt computers that came one after the other gave the number; '' the first. */
export const findDispensingByNumber = (
  store: Store,
  pharmacyCode: string,
  number: string,
  system = '',
): Row | undefined => store.queries.findDispensingByNumber.get({ pharmacyCode, number, system })

/** The state a file leaves a dispensing in. `content` is null when a delete came for a number never seen. */
export interface DispensingState {
  pharmacyCode: string
  system: string
  number: string
  patientId: string | null
  patientCode: string | null
  inboundSeq: number
  action: DispensingRecord['action']
  revision: number
  sentAt: string | null
  dispensedOn: string | null
  receivedAt: number
  removedAt: number | null
  content: string | null
}

export function saveDispensing(store: Store, id: string | undefined, state: DispensingState): string {
  const dispensingId = id ?? newId(store)
  if (id === undefined) store.queries.insertDispensing.run({ ...state, id: dispensingId })
  else store.queries.updateDispensing.run({ ...state, id: dispensingId })
  store.noteChange('dispensing', dispensingId)
  return dispensingId
}

/** Adds a file to the history of a dispensing, whether or not it changed the state. */
export function saveRevision(
  store: Store,
  dispensingId: string,
  file: Pick<DispensingState, 'inboundSeq' | 'action' | 'revision' | 'sentAt'> & { warnings: Warning[] },
): void {
  store.queries.insertRevision.run({ dispensingId, ...file, warnings: JSON.stringify(file.warnings) })
}

/** What decides the state of a dispensing: every file of its history, by its place in the order. */
export const listEvents = (store: Store, dispensingId: string): DispensingEvent[] =>
  store.queries.listEvents
    .all({ dispensingId })
    .map(({ sentAt, ...event }) => ({ ...event, ...(sentAt !== null && { sentAt }) }))

/** A dispensing that has not been deleted. */
export function findDispensing(store: Store, id: string): Dispensing | undefined {
  const row = store.queries.findDispensing.get({ id })
  return row && row.removedAt === null ? toDispensing(row) : undefined
}

/** Every file this dispensing was made from, newest arrival first; empty when the id is unknown. Deleted ones answer too. */
export function listRevisions(store: Store, id: string): DispensingRevision[] {
  const current = store.queries.findDispensing.get({ id })?.inboundSeq
  return store.queries.listRevisions.all({ dispensingId: id }).map(({ sentAt, warnings, ...row }) => ({
    ...row,
    warnings: JSON.parse(warnings) as Warning[],
    ...(sentAt && { sentAt }),
    isCurrent: row.inboundSeq === current,
  }))
}

/** What was dispensed on a day, newest arrival first. `before` is the cursor of the last page. */
export function listDispensingsOfDay(store: Store, on: string, before: number, limit: number): Page<Dispensing> {
  const rows = store.queries.listDispensingsOfDay.all({ on, before, limit: limit + 1 })
  return {
    items: rows.slice(0, limit).flatMap((row) => toDispensing(row) ?? []),
    next: rows.length > limit ? String(rows[limit - 1]?.inboundSeq) : null,
  }
}

/** Where a history page ends: date and arrival of its last row. */
export interface HistoryCursor {
  on: string
  seq: number
}

/** A dispensing and its place in a history. */
export interface HistoryRow {
  dispensing: Dispensing
  on: string
  seq: number
}

/**
 * What these patients were given, newest first, from `before` on. Several patients are one person's codes at several receipt computers.
 * @param notOf only what other pharmacies than this one (its code) dispensed
 * @param from the oldest day wanted
 */
export function listHistoryRows(
  store: Store,
  patientIds: readonly string[],
  before: HistoryCursor | null,
  limit: number,
  { notOf, from = '' }: { notOf?: string | undefined; from?: string } = {},
): HistoryRow[] {
  const place = { beforeOn: before?.on ?? '9999-99-99', beforeSeq: before?.seq ?? 0, from, limit }
  return patientIds
    .flatMap((patientId) =>
      notOf === undefined
        ? store.queries.listDispensingsOfPatient.all({ patientId, ...place })
        : store.queries.listForeignDispensingsOfPatient.all({ patientId, ownCode: notOf, ...place }),
    )
    .sort((a, b) => byText(b.dispensedOn ?? '', a.dispensedOn ?? '') || b.inboundSeq - a.inboundSeq)
    .slice(0, limit)
    .flatMap((row) => {
      const dispensing = toDispensing(row)
      return dispensing ? [{ dispensing, on: row.dispensedOn ?? '', seq: row.inboundSeq }] : []
    })
}

const byText = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0)

function toDispensing(row: Row): Dispensing | undefined {
  if (row.content === null) return undefined
  const { id, patientId, revision, receivedAt, version } = row
  return { id, patientId, revision, receivedAt, version, ...(JSON.parse(row.content) as DispensingRecord) }
}
