import { LitElement, html, nothing } from 'lit'
import type { Scan } from '../../../contract/scan.ts'
import { field } from '../../components/field.ts'
import type { Failure } from '../../data/outcome.ts'
import { listScans } from '../../data/scans.ts'
import { hourMinute } from '../../format/clock.ts'
import { readOutsideCode, type TypedCode } from '../../format/outside-code.ts'
import type { Box } from '../../state/box.ts'
import { draftsOf } from '../../state/drafts.ts'
import { troubleOf } from '../../state/trouble.ts'
import { Watch } from '../../state/watch.ts'
import { form } from '../../styles/form.ts'
import { panel } from '../../styles/panel.ts'
import { backToList } from '../back-to-list.ts'
import { shared } from '../../styles/shared.ts'
import { ja } from '../../text/ja.ts'
import { outside } from '../../text/outside.ts'
import '../../components/kb-loading.ts'
import '../../components/kb-trouble.ts'
import { outsideStyles } from './styles.ts'

/** Rows of 最近の読み取り. */
const shownScans = 10
/** Lines of a guide card. */
const shownSteps = 6

/** Where the drafts keep the guide card. */
const guideDraft = 'outside-guide'

/**
 * 他社手帳閲覧: the box has no line to e薬Link and says so, before and after a code was typed; beside it stands what works instead.
 * A code is read, checked and forgotten: it goes nowhere.
 */
export class KbOutsidePanel extends LitElement {
  static override properties = {
    box: { attribute: false },
    answer: { state: true },
    scans: { state: true },
    failure: { state: true },
    app: { state: true },
    steps: { state: true },
  }
  static override styles = [shared, panel, form, outsideStyles]
  declare box: Box
  declare answer: TypedCode | null
  declare scans: readonly Scan[] | null
  declare failure: Failure | null
  declare app: string
  declare steps: string
  #stop: (() => void) | undefined

  constructor() {
    super()
    this.answer = null
    this.scans = null
    this.failure = null
    this.app = ''
    this.steps = ''
    new Watch(this, () => [this.box.counters.list, this.box.watch.status])
  }

  override connectedCallback(): void {
    super.connectedCallback()
    const { app = '', steps = '' } = draftsOf(this.box).get(guideDraft) ?? {}
    this.app = app
    this.steps = steps
    const load = () => void this.#load()
    // A code that was read is told to its counter; there is no row that a page could be told of.
    this.#stop = this.box.live.listen({ desk: load, reload: load, up: load })
    load()
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback()
    this.#stop?.()
  }

