const freeAttempts = 5
const longestWaitMs = 5 * 60 * 1000
const forgetAfterMs = 60 * 60 * 1000

export interface Attempts {
  /** Milliseconds to wait before the next attempt counts; 0 when it may go ahead. */
  waitMs(key: string): number
  noteFailure(key: string): void
  noteSuccess(key: string): void
}

/**
 * Slows down guessing: after five failures in a row each further one doubles the wait, up to five minutes. Kept per account and
 * address, so that a guesser at one PC does not lock out the desk beside it.
 */
export function createAttempts(now: () => number): Attempts {
  const failures = new Map<string, { times: number; lastAt: number }>()
  return {
    waitMs(key) {
      const failed = failures.get(key)
      if (!failed || failed.times < freeAttempts) return 0
      const pause = Math.min(1000 * 2 ** (failed.times - freeAttempts), longestWaitMs)
      return Math.max(0, failed.lastAt + pause - now())
    },
    noteFailure(key) {
      for (const [known, { lastAt }] of failures) if (now() - lastAt > forgetAfterMs) failures.delete(known)
      failures.set(key, { times: (failures.get(key)?.times ?? 0) + 1, lastAt: now() })
    },
    noteSuccess(key) {
      failures.delete(key)
    },
  }
}
