import type { Consent } from '../../contract/card-issue.ts'
import type { Member } from '../../contract/member.ts'
import type { MemberCard, MemberEdit, MemberRevision, RevokeReason } from '../../contract/member-settings.ts'
import type { Page } from '../../contract/page.ts'
import type {
  CardProof,
  CodeMedium,
  GivenRegistrationCode,
  RegistrationCode,
} from '../../contract/registration-code.ts'
import type { TrailEntry } from '../../contract/trail.ts'
import type { Http } from './http.ts'
import type { Outcome } from './outcome.ts'

const of = (memberId: string, path = ''): string => `/api/members/${encodeURIComponent(memberId)}${path}`

export const getMember = (http: Http, id: string): Promise<Outcome<Member>> => http.get(of(id))

/** `stale-version` carries the member as it is now. */
export const correctMember = (http: Http, id: string, edit: MemberEdit): Promise<Outcome<Member>> =>
  http.ask('PATCH', of(id), edit)

export const listMemberRevisions = (http: Http, id: string): Promise<Outcome<Page<MemberRevision>>> =>
  http.get(of(id, '/revisions'))

export const listCards = (http: Http, id: string): Promise<Outcome<Page<MemberCard>>> => http.get(of(id, '/cards'))

export const revokeCard = (http: Http, cardId: string, reason: RevokeReason): Promise<Outcome<undefined>> =>
  http.send('POST', `/api/cards/${encodeURIComponent(cardId)}/revoke`, { reason })

export const restoreCard = (http: Http, cardId: string): Promise<Outcome<undefined>> =>
  http.send('POST', `/api/cards/${encodeURIComponent(cardId)}/restore`)

export const listConsents = (http: Http, id: string): Promise<Outcome<Page<Consent>>> => http.get(of(id, '/consents'))

/** Newest first. `cursor` of the page before, or null. */
export const listTrail = (http: Http, id: string, cursor: string | null): Promise<Outcome<Page<TrailEntry>>> =>
  http.get(of(id, `/trail${cursor === null ? '' : `?cursor=${cursor}`}`))

/** Whether a card of this member was just touched at this counter; null: at a reader that belongs to none. */
export const getCardProof = (http: Http, id: string, counterId: string | null): Promise<Outcome<CardProof>> =>
  http.get(of(id, `/card-proof${counterId === null ? '' : `?counterId=${counterId}`}`))

export const giveRegistrationCode = (
  http: Http,
  id: string,
  counterId: string | null,
  medium: CodeMedium,
): Promise<Outcome<GivenRegistrationCode>> => http.ask('POST', of(id, '/registration-codes'), { counterId, medium })

/** Newest first. `cursor` of the page before, or null. */
export const listRegistrationCodes = (
  http: Http,
  id: string,
  cursor: string | null,
): Promise<Outcome<Page<RegistrationCode>>> =>
  http.get(of(id, `/registration-codes${cursor === null ? '' : `?cursor=${cursor}`}`))

export const revokeRegistrationCode = (http: Http, codeId: string): Promise<Outcome<undefined>> =>
  http.send('POST', `/api/registration-codes/${encodeURIComponent(codeId)}/revoke`)
