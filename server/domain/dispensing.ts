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
  patientCode?: string
}

export interface Merged {
  /** `applied` the event is the latest word · `superseded` a later one is known · `same` it is the known one again. */
  outcome: 'applied' | 'superseded' | 'same'
  warnings: Warning[]
}

const actionRank = { new: 0, update: 1, delete: 2 } as const

/**
 * Whether `a` is a later word than `b`. The revision decides, then the send time, then the action (an update beats its new, a
 * delete both), and only between equals the arrival. A total order, so the last word does not depend on the order of arrival.
 */
export function isLater(a: DispensingEvent, b: DispensingEvent): boolean {
  if (a.revision !== b.revision) return a.revision > b.revision
  const [sentA, sentB] = [a.sentAt ?? '', b.sentAt ?? '']
  if (sentA !== sentB) return sentA > sentB
  if (a.action !== b.action) return actionRank[a.action] > actionRank[b.action]
  return a.arrival > b.arrival
}

/**
 * Puts an event beside the current one of the same (pharmacy, prescription number). A delete is a tombstone like any other
 * event: whatever is later lifts it. Nothing is ever lost: a superseded event stays in the history.
 */
export function merge(current: DispensingEvent | undefined, event: DispensingEvent): Merged {
  if (!current) return { outcome: 'applied', warnings: [] }
  const warnings: Warning[] = []
  const { patientCode } = current
  if (patientCode !== undefined && event.patientCode !== undefined && patientCode !== event.patientCode) {
    warnings.push({ code: 'patient-changed' })
  }
  if (isLater(event, current)) return { outcome: 'applied', warnings }
  if (!isLater(current, event)) return { outcome: 'same', warnings }
  if ((event.sentAt ?? '') > (current.sentAt ?? '')) warnings.push({ code: 'superseded-although-sent-later' })
  return { outcome: 'superseded', warnings }
}
