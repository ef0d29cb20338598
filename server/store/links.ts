import type { LinkHistory, LinkPreview } from '../../contract/link.ts'
import type { Member } from '../../contract/member.ts'
import { isPatientHeld } from './feed-profiles.ts'
import { nameOf } from './link-candidates.ts'
import { findMember, linkPatient, memberIdsOf } from './members.ts'
import type { Store } from './open.ts'
import { findPatient } from './patients.ts'
import { noteTrail } from './trail.ts'

/**
 * `patient-linked-elsewhere`: another member's; it moves only when that member is named. `feed-frozen`: of files that were put aside because
 * the receipt computer may have changed.
 */
export type LinkOutcome =
  | { ok: true; member: Member }
  | { ok: false; code: 'not-found' | 'patient-linked-elsewhere' | 'feed-frozen' }
  | { ok: false; code: 'stale-version'; current: Member }

export interface LinkAct {
  memberId: string
  patientId: string
  /** Of the member, as the page saw it. */
  version: number
  staffId: string
}

/** お薬自動登録設定. `from`: the member the patient is to be taken from (付け替え). Setting what is set already is no fault. */
export function setLink(store: Store, act: LinkAct & { from?: string }): LinkOutcome {
  return store.write((): LinkOutcome => {
    const { patientId, staffId, from } = act
    const member = findMember(store, act.memberId)
    const patient = findPatient(store, patientId)
    if (!member || !patient) return { ok: false, code: 'not-found' }
    const holder = patient.memberId
    if (holder === member.id) return { ok: true, member }
    if (member.version !== act.version) return { ok: false, code: 'stale-version', current: member }
    if (isPatientHeld(store, patientId)) return { ok: false, code: 'feed-frozen' }
    if (holder !== null) {
      const [expected] = from === undefined ? [] : memberIdsOf(store, from)
      if (holder !== expected) return { ok: false, code: 'patient-linked-elsewhere' }
      endLink(store, { memberId: holder, patientId, staffId, to: member.id })
    }
    linkPatient(store, member.id, patientId, staffId)
    changeMember(store, member.id)
    const detail = { patientId, ...(holder !== null && { from: holder }) }
    noteTrail(store, { staffId, what: 'link-set', memberId: member.id, rowId: patientId, detail })
    return { ok: true, member: findMember(store, member.id) ?? member }
  })
}

/** From now on nothing of this patient flows into this member's notebook. What undoes it is {@link setLink}. */
export function removeLink(store: Store, { memberId, patientId, version, staffId }: LinkAct): LinkOutcome {
  return store.write((): LinkOutcome => {
    const member = findMember(store, memberId)
    if (!member || !findPatient(store, patientId)) return { ok: false, code: 'not-found' }
    // Twice is as good as once.
    if (!member.patientIds.includes(patientId)) return { ok: true, member }
    if (member.version !== version) return { ok: false, code: 'stale-version', current: member }
    endLink(store, { memberId: member.id, patientId, staffId, to: null })
    return { ok: true, member: findMember(store, member.id) ?? member }
  })
}

interface EndOfLink {
  memberId: string
  patientId: string
  staffId: string
  /** Who has the patient from now on. */
  to: string | null
}

function endLink(store: Store, { memberId, patientId, staffId, to }: EndOfLink): void {
  store.queries.endAutoRegistration.run({ patientId, staffId, at: store.now() })
  changeMember(store, memberId)
  store.noteChange('patient', patientId)
  const detail = { patientId, ...(to !== null && { to }) }
  noteTrail(store, { staffId, what: 'link-removed', memberId, rowId: patientId, detail })
}

function changeMember(store: Store, id: string): void {
  store.queries.touchMember.run({ id, at: store.now() })
  store.noteChange('member', id)
}

/** What would move if this patient were linked to this member. */
export function previewLink(store: Store, memberId: string, patientId: string): LinkPreview | undefined {
  const to = nameOf(store, memberId)
  const patient = findPatient(store, patientId)
  if (!to || !patient) return undefined
  const holder = patient.memberId === null ? undefined : findMember(store, patient.memberId)
  return {
    patient,
    from: holder ? { id: holder.id, name: holder.name, kana: holder.kana } : null,
    to,
    dispensings: store.queries.countDispensingsOfPatient.get({ patientId })?.rows ?? 0,
    staying: holder ? holder.patientIds.filter((id) => id !== patientId).length : 0,
  }
}

/** Links a member has and had, those that hold first, then the newest. Nobody has had more than a few. */
const historyLimit = 100

export function listLinks(store: Store, memberId: string): LinkHistory[] | undefined {
  const [own, ...merged] = memberIdsOf(store, memberId)
  if (own === undefined) return undefined
  return [own, ...merged]
    .flatMap((id) =>
      store.queries.listLinksOfMember.all({ memberId: id, limit: historyLimit }).flatMap(({ patientId, ...row }) => {
        const patient = findPatient(store, patientId)
        return patient ? [{ ...row, patient, viaMerge: id !== own }] : []
      }),
    )
    .sort((a, b) => Number(a.unlinkedAt !== null) - Number(b.unlinkedAt !== null) || b.linkedAt - a.linkedAt)
}
