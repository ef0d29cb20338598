import type { NewNotice, Notice, NoticeEdit, NoticeKind } from '../../contract/notice.ts'
import type { Page } from '../../contract/page.ts'
import { Collection, type Later } from './collection.ts'
import { follow } from './follow.ts'
import type { Http } from './http.ts'
import type { Live } from './live.ts'
import type { Outcome } from './outcome.ts'

const path = '/api/notices'

export type NoticeFilter = 'all' | 'unread' | NoticeKind

export interface Notices {
  collection: Collection<Notice>
  close: () => void
}

/** お知らせ, newest first, kept fresh. What was acknowledged stays in the list of the unread ones until it is fetched anew: it must not jump away. */
export const listNotices = (http: Http, live: Live, filter: NoticeFilter, delay?: Later): Notices => {
  const query = filter === 'all' ? '' : filter === 'unread' ? 'unread=true' : `kind=${filter}`
  const collection = new Collection<Notice>(
    {
      keyOf: ({ id }) => id,
      compare: (a, b) => b.publishedAt - a.publishedAt || (a.id < b.id ? 1 : -1),
      page: (cursor) => {
        const more = cursor === null ? '' : `cursor=${encodeURIComponent(cursor)}`
        return http.get<Page<Notice>>(`${path}?${[query, more].filter((part) => part !== '').join('&')}`)
      },
      byIds: (ids) => http.get<Page<Notice>>(`${path}?ids=${ids.join(',')}`),
      keeps: (notice, shown, hasMore) => {
        if (notice.isRemoved) return false
        const isShown = shown.some(({ id }) => id === notice.id)
        if (filter === 'unread' ? !notice.isUnread && !isShown : filter !== 'all' && notice.kind !== filter)
          return false
        const oldest = shown.at(-1)
        return isShown || !hasMore || oldest === undefined || notice.publishedAt >= oldest.publishedAt
      },
    },
    delay,
  )
  const close = follow(live, collection, (noun, ids) => {
    if (noun === 'notice') void collection.change(ids)
  })
  return { collection, close }
}

const of = (id: string): string => `${path}/${encodeURIComponent(id)}`

export const acknowledgeNotice = (http: Http, { id, edition }: Notice): Promise<Outcome<Notice>> =>
  http.ask('POST', `${of(id)}/acknowledgement`, { edition })

export const writeNotice = (http: Http, notice: NewNotice): Promise<Outcome<Notice>> => http.ask('POST', path, notice)

export const correctNotice = (http: Http, id: string, edit: NoticeEdit): Promise<Outcome<Notice>> =>
  http.ask('PATCH', of(id), edit)

export const removeNotice = (http: Http, { id, version }: Notice): Promise<Outcome<undefined>> =>
  http.send('DELETE', `${of(id)}?version=${String(version)}`)

export const restoreNotice = (http: Http, { id }: Notice): Promise<Outcome<Notice>> =>
  http.ask('POST', `${of(id)}/restore`)
