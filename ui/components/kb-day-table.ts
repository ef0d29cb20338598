import { LitElement, css, html, nothing } from 'lit'
import type { ReaderDay } from '../../contract/reader.ts'
import { shortDate } from '../format/dates.ts'
import { shared } from '../styles/shared.ts'
import { reader as words } from '../text/readers.ts'

const c = words.columns

interface Column {
  name: string
  of: (day: ReaderDay) => number | null
  /** Anything but nothing is a sign. */
  isBad: boolean
}

const cardColumns: readonly Column[] = [
  { name: c.touches, of: (day) => day.touches, isBad: false },
  { name: c.mute, of: (day) => day.mute, isBad: true },
  { name: c.transmitErrors, of: (day) => day.transmitErrors, isBad: true },
  { name: c.moved, of: (day) => day.moved, isBad: false },
  { name: c.inUse, of: (day) => day.inUse, isBad: true },
  { name: c.wrongCards, of: (day) => day.wrongCards, isBad: false },
]
const scanColumns: readonly Column[] = [
  { name: c.scans, of: (day) => day.scans, isBad: false },
  { name: c.scanErrors, of: (day) => day.scanErrors, isBad: true },
]
const linkColumns: readonly Column[] = [
  { name: c.disconnects, of: (day) => day.disconnects, isBad: true },
  { name: c.flaps, of: (day) => day.flaps, isBad: true },
  { name: c.kernel, of: (day) => day.kernelResets + day.kernelErrors, isBad: true },
]
const speedColumns: readonly Column[] = [
  { name: c.p50, of: (day) => day.p50 && Math.round(day.p50), isBad: false },
  { name: c.p99, of: (day) => day.p99 && Math.round(day.p99), isBad: false },
]

/** 日ごとの記録 of a card reader or a scanner. */
export class KbDayTable extends LitElement {
  static override properties = {
    days: { attribute: false },
    today: {},
    onPaper: { type: Number },
    isScanner: { type: Boolean },
  }
  static override styles = [
    shared,
    css`
      :host {
        overflow-x: auto;
      }
      table {
        width: 100%;
        border-collapse: collapse;
        font-size: 0.875rem;
      }
      th,
      td {
        padding: 5px 6px;
        border-bottom: 1px solid var(--line-2);
        text-align: right;
        white-space: nowrap;
      }
      /* Long words break, so that the table fits a tablet. */
      thead th {
        min-width: 3.2em;
        vertical-align: bottom;
        white-space: normal;
        color: var(--ink-2);
        font-weight: 400;
      }
      th:first-child {
        text-align: left;
      }
      .none {
        color: var(--edge);
      }
      .bad {
        color: var(--stop);
        font-weight: 700;
      }
      @media print {
        .screen {
          display: none !important;
        }
        :host {
          overflow: visible;
        }
        table {
          font-size: 7.5pt;
        }
        th,
        td {
          padding: 1px 3px;
          border-color: #ccc;
        }
      }
    `,
  ]
  declare days: readonly ReaderDay[]
  declare today: string
  /** Rows that go on paper: one page has no room for months. */
  declare onPaper: number
  declare isScanner: boolean

  override render() {
    const columns = this.isScanner
      ? [...scanColumns, ...linkColumns]
      : [...cardColumns, ...linkColumns, ...speedColumns]
    return html`<table>
      <thead>
        <tr>
          <th scope="col">${c.on}</th>
          ${columns.map(({ name }) => html`<th scope="col">${name}</th>`)}
        </tr>
      </thead>
      <tbody>
        ${this.days.map(
          (day, index) =>
            html`<tr data-test="reader-day" class=${index < this.onPaper ? '' : 'screen'}>
              <th scope="row">${shortDate(day.on, this.today)}</th>
              ${columns.map((column) => cell(column, day))}
            </tr>`,
        )}
      </tbody>
    </table>`
  }
}

const cell = ({ of, isBad }: Column, day: ReaderDay) => {
  const value = of(day)
  const look = value === null || value === 0 ? 'none' : isBad ? 'bad' : nothing
  return html`<td class=${look}>${value ?? '—'}</td>`
}

customElements.define('kb-day-table', KbDayTable)
