import type { CardIssue, Holder, IssueDuplicate, IssuePerson, RecentPatient } from '../../contract/card-issue.ts'
import type { Page } from '../../contract/page.ts'
import { mayDo, stepOf, type IssueDeed, type IssueFacts } from '../domain/card-issue.ts'
import { comparePeople, findDuplicates } from '../domain/duplicate-person.ts'
import { findMember, memberIdsOf } from './members.ts'
import { listMembersAlike } from './members-alike.ts'
import type { Store } from './open.ts'
import { findPatient } from './patients.ts'

export type IssueRow = NonNullable<ReturnType<Store['queries']['findCardIssue']['get']>>

/** More issues at once than a pharmacy has counters. */
const maxOpen = 50

export const idsOf = (json: string): string[] => JSON.parse(json) as string[]

export const personOf = ({ name, kana, sex, birthOn }: IssueRow): IssuePerson | null =>
  name === null ? null : { name, kana: kana ?? '', sex: sex ?? 'unknown', ...(birthOn !== null && { birthOn }) }

/** Live cards of one record, whichever of its merged members they were issued to. */
export const liveCards = (store: Store, memberId: string): { id: string; issuedAt: number }[] =>
  memberIdsOf(store, memberId)
    .flatMap((id) => store.queries.listIssuedCards.all({ memberId: id }))
    .filter(({ revokedAt }) => revokedAt === null)
    .toSorted((a, b) => b.issuedAt - a.issuedAt)

/** A member as the desk recognises them: who, since when, with how many cards. */
export function findHolder(store: Store, memberId: string): Holder | undefined {
  const member = findMember(store, memberId)
  const since = member && store.queries.findMemberSince.get({ id: member.id })?.createdAt
  if (!member || since === undefined) return undefined
  const { id, name, kana, sex, birthOn } = member
  const cards = liveCards(store, id)
  return {
    memberId: id,
    name,
    kana,
    sex,
    ...(birthOn !== undefined && { birthOn }),
    since,
    cards: cards.length,
    cardSince: cards[0]?.issuedAt ?? null,
  }
}

/** 既にカードをお持ちの可能性あり: only asked of a new issue whose card is not written yet. */
function duplicatesOf(store: Store, row: IssueRow): IssueDuplicate[] {
  const person = personOf(row)
  if (row.kind !== 'new' || row.state !== 'open' || row.provenAt !== null || !person) return []
  const others = new Set(idsOf(row.others))
  const linked = row.patientId === null ? null : (findPatient(store, row.patientId)?.memberId ?? null)
  const linkedHolder = linked === null ? undefined : findHolder(store, linked)
  const alike = findDuplicates(
    person,
    listMembersAlike(store, person).filter(({ id }) => id !== linkedHolder?.memberId),
  )
  return [
    ...(linkedHolder ? [{ holder: linkedHolder, strength: 'linked' as const, reasons: [], isOther: false }] : []),
    ...alike.flatMap(({ other, strength, reasons }) => {
      const holder = findHolder(store, other.id)
      return holder ? [{ holder, strength, reasons, isOther: others.has(holder.memberId) }] : []
    }),
  ]
}

/** Other issues under way that may be for the same person: two PCs, or a draft that was forgotten. */
function alsoOpen(store: Store, row: IssueRow): string[] {
  if (row.state !== 'open') return []
  const person = personOf(row)
  return store.queries.listOpenCardIssues
    .all({ before: 'g', limit: maxOpen })
    .filter((other) => {
      if (other.id === row.id) return false
      if (row.kind === 'reissue') return row.memberId !== null && other.memberId === row.memberId
      const theirs = personOf(other)
      const isSamePatient = row.patientId !== null && other.patientId === row.patientId
      return isSamePatient || (person !== null && theirs !== null && comparePeople(person, theirs) !== undefined)
    })
    .map(({ id }) => id)
}

