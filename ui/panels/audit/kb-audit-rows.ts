import { LitElement, html, nothing } from 'lit'
import type { AuditEntry } from '../../../contract/audit.ts'
import { dateOf, hourMinuteSecond } from '../../format/clock.ts'
import { longDate } from '../../format/dates.ts'
import { shared } from '../../styles/shared.ts'
import { stackingTable } from '../../styles/stacking-table.ts'
import { audit as words, auditWord, proofWord, resultWord } from '../../text/audit.ts'
import '../../components/kb-icon.ts'
import { auditPanel } from './styles.ts'

const columns = Object.values(words.columns)

/**
 * Rows of the audit trail. Persons are told by the end of their id: who they are shows the page that opens. Events: `kb-open` (detail kind and
 * id of a person), `kb-only` (detail the id).
 */
export class KbAuditRows extends LitElement {
  static override properties = { items: { attribute: false } }
  static override styles = [shared, auditPanel, stackingTable]
  declare items: readonly AuditEntry[]

  override render() {
    return html`<div class="sheet rows">
      <table class="stacks">
        <thead>
          <tr>
            ${columns.map((word) => html`<th scope="col">${word}</th>`)}
          </tr>
        </thead>
        <tbody>
          ${this.items.map((entry) => this.#row(entry))}
        </tbody>
      </table>
    </div>`
  }

  #row(entry: AuditEntry) {
    const { seq, at, by, onBehalfOfName, what, deviceName, address, result, isDeed, isPrepared, proof } = entry
    return html`<tr class=${result === 'ok' ? '' : 'refused'} data-test="audit-row" data-seq=${seq}>
      <td class="at">
        <span>${longDate(dateOf(at))}</span> <span>${hourMinuteSecond(at)}</span>
        <div class="sub">${words.row(seq)}</div>
      </td>
      <td class="by">
        ${by ?? words.box}${onBehalfOfName === null ? nothing : html`<div class="sub">${words.proxy(onBehalfOfName)}</div>`}
      </td>
      <td>
        ${auditWord(what)}${isDeed ? html` <span class="badge plain">${words.deed}</span>` : nothing}
        ${isPrepared ? html`<span class="badge plain">${words.prepared}</span>` : nothing}
        ${proof === null ? nothing : html`<div class="sub">${proofWord(proof)}</div>`}
        ${result === 'ok' ? nothing : html`<div class="why">▲ ${words.refusedFor(resultWord(result))}</div>`}
      </td>
      <td><div class="whom">${this.#whom(entry)}</div></td>
      <td class="from">
        ${deviceName === null ? nothing : html`<div>${deviceName}</div>`}<span class="sub">${address ?? ''}</span>
      </td>
    </tr>`
  }

  #whom({ memberId, patientId, shown, more }: AuditEntry) {
    const others = shown.length + more
    return html`${memberId === null ? nothing : this.#person('member', memberId)}
    ${patientId === null ? nothing : this.#person('patient', patientId)}
    ${
      others === 0
        ? nothing
        : html`<span class="sub">
            ${memberId === null && patientId === null ? words.several(others) : words.others(others)}
          </span>`
    }`
  }

  #person(kind: 'member' | 'patient', id: string) {
    return html`<button
        class="btn quiet"
        type="button"
        title=${words.open}
        @click=${() => this.dispatchEvent(new CustomEvent('kb-open', { detail: { kind, id } }))}
      >
        ${words[kind]} <span class="id">…${id.slice(-8)}</span></button
      ><button
        class="btn quiet"
        type="button"
        title=${words.only}
        aria-label="${words.only} ${id.slice(-8)}"
        data-test="only"
        @click=${() => this.dispatchEvent(new CustomEvent('kb-only', { detail: id }))}
      >
        <kb-icon name="search"></kb-icon>
      </button>`
  }
}

customElements.define('kb-audit-rows', KbAuditRows)
