import { LitElement, html, nothing } from 'lit'
import { repeat } from 'lit/directives/repeat.js'
import type { Entry } from '../../../contract/entry.ts'
import { Entries } from '../../data/entries.ts'
import type { Failure, Outcome } from '../../data/outcome.ts'
import { whenText } from '../../format/dates.ts'
import type { Box } from '../../state/box.ts'
import { draftsOf, type Draft } from '../../state/drafts.ts'
import { troubleOf } from '../../state/trouble.ts'
import { Watch } from '../../state/watch.ts'
import { form } from '../../styles/form.ts'
import { shared } from '../../styles/shared.ts'
import { personWords } from '../../text/person.ts'
import '../../components/kb-conflict.ts'
import '../../components/kb-loading.ts'
import '../../components/kb-trouble.ts'
import { entriesStyles } from './entries-styles.ts'
import { entryFields, missing, wrongOf } from './entry-form.ts'
import { showEntryHistory } from './entry-history.ts'
import { labelOf, wordOf, type EntryView } from './entry-view.ts'

const words = personWords.entry

/** What is being typed: a new entry ('' as id) or a correction, or why one is taken away. */
interface Editing {
  id: string
  version: number
  isRemoval: boolean
  draft: Draft
  wrong: Draft
  failure: Failure | null
  /** The entry as somebody else saved it meanwhile. */
  current: Entry | null
  isBusy: boolean
}

