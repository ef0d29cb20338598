import { partsOf } from './calendar.ts'

/** Completed years, and completed months within the year. A birthday on 29 February counts from 1 March in common years. */
export interface Age {
  years: number
  months: number
}

/** Age on a day; undefined when the birth date lies after it (a mistyped date must not show as an age). */
export const ageOn = (birthOn: string, on: string): Age | undefined => {
  if (birthOn > on) return undefined
  const birth = partsOf(birthOn)
  const now = partsOf(on)
  const months = (now.year - birth.year) * 12 + (now.month - birth.month) - (now.day < birth.day ? 1 : 0)
  return { years: Math.floor(months / 12), months: months % 12 }
}