  async #load(): Promise<void> {
    const outcome = await listScans(this.box.http)
    this.failure = outcome.ok ? null : outcome.failure
    if (outcome.ok) this.scans = outcome.value.items.slice(0, shownScans)
  }

  override render() {
    return html`<div class="page">
      <div class="tools">
        ${backToList(this.box)}
        <h2>${ja.pages.outside}</h2>
      </div>
      <section class="sheet wide">${this.#ask()}</section>
      <section class="sheet">
        <h3>${outside.instead}</h3>
        <h4>${outside.scanTitle}</h4>
        <p>${outside.scan}</p>
        <h4>${outside.writeTitle}</h4>
        <p>${outside.write}</p>
        <p>
          <button
            class="btn"
            type="button"
            data-test="find-person"
            @click=${() => this.dispatchEvent(new Event('kb-find', { bubbles: true, composed: true }))}
          >
            ${outside.find}<span class="key">${this.box.preferences.keys.table.value.search}</span>
          </button>
        </p>
        <h4>${outside.cardTitle}</h4>
        <p>${outside.card}</p>
      </section>
      <section class="sheet">
        <h3>${outside.recent}</h3>
        ${this.#recent()}
      </section>
      <section class="sheet wide wide-guide">${this.#guide()}</section>
    </div>`
  }

  #ask() {
    const { answer } = this
    const wrong = answer?.ok === false ? outside.wrong[answer.reason] : ''
    return html`<form class="ask" novalidate @submit=${this.#onSubmit}>
        ${field(
          { id: 'code', label: outside.code, hint: outside.codeHint, wrong },
          html`<input
            id="code"
            name="code"
            data-test="outside-code"
            autocomplete="off"
            autocapitalize="characters"
            spellcheck="false"
            maxlength="40"
            aria-describedby="code-note"
            aria-invalid=${wrong === '' ? nothing : 'true'}
            @input=${() => {
              this.answer = null
            }}
          />`,
        )}
        <button class="btn primary" data-test="outside-read">${outside.submit}</button>
      </form>
      <p class="calm" role="status" data-test="outside-answer">
        <b>${answer?.ok ? outside.asked(answer.code) : outside.calm}</b
        >${answer?.ok ? outside.askedMeans : outside.calmMeans}
      </p>`
  }

  #recent() {
    if (this.failure)
      return html`<kb-trouble
        .trouble=${{ ...troubleOf(this.failure), what: outside.failed }}
        .reference=${this.failure.reference}
        @kb-retry=${() => void this.#load()}
      ></kb-trouble>`
    if (this.scans === null) return html`<kb-loading .rows=${3}></kb-loading>`
    if (this.scans.length === 0)
      return html`<div class="quiet-note" data-test="no-scans"><b>${outside.none}</b>${outside.noneHint}</div>`
    const { columns } = outside
    return html`<table data-test="scans">
      <thead>
        <tr>
          <th scope="col">${columns.time}</th>
          <th scope="col">${columns.kind}</th>
          <th scope="col">${columns.symbols}</th>
          <th scope="col">${columns.counter}</th>
        </tr>
      </thead>
      <tbody>
        ${this.scans.map(
          (scan) =>
            html`<tr data-test="scan-row">
              <td>${hourMinute(scan.scannedAt)}</td>
              <td>${outside.kinds[scan.kind]}</td>
              <td>${outside.symbols(scan.symbols)}</td>
              <td>${this.#counterName(scan.counterId)}</td>
            </tr>`,
        )}
      </tbody>
    </table>`
  }

  #counterName(id: string | null): string {
    const counter = (this.box.counters.list.value ?? []).find((each) => each.id === id)
    return counter?.name ?? outside.noCounter
  }

  #guide() {
    const { guide } = outside
    const app = this.app.trim()
    const typed = this.steps
      .split('\n')
      .map((line) => line.trim())
      .filter((line) => line !== '')
      .slice(0, shownSteps)
    return html`<h3>${guide.title}</h3>
      <p>${guide.hint}</p>
      <div class="guide">
        <div class="form">
          ${field(
            { id: 'app', label: guide.app },
            html`<input
              id="app"
              data-test="guide-app"
              maxlength="40"
              autocomplete="off"
              .value=${this.app}
              @input=${(event: Event) => {
                this.app = (event.target as HTMLInputElement).value
                this.#keepGuide()
              }}
            />`,
          )}
          ${field(
            { id: 'steps', label: guide.steps, hint: guide.stepsHint },
            html`<textarea
              id="steps"
              data-test="guide-steps"
              rows="6"
              maxlength="600"
              aria-describedby="steps-note"
              .value=${this.steps}
              @input=${(event: Event) => {
                this.steps = (event.target as HTMLTextAreaElement).value
                this.#keepGuide()
              }}
            ></textarea>`,
          )}
          <div class="actions">
            <button
              class="btn primary"
              type="button"
              data-test="guide-print"
              @click=${() => {
                print()
              }}
            >
              ${guide.print}
            </button>
          </div>
        </div>
        <article class="card" data-test="guide-card" aria-label=${guide.preview}>
          <h4>${guide.heading}</h4>
          <b>${app === '' ? guide.forAll : guide.forApp(app)}</b>
          <ol>
            ${(typed.length > 0 ? typed : guide.usual).map((line) => html`<li>${line}</li>`)}
          </ol>
          <p>${guide.blank}</p>
          <p>${guide.note}</p>
          <p class="foot">${this.box.watch.status.value?.facility}</p>
        </article>
      </div>`
  }

  #keepGuide(): void {
    draftsOf(this.box).set(guideDraft, { app: this.app, steps: this.steps })
  }

  readonly #onSubmit = (event: SubmitEvent): void => {
    event.preventDefault()
    const input = this.renderRoot.querySelector<HTMLInputElement>('#code')
    this.answer = readOutsideCode(input?.value ?? '')
    if (this.answer.ok) return
    input?.focus()
  }
}

customElements.define('kb-outside-panel', KbOutsidePanel)
