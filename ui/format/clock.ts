import { fromDayNumber } from './calendar.ts'

/** Japan has kept UTC+9 without summer time since 1951; the box only shows instants of its own lifetime. */
const tokyoOffset = 9 * 3_600_000
const dayLength = 86_400_000

const two = (value: number) => String(value).padStart(2, '0')

const inTokyo = (instant: number) => {
  const local = instant + tokyoOffset
  const dayNumber = Math.floor(local / dayLength)
  const seconds = Math.floor((local - dayNumber * dayLength) / 1000)
  return { dayNumber, hour: Math.floor(seconds / 3600), minute: Math.floor(seconds / 60) % 60, second: seconds % 60 }
}

/** The day in Asia/Tokyo of an instant in milliseconds. */
export const dateOf = (instant: number): string => fromDayNumber(inTokyo(instant).dayNumber)

/** `hh:mm` in Asia/Tokyo. */
export const hourMinute = (instant: number): string => {
  const t = inTokyo(instant)
  return `${two(t.hour)}:${two(t.minute)}`
}

/** `hh:mm:ss` in Asia/Tokyo. */
export const hourMinuteSecond = (instant: number): string => `${hourMinute(instant)}:${two(inTokyo(instant).second)}`

/** Milliseconds from an instant to the next midnight in Asia/Tokyo. */
export const untilMidnight = (instant: number): number => {
  const local = instant + tokyoOffset
  return (Math.floor(local / dayLength) + 1) * dayLength - local
}
