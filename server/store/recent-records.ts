import type { Dispensing } from '../../contract/dispensing.ts'
import type { Member } from '../../contract/member.ts'
import { listHistory, type History } from './history.ts'
import type { Store } from './open.ts'

/** The longest prescriptions run for about half a year, repeated ones are given out over a year: nothing before reaches into today. */
export const recentDays = 400
const pageSize = 30

/** A member's dispensings, of the feed and of elsewhere, down to a day; each told once. Reads at most one page beyond that day. */
export function listRecentRecords(store: Store, { id, patientIds }: Member, oldest: string): Dispensing[] {
  const records: Dispensing[] = []
  let before: string | null = null
  do {
    const page: History = listHistory(store, { patientIds, memberId: id }, { before, limit: pageSize })
    records.push(...page.items)
    before = page.until >= oldest ? page.next : null
  } while (before !== null)
  return records.filter(({ prescription }) => (prescription.dispensedOn ?? oldest) >= oldest)
}
