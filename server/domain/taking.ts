import type { Medication } from '../../contract/medication.ts'
import type { Rp, TakingState } from '../../contract/rp.ts'
import { addDays, daysBetween, lastDate } from './calendar-date.ts'
import { multiply } from './decimal.ts'
import { normalise } from './normalise.ts'

const digit = '[0-9一二三四五六七八九]'
const skipping = new RegExp(
  [
    '隔日|隔週|毎週|毎月|休薬|透析|曜',
    '[1一]日おき',
    '[2-9二三四五六七八九]日(?:に|毎|ごと|おき)',
    `週間?に?${digit}{1,2}[回日度]`,
    `月に?${digit}{1,2}[回度]`,
    '[月火水木金土日][・,、/][月火水木金土日]',
  ].join('|'),
)

/**
 * Whether the written usage leaves days out (隔日, 週１回, weekdays, …). The number of days then says how often it is taken, not for
 * how long, and only the text knows the rest.
 */
export const skipsDays = (rp: Pick<Rp, 'usage' | 'notes' | 'medications'>): boolean =>
  [rp.usage ?? '', ...(rp.notes ?? []), ...rp.medications.flatMap(({ notes }) => notes ?? [])].some((text) =>
    skipping.test(normalise(text, 'NFKC')),
  )

/** Last day of taking: start + days − 1, for internal only. Null when it cannot be computed. */
export function lastDayOfTaking(
  rp: Pick<Rp, 'form' | 'count' | 'startOn' | 'usage' | 'notes' | 'medications'>,
): string | null {
  const { form, count, startOn } = rp
  if (form !== 'internal' || !count || startOn === undefined || skipsDays(rp)) return null
  return daysBetween(startOn, lastDate) < count - 1 ? null : addDays(startOn, count - 1)
}

/** Where a day stands against the days of taking: `taking` is 服薬期間中, `unknown` is 服用状況不明. */
export function takingState(rp: Pick<Rp, 'form' | 'startOn' | 'lastOn'>, on: string): TakingState {
  if (rp.form !== 'internal' || rp.lastOn === null || rp.startOn === undefined) return 'unknown'
  if (on < rp.startOn) return 'not-started'
  return on <= rp.lastOn ? 'taking' : 'finished'
}

/**
 * 残量(目安): what is left at the end of the day before `on`, if taken as directed. Undefined for whatever is not taken by the
 * day: only internal medications with computable days have it.
 */
export function remainingAsOfDayBefore(
  rp: Pick<Rp, 'form' | 'count' | 'lastOn'>,
  medication: Pick<Medication, 'dose' | 'kind'>,
  on: string,
): string | undefined {
  const { form, count, lastOn } = rp
  if (form !== 'internal' || lastOn === null || !count || medication.dose === undefined || medication.kind)
    return undefined
  const daysLeft = Math.min(count, Math.max(0, daysBetween(on, lastOn) + 1))
  return multiply(medication.dose, daysLeft)
}

/** The rps as of a day: each with `taking`, and its medications with `remaining` where that can be computed. */
export const describe = (rps: readonly Rp[], on: string): Rp[] =>
  rps.map((rp) => ({
    ...rp,
    taking: takingState(rp, on),
    medications: rp.medications.map((medication) => {
      const remaining = remainingAsOfDayBefore(rp, medication, on)
      return remaining === undefined ? medication : { ...medication, remaining }
    }),
  }))
