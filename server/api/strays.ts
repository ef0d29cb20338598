import { Stray, StrayList, StrayOther, StraySame } from '../../contract/stray.ts'
import type { Store } from '../store/open.ts'
import { joinStray, keepStray, listStrays, undoStray, type StrayOutcome } from '../store/strays.ts'
import { refuse, refuseStale } from './errors.ts'
import { IdParams, type Api } from './route.ts'
import { staffIdOf } from './staff-id.ts'

/** Somebody whose files came under a code that was known as somebody else's: 同じ方 or 別の方, and back. */
export function strayRoutes(api: Api, { store }: { store: Store }): void {
  const tags = ['replacements']
  const schema = { tags, params: IdParams, response: { 200: Stray } }
  const config = { right: 'decisions' } as const

  // A bounded list: they are few, and what was decided long ago is no longer among them.
  api.get('/api/strays', { config: { right: 'patients' }, schema: { tags, response: { 200: StrayList } } }, () =>
    listStrays(store),
  )

  // :id is the patient's, here and below; of an undo the decision's.
  api.post('/api/strays/:id/same', { config, schema: { ...schema, body: StraySame } }, (request) =>
    done(joinStray(store, request.params.id, { ...request.body, staffId: staffIdOf(request.session) })),
  )

  api.post('/api/strays/:id/other', { config, schema: { ...schema, body: StrayOther } }, (request) =>
    done(keepStray(store, request.params.id, { ...request.body, staffId: staffIdOf(request.session) })),
  )

  api.post('/api/strays/:id/undo', { config, schema }, (request) =>
    done(undoStray(store, request.params.id, staffIdOf(request.session))),
  )
}

function done(outcome: StrayOutcome): Stray {
  if (outcome.ok) return outcome.stray
  return outcome.code === 'stale-version' ? refuseStale(outcome.current) : refuse(outcome.code)
}
