import { Type } from 'typebox'
import { HintCount, HintList, NewAnswer } from '../../contract/hint.ts'
import { pageOf } from '../../contract/page.ts'
import { Id } from '../../contract/text.ts'
import { createHintCounts } from '../store/hint-counts.ts'
import { sightOf } from '../store/disclosure.ts'
import { answerHint, readHints, undoAnswer, type HintOutcome } from '../store/hints.ts'
import type { Store } from '../store/open.ts'
import { refuse, refuseStale } from './errors.ts'
import { IdList, IdParams, type Api } from './route.ts'
import { staffIdOf } from './staff-id.ts'

const CountQuery = Type.Object({ members: IdList }, { additionalProperties: false })
const HintParams = Type.Object({ id: Id, key: Type.String({ pattern: '^[0-9a-f]{32}$' }) })

/** What the records of one member say about duplication and conflict, and what was answered to it. */
export function hintRoutes(api: Api, { store }: { store: Store }): void {
  const tags = ['hints']
  const config = { right: 'patients' } as const
  const response = { 200: HintList }
  const counts = createHintCounts(store)

  // Apart from the rows themselves: a touch is shown at once, and its mark when it has been counted.
  api.get(
    '/api/hint-counts',
    { config, schema: { tags, querystring: CountQuery, response: { 200: pageOf(HintCount) } } },
    async ({ query, session }) => ({
      items: await counts.read(query.members.split(','), staffIdOf(session)),
      next: null,
    }),
  )

  api.get('/api/members/:id/hints', { config, schema: { tags, params: IdParams, response } }, ({ params, session }) => {
    const sight = sightOf(store, params.id, staffIdOf(session))
    return readHints(store, params.id, sight) ?? refuse('not-found')
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
