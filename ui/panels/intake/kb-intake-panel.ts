import { LitElement, html, nothing } from 'lit'
import { repeat } from 'lit/directives/repeat.js'
import type { RejectedFile } from '../../../contract/intake.ts'
import type { FeedStatus, FolderStatus } from '../../../contract/status.ts'
import type { Collection } from '../../data/collection.ts'
import { fileUrl, openRejected, type FileAction, type RejectedFiles } from '../../data/intake.ts'
import type { Failure } from '../../data/outcome.ts'
import { whenText } from '../../format/dates.ts'
import type { Box } from '../../state/box.ts'
import { troubleOf } from '../../state/trouble.ts'
import { Watch } from '../../state/watch.ts'
import { panel } from '../../styles/panel.ts'
import { backToList } from '../back-to-list.ts'
import { shared } from '../../styles/shared.ts'
import { folderProblem, intake as words, reach } from '../../text/intake.ts'
import { ja } from '../../text/ja.ts'
import '../../components/kb-loading.ts'
import '../../components/kb-rejected-file.ts'
import '../../components/kb-trouble.ts'
import { intakePanel } from './styles.ts'

/** 受信エラー: how the receipt computer's files come in, what keeps them out, and the ones that could not be read. */
export class KbIntakePanel extends LitElement {
  static override properties = {
    box: { attribute: false },
    busy: { state: true },
    failed: { state: true },
    done: { state: true },
  }
  static override styles = [shared, panel, intakePanel]
  declare box: Box
  declare busy: { seq: number; action: FileAction } | null
  declare failed: { seq: number; failure: Failure } | null
  /** What was done last, told above the list; a dismissal can be taken back there. */
  declare done: { action: FileAction; file: RejectedFile } | null
  #rejected: RejectedFiles | undefined

  constructor() {
    super()
    this.busy = null
    this.failed = null
    this.done = null
    new Watch(this, () => [
      this.#rejected?.open.state,
      this.#rejected?.dismissed.state,
      this.box.watch.status,
      this.box.live.link,
    ])
  }

  override connectedCallback(): void {
    super.connectedCallback()
    // The panel scrolls, so the keys that scroll must reach it.
    this.tabIndex = -1
    this.focus({ preventScroll: true })
  }

  override willUpdate(): void {
    if (this.#rejected) return
    this.#rejected = openRejected(this.box.http, this.box.live)
    this.#rejected.load()
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback()
    this.#rejected?.close()
    this.#rejected = undefined
  }

  override render() {
    const status = this.box.watch.status.value
    if (!status || !this.#rejected) return nothing
    const { open, dismissed } = this.#rejected
    const { phase, items, hasMore } = open.state.value
    return html`<div class="page">
      <div class="tools">
        ${backToList(this.box)}
        <h1>${words.title}</h1>
      </div>
      ${this.#feed(status.feed)}
      <h2>
        ${words.rejected}${phase === 'ready' && items.length > 0 ? html` <span class="sub">${ja.common.count(items.length)}${hasMore ? '+' : ''}</span>` : nothing}
      </h2>
      ${items.length > 0 ? html`<p class="about sub">${words.rejectedHint}</p>` : nothing} ${this.#said()}
      ${this.#files(open)} ${this.#dismissed(dismissed)}
      <h2>${words.folders}</h2>
      ${
        status.feed.folders.length === 0
          ? html`<div class="sheet quiet-note">${words.noFolders}</div>`
          : status.feed.folders.map((folder) => this.#folder(folder))
      }
    </div>`
  }

  #feed(feed: FeedStatus) {
    const { what, means, todo } = ja.feed[feed.state]
    const isFine = feed.state === 'ok'
    return html`<section
      class="sheet feed ${isFine ? 'fine' : 'wrong'}"
      data-test="feed-state"
      data-state=${feed.state}
    >
      <h2>${words.feedTitle}　<b>${what}</b></h2>
      ${means ? html`<p>${means}</p>` : nothing}
      ${todo ? html`<p><span class="badge">${words.todo}</span> ${todo}</p>` : nothing}
      <p class="sub">
        ${words.last}　${feed.lastReceivedAt === null ? words.never : this.#when(feed.lastReceivedAt)}
        ${feed.queuedFiles > 0 ? html` 　${words.waiting(feed.queuedFiles)}` : nothing}
      </p>
    </section>`
  }

  /** What the last press did. It stays until the next one: nobody has to be quick to take a dismissal back. */
  #said() {
    const { done } = this
    return html`<div class="said" role="status" data-test="said">
      ${done ? html`<span>${words.done[done.action](done.file.name)}</span>` : nothing}
      ${
        done?.action === 'dismiss'
          ? html`<button
              class="btn"
              type="button"
              data-test="undo-dismiss"
              ?disabled=${this.busy !== null}
              @click=${() => void this.#act('restore', done.file)}
            >
              ${words.restore}
            </button>`
          : nothing
      }
    </div>`
  }

  #files(collection: Collection<RejectedFile>) {
    const state = collection.state.value
    if (state.phase === 'loading') return html`<div class="sheet"><kb-loading .rows=${2}></kb-loading></div>`
    if (state.phase === 'failed') return this.#trouble(collection)
    if (state.items.length === 0)
      return html`${this.#trouble(collection)}
        <div class="sheet quiet-note" data-test="no-rejected"><b>${words.none}</b>${words.noneHint}</div>`
    return html`${this.#trouble(collection)} ${this.#rows(collection, false)}`
  }

