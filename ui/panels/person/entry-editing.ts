import { html, nothing } from 'lit'
import type { Entry } from '../../../contract/entry.ts'
import type { Failure } from '../../data/outcome.ts'
import type { Box } from '../../state/box.ts'
import type { Draft } from '../../state/drafts.ts'
import { troubleOf } from '../../state/trouble.ts'
import { conflictWords } from '../../text/conflict.ts'
import { personWords } from '../../text/person.ts'
import '../../components/kb-conflict.ts'
import '../../components/kb-trouble.ts'
import type { UnsavedEntry } from './entry-drafts.ts'
import { entryFields, proxyField } from './entry-form.ts'
import { labelOf, wordOf, type EntryView } from './entry-view.ts'

const words = personWords.entry

/** What is being typed: a new entry ('' as id) or a correction, or why one is taken away. */
export interface Editing extends UnsavedEntry {
  wrong: Draft
  failure: Failure | null
  /** The entry as somebody else saved it meanwhile. */
  current: Entry | null
  isBusy: boolean
}

export const editingOf = (unsaved: UnsavedEntry): Editing => ({
  ...unsaved,
  wrong: {},
  failure: null,
  current: null,
  isBusy: false,
})

interface FormDeeds {
  fill: (part: Draft) => void
  submit: () => void
  cancel: () => void
  key: (event: KeyboardEvent) => void
  /** On top of what somebody else saved. */
  keepMine: (now: Entry) => void
}

/** The form of a new entry or of a correction, with both versions side by side where two PCs typed. */
export function entryForm(view: EntryView<Entry, object>, box: Box, editing: Editing, deeds: FormDeeds) {
  const { draft, wrong, failure, isBusy, current } = editing
  return html`<form
    class="form"
    novalidate
    data-test="entry-form"
    @submit=${submitting(deeds.submit)}
    @keydown=${deeds.key}
  >
    ${entryFields(view.fields, draft, wrong, (id, value) => {
      deeds.fill({ [id]: value })
    })}
    ${view.helper?.(box, draft, deeds.fill)}
    ${proxyField(box, draft, wrong, (id, value) => {
      deeds.fill({ [id]: value })
    })}
    ${
      current
        ? html`<kb-conflict
            .rows=${conflictRows(view, draft, current)}
            ?busy=${isBusy}
            @kb-keep-mine=${() => {
              deeds.keepMine(current)
            }}
            @kb-take-theirs=${deeds.cancel}
          ></kb-conflict>`
        : nothing
    }
    ${failure ? html`<kb-trouble .trouble=${troubleOf(failure)} .reference=${failure.reference} .action=${''}></kb-trouble>` : nothing}
    <div class="actions">
      <button class="btn" type="button" data-test="cancel-entry" ?disabled=${isBusy} @click=${deeds.cancel}>
        ${words.cancel}
      </button>
      <button class="btn primary" type="submit" data-test="save-entry" ?disabled=${isBusy || current !== null}>
        ${isBusy ? words.saving : words.save}
      </button>
    </div>
  </form>`
}

/** Why an entry is taken away. */
export function removalForm(view: EntryView<Entry, object>, editing: Editing, deeds: FormDeeds) {
  if (!view.needsReason) return nothing
  const { word, hint } = view.needsReason
  const { draft, wrong, failure, isBusy, current } = editing
  const fields = [{ id: 'reason', label: word, hint, kind: 'text' as const, isNeeded: true, max: 200 }]
  return html`<form
    class="form"
    novalidate
    data-test="removal-form"
    @submit=${submitting(deeds.submit)}
    @keydown=${deeds.key}
  >
    ${entryFields(fields, draft, wrong, (id, value) => {
      deeds.fill({ [id]: value })
    })}
    ${
      current
        ? html`<kb-conflict
            deed
            .rows=${removalRows(view, draft['reason'] ?? '', current)}
            ?busy=${isBusy}
            @kb-keep-mine=${() => {
              deeds.keepMine(current)
            }}
            @kb-take-theirs=${deeds.cancel}
          ></kb-conflict>`
        : nothing
    }
    ${failure ? html`<kb-trouble .trouble=${troubleOf(failure)} .action=${''}></kb-trouble>` : nothing}
    <div class="actions">
      <button class="btn" type="button" ?disabled=${isBusy} @click=${deeds.cancel}>${words.cancel}</button>
      <button class="btn primary" type="submit" data-test="confirm-removal" ?disabled=${isBusy || current !== null}>
        ${view.words.remove}
      </button>
    </div>
  </form>`
}

/** What somebody else did, where they took the entry away. */
const removed = (view: EntryView<Entry, object>, { isRemoved, reason = '' }: Entry): string =>
  isRemoved ? `${view.words.removed}　${reason}`.trim() : ''

const conflictRows = (view: EntryView<Entry, object>, mine: Draft, now: Entry) => {
  const theirs = view.toDraft(now)
  const away = removed(view, now)
  return [
    ...(away === '' ? [] : [{ label: conflictWords.act, mine: words.correct, theirs: away }]),
    ...view.fields.map((field) => ({
      label: labelOf(field, mine),
      mine: wordOf(field, mine),
      theirs: wordOf(field, theirs),
    })),
  ]
}

/** The removal with its reason, beside what the entry says now. */
const removalRows = (view: EntryView<Entry, object>, reason: string, now: Entry) => {
  const theirs = view.toDraft(now)
  return [
    { label: conflictWords.act, mine: `${view.words.remove}　${reason}`, theirs: removed(view, now) },
    ...view.fields.map((field) => ({
      label: labelOf(field, theirs),
      mine: conflictWords.untouched,
      theirs: wordOf(field, theirs),
    })),
  ]
}

const submitting = (submit: () => void) => (event: Event) => {
  event.preventDefault()
  submit()
}
