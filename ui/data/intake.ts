import type { RejectedFile } from '../../contract/intake.ts'
import type { Page } from '../../contract/page.ts'
import { Collection, type Later } from './collection.ts'
import type { Http } from './http.ts'
import type { Live } from './live.ts'
import { success, type Outcome } from './outcome.ts'

export interface Rejected {
  collection: Collection<RejectedFile>
  retry: (file: RejectedFile) => Promise<Outcome<undefined>>
  close: () => void
}

/** Where the kept bytes of a file can be saved from. */
export const fileUrl = (file: RejectedFile): string => `/api/intake/rejected/${String(file.seq)}/file`

/** 読めなかったファイル, newest first, kept fresh. */
export const listRejected = (http: Http, live: Live, delay?: Later): Rejected => {
  const collection = new Collection<RejectedFile>(
    {
      keyOf: (file) => String(file.seq),
      compare: (a, b) => b.seq - a.seq,
      page: (cursor) =>
        http.get<Page<RejectedFile>>(
          `/api/intake/rejected${cursor === null ? '' : `?cursor=${encodeURIComponent(cursor)}`}`,
        ),
      // A file that was read after all leaves the list: the list itself has to be asked.
      byIds: () => Promise.resolve(success({ items: [], isReload: true })),
      keeps: () => false,
    },
    delay,
  )
  const stop = live.listen({
    change: (noun) => {
      if (noun === 'inbound') void collection.load()
    },
    // A rejection shows in the status first; a change of it is worth a look at the list.
    status: () => void collection.load(),
    reload: () => void collection.load(),
    up: () => void collection.kick(),
  })
  return {
    collection,
    retry: async (file) => {
      const outcome = await http.send('POST', `/api/intake/rejected/${String(file.seq)}/retry`)
      if (outcome.ok) void collection.load()
      return outcome
    },
    close: () => {
      stop()
      collection.close()
    },
  }
}
