import type { ReaderDay } from '../../contract/reader.ts'
import { tokyoDate } from '../domain/calendar-date.ts'
import { bucketOf, latenciesOf, type Latencies } from '../domain/latency.ts'
import { noCounts } from '../domain/reader-signs.ts'
import type { Store } from './open.ts'

/** What is counted of a reader, by day. */
export type ReaderCounts = Omit<ReaderDay, 'on' | 'p50' | 'p99'>

export interface CountedDay extends ReaderCounts {
  /** The day in Asia/Tokyo. */
  on: string
  latencies: Latencies
}

/** Of each reader, the newest events that are kept. */
const keptEvents = 300

/**
 * Adds to the counts of a reader's day. Inside `store.write`.
 * @param latencyMs from card laid to card read
 */
export function countReader(
  store: Store,
  readerId: string,
  at: number,
  counts: Partial<ReaderCounts>,
  latencyMs?: number,
): void {
  store.queries.countReaderDay.run({
    readerId,
    dayOn: tokyoDate(at),
    ...noCounts,
    ...counts,
    latencies: JSON.stringify(latenciesOf(latencyMs)),
    path: latencyMs === undefined ? '' : `$[${bucketOf(latencyMs)}]`,
  })
}

/** The days from `fromOn` on, newest first; a day on which nothing happened is not there. */
export const listReaderDays = (store: Store, readerId: string, fromOn: string): CountedDay[] =>
  store.queries.listReaderDays.all({ readerId, from: fromOn }).map(({ readerId: _, dayOn, latencies, ...counts }) => ({
    on: dayOn,
    ...counts,
    latencies: JSON.parse(latencies) as number[],
  }))

/** Notes what stood out. Inside `store.write`. `code` is one of server/intake/reader-counts.ts. */
export function noteReaderEvent(store: Store, readerId: string, at: number, code: string): void {
  store.queries.insertReaderEvent.run({ readerId, at, code })
  store.queries.pruneReaderEvents.run({ readerId, keep: keptEvents })
}

/** Newest first. */
export const listReaderEvents = (store: Store, readerId: string, limit: number): { at: number; code: string }[] =>
  store.queries.listReaderEvents.all({ readerId, limit })
