import { Memo, MemoContent } from '../../contract/memo.ts'
import { readTypedText } from '../domain/typed-fields.ts'
import { memos } from '../store/memos.ts'
import type { Store } from '../store/open.ts'
import { entryRoutes } from './entries.ts'
import type { Api } from './route.ts'

/** メモ. */
export function memoRoutes(api: Api, { store }: { store: Store }): void {
  entryRoutes<MemoContent, MemoContent>(api, {
    store,
    path: 'memos',
    shape: memos,
    schemas: { typed: MemoContent, content: MemoContent, entry: Memo },
    read: ({ origin, author: typedAuthor, text }) => {
      const author = readTypedText(typedAuthor)
      return { ok: true, content: { origin, ...(author && { author }), text: text.trim() } }
    },
  })
}
