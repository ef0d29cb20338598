import { Type } from 'typebox'
import { pageOf } from '../../contract/page.ts'
import { CalendarDate, Id } from '../../contract/text.ts'
import { Visit } from '../../contract/visit.ts'
import { addDays, tokyoDate } from '../domain/calendar-date.ts'
import type { Store } from '../store/open.ts'
import { findVisit, listVisits } from '../store/visits.ts'
import { IdList, pageSize, type Api } from './route.ts'

const Query = Type.Object(
  {
    on: Type.Optional(CalendarDate),
    /** With `days`: the visits of that many days before this one. */
    before: Type.Optional(CalendarDate),
    days: Type.Optional(Type.Integer({ minimum: 1, maximum: 31 })),
    ids: Type.Optional(IdList),
    cursor: Type.Optional(Id),
  },
  { additionalProperties: false },
)

/** 手帳提示, newest first: of one day (today unless asked), of several days before one, or by id. */
export function visitRoutes(api: Api, { store }: { store: Store }): void {
  const schema = { tags: ['visits'], querystring: Query, response: { 200: pageOf(Visit) } }
  api.get('/api/visits', { config: { right: 'patients' }, schema }, ({ query }) => {
    if (query.ids !== undefined) {
      return { items: query.ids.split(',').flatMap((id) => findVisit(store, id) ?? []), next: null }
    }
    const { before } = query
    const on = query.on ?? tokyoDate(store.now())
    const from = before === undefined ? on : addDays(before, -(query.days ?? 7))
    const to = before === undefined ? on : addDays(before, -1)
    return listVisits(store, from, to, query.cursor ?? null, pageSize)
  })
}
