import { LitElement, html, nothing } from 'lit'
import { repeat } from 'lit/directives/repeat.js'
import type { RejectedFile } from '../../../contract/intake.ts'
import type { FeedStatus, FolderStatus } from '../../../contract/status.ts'
import type { CollectionState } from '../../data/collection.ts'
import { fileUrl, listRejected, type Rejected } from '../../data/intake.ts'
import type { Failure } from '../../data/outcome.ts'
import { dateOf, hourMinute, hourMinuteSecond } from '../../format/clock.ts'
import { shortDate } from '../../format/dates.ts'
import type { Box } from '../../state/box.ts'
import { troubleOf } from '../../state/trouble.ts'
import { Watch } from '../../state/watch.ts'
import { panel } from '../../styles/panel.ts'
import { shared } from '../../styles/shared.ts'
import { ja } from '../../text/ja.ts'
import '../../components/kb-loading.ts'
import '../../components/kb-trouble.ts'
import { intakePanel } from './styles.ts'

/** 受信エラー: how the receipt computer's files come in, what keeps them out, and the ones that could not be read. */
export class KbIntakePanel extends LitElement {
  static override properties = {
    box: { attribute: false },
    retrying: { state: true },
    retryFailure: { state: true },
    hasRetried: { state: true },
  }
  static override styles = [shared, panel, intakePanel]
  declare box: Box
  declare retrying: number | null
  declare retryFailure: { seq: number; failure: Failure } | null
  declare hasRetried: boolean
  #rejected: Rejected | undefined

