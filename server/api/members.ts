import { Member } from '../../contract/member.ts'
import { findMember } from '../store/members.ts'
import type { Store } from '../store/open.ts'
import { refuse } from './errors.ts'
import { HistoryPage, HistoryQuery, readHistory, readTaking, TakingPage, TakingQuery } from './history.ts'
import { deskRoles, IdParams, type Api } from './route.ts'

/** 会員: one, and the notebook made of what flows into it from the linked patients. */
export function memberRoutes(api: Api, { store }: { store: Store }): void {
  const config = { roles: deskRoles }

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
    (request) => {
      const member = findMember(store, request.params.id)
      return member ? readHistory(store, whose(member), request.query) : refuse('not-found')
    },
  )

  api.get(
    '/api/members/:id/taking',
    {
      config,
      schema: { tags: ['members'], params: IdParams, querystring: TakingQuery, response: { 200: TakingPage } },
    },
    (request) => {
      const member = findMember(store, request.params.id)
      return member ? readTaking(store, whose(member), request.query) : refuse('not-found')
    },
  )
}

const whose = ({ id, patientIds }: Member) => ({ patientIds, memberId: id })
