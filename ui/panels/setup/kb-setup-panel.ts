import { LitElement, html, nothing } from 'lit'
import { setupSteps, type SetupStep, type SetupView } from '../../../contract/setup.ts'
import { field } from '../../components/field.ts'
import { createHttp } from '../../data/http.ts'
import type { Failure } from '../../data/outcome.ts'
import { getSetup, openSetup } from '../../data/setup.ts'
import { troubleOf } from '../../state/trouble.ts'
import { form } from '../../styles/form.ts'
import { shared } from '../../styles/shared.ts'
import { ja } from '../../text/ja.ts'
import { setup as words } from '../../text/setup.ts'
import { stepName } from '../../text/setup-words.ts'
import '../../components/kb-icon.ts'
import '../../components/kb-loading.ts'
import '../../components/kb-trouble.ts'
import './kb-setup-admin.ts'
import './kb-setup-backup.ts'
import './kb-setup-end.ts'
import './kb-setup-facility.ts'
import './kb-setup-factor.ts'
import './kb-setup-hub.ts'
import './kb-setup-network.ts'
import './kb-setup-nsips.ts'
import './kb-setup-readers.ts'
import { panelStyles } from './panel-styles.ts'

type Place = SetupStep | 'end'

/** Longer than the test of a share that does not answer. */
const timeoutMs = 90_000

/**
 * 初期設定: the code of the console, then a step at a time, in any order. What was saved is there after a restart and in any other browser.
 * Event `kb-done` when the box is ready to be signed in to.
 */
export class KbSetupPanel extends LitElement {
  static override properties = {
    view: { state: true },
    place: { state: true },
    needsCode: { state: true },
    wrong: { state: true },
    isBusy: { state: true },
    failure: { state: true },
    isExpired: { state: true },
  }
  static override styles = [shared, form, panelStyles]
  declare view: SetupView | null
  declare place: Place
  declare needsCode: boolean
  declare wrong: string
  declare isBusy: boolean
  declare failure: Failure | null
  declare isExpired: boolean
  readonly #http = createHttp({ timeoutMs })
  readonly #drafts = new Map<string, string>()

  constructor() {
    super()
    this.view = null
    this.place = 'facility'
    this.needsCode = false
    this.wrong = ''
    this.isBusy = false
    this.failure = null
    this.isExpired = false
  }

  override connectedCallback(): void {
    super.connectedCallback()
    void this.#load(true)
  }

  override updated(changed: Map<PropertyKey, unknown>): void {
    if (changed.has('needsCode') && this.needsCode) this.renderRoot.querySelector('input')?.focus()
    if (changed.has('wrong') && this.wrong !== '') this.renderRoot.querySelector('input')?.select()
    if (changed.has('place') && changed.get('place') !== undefined)
      this.renderRoot.querySelector<HTMLElement>('h2')?.focus()
  }

  override render() {
    if (this.needsCode) return this.#code()
    if (this.failure)
      return html`<div class="page">
        <kb-trouble .trouble=${troubleOf(this.failure)} @kb-retry=${() => void this.#load(false)}></kb-trouble>
      </div>`
    if (!this.view) return html`<div class="page"><kb-loading></kb-loading></div>`
    return this.#wizard(this.view)
  }

