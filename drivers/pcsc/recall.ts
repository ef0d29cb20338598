import type { CardRecordState } from '../reader.ts'

/** A card that comes back within this time after it left is not asked for its record again. */
export const recallMs = 3000
/** A record that could not be read, or was half written, is read so many times more in a row. */
export const moreReadings = 2

/** One lying of a card. `goneAt` is when it was taken away, undefined while it lies there. */
export interface Stay {
  since: number
  goneAt(): number | undefined
}

export interface Recall {
  /** The record of a card that is back, or has lain there ever since; undefined when it is to be read. */
  find(idm: string, since: number): CardRecordState | undefined
  keep(idm: string, record: CardRecordState, stay: Stay): void
  /** Its cards may hold something else now. */
  forget(): void
}

interface Kept {
  record: CardRecordState
  stay: Stay
  readings: number
}

/**
 * What was read on one reader a moment ago. Reading a record takes the field away from some readers, which then find the card anew:
 * without this they would be read without end. In memory only, and only as long as the card may be back.
 */
export function createRecall(): Recall {
  const cards = new Map<string, Kept>()
  const isOver = ({ stay }: Kept, since: number): boolean => {
    const goneAt = stay.goneAt()
    return goneAt !== undefined && since - goneAt > recallMs
  }
  return {
    find(idm, since) {
      const kept = cards.get(idm)
      if (!kept || isOver(kept, since)) return undefined
      const isSettled = kept.record.state === 'present' || kept.record.state === 'none'
      return isSettled || kept.readings > moreReadings ? kept.record : undefined
    },
    keep(idm, record, stay) {
      for (const [other, kept] of cards) if (isOver(kept, stay.since)) cards.delete(other)
      cards.set(idm, { record, stay, readings: (cards.get(idm)?.readings ?? 0) + 1 })
    },
    forget() {
      cards.clear()
    },
  }
}
