import { html, nothing } from 'lit'
import type { BodyNote, BodyNoteContent, BodyNoteKind } from '../../../contract/body-note.ts'
import { personWords } from '../../text/person.ts'
import { filled, type EntryView } from './entry-view.ts'

const words = personWords.body
const kinds = ['allergy', 'past-illness', 'adverse-reaction'] as const satisfies BodyNoteKind[]

/** からだの情報. */
export const bodyNoteView: EntryView<BodyNote, BodyNoteContent> = {
  path: 'body-notes',
  noun: 'body-note',
  fields: [
    { id: 'kind', label: words.fields.kind, kind: 'choice', choices: words.kind, isNeeded: true },
    {
      id: 'text',
      label: ({ kind }) => words.fields.text[kind as BodyNoteKind],
      kind: 'text',
      isNeeded: true,
      max: 100,
    },
    { id: 'detail', label: words.fields.detail, kind: 'area', max: 400 },
    { id: 'since', label: words.fields.since, hint: words.fields.sinceHint, kind: 'text', max: 40 },
    { id: 'source', label: words.fields.source, kind: 'choice', choices: words.source, isNeeded: true },
  ],
  blank: () => ({ kind: 'allergy', source: 'patient' }),
  toDraft: ({ kind = 'allergy', text = '', detail = '', since = '', source = 'patient' }) => ({
    ...{ kind, text, detail, since, source },
  }),
  toTyped: ({ kind, text = '', detail = '', since = '', source }) => ({
    kind: kind as BodyNoteContent['kind'],
    text,
    ...filled({ detail, since }),
    source: source as BodyNoteContent['source'],
  }),
  item: ({ text, detail, since, source }) =>
    html`<p><b>${text}</b>${since ? html` 　<span class="sub">${since}</span>` : nothing}</p>
      ${detail ? html`<p class="text">${detail}</p>` : nothing}
      <p class="sub">${words.fields.source}　${words.source[source]}</p>`,
  groups: kinds.map((kind) => ({
    label: words.kind[kind],
    holds: (note) => note.kind === kind,
    begin: { kind },
  })),
  needsReason: { word: words.why, hint: words.whyHint },
  words: {
    title: personWords.tabs.body,
    none: words.none,
    noneHint: words.noneHint,
    remove: words.inactivate,
    removed: words.inactivated,
    removedList: words.inactiveList,
  },
}
