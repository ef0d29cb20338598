import { LitElement, html, nothing } from 'lit'
import type { InteractionPreview, InteractionTable } from '../../../contract/interaction.ts'
import {
  importTable,
  listTables,
  previewTable,
  putInUse,
  readPicked,
  takeOutOfUse,
  type PickedTable,
} from '../../data/interactions.ts'
import type { Failure, Outcome } from '../../data/outcome.ts'
import { dateOf } from '../../format/clock.ts'
import { whenText } from '../../format/dates.ts'
import type { Box } from '../../state/box.ts'
import { troubleOf } from '../../state/trouble.ts'
import { shared } from '../../styles/shared.ts'
import { hints, interactions as words } from '../../text/hints.ts'
import '../../components/kb-dialog.ts'
import '../../components/kb-loading.ts'
import '../../components/kb-trouble.ts'
import { open } from '../open.ts'
import { interactionStyles } from './styles.ts'

/** 相互作用の表: the pharmacy's own, from a CSV file; nothing is imported before its lines have been looked at. */
export class KbInteractionsDialog extends LitElement {
  static override properties = {
    box: { attribute: false },
    tables: { state: true },
    failure: { state: true },
    picked: { state: true },
    preview: { state: true },
    problem: { state: true },
    busy: { state: true },
    said: { state: true },
    undoId: { state: true },
  }
  static override styles = [shared, interactionStyles]
  declare box: Box
  declare tables: readonly InteractionTable[] | null
  declare failure: Failure | null
  declare picked: PickedTable | null
  declare preview: InteractionPreview | null
  declare problem: string
  /** What is being done, in words; '' when nothing is. */
  declare busy: string
  declare said: string
  /** The version that was just taken out of use. */
  declare undoId: string

  constructor() {
    super()
    this.tables = null
    this.failure = null
    this.picked = null
    this.preview = null
    this.problem = ''
    this.busy = ''
    this.said = ''
    this.undoId = ''
  }

  override connectedCallback(): void {
    super.connectedCallback()
    void this.#load()
  }

