import { LitElement, html, nothing } from 'lit'
import { repeat } from 'lit/directives/repeat.js'
import type { Notice, NoticeEdition, NoticeImport, NoticeReader } from '../../../contract/notice.ts'
import type { Page } from '../../../contract/page.ts'
import {
  acknowledgeNotice,
  correctNotice,
  listNotices,
  removeNotice,
  restoreNotice,
  writeNotice,
  type NoticeFilter,
  type Notices,
} from '../../data/notices.ts'
import type { Failure, Outcome } from '../../data/outcome.ts'
import type { Box } from '../../state/box.ts'
import { draftsOf, draftsOfKind } from '../../state/drafts.ts'
import { troubleOf } from '../../state/trouble.ts'
import { Watch } from '../../state/watch.ts'
import { panel } from '../../styles/panel.ts'
import { backToList } from '../back-to-list.ts'
import { shared } from '../../styles/shared.ts'
import { ja } from '../../text/ja.ts'
import { notices as words } from '../../text/notices.ts'
import { clashNote, deedRows, type Clash } from '../../components/kb-conflict.ts'
import '../../components/kb-loading.ts'
import '../../components/kb-tabs.ts'
import '../../components/kb-trouble.ts'
import './kb-notice.ts'
import { blankNotice, draftOf, noticeRows, type NoticeDraft } from './kb-notice-form.ts'
import './kb-notice-form.ts'
import { keyDraft } from './kb-notice-keys.ts'
import { noticesPanel } from './styles.ts'

const filters = Object.keys(words.filters) as NoticeFilter[]

/** What is being written: a new notice, or the correction of one. */
interface Writing {
  notice: Notice | null
  draft: NoticeDraft
  theirs: Notice | null
}

/** What was written and not saved, by the notice's id; that of a new one under ''. The one typed last stands last. */
const writingOf = draftsOfKind<Writing>()
const keyOf = ({ notice }: Writing): string => notice?.id ?? ''

/** What is shown below one notice. */
interface Look {
  id: string
  readers?: readonly NoticeReader[]
  editions?: readonly NoticeEdition[]
}

/**
 * お知らせ: what the pharmacy, a signed file or the box itself has to say, and who has acknowledged it. Longer than most panels: what can
 * be done to one notice, and both versions of it when two do so, share what is shown of it.
 */
export class KbNoticesPanel extends LitElement {
  static override properties = {
    box: { attribute: false },
    filter: { state: true },
    writing: { state: true },
    look: { state: true },
    isBusy: { state: true },
    hasKeys: { state: true },
    failure: { state: true },
    done: { state: true },
    clash: { state: true },
  }
  static override styles = [shared, panel, noticesPanel]
  declare box: Box
  declare filter: NoticeFilter
  declare writing: Writing | null
  declare look: Look | null
  declare isBusy: boolean
  declare hasKeys: boolean
  declare failure: Failure | null
  /** What was done, and the way back. */
  declare done: { text: string; undo?: () => unknown; word?: string } | null
  declare clash: Clash | null
  #list: Notices | undefined

