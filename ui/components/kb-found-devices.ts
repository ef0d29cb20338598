import { LitElement, css, html, nothing } from 'lit'
import { repeat } from 'lit/directives/repeat.js'
import type { FoundOnLan } from '../../contract/lan.ts'
import { shared } from '../styles/shared.ts'
import { lan as words } from '../text/lan.ts'

/**
 * What answered on the LAN, as a table. With `choose`, a word such as 選ぶ, each row has a button: event `kb-choose` with the
 * {@link FoundOnLan}. Names are those that the devices give themselves.
 */
export class KbFoundDevices extends LitElement {
  static override properties = { found: { attribute: false }, choose: {} }
  static override styles = [
    shared,
    css`
      .scroll {
        overflow-x: auto;
      }
      table {
        width: 100%;
        border-collapse: collapse;
      }
      th,
      td {
        padding: 10px 12px 10px 0;
        border-bottom: 1px solid var(--line);
        text-align: left;
        vertical-align: top;
        overflow-wrap: anywhere;
      }
      th,
      .kind {
        white-space: nowrap;
      }
      th {
        color: var(--ink-2);
        font-size: 0.875rem;
      }
      .address {
        white-space: nowrap;
        font-variant-numeric: tabular-nums;
      }
      td .btn {
        margin-block: -6px;
      }
    `,
  ]
  declare found: readonly FoundOnLan[]
  declare choose: string

  constructor() {
    super()
    this.found = []
    this.choose = ''
  }

  override render() {
    const { columns } = words
    return html`<div class="scroll" tabindex="0" role="region" aria-label=${words.found}>
      <table>
        <thead>
          <tr>
            <th scope="col">${columns.kind}</th>
            <th scope="col">${columns.name}</th>
            <th scope="col">${columns.host}</th>
            <th scope="col">${columns.addresses}</th>
            ${this.choose === '' ? nothing : html`<td></td>`}
          </tr>
        </thead>
        <tbody>
          ${repeat(
            this.found,
            ({ kind, name, host }) => `${kind} ${name} ${host}`,
            (each) => this.#row(each),
          )}
        </tbody>
      </table>
    </div>`
  }

  #row(each: FoundOnLan) {
    const { kind, name, host, addresses, version, box } = each
    return html`<tr data-test="found" data-kind=${kind}>
      <td class="kind">${words.kind[kind]}</td>
      <td>
        ${name} ${version === undefined ? nothing : html` <span class="sub">${words.version(version)}</span>`}
        ${box === undefined ? nothing : html` <span class="sub">${words.satelliteOf(box)}</span>`}
      </td>
      <td>${host}</td>
      <td class="address">${addresses.map((address) => html`<div>${address}</div>`)}</td>
      ${
        this.choose === ''
          ? nothing
          : html`<td>
              <button
                class="btn"
                type="button"
                data-test="choose-found"
                aria-label=${`${name} ${this.choose}`}
                @click=${() => this.dispatchEvent(new CustomEvent('kb-choose', { detail: each }))}
              >
                ${this.choose}
              </button>
            </td>`
      }
    </tr>`
  }
}

customElements.define('kb-found-devices', KbFoundDevices)
