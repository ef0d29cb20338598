import { html, nothing } from 'lit'
import type { Memo, MemoContent } from '../../../contract/memo.ts'
import { personWords } from '../../text/person.ts'
import { filled, type EntryView } from './entry-view.ts'

const words = personWords.memo

/** メモ. */
export const memoView: EntryView<Memo, MemoContent> = {
  path: 'memos',
  noun: 'memo',
  fields: [
    { id: 'origin', label: words.fields.origin, kind: 'choice', choices: words.origin, isNeeded: true },
    { id: 'author', label: words.fields.author, hint: words.fields.authorHint, kind: 'text', max: 60 },
    { id: 'text', label: words.fields.text, kind: 'area', isNeeded: true, max: 2000 },
  ],
  blank: () => ({ origin: 'this-pharmacy' }),
  toDraft: ({ origin = 'this-pharmacy', author = '', text = '' }) => ({ origin, author, text }),
  toTyped: ({ origin, author = '', text = '' }) => ({
    origin: origin as MemoContent['origin'],
    ...filled({ author }),
    text,
  }),
  item: ({ origin, author, text }) =>
    html`<p>
        <span class="badge info">${words.origin[origin]}</span>${author ? html`<span>${author}</span>` : nothing}
      </p>
      <p class="text">${text}</p>`,
  words: {
    title: personWords.tabs.memos,
    none: words.none,
    noneHint: words.noneHint,
    remove: personWords.entry.remove,
    removed: personWords.entry.removed,
    removedList: personWords.entry.removedList,
  },
}