  /** Folded, and not there at all while nothing was ever dismissed. */
  #dismissed(collection: Collection<RejectedFile>) {
    const { items, hasMore } = collection.state.value
    if (items.length === 0) return nothing
    return html`<details data-test="dismissed">
      <summary>
        ${words.dismissed} <span class="sub">${ja.common.count(items.length)}${hasMore ? '+' : ''}</span>
      </summary>
      <p class="about sub">${words.dismissedHint}</p>
      ${this.#trouble(collection)} ${this.#rows(collection, true)}
    </details>`
  }

  #rows(collection: Collection<RejectedFile>, isDismissed: boolean) {
    const { items, hasMore, isLoadingMore, moreFailure } = collection.state.value
    const today = this.box.watch.status.value?.today ?? ''
    return html`${repeat(
      items,
      (file) => file.seq,
      (file) => {
        const failure = this.failed?.seq === file.seq ? this.failed.failure : null
        return html`<kb-rejected-file
          .file=${file}
          .href=${fileUrl(file)}
          .today=${today}
          .isDismissed=${isDismissed}
          .busy=${this.busy?.seq === file.seq ? this.busy.action : ''}
          .trouble=${failure ? troubleOf(failure) : null}
          .reference=${failure?.reference}
          @kb-act=${(event: CustomEvent<FileAction>) => void this.#act(event.detail, file)}
        ></kb-rejected-file>`
      },
    )}
    ${
      hasMore
        ? html`<div class="more">
            ${moreFailure ? html`<span role="alert">${ja.failure.more}　</span>` : nothing}
            <button
              class="btn"
              type="button"
              data-test="more"
              ?disabled=${isLoadingMore}
              @click=${() => void collection.more()}
            >
              ${isLoadingMore ? ja.common.loading : words.more}
            </button>
          </div>`
        : nothing
    }`
  }

  #trouble(collection: Collection<RejectedFile>) {
    const { failure, phase } = collection.state.value
    // While the line is lost the page says so on top, once.
    if (!failure || (phase === 'ready' && this.box.live.link.value.state === 'lost')) return nothing
    return html`<kb-trouble
      .trouble=${troubleOf(failure)}
      .reference=${failure.reference}
      @kb-retry=${() => void collection.load()}
    ></kb-trouble>`
  }

  #folder(folder: FolderStatus) {
    const { what, means, todo } = reach[folder.reach]
    return html`<section class="sheet folder" data-test="folder" data-reach=${folder.reach}>
      <header>
        <h3>${folder.path}</h3>
        <span class="badge ${folder.reach === 'ok' ? 'set' : 'bad'}">${what}</span>
        <span class="sub">${words.since(this.#when(folder.since))}</span>
      </header>
      ${means ? html`<p>${means}</p>` : nothing}
      ${todo ? html`<p><span class="badge">${words.todo}</span> ${todo}</p>` : nothing}
      <p class="sub">
        ${words.mode[folder.mode]}　${words.layout[folder.layout]}　${words.waiting(folder.waitingFiles)}
        ${folder.errno ? html` 　${words.technician(folder.errno)}` : nothing}
      </p>
      ${
        folder.problems.length === 0
          ? nothing
          : html`<ul aria-label=${words.problems}>
              ${folder.problems.map(
                (problem) =>
                  html`<li data-test="folder-problem" data-code=${problem.code}>
                    <b>${folderProblem[problem.code].what}</b>
                    <span class="sub">${problem.name}　${words.since(this.#when(problem.since))}</span>
                    <p>${folderProblem[problem.code].todo}</p>
                  </li>`,
              )}
            </ul>`
      }
    </section>`
  }

  async #act(action: FileAction, file: RejectedFile): Promise<void> {
    if (!this.#rejected || this.busy) return
    this.busy = { seq: file.seq, action }
    this.failed = null
    this.done = null
    const outcome = await this.#rejected.act(action, file)
    this.busy = null
    if (!outcome.ok) {
      this.failed = { seq: file.seq, failure: outcome.failure }
      return
    }
    this.done = { action, file }
    if (action !== 'dismiss') return
    // The row is about to go, and the focus with it: it goes to what takes the press back.
    await this.updateComplete
    this.renderRoot.querySelector<HTMLElement>('[data-test=undo-dismiss]')?.focus()
  }

  /** A time of today, or a day and a time. */
  #when(instant: number): string {
    return whenText(instant, this.box.watch.status.value?.today ?? '')
  }
}

customElements.define('kb-intake-panel', KbIntakePanel)
