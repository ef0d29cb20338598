import type { CardIssue, IssueConsent, IssueMemberEdit, IssuePerson, NewCardIssue } from '../../contract/card-issue.ts'
import type { IssueDeed } from '../domain/card-issue.ts'
import { isInUse, takeBack, unlink } from './card-issue-undo.ts'
import { findIssueRow, idsOf, mayDoNow, toIssue, type IssueRow } from './card-issues.ts'
import { isPatientHeld } from './feed-profiles.ts'
import { newId } from './ids.ts'
import { currentMemberId, findMember, linkPatient, memberIdsOf } from './members.ts'
import type { Store } from './open.ts'
import { findPatient } from './patients.ts'
import { indexMembers } from './search-index.ts'
import { noteTrail } from './trail.ts'

/**
 * `wrong-step`: not now, such as correcting a name when the card is written. `terms-changed`: the text that was shown is no longer the one
 * to consent to. `patient-linked-elsewhere`: the patient flows into another member's notebook. `feed-frozen`: of files that were put aside because the
 * receipt computer may have changed. `member-in-use`: the notebook that the issue made holds something by now.
 */
export type IssueOutcome =
  | { ok: true; issue: CardIssue }
  | { ok: false; code: 'wrong-step' | Refused }
  | { ok: false; code: 'stale-version'; current: CardIssue }

type Change = Partial<Omit<IssueRow, 'id' | 'version' | 'createdAt' | 'updatedAt'>>
type Refused = 'not-found' | 'terms-changed' | 'patient-linked-elsewhere' | 'feed-frozen' | 'member-in-use'

/** Inside `store.write`: the new state, its version and the change that tells the pages. */
export function saveIssue(store: Store, row: IssueRow, change: Change): void {
  store.queries.updateCardIssue.run({ ...row, ...change, at: store.now() })
  store.noteChange('card-issue', row.id)
}

interface Deed {
  staffId: string
  version: number
}

/** One deed on one issue, in one transaction: refused when the page is behind or the step is another. */
function act(
  store: Store,
  id: string,
  { staffId, version }: Deed,
  deed: IssueDeed,
  work: (row: IssueRow) => { change: Change; detail?: Record<string, unknown>; memberId?: string | null } | Refused,
): IssueOutcome {
  return store.write((): IssueOutcome => {
    const row = findIssueRow(store, id)
    if (!row) return { ok: false, code: 'not-found' }
    if (row.version !== version) return { ok: false, code: 'stale-version', current: toIssue(store, row) }
    if (!mayDoNow(store, row, deed)) return { ok: false, code: 'wrong-step' }
    const done = work(row)
    if (typeof done === 'string') return { ok: false, code: done }
    saveIssue(store, row, done.change)
    const { memberId = null, detail = {} } = done
    noteTrail(store, { staffId, what: `card-issue-${deed}`, memberId, rowId: id, detail })
    return found(store, id)
  })
}

function found(store: Store, id: string): IssueOutcome {
  const row = findIssueRow(store, id)
  return row ? { ok: true, issue: toIssue(store, row) } : { ok: false, code: 'not-found' }
}

/** A new draft: empty, prefilled from a patient of the feed, or for a member whose card is to be re-issued. */
export function startIssue(store: Store, start: NewCardIssue, staffId: string): IssueOutcome {
  const { kind, counterId = null, patientId, memberId } = start
  return store.write((): IssueOutcome => {
    const patient = patientId === undefined ? undefined : findPatient(store, patientId)
    const member = memberId === undefined ? undefined : findMember(store, memberId)
    if ((patientId !== undefined && !patient) || (memberId !== undefined && !member)) {
      return { ok: false, code: 'not-found' }
    }
    const id = newId(store)
    const owner = kind === 'reissue' ? (member?.id ?? null) : newId(store)
    store.queries.insertCardIssue.run({ id, kind, memberId: owner, counterId, staffId, at: store.now() })
    store.noteChange('card-issue', id)
    noteTrail(store, { staffId, what: 'card-issue-started', memberId: member?.id ?? null, rowId: id, detail: { kind } })
    const row = findIssueRow(store, id)
    if (row && patient) {
      const { name, kana, sex, birthOn = null } = patient
      saveIssue(store, row, { name, kana, sex, birthOn, patientId: patient.id })
    }
    return found(store, id)
  })
}

/** Whoever is entered anew is somebody else to the card: what a broken-off writing left on one no longer counts. */
export const setPerson = (
  store: Store,
  id: string,
  { version, patientId, ...person }: IssuePerson & { version: number; patientId?: string | undefined },
  staffId: string,
): IssueOutcome => {
  // Whoever was made a member a moment ago may be the same person.
  indexMembers(store)
  return act(store, id, { staffId, version }, 'person', (row) => {
    if (patientId !== undefined && !findPatient(store, patientId)) return 'not-found'
    return {
      change: {
        kind: 'new',
        memberId: newId(store),
        reason: null,
        name: person.name.trim(),
        kana: person.kana.trim(),
        sex: person.sex,
        birthOn: person.birthOn ?? null,
        patientId: patientId ?? null,
        others: '[]',
        ...(row.kind === 'reissue' && noConsent),
      },
    }
  })
}

