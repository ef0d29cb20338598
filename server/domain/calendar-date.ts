/**
 * Calendar dates are `YYYY-MM-DD` text in the proleptic Gregorian calendar, years 0001 to 9999. All arithmetic is on
 * integers: a date must not move with the time zone of the machine, so nothing here touches `Date`.
 */

export const firstDate = '0001-01-01'
export const lastDate = '9999-12-31'

const dayMs = 86_400_000
/** Asia/Tokyo has been UTC+9 without summer time since 1952. */
const tokyoOffsetMs = 9 * 3_600_000

const pad = (value: number, width: number): string => String(value).padStart(width, '0')

const isLeapYear = (year: number): boolean => (year % 4 === 0 && year % 100 !== 0) || year % 400 === 0

const daysInMonth = (year: number, month: number): number =>
  month === 2 ? (isLeapYear(year) ? 29 : 28) : [4, 6, 9, 11].includes(month) ? 30 : 31

/** `YYYY-MM-DD` of a day that exists, or null. */
export function dateOf(year: number, month: number, day: number): string | null {
  if (year < 1 || year > 9999 || month < 1 || month > 12 || day < 1 || day > daysInMonth(year, month)) return null
  return `${pad(year, 4)}-${pad(month, 2)}-${pad(day, 2)}`
}

/** Reads eight digits `YYYYMMDD`; null unless the day exists. */
export function parseCompactDate(text: string): string | null {
  if (!/^\d{8}$/.test(text)) return null
  return dateOf(Number(text.slice(0, 4)), Number(text.slice(4, 6)), Number(text.slice(6)))
}

const partsOf = (date: string): { year: number; month: number; day: number } => ({
  year: Number(date.slice(0, 4)),
  month: Number(date.slice(5, 7)),
  day: Number(date.slice(8, 10)),
})

/** Days since 1970-01-01. Years are counted from March, so that the leap day comes last. */
function toDayNumber(date: string): number {
  const { year, month, day } = partsOf(date)
  const y = month <= 2 ? year - 1 : year
  const century = Math.floor(y / 100)
  const dayOfYear = Math.floor((153 * ((month + 9) % 12) + 2) / 5) + day - 1
  return 365 * y + Math.floor(y / 4) - century + Math.floor(century / 4) + dayOfYear - 719_468
}

function fromDayNumber(dayNumber: number): string {
  const z = dayNumber + 719_468
  const cycle = Math.floor(z / 146_097)
  const dayOfCycle = z - cycle * 146_097
  const yearOfCycle = Math.floor(
    (dayOfCycle - Math.floor(dayOfCycle / 1460) + Math.floor(dayOfCycle / 36_524) - Math.floor(dayOfCycle / 146_096)) /
      365,
  )
  const dayOfYear = dayOfCycle - (365 * yearOfCycle + Math.floor(yearOfCycle / 4) - Math.floor(yearOfCycle / 100))
  const shifted = Math.floor((5 * dayOfYear + 2) / 153)
  const month = shifted < 10 ? shifted + 3 : shifted - 9
  const year = yearOfCycle + cycle * 400 + (month <= 2 ? 1 : 0)
  return `${pad(year, 4)}-${pad(month, 2)}-${pad(dayOfYear - Math.floor((153 * shifted + 2) / 5) + 1, 2)}`
}

const firstDayNumber = toDayNumber(firstDate)
const lastDayNumber = toDayNumber(lastDate)

/** The date `days` later (earlier if negative), held inside the years 0001 to 9999. */
export const addDays = (date: string, days: number): string =>
  fromDayNumber(Math.min(lastDayNumber, Math.max(firstDayNumber, toDayNumber(date) + days)))

/** Days from `from` to `to`; negative when `to` is earlier. */
export const daysBetween = (from: string, to: string): number => toDayNumber(to) - toDayNumber(from)

/** -1, 0 or 1: dates sort as text. */
export const compareDates = (a: string, b: string): -1 | 0 | 1 => (a < b ? -1 : a > b ? 1 : 0)

/** The calendar date in Asia/Tokyo of an instant (milliseconds UTC). */
export const tokyoDate = (instantMs: number): string =>
  fromDayNumber(
    Math.min(lastDayNumber, Math.max(firstDayNumber, Math.floor((Math.floor(instantMs) + tokyoOffsetMs) / dayMs))),
  )

/** The instant (milliseconds UTC) at which a day begins in Asia/Tokyo. */
export const tokyoMidnight = (date: string): number => toDayNumber(date) * dayMs - tokyoOffsetMs

/** The time of day in Asia/Tokyo of an instant (milliseconds UTC), `hh:mm:ss`. */
export function tokyoTime(instantMs: number): string {
  const sinceMidnight = (((Math.floor(instantMs) + tokyoOffsetMs) % dayMs) + dayMs) % dayMs
  const seconds = Math.floor(sinceMidnight / 1000)
  return `${pad(Math.floor(seconds / 3600), 2)}:${pad(Math.floor(seconds / 60) % 60, 2)}:${pad(seconds % 60, 2)}`
}
