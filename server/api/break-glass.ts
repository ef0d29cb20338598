import { BreakGlass, BreakGlassCode } from '../../contract/break-glass.ts'
import { pageOf } from '../../contract/page.ts'
import { makeBreakGlass } from '../access/break-glass.ts'
import type { Sessions } from '../access/sessions.ts'
import { closeBreakGlass, listBreakGlass } from '../store/break-glass.ts'
import type { Store } from '../store/open.ts'
import { refuse } from './errors.ts'
import { IdParams, type Api } from './route.ts'
import { staffIdOf } from './staff-id.ts'

/** 緊急用アカウント, for who makes and closes them. Coming in with one is in locks.ts. */
export function breakGlassRoutes(api: Api, { store, sessions }: { store: Store; sessions: Sessions }): void {
  const tags = ['staff']
  const config = { right: 'staff' } as const

  api.get('/api/break-glass', { config, schema: { tags, response: { 200: pageOf(BreakGlass) } } }, () => ({
    items: listBreakGlass(store),
    next: null,
  }))

  api.post(
    '/api/break-glass',
    { config, schema: { tags, response: { 201: BreakGlassCode } } },
    ({ session }, reply) => {
      void reply.code(201)
      return makeBreakGlass(store, staffIdOf(session))
    },
  )

  api.post(
    '/api/break-glass/:id/close',
    { config, schema: { tags, params: IdParams, response: { 200: BreakGlass } } },
    ({ params, session }) => {
      const outcome = closeBreakGlass(store, params.id, staffIdOf(session))
      sessions.noteEnd()
      return outcome.ok ? outcome.account : refuse(outcome.code)
    },
  )
}
