import type { IssueFault, IssueOutcome } from '../../drivers/reader.ts'
import { beginWrite, finishWrite, giveUpWrite } from '../store/card-issue-writes.ts'
import { findCard, findIssueOf, hashCardId, isOwnRecord } from '../store/cards.ts'
import type { Store } from '../store/open.ts'
import type { LiveReader } from './reader-live.ts'

/**
 * `hasRecord` false: the card works by its id alone. `card-in-use` it is, or was, a card of somebody; `card-newer` a newer box wrote on it;
 * `card-elsewhere` another pharmacy did; `card-not-written` it broke off, to be tried again with the card lying still; `not-at-satellite`
 * only a reader of the box itself writes; `wrong-step`, `stale-version` the draft is elsewhere by now.
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
        | 'card-elsewhere'
        | 'not-at-satellite'
        | 'wrong-step'
        | 'stale-version'
    }

type Refusal = Extract<IssueCardOutcome, { ok: false }>['code']

/** Nothing may or can be written on these; their id is enough. */
const byIdOnly: ReadonlySet<IssueFault | 'occupied'> = new Set(['not-supported', 'no-memory', 'read-only', 'foreign'])

const refusals: Partial<Record<IssueFault | 'occupied', Refusal>> = {
  'no-card': 'no-card',
  gone: 'no-card',
  exchanged: 'card-exchanged',
  newer: 'card-newer',
  occupied: 'card-elsewhere',
}

export interface DraftToIssue {
  issueId: string
  /** As the page that asks shows it. */
  version: number
  staffId: string
  /** Another pharmacy's card may be used by its id alone: its owner agrees. */
  byIdAlone?: boolean
}

/**
 * カード発行: writes on the card that lies on a reader, and keeps it, by its digests, only when the driver has read it back. A card that was
 * ever issued to anybody is never written, nor is one with the record of another pharmacy. What a crash leaves on a card is told by the
 * draft at its next touch.
 */
export async function issueDraft(
  store: Store,
  reader: LiveReader,
  { issueId, version, staffId, byIdAlone = false }: DraftToIssue,
): Promise<IssueCardOutcome> {
  const { driver, device, lyingIdm: idm } = reader
  if (idm === undefined || !driver) return { ok: false, code: 'no-card' }
  const idHash = hashCardId(store, idm)
  if (findCard(store, idHash)) return { ok: false, code: 'card-in-use' }
  const isElsewhere = reader.lyingRecord !== undefined && !isOwnRecord(store, idHash, reader.lyingRecord)
  if (isElsewhere && !byIdAlone) return { ok: false, code: 'card-elsewhere' }
  const earlier = findIssueOf(store, idHash)
  const begun = beginWrite(store, issueId, version, idHash)
  if (!begun.ok) return begun
  const { record } = begun
  // What this box itself has left on it, by an issue that was undone or broke off, gives way.
  const write = async (replaces?: string): Promise<IssueOutcome> =>
    (await driver.issue?.(device, record, idm, replaces)) ?? { ok: false, code: 'not-supported' }
  let written: IssueOutcome = isElsewhere ? { ok: false, code: 'foreign' } : await write()
  if (!written.ok && written.code === 'occupied' && isOwnRecord(store, idHash, written.record, earlier)) {
    written = await write(written.record.memberId)
  }
  if (!written.ok && !byIdOnly.has(written.code)) {
    if (written.code === 'occupied') {
      // Another card may lie there by now.
      if (reader.lyingIdm === idm) reader.lyingRecord = written.record
      giveUpWrite(store, idHash, earlier)
    }
    return { ok: false, code: refusals[written.code] ?? 'card-not-written' }
  }
  const kept = finishWrite(store, issueId, { idm, secret: written.ok ? record.secret : undefined, staffId })
  return kept.ok ? { ok: true, hasRecord: written.ok } : kept
}