  #code() {
    return html`<form class="sheet card form" novalidate @submit=${this.#onCode}>
      <div class="brand">
        <kb-icon name="box"></kb-icon>
        <div>
          <h1>${words.title}</h1>
          <span class="sub">${ja.brand}</span>
        </div>
      </div>
      <div>
        <h2>${words.code.title}</h2>
        <p class="sub">${this.isExpired ? words.expired : words.code.lead}</p>
      </div>
      ${field(
        { id: 'setup-code', label: words.code.label, wrong: this.wrong },
        html`<input
          id="setup-code"
          class="digits"
          inputmode="numeric"
          autocomplete="one-time-code"
          maxlength="32"
          aria-describedby="setup-code-note"
          aria-invalid=${this.wrong === '' ? 'false' : 'true'}
        />`,
      )}
      <button class="btn primary" type="submit" data-test="code-submit" ?disabled=${this.isBusy}>
        ${this.isBusy ? words.code.busy : words.code.submit}
      </button>
    </form>`
  }

  #wizard(view: SetupView) {
    const at = this.place === 'end' ? setupSteps.length : setupSteps.indexOf(this.place)
    return html`<div class="page">
      <header>
        <kb-icon name="box"></kb-icon>
        <div>
          <h1>${words.title}</h1>
          <p class="sub">${words.lead}</p>
        </div>
      </header>
      <div class="columns">
        <nav aria-label=${words.steps}>
          <ol>
            ${view.steps.map(({ step, state }, index) => this.#link(step, stepName[step], state, index + 1))}
            ${this.#link('end', words.end.name, null, setupSteps.length + 1)}
          </ol>
        </nav>
        <section class="sheet">
          <p class="sub count">${words.step(at + 1, setupSteps.length + 1)}</p>
          <h2 tabindex="-1">${this.place === 'end' ? words.end.name : stepName[this.place]}</h2>
          <div class="step" @kb-saved=${this.#onSaved} @kb-over=${this.#onOver}>${this.#step(view)}</div>
        </section>
      </div>
    </div>`
  }

  #link(place: Place, name: string, state: SetupView['steps'][number]['state'] | null, number: number) {
    const mark = state === 'done' ? '✓' : String(number)
    return html`<li>
      <button
        type="button"
        class="go ${state ?? ''}"
        data-test="go-${place}"
        aria-current=${place === this.place ? 'step' : nothing}
        @click=${() => {
          this.place = place
        }}
      >
        <span class="mark" aria-hidden="true">${mark}</span>
        <span class="name">${name}</span>
        ${state === null ? nothing : html`<span class="state">${words.state[state]}</span>`}
      </button>
    </li>`
  }

  #step(view: SetupView) {
    const http = this.#http
    const drafts = this.#drafts
    switch (this.place) {
      case 'facility':
        return html`<kb-setup-facility .http=${http} .view=${view} .drafts=${drafts}></kb-setup-facility>`
      case 'admin':
        return html`<kb-setup-admin .http=${http} .view=${view} .drafts=${drafts}></kb-setup-admin>`
      case 'factor':
        return html`<kb-setup-factor .http=${http} .view=${view} .drafts=${drafts}></kb-setup-factor>`
      case 'network':
        return html`<kb-setup-network .http=${http} .view=${view} .drafts=${drafts}></kb-setup-network>`
      case 'nsips':
        return html`<kb-setup-nsips .http=${http} .view=${view} .drafts=${drafts}></kb-setup-nsips>`
      case 'readers':
        return html`<kb-setup-readers .http=${http} .view=${view} .drafts=${drafts}></kb-setup-readers>`
      case 'backup':
        return html`<kb-setup-backup .http=${http} .view=${view} .drafts=${drafts}></kb-setup-backup>`
      case 'hub':
        return html`<kb-setup-hub .http=${http} .view=${view} .drafts=${drafts}></kb-setup-hub>`
      case 'end':
        return html`<kb-setup-end .http=${http} .view=${view}></kb-setup-end>`
    }
  }

  readonly #onSaved = ({ detail }: CustomEvent<SetupView>): void => {
    const { place } = this
    this.view = detail
    if (place === 'end') return
    // A disk that holds data and copies alike is worth a second look.
    if (place === 'backup' && detail.backup?.isSameDisk === true && !this.#isWarned) {
      this.#isWarned = true
      return
    }
    this.place = setupSteps[setupSteps.indexOf(place) + 1] ?? 'end'
  }

  #isWarned = false

  readonly #onOver = (): void => {
    this.isExpired = true
    this.needsCode = true
  }

  readonly #onCode = (event: SubmitEvent): void => {
    event.preventDefault()
    if (!this.isBusy) void this.#open()
  }

  async #open(): Promise<void> {
    const typed = this.renderRoot.querySelector('input')?.value.trim() ?? ''
    this.wrong = ''
    if (typed === '') {
      this.wrong = words.code.empty
      return
    }
    this.isBusy = true
    const outcome = await openSetup(this.#http, typed)
    this.isBusy = false
    if (outcome.ok) await this.#load(this.view === null)
    else this.wrong = whyNot(outcome.failure)
  }

  /** @param isFirst the first step that is still open is shown */
  async #load(isFirst: boolean): Promise<void> {
    const outcome = await getSetup(this.#http)
    this.failure = null
    if (outcome.ok) {
      this.view = outcome.value
      this.needsCode = false
      if (isFirst) this.place = outcome.value.steps.find(({ state }) => state === 'open')?.step ?? 'end'
    } else if (outcome.failure.kind === 'signed-out') this.needsCode = true
    // Somebody else has finished it meanwhile.
    else if (outcome.failure.code === 'not-found')
      this.dispatchEvent(new Event('kb-done', { bubbles: true, composed: true }))
    else this.failure = outcome.failure
  }
}

function whyNot(failure: Failure): string {
  if (failure.code === 'setup-code-wrong') return words.code.wrong
  if (failure.code === 'setup-code-void') return words.code.void
  if (failure.code === 'too-many-attempts') return words.code.tooMany(Math.ceil((failure.retryAfter ?? 300) / 60))
  const { what, todo } = troubleOf(failure)
  return `${what}。${todo}`
}

customElements.define('kb-setup-panel', KbSetupPanel)
