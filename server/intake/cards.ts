import type { ReaderEvent } from '../../drivers/reader.ts'
import { findCardMember, hashCardId } from '../store/cards.ts'
import type { Store } from '../store/open.ts'
import { saveVisit } from '../store/visits.ts'

/**
 * A touch becomes a visit: of the member the card points to, or of nobody when the card is unknown, so that the screen can
 * say so. The card id itself goes no further than this function.
 */
export function presentCard(store: Store, event: Extract<ReaderEvent, { type: 'card-presented' }>): string {
  const cardHash = hashCardId(store, event.cardId)
  return store.write(() =>
    saveVisit(store, {
      memberId: findCardMember(store, cardHash) ?? null,
      cardHash,
      via: 'card',
      reader: event.reader,
      presentedAt: event.at,
    }),
  )
}
