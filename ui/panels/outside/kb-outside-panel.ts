import { LitElement, html, nothing } from 'lit'
import { everybodysDisclosure } from '../../../contract/disclosure.ts'
import type { OutsideNotebook } from '../../../contract/outside-notebook.ts'
import type { Scan } from '../../../contract/scan.ts'
import { field } from '../../components/field.ts'
import type { Failure } from '../../data/outcome.ts'
import { getNotebook, listScans } from '../../data/scans.ts'
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
import { outsideNotebook as shownWords } from '../../text/outside-notebook.ts'
import { outside } from '../../text/outside.ts'
import '../../components/kb-loading.ts'
import '../../components/kb-trouble.ts'
import './kb-outside-notebook.ts'
import { outsideStyles } from './styles.ts'

/** Rows of 最近の読み取り. */
const shownScans = 10
/** Lines of a guide card. */
const shownSteps = 6

/** Where the drafts keep the guide card. */
const guideDraft = 'outside-guide'

/**
 * 他社手帳閲覧: the box has no line to e薬Link and says so, before and after a code was typed; beside it stands what works instead.
 * A code is read, checked and forgotten: it goes nowhere. A notebook that was scanned today is shown when it is asked for, until midnight.
 */
export class KbOutsidePanel extends LitElement {
  static override properties = {
    box: { attribute: false },
    answer: { state: true },
    scans: { state: true },
    failure: { state: true },
    app: { state: true },
    steps: { state: true },
    notebook: { state: true },
    notShown: { state: true },
  }
  static override styles = [shared, panel, form, outsideStyles]
  declare box: Box
  declare answer: TypedCode | null
  declare scans: readonly Scan[] | null
  declare failure: Failure | null
  declare app: string
  declare steps: string
  declare notebook: OutsideNotebook | null
  declare notShown: Failure | null
  #stop: (() => void) | undefined
  #midnight: ReturnType<typeof setTimeout> | undefined
  /** Which notebook was asked for last. */
  #asked = ''

  constructor() {
    super()
    this.answer = null
    this.scans = null
    this.failure = null
    this.app = ''
    this.steps = ''
    this.notebook = null
    this.notShown = null
    new Watch(this, () => [this.box.counters.list, this.box.watch.status])
  }

  override connectedCallback(): void {
    super.connectedCallback()
    const { app = '', steps = '' } = draftsOf(this.box).get(guideDraft) ?? {}
    this.app = app
    this.steps = steps
    const load = () => void this.#load()
    // A code that was read is told to its counter; there is no row that a page could be told of.
    this.#stop = this.box.live.listen({
      desk: load,
      reload: load,
      up: load,
      change: (noun, ids) => {
        if (noun === 'disclosure' && ids.includes(everybodysDisclosure)) void this.#dropOver()
      },
    })
    load()
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback()
    this.#stop?.()
    this.#hide()
  }

  /** The day of the presentation is over by the box's clock as far as it is known here; where it seems not to be, the box is asked. */
  async #dropOver(): Promise<void> {
    void this.#load()
    const { notebook } = this
    if (!notebook) return
    if (this.box.watch.now() < notebook.until) {
      const outcome = await getNotebook(this.box.http, notebook.id)
      if (this.notebook !== notebook || outcome.ok || outcome.failure.code !== 'disclosure-closed') return
    }
    this.#hide()
    this.notShown = { kind: 'refused', code: 'disclosure-closed' }
  }

  #hide(): void {
    clearTimeout(this.#midnight)
    this.#asked = ''
    this.notebook = null
    this.notShown = null
  }

  async #show(id: string): Promise<void> {
    this.#hide()
    this.#asked = id
    const outcome = await getNotebook(this.box.http, id)
    if (this.#asked !== id) return
    if (!outcome.ok) {
      this.notShown = outcome.failure
      return
    }
    this.notebook = outcome.value
    this.#midnight = setTimeout(
      () => {
        void this.#dropOver()
      },
      Math.max(0, outcome.value.until - this.box.watch.now()),
    )
    await this.updateComplete
    this.renderRoot.querySelector('kb-outside-notebook')?.show()
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
      ${this.#notebook()}
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
          <th scope="col">${columns.content}</th>
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
              <td>${this.#showButton(scan)}</td>
            </tr>`,
        )}
      </tbody>
    </table>`
  }

  #showButton({ id, kind, scannedAt }: Scan) {
    if (kind !== 'jahis-notebook') return html`<span class="none">${shownWords.nothingToShow}</span>`
    return html`<button
      class="btn"
      type="button"
      data-test="show-notebook"
      aria-label=${shownWords.showOf(hourMinute(scannedAt))}
      @click=${() => void this.#show(id)}
    >
      ${shownWords.show}
    </button>`
  }

  #notebook() {
    const { notebook, notShown } = this
    if (notShown) {
      const isClosed = notShown.code === 'disclosure-closed'
      return html`<kb-trouble
        class="wide"
        data-test="notebook-trouble"
        .trouble=${isClosed ? shownWords.closed : troubleOf(notShown)}
        .reference=${notShown.reference}
        .action=${ja.common.close}
        @kb-retry=${() => {
          this.#hide()
        }}
      ></kb-trouble>`
    }
    if (!notebook) return nothing
    return html`<kb-outside-notebook
      class="wide"
      data-test="notebook"
      .notebook=${notebook}
      @kb-close=${() => {
        this.#hide()
      }}
    ></kb-outside-notebook>`
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
