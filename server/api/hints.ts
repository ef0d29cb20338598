import { Type } from 'typebox'
import { HintList, NewAnswer } from '../../contract/hint.ts'
import { Id } from '../../contract/text.ts'
import { answerHint, readHints, undoAnswer, type HintOutcome } from '../store/hints.ts'
import type { Store } from '../store/open.ts'
import { refuse, refuseStale } from './errors.ts'
import { deskRoles, IdParams, type Api } from './route.ts'
import { staffIdOf } from './staff-id.ts'

const HintParams = Type.Object({ id: Id, key: Type.String({ pattern: '^[0-9a-f]{32}$' }) })

/** What the records of one member say about duplication and conflict, and what was answered to it. */
export function hintRoutes(api: Api, { store }: { store: Store }): void {
  const tags = ['hints']
  const config = { roles: deskRoles }
  const response = { 200: HintList }

  api.get('/api/members/:id/hints', { config, schema: { tags, params: IdParams, response } }, ({ params }) => {
    return readHints(store, params.id) ?? refuse('not-found')
  })

  api.post(
    '/api/members/:id/hints/:key/answer',
    { config, schema: { tags, params: HintParams, body: NewAnswer, response } },
    ({ params, body, session }) => done(answerHint(store, params.id, params.key, body, staffIdOf(session))),
  )

  api.delete(
    '/api/members/:id/hints/:key/answer',
    { config, schema: { tags, params: HintParams, response } },
    ({ params, session }) => done(undoAnswer(store, params.id, params.key, staffIdOf(session))),
  )
}

function done(outcome: HintOutcome): HintList {
  if (outcome.ok) return outcome.hints
  return outcome.code === 'stale-version' ? refuseStale(outcome.current) : refuse(outcome.code)
}