  constructor() {
    super()
    this.filter = 'all'
    this.writing = null
    this.look = null
    this.isBusy = false
    this.hasKeys = false
    this.failure = null
    this.done = null
    this.clash = null
    new Watch(this, () => [this.#list?.collection.state, this.box.watch.status, this.box.presence])
  }

  override connectedCallback(): void {
    super.connectedCallback()
    // The panel scrolls, so the keys that scroll must reach it.
    this.tabIndex = -1
    this.focus({ preventScroll: true })
    this.writing = [...writingOf(this.box).values()].at(-1) ?? null
    this.hasKeys = draftsOf(this.box).has(keyDraft)
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback()
    this.#list?.close()
    this.#list = undefined
  }

  override willUpdate(): void {
    if (this.#list) return
    this.#list = listNotices(this.box.http, this.box.live, this.filter)
    void this.#list.collection.load()
  }

  override render() {
    const presence = this.box.presence.value
    if (!this.#list || !('session' in presence)) return nothing
    const { role } = presence.session.staff
    const mayWrite = role === 'admin'
    return html`<div class="page">
      <div class="tools">
        ${backToList(this.box)}
        <h1>${words.title}</h1>
        <span class="grow"></span>
        ${role === 'maintainer' ? nothing : this.#importButton()} ${mayWrite ? this.#adminTools() : nothing}
      </div>
      <div class="said" role="status" data-test="said">${this.#said()}</div>
      ${this.failure ? html`<kb-trouble .trouble=${troubleOf(this.failure)} .reference=${this.failure.reference} .action=${undefined}></kb-trouble>` : nothing}
      ${clashNote(this.clash, this.isBusy, () => {
        this.clash = null
      })}
      ${this.hasKeys && mayWrite ? html`<kb-notice-keys .box=${this.box}></kb-notice-keys>` : nothing}
      ${this.writing && !this.#isShown(this.writing) ? this.#form(this.writing) : nothing}
      <kb-tabs
        .tabs=${filters.map((id) => ({ id, label: words.filters[id] }))}
        .selected=${this.filter}
        .label=${words.filterLabel}
        @kb-tab=${(event: CustomEvent<NoticeFilter>) => {
          this.#show(event.detail)
        }}
      ></kb-tabs>
      ${this.#notices(mayWrite)}
    </div>`
  }

  #importButton() {
    return html`<button
        class="btn"
        type="button"
        data-test="import"
        ?disabled=${this.isBusy}
        @click=${() => this.renderRoot.querySelector<HTMLInputElement>('#file')?.click()}
      >
        ${words.importFile}
      </button>
      <input
        id="file"
        type="file"
        hidden
        accept=".json,application/json"
        aria-label=${words.importFile}
        @change=${this.#onFile}
      />`
  }

  #adminTools() {
    return html`<button
        class="btn"
        type="button"
        data-test="keys"
        aria-expanded=${this.hasKeys ? 'true' : 'false'}
        @click=${() => {
          this.hasKeys = !this.hasKeys
        }}
      >
        ${words.keys.title}
      </button>
      <button
        class="btn primary"
        type="button"
        data-test="write"
        ?disabled=${this.writing !== null}
        @click=${() => {
          this.#begin(null)
        }}
      >
        ${words.write}
      </button>`
  }

  #said() {
    const { done } = this
    if (!done) return nothing
    return html`<span>✓ ${done.text}</span> ${
        done.undo
          ? html`<button
              class="btn"
              type="button"
              data-test="undo"
              ?disabled=${this.isBusy}
              @click=${() => done.undo?.()}
            >
              ${done.word ?? words.undo}
            </button>`
          : nothing
      }`
  }

  #notices(mayWrite: boolean) {
    const { collection } = this.#list ?? {}
    if (!collection) return nothing
    const { phase, items, failure, hasMore, isLoadingMore, moreFailure } = collection.state.value
    if (phase === 'loading') return html`<div class="sheet"><kb-loading .rows=${3}></kb-loading></div>`
    const trouble = failure
      ? html`<kb-trouble
          .trouble=${troubleOf(failure)}
          .reference=${failure.reference}
          @kb-retry=${() => void collection.kick()}
        ></kb-trouble>`
      : nothing
    if (phase === 'failed') return trouble
    if (items.length === 0)
      return html`${trouble}
        <div class="sheet quiet-note" data-test="empty">
          <b>${this.filter === 'unread' ? words.emptyUnread : words.empty}</b>${words.emptyHint}
        </div>`
    return html`${trouble}
      <div class="list">
        ${repeat(
          items,
          ({ id }) => id,
          (notice) => this.#notice(notice, mayWrite),
        )}
      </div>
      ${
        hasMore
          ? html`<div class="more">
              <button
                class="btn"
                type="button"
                data-test="more"
                ?disabled=${isLoadingMore}
                @click=${() => void collection.more()}
              >
                ${words.more}
              </button>
            </div>`
          : nothing
      }
      ${moreFailure ? html`<p role="alert">▲ ${ja.failure.more}</p>` : nothing}`
  }

