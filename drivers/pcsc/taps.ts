import type { PresentedCard } from '../reader.ts'

/** The same card within this time, with no removal told, is the same tap. */
export const sameTapMs = 3000
/** A removal shorter than this is a trembling hand, or a reader that lets go of the card and finds it anew. */
export const trembleMs = 500

export interface Taps {
  presented(device: string, card: PresentedCard): 'new' | 'same'
  /** A card that nobody laid there now. What becomes of it is told from then on as of any other. */
  lying(device: string, card: PresentedCard): void
  /**
   * Something was laid there at that time; what it is, `presented` tells later.
   * @param wasTold the removal before it was told: what comes now is a new tap
   * @returns whether that was too soon for a removal
   */
  inserted(device: string, at: number, wasTold: boolean): boolean
  removed(device: string, at: number): void
  /** A reader came, with nothing on it. */
  empty(device: string): void
}

interface Memory {
  identity: string
  seenAt: number
  removedAt?: number
  /** Something came back so soon after the removal that it was none, if it is the same card. */
  isBack?: boolean
}

/** What two readings of one card have in common. For comparing only. */
export const identityOf = (card: PresentedCard): string => (card.kind === 'felica' ? card.idm : card.kind)

/**
 * Tells a new tap from an old one. A card that trembles at the edge of the field, or that the reader itself lets go for a moment, opens
 * its patient once. The time away ends when the card is back, however long it is then read. It remembers one card a reader, in
 * memory only.
 * @param now any clock that never runs back, in milliseconds
 */
export function createTaps(now: () => number): Taps {
  const memories = new Map<string, Memory>()
  return {
    presented(device, card) {
      const identity = identityOf(card)
      const at = now()
      const memory = memories.get(device)
      const isSame =
        memory?.identity === identity &&
        // Nobody saw it leave: two reports crossed.
        (memory.removedAt === undefined ? at - memory.seenAt <= sameTapMs : memory.isBack === true)
      memories.set(device, { identity, seenAt: at })
      return isSame ? 'same' : 'new'
    },
    lying(device, card) {
      memories.set(device, { identity: identityOf(card), seenAt: now() })
    },
    inserted(device, at, wasTold) {
      const memory = memories.get(device)
      if (memory?.removedAt === undefined) return false
      memory.isBack = !wasTold && at - memory.removedAt < trembleMs
      return memory.isBack
    },
    removed(device, at) {
      const memory = memories.get(device)
      if (memory) memories.set(device, { identity: memory.identity, seenAt: memory.seenAt, removedAt: at })
    },
    empty(device) {
      const memory = memories.get(device)
      // Lifted while the reader was away: how long ago nobody knows, surely longer than a tremble.
      if (memory && memory.removedAt === undefined) memory.removedAt = now() - trembleMs
    },
  }
}
