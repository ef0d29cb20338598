import { LitElement, html, nothing } from 'lit'
import { repeat } from 'lit/directives/repeat.js'
import type { Entry } from '../../../contract/entry.ts'
import { Entries } from '../../data/entries.ts'
import type { Failure, Outcome } from '../../data/outcome.ts'
import type { Box } from '../../state/box.ts'
import type { Draft } from '../../state/drafts.ts'
import { troubleOf } from '../../state/trouble.ts'
import { Watch } from '../../state/watch.ts'
import { form } from '../../styles/form.ts'
import { shared } from '../../styles/shared.ts'
import { personWords } from '../../text/person.ts'
import '../../components/kb-loading.ts'
import '../../components/kb-trouble.ts'
import { entriesStyles } from './entries-styles.ts'
import { EntryDrafts, type UnsavedEntry } from './entry-drafts.ts'
import { editingOf, entryForm, removalForm, type Editing } from './entry-editing.ts'
import { missing, proxyKey, wrongOf } from './entry-form.ts'
import { showEntryHistory } from './entry-history.ts'
import { entryGroup, entryItem } from './entry-item.ts'
import type { EntryView } from './entry-view.ts'

const words = personWords.entry

/**
 * Entries of one kind in a member's notebook: list, form, history, undo. What is typed outlives the page; what two PCs typed is put
 * side by side. `view` says how the kind is typed and shown. Longer than most files: list and form share what is being typed.
 */
export class KbEntries extends LitElement {
  static override properties = {
    box: { attribute: false },
    memberId: {},
    view: { attribute: false },
    editing: { state: true },
    done: { state: true },
  }
  static override styles = [shared, form, entriesStyles]
  declare box: Box
  declare memberId: string
  declare view: EntryView<Entry, object>
  declare editing: Editing | null
  /** What was just done, and what takes it back. */
  declare done: { text: string; undo: Entry | null; failure?: Failure } | null
  #entries: Entries<Entry, object> | undefined
  #opened = ''
  #focusOn = ''
  #isRemoving = false

