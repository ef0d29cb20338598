import { createHmac, createSecretKey, type KeyObject } from 'node:crypto'
import { newId } from './ids.ts'
import { findFacility } from './facility.ts'
import type { Store } from './open.ts'

/** The box's own key never changes while its store is open, and making it ready takes longer than a digest. */
const keys = new WeakMap<Store, KeyObject>()

function keyOf(store: Store): KeyObject {
  const known = keys.get(store)
  if (known) return known
  const facility = findFacility(store)
  if (!facility) throw new Error('the store has no facility yet')
  const key = createSecretKey(facility.cardKey)
  keys.set(store, key)
  return key
}

/** The only form in which a card id is stored: HMAC-SHA-256 under the box's own key. */
export const hashCardId = (store: Store, cardId: string): Buffer =>
  createHmac('sha256', keyOf(store)).update(cardId.trim().toUpperCase()).digest()

/** What the box wrote on a card, in the only form in which it is stored. Never the digest of a card id: no id has a colon. */
export const hashSecret = (store: Store, secret: string): Buffer =>
  createHmac('sha256', keyOf(store)).update(`secret:${secret.toLowerCase()}`).digest()

/**
 * What is written on one card by one issue: the same each time, so that a writing that broke off is known again at the next touch, and
 * nothing that can be guessed without the box's key.
 */
export const secretOfIssue = (store: Store, issueId: string, memberId: string, idHash: Buffer): string =>
  createHmac('sha256', keyOf(store)).update(`issue:${issueId}:${memberId}:`).update(idHash).digest('hex').slice(0, 32)

/** The issue that began to write on this card last, and has not finished. */
export const findIssueOf = (store: Store, idHash: Buffer): string | undefined =>
  store.queries.findCardWrite.get({ idHash })?.issueId

/**
 * Whether what a card says was written by this box: of a member it has, had or meant to have, or by an issue that wrote on this very card
 * and broke off, which its secret proves. Anything else is another pharmacy's, or of this box before an older backup was restored.
 * @param issueId the issue that wrote on it, where another has begun since
 */
export function isOwnRecord(
  store: Store,
  idHash: Buffer,
  { memberId, secret }: { memberId: string; secret: string },
  issueId = findIssueOf(store, idHash),
): boolean {
  if (store.queries.findMemberSince.get({ id: memberId }) || store.queries.findIssueOfMember.get({ memberId }))
    return true
  if (issueId === undefined) return false
  const due = secretOfIssue(store, issueId, memberId, idHash)
  // Compared by their digests, as every secret is.
  return hashSecret(store, secret).equals(hashSecret(store, due))
}

export interface KnownCard {
  memberId: string
  isRevoked: boolean
  /** Null for a card that is known by its id alone. */
  secretHash: Buffer | null
}

export function findCard(store: Store, idHash: Buffer): KnownCard | undefined {
  const row = store.queries.findCardByHash.get({ idHash })
  return row && { memberId: row.memberId, isRevoked: row.revokedAt !== null, secretHash: row.secretHash }
}

/**
 * @param secret what was written on the card; without it the card is known by its id alone
 * @returns the id of the row
 */
export function saveCard(store: Store, memberId: string, cardId: string, secret?: string): string {
  const id = newId(store)
  store.queries.insertCard.run({
    id,
    memberId,
    idHash: hashCardId(store, cardId),
    secretHash: secret === undefined ? null : hashSecret(store, secret),
    at: store.now(),
  })
  return id
}
