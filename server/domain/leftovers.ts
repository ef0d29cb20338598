import type {
  LeftoverCount,
  LeftoverDrug,
  LeftoverGoal,
  LeftoverLine,
  LeftoverPlan,
  LeftoverResult,
  LeftoverWarning,
} from '../../contract/leftovers.ts'
import { addDays, daysBetween } from './calendar-date.ts'
import { divideDown, isLarger, isPositive, multiply, remainderOf } from './decimal.ts'

/** More days of leftover than this are worth a word. */
const manyDays = 90

/** The last day on which everything ends: chosen, or the day before the next visit. */
export const endOf = ({ kind, on }: LeftoverGoal): string => (kind === 'next-visit' ? addDays(on, -1) : on)

/**
 * 残薬の調整, arithmetic only. From the first day to the last, both taken, each drug is needed for so many days; whole days that the
 * leftover covers need not be prescribed, the others do: so all of them end on the same day. A leftover is rounded down to whole days
 * (nobody runs short); what remains beyond is told as the rest. Amounts are exact decimals.
 */
export function planLeftovers({ fromOn, goal, lines }: LeftoverCount): LeftoverPlan {
  const endOn = goal && endOf(goal) >= fromOn ? endOf(goal) : null
  const days = endOn === null ? 0 : daysBetween(fromOn, endOn) + 1
  return { endOn, days, results: lines.map((line) => resultOf(line, fromOn, endOn, days)) }
}

/** What one day takes, in the unit that was counted. Undefined: not taken by the day, or it has no packets. */
const perDayIn = (drug: LeftoverDrug, countedIn: LeftoverLine['countedIn']): string | undefined => {
  if (drug.perDay === undefined || !isPositive(drug.perDay)) return undefined
  return countedIn === 'packets' ? drug.times?.toString() : drug.perDay
}

function resultOf(line: LeftoverLine, fromOn: string, endOn: string | null, needed: number): LeftoverResult {
  const { drug, counted, countedIn } = line
  const perDay = perDayIn(drug, countedIn)
  const isComputed = counted !== null && perDay !== undefined
  const days = isComputed ? divideDown(counted, perDay) : undefined
  const rest = isComputed ? remainderOf(counted, perDay) : '0'
  const lessDays = days === undefined || endOn === null ? undefined : Math.min(days, needed)
  return {
    key: drug.key,
    ...(days !== undefined && { days }),
    ...(isPositive(rest) && { rest }),
    ...(days !== undefined && days > 0 && { lastsUntil: addDays(fromOn, days - 1) }),
    ...(lessDays !== undefined && {
      lessDays,
      lessAmount: multiply(drug.perDay ?? '0', lessDays),
      prescribeDays: needed - lessDays,
    }),
    warnings: counted === null ? [] : warningsOf(line, counted, days, fromOn, endOn, needed),
  }
}

function warningsOf(
  { drug, countedIn, expiresOn }: LeftoverLine,
  counted: string,
  days: number | undefined,
  fromOn: string,
  endOn: string | null,
  needed: number,
): LeftoverWarning[] {
  const isThere = isPositive(counted)
  const one = countedIn === 'packets' ? '1' : drug.perDose
  const isKnown: Record<LeftoverWarning, boolean> = {
    expired: isThere && expiresOn !== undefined && expiresOn < fromOn,
    'expires-before-end':
      isThere && expiresOn !== undefined && endOn !== null && expiresOn >= fromOn && expiresOn < endOn,
    'dose-changed': isThere && drug.earlierPerDay !== undefined,
    many: days !== undefined && days > manyDays,
    surplus: days !== undefined && endOn !== null && days > needed,
    'more-than-given': countedIn === 'amount' && drug.given !== undefined && isLarger(counted, drug.given),
    'not-whole':
      isThere &&
      drug.perDay !== undefined &&
      one !== undefined &&
      isPositive(one) &&
      isPositive(remainderOf(counted, one)),
  }
  return (Object.keys(isKnown) as LeftoverWarning[]).filter((warning) => isKnown[warning])
}
