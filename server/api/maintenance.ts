import { Maintenance, MaintenanceWindow, NewWindow } from '../../contract/maintenance.ts'
import type { Sessions } from '../access/sessions.ts'
import { closeWindow, getMaintenance, openWindow, type WindowOutcome } from '../store/maintenance.ts'
import type { Store } from '../store/open.ts'
import { refuse } from './errors.ts'
import { IdParams, type Api } from './route.ts'
import { staffIdOf } from './staff-id.ts'

/** 保守の時間: who looks after the box signs in only while somebody who answers for the pharmacy has let them. */
export function maintenanceRoutes(api: Api, { store, sessions }: { store: Store; sessions: Sessions }): void {
  const tags = ['staff']
  const config = { right: 'decisions' } as const

  function done(outcome: WindowOutcome): MaintenanceWindow {
    sessions.noteEnd()
    return outcome.ok ? outcome.window : refuse(outcome.code)
  }

  api.get('/api/maintenance', { config, schema: { tags, response: { 200: Maintenance } } }, () => getMaintenance(store))

  api.post(
    '/api/maintenance',
    { config, schema: { tags, body: NewWindow, response: { 201: MaintenanceWindow } } },
    ({ body, session }, reply) => {
      const window = done(openWindow(store, { ...body, by: staffIdOf(session) }))
      void reply.code(201)
      return window
    },
  )

  api.post(
    '/api/maintenance/:id/close',
    { config, schema: { tags, params: IdParams, response: { 200: MaintenanceWindow } } },
    ({ params, session }) => done(closeWindow(store, params.id, staffIdOf(session))),
  )
}
