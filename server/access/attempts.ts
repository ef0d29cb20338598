export interface Slowness {
  /** Failures in a row that cost nothing. */
  free: number
  /** After the first one that costs something; each further one doubles it. */
  firstWaitMs: number
  longestWaitMs: number
}

/** One account from one place. */
const usual: Slowness = { free: 5, firstWaitMs: 1000, longestWaitMs: 5 * 60 * 1000 }
/** All accounts from one place: a desk where several mistype is hardly slowed, a list of ids is. */
export const ofPlace: Slowness = { free: 20, firstWaitMs: 1000, longestWaitMs: 30 * 1000 }
/** One account from everywhere that is no enrolled device: many addresses are not many times the guesses. */
export const ofAccount: Slowness = { free: 50, firstWaitMs: 30 * 1000, longestWaitMs: 30 * 1000 }
const forgetAfterMs = 60 * 60 * 1000
/** What keeps nobody waiting fills the memory no further than this. */
const mostKeys = 10_000

/** Where guesses are counted: an enrolled device has shown its key, and is not slowed by others at its address. */
export const placeOf = (address: string, deviceId: string | null): string =>
  deviceId === null ? address : `${deviceMark}${deviceId}`

const deviceMark = 'device '
export const isDevicePlace = (place: string): boolean => place.startsWith(deviceMark)

export interface Attempts {
  /** Milliseconds until the next attempt may go ahead; 0: now. Counts nothing. */
  waitMs(key: string, slowness?: Slowness): number
  /** Counts an attempt as failed until `noteSuccess`. */
  count(key: string, slowness?: Slowness): void
  /**
   * Begins an attempt and counts it as failed until `noteSuccess`, so that many at once are counted too. Milliseconds to wait,
   * or 0 when it may go ahead.
   */
  begin(key: string, slowness?: Slowness): number
  noteSuccess(key: string): void
  /** This one was no failure after all; those before it stay counted. */
  takeBack(key: string): void
}

/**
 * Slows down guessing: after five failures in a row each further one doubles the wait, up to five minutes. Kept per account and
 * address, so that a guesser at one PC does not lock out the desk beside it.
 */
export function createAttempts(now: () => number): Attempts {
  const failures = new Map<string, Failures>()

  function find(key: string): Failures | undefined {
    const known = failures.get(key)
    // A clock that was set back must not keep anybody waiting for as long.
    if (known) known.lastAt = Math.min(known.lastAt, now())
    return known && now() - known.lastAt <= forgetAfterMs ? known : undefined
  }

  /** Never one that still keeps somebody waiting: whoever fills the memory would begin anew with it. */
  function forgetOld(): void {
    for (const [key, known] of failures) {
      if (now() - known.lastAt <= forgetAfterMs && failures.size < mostKeys) return
      if (waitOf(known, now()) === 0) failures.delete(key)
    }
  }

  const waitMs: Attempts['waitMs'] = (key, slowness = usual) => {
    const known = find(key)
    return known ? waitOf({ ...known, slowness }, now()) : 0
  }

  const count: Attempts['count'] = (key, slowness = usual) => {
    const { times } = find(key) ?? { times: 0 }
    if (failures.size >= mostKeys) forgetOld()
    // Moved to the end: the map stays in the order of the last attempt.
    failures.delete(key)
    failures.set(key, { times: times + 1, lastAt: now(), slowness })
  }

  return {
    waitMs,
    count,
    begin(key, slowness) {
      const wait = waitMs(key, slowness)
      if (wait === 0) count(key, slowness)
      return wait
    },
    noteSuccess(key) {
      failures.delete(key)
    },
    takeBack(key) {
      const known = failures.get(key)
      if (known && --known.times === 0) failures.delete(key)
    },
  }
}

interface Failures {
  times: number
  lastAt: number
  slowness: Slowness
}

function waitOf({ times, lastAt, slowness }: Failures, now: number): number {
  const { free, firstWaitMs, longestWaitMs } = slowness
  const pause = times < free ? 0 : Math.min(firstWaitMs * 2 ** (times - free), longestWaitMs)
  return Math.max(0, lastAt + pause - now)
}
