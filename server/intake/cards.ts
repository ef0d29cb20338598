import type { CardRecordState } from '../../drivers/reader.ts'
import { resumeWrite } from '../store/card-issue-writes.ts'
import { findCard, hashCardId, hashSecret, isOwnRecord, type KnownCard } from '../store/cards.ts'
import type { Store } from '../store/open.ts'
import { touchStaffCard } from '../store/pins.ts'
import { countReader } from '../store/reader-days.ts'
import { useReader, type KnownReader } from '../store/readers.ts'
import { hasTouch, saveVisit } from '../store/visits.ts'

export interface Touch {
  /** The card's id, as the reader's driver tells it. */
  idm: string
  record: CardRecordState
  at: number
  latencyMs: number
  reader: Pick<KnownReader, 'id' | 'label' | 'counterId'>
  /** Of a satellite, which may tell the same touch twice. */
  touchKey: string | null
  /** -1 when this touch ends a run of failures that was counted as given up. */
  givenUp?: number
}

/**
 * `isMismatch`: the card says another member, or another secret, than the box wrote on it; nobody is shown. `isIssued`: it is, or was, a
 * card of somebody. `isRevoked`: it was, and no longer is. `isElsewhere`: nobody's here, with the record of another pharmacy. `resumed`: an issue wrote on it and broke off; this touch has finished it, or
 * found that it cannot be finished. `repeat`: told before. `staff`: a 職員カード, which is nobody's visit.
 */
export type TouchOutcome =
  | {
      visitId: string
      isMismatch: boolean
      isIssued: boolean
      isRevoked: boolean
      isElsewhere: boolean
      resumed: 'finished' | 'unfinished' | undefined
    }
  | 'repeat'
  | 'staff'

/**
 * A touch becomes a visit: of the member the card points to, or of nobody when the card is unknown, so that the screen can
 * say so. The visit and what is counted of the reader are one transaction. The card id itself goes no further than this function.
 */
export function presentCard(
  store: Store,
  { idm, record, at, latencyMs, reader, touchKey, givenUp = 0 }: Touch,
): TouchOutcome {
  const cardHash = hashCardId(store, idm)
  return store.write((): TouchOutcome => {
    if (touchKey !== null && hasTouch(store, touchKey)) return 'repeat'
    if (touchStaffCard(store, cardHash, at, reader.counterId)) {
      countReader(store, reader.id, at, { touches: 1, givenUp }, latencyMs)
      useReader(store, reader.id, at)
      return 'staff'
    }
    const known = findCard(store, cardHash)
    const isElsewhere = !known && record.state === 'present' && !isOwnRecord(store, cardHash, record)
    const resumed = known || record.state !== 'present' || isElsewhere ? undefined : resumeWrite(store, idm, record)
    const card = resumed === 'finished' ? findCard(store, cardHash) : known
    const isMismatch = card !== undefined && contradicts(store, cardHash, record, card)
    const visitId = saveVisit(store, {
      memberId: card && !card.isRevoked && !isMismatch ? card.memberId : null,
      cardHash,
      via: 'card',
      reader: reader.label,
      presentedAt: at,
      counterId: reader.counterId,
      touchKey,
    })
    countReader(store, reader.id, at, { touches: 1, givenUp }, latencyMs)
    useReader(store, reader.id, at)
    const isRevoked = card?.isRevoked ?? false
    return { visitId, isMismatch, isIssued: card !== undefined, isRevoked, isElsewhere, resumed }
  })
}

/** A record that cannot be read says nothing: not every reader can read it, and the id still points to the member. */
function contradicts(store: Store, idHash: Buffer, record: CardRecordState, card: KnownCard): boolean {
  if (record.state !== 'present') return false
  // Of a card that is known by its id alone, what another pharmacy wrote on it says nothing.
  if (card.secretHash === null && !isOwnRecord(store, idHash, record)) return false
  if (record.memberId !== card.memberId) return true
  return card.secretHash !== null && !card.secretHash.equals(hashSecret(store, record.secret))
}
