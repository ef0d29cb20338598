import type { WrittenDrug } from '../../server/demo/nsips-file.ts'
import { addDays } from '../../server/domain/calendar-date.ts'

/** A day before 2026-04-03, the day of the tests' clock. */
export const daysAgo = (days: number): string => addDays('2026-04-03', -days)

export const compactDate = (date: string): string => date.replaceAll('-', '')

/** Fourteen days of one tablet three times a day. */
export const drug = (name: string, changes: Partial<WrittenDrug> = {}): WrittenDrug => ({
  name,
  form: 2,
  usage: '１日３回毎食後',
  count: 14,
  perDay: 3,
  dose: '3',
  unit: '錠',
  perDose: '1',
  ...changes,
})
