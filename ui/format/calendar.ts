/**
 * Calendar arithmetic on `YYYY-MM-DD` text. No `Date`: a date must not move with the PC's time zone.
 * The day number counts from 1970-01-01 in the proleptic Gregorian calendar.
 */
export const toDayNumber = (date: string): number => {
  const { year, month, day } = partsOf(date)
  // Years start in March so that the leap day comes last.
  const y = month <= 2 ? year - 1 : year
  const era = Math.floor(y / 400)
  const yearOfEra = y - era * 400
  const dayOfYear = Math.floor((153 * (month + (month > 2 ? -3 : 9)) + 2) / 5) + day - 1
  return era * 146_097 + yearOfEra * 365 + Math.floor(yearOfEra / 4) - Math.floor(yearOfEra / 100) + dayOfYear - 719_468
}

/** The inverse of {@link toDayNumber}. */
export const fromDayNumber = (dayNumber: number): string => {
  const z = dayNumber + 719_468
  const era = Math.floor(z / 146_097)
  const dayOfEra = z - era * 146_097
  const yearOfEra = Math.floor(
    (dayOfEra - Math.floor(dayOfEra / 1460) + Math.floor(dayOfEra / 36_524) - Math.floor(dayOfEra / 146_096)) / 365,
  )
  const dayOfYear = dayOfEra - (365 * yearOfEra + Math.floor(yearOfEra / 4) - Math.floor(yearOfEra / 100))
  const shifted = Math.floor((5 * dayOfYear + 2) / 153)
  const day = dayOfYear - Math.floor((153 * shifted + 2) / 5) + 1
  const month = shifted < 10 ? shifted + 3 : shifted - 9
  const year = yearOfEra + era * 400 + (month <= 2 ? 1 : 0)
  return `${String(year).padStart(4, '0')}-${String(month).padStart(2, '0')}-${String(day).padStart(2, '0')}`
}

/** Year, month (1–12) and day of a `YYYY-MM-DD`. */
export const partsOf = (date: string) => ({
  year: Number(date.slice(0, 4)),
  month: Number(date.slice(5, 7)),
  day: Number(date.slice(8, 10)),
})

export const addDays = (date: string, days: number): string => fromDayNumber(toDayNumber(date) + days)

/** 0 = Sunday … 6 = Saturday; 1970-01-01 was a Thursday. */
export const weekdayOf = (date: string): number => (((toDayNumber(date) + 4) % 7) + 7) % 7

/** The days from `newest` back to `oldest`, both included, newest first. */
export const daysBack = (newest: string, oldest: string): string[] => {
  const last = toDayNumber(oldest)
  const days: string[] = []
  for (let n = toDayNumber(newest); n >= last; n--) days.push(fromDayNumber(n))
  return days
}
