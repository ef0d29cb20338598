/** What is remembered of the failures at one reader since a card was last read there. */
export interface TouchRun {
  /** Failures since a card was last read. */
  failures: number
  /** Runs that were given up since then. */
  givenUp: number
  /** Failures of the run that goes on, and when the last one was. */
  inRun: number
  lastAt: number
}

export const noRun: TouchRun = { failures: 0, givenUp: 0, inRun: 0, lastAt: -Infinity }

/** Tries with less than this in between are one person's. */
export const runGapMs = 20_000
/** One failure is a hand that slipped; from the second on it is a run. */
const runLength = 2

/**
 * Follows the touches of one reader. A run is two or more failures (`mute`, `transmit`), each within 20 seconds of the one before; it
 * is given up when no card is read within 20 seconds of its end. It is counted at its second failure, and taken back when a card is
 * read after all. A card that was only pulled away too soon (`moved`) or a reader in use says nothing and is not told here.
 * A card that is no member card has been read all the same.
 * @param at instant in milliseconds
 * @returns the new memory, and by how much the day's count of given-up runs changes
 */
export function followTouch(
  run: TouchRun,
  outcome: 'read' | 'failed',
  at: number,
): { run: TouchRun; givenUp: -1 | 0 | 1 } {
  const isSameRun = at - run.lastAt <= runGapMs
  if (outcome === 'read') return { run: noRun, givenUp: isSameRun && run.inRun >= runLength ? -1 : 0 }
  const inRun = isSameRun ? run.inRun + 1 : 1
  const givenUp = inRun === runLength ? 1 : 0
  return {
    run: { failures: run.failures + 1, givenUp: run.givenUp + givenUp, inRun, lastAt: at },
    givenUp,
  }
}
