import { BodyNote, BodyNoteContent } from '../../contract/body-note.ts'
import { readTypedText } from '../domain/typed-fields.ts'
import { bodyNotes } from '../store/body-notes.ts'
import type { Store } from '../store/open.ts'
import { entryRoutes } from './entries.ts'
import type { Api } from './route.ts'

/** からだの情報. What was once believed is not erased: it is inactivated, with the reason. */
export function bodyNoteRoutes(api: Api, { store }: { store: Store }): void {
  entryRoutes<BodyNoteContent, BodyNoteContent>(api, {
    store,
    path: 'body-notes',
    shape: bodyNotes,
    schemas: { typed: BodyNoteContent, content: BodyNoteContent, entry: BodyNote },
    needsReason: true,
    read: ({ kind, text, detail: typedDetail, since: typedSince, source }) => {
      const [detail, since] = [readTypedText(typedDetail), readTypedText(typedSince)]
      const content = { kind, text: text.trim(), ...(detail && { detail }), ...(since && { since }), source }
      return { ok: true, content }
    },
  })
}