const noConsent: Change = { consentVia: null, termsVersion: null, consentedAt: null, consentStaffId: null }

/** 再発行 for this member; also where a new issue was steered to. What was entered of a person is dropped: the member is known. */
export const chooseMember = (
  store: Store,
  id: string,
  { version, memberId, reason }: IssueMemberEdit,
  staffId: string,
): IssueOutcome =>
  act(store, id, { staffId, version }, 'member', (row) => {
    const member = findMember(store, memberId)
    if (!member) return 'not-found'
    const isSame = row.kind === 'reissue' && member.id === row.memberId
    return {
      change: {
        ...noPerson,
        kind: 'reissue',
        memberId: member.id,
        reason: reason ?? null,
        patientId: null,
        others: '[]',
        ...(isSame && row.consentVia !== null ? {} : (consentOf(store, member.id) ?? noConsent)),
      },
      memberId: member.id,
      detail: { reason: reason ?? null },
    }
  })

const noPerson: Change = { name: null, kana: null, sex: null, birthOn: null }

/** A member who has consented to the newest terms is not asked again. */
function consentOf(store: Store, memberId: string): Change | undefined {
  const newest = store.queries.newestTerms.get()
  const given = memberIdsOf(store, memberId)
    .flatMap((each) => store.queries.listConsentsOfMember.all({ memberId: each, limit: 1000 }))
    .find(({ termsVersion }) => termsVersion === newest?.version)
  return (
    given && { consentVia: given.via, termsVersion: given.termsVersion, consentedAt: given.at, consentStaffId: null }
  )
}

/** 別の方です. When the patient is linked to one of these, it is not this person's: the draft lets go of it. */
export const sayOthers = (
  store: Store,
  id: string,
  { version, memberIds }: { version: number; memberIds: string[] },
  staffId: string,
): IssueOutcome =>
  act(store, id, { staffId, version }, 'not-duplicate', (row) => {
    const linked = row.patientId === null ? null : (findPatient(store, row.patientId)?.memberId ?? null)
    const isLinked = linked !== null && memberIds.some((each) => memberIdsOf(store, each).includes(linked))
    return {
      change: {
        others: JSON.stringify([...new Set([...idsOf(row.others), ...memberIds])]),
        ...(isLinked && { patientId: null }),
      },
      detail: { others: memberIds },
    }
  })

export const takeConsent = (
  store: Store,
  id: string,
  { version, via, termsVersion }: IssueConsent,
  staffId: string,
): IssueOutcome =>
  act(store, id, { staffId, version }, 'consent', () => {
    if (store.queries.newestTerms.get()?.version !== termsVersion) return 'terms-changed'
    return {
      change: { consentVia: via, termsVersion, consentedAt: store.now(), consentStaffId: staffId },
      detail: { via, termsVersion },
    }
  })

/** お薬自動登録 of the member, one choice: another takes the place of what this issue linked before; `patientId` null puts it off. */
export const decideLink = (
  store: Store,
  id: string,
  { version, patientId }: { version: number; patientId: string | null },
  staffId: string,
): IssueOutcome =>
  act(store, id, { staffId, version }, 'link', ({ memberId, linkedPatientId }) => {
    const member = memberId === null ? undefined : findMember(store, memberId)
    if (!member) return 'not-found'
    const decided = { linkDecidedAt: store.now() }
    const told = { memberId: member.id, detail: { patientId } }
    if (patientId !== null && member.patientIds.includes(patientId)) return { change: decided, ...told }
    const patient = patientId === null ? null : findPatient(store, patientId)
    if (patient === undefined) return 'not-found'
    if (patient && patient.memberId !== null) return 'patient-linked-elsewhere'
    if (patient && isPatientHeld(store, patient.id)) return 'feed-frozen'
    if (linkedPatientId !== null) unlink(store, member.id, linkedPatientId, staffId)
    if (patient) {
      linkPatient(store, member.id, patient.id, staffId)
      store.queries.touchMember.run({ id: member.id, at: store.now() })
    }
    return { change: { ...decided, linkedPatientId: patientId }, ...told }
  })

export const handOver = (store: Store, id: string, version: number, staffId: string): IssueOutcome =>
  act(store, id, { staffId, version }, 'hand-over', ({ memberId }) => ({
    change: { state: 'done', endedAt: store.now() },
    memberId,
  }))

/**
 * Takes an issue back, whatever it has done so far: the new card is blank again for the next person, revoked ones work again, the link it
 * made is gone, and the member it made is shown nowhere. Not when that notebook is in use: what is in it would be shown nowhere, too.
 */
export const undoIssue = (store: Store, id: string, version: number, staffId: string): IssueOutcome =>
  act(store, id, { staffId, version }, 'undo', (row) => {
    const { memberId, cardId, provenAt } = row
    const end: Change = { state: 'undone', endedAt: store.now() }
    if (cardId === null || memberId === null || provenAt === null) return { change: { ...end, ...noPerson } }
    if (isInUse(store, row)) return 'member-in-use'
    const shown = currentMemberId(store, memberId) ?? memberId
    takeBack(store, row, memberId, staffId)
    store.noteChange('member', shown)
    return { change: { ...end, ...noPerson, cardId: null }, memberId, detail: { cardId } }
  })
