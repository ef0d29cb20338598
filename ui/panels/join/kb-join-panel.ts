import { LitElement, css, html, nothing } from 'lit'
import type { DeviceKind, DeviceOffer } from '../../../contract/device.ts'
import { field } from '../../components/field.ts'
import { mayHoldKey } from '../../data/device-key.ts'
import { askOffer, enrolDevice, keyNotKept } from '../../data/devices.ts'
import type { Failure } from '../../data/outcome.ts'
import type { Box } from '../../state/box.ts'
import { noCounter } from '../../state/counter.ts'
import { troubleOf } from '../../state/trouble.ts'
import { form } from '../../styles/form.ts'
import { shared } from '../../styles/shared.ts'
import { devices, join as words } from '../../text/devices.ts'
import '../../components/kb-icon.ts'
import '../../components/kb-trouble.ts'

type Step = { at: 'code' } | { at: 'fields'; offer: DeviceOffer } | { at: 'done'; name: string }

/** Failures that belong to a field, and its words. */

function whyNotCode(failure: Failure | null): string {
  if (failure?.code === 'device-code-wrong') return words.wrongCode
  if (failure?.code === 'too-many-attempts') return words.tooManyCodes(Math.ceil((failure.retryAfter ?? 300) / 60))
  return ''
}

const ofName: Partial<Record<string, string>> = { 'name-taken': words.taken }
const kinds = Object.keys(devices.kind) as DeviceKind[]

/** 端末の登録, on the device itself: the code, then what it is called. What was typed stays whatever the answer. */
export class KbJoinPanel extends LitElement {
  static override properties = {
    box: { attribute: false },
    step: { state: true },
    failure: { state: true },
    empty: { state: true },
    isBusy: { state: true },
  }
  static override styles = [
    shared,
    form,
    css`
      :host {
        display: grid;
        min-height: 100%;
        place-items: center;
        overflow: auto;
      }
      .sheet {
        display: grid;
        gap: 16px;
        width: min(30rem, calc(100vw - 32px));
        margin: 24px 0;
        padding: 28px 32px;
      }
      .brand {
        display: flex;
        align-items: center;
        gap: 12px;
      }
      .brand kb-icon {
        width: 2.5rem;
        height: 2.5rem;
        color: var(--accent);
      }
      h1 {
        font-size: 1.375rem;
      }
      .field input#code {
        min-height: 3.5rem;
        font-size: 1.75rem;
        font-variant-numeric: tabular-nums;
        letter-spacing: 0.15em;
      }
      .btn.primary {
        min-height: 52px;
      }
      .done {
        font-size: 1.25rem;
        font-weight: 700;
      }
      .done::before {
        content: '✓ ';
        color: var(--accent);
      }
    `,
  ]
  declare box: Box
  declare step: Step
  declare failure: Failure | null
  declare empty: 'code' | 'name' | null
  declare isBusy: boolean
  #code = ''

  constructor() {
    super()
    this.step = { at: 'code' }
    this.failure = null
    this.empty = null
    this.isBusy = false
  }

  override connectedCallback(): void {
    super.connectedCallback()
    // From the QR code: behind `#`, which no browser sends anywhere.
    this.#code = /^#(\d{8})$/.exec(location.hash)?.[1] ?? ''
    if (location.hash !== '') this.box.router.replace({ page: 'join' })
  }

  override firstUpdated(): void {
    this.#focus()
  }

  override updated(changed: Map<PropertyKey, unknown>): void {
    if (changed.has('step') && changed.get('step') !== undefined) this.#focus()
  }

  override render() {
    return html`<section class="sheet" data-test="join">
      <div class="brand">
        <kb-icon name="box"></kb-icon>
        <h1>${words.title}</h1>
      </div>
      ${mayHoldKey() ? this.#step() : html`<p data-test="join-unsafe">▲ ${words.unsafe}</p>`}
      ${this.step.at === 'done' ? nothing : this.#leave(this.#isIn() ? words.toList : words.back, 'btn quiet')}
    </section>`
  }

