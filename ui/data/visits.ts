import type { Page } from '../../contract/page.ts'
import type { Visit } from '../../contract/visit.ts'
import { addDays } from '../format/calendar.ts'
import { Collection, type Later } from './collection.ts'
import { follow } from './follow.ts'
import type { Http } from './http.ts'
import type { Live } from './live.ts'
import { success } from './outcome.ts'

/** The list shows today and this many days before it, and as many again on request. */
export const daysPerPage = 7

export interface Visits {
  collection: Collection<Visit>
  /** The oldest day that is shown, `YYYY-MM-DD`. */
  oldest: () => string
  close: () => void
}

/** 手帳提示: the visits of `today` and of the days before it, kept fresh. A page's cursor is the oldest day shown so far. */
export const listVisits = (http: Http, live: Live, today: string, delay?: Later): Visits => {
  let oldest = addDays(today, -daysPerPage)

  const before = (day: string) => http.all<Visit>(`/api/visits?before=${day}&days=${String(daysPerPage)}`)

  const page = async (cursor: string | null) => {
    const day = cursor ?? today
    const [now, earlier] = await Promise.all([
      cursor === null ? http.all<Visit>(`/api/visits?on=${today}`) : Promise.resolve(success<Visit[]>([])),
      before(day),
    ])
    if (!now.ok) return now
    if (!earlier.ok) return earlier
    const next = addDays(day, -daysPerPage)
    if (next < oldest) oldest = next
    return success<Page<Visit>>({ items: [...now.value, ...earlier.value], next })
  }

  const collection = new Collection<Visit>(
    {
      keyOf: (visit) => visit.id,
      compare: (a, b) => b.presentedAt - a.presentedAt || (a.id < b.id ? 1 : -1),
      page,
      byIds: (ids) => http.get<Page<Visit>>(`/api/visits?ids=${ids.join(',')}`),
      keeps: (visit) => visit.on >= oldest && visit.on <= today,
    },
    delay,
  )

  const close = follow(live, collection, (noun, ids) => {
    if (noun === 'visit') void collection.change(ids)
    // A renamed or newly linked member is shown in every row of theirs.
    if (noun === 'member') {
      const theirs = collection.state.value.items.filter((visit) => visit.member && ids.includes(visit.member.id))
      if (theirs.length > 0) void collection.change(theirs.map((visit) => visit.id))
    }
  })
  return { collection, oldest: () => oldest, close }
}
