const mostWrong = 2
const windowMs = 5 * 60 * 1000
/** Addresses that are made up fill the memory no further than this. */
const mostAddresses = 10_000

export interface FewGuesses {
  /** Milliseconds until this address may guess again; 0 now. */
  waitMs(address: string): number
  noteWrong(address: string): void
  noteRight(address: string): void
}

/**
 * For codes that a few wrong tries make useless, wherever they come from: one address has two in five minutes, so that no single machine
 * on the LAN can take the code away from who is meant to have it.
 */
export function createFewGuesses(now: () => number): FewGuesses {
  const wrong = new Map<string, number[]>()

  /** A clock that was set back must not keep anybody waiting: what lies in the future is forgotten. */
  const recent = (address: string): number[] =>
    (wrong.get(address) ?? []).filter((at) => at <= now() && now() - at < windowMs)

  return {
    waitMs(address) {
      const [oldest, ...others] = recent(address)
      return oldest === undefined || others.length + 1 < mostWrong ? 0 : oldest + windowMs - now()
    },
    noteWrong(address) {
      const times = [...recent(address), now()]
      // Moved to the end: the first is the one that guessed least lately.
      wrong.delete(address)
      const [first] = wrong.keys()
      if (first !== undefined && wrong.size >= mostAddresses) wrong.delete(first)
      wrong.set(address, times)
    },
    noteRight(address) {
      wrong.delete(address)
    },
  }
}
