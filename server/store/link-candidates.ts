import type { FeedStatus } from '../../contract/status.ts'
import type { LinkCandidate, LinkCandidates, LinkDuplicate, MemberName, UnlinkedPage } from '../../contract/link.ts'
import type { Member } from '../../contract/member.ts'
import type { Patient } from '../../contract/patient.ts'
import { tokyoDate } from '../domain/calendar-date.ts'
import { findDuplicates } from '../domain/duplicate-person.ts'
import { foldKana, foldName } from '../domain/fold.ts'
import { byRank, compareFacts, isCandidate, strengthOf, whyNoCandidate } from '../domain/link-candidates.ts'
import { isPatientHeld } from './feed-profiles.ts'
import { findMember, memberIdsOf } from './members.ts'
import { listMembersAlike } from './members-alike.ts'
import type { Store } from './open.ts'
import { findPatient } from './patients.ts'
import { indexMembers } from './search-index.ts'

/** People who are alike in one fact, of each fact: more than any real birthday or name has. */
const alikeLimit = 100
/** Whose files came today, looked through for somebody whose facts have a slip in them. */
const todayLimit = 200
const shownCandidates = 20
const shownNear = 5

export type LinkFeed = Pick<FeedStatus, 'state' | 'lastReceivedAt'> & { isFrozen: boolean }

/**
 * レセコンからの候補 for a member, best first, each with how its facts agree; or those whom a search found. When nobody can be
 * set it says why. Nothing is ever linked here.
 */
export function listLinkCandidates(
  store: Store,
  id: string,
  feed: LinkFeed,
  searched?: readonly Patient[],
): LinkCandidates | undefined {
  const member = findMember(store, id)
  if (!member) return undefined
  const { state, lastReceivedAt } = feed
  const rated = rate(store, member, searched ?? alikePatients(store, member, true))
  const candidates = searched ? rated : rated.filter(isCandidate)
  const near = searched ? [] : rated.filter(({ strength }) => strength === 'near')
  const reasons = searched ? [] : whyNot(candidates, near, feed)
  return {
    member,
    candidates: candidates.slice(0, shownCandidates),
    near: reasons.length > 0 ? near.slice(0, shownNear) : [],
    reasons,
    feed: { state, lastReceivedAt },
    duplicates: listDuplicates(store, member),
  }
}

const whyNot = (candidates: LinkCandidate[], near: LinkCandidate[], { state, isFrozen }: LinkFeed) =>
  whyNoCandidate(
    candidates.map(({ linkedTo, isHeld }) => ({ isTaken: linkedTo !== null, isHeld })),
    near.length,
    { state, isFrozen },
  )

/** Patients who share a birth date, a written name or a reading with the member; of today's, whoever they are. */
function alikePatients(store: Store, { name, kana, birthOn }: Member, withToday: boolean): Patient[] {
  const { queries } = store
  const limit = alikeLimit
  const [nameKey, kanaKey] = [foldName(name), foldKana(kana)]
  const rows = [
    ...(birthOn === undefined ? [] : queries.listPatientIdsBorn.all({ birthOn, limit })),
    ...(nameKey === '' ? [] : queries.listPatientIdsNamed.all({ nameKey, limit })),
    ...(kanaKey === '' ? [] : queries.listPatientIdsRead.all({ kanaKey, limit })),
    ...(withToday ? queries.listPatientIdsOfDay.all({ on: tokyoDate(store.now()), limit: todayLimit }) : []),
  ]
  return [...new Set(rows.map(({ id }) => id))].flatMap((id) => (id === null ? [] : (findPatient(store, id) ?? [])))
}

/** Each patient beside the member, best first; without those who are linked to this member already. */
function rate(store: Store, member: Member, patients: readonly Patient[]): LinkCandidate[] {
  const own = new Set(memberIdsOf(store, member.id))
  return patients
    .filter(({ memberId }) => memberId === null || !own.has(memberId))
    .map((patient): LinkCandidate => {
      const match = compareFacts(member, patient)
      const newest = store.queries.findNewestOfPatient.get({ patientId: patient.id })
      return {
        patient,
        strength: strengthOf(match),
        match,
        receivedAt: newest?.receivedAt ?? null,
        dispensedOn: newest?.dispensedOn ?? null,
        linkedTo: patient.memberId === null ? null : nameOf(store, patient.memberId),
        isHeld: isPatientHeld(store, patient.id),
      }
    })
    .map((candidate) => ({
      ...candidate,
      isTaken: candidate.linkedTo !== null || candidate.isHeld,
      key: `${candidate.patient.code} ${candidate.patient.id}`,
    }))
    .sort(byRank)
    .map(({ isTaken: _taken, key: _key, ...candidate }) => candidate)
}

export function nameOf(store: Store, memberId: string): MemberName | null {
  const member = findMember(store, memberId)
  return member ? { id: member.id, name: member.name, kana: member.kana } : null
}

/** 既にカードをお持ちの可能性あり: other members who may be this person. */
export function listDuplicates(store: Store, member: Member): LinkDuplicate[] {
  indexMembers(store)
  const others = listMembersAlike(store, member).filter(({ id }) => id !== member.id)
  return findDuplicates(member, others).flatMap(({ other, strength }) => {
    const found = findMember(store, other.id)
    return found ? [{ member: found, isExact: strength === 'exact', cards: countCards(store, found.id) }] : []
  })
}

/** Cards that work. */
export const countCards = (store: Store, memberId: string): number =>
  memberIdsOf(store, memberId)
    .flatMap((id) => store.queries.listIssuedCards.all({ memberId: id }))
    .filter(({ revokedAt }) => revokedAt === null).length

/** Where a page of the worklist ends. */
export interface UnlinkedCursor {
  at: number
  id: string
}

/** 未設定, newest visits first; a page of them, each with its best candidate. `cursor`: what the last page ended with. */
export function listUnlinked(store: Store, feed: LinkFeed, cursor: UnlinkedCursor | null, limit: number): UnlinkedPage {
  const { at, id: memberId } = cursor ?? { at: Number.MAX_SAFE_INTEGER, id: '' }
  const found = store.queries.listUnlinked.all({ at, memberId, limit: limit + 1 })
  const rows = found.slice(0, limit)
  const last = rows.at(-1)
  return {
    items: rows.flatMap(({ memberId: id, lastPresentedAt }) => {
      const member = findMember(store, id)
      if (!member) return []
      const rated = rate(store, member, alikePatients(store, member, false))
      const candidates = rated.filter(isCandidate)
      const near = rated.filter(({ strength }) => strength === 'near')
      const reasons = whyNot(candidates, near, feed)
      return [{ member, lastPresentedAt: lastPresentedAt || null, best: candidates[0] ?? null, reasons }]
    }),
    next: found.length > limit && last ? `${last.lastPresentedAt}:${last.memberId}` : null,
    total: store.queries.countUnlinked.get({ limit: Number.MAX_SAFE_INTEGER })?.members ?? 0,
  }
}