  constructor() {
    super()
    this.retrying = null
    this.retryFailure = null
    this.hasRetried = false
    new Watch(this, () => [this.#rejected?.collection.state, this.box.watch.status, this.box.live.link])
  }

  override connectedCallback(): void {
    super.connectedCallback()
    // The panel scrolls, so the keys that scroll must reach it.
    this.tabIndex = -1
    this.focus({ preventScroll: true })
  }

  override willUpdate(): void {
    if (this.#rejected) return
    this.#rejected = listRejected(this.box.http, this.box.live)
    void this.#rejected.collection.load()
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback()
    this.#rejected?.close()
    this.#rejected = undefined
  }

  override render() {
    const status = this.box.watch.status.value
    const rejected = this.#rejected?.collection.state.value
    if (!status || !rejected) return nothing
    return html`<div class="page">
      <div class="tools">
        <button
          class="btn"
          type="button"
          data-test="back"
          @click=${() => {
            this.box.router.toList()
          }}
        >
          ‹ ${ja.person.back}
        </button>
        <h1>${ja.intake.title}</h1>
      </div>
      ${this.#feed(status.feed)}
      <h2>
        ${ja.intake.rejected}${rejected.phase === 'ready' && rejected.items.length > 0 ? html` <span class="sub">${ja.common.count(rejected.items.length)}${rejected.hasMore ? '+' : ''}</span>` : nothing}
      </h2>
      <p role="status" class=${this.hasRetried ? 'sub' : 'visually-hidden'}>
        ${this.hasRetried ? ja.intake.retried : ''}
      </p>
      ${this.#files(rejected)}
      <h2>${ja.intake.folders}</h2>
      ${
        status.feed.folders.length === 0
          ? html`<div class="sheet quiet-note">${ja.intake.noFolders}</div>`
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
      <h2>${ja.intake.feedTitle}　<b>${what}</b></h2>
      ${means ? html`<p>${means}</p>` : nothing}
      ${todo ? html`<p><span class="badge">${ja.intake.todo}</span> ${todo}</p>` : nothing}
      <p class="sub">
        ${ja.intake.last}　${feed.lastReceivedAt === null ? ja.intake.never : this.#when(feed.lastReceivedAt)}
        ${feed.queuedFiles > 0 ? html` 　${ja.intake.waiting(feed.queuedFiles)}` : nothing}
      </p>
    </section>`
  }

  #files(state: CollectionState<RejectedFile>) {
    if (state.phase === 'loading') return html`<div class="sheet"><kb-loading .rows=${2}></kb-loading></div>`
    const isQuiet = state.phase === 'ready' && this.box.live.link.value.state === 'lost'
    const trouble =
      state.failure && !isQuiet
        ? html`<kb-trouble
            .trouble=${troubleOf(state.failure)}
            .reference=${state.failure.reference}
            @kb-retry=${() => this.#rejected?.collection.load()}
          ></kb-trouble>`
        : nothing
    if (state.phase === 'failed') return trouble
    if (state.items.length === 0)
      return html`${trouble}
        <div class="sheet quiet-note" data-test="no-rejected"><b>${ja.intake.none}</b>${ja.intake.noneHint}</div>`
    return html`${trouble}
    ${repeat(
      state.items,
      (file) => file.seq,
      (file) => this.#file(file),
    )}
    ${
      state.hasMore
        ? html`<div class="more">
            <button
              class="btn"
              type="button"
              data-test="more"
              ?disabled=${state.isLoadingMore}
              @click=${() => this.#rejected?.collection.more()}
            >
              ${ja.intake.more}
            </button>
          </div>`
        : nothing
    }`
  }

  #file(file: RejectedFile) {
    const failure = this.retryFailure?.seq === file.seq ? this.retryFailure.failure : null
    return html`<section class="sheet file" data-test="rejected-row" data-seq=${file.seq}>
      <header>
        <h3>${file.name}</h3>
        <span class="sub"
          >${this.#when(file.receivedAt)}　${sizeText(file.size)}　${ja.intake.attempts(file.attempts)}</span
        >
        ${
          file.hasBytes
            ? html`<div class="actions">
                <a class="btn" href=${fileUrl(file)} download=${file.name} data-test="save-file">${ja.intake.save}</a>
                <button
                  class="btn primary"
                  type="button"
                  data-test="retry-file"
                  ?disabled=${this.retrying === file.seq}
                  @click=${() => void this.#retry(file)}
                >
                  ${this.retrying === file.seq ? ja.intake.retrying : ja.intake.retry}
                </button>
              </div>`
            : html`<span class="sub">${ja.intake.noBytes}</span>`
        }
      </header>
      ${failure ? html`<kb-trouble slim .trouble=${troubleOf(failure)} .reference=${failure.reference} .action=${''}></kb-trouble>` : nothing}
      <table>
        <thead>
          <tr>
            <th scope="col">${ja.intake.line}</th>
            <th scope="col">${ja.intake.column}</th>
            <th scope="col">${ja.intake.issue}</th>
          </tr>
        </thead>
        <tbody>
          ${file.issues.map(
            (issue) =>
              html`<tr data-test="issue">
                <td>${issue.line}</td>
                <td>${issue.column}</td>
                <td>
                  ${issue.message}
                  <div class="sub">${ja.intake.technician(issue.code)}</div>
                </td>
              </tr>`,
          )}
        </tbody>
      </table>
    </section>`
  }

  #folder(folder: FolderStatus) {
    const { what, means, todo } = ja.reach[folder.reach]
    return html`<section class="sheet folder" data-test="folder" data-reach=${folder.reach}>
      <header>
        <h3>${folder.path}</h3>
        <span class="badge ${folder.reach === 'ok' ? 'set' : 'bad'}">${what}</span>
        <span class="sub">${ja.intake.since(this.#when(folder.since))}</span>
      </header>
      ${means ? html`<p>${means}</p>` : nothing}
      ${todo ? html`<p><span class="badge">${ja.intake.todo}</span> ${todo}</p>` : nothing}
      <p class="sub">
        ${ja.intake.mode[folder.mode]}　${ja.intake.layout[folder.layout]}　${ja.intake.waiting(folder.waitingFiles)}
        ${folder.errno ? html` 　${ja.intake.technician(folder.errno)}` : nothing}
      </p>
      ${
        folder.problems.length === 0
          ? nothing
          : html`<ul aria-label=${ja.intake.problems}>
              ${folder.problems.map(
                (problem) =>
                  html`<li data-test="folder-problem" data-code=${problem.code}>
                    <b>${ja.folderProblem[problem.code].what}</b>
                    <span class="sub">${problem.name}　${ja.intake.since(this.#when(problem.since))}</span>
                    <p>${ja.folderProblem[problem.code].todo}</p>
                  </li>`,
              )}
            </ul>`
      }
    </section>`
  }

  async #retry(file: RejectedFile): Promise<void> {
    this.retrying = file.seq
    this.retryFailure = null
    this.hasRetried = false
    const outcome = await this.#rejected?.retry(file)
    this.retrying = null
    if (!outcome) return
    if (outcome.ok) this.hasRetried = true
    else this.retryFailure = { seq: file.seq, failure: outcome.failure }
  }

  /** A time of today, or a day and a time. */
  #when(instant: number): string {
    const today = this.box.watch.status.value?.today ?? ''
    const day = dateOf(instant)
    return day === today ? hourMinuteSecond(instant) : `${shortDate(day, today)} ${hourMinute(instant)}`
  }
}

const sizeText = (bytes: number): string =>
  bytes < 1024 ? ja.intake.bytes(bytes) : ja.intake.size((bytes / 1024).toFixed(1))

customElements.define('kb-intake-panel', KbIntakePanel)