/**
 * Entries of one kind in a member's notebook: list, form, history, undo. What is typed outlives the page; what two PCs typed is put
 * side by side. `view` says how the kind is typed and shown.
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
    this.editing = this.#unsaved()
  }

  override updated(): void {
    if (this.#focusOn === '') return
    const wanted = this.renderRoot.querySelector<HTMLElement>(this.#focusOn)
    if (wanted) this.#focusOn = ''
    wanted?.focus()
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
    const kept = items.filter(({ isRemoved }) => !isRemoved)
    const gone = items.filter(({ isRemoved }) => isRemoved)
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
    const test = Object.values(begin)[0] ?? 'all'
    const isNew =
      this.editing?.id === '' && Object.entries(begin).every(([id, value]) => this.editing?.draft[id] === value)
    return html`<section class="sheet" data-test="entries-${test}">
      <header>
        <h2>${label}</h2>
        <button
          class="btn"
          type="button"
          data-test="add-${test}"
          ?disabled=${isNew || this.editing?.isBusy}
          @click=${() => {
            // What was typed before goes where it is asked for now.
            const unsaved = this.#unsavedOf('')
            this.#begin('', 0, { ...this.view.blank(this.#today), ...unsaved?.draft, ...begin })
          }}
        >
          ＋ ${words.add}
        </button>
      </header>
      ${isNew ? this.#form() : nothing}
      ${
        items.length === 0 && !isNew
          ? html`<p class="quiet-note"><b>${this.view.words.none}</b>${this.view.words.noneHint}</p>`
          : html`<ul>
              ${repeat(
                items,
                ({ id }) => id,
                (entry) => this.#item(entry),
              )}
            </ul>`
      }
    </section>`
  }

  #item(entry: Entry) {
    const editing = this.editing?.id === entry.id ? this.editing : null
    if (editing && !editing.isRemoval) return html`<li data-test="entry" data-id=${entry.id}>${this.#form()}</li>`
    const { isRemoved, reason, version, at, by } = entry
    return html`<li data-test="entry" data-id=${entry.id} class=${isRemoved ? 'removed' : ''}>
      <div class="what">
        ${this.view.item(entry, this.#today)}
        ${reason === undefined ? nothing : html`<p class="sub">${words.reason}　${reason}</p>`}
        <p class="sub">
          ${words.by(by ?? words.box, whenText(at, this.#today))}${version > 1 ? html` 　${words.corrected(version - 1)}` : nothing}
        </p>
      </div>
      <div class="deeds">
        ${
          isRemoved
            ? html`<button
                class="btn quiet"
                type="button"
                data-test="restore-entry"
                @click=${() => void this.#restore(entry)}
              >
                ${words.restore}
              </button>`
            : html`<button
                  class="btn quiet"
                  type="button"
                  data-test="correct-entry"
                  ?disabled=${this.editing?.isBusy}
                  @click=${() => {
                    const { version: from, draft } = this.#unsavedOf(entry.id) ?? {
                      version,
                      draft: this.view.toDraft(entry),
                    }
                    this.#begin(entry.id, from, draft)
                  }}
                >
                  ${words.correct}
                </button>
                <button
                  class="btn quiet"
                  type="button"
                  data-test="remove-entry"
                  ?disabled=${this.editing?.isBusy}
                  @click=${() => {
                    this.#askRemoval(entry)
                  }}
                >
                  ${this.view.words.remove}
                </button>`
        }
        <button
          class="btn quiet"
          type="button"
          data-test="entry-history-button"
          @click=${() => void this.#showHistory(entry.id)}
        >
          ${words.history}
        </button>
      </div>
      ${editing?.isRemoval ? this.#removal(entry) : nothing}
    </li>`
  }

  #form() {
    const { editing, view } = this
    if (!editing) return nothing
    const { draft, wrong, failure, isBusy } = editing
    return html`<form class="form" novalidate data-test="entry-form" @submit=${this.#onSubmit} @keydown=${this.#onKey}>
      ${entryFields(view.fields, draft, wrong, (id, value) => {
        this.#fill({ [id]: value })
      })}
      ${view.helper?.(this.box, draft, (part) => {
        this.#fill(part)
      })}
      ${this.#conflict()}
      ${failure ? html`<kb-trouble .trouble=${troubleOf(failure)} .reference=${failure.reference} .action=${''}></kb-trouble>` : nothing}
      <div class="actions">
        <button
          class="btn"
          type="button"
          data-test="cancel-entry"
          ?disabled=${isBusy}
          @click=${() => {
            this.#end()
          }}
        >
          ${words.cancel}
        </button>
        <button
          class="btn primary"
          type="submit"
          data-test="save-entry"
          ?disabled=${isBusy || editing.current !== null}
        >
          ${isBusy ? words.saving : words.save}
        </button>
      </div>
    </form>`
  }

  #conflict() {
    const { editing, view } = this
    if (!editing?.current) return nothing
    const { draft, current } = editing
    const theirs = view.toDraft(current)
    const rows = view.fields.map((field) => ({
      label: labelOf(field, draft),
      mine: wordOf(field, draft),
      theirs: wordOf(field, theirs),
    }))
    return html`<kb-conflict
      .rows=${rows}
      ?busy=${editing.isBusy}
      @kb-keep-mine=${() => {
        this.editing = { ...editing, version: current.version, current: null }
        void this.#save()
      }}
      @kb-take-theirs=${() => {
        this.#end()
      }}
    ></kb-conflict>`
  }

  #removal(entry: Entry) {
    const { editing, view } = this
    if (!editing || !view.needsReason) return nothing
    const { word, hint } = view.needsReason
    const fields = [{ id: 'reason', label: word, hint, kind: 'text' as const, isNeeded: true, max: 200 }]
    return html`<form
      class="form"
      novalidate
      data-test="removal-form"
      @submit=${(event: Event) => {
        event.preventDefault()
        void this.#remove(entry, editing.draft['reason'] ?? '')
      }}
    >
      ${entryFields(fields, editing.draft, editing.wrong, (id, value) => {
        this.#fill({ [id]: value })
      })}
      ${editing.failure ? html`<kb-trouble .trouble=${troubleOf(editing.failure)} .action=${''}></kb-trouble>` : nothing}
      <div class="actions">
        <button
          class="btn"
          type="button"
          @click=${() => {
            this.#end()
          }}
        >
          ${words.cancel}
        </button>
        <button class="btn primary" type="submit" data-test="confirm-removal" ?disabled=${editing.isBusy}>
          ${view.words.remove}
        </button>
      </div>
    </form>`
  }

  #begin(id: string, version: number, draft: Draft, isRemoval = false): void {
    this.done = null
    this.editing = { id, version, isRemoval, draft, wrong: {}, failure: null, current: null, isBusy: false }
    this.#focusOn = 'form input, form textarea'
  }

  #end(): void {
    if (this.editing) draftsOf(this.box).delete(this.#draftKey(this.editing.id))
    this.#close()
  }

  /** Only off the page: what was typed is found again by whoever opens the form once more. */
  #close(): void {
    const { editing } = this
    this.editing = null
    this.#focusOn = editing?.id ? `[data-id="${editing.id}"] button` : 'header .btn'
  }

  #fill(part: Draft): void {
    const { editing } = this
    if (!editing) return
    const draft = { ...editing.draft, ...part }
    const wrong = Object.fromEntries(Object.entries(editing.wrong).filter(([id]) => !(id in part)))
    this.editing = { ...editing, draft, wrong }
    if (!editing.isRemoval)
      draftsOf(this.box).set(this.#draftKey(editing.id), { ...draft, '#': String(editing.version) })
  }

  #draftKey(id: string): string {
    return `${this.view.path} ${this.memberId} ${id}`
  }

  /** What was typed for one entry and not saved, and the version of the entry that it began from. */
  #unsavedOf(id: string): { version: number; draft: Draft } | undefined {
    const kept = draftsOf(this.box).get(this.#draftKey(id))
    if (!kept) return undefined
    const { '#': version = '0', ...draft } = kept
    return { version: Number(version), draft }
  }

  /** What was typed before somebody looked at another page. */
  #unsaved(): Editing | null {
    const prefix = this.#draftKey('')
    for (const key of draftsOf(this.box).keys()) {
      const id = key.slice(prefix.length)
      const unsaved = key.startsWith(prefix) ? this.#unsavedOf(id) : undefined
      if (unsaved) return { id, ...unsaved, isRemoval: false, wrong: {}, failure: null, current: null, isBusy: false }
    }
    return null
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

  readonly #onSubmit = (event: Event): void => {
    event.preventDefault()
    void this.#save()
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
    const [opened, draftKey] = [this.#opened, this.#draftKey(editing.id)]
    const outcome = editing.id === '' ? await this.#entries.add(typed) : await this.#entries.correct(editing, typed)
    if (outcome.ok) draftsOf(this.box).delete(draftKey)
    // The page may be another member's by now.
    if (this.#opened !== opened) return
    if (outcome.ok) {
      this.#end()
      this.done = { text: words.saved, undo: null }
      return
    }
    const { failure } = outcome
    const wrong = wrongOf(failure)
    const isTheirs = failure.code === 'stale-version' && failure.current !== undefined
    if (isTheirs) this.#refuse({ current: failure.current as Entry })
    else if (Object.keys(wrong).length > 0) this.#refuse({ wrong })
    else this.#refuse({ failure })
  }

  #refuse(why: Partial<Editing>): void {
    if (!this.editing) return
    this.editing = { ...this.editing, isBusy: false, ...why }
    if (why.wrong) this.#focusOn = '[aria-invalid="true"]'
  }

  #askRemoval(entry: Entry): void {
    if (this.view.needsReason) this.#begin(entry.id, entry.version, {}, true)
    else void this.#remove(entry)
  }

  async #remove(entry: Entry, reason?: string): Promise<void> {
    if (!this.#entries) return
    if (reason?.trim() === '') {
      this.#refuse({ wrong: { reason: words.need } })
      return
    }
    const opened = this.#opened
    const outcome = await this.#entries.remove(entry, reason)
    if (this.#opened !== opened) return
    if (outcome.ok && this.editing?.isRemoval) this.editing = null
    this.#tell(outcome, this.view.words.removed, outcome.ok ? outcome.value : null)
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
