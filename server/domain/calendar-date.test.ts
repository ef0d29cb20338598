import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import {
  addDays,
  compareDates,
  dateOf,
  daysBetween,
  firstDate,
  lastDate,
  parseCompactDate,
  tokyoDate,
  tokyoMidnight,
  tokyoTime,
} from './calendar-date.ts'

const day = 86_400_000
/** Any day of the years 0001–9999, by the platform's own calendar. */
const anyInstant = fc.integer({ min: -719_162, max: 2_932_896 })
const isoOf = (dayNumber: number): string => new Date(dayNumber * day).toISOString().slice(0, 10)

describe('a date written as eight digits', () => {
  it.each([
    ['20260403', '2026-04-03'],
    ['20240229', '2024-02-29'],
    ['20000229', '2000-02-29'],
    ['00010101', '0001-01-01'],
    ['99991231', '9999-12-31'],
  ])('%s is a day', (text, date) => {
    expect(parseCompactDate(text)).toBe(date)
  })

  it.each([
    '20230229',
    '19000229',
    '20260431',
    '20261301',
    '20260001',
    '20260400',
    '00000101',
    '2026043',
    '202604030',
    '2026-4-3',
    'abcdefgh',
    '',
    ' 20260403',
  ])('%j is none', (text) => {
    expect(parseCompactDate(text)).toBeNull()
  })
})

describe('days', () => {
  it.each([
    ['2026-01-31', 1, '2026-02-01'],
    ['2026-02-28', 1, '2026-03-01'],
    ['2024-02-28', 1, '2024-02-29'],
    ['2026-12-31', 1, '2027-01-01'],
    ['2026-03-01', -1, '2026-02-28'],
    ['1969-12-31', 1, '1970-01-01'],
    ['2026-04-03', 0, '2026-04-03'],
    [lastDate, 1, lastDate],
    [firstDate, -1, firstDate],
  ])('%s and %d days is %s', (from, days, to) => {
    expect(addDays(from, days)).toBe(to)
  })

  it('agree with the platform over ten thousand years', () => {
    fc.assert(
      fc.property(anyInstant, anyInstant, (a, b) => {
        expect(addDays(isoOf(a), b - a)).toBe(isoOf(b))
        expect(daysBetween(isoOf(a), isoOf(b))).toBe(b - a)
        expect(compareDates(isoOf(a), isoOf(b))).toBe(Math.sign(a - b))
      }),
    )
  })

  it('exist or not', () => {
    expect(dateOf(2026, 2, 28)).toBe('2026-02-28')
    expect(dateOf(2026, 2, 29)).toBeNull()
    expect(dateOf(10_000, 1, 1)).toBeNull()
  })
})

describe('an instant in Tokyo', () => {
  it('changes the day at 15:00 UTC', () => {
    expect(tokyoDate(Date.UTC(2026, 3, 2, 14, 59, 59, 999))).toBe('2026-04-02')
    expect(tokyoTime(Date.UTC(2026, 3, 2, 14, 59, 59, 999))).toBe('23:59:59')
    expect(tokyoDate(Date.UTC(2026, 3, 2, 15))).toBe('2026-04-03')
    expect(tokyoTime(Date.UTC(2026, 3, 2, 15))).toBe('00:00:00')
  })

  it('begins a day where the day changes', () => {
    expect(tokyoMidnight('2026-04-03')).toBe(Date.UTC(2026, 3, 2, 15))
    expect(tokyoMidnight('1970-01-01')).toBe(-9 * 3_600_000)
  })

  it('has a day and a time before 1970 too', () => {
    expect(tokyoDate(-10 * 3_600_000)).toBe('1969-12-31')
    expect(tokyoTime(-10 * 3_600_000)).toBe('23:00:00')
    expect(tokyoDate(0)).toBe('1970-01-01')
    expect(tokyoTime(0)).toBe('09:00:00')
  })
})
