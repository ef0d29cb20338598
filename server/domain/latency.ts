/** Four steps to each doubling, from one millisecond to about sixteen seconds: a step is 19 % wide. */
const stepsPerDoubling = 4
const buckets = 14 * stepsPerDoubling + 1

/** Durations counted by size: index -> how many. What a day of a reader keeps, so that months stay small. */
export type Latencies = readonly number[]

/** Which count a duration in milliseconds belongs to. The first takes everything below 1.2 ms, the last everything from 16 s. */
export function bucketOf(ms: number): number {
  if (!(ms > 1)) return 0
  return Math.min(buckets - 1, Math.floor(Math.log2(ms) * stepsPerDoubling))
}

/** Counts with one duration in them, or with none. */
export function latenciesOf(ms?: number): number[] {
  const counts = Array<number>(buckets).fill(0)
  if (ms !== undefined) counts[bucketOf(ms)] = 1
  return counts
}

/** Several days together. */
export const sumLatencies = (days: readonly Latencies[]): number[] =>
  latenciesOf().map((_, bucket) => days.reduce((sum, counts) => sum + (counts[bucket] ?? 0), 0))

/**
 * The duration that a share of all stays below, in milliseconds: the upper end of its step, so never better than it was.
 * @param share 0.5 for the median
 * @returns null when nothing was counted
 */
export function percentile(counts: Latencies, share: number): number | null {
  const all = counts.reduce((sum, count) => sum + count, 0)
  if (all === 0) return null
  let passed = 0
  const bucket = counts.findIndex((count) => (passed += count) >= share * all && count > 0)
  const ms = 2 ** ((bucket + 1) / stepsPerDoubling)
  return ms < 10 ? Math.round(ms * 10) / 10 : Math.round(ms)
}
