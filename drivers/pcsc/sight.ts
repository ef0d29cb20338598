import { stateChanged, statePresent } from './binding.ts'

/** What was last seen of a reader. */
export interface Sight {
  /** As the daemon gave it, to be handed back when waiting for the next change. */
  state: number
  /** Insertions and removals so far, modulo 65536. */
  count: number
}

export type CardChange = 'inserted' | 'removed' | 'missed'

/** PC/SC counts the insertions and removals of a reader in the high half of its state. */
const countOf = (state: number): number => state >>> 16
const unmarked = (state: number): number => (state & ~stateChanged) >>> 0

export const hasCard = (state: number): boolean => (state & statePresent) !== 0

export function firstSight(state: number): Sight {
  return { state: unmarked(state), count: countOf(state) }
}

/**
 * What happened to the card between two looks: `removed` and `inserted` in this order for one that was exchanged unseen, `missed` for
 * one that came and went. pcscd changes the state first and counts a moment later, so that a look may fall in between: presence and
 * the parity of the count then disagree, and the missing one is counted here.
 */
export function compareSights(before: Sight, state: number): { sight: Sight; changes: CardChange[] } {
  const [had, has] = [hasCard(before.state), hasCard(state)]
  const count = countOf(state)
  const more = (count - before.count) & 0xffff
  const hasFlipped = had !== has
  const isBehind = (more % 2 === 1) !== hasFlipped
  // Counted here already, and not yet over there.
  const isUncounted = !hasFlipped && more === 0xffff
  const sight = {
    state: unmarked(state),
    count: isUncounted ? before.count : (count + (isBehind ? 1 : 0)) & 0xffff,
  }
  const isOther = sight.count !== before.count
  const changes: CardChange[] = []
  if (had && isOther) changes.push('removed')
  if (has && isOther) changes.push('inserted')
  if (!had && !has && isOther) changes.push('missed')
  return { sight, changes }
}