  #notice(notice: Notice, mayWrite: boolean) {
    if (this.writing?.notice?.id === notice.id) return this.#form(this.writing)
    const look = this.look?.id === notice.id ? this.look : undefined
    return html`<kb-notice
      .notice=${notice}
      .readers=${look?.readers}
      .editions=${look?.editions}
      .today=${this.box.watch.status.value?.today ?? notice.on}
      ?maywrite=${mayWrite && this.writing === null}
      ?isbusy=${this.isBusy}
      @kb-acknowledge=${() => void this.#try(() => acknowledgeNotice(this.box.http, notice))}
      @kb-correct=${() => {
        this.#begin(notice)
      }}
      @kb-remove=${() => void this.#remove(notice)}
      @kb-replacement=${() => {
        this.box.router.go({ page: 'replacement' })
      }}
      @kb-look=${(event: CustomEvent<'readers' | 'editions' | null>) => void this.#lookAt(notice.id, event.detail)}
    ></kb-notice>`
  }

  #form(writing: Writing) {
    return html`<kb-notice-form
      .draft=${writing.draft}
      .theirs=${writing.theirs}
      ?isnew=${writing.notice === null}
      ?isbusy=${this.isBusy}
      @kb-draft=${(event: CustomEvent<NoticeDraft>) => {
        writing.draft = event.detail
        this.#keep(writing)
      }}
      @kb-save=${(event: CustomEvent<NoticeDraft>) => void this.#save(writing, event.detail)}
      @kb-close=${() => {
        this.#close(writing)
      }}
      @kb-cancel=${() => {
        this.#drop(writing)
      }}
      @kb-take-theirs=${() => {
        this.#end(writing)
      }}
    ></kb-notice-form>`
  }

  /** The notice that is being corrected stands in the list, and the form in its place. */
  #isShown({ notice }: Writing): boolean {
    const { items } = this.#list?.collection.state.value ?? { items: [] }
    return notice !== null && items.some(({ id }) => id === notice.id)
  }

  /** What was typed outlives this page. */
  #keep(writing: Writing, drafts = writingOf(this.box)): void {
    drafts.delete(keyOf(writing))
    drafts.set(keyOf(writing), writing)
  }

  /** A new notice or the correction of one, with what was typed for it before. */
  #begin(notice: Notice | null): void {
    const draft = notice ? draftOf(notice) : blankNotice
    this.#open(writingOf(this.box).get(notice?.id ?? '') ?? { notice, draft, theirs: null })
  }

  #open(writing: Writing): void {
    this.done = null
    this.writing = writing
  }

  #end(writing: Writing, drafts = writingOf(this.box)): void {
    if (this.writing === writing) this.writing = null
    drafts.delete(keyOf(writing))
  }

  /** Only off the page: what was typed is found again by whoever opens the form once more. */
  #close(writing: Writing): void {
    this.writing = null
    if (writingOf(this.box).has(keyOf(writing)))
      this.#offer(words.done.closed, words.toDraft, () => {
        this.#open(writing)
      })
    else this.focus({ preventScroll: true })
  }

  #drop(writing: Writing): void {
    const isTyped = writingOf(this.box).has(keyOf(writing))
    this.#end(writing)
    if (isTyped)
      this.#offer(words.done.dropped, words.undo, () => {
        this.#keep(writing)
        this.#open(writing)
      })
    else this.focus({ preventScroll: true })
  }

  /** Says what was done; the keyboard stands on the way back. */
  #offer(text: string, word: string, undo: () => unknown): void {
    this.done = { text, word, undo }
    void this.updateComplete.then(() => {
      this.renderRoot.querySelector<HTMLElement>('[data-test=undo]')?.focus()
    })
  }

  /** What is typed while it is on its way is saved by the next press. */
  async #save(writing: Writing, draft: NoticeDraft): Promise<void> {
    const { notice, theirs } = writing
    const drafts = writingOf(this.box)
    const { kind, isRaised, ...said } = draft
    const { version } = theirs ?? notice ?? { version: 0 }
    const outcome = await this.#try(
      () =>
        notice
          ? correctNotice(this.box.http, notice.id, { ...said, isRaised, version })
          : writeNotice(this.box.http, { kind, ...said }),
      notice ? words.done.corrected : words.done.written,
    )
    const isShown = this.writing === writing
    const met = outcome?.ok === false && outcome.failure.code === 'stale-version'
    if (outcome?.ok) this.#end(writing, drafts)
    // What stands in the form now, on top of what was saved or beside what somebody else saved.
    const next =
      outcome?.ok && writing.draft !== draft
        ? { notice: outcome.value, draft: { ...writing.draft, isRaised: false }, theirs: null }
        : met
          ? { notice, draft: writing.draft, theirs: outcome.failure.current as Notice }
          : null
    if (!next) return
    this.#keep(next, drafts)
    if (met) this.failure = null
    if (isShown) this.writing = next
  }

  async #remove(notice: Notice): Promise<void> {
    const outcome = await this.#try(() => removeNotice(this.box.http, notice))
    if (!outcome) return
    if (!outcome.ok) {
      if (outcome.failure.code === 'stale-version') this.#meet(notice, outcome.failure.current as Notice)
      return
    }
    this.#offer(words.done.removed(notice.title), words.undo, () =>
      this.#try(() => restoreNotice(this.box.http, notice), words.done.restored(notice.title)),
    )
  }

  /** It was corrected after it was read here. */
  #meet(before: Notice, now: Notice): void {
    this.failure = null
    const rows = deedRows(words.remove, noticeRows(draftOf(before), draftOf(now)))
    // Only confirmed again, or brought back: nothing to be read anew.
    if (rows.length === 0) void this.#remove(now)
    else this.clash = { rows, keepMine: () => this.#remove(now) }
  }

  readonly #onFile = (event: Event): void => {
    const input = event.target as HTMLInputElement
    const [file] = input.files ?? []
    if (!file) return
    void this.#import(file)
    // The same file can be chosen again.
    input.value = ''
  }

  async #import(file: File): Promise<void> {
    const body = new Blob([file], { type: 'application/octet-stream' })
    const outcome = await this.#try(() => this.box.http.ask<NoticeImport>('POST', '/api/notices/import', body))
    if (outcome?.ok) {
      const { issuer, added, updated } = outcome.value
      this.done = { text: words.done.imported(issuer, added, updated) }
    }
  }

  async #lookAt(id: string, what: 'readers' | 'editions' | null): Promise<void> {
    this.look = { id }
    if (what === null) return
    const path = `/api/notices/${encodeURIComponent(id)}/${what}`
    const outcome = await this.box.http.get<Page<NoticeReader & NoticeEdition>>(path)
    if (outcome.ok) this.look = { id, [what]: outcome.value.items }
    else this.failure = outcome.failure
  }

  #show(filter: NoticeFilter): void {
    this.#list?.close()
    this.#list = undefined
    this.filter = filter
  }

  async #try<T>(act: () => Promise<Outcome<T>>, done?: string): Promise<Outcome<T> | undefined> {
    if (this.isBusy) return undefined
    this.isBusy = true
    this.failure = null
    this.clash = null
    this.done = null
    const outcome = await act()
    this.isBusy = false
    if (!outcome.ok) this.failure = outcome.failure
    else if (done !== undefined) this.done = { text: done }
    return outcome
  }
}

customElements.define('kb-notices-panel', KbNoticesPanel)
