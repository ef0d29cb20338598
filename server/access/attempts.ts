const freeAttempts = 5
const longestWaitMs = 5 * 60 * 1000
const forgetAfterMs = 60 * 60 * 1000
/** Ids that are made up fill the memory no further than this. */
const mostKeys = 10_000

export interface Attempts {
  /**
   * Begins an attempt and counts it as failed until `noteSuccess`, so that many at once are counted too. Milliseconds to wait,
   * or 0 when it may go ahead.
   */
  begin(key: string): number
  noteSuccess(key: string): void
}

/**
 * Slows down guessing: after five failures in a row each further one doubles the wait, up to five minutes. Kept per account and
 * address, so that a guesser at one PC does not lock out the desk beside it.
 */
export function createAttempts(now: () => number): Attempts {
  const failures = new Map<string, { times: number; lastAt: number }>()

  function forgetOld(): void {
    for (const [key, { lastAt }] of failures) {
      if (now() - lastAt <= forgetAfterMs && failures.size < mostKeys) return
      failures.delete(key)
    }
  }

  return {
    begin(key) {
      const { times, lastAt } = failures.get(key) ?? { times: 0, lastAt: -Infinity }
      const pause = times < freeAttempts ? 0 : Math.min(1000 * 2 ** (times - freeAttempts), longestWaitMs)
      const waitMs = Math.max(0, lastAt + pause - now())
      if (waitMs > 0) return waitMs
      if (failures.size >= mostKeys) forgetOld()
      // Moved to the end: the map stays in the order of the last attempt.
      failures.delete(key)
      failures.set(key, { times: times + 1, lastAt: now() })
      return 0
    },
    noteSuccess(key) {
      failures.delete(key)
    },
  }
}
