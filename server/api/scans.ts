import { Type } from 'typebox'
import { OutsideNotebook } from '../../contract/outside-notebook.ts'
import { pageOf } from '../../contract/page.ts'
import { Scan, TypedScan, TypedScanOutcome } from '../../contract/scan.ts'
import { CalendarDate, Id } from '../../contract/text.ts'
import { tokyoDate } from '../domain/calendar-date.ts'
import { findCounter } from '../store/counters.ts'
import type { Store } from '../store/open.ts'
import { findScannedNotebook, listScans } from '../store/scans.ts'
import { refuse } from './errors.ts'
import { IdParams, pageSize, type Api } from './route.ts'

/** What takes a typed scan, and reads what a scanned notebook says (server/intake/readers.ts). */
export interface ScansPort {
  takeTyped(counterId: string | null, text: string): TypedScanOutcome
  readNotebook(bytes: Uint8Array): Pick<OutsideNotebook, 'content' | 'warnings'>
}

const Query = Type.Object(
  { on: Type.Optional(CalendarDate), cursor: Type.Optional(Id) },
  { additionalProperties: false },
)

/** Codes that are kept, without what they say, newest first; what a notebook among them says, on its day; what a keyboard scanner typed. */
export function scanRoutes(api: Api, { store, readers }: { store: Store; readers: ScansPort }): void {
  const tags = ['scans']

  api.get(
    '/api/scans',
    { config: { right: 'box-state' }, schema: { tags, querystring: Query, response: { 200: pageOf(Scan) } } },
    ({ query }) => listScans(store, query.on ?? tokyoDate(store.now()), query.cursor ?? null, pageSize),
  )

  api.get(
    '/api/scans/:id/notebook',
    { config: { right: 'patients' }, schema: { tags, params: IdParams, response: { 200: OutsideNotebook } } },
    ({ params: { id } }) => {
      const found = findScannedNotebook(store, id)
      if (!found.ok) return refuse(found.reason === 'closed' ? 'disclosure-closed' : 'not-found')
      const { bytes, ...when } = found
      return { id, ...when, ...readers.readNotebook(bytes) }
    },
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