  #step() {
    const { step } = this
    switch (step.at) {
      case 'code':
        return this.#codeForm()
      case 'fields':
        return this.#fieldsForm(step.offer)
      case 'done':
        return html`<p class="done" role="status" data-test="join-done">${words.done(step.name)}</p>
          <p>${words.doneLead}</p>
          ${this.#leave(this.#isIn() ? words.toList : words.toSignIn, 'btn primary')}`
    }
  }

  #codeForm() {
    const wrong = this.empty === 'code' ? words.needCode : whyNotCode(this.failure)
    return html`<form class="form" novalidate @submit=${this.#onCode}>
      <p>${words.lead}</p>
      ${field(
        { id: 'code', label: words.code, wrong },
        html`<input
          id="code"
          .value=${this.#code}
          inputmode="numeric"
          autocomplete="off"
          maxlength="20"
          aria-describedby="code-note"
          aria-invalid=${wrong === '' ? 'false' : 'true'}
        />`,
      )}
      ${this.#trouble(wrong)}
      <button class="btn primary" type="submit" data-test="join-next" ?disabled=${this.isBusy}>
        ${this.isBusy ? words.busy : words.next}
      </button>
    </form>`
  }

  #fieldsForm({ facility, suggestedName, counters }: DeviceOffer) {
    const wrong = this.empty === 'name' ? words.needName : (ofName[this.failure?.code ?? ''] ?? '')
    return html`<form class="form" novalidate @submit=${this.#onFields}>
      <p>${words.nameLead(facility)}</p>
      ${field(
        { id: 'name', label: words.name, hint: words.nameHint, wrong },
        html`<input
          id="name"
          value=${suggestedName}
          maxlength="40"
          autocomplete="off"
          spellcheck="false"
          aria-describedby="name-note"
          aria-invalid=${wrong === '' ? 'false' : 'true'}
        />`,
      )}
      ${field(
        { id: 'kind', label: words.kind, hint: devices.kindHint },
        html`<select id="kind" aria-describedby="kind-note">
          ${kinds.map((kind) => html`<option value=${kind} ?selected=${kind === likelyKind()}>${devices.kind[kind]}</option>`)}
        </select>`,
      )}
      ${field(
        { id: 'counter', label: words.counter },
        html`<select id="counter" aria-describedby="counter-note">
          <option value="">${words.noCounter}</option>
          ${counters.map(({ id, name }) => html`<option value=${id} ?selected=${id === this.box.preferences.counter.value}>${name}</option>`)}
        </select>`,
      )}
      ${this.#trouble(wrong)}
      <button class="btn primary" type="submit" data-test="join-submit" ?disabled=${this.isBusy}>
        ${this.isBusy ? words.busy : words.submit}
      </button>
    </form>`
  }

  /** What no field can answer for. */
  #trouble(wrong: string) {
    const { failure } = this
    if (!failure || wrong !== '') return nothing
    if (failure.code === keyNotKept) return html`<p role="alert" data-test="join-trouble">▲ ${words.notKept}</p>`
    if (failure.code === 'device-unproven')
      return html`<p role="alert" data-test="join-trouble">▲ ${words.unproven}</p>`
    return html`<kb-trouble
      .trouble=${{ ...troubleOf(failure), means: '' }}
      .reference=${failure.reference}
      .action=${''}
      data-test="join-trouble"
    ></kb-trouble>`
  }

  #leave(word: string, style: string) {
    return html`<a
      class=${style}
      href="/"
      data-test="join-leave"
      @click=${(event: Event) => {
        event.preventDefault()
        this.box.router.go({ page: 'list', tab: 'visits' })
      }}
      >${word}</a
    >`
  }

  #isIn(): boolean {
    return this.box.presence.value.state !== 'out'
  }

  readonly #onCode = (event: SubmitEvent): void => {
    event.preventDefault()
    this.#code = this.#typed('code')
    this.empty = /^\d{8}$/.test(this.#code.normalize('NFKC').replace(/[\s-]/g, '')) ? null : 'code'
    if (this.empty) this.#focus()
    else void this.#check()
  }

  async #check(): Promise<void> {
    if (this.isBusy) return
    this.#begin()
    const outcome = await askOffer(this.box.http, this.#code)
    this.isBusy = false
    if (outcome.ok) this.step = { at: 'fields', offer: outcome.value }
    else this.failure = outcome.failure
  }

  readonly #onFields = (event: SubmitEvent): void => {
    event.preventDefault()
    const name = this.#typed('name')
    this.empty = name === '' ? 'name' : null
    if (this.empty) this.#focus()
    else void this.#enrol(name)
  }

  async #enrol(name: string): Promise<void> {
    if (this.isBusy) return
    this.#begin()
    const counterId = this.#typed('counter') || null
    const kind = this.#typed('kind') as DeviceKind
    const outcome = await enrolDevice(this.box.http, { code: this.#code, name, kind, counterId })
    this.isBusy = false
    if (outcome.ok) {
      this.box.preferences.setCounter(counterId ?? noCounter)
      this.step = { at: 'done', name: outcome.value.device?.name ?? name }
      return
    }
    this.failure = outcome.failure
    // The time of the code is over: it is typed anew, the rest will be asked again.
    if (outcome.failure.code === 'device-code-wrong') this.step = { at: 'code' }
  }

  #begin(): void {
    this.isBusy = true
    this.failure = null
  }

  #typed(id: string): string {
    return this.renderRoot.querySelector<HTMLInputElement | HTMLSelectElement>(`#${id}`)?.value.trim() ?? ''
  }

  #focus(): void {
    this.renderRoot.querySelector<HTMLElement>('input, [data-test=join-leave]')?.focus()
  }
}

/** Fingers and no mouse: a tablet. */
const likelyKind = (): DeviceKind => (matchMedia('(pointer: coarse)').matches ? 'tablet' : 'pc')

customElements.define('kb-join-panel', KbJoinPanel)
