import { Member } from '../../contract/member.ts'
import { sightOf } from '../store/disclosure.ts'
import type { Whose } from '../store/history.ts'
import { findMember } from '../store/members.ts'
import type { Store } from '../store/open.ts'
import { refuse } from './errors.ts'
import { HistoryPage, HistoryQuery, readHistory, readTaking, TakingPage, TakingQuery } from './history.ts'
import { IdParams, type Api } from './route.ts'
import { staffIdOf } from './staff-id.ts'

/** 会員: one, and the notebook made of what flows into it from the linked patients. */
export function memberRoutes(api: Api, { store }: { store: Store }): void {
  const config = { right: 'patients' } as const

  api.get(
    '/api/members/:id',
    { config, schema: { tags: ['members'], params: IdParams, response: { 200: Member } } },
    (request) => findMember(store, request.params.id) ?? refuse('not-found'),
  )

  api.get(
    '/api/members/:id/history',
    {
      config,
      schema: { tags: ['members'], params: IdParams, querystring: HistoryQuery, response: { 200: HistoryPage } },
    },
    ({ params, query, session }) => {
      const member = findMember(store, params.id)
      return member ? readHistory(store, whose(store, member, staffIdOf(session)), query) : refuse('not-found')
    },
  )

  api.get(
    '/api/members/:id/taking',
    {
      config,
      schema: { tags: ['members'], params: IdParams, querystring: TakingQuery, response: { 200: TakingPage } },
    },
    ({ params, query, session }) => {
      const member = findMember(store, params.id)
      return member ? readTaking(store, whose(store, member, staffIdOf(session)), query) : refuse('not-found')
    },
  )
}

const whose = (store: Store, { id, patientIds }: Member, staffId: string): Whose => ({
  patientIds,
  memberId: id,
  sight: sightOf(store, id, staffId),
})
