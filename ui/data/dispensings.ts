import type { Dispensing, DispensingRevision } from '../../contract/dispensing.ts'
import type { Page } from '../../contract/page.ts'
import { Collection, type Later } from './collection.ts'
import { follow } from './follow.ts'
import type { Http } from './http.ts'
import type { Live } from './live.ts'
import type { Outcome } from './outcome.ts'

export interface Dispensings {
  collection: Collection<Dispensing>
  close: () => void
}

const newestFirst = (a: Dispensing, b: Dispensing) => b.receivedAt - a.receivedAt || (a.id < b.id ? 1 : -1)

/** 本日の調剤: what was dispensed on a day, newest arrival first, kept fresh. */
export const listDispensings = (http: Http, live: Live, on: string, delay?: Later): Dispensings => {
  const collection = new Collection<Dispensing>(
    {
      keyOf: (dispensing) => dispensing.id,
      compare: newestFirst,
      page: (cursor) =>
        http.get(`/api/dispensings?on=${on}${cursor === null ? '' : `&cursor=${encodeURIComponent(cursor)}`}`),
      byIds: (ids) => http.get<Page<Dispensing>>(`/api/dispensings?ids=${ids.join(',')}`),
      // Older than the last row shown: it comes with the next page.
      keeps: (dispensing, shown, hasMore) => {
        const last = shown.at(-1)
        return (
          dispensing.prescription.dispensedOn === on && !(hasMore && last && dispensing.receivedAt < last.receivedAt)
        )
      },
    },
    delay,
  )
  const close = follow(live, collection, (noun, ids) => {
    if (noun === 'dispensing') void collection.change(ids)
  })
  return { collection, close }
}

/** 版の履歴: every file that made a dispensing what it is. */
export const listRevisions = (http: Http, id: string): Promise<Outcome<Page<DispensingRevision>>> =>
  http.get(`/api/dispensings/${encodeURIComponent(id)}/revisions`)
