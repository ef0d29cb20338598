import type { Disclosure, DisclosureDays } from '../../contract/disclosure.ts'
import { addDays, tokyoDate, tokyoMidnight } from './calendar-date.ts'

/** What decides; instants in milliseconds UTC. */
export interface DisclosureFacts {
  days: DisclosureDays
  /** The newest presentation that is not of a day to come, or the consent when a card was issued; null or negative: none. */
  presentedAt: number | null
  /** The newest reason of whoever asks. */
  reasonAt: number | null
  /** When the person last withdrew it; one that a clock dated ahead counts for the end of yesterday. */
  withdrawnAt: number | null
}

/**
 * The rule (docs/adr/0033): a presentation opens until the midnight in Asia/Tokyo that ends the last of its days, a reason until the next
 * midnight, and a withdrawal ends both. What is dated on a day to come opens nothing: a clock was wrong.
 */
export function judgeDisclosure(facts: DisclosureFacts, now: number): Disclosure {
  const { days } = facts
  const shown = stillCounts(facts.presentedAt, days, facts.withdrawnAt, now)
  if (shown) return { isOpen: true, by: 'presentation', until: shown.until, days }
  const given = stillCounts(facts.reasonAt, 1, facts.withdrawnAt, now)
  if (given) return { isOpen: true, by: 'reason', until: given.until, days }
  return { isOpen: false, by: null, until: null, days }
}

function stillCounts(
  at: number | null,
  days: DisclosureDays,
  withdrawnAt: number | null,
  now: number,
): { until: number | null } | undefined {
  if (at === null || at < 0 || (withdrawnAt !== null && withdrawnAt >= at)) return undefined
  const [day, today] = [tokyoDate(at), tokyoDate(now)]
  if (day > today) return undefined
  if (days === null) return { until: null }
  const end = addDays(day, days)
  return today < end ? { until: tokyoMidnight(end) } : undefined
}

/** Kinds of notebook entries, as far as the rule tells them apart. */
type Kind = 'body-note' | 'memo' | 'otc' | 'outside-dispensing'

/** May entries of this kind be somebody else's words? からだの情報 are this pharmacy's own record whoever told of them: they keep people safe. */
export const mayBeDisclosed = (kind: Kind): boolean => kind !== 'body-note'

/** Is this entry another institution's or the person's own? Of メモ those are, whose words are not this pharmacy's. */
export const isDisclosed = (kind: Kind, content: object): boolean =>
  kind === 'memo' ? !('origin' in content) || content.origin !== 'this-pharmacy' : mayBeDisclosed(kind)
