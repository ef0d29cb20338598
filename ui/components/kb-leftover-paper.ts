import { LitElement, css, html, nothing } from 'lit'
import type { LeftoverLine, LeftoverResult, Leftovers } from '../../contract/leftovers.ts'
import { dateOf } from '../format/clock.ts'
import { birthLong, longDate } from '../format/dates.ts'
import { warekiYear } from '../format/wareki.ts'
import { shared } from '../styles/shared.ts'
import { ja } from '../text/ja.ts'
import { leftovers } from '../text/leftovers.ts'
import { byline } from '../text/proxy.ts'

const words = leftovers.paper

/** 残薬調整のご提案 on A4, for the prescriber: what was counted and what follows by arithmetic. Only on paper. */
export class KbLeftoverPaper extends LitElement {
  static override properties = {
    saved: { attribute: false },
    person: { attribute: false },
    facility: {},
  }
  static override styles = [
    shared,
    css`
      :host {
        display: none;
      }
      @media print {
        :host {
          display: block;
          color: #000;
          font-size: 10pt;
          line-height: 1.4;
        }
      }
      header {
        display: flex;
        justify-content: space-between;
        gap: 6mm;
        margin-bottom: 4mm;
        padding-bottom: 2mm;
        border-bottom: 1pt solid #000;
      }
      h1 {
        font-size: 17pt;
      }
      .who {
        font-size: 15pt;
        font-weight: 700;
      }
      .right {
        text-align: right;
      }
      table {
        width: 100%;
        margin: 4mm 0 2mm;
        border-collapse: collapse;
      }
      tr {
        break-inside: avoid;
      }
      th,
      td {
        padding: 1.5mm 2mm;
        border: 0.5pt solid #000;
        text-align: left;
        vertical-align: top;
        overflow-wrap: anywhere;
      }
      th {
        font-size: 8.5pt;
        font-weight: 400;
      }
      td small {
        display: block;
        font-size: 8pt;
      }
      .note {
        min-height: 25mm;
        margin-top: 4mm;
        padding: 2mm 3mm;
        border: 0.5pt solid #000;
        break-inside: avoid;
        white-space: pre-wrap;
        overflow-wrap: anywhere;
      }
      .note b {
        display: block;
      }
    `,
  ]
  declare saved: Leftovers | null
  declare person: { name: string; birthOn?: string } | null
  declare facility: string

  override render() {
    const { saved, person } = this
    if (!saved || !person) return nothing
    const { count, plan } = saved
    const day = (date: string): string => `${longDate(date)}（${warekiYear(date)}）`
    const lines = count.lines.filter(({ counted }) => counted !== null)
    const { columns } = words
    return html`<header>
        <div>
          <h1>${words.title}</h1>
          <p>${words.to}</p>
        </div>
        <div class="right">
          <p><b>${this.facility}</b></p>
          <p>
            ${words.counted(day(dateOf(saved.savedAt)), byline(saved.by, saved.onBehalfOf))}　${saved.version > 1 ? words.version(saved.version) : ''}
          </p>
        </div>
      </header>
      <p>
        <span class="who">${words.sama(person.name)}</span>　${
          person.birthOn === undefined ? nothing : words.birth(birthLong(person.birthOn))
        }
      </p>
      <p>
        ${plan.endOn === null ? words.noGoal : words.goal(day(plan.endOn), day(count.fromOn), plan.days)}${words.arithmetic}
      </p>
      <table>
        <thead>
          <tr>
            <th scope="col">${columns.name}</th>
            <th scope="col">${columns.perDay}</th>
            <th scope="col">${columns.counted}</th>
            <th scope="col">${columns.days}</th>
            <th scope="col">${columns.less}</th>
            <th scope="col">${columns.prescribe}</th>
            <th scope="col">${columns.remarks}</th>
          </tr>
        </thead>
        <tbody>
          ${lines.map((line) =>
            this.#row(
              line,
              plan.results.find(({ key }) => key === line.drug.key),
            ),
          )}
        </tbody>
      </table>
      <div class="note"><b>${words.note}</b>${count.note}</div>`
  }

  #row({ drug, counted, countedIn, isGuess, expiresOn }: LeftoverLine, result: LeftoverResult | undefined) {
    const unit = drug.unit ?? ''
    const countedUnit = countedIn === 'packets' ? leftovers.packetUnit : unit
    const { days, rest, lessDays, lessAmount, prescribeDays, warnings = [] } = result ?? {}
    const remarks = [
      ...(expiresOn === undefined ? [] : [words.expires(longDate(expiresOn))]),
      ...warnings.map((warning) => leftovers.warning[warning]),
    ]
    return html`<tr>
      <td>${drug.name}<small>${drug.usage ?? ''}</small></td>
      <td>${drug.perDay === undefined ? ja.form[drug.form] : `${drug.perDay}${unit}`}</td>
      <td>${counted}${countedUnit}${isGuess ? html`<small>${words.guess}</small>` : nothing}</td>
      <td>
        ${days === undefined ? words.unknown : leftovers.days(days)}
        ${rest === undefined ? nothing : html`<small>${leftovers.rest(rest, countedUnit)}</small>`}
      </td>
      <td>
        ${lessDays === undefined ? '' : lessDays === 0 ? leftovers.noLess : leftovers.lessText(lessDays, lessAmount ?? '', unit)}
      </td>
      <td>
        ${prescribeDays === undefined ? '' : prescribeDays === 0 ? leftovers.notNeeded : leftovers.days(prescribeDays)}
      </td>
      <td>${remarks.join('、')}</td>
    </tr>`
  }
}

customElements.define('kb-leftover-paper', KbLeftoverPaper)
