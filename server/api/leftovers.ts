import { Type } from 'typebox'
import {
  LeftoverDraft,
  LeftoverEdit,
  Leftovers,
  NewLeftovers,
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
import { authorOf } from './author.ts'
import { refuse, refuseStale } from './errors.ts'
import { IdParams, type Api } from './route.ts'
import { staffIdOf } from './staff-id.ts'

const pageSize = 20
const ListQuery = Type.Object({ cursor: Type.Optional(Id) }, { additionalProperties: false })
/** Sixty drugs with long usages, three bytes a character. */
const bodyLimit = 256 * 1024
const VersionQuery = Type.Object({ version: Type.Integer() }, { additionalProperties: false })

/** 残薬の調整: what to count, what follows from a count, and the counts that were saved. */
export function leftoverRoutes(api: Api, { store }: { store: Store }): void {
  const tags = ['leftovers']
  const config = { right: 'patients' } as const
  const one = { 200: Leftovers }

  api.get(
    '/api/members/:id/leftovers/draft',
    { config, schema: { tags, params: IdParams, response: { 200: LeftoverDraft } } },
    ({ params, session }) => draftLeftovers(store, params.id, staffIdOf(session)) ?? refuse('not-found'),
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
    ({ params, query, session }) => {
      if (!findMember(store, params.id)) refuse('not-found')
      return listLeftovers(store, params.id, query.cursor ?? null, pageSize, staffIdOf(session))
    },
  )

  api.post(
    '/api/members/:id/leftovers',
    { bodyLimit, config, schema: { tags, params: IdParams, body: NewLeftovers, response: { 201: Leftovers } } },
    (request, reply) => {
      const { onBehalfOf, ...count } = request.body
      const author = authorOf(store, request, onBehalfOf)
      const saved =
        saveLeftovers(store, request.params.id, count, author.staffId, author.onBehalfOf) ?? refuse('not-found')
      void reply.code(201)
      return saved
    },
  )

  api.patch(
    '/api/leftovers/:id',
    { bodyLimit, config, schema: { tags, params: IdParams, body: LeftoverEdit, response: one } },
    (request) => {
      const { params, body } = request
      return done(correctLeftovers(store, params.id, { ...body, ...authorOf(store, request, body.onBehalfOf) }))
    },
  )

  api.get(
    '/api/leftovers/:id/revisions',
    { config, schema: { tags, params: IdParams, response: { 200: pageOf(Leftovers) } } },
    ({ params, session }) => {
      const items = listLeftoverRevisions(store, params.id, staffIdOf(session))
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