  constructor() {
    super()
    this.editing = null
    this.done = null
    new Watch(this, () => [this.#entries?.state, this.box.watch.status])
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback()
    this.#entries?.close()
    this.#opened = ''
  }

  override willUpdate(): void {
    const wanted = `${this.view.path} ${this.memberId}`
    if (wanted === this.#opened) return
    this.#entries?.close()
    this.#opened = wanted
    this.done = null
    this.#entries = new Entries(this.box.http, this.box.live, this.memberId, this.view.path, this.view.noun)
    void this.#entries.load()
    const unsaved = this.#drafts.first()
    this.editing = unsaved ? editingOf(unsaved) : null
  }

  override updated(): void {
    if (this.#focusOn === '') return
    const wanted = this.renderRoot.querySelector<HTMLElement>(this.#focusOn)
    if (wanted) this.#focusOn = ''
    wanted?.focus()
  }

  get #drafts(): EntryDrafts {
    return new EntryDrafts(this.box, this.view.path, this.memberId)
  }

  get #today(): string {
    return this.box.watch.status.value?.today ?? ''
  }

  override render() {
    const state = this.#entries?.state.value
    if (!state) return nothing
    const { items, failure } = state
    if (!items)
      return failure
        ? html`<kb-trouble
            .trouble=${troubleOf(failure)}
            .reference=${failure.reference}
            @kb-retry=${() => void this.#entries?.load()}
          ></kb-trouble>`
        : html`<div class="sheet"><kb-loading .rows=${3}></kb-loading></div>`
    // What somebody is typing about stays where it is, although another PC took it away.
    const isKept = ({ id, isRemoved }: Entry) => !isRemoved || id === this.editing?.id
    const kept = items.filter(isKept)
    const gone = items.filter((entry) => !isKept(entry))
    const { groups } = this.view
    return html`${this.#said()}
    ${failure ? html`<kb-trouble slim .trouble=${troubleOf(failure)} @kb-retry=${() => void this.#entries?.load()}></kb-trouble>` : nothing}
    ${
      groups
        ? groups.map(({ label, holds, begin }) => this.#group(kept.filter(holds), label, begin))
        : this.#group(kept, this.view.words.title, {})
    }
    ${
      gone.length === 0
        ? nothing
        : html`<details class="gone" data-test="removed-entries">
            <summary>${this.view.words.removedList(gone.length)}</summary>
            <ul class="sheet">
              ${repeat(
                gone,
                ({ id }) => id,
                (entry) => this.#item(entry),
              )}
            </ul>
          </details>`
    }`
  }

  /** What was just done, with the way back. */
  #said() {
    if (!this.done) return nothing
    const { text, undo, failure } = this.done
    if (failure) return html`<kb-trouble .trouble=${troubleOf(failure)} .action=${''}></kb-trouble>`
    return html`<p class="said" role="status" data-test="entry-said">
      ${text}
      ${undo ? html`<button class="btn" type="button" data-test="undo" @click=${() => void this.#restore(undo)}>${words.restore}</button>` : nothing}
    </p>`
  }

  #group(items: readonly Entry[], label: string, begin: Draft) {
    const { editing, view } = this
    const isNew = editing?.id === '' && Object.entries(begin).every(([id, value]) => editing.draft[id] === value)
    return entryGroup(view, items, {
      name: Object.values(begin)[0] ?? 'all',
      label,
      form: isNew ? this.#form() : null,
      isBusy: editing?.isBusy ?? false,
      add: () => {
        // What was typed before goes where it is asked for now.
        const slot = { id: '', isRemoval: false }
        const draft = { ...view.blank(this.#today), ...this.#drafts.get(slot)?.draft, ...begin }
        this.#begin({ ...slot, version: 0, draft })
      },
      item: (entry) => this.#item(entry),
    })
  }

  #item(entry: Entry) {
    const editing = this.editing?.id === entry.id ? this.editing : null
    if (editing && !editing.isRemoval) return html`<li data-test="entry" data-id=${entry.id}>${this.#form()}</li>`
    const below = editing ? this.#removal(editing) : nothing
    return entryItem(
      this.view,
      entry,
      { today: this.#today, isBusy: this.editing?.isBusy ?? false, below },
      {
        correct: () => {
          const slot = { id: entry.id, isRemoval: false }
          const fresh = { ...slot, version: entry.version, draft: this.view.toDraft(entry) }
          this.#begin(this.#drafts.get(slot) ?? fresh)
        },
        remove: () => {
          this.#askRemoval(entry)
        },
        restore: () => void this.#restore(entry),
        history: () => void this.#showHistory(entry.id),
      },
    )
  }

  #form() {
    const { editing, view, box } = this
    if (!editing) return nothing
    return entryForm(view, box, editing, {
      fill: this.#fill,
      submit: () => void this.#save(),
      cancel: this.#end,
      key: this.#onKey,
      keepMine: (now) => void this.#keepMine(editing, now),
    })
  }

  #removal(editing: Editing) {
    return removalForm(this.view, editing, {
      fill: this.#fill,
      submit: () => void this.#removeForReason(editing),
      cancel: this.#end,
      key: this.#onKey,
      keepMine: ({ version }) => {
        this.editing = { ...editing, version, current: null }
        void this.#removeForReason(this.editing)
      },
    })
  }

  #begin(unsaved: UnsavedEntry): void {
    this.done = null
    this.editing = editingOf(unsaved)
    this.#focusOn = 'form input, form textarea'
  }

  readonly #end = (): void => {
    if (this.editing) this.#drafts.delete(this.editing)
    this.#close()
  }

  /** Only off the page: what was typed is found again by whoever opens the form once more. */
  #close(): void {
    const { editing } = this
    this.editing = null
    this.#focusOn = editing?.id ? `[data-id="${editing.id}"] button` : 'header .btn'
  }

  readonly #fill = (part: Draft): void => {
    const { editing } = this
    if (!editing) return
    const draft = { ...editing.draft, ...part }
    const wrong = Object.fromEntries(Object.entries(editing.wrong).filter(([id]) => !(id in part)))
    this.editing = { ...editing, draft, wrong }
    this.#drafts.save(this.editing)
  }

  readonly #onKey = (event: KeyboardEvent): void => {
    if (event.key === 'Escape') {
      // Only the form, not the page; and while words are being converted, not even the form. What is being saved waits for its answer.
      event.stopPropagation()
      if (!event.isComposing && !this.editing?.isBusy) this.#close()
    }
    // A scanner ends each code with Enter; a code alone is no entry.
    if (event.key === 'Enter' && (event.target as HTMLElement).id === 'jan') event.preventDefault()
  }