  async #load(): Promise<void> {
    const outcome = await listTables(this.box.http)
    this.failure = outcome.ok ? null : outcome.failure
    if (outcome.ok) this.tables = outcome.value.items
  }

  override render() {
    return html`<kb-dialog .heading=${words.title} @kb-close=${() => this.dispatchEvent(new Event('kb-close'))}>
      <p>${words.intro}</p>
      <p class="sub">${words.format}</p>
      ${
        this.failure
          ? html`<kb-trouble
              .trouble=${troubleOf(this.failure)}
              .reference=${this.failure.reference}
              @kb-retry=${() => void this.#load()}
            ></kb-trouble>`
          : nothing
      }
      ${this.#mayChange() ? this.#picking() : html`<p class="note">${words.notAllowed}</p>`}
      <p class="said" role="status">
        ${this.busy || this.said}
        ${
          this.undoId === ''
            ? nothing
            : html`<button
                class="btn"
                type="button"
                data-test="undo-disuse"
                @click=${() => void this.#use(this.undoId)}
              >
                ${words.undo}
              </button>`
        }
      </p>
      ${this.preview && this.picked ? this.#preview(this.picked, this.preview) : nothing}
      <h3>${words.versions}</h3>
      ${this.#versions()}
    </kb-dialog>`
  }

  #mayChange(): boolean {
    const presence = this.box.presence.value
    return presence.state === 'in' && ['pharmacist', 'admin'].includes(presence.session.staff.role)
  }

  #picking() {
    return html`<label class="pick">
        <span>${words.pick}</span>
        <input type="file" accept=".csv,text/csv,text/plain" data-test="pick-table" @change=${this.#onPick} />
      </label>
      ${this.problem === '' ? nothing : html`<p class="wrong" role="alert" data-test="pick-wrong">▲ ${this.problem}</p>`}`
  }

  #preview(picked: PickedTable, preview: InteractionPreview) {
    const { rows, repeated, issues, moreIssues, sample, change } = preview
    const { columns } = words
    return html`<section class="preview" data-test="preview">
      <h3>${words.preview(picked.fileName)}</h3>
      <p>
        ${words.rows(rows)}${repeated > 0 ? `、${words.repeated(repeated)}` : ''}${
          change ? `。${words.change(change.added, change.removed)}` : ''
        }
      </p>
      ${
        issues.length > 0
          ? html`<p class="wrong" role="alert">▲ ${words.issues(issues.length + moreIssues)}</p>
              <ul class="issues" tabindex="0" aria-label=${words.issues(issues.length + moreIssues)}>
                ${issues.map(
                  ({ line, column, message }) =>
                    html`<li data-test="table-issue"><b>${words.at(line, column)}</b> ${message}</li>`,
                )}
              </ul>
              ${moreIssues > 0 ? html`<p class="sub">${words.more(moreIssues)}</p>` : nothing}`
          : html`<h4>${words.sample}</h4>
              <table>
                <thead>
                  <tr>
                    <th scope="col">${columns.a}</th>
                    <th scope="col">${columns.b}</th>
                    <th scope="col">${columns.severity}</th>
                    <th scope="col">${columns.text}</th>
                  </tr>
                </thead>
                <tbody>
                  ${sample.map(
                    (row) =>
                      html`<tr>
                        <td>${row.a}</td>
                        <td>${row.b}</td>
                        <td>${hints.severity[row.severity]}</td>
                        <td>${row.text}</td>
                      </tr>`,
                  )}
                </tbody>
              </table>`
      }
      <div class="actions">
        <button class="btn" type="button" @click=${this.#drop}>${words.cancel}</button>
        ${
          issues.length > 0
            ? nothing
            : html`<button
                class="btn primary"
                type="button"
                data-test="import-table"
                ?disabled=${this.busy !== ''}
                @click=${() => void this.#import(picked)}
              >
                ${words.import}
              </button>`
        }
      </div>
    </section>`
  }

  #versions() {
    if (!this.tables) return this.failure ? nothing : html`<kb-loading .rows=${2}></kb-loading>`
    if (this.tables.length === 0) return html`<p class="sub" data-test="no-tables">${words.noVersions}</p>`
    const today = dateOf(this.box.watch.now())
    return html`<ul class="versions">
      ${this.tables.map(
        ({ id, fileName, rows, isUsed, importedAt, by }) =>
          html`<li data-test="table-version">
            <span class="file"
              ><b>${fileName}</b> <small>${words.version(rows, by, whenText(importedAt, today))}</small></span
            >
            ${isUsed ? html`<span class="badge set">${words.used}</span>` : nothing}
            ${
              this.#mayChange()
                ? html`<button
                    class="btn"
                    type="button"
                    data-test=${isUsed ? 'disuse-table' : 'use-table'}
                    ?disabled=${this.busy !== ''}
                    @click=${() => void (isUsed ? this.#disuse(id) : this.#use(id))}
                  >
                    ${isUsed ? words.disuse : words.use}
                  </button>`
                : nothing
            }
          </li>`,
      )}
    </ul>`
  }

  readonly #onPick = (event: Event): void => {
    const input = event.target as HTMLInputElement
    const file = input.files?.[0]
    // The same file, mended, can be picked again.
    input.value = ''
    if (file) void this.#read(file)
  }

  async #read(file: File): Promise<void> {
    this.#drop()
    this.busy = words.reading
    const read = await readPicked(file)
    if (!read.ok) {
      this.busy = ''
      this.problem = read.code === 'too-large' ? words.tooLarge : words.unreadable
      return
    }
    const outcome = await previewTable(this.box.http, read.picked)
    this.busy = ''
    this.failure = outcome.ok ? null : outcome.failure
    if (!outcome.ok) return
    this.picked = read.picked
    this.preview = outcome.value
  }

  readonly #drop = (): void => {
    this.picked = null
    this.preview = null
    this.problem = ''
    this.said = ''
    this.undoId = ''
  }

  async #import(picked: PickedTable): Promise<void> {
    const isDone = await this.#change(words.importing, () => importTable(this.box.http, picked))
    if (!isDone) return
    this.#drop()
    this.said = words.imported
  }

  async #use(id: string): Promise<void> {
    this.undoId = ''
    this.said = ''
    await this.#change(words.reading, () => putInUse(this.box.http, id))
  }

  async #disuse(id: string): Promise<void> {
    if (!(await this.#change(words.reading, () => takeOutOfUse(this.box.http)))) return
    this.said = words.disused
    this.undoId = id
  }

  async #change(doing: string, act: () => Promise<Outcome<unknown>>): Promise<boolean> {
    if (this.busy !== '') return false
    this.busy = doing
    const outcome = await act()
    this.busy = ''
    await this.#load()
    if (!outcome.ok) this.failure = outcome.failure
    return outcome.ok
  }
}

customElements.define('kb-interactions-dialog', KbInteractionsDialog)

/** Shows the pharmacy's interaction table; resolves when it is closed. */
export const showInteractions = (box: Box): Promise<void> => {
  const dialog = new KbInteractionsDialog()
  dialog.box = box
  return open(dialog)
}
