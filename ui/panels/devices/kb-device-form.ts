import { LitElement, css, html } from 'lit'
import type { Counter } from '../../../contract/counter.ts'
import type { Device, DeviceEdit, DeviceKind } from '../../../contract/device.ts'
import { field } from '../../components/field.ts'
import { form } from '../../styles/form.ts'
import { shared } from '../../styles/shared.ts'
import { devices as words } from '../../text/devices.ts'

const kinds = Object.keys(words.kind) as DeviceKind[]

/** What can be changed of a device. Events: `kb-save` (detail what was filled in), `kb-cancel`. */
export class KbDeviceForm extends LitElement {
  static override properties = {
    device: { attribute: false },
    counters: { attribute: false },
    isBusy: { type: Boolean, attribute: 'isbusy' },
    isTaken: { type: Boolean, attribute: 'istaken' },
    isEmpty: { state: true },
  }
  static override styles = [
    shared,
    form,
    css`
      .form {
        max-width: 34rem;
        padding: 16px 20px;
      }
    `,
  ]
  declare device: Device
  declare counters: readonly Counter[]
  declare isBusy: boolean
  /** The name is in use. */
  declare isTaken: boolean
  declare isEmpty: boolean

  constructor() {
    super()
    this.counters = []
    this.isBusy = false
    this.isTaken = false
    this.isEmpty = false
  }

  override firstUpdated(): void {
    this.renderRoot.querySelector('input')?.focus()
  }

  override render() {
    const { name, kind, counterId } = this.device
    const wrong = this.isEmpty ? words.needName : this.isTaken ? words.taken : ''
    return html`<form class="form" novalidate @submit=${this.#onSubmit}>
      ${field(
        { id: 'name', label: words.name, hint: words.nameHint, wrong },
        html`<input
          id="name"
          value=${name}
          maxlength="40"
          autocomplete="off"
          spellcheck="false"
          aria-describedby="name-note"
          aria-invalid=${wrong === '' ? 'false' : 'true'}
        />`,
      )}
      ${field(
        { id: 'kind', label: words.kindLabel, hint: words.kindHint },
        html`<select id="kind" aria-describedby="kind-note">
          ${kinds.map((each) => html`<option value=${each} ?selected=${each === kind}>${words.kind[each]}</option>`)}
        </select>`,
      )}
      ${field(
        { id: 'counter', label: words.counter },
        html`<select id="counter" aria-describedby="counter-note">
          <option value="">${words.noCounter}</option>
          ${this.counters.map((each) => html`<option value=${each.id} ?selected=${each.id === counterId}>${each.name}</option>`)}
        </select>`,
      )}
      <div class="actions">
        <button
          class="btn"
          type="button"
          data-test="device-cancel"
          @click=${() => this.dispatchEvent(new Event('kb-cancel'))}
        >
          ${words.no}
        </button>
        <button class="btn primary" type="submit" data-test="device-save" ?disabled=${this.isBusy}>
          ${this.isBusy ? words.busy : words.save}
        </button>
      </div>
    </form>`
  }

  readonly #onSubmit = (event: SubmitEvent): void => {
    event.preventDefault()
    const name = this.#typed('name')
    this.isEmpty = name === ''
    if (this.isEmpty) this.renderRoot.querySelector('input')?.focus()
    if (this.isEmpty || this.isBusy) return
    const detail: DeviceEdit = {
      ...{ name, kind: this.#typed('kind') as DeviceKind, counterId: this.#typed('counter') || null },
      version: this.device.version,
    }
    this.dispatchEvent(new CustomEvent<DeviceEdit>('kb-save', { detail }))
  }

  #typed(id: string): string {
    return this.renderRoot.querySelector<HTMLInputElement | HTMLSelectElement>(`#${id}`)?.value.trim() ?? ''
  }
}

customElements.define('kb-device-form', KbDeviceForm)
