import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { bucketOf, latenciesOf, percentile, sumLatencies } from './latency.ts'

const countsOf = (durations: number[]) => sumLatencies(durations.map((ms) => latenciesOf(ms)))

describe('durations counted by size', () => {
  it('say nothing when there are none', () => {
    expect(percentile(latenciesOf(), 0.5)).toBeNull()
  })

  it('give a percentile that is never better than it was, and at most a fifth worse', () => {
    fc.assert(
      fc.property(fc.array(fc.double({ min: 1, max: 16_000, noNaN: true }), { minLength: 1 }), (durations) => {
        const sorted = [...durations].sort((a, b) => a - b)
        for (const share of [0.01, 0.5, 0.99, 1]) {
          const exact = sorted[Math.max(0, Math.ceil(share * sorted.length) - 1)]!
          const told = percentile(countsOf(durations), share)!
          // Rounded to a tenth of a millisecond, or to a whole one.
          expect(told).toBeGreaterThanOrEqual(exact - 0.5)
          expect(told).toBeLessThanOrEqual(exact * 2 ** (1 / 4) + 0.5)
        }
      }),
    )
  })

  it('take whatever a driver may tell', () => {
    for (const ms of [0, -1, NaN, 0.4, 1]) expect(bucketOf(ms)).toBe(0)
    for (const ms of [20_000, 1e12, Infinity]) expect(bucketOf(ms)).toBe(latenciesOf().length - 1)
  })

  it('of several days are the durations of all of them', () => {
    expect(percentile(countsOf([10, 10, 10]), 0.5)).toBe(percentile(countsOf([10]), 0.5))
    expect(percentile(countsOf([10, 10, 10, 900]), 0.99)).toBe(percentile(countsOf([900]), 0.5))
  })

  it('of an older, shorter list count as far as they go', () => {
    expect(sumLatencies([[1, 2], latenciesOf(1)]).slice(0, 3)).toEqual([2, 2, 0])
  })
})
