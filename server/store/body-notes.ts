import type { BodyNote, BodyNoteContent } from '../../contract/body-note.ts'
import { listEntries, type EntryShape } from './entries.ts'
import type { Store } from './open.ts'

export const bodyNotes: EntryShape<BodyNoteContent> = { kind: 'body-note', dayOf: () => '' }

/** More than anybody has. */
const most = 500

/** からだの情報 of a member's record, which are never closed: what counts first, what was taken away after it; newest first. */
export function listBodyNotes(store: Store, memberId: string): BodyNote[] {
  const { items } = listEntries(store, bodyNotes, memberId, most, 'open')
  return [...items.filter(({ isRemoved }) => !isRemoved), ...items.filter(({ isRemoved }) => isRemoved)]
}
