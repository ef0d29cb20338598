import { ja } from '../text/ja.ts'
import { ageOn } from './age.ts'
import { partsOf, toDayNumber, weekdayOf } from './calendar.ts'
import { dateOf, hourMinute, hourMinuteSecond } from './clock.ts'
import { warekiYear } from './wareki.ts'

const two = (value: number) => String(value).padStart(2, '0')

/** `1990年01月01日`, the padded form of the list. */
export const listDate = (date: string): string => {
  const { year, month, day } = partsOf(date)
  return ja.date.full(String(year), two(month), two(day))
}

/** `1947年3月14日`. */
export const longDate = (date: string): string => {
  const { year, month, day } = partsOf(date)
  return ja.date.full(String(year), String(month), String(day))
}

/** `11月29日`; with the year when it differs from that of `today`. */
export const shortDate = (date: string, today: string): string => {
  const { year, month, day } = partsOf(date)
  return year === partsOf(today).year ? ja.date.monthDay(month, day) : longDate(date)
}

/** `7月3日 (木)`, the heading of a day; the year is added when it is not this year's. */
export const dayHeading = (date: string, today: string): string =>
  `${shortDate(date, today)} (${ja.date.weekdays[weekdayOf(date)] ?? ''})`

/** `09:30:12` for an instant of `today`, else `11月18日 19:07`: a time without its day is taken for today's. */
export const whenText = (instant: number, today: string): string => {
  const day = dateOf(instant)
  return day === today ? hourMinuteSecond(instant) : `${shortDate(day, today)} ${hourMinute(instant)}`
}

/** As {@link whenText}, with how long ago: `11月18日 19:07（3日前）`. */
export const whenAgoText = (instant: number, today: string): string => {
  const days = toDayNumber(today) - toDayNumber(dateOf(instant))
  const text = whenText(instant, today)
  if (days <= 0) return text
  return ja.date.ago(text, days === 1 ? ja.date.yesterday : ja.date.daysAgo(days))
}

/** `31歳`, `0歳8か月` before the first birthday, or '' when the date cannot be an age. */
export const ageText = (birthOn: string, on: string): string => {
  const age = ageOn(birthOn, on)
  if (!age) return ''
  return age.years < 1 ? ja.date.infant(age.months) : ja.date.age(age.years)
}

/** `1990年01月01日`, `(31歳)` and `平2`, apart so that a narrow cell breaks only between them. */
export const birthCell = (birthOn: string, on: string): { date: string; age: string; wareki: string } => {
  const age = ageText(birthOn, on)
  return { date: listDate(birthOn), age: age && `(${age})`, wareki: warekiYear(birthOn) }
}

/** `1947年3月14日 (昭22)`. */
export const birthLong = (birthOn: string): string => {
  const wareki = warekiYear(birthOn)
  return wareki ? `${longDate(birthOn)} (${wareki})` : longDate(birthOn)
}
