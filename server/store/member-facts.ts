import type { Member } from '../../contract/member.ts'
import type { MemberRevision } from '../../contract/member-settings.ts'
import type { Sex } from '../../contract/text.ts'
import { findMember, memberIdsOf } from './members.ts'
import type { Store } from './open.ts'
import { noteTrail } from './trail.ts'

export interface MemberCorrection {
  id: string
  name: string
  kana: string
  sex: Sex
  birthOn: string | null
  /** As it was shown. */
  version: number
  staffId: string
}

export type CorrectOutcome =
  | { ok: true; member: Member }
  | { ok: false; code: 'not-found' }
  | { ok: false; code: 'stale-version'; current: Member }

/** Corrects a member's facts and keeps what they were. The same facts again change nothing. */
export function correctMember(store: Store, edit: MemberCorrection): CorrectOutcome {
  return store.write((): CorrectOutcome => {
    const current = findMember(store, edit.id)
    if (!current) return { ok: false, code: 'not-found' }
    if (current.version !== edit.version) return { ok: false, code: 'stale-version', current }
    const { name, kana, sex, birthOn, staffId } = edit
    const before = { name: current.name, kana: current.kana, sex: current.sex, birthOn: current.birthOn ?? null }
    const fields = (['name', 'kana', 'sex', 'birthOn'] as const).filter((field) => before[field] !== edit[field])
    if (fields.length === 0) return { ok: true, member: current }
    const { id } = current
    const at = store.now()
    store.queries.insertMemberRevision.run({ memberId: id, version: current.version, ...before, at, staffId })
    store.queries.correctMember.run({ id, name, kana, sex, birthOn, at })
    noteTrail(store, { staffId, what: 'member-corrected', memberId: id, rowId: id, detail: { fields } })
    store.noteChange('member', id)
    const member = findMember(store, id)
    return member ? { ok: true, member } : { ok: false, code: 'not-found' }
  })
}

/** What a member's facts were before each correction, newest first. */
export const listMemberRevisions = (store: Store, memberId: string, limit: number): MemberRevision[] =>
  memberIdsOf(store, memberId)
    .flatMap((id) => store.queries.listMemberRevisions.all({ memberId: id, limit }))
    .sort((a, b) => b.replacedAt - a.replacedAt)
    .slice(0, limit)
