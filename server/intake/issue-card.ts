import { randomBytes } from 'node:crypto'
import type { CardRecord, IssueFault } from '../../drivers/reader.ts'
import { beginWrite, finishWrite } from '../store/card-issue-writes.ts'
import { findCard, hashCardId, saveCard } from '../store/cards.ts'
import { findMember } from '../store/members.ts'
import type { Store } from '../store/open.ts'
import type { LiveReader } from './reader-live.ts'

/**
 * `hasRecord` false: the card works by its id alone. `card-in-use` it is, or was, a card of somebody; `card-newer` a newer box wrote on it;
 * `card-not-written` it broke off, to be tried again with the card lying still; `not-at-satellite` only a reader of the box itself writes; `wrong-step`, `stale-version` the draft is elsewhere by now.
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
        | 'wrong-step'
        | 'stale-version'
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

/** What is to become of the card that lies there. */
interface Job {
  /** Before a byte is written. */
  begin: (idHash: Buffer) => { ok: true; record: CardRecord } | { ok: false; code: Refusal }
  /** After it was read back. `secret` undefined: the card works by its id alone. */
  keep: (idm: string, secret: string | undefined) => { ok: true } | { ok: false; code: Refusal }
}

/** Writes on the card that lies on a reader, and keeps it only when the driver has read it back. */
async function writeCard(store: Store, reader: LiveReader, { begin, keep }: Job): Promise<IssueCardOutcome> {
  const { driver, device, lyingIdm: idm } = reader
  if (idm === undefined || !driver) return { ok: false, code: 'no-card' }
  const idHash = hashCardId(store, idm)
  // A card that was ever issued to anybody is never written.
  if (findCard(store, idHash)) return { ok: false, code: 'card-in-use' }
  const begun = begin(idHash)
  if (!begun.ok) return begun
  const { record } = begun
  const written = (await driver.issue?.(device, record, idm)) ?? { ok: false, code: 'not-supported' }
  if (!written.ok && !byIdAlone.has(written.code)) {
    return { ok: false, code: refusals[written.code] ?? 'card-not-written' }
  }
  const kept = keep(idm, written.ok ? record.secret : undefined)
  return kept.ok ? { ok: true, hasRecord: written.ok } : kept
}

/**
 * Makes the card that lies on a reader a card of this member: writes the member's id and a fresh secret on it, which the driver reads back
 * and compares, and only then keeps it, by its digests. A card that was ever issued to anybody is never written.
 */
export async function issueCard(store: Store, reader: LiveReader, memberId: string): Promise<IssueCardOutcome> {
  if (!findMember(store, memberId)) return { ok: false, code: 'not-found' }
  return writeCard(store, reader, {
    begin: () => ({ ok: true, record: { memberId, secret: randomBytes(16).toString('hex') } }),
    keep: (idm, secret) =>
      store.write(() => {
        // Two pages may have asked at once.
        if (findCard(store, hashCardId(store, idm))) return { ok: false, code: 'card-in-use' }
        saveCard(store, memberId, idm, secret)
        store.noteChange('member', memberId)
        return { ok: true }
      }),
  })
}

/** カード発行: as {@link issueCard}, for the draft of an issue. What a crash leaves on a card is told by the draft at its next touch. */
export const issueDraft = (
  store: Store,
  reader: LiveReader,
  { issueId, version, staffId }: DraftToIssue,
): Promise<IssueCardOutcome> =>
  writeCard(store, reader, {
    begin: (idHash) => beginWrite(store, issueId, version, idHash),
    keep: (idm, secret) => finishWrite(store, issueId, { idm, secret, staffId }),
  })

export interface DraftToIssue {
  issueId: string
  /** As the page that asks shows it. */
  version: number
  staffId: string
}
