import { html, nothing } from 'lit'
import { repeat } from 'lit/directives/repeat.js'
import type { Entry } from '../../../contract/entry.ts'
import { whenText } from '../../format/dates.ts'
import { personWords } from '../../text/person.ts'
import { byline } from '../../text/proxy.ts'
import type { EntryView } from './entry-view.ts'

const words = personWords.entry

/** One entry as it reads, with what can be done to it. `below` stands under it. */
export function entryItem(
  view: EntryView<Entry, object>,
  entry: Entry,
  { today, isBusy, below }: { today: string; isBusy: boolean; below: unknown },
  deeds: { correct: () => void; remove: () => void; restore: () => void; history: () => void },
) {
  const { id, isRemoved, reason, version, at, by, onBehalfOf } = entry
  const deed = (test: string, word: string, act: () => void, isDisabled = false) =>
    html`<button class="btn quiet" type="button" data-test=${test} ?disabled=${isDisabled} @click=${act}>
      ${word}
    </button>`
  return html`<li data-test="entry" data-id=${id} class=${isRemoved ? 'removed' : ''}>
    <div class="what">
      ${view.item(entry, today)} ${reason === undefined ? nothing : html`<p class="sub">${words.reason}　${reason}</p>`}
      <p class="sub">
        ${words.by(byline(by ?? words.box, onBehalfOf), whenText(at, today))}${version > 1 ? html` 　${words.corrected(version - 1)}` : nothing}
      </p>
    </div>
    <div class="deeds">
      ${
        isRemoved
          ? deed('restore-entry', words.restore, deeds.restore)
          : html`${deed('correct-entry', words.correct, deeds.correct, isBusy)}
            ${deed('remove-entry', view.words.remove, deeds.remove, isBusy)}`
      }
      ${deed('entry-history-button', words.history, deeds.history)}
    </div>
    ${below}
  </li>`
}

/** Entries under one heading, with the button that begins another; its form stands on top. */
export function entryGroup(
  view: EntryView<Entry, object>,
  items: readonly Entry[],
  group: {
    name: string
    label: string
    /** Null where no new entry is being typed. */
    form: unknown
    isBusy: boolean
    add: () => void
    item: (entry: Entry) => unknown
  },
) {
  const { name, label, form, isBusy, add, item } = group
  return html`<section class="sheet" data-test="entries-${name}">
    <header>
      <h2>${label}</h2>
      <button class="btn" type="button" data-test="add-${name}" ?disabled=${form !== null || isBusy} @click=${add}>
        ＋ ${words.add}
      </button>
    </header>
    ${form}
    ${
      items.length === 0 && form === null
        ? html`<p class="quiet-note"><b>${view.words.none}</b>${view.words.noneHint}</p>`
        : html`<ul>
            ${repeat(items, ({ id }) => id, item)}
          </ul>`
    }
  </section>`
}
