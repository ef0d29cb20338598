import type { LyingCard } from '../../contract/card-issue.ts'
import type { Reader } from '../../contract/reader.ts'
import { isUnfinished } from '../store/card-issue-writes.ts'
import { findHolder } from '../store/card-issues.ts'
import { findCard, hashCardId, isOwnRecord } from '../store/cards.ts'
import type { Store } from '../store/open.ts'
import type { LiveReader } from './reader-live.ts'

/** What lies on a card reader, by the digest of its id: the id itself stays here. */
export function toLyingCard(store: Store, reader: Reader, live: LiveReader | undefined): LyingCard {
  const { id: readerId, label, isOn, satellite } = reader
  const common = { readerId, label, isOn, isSatellite: satellite !== undefined }
  const idm = live?.lyingIdm
  if (idm === undefined) return { ...common, state: 'none', holder: null }
  const idHash = hashCardId(store, idm)
  const card = findCard(store, idHash)
  if (!card) {
    const record = live?.lyingRecord
    if (record && !isOwnRecord(store, idHash, record)) return { ...common, state: 'elsewhere', holder: null }
    return { ...common, state: isUnfinished(store, idHash) ? 'unfinished' : 'blank', holder: null }
  }
  const holder = findHolder(store, card.memberId) ?? null
  return { ...common, state: card.isRevoked ? 'revoked' : 'in-use', holder }
}
