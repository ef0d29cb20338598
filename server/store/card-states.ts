import type { MemberCard, RevokeReason } from '../../contract/member-settings.ts'
import type { TrailDeed } from '../../contract/trail.ts'
import { currentMemberId, memberIdsOf } from './members.ts'
import type { Store } from './open.ts'
import { noteTrail } from './trail.ts'

/** Every card that was ever issued to this member, newest first; one whose issue was undone is nobody's. */
export const listCards = (store: Store, memberId: string): MemberCard[] =>
  memberIdsOf(store, memberId)
    .flatMap((id) => store.queries.listCardsOfMember.all({ memberId: id }))
    .map((card) => ({ ...card, reason: card.revokedAt === null ? null : card.reason }))
    .sort((a, b) => b.issuedAt - a.issuedAt || (a.id < b.id ? 1 : -1))

export interface CardRevoked {
  cardId: string
  staffId: string
  reason: RevokeReason
}

/** From now on a touch of this card shows nobody. Twice is as good as once. @returns false when there is no such card */
export function revokeCard(store: Store, { cardId, staffId, reason }: CardRevoked): boolean {
  return store.write(() => {
    const card = store.queries.findCard.get({ id: cardId })
    if (!card) return false
    if (card.revokedAt !== null) return true
    store.queries.setCardRevoked.run({ id: cardId, revokedAt: store.now() })
    store.queries.deleteCardRevocation.run({ cardId })
    store.queries.insertCardRevocation.run({ cardId, reason, staffId })
    note(store, card, staffId, 'card-revoked', { reason })
    return true
  })
}

/** Takes a stopped card into use again. @returns false when there is no such card */
export function restoreCard(store: Store, { cardId, staffId }: Omit<CardRevoked, 'reason'>): boolean {
  return store.write(() => {
    const card = store.queries.findCard.get({ id: cardId })
    if (!card) return false
    if (card.revokedAt === null) return true
    store.queries.setCardRevoked.run({ id: cardId, revokedAt: null })
    store.queries.deleteCardRevocation.run({ cardId })
    note(store, card, staffId, 'card-restored', {})
    return true
  })
}

function note(
  store: Store,
  card: { id: string; memberId: string },
  staffId: string,
  what: TrailDeed,
  detail: Record<string, unknown>,
): void {
  const memberId = currentMemberId(store, card.memberId) ?? card.memberId
  noteTrail(store, { staffId, what, memberId, rowId: card.id, detail })
  store.noteChange('member', memberId)
}
