import { Type } from 'typebox'
import {
  LeftoverCount,
  LeftoverDraft,
  LeftoverEdit,
  Leftovers,
  ReadCount,
  TypedCount,
} from '../../contract/leftovers.ts'
import { pageOf } from '../../contract/page.ts'
import { Id } from '../../contract/text.ts'
import { tokyoDate } from '../domain/calendar-date.ts'
import { planLeftovers } from '../domain/leftovers.ts'
import { readTypedCount } from '../domain/typed-leftovers.ts'
import {
  correctLeftovers,
  draftLeftovers,
  listLeftoverRevisions,
  listLeftovers,
  removeLeftovers,
  restoreLeftovers,
  saveLeftovers,
  type LeftoversOutcome,
} from '../store/leftovers.ts'
import { findMember } from '../store/members.ts'
import type { Store } from '../store/open.ts'
import { refuse, refuseStale } from './errors.ts'
import { deskRoles, IdParams, type Api } from './route.ts'
import { staffIdOf } from './staff-id.ts'

const pageSize = 20
const ListQuery = Type.Object({ cursor: Type.Optional(Id) }, { additionalProperties: false })
/** Sixty drugs with long usages, three bytes a character. */
const bodyLimit = 256 * 1024
const VersionQuery = Type.Object({ version: Type.Integer() }, { additionalProperties: false })

/** 残薬の調整: what to count, what follows from a count, and the counts that were saved. */
export function leftoverRoutes(api: Api, { store }: { store: Store }): void {
  const tags = ['leftovers']
  const config = { roles: deskRoles }
  const one = { 200: Leftovers }

  api.get(
    '/api/members/:id/leftovers/draft',
    { config, schema: { tags, params: IdParams, response: { 200: LeftoverDraft } } },
    ({ params }) => draftLeftovers(store, params.id) ?? refuse('not-found'),
  )

  api.post(
    '/api/leftovers/plan',
    { bodyLimit, config, schema: { tags, body: TypedCount, response: { 200: ReadCount } } },
    ({ body }) => {
      const { count, wrong } = readTypedCount(body, tokyoDate(store.now()))
      return { count, wrong, plan: planLeftovers(count) }
    },
  )

  api.get(
    '/api/members/:id/leftovers',
    { config, schema: { tags, params: IdParams, querystring: ListQuery, response: { 200: pageOf(Leftovers) } } },
    ({ params, query }) => {
      if (!findMember(store, params.id)) refuse('not-found')
      return listLeftovers(store, params.id, query.cursor ?? null, pageSize)
    },
  )

  api.post(
    '/api/members/:id/leftovers',
    { bodyLimit, config, schema: { tags, params: IdParams, body: LeftoverCount, response: { 201: Leftovers } } },
    ({ params, body, session }, reply) => {
      const saved = saveLeftovers(store, params.id, body, staffIdOf(session)) ?? refuse('not-found')
      void reply.code(201)
      return saved
    },
  )

  api.patch(
    '/api/leftovers/:id',
    { bodyLimit, config, schema: { tags, params: IdParams, body: LeftoverEdit, response: one } },
    ({ params, body, session }) => done(correctLeftovers(store, params.id, { ...body, staffId: staffIdOf(session) })),
  )

  api.get(
    '/api/leftovers/:id/revisions',
    { config, schema: { tags, params: IdParams, response: { 200: pageOf(Leftovers) } } },
    ({ params }) => {
      const items = listLeftoverRevisions(store, params.id)
      return items.length > 0 ? { items, next: null } : refuse('not-found')
    },
  )

  api.delete(
    '/api/leftovers/:id',
    { config, schema: { tags, params: IdParams, querystring: VersionQuery, response: one } },
    ({ params, query, session }) => done(removeLeftovers(store, params.id, query.version, staffIdOf(session))),
  )

  api.post(
    '/api/leftovers/:id/restore',
    { config, schema: { tags, params: IdParams, body: VersionQuery, response: one } },
    ({ params, body, session }) => done(restoreLeftovers(store, params.id, body.version, staffIdOf(session))),
  )
}

function done(outcome: LeftoversOutcome): Leftovers {
  if (outcome.ok) return outcome.leftovers
  return outcome.code === 'stale-version' ? refuseStale(outcome.current) : refuse(outcome.code)
}
