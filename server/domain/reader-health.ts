import type { Verdict } from '../../contract/reader.ts'
import { addDays } from './calendar-date.ts'
import { contactSigns, lastDays, periodDays, recentDays, sumDays, type ReaderFacts } from './reader-signs.ts'

/** So many failures and given-up runs with no card read in between are no single bad card any more. */
const deadFailures = 10
const deadRuns = 3
const inUseFrom = 3
const wrongFrom = 5
/** Fewer touches or codes than this tell nothing. */
const enoughUse = 10

/**
 * What is wrong with a reader, by its counts alone: the first of these that fits. What the software lacks comes first (nothing else can
 * be seen through it), then what is beyond doubt (another program, a line that shows its faults), then what only the touches show.
 * More signs of a bad contact either change nothing or make it `contact`.
 */
export function judgeReader(facts: ReaderFacts): Verdict {
  const sum = sumDays(lastDays(facts.days, facts.today, periodDays))
  const late = sumDays(lastDays(facts.days, facts.today, recentDays))
  const reads = sum.touches + sum.scans + sum.wrongCards
  const { line, touch, isRecent } = contactSigns(facts)
  const swap = facts.swap && facts.swap.on > addDays(facts.today, -recentDays) ? facts.swap.conclusion : null

  if (isDriverMissing(facts)) return 'driver-missing'
  if (swap === 'reader') return 'dead'
  if (sum.inUse >= inUseFrom && late.inUse > 0) return 'other-program'
  if (swap === 'port' || (line >= 2 && isRecent)) return 'contact'
  if (facts.isConnected && facts.failuresInRow >= deadFailures && facts.givenUpInRow >= deadRuns) return 'dead'
  if (line + touch >= 2 && isRecent) return 'contact'
  if (late.givenUp > 0 && reads >= sum.givenUp * 10) return 'bad-card'
  if (sum.wrongCards >= wrongFrom && late.wrongCards > 0 && sum.wrongCards * 4 >= reads) return 'wrong-card'
  const use = reads + sum.mute + sum.transmitErrors + sum.scanErrors
  return use < enoughUse ? 'unused' : 'ok'
}

function isDriverMissing({ service, isConnected }: ReaderFacts): boolean {
  if (service === 'no-daemon' || service === 'binding-missing') return true
  // The service may be blind to one reader and see another.
  return service === 'stuck' && !isConnected
}

/** A verdict that somebody must act on at the hardware or the software. */
export const isFault = (verdict: Verdict): boolean =>
  verdict === 'contact' || verdict === 'other-program' || verdict === 'driver-missing' || verdict === 'dead'
