import type { DispensingAction } from '../../contract/dispensing.ts'
import type { Warning } from '../../contract/issue.ts'

/** What one file says about a dispensing, reduced to what decides its place in the order of events. */
export interface DispensingEvent {
  action: DispensingAction
  /** Revision counter of the file name; 0 is the first output. */
  revision: number
  /** ISO 8601, all in one time zone, so that text order is time order. Absent counts as the oldest. */
  sentAt?: string
  /** Order in which the box received it. */
  arrival: number
}

const actionRank = { new: 0, update: 1, delete: 2 } as const

/** The order in which the receipt computer meant its files: by revision, send time, action, and only between equals by arrival. */
export function compareEvents(a: DispensingEvent, b: DispensingEvent): number {
  if (a.revision !== b.revision) return a.revision - b.revision
  const [sentA, sentB] = [a.sentAt ?? '', b.sentAt ?? '']
  if (sentA !== sentB) return sentA < sentB ? -1 : 1
  return actionRank[a.action] - actionRank[b.action] || a.arrival - b.arrival
}

/**
 * The event that makes the state of a dispensing, out of all that is known of one (pharmacy, prescription number), in whatever
 * order they arrived. Each replaces the one before it in the order they were meant; but a new one sent again under the revision
 * of its update (a re-export of a whole day) does not take the update back. A delete is a tombstone that the next one lifts.
 */
export function latestWord<T extends DispensingEvent>(events: readonly [T, ...T[]]): T {
  let [latest] = events
  events.toSorted(compareEvents).forEach((event, index) => {
    const isSentAgain = event.action === 'new' && latest.action === 'update' && event.revision === latest.revision
    if (index === 0 || !isSentAgain) latest = event
  })
  return latest
}

/** What is odd about a file that did not become the latest word: it was sent after the one that is. */
export function warnOfOrder(event: DispensingEvent, latest: DispensingEvent): Warning[] {
  const isOdd = event.arrival !== latest.arrival && (event.sentAt ?? '') > (latest.sentAt ?? '')
  return isOdd ? [{ code: 'superseded-although-sent-later' }] : []
}
