import { findCard, findIssueOf, hashCardId, hashSecret, saveCard, secretOfIssue } from './cards.ts'
import { saveIssue } from './card-issue-deeds.ts'
import { findIssueRow, liveCards, mayDoNow, personOf, type IssueRow } from './card-issues.ts'
import { newId } from './ids.ts'
import { currentMemberId, saveMember } from './members.ts'
import type { Store } from './open.ts'
import { noteTrail } from './trail.ts'

export type BeginOutcome =
  | { ok: true; record: { memberId: string; secret: string } }
  | { ok: false; code: 'not-found' | 'wrong-step' | 'stale-version' | 'card-in-use' }

/**
 * What is to be written on this card for this issue, noted before a byte of it is: whatever happens then, the next touch of the card tells
 * by its digest which issue it was.
 */
export const beginWrite = (store: Store, issueId: string, version: number, idHash: Buffer): BeginOutcome =>
  store.write((): BeginOutcome => {
    const row = findIssueRow(store, issueId)
    if (!row) return { ok: false, code: 'not-found' }
    if (row.version !== version) return { ok: false, code: 'stale-version' }
    if (!mayDoNow(store, row, 'card')) return { ok: false, code: 'wrong-step' }
    if (row.memberId === null || isGone(store, row)) return { ok: false, code: 'wrong-step' }
    if (findCard(store, idHash)) return { ok: false, code: 'card-in-use' }
    store.queries.noteCardWrite.run({ idHash, issueId, at: store.now() })
    const { memberId } = row
    return { ok: true, record: { memberId, secret: secretOfIssue(store, issueId, memberId, idHash) } }
  })

/**
 * Nothing was written after all: the card is another pharmacy's.
 * @param earlier the issue that had begun to write on it before
 */
export function giveUpWrite(store: Store, idHash: Buffer, earlier: string | undefined): void {
  store.write(() => {
    if (earlier === undefined) store.queries.forgetCardWrite.run({ idHash })
    else store.queries.noteCardWrite.run({ idHash, issueId: earlier, at: store.now() })
  })
}

/** @param secret what was read back from the card; undefined for one that is known by its id alone */
export interface ProvenCard {
  idm: string
  secret: string | undefined
  /** Null: its own touch proved it, after a writing that broke off. */
  staffId: string | null
}

/**
 * The card is written and read back: in one transaction it is the member's, a new member exists, the consent is theirs, and the cards
 * before it are revoked. Again for the same card is as good as once.
 */
export const finishWrite = (
  store: Store,
  issueId: string,
  proven: ProvenCard,
): { ok: true } | { ok: false; code: 'not-found' | 'wrong-step' | 'card-in-use' } =>
  store.write(() => {
    const row = findIssueRow(store, issueId)
    if (!row) return { ok: false, code: 'not-found' }
    const known = findCard(store, hashCardId(store, proven.idm))
    if (known) {
      const isOurs = row.provenAt !== null && row.memberId === known.memberId
      return isOurs ? { ok: true } : { ok: false, code: 'card-in-use' }
    }
    // Undone, or finished with another card, while this one was being written.
    if (!mayDoNow(store, row, 'touch') || isGone(store, row)) return { ok: false, code: 'wrong-step' }
    keep(store, row, proven)
    return { ok: true }
  })

/** 再発行 for a member whose own first issue was undone meanwhile. */
const isGone = (store: Store, { kind, memberId }: IssueRow): boolean =>
  kind === 'reissue' && (memberId === null || currentMemberId(store, memberId) === undefined)

function keep(store: Store, row: IssueRow, { idm, secret, staffId }: ProvenCard): void {
  const memberId = ownerOf(store, row)
  const at = store.now()
  const revoked = liveCards(store, memberId).map(({ id }) => id)
  for (const id of revoked) {
    store.queries.revokeIssuedCard.run({ id, at })
    noteTrail(store, {
      staffId,
      what: 'card-revoked',
      memberId,
      rowId: id,
      detail: { issueId: row.id, reason: row.reason },
    })
  }
  const cardId = saveCard(store, memberId, idm, secret)
  const { consentVia: via, termsVersion, consentedAt, consentStaffId } = row
  // One that was found again from an earlier issue has no time of its own here.
  if (via !== null && termsVersion !== null && !hasConsent(store, memberId, termsVersion)) {
    const consent = { id: newId(store), memberId, issueId: row.id, termsVersion, via }
    store.queries.insertConsent.run({ ...consent, staffId: consentStaffId, at: consentedAt })
    store.noteChange('disclosure', memberId)
  }
  store.queries.forgetCardWrite.run({ idHash: hashCardId(store, idm) })
  const detail = { issueId: row.id, ...(secret === undefined && { byIdAlone: true }) }
  saveIssue(store, row, { cardId, memberId, provenAt: at, revoked: JSON.stringify(revoked) })
  noteTrail(store, { staffId, what: 'card-issued', memberId, rowId: cardId, detail })
  store.noteChange('member', memberId)
}

/** New: the member comes into being now, under the id the card carries. 再発行: the member, or whom they were merged into meanwhile. */
function ownerOf(store: Store, row: IssueRow): string {
  const person = personOf(row)
  const { memberId } = row
  if (memberId === null) throw new Error('an issue at its card has an owner')
  if (row.kind === 'reissue' || !person) return memberId
  const saved = saveMember(store, person, memberId)
  noteTrail(store, { staffId: row.staffId, what: 'member-made', memberId: saved, rowId: row.id })
  return saved
}

const hasConsent = (store: Store, memberId: string, termsVersion: number): boolean =>
  store.queries.listConsentsOfMember.all({ memberId, limit: 1000 }).some((each) => each.termsVersion === termsVersion)

/** What a card says of itself: the owner and the secret on it. */
interface WrittenRecord {
  memberId: string
  secret: string
}

/**
 * A card the store does not know, but which one of its issues began to write on. `finished`: the writing was whole, only the box fell
 * over it; it is the member's now. `unfinished`: the issue was undone, changed, or went on with another card.
 */
export function resumeWrite(store: Store, idm: string, written: WrittenRecord): 'finished' | 'unfinished' | undefined {
  const idHash = hashCardId(store, idm)
  const issueId = findIssueOf(store, idHash)
  const row = issueId === undefined ? undefined : findIssueRow(store, issueId)
  if (!row?.memberId) return undefined
  const due = secretOfIssue(store, row.id, row.memberId, idHash)
  // Compared by their digests, as every secret is.
  const isWhole = written.memberId === row.memberId && hashSecret(store, written.secret).equals(hashSecret(store, due))
  if (!isWhole || !finishWrite(store, row.id, { idm, secret: due, staffId: null }).ok) return 'unfinished'
  return 'finished'
}

/** An issue wrote on this card, or tried to, and did not get to its end. */
export const isUnfinished = (store: Store, idHash: Buffer): boolean => findIssueOf(store, idHash) !== undefined