const factsOf = (row: IssueRow, duplicates: readonly IssueDuplicate[]): IssueFacts => ({
  kind: row.kind,
  state: row.state,
  hasPerson: row.kind === 'new' ? row.name !== null : row.memberId !== null && row.reason !== null,
  openDuplicates: duplicates.filter(({ isOther }) => !isOther).length,
  hasConsent: row.consentVia !== null,
  isProven: row.provenAt !== null,
  isLinkDecided: row.linkDecidedAt !== null,
})

export const mayDoNow = (store: Store, row: IssueRow, deed: IssueDeed): boolean =>
  mayDo(stepOf(factsOf(row, duplicatesOf(store, row))), deed)

const staffName = (store: Store, id: string | null): string | null =>
  id === null ? null : (store.queries.findStaffName.get({ id })?.name ?? null)

export function toIssue(store: Store, row: IssueRow): CardIssue {
  const duplicates = duplicatesOf(store, row)
  // The id that a new member will have is nobody's yet.
  const memberId = row.kind === 'new' && row.provenAt === null ? null : row.memberId
  const member = memberId === null ? undefined : findMember(store, memberId)
  const person = member
    ? {
        name: member.name,
        kana: member.kana,
        sex: member.sex,
        ...(member.birthOn !== undefined && { birthOn: member.birthOn }),
      }
    : personOf(row)
  const { consentVia, termsVersion, consentedAt } = row
  return {
    id: row.id,
    kind: row.kind,
    step: stepOf(factsOf(row, duplicates)),
    person,
    patient: row.patientId === null ? null : (findPatient(store, row.patientId) ?? null),
    memberId: member?.id ?? null,
    reason: row.reason,
    duplicates,
    alsoOpen: alsoOpen(store, row),
    consent:
      consentVia === null || termsVersion === null || consentedAt === null
        ? null
        : { via: consentVia, termsVersion, at: consentedAt, by: staffName(store, row.consentStaffId) },
    revokes: row.provenAt === null ? (member ? liveCards(store, member.id).length : 0) : idsOf(row.revoked).length,
    provenAt: row.provenAt,
    linked: (member?.patientIds ?? []).flatMap((id) => findPatient(store, id) ?? []),
    counterId: row.counterId,
    startedBy: staffName(store, row.staffId),
    createdAt: row.createdAt,
    updatedAt: row.updatedAt,
    version: row.version,
  }
}

export const findIssueRow = (store: Store, id: string): IssueRow | undefined => store.queries.findCardIssue.get({ id })

export function findIssue(store: Store, id: string): CardIssue | undefined {
  const row = findIssueRow(store, id)
  return row && toIssue(store, row)
}

/** Issues under way, newest first. `before` is the id the last page ended with. */
export function listOpenIssues(store: Store, before: string | null, limit: number): Page<CardIssue> {
  const rows = store.queries.listOpenCardIssues.all({ before: before ?? 'g', limit: limit + 1 })
  return {
    items: rows.slice(0, limit).map((row) => toIssue(store, row)),
    next: rows.length > limit ? (rows[limit - 1]?.id ?? null) : null,
  }
}

/** Files looked through for people at a time. */
const filesAtOnce = 100

/** People of the feed, whose newest file came last first. `before` is the cursor the last page ended with. */
export function listRecentPatients(store: Store, before: number | null, limit: number): Page<RecentPatient> {
  const seen = new Set<string>()
  const items: RecentPatient[] = []
  let seq = before ?? Number.MAX_SAFE_INTEGER
  // Somebody with many files in a row must not empty the page; a few looks are enough.
  for (let look = 0; look < 5 && items.length < limit; look++) {
    const files = store.queries.listNewestFiles.all({ before: seq, limit: filesAtOnce })
    for (const file of files) {
      seq = file.seq
      if (file.patientId === null || seen.has(file.patientId)) continue
      seen.add(file.patientId)
      const patient = findPatient(store, file.patientId)
      if (!patient) continue
      const holder = patient.memberId === null ? null : (findHolder(store, patient.memberId) ?? null)
      items.push({ patient, receivedAt: file.receivedAt, holder })
      if (items.length === limit) break
    }
    if (files.length < filesAtOnce) return { items, next: items.length === limit ? String(seq) : null }
  }
  return { items, next: String(seq) }
}
