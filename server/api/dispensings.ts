import { Type } from 'typebox'
import { Dispensing, DispensingRevision } from '../../contract/dispensing.ts'
import { pageOf } from '../../contract/page.ts'
import { CalendarDate } from '../../contract/text.ts'
import { tokyoDate } from '../domain/calendar-date.ts'
import { findDispensing, listDispensingsOfDay, listRevisions } from '../store/dispensings.ts'
import type { Store } from '../store/open.ts'
import { collectPersons } from './audit-persons.ts'
import { refuse } from './errors.ts'
import { IdList, IdParams, pageSize, type Api } from './route.ts'

const Query = Type.Object(
  {
    on: Type.Optional(CalendarDate),
    ids: Type.Optional(IdList),
    cursor: Type.Optional(Type.Integer({ minimum: 1 })),
  },
  { additionalProperties: false },
)

/** 調剤, newest arrival first: of one day (today unless asked), or by id. Deleted ones are left out. */
export function dispensingRoutes(api: Api, { store }: { store: Store }): void {
  const config = { right: 'patients' } as const
  const schema = { tags: ['dispensings'], querystring: Query, response: { 200: pageOf(Dispensing) } }
  api.get('/api/dispensings', { config, schema }, ({ query }) => {
    if (query.ids !== undefined) {
      return { items: query.ids.split(',').flatMap((id) => findDispensing(store, id) ?? []), next: null }
    }
    const on = query.on ?? tokyoDate(store.now())
    return listDispensingsOfDay(store, on, query.cursor ?? Number.MAX_SAFE_INTEGER, pageSize)
  })

  api.get(
    '/api/dispensings/:id/revisions',
    { config, schema: { tags: ['dispensings'], params: IdParams, response: { 200: pageOf(DispensingRevision) } } },
    (request) => {
      collectPersons(findDispensing(store, request.params.id), request.audited)
      const items = listRevisions(store, request.params.id)
      return items.length > 0 ? { items, next: null } : refuse('not-found')
    },
  )
}
