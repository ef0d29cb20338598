import { Type } from 'typebox'
import { Counter, CounterEdit, NewCounter } from '../../contract/counter.ts'
import { pageOf } from '../../contract/page.ts'
import * as counters from '../store/counters.ts'
import type { CounterOutcome } from '../store/counters.ts'
import type { Store } from '../store/open.ts'
import { refuse, refuseStale } from './errors.ts'
import { IdParams, type Api } from './route.ts'

const VersionQuery = Type.Object({ version: Type.Integer() }, { additionalProperties: false })

/** 受付窓口: a handful, so the list is whole. */
export function counterRoutes(api: Api, { store }: { store: Store }): void {
  const tags = ['counters']

  api.get(
    '/api/counters',
    { config: { right: 'box-state' }, schema: { tags, response: { 200: pageOf(Counter) } } },
    () => ({
      items: counters.listCounters(store),
      next: null,
    }),
  )

  api.post(
    '/api/counters',
    { config: { right: 'desk' }, schema: { tags, body: NewCounter, response: { 201: Counter } } },
    ({ body }, reply) => {
      const counter = done(counters.saveCounter(store, body.name.trim()))
      void reply.code(201)
      return counter
    },
  )

  api.patch(
    '/api/counters/:id',
    { config: { right: 'desk' }, schema: { tags, params: IdParams, body: CounterEdit, response: { 200: Counter } } },
    ({ params, body }) => done(counters.renameCounter(store, params.id, body.name.trim(), body.version)),
  )

  api.delete(
    '/api/counters/:id',
    { config: { right: 'decisions' }, schema: { tags, params: IdParams, querystring: VersionQuery } },
    ({ params, query }, reply) => {
      done(counters.removeCounter(store, params.id, query.version))
      return reply.code(204).send()
    },
  )

  api.post(
    '/api/counters/:id/restore',
    { config: { right: 'decisions' }, schema: { tags, params: IdParams, response: { 200: Counter } } },
    ({ params }) => done(counters.restoreCounter(store, params.id)),
  )
}

function done(outcome: CounterOutcome): Counter {
  if (outcome.ok) return outcome.counter
  return outcome.code === 'stale-version' ? refuseStale(outcome.current) : refuse(outcome.code)
}
