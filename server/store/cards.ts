import { createHmac } from 'node:crypto'
import { newId } from './ids.ts'
import { findFacility } from './facility.ts'
import type { Store } from './open.ts'

/** The only form in which a card id is stored: HMAC-SHA-256 under the box's own key. */
export function hashCardId(store: Store, cardId: string): Buffer {
  const facility = findFacility(store)
  if (!facility) throw new Error('the store has no facility yet')
  return createHmac('sha256', facility.cardKey).update(cardId.trim().toUpperCase()).digest()
}

/** The member a card points to; undefined for an unknown or revoked card. */
export function findCardMember(store: Store, idHash: Buffer): string | undefined {
  const row = store.queries.findCardByHash.get({ idHash })
  return row?.revokedAt === null ? row.memberId : undefined
}

export function saveCard(store: Store, memberId: string, cardId: string): void {
  store.queries.insertCard.run({ id: newId(store), memberId, idHash: hashCardId(store, cardId), at: store.now() })
}
