import { pageOf } from '../../contract/page.ts'
import { Reader, ReaderEdit, type ReaderService } from '../../contract/reader.ts'
import type { Store } from '../store/open.ts'
import { editReader } from '../store/readers.ts'
import { refuse, refuseStale } from './errors.ts'
import { IdParams, type Api } from './route.ts'

/** The readers as routes may use them (server/intake/readers.ts). */
export interface ReadersPort {
  list(): Reader[]
  find(id: string): Reader | undefined
  services(): ReaderService[]
}

/** カードリーダー設定. */
export function readerRoutes(api: Api, { store, readers }: { store: Store; readers: ReadersPort }): void {
  api.get(
    '/api/readers',
    { config: { right: 'box-state' }, schema: { tags: ['readers'], response: { 200: pageOf(Reader) } } },
    () => ({
      items: readers.list(),
      next: null,
    }),
  )

  api.patch(
    '/api/readers/:id',
    {
      config: { right: 'desk' },
      schema: { tags: ['readers'], params: IdParams, body: ReaderEdit, response: { 200: Reader } },
    },
    ({ params: { id }, body }) => {
      const edited = editReader(store, id, body)
      const reader = readers.find(id) ?? refuse('not-found')
      if (edited.ok) return reader
      return edited.code === 'stale-version' ? refuseStale(reader) : refuse('not-found')
    },
  )
}
