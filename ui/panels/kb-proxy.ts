import { LitElement, css, html, nothing } from 'lit'
import { live } from 'lit/directives/live.js'
import type { Principal } from '../../contract/staff.ts'
import { listPrincipals } from '../data/principals.ts'
import type { Box } from '../state/box.ts'
import { form } from '../styles/form.ts'
import { shared } from '../styles/shared.ts'
import { proxyWords } from '../text/proxy.ts'
import { field } from '../components/field.ts'

/**
 * 代行入力: in whose name it is typed; '' in one's own. A pharmacist writes in their own name and is asked nothing, nor is anybody where
 * there is nobody to be named. Event `kb-proxy` with the id.
 */
export class KbProxy extends LitElement {
  static override properties = {
    box: { attribute: false },
    value: {},
    isWrong: { type: Boolean, attribute: 'wrong' },
    principals: { state: true },
  }
  static override styles = [
    shared,
    form,
    css`
      /* Where nothing is asked there is no gap either. */
      :host {
        display: contents;
      }
      .field {
        margin-top: var(--proxy-gap, 0);
      }
      .field select {
        max-width: 26rem;
      }
    `,
  ]
  declare box: Box
  declare value: string
  /** The person that was chosen may not be named any more. */
  declare isWrong: boolean
  declare principals: readonly Principal[]

  constructor() {
    super()
    this.value = ''
    this.isWrong = false
    this.principals = []
  }

  override willUpdate(changed: Map<string, unknown>): void {
    if (changed.has('box') || (changed.has('isWrong') && this.isWrong)) void this.#load()
  }

  get #isAsked(): boolean {
    const presence = this.box.presence.value
    return 'session' in presence && presence.session.staff.role !== 'pharmacist'
  }

  /** Without an answer nothing is asked, and everybody writes in their own name. */
  async #load(): Promise<void> {
    if (!this.#isAsked) return
    const outcome = await listPrincipals(this.box.http)
    if (outcome.ok) this.principals = outcome.value.items
  }

  override render() {
    const { principals, value, isWrong } = this
    if (principals.length === 0 && value === '') return nothing
    return field(
      { id: 'proxy', label: proxyWords.label, hint: proxyWords.hint, wrong: isWrong ? proxyWords.wrong : '' },
      html`<select
        id="proxy"
        data-test="proxy"
        aria-describedby="proxy-note"
        aria-invalid=${isWrong ? 'true' : nothing}
        .value=${live(value)}
        @change=${(event: Event) => {
          const { value: detail } = event.target as HTMLSelectElement
          this.dispatchEvent(new CustomEvent('kb-proxy', { detail }))
        }}
      >
        <option value="" ?selected=${value === ''}>${proxyWords.own}</option>
        ${principals.map(
          ({ id, name }) => html`<option value=${id} ?selected=${id === value}>${proxyWords.option(name)}</option>`,
        )}
      </select>`,
    )
  }
}

customElements.define('kb-proxy', KbProxy)
