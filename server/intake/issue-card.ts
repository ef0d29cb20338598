import { randomBytes } from 'node:crypto'
import type { IssueFault } from '../../drivers/reader.ts'
import { findCard, hashCardId, saveCard } from '../store/cards.ts'
import { findMember } from '../store/members.ts'
import type { Store } from '../store/open.ts'
import type { LiveReader } from './reader-live.ts'

/**
 * `hasRecord` false: the card works by its id alone. `card-in-use` it is, or was, a card of somebody; `card-newer` a newer box wrote on it;
 * `card-not-written` it broke off, to be tried again with the card lying still; `not-at-satellite` only a reader of the box itself writes.
 */
export type IssueCardOutcome =
  | { ok: true; hasRecord: boolean }
  | {
      ok: false
      code:
        | 'not-found'
        | 'no-card'
        | 'card-in-use'
        | 'card-exchanged'
        | 'card-not-written'
        | 'card-newer'
        | 'not-at-satellite'
    }

type Refusal = Extract<IssueCardOutcome, { ok: false }>['code']

/** Nothing may or can be written on these; their id is enough. */
const byIdAlone: ReadonlySet<IssueFault> = new Set(['not-supported', 'no-memory', 'read-only', 'foreign'])

const refusals: Partial<Record<IssueFault, Refusal>> = {
  'no-card': 'no-card',
  gone: 'no-card',
  exchanged: 'card-exchanged',
  newer: 'card-newer',
}

/**
 * Makes the card that lies on a reader a card of this member: writes the member's id and a fresh secret on it, which the driver reads back
 * and compares, and only then keeps it, by its digests. A card that was ever issued to anybody is never written.
 */
export async function issueCard(store: Store, reader: LiveReader, memberId: string): Promise<IssueCardOutcome> {
  if (!findMember(store, memberId)) return { ok: false, code: 'not-found' }
  const { driver, device, lyingIdm: idm } = reader
  if (idm === undefined || !driver) return { ok: false, code: 'no-card' }
  const idHash = hashCardId(store, idm)
  if (findCard(store, idHash)) return { ok: false, code: 'card-in-use' }

  const secret = randomBytes(16).toString('hex')
  const written = (await driver.issue?.(device, { memberId, secret }, idm)) ?? { ok: false, code: 'not-supported' }
  if (!written.ok && !byIdAlone.has(written.code)) {
    return { ok: false, code: refusals[written.code] ?? 'card-not-written' }
  }
  return store.write((): IssueCardOutcome => {
    // Two pages may have asked at once.
    if (findCard(store, idHash)) return { ok: false, code: 'card-in-use' }
    saveCard(store, memberId, idm, written.ok ? secret : undefined)
    store.noteChange('member', memberId)
    return { ok: true, hasRecord: written.ok }
  })
}
