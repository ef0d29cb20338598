import type { CardProof, CodeMedium, RegistrationCode } from '../../contract/registration-code.ts'
import type { TrailDeed } from '../../contract/trail.ts'
import { codeLifeMs, codeState, proofLifeMs, repeatMs } from '../domain/code-state.ts'
import { newId } from './ids.ts'
import { currentMemberId, findMember, memberIdsOf } from './members.ts'
import type { Store } from './open.ts'
import { noteTrail } from './trail.ts'

/** The newest touch at a counter, as a proof that a card of this member is here. `counterId` null: at a reader that belongs to none. */
export function findProof(
  store: Store,
  memberId: string,
  counterId: string | null,
): CardProof & { visitId: string | null } {
  const after = store.now() - proofLifeMs
  const touch = store.queries.findNewestTouch.get({ counterId, after })
  if (!touch) return { state: 'none', touchedAt: null, until: null, visitId: null }
  const touched = { touchedAt: touch.presentedAt, until: touch.presentedAt + proofLifeMs, visitId: touch.id }
  if (touch.memberId === null) return { state: 'unknown', ...touched }
  if (currentMemberId(store, touch.memberId) !== currentMemberId(store, memberId)) return { state: 'other', ...touched }
  const isSpent = store.queries.findCodeOfVisit.get({ visitId: touch.id }) !== undefined
  return { state: isSpent ? 'spent' : 'proven', ...touched }
}

export interface NewCode {
  memberId: string
  counterId: string | null
  medium: CodeMedium
  codeHash: Buffer
  staffId: string
}

export type GiveOutcome =
  | { ok: true; code: RegistrationCode }
  | { ok: false; code: 'not-found' | 'card-needed' | 'card-of-other' | 'card-unknown' | 'card-spent' }

const refusals = { none: 'card-needed', other: 'card-of-other', unknown: 'card-unknown', spent: 'card-spent' } as const

/** Keeps a new code for a member whose card was just touched at this counter. */
export function giveRegistrationCode(
  store: Store,
  { memberId, counterId, medium, codeHash, staffId }: NewCode,
): GiveOutcome {
  return store.write((): GiveOutcome => {
    const member = findMember(store, memberId)
    if (!member) return { ok: false, code: 'not-found' }
    const { state, visitId } = findProof(store, member.id, counterId)
    if (state !== 'proven' || visitId === null)
      return { ok: false, code: state === 'proven' ? 'card-needed' : refusals[state] }
    const id = newId(store)
    const at = store.now()
    const expiresAt = at + codeLifeMs[medium]
    store.queries.insertRegistrationCode.run({
      id,
      codeHash,
      memberId: member.id,
      visitId,
      medium,
      staffId,
      at,
      expiresAt,
    })
    note(store, member.id, id, 'registration-code-given', staffId, { medium })
    const code = listRegistrationCodes(store, member.id, null, 1).find((given) => given.id === id)
    return code ? { ok: true, code } : { ok: false, code: 'not-found' }
  })
}

/** Codes given out for a member, newest first. `before` is the id the last page ended with. */
export const listRegistrationCodes = (
  store: Store,
  memberId: string,
  before: string | null,
  limit: number,
): RegistrationCode[] =>
  memberIdsOf(store, memberId)
    // 'g' sorts behind every id.
    .flatMap((id) => store.queries.listRegistrationCodes.all({ memberId: id, before: before ?? 'g', limit }))
    .sort((a, b) => (a.id < b.id ? 1 : -1))
    .slice(0, limit)
    .map((row) => ({ ...row, state: codeState(row, store.now()) }))

/** A code that was not used is of no use any more. @returns false when there is no such code */
export function revokeRegistrationCode(store: Store, id: string, staffId: string): boolean {
  return store.write(() => {
    const row = store.queries.findRegistrationCode.get({ id })
    if (!row) return false
    if (codeState(row, store.now()) !== 'open') return true
    store.queries.revokeRegistrationCode.run({ id, at: store.now(), staffId })
    note(store, row.memberId, id, 'registration-code-revoked', staffId)
    return true
  })
}

export type FoundCode =
  | { ok: true; memberId: string; expiresAt: number; isRepeat: boolean }
  | { ok: false; code: 'unknown' | 'used' | 'expired' | 'revoked' }

/**
 * What a phone that read this code may do. The phone that used it hears the same again for a minute.
 * @param isPhone whether a digest is that of the phone that asks
 */
export function findCodeForPhone(store: Store, codeHash: Buffer, isPhone: (hash: Buffer | null) => boolean): FoundCode {
  const row = store.queries.findRegistrationCodeByHash.get({ codeHash })
  if (!row) return { ok: false, code: 'unknown' }
  const { memberId, expiresAt } = row
  // The member's own card issue was undone: there is nobody to register.
  if (currentMemberId(store, memberId) === undefined) return { ok: false, code: 'revoked' }
  const state = codeState(row, store.now())
  if (state === 'open') return { ok: true, memberId, expiresAt, isRepeat: false }
  const isRepeat = state === 'used' && isPhone(row.usedPhone) && store.now() - (row.usedAt ?? 0) <= repeatMs
  return isRepeat ? { ok: true, memberId, expiresAt, isRepeat } : { ok: false, code: state }
}

/** Burns the code: it registers one phone, once. */
export function useRegistrationCode(
  store: Store,
  codeHash: Buffer,
  phone: Buffer,
  isPhone: (hash: Buffer | null) => boolean,
): FoundCode {
  return store.write(() => {
    const found = findCodeForPhone(store, codeHash, isPhone)
    if (!found.ok || found.isRepeat) return found
    const row = store.queries.findRegistrationCodeByHash.get({ codeHash })
    if (!row) return { ok: false, code: 'unknown' }
    store.queries.useRegistrationCode.run({ id: row.id, at: store.now(), phone })
    note(store, row.memberId, row.id, 'registration-code-used', null)
    return found
  })
}

function note(
  store: Store,
  ofMember: string,
  rowId: string,
  what: TrailDeed,
  staffId: string | null,
  detail: Record<string, unknown> = {},
): void {
  const memberId = currentMemberId(store, ofMember) ?? ofMember
  noteTrail(store, { staffId, what, memberId, rowId, detail })
  store.noteChange('registration-code', rowId)
}
