import { Type } from 'typebox'
import { Member } from '../../contract/member.ts'
import { CardRevocation, MemberCard, MemberEdit, MemberRevision } from '../../contract/member-settings.ts'
import { pageOf } from '../../contract/page.ts'
import { TrailEntry } from '../../contract/trail.ts'
import { tokyoDate } from '../domain/calendar-date.ts'
import { wideKana } from '../domain/kana.ts'
import { readTypedDate } from '../domain/typed-date.ts'
import { listCards, restoreCard, revokeCard } from '../store/card-states.ts'
import { correctMember, listMemberRevisions } from '../store/member-facts.ts'
import { findMember, memberIdsOf } from '../store/members.ts'
import type { Store } from '../store/open.ts'
import { listTrailOfMember } from '../store/trail.ts'
import { refuse, refuseStale } from './errors.ts'
import { IdParams, pageSize, type Api } from './route.ts'
import { staffIdOf } from './staff-id.ts'

const TrailQuery = Type.Object({ cursor: Type.Optional(Type.Integer({ minimum: 1 })) }, { additionalProperties: false })
const earliestBirth = '1868-01-01'

/** 会員設定: a member's facts and cards, and what was done to the record. */
export function memberSettingRoutes(api: Api, { store }: { store: Store }): void {
  const tags = ['member settings']
  const known = (id: string): Member => findMember(store, id) ?? refuse('not-found')

  api.patch(
    '/api/members/:id',
    { config: { right: 'patients' }, schema: { tags, params: IdParams, body: MemberEdit, response: { 200: Member } } },
    ({ params, body, session }) => {
      const edited = correctMember(store, {
        id: params.id,
        name: body.name.trim(),
        kana: wideKana(body.kana),
        sex: body.sex,
        birthOn: body.birth.trim() === '' ? null : readBirth(body.birth),
        version: body.version,
        staffId: staffIdOf(session),
      })
      if (edited.ok) return edited.member
      return edited.code === 'stale-version' ? refuseStale(edited.current) : refuse(edited.code)
    },
  )

  /** A date of birth as typed: not after today, and of somebody who can be alive. */
  function readBirth(typed: string): string {
    const date = readTypedDate(typed)
    return date !== null && date >= earliestBirth && date <= tokyoDate(store.now()) ? date : refuse('date-not-read')
  }

  api.get(
    '/api/members/:id/revisions',
    { config: { right: 'patients' }, schema: { tags, params: IdParams, response: { 200: pageOf(MemberRevision) } } },
    ({ params }) => ({ items: listMemberRevisions(store, known(params.id).id, pageSize), next: null }),
  )

  api.get(
    '/api/members/:id/cards',
    { config: { right: 'patients' }, schema: { tags, params: IdParams, response: { 200: pageOf(MemberCard) } } },
    ({ params }) => ({ items: listCards(store, known(params.id).id).slice(0, pageSize), next: null }),
  )

  api.post(
    '/api/cards/:id/revoke',
    { config: { right: 'patients' }, schema: { tags, params: IdParams, body: CardRevocation } },
    ({ params, body, session }, reply) => {
      if (!revokeCard(store, { cardId: params.id, reason: body.reason, staffId: staffIdOf(session) }))
        refuse('not-found')
      return reply.code(204).send()
    },
  )

  api.post(
    '/api/cards/:id/restore',
    { config: { right: 'patients' }, schema: { tags, params: IdParams } },
    ({ params, session }, reply) => {
      if (!restoreCard(store, { cardId: params.id, staffId: staffIdOf(session) })) refuse('not-found')
      return reply.code(204).send()
    },
  )

  api.get(
    '/api/members/:id/trail',
    {
      config: { right: 'patients' },
      schema: { tags, params: IdParams, querystring: TrailQuery, response: { 200: pageOf(TrailEntry) } },
    },
    ({ params, query }) => {
      const entries = memberIdsOf(store, known(params.id).id)
        .flatMap((id) => listTrailOfMember(store, id, query.cursor ?? null, pageSize + 1))
        .sort((a, b) => b.seq - a.seq)
      const items = entries.slice(0, pageSize)
      return { items, next: entries.length > pageSize ? String(items.at(-1)?.seq) : null }
    },
  )
}