  async #save(): Promise<void> {
    const { editing, view } = this
    if (!editing || !this.#entries || editing.isBusy) return
    const lacking = missing(view.fields, editing.draft)
    if (Object.keys(lacking).length > 0) {
      this.#refuse({ wrong: lacking })
      return
    }
    this.editing = { ...editing, isBusy: true, failure: null, wrong: {} }
    const typed = view.toTyped(editing.draft)
    const [opened, drafts] = [this.#opened, this.#drafts]
    const proxy = editing.draft[proxyKey]
    const outcome =
      editing.id === '' ? await this.#entries.add(typed, proxy) : await this.#entries.correct(editing, typed, proxy)
    if (outcome.ok) drafts.delete(editing)
    // The page may be another member's by now.
    if (this.#opened !== opened) return
    if (outcome.ok) {
      // What was typed meanwhile goes on as a correction of what was saved.
      const { draft } = this.editing
      if (draft === editing.draft) this.#end()
      else this.#goOn({ ...outcome.value, isRemoval: false, draft })
      this.done = { text: words.saved, undo: null }
      return
    }
    const wrong = wrongOf(outcome.failure)
    if (Object.keys(wrong).length > 0) this.#refuse({ wrong })
    else this.#meet(outcome.failure)
  }

  /** What was taken away meanwhile is brought back first: it cannot be corrected otherwise. */
  async #keepMine(editing: Editing, now: Entry): Promise<void> {
    const opened = this.#opened
    let { version } = now
    if (now.isRemoved && this.#entries) {
      this.editing = { ...editing, isBusy: true }
      const outcome = await this.#entries.restore(now)
      if (this.#opened !== opened) return
      if (!outcome.ok) {
        this.#meet(outcome.failure)
        return
      }
      version = outcome.value.version
    }
    this.editing = { ...(this.editing ?? editing), version, current: null, isBusy: false }
    await this.#save()
  }

  /** Another PC was quicker, or it cannot be done. */
  #meet(failure: Failure): void {
    if (failure.code === 'stale-version' && failure.current !== undefined)
      this.#refuse({ current: failure.current as Entry })
    else this.#refuse({ failure })
  }

  #refuse(why: Partial<Editing>): void {
    if (!this.editing) return
    this.editing = { ...this.editing, isBusy: false, ...why }
    if (why.wrong) this.#focusOn = '[aria-invalid="true"]'
  }

  #goOn({ id, version, isRemoval, draft }: UnsavedEntry): void {
    this.#begin({ id, version, isRemoval, draft })
    if (this.editing) this.#drafts.save(this.editing)
  }

  #askRemoval({ id, version }: Entry): void {
    const slot = { id, isRemoval: true }
    if (this.view.needsReason) this.#begin(this.#drafts.get(slot) ?? { ...slot, version, draft: {} })
    else void this.#remove({ id, version })
  }

  async #remove(entry: Pick<Entry, 'id' | 'version'>): Promise<void> {
    const opened = this.#opened
    if (!this.#entries || this.#isRemoving) return
    this.#isRemoving = true
    const outcome = await this.#entries.remove(entry)
    this.#isRemoving = false
    if (this.#opened === opened) this.#tell(outcome, this.view.words.removed, outcome.ok ? outcome.value : null)
  }

  /** Under the version that was looked at when the reason was begun. */
  async #removeForReason(editing: Editing): Promise<void> {
    if (!this.#entries || editing.isBusy) return
    const reason = editing.draft['reason'] ?? ''
    if (reason.trim() === '') {
      this.#refuse({ wrong: { reason: words.need } })
      return
    }
    this.editing = { ...editing, isBusy: true, failure: null, wrong: {} }
    const [opened, drafts] = [this.#opened, this.#drafts]
    const outcome = await this.#entries.remove(editing, reason)
    if (outcome.ok) drafts.delete(editing)
    if (this.#opened !== opened) return
    if (outcome.ok) {
      this.editing = null
      this.#tell(outcome, this.view.words.removed, outcome.value)
      return
    }
    this.#meet(outcome.failure)
  }

  async #restore(entry: Entry): Promise<void> {
    const opened = this.#opened
    const outcome = await this.#entries?.restore(entry)
    if (outcome && this.#opened === opened) this.#tell(outcome, words.restored, null)
  }

  #tell(outcome: Outcome<Entry>, text: string, undo: Entry | null): void {
    this.done = outcome.ok ? { text, undo } : { text: '', undo: null, failure: outcome.failure }
    if (undo) this.#focusOn = '[data-test=undo]'
  }

  #showHistory(id: string): Promise<void> {
    return showEntryHistory(this.view, this.#today, async () => {
      const outcome = await this.#entries?.revisions(id)
      return outcome ?? { ok: false, failure: { kind: 'aborted' } }
    })
  }
}

customElements.define('kb-entries', KbEntries)
