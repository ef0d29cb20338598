import type { RejectedFile } from '../../contract/intake.ts'
import type { Page } from '../../contract/page.ts'
import { Collection, type Later } from './collection.ts'
import type { Http } from './http.ts'
import type { Live } from './live.ts'
import { success, type Outcome } from './outcome.ts'

/** `retry` reads the kept bytes again, `dismiss` takes a file off the list (確認済み), `restore` puts it back. */
export type FileAction = 'retry' | 'dismiss' | 'restore'

export interface RejectedFiles {
  /** 読めなかったファイル, newest first. */
  open: Collection<RejectedFile>
  /** 確認済み: dismissed by somebody, or settled by a later file of the same prescription. */
  dismissed: Collection<RejectedFile>
  load: () => void
  act: (action: FileAction, file: RejectedFile) => Promise<Outcome<undefined>>
  close: () => void
}

const path = '/api/intake/rejected'

/** Where the kept bytes of a file can be saved from. */
export const fileUrl = (file: RejectedFile): string => `${path}/${String(file.seq)}/file`

/** The files that could not be read, those still open and those seen to, both kept fresh. */
export const openRejected = (http: Http, live: Live, delay?: Later): RejectedFiles => {
  const list = (isDismissed: boolean) =>
    new Collection<RejectedFile>(
      {
        keyOf: (file) => String(file.seq),
        compare: (a, b) => b.seq - a.seq,
        page: (cursor) => {
          const query = new URLSearchParams()
          if (isDismissed) query.set('dismissed', 'true')
          if (cursor !== null) query.set('cursor', cursor)
          return http.get<Page<RejectedFile>>(query.size === 0 ? path : `${path}?${query.toString()}`)
        },
        // A file moves from one list to the other or leaves both: the lists themselves have to be asked.
        byIds: () => Promise.resolve(success({ items: [], isReload: true })),
        keeps: () => false,
      },
      delay,
    )
  const [open, dismissed] = [list(false), list(true)]
  const load = () => {
    void open.load()
    void dismissed.load()
  }
  const stop = live.listen({
    change: (noun) => {
      if (noun === 'inbound') load()
    },
    // A rejection shows in the status first; a change of it is worth a look at the list.
    status: () => void open.load(),
    reload: load,
    up: () => {
      void open.kick()
      void dismissed.kick()
    },
  })
  return {
    open,
    dismissed,
    load,
    act: async (action, file) => {
      const outcome = await http.send('POST', `${path}/${String(file.seq)}/${action}`)
      // Refused means that another page was quicker: the lists say how it stands now.
      if (outcome.ok || outcome.failure.kind === 'refused') load()
      return outcome
    },
    close: () => {
      stop()
      open.close()
      dismissed.close()
    },
  }
}
