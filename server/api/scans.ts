import { Type } from 'typebox'
import { pageOf } from '../../contract/page.ts'
import { Scan, TypedScan, TypedScanOutcome } from '../../contract/scan.ts'
import { CalendarDate, Id } from '../../contract/text.ts'
import { tokyoDate } from '../domain/calendar-date.ts'
import { findCounter } from '../store/counters.ts'
import type { Store } from '../store/open.ts'
import { listScans } from '../store/scans.ts'
import { refuse } from './errors.ts'
import { pageSize, type Api } from './route.ts'

/** What takes a typed scan (server/intake/readers.ts). */
export interface ScansPort {
  takeTyped(counterId: string | null, text: string): TypedScanOutcome
}

const Query = Type.Object(
  { on: Type.Optional(CalendarDate), cursor: Type.Optional(Id) },
  { additionalProperties: false },
)

/** Codes that are kept, without what they say, newest first; and what a keyboard scanner typed. */
export function scanRoutes(api: Api, { store, readers }: { store: Store; readers: ScansPort }): void {
  const tags = ['scans']

  api.get(
    '/api/scans',
    { config: { right: 'box-state' }, schema: { tags, querystring: Query, response: { 200: pageOf(Scan) } } },
    ({ query }) => listScans(store, query.on ?? tokyoDate(store.now()), query.cursor ?? null, pageSize),
  )

  api.post(
    '/api/scans',
    { config: { right: 'desk' }, schema: { tags, body: TypedScan, response: { 200: TypedScanOutcome } } },
    ({ body: { counterId, text } }) => {
      if (counterId !== null && !findCounter(store, counterId)) refuse('not-found')
      return readers.takeTyped(counterId, text)
    },
  )
}
