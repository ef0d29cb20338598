import { describe, expect, it } from 'vitest'
import { wareki } from './wareki.ts'

describe('the Japanese year', () => {
  it.each([
    ['2026-04-03', '令和', 8, '令8'],
    ['2019-05-01', '令和', 1, '令元'],
    ['2019-04-30', '平成', 31, '平31'],
    ['1989-01-08', '平成', 1, '平元'],
    ['1989-01-07', '昭和', 64, '昭64'],
    ['1926-12-25', '昭和', 1, '昭元'],
    ['1926-12-24', '大正', 15, '大15'],
    ['1912-07-30', '大正', 1, '大元'],
    ['1912-07-29', '明治', 45, '明45'],
    ['1868-10-23', '明治', 1, '明元'],
  ])('of %s is %s %d', (date, era, year, short) => {
    expect(wareki(date)).toEqual({ era, year, short })
  })

  it('begins with Meiji', () => {
    expect(wareki('1868-10-22')).toBeNull()
  })
})
