import type { Dispensing } from '../../contract/dispensing.ts'
import type { Member } from '../../contract/member.ts'
import type { Sight } from './disclosure.ts'
import { listHistoryRows } from './dispensings.ts'
import { listHistory } from './history.ts'
import type { Store } from './open.ts'
import { listOutside } from './outside-dispensings.ts'

/** The longest prescriptions run for about half a year, repeated ones are given out over a year: nothing before reaches into today. */
export const recentDays = 400
/** Nobody has more in that time; it bounds the work on records that make no sense. */
const most = 1000

/**
 * A member's dispensings, of the feed and of elsewhere, down to a day, newest first; each told once, without what else is told about it in
 * the history. Reads nothing before that day.
 */
export function listRecentRecords(
  store: Store,
  { id, patientIds }: Member,
  oldest: string,
  sight: Sight,
): Dispensing[] {
  const isAnyOutside = listOutside(store, id, 1, sight, { from: oldest }).items.length > 0
  // Where nothing was told from outside nothing stands there twice.
  return isAnyOutside
    ? listHistory(store, { patientIds, memberId: id, sight }, { from: oldest, limit: most }).items
    : listHistoryRows(store, patientIds, null, most, { from: oldest }).map(({ dispensing }) => dispensing)
}
