import { LitElement, css, html, nothing } from 'lit'
import { repeat } from 'lit/directives/repeat.js'
import type { Dispensing } from '../../contract/dispensing.ts'
import { hourMinute } from '../format/clock.ts'
import { hasGraveWarning } from '../format/warnings.ts'
import { listTable, shared } from '../styles/shared.ts'
import { ja } from '../text/ja.ts'
import './kb-drug-name.ts'
import { RowKeys } from './row-keys.ts'

/** The names that fit into a row. */
const namesShown = 2

/** 本日の調剤: dispensings as they arrived, newest first. Event `kb-open` with the dispensing as detail. */
export class KbDispensingTable extends LitElement {
  static override properties = { dispensings: { attribute: false }, arrived: { attribute: false } }
  static override styles = [
    shared,
    listTable,
    css`
      table {
        table-layout: fixed;
      }
      td {
        overflow: hidden;
        text-overflow: ellipsis;
      }
      .time {
        width: 6rem;
      }
      .name {
        width: 22%;
      }
      th.name {
        font-size: 0.8125rem;
        font-weight: 400;
      }
      th.time {
        font-size: 0.8125rem;
        font-weight: 400;
        line-height: inherit;
      }
      .where {
        width: 24%;
      }
      .state {
        width: 6rem;
      }
      .two {
        overflow: hidden;
        line-height: 1.35;
        text-overflow: ellipsis;
      }
      .drugs li {
        display: flex;
        align-items: baseline;
        gap: 12px;
        line-height: 1.4;
      }
      .drugs kb-drug-name {
        font-weight: 700;
      }
      .drugs .sub {
        flex: none;
      }
      .mark {
        color: var(--warn);
      }
      tr.arrived td {
        animation:
          glide 480ms ease-out,
          tint 6s ease-out;
      }
      @keyframes tint {
        from {
          background: var(--accent-soft);
        }
      }
      @container (max-width: 52rem) {
        .name {
          width: 20%;
        }
        .where {
          width: 21%;
        }
        .time,
        .state {
          width: 5.25rem;
        }
      }
    `,
  ]
  declare dispensings: readonly Dispensing[]
  declare arrived: ReadonlySet<string>
  readonly #keys = new RowKeys(this, (key) => {
    const found = this.dispensings.find((candidate) => candidate.id === key)
    if (found) this.dispatchEvent(new CustomEvent<Dispensing>('kb-open', { detail: found }))
  })

  /** Brings the keyboard to the rows. */
  focusRows(): boolean {
    return this.#keys.focus()
  }

  override render() {
    const { columns } = ja.dispensings
    return html`<table @keydown=${this.#keys.onKey} @click=${this.#keys.onClick} @focusin=${this.#keys.onFocus}>
      <caption class="visually-hidden">
        ${ja.list.dispensings}
      </caption>
      <thead>
        <tr>
          <th class="time" scope="col">${columns.time}</th>
          <th class="name" scope="col">${columns.name}</th>
          <th class="where" scope="col">${columns.where}</th>
          <th scope="col">${columns.drugs}</th>
          <th class="state" scope="col">${columns.state}</th>
        </tr>
      </thead>
      <tbody>
        ${repeat(
          this.dispensings,
          (dispensing) => dispensing.id,
          (dispensing) => this.#row(dispensing),
        )}
      </tbody>
    </table>`
  }

  #row(dispensing: Dispensing) {
    const { patient, patientId, prescription } = dispensing
    const isUpdate = dispensing.action === 'update'
    const name = html`<span class="kana">${patient?.kana ?? ''}</span
      >${patient?.name ?? patient?.kana ?? ja.dispensings.nobody}`
    return html`<tr
      class=${this.arrived.has(dispensing.id) ? 'arrived' : ''}
      data-test="dispensing-row"
      data-key=${dispensing.id}
      data-dispensing-id=${dispensing.id}
      data-prescription=${prescription.number}
      aria-disabled=${patientId === null ? 'true' : 'false'}
      tabindex="-1"
    >
      <td class="time">${hourMinute(dispensing.receivedAt)}</td>
      <td class="name">
        ${patientId === null ? name : html`<a href="/patients/${patientId}/current" tabindex="-1">${name}</a>`}
      </td>
      <td>
        <div class="two">${prescription.institution?.name ?? ja.dispensings.noWhere}</div>
        ${prescription.department ? html`<div class="two sub">${prescription.department}</div>` : nothing}
      </td>
      <td>${this.#drugs(dispensing)}</td>
      <td>
        <span class="badge ${isUpdate ? 'info' : ''}">${isUpdate ? ja.dispensings.updated : ja.dispensings.isNew}</span>
        ${
          hasGraveWarning(dispensing.warnings)
            ? html`<span
                class="mark"
                role="img"
                title=${ja.warnings.mark}
                aria-label=${ja.warnings.mark}
                data-test="warning-mark"
                >▲</span
              >`
            : nothing
        }
      </td>
    </tr>`
  }

  #drugs(dispensing: Dispensing) {
    const names = dispensing.rps.flatMap((rp) =>
      rp.medications.filter(({ kind }) => kind === undefined).map(({ name }) => name),
    )
    if (names.length === 0) return html`<span class="sub">${ja.dispensings.noDrugs}</span>`
    const rest = names.length - namesShown
    const shown = names.slice(0, namesShown)
    return html`<ul class="drugs">
      ${shown.map(
        (name, index) =>
          html`<li>
            <kb-drug-name slim .name=${name}></kb-drug-name>
            ${rest > 0 && index === shown.length - 1 ? html`<span class="sub">${ja.dispensings.others(rest)}</span>` : nothing}
          </li>`,
      )}
    </ul>`
  }
}

customElements.define('kb-dispensing-table', KbDispensingTable)
