import { LitElement, css, html, nothing } from 'lit'
import type { TakingMedication } from '../../contract/taking.ts'
import { toDayNumber } from '../format/calendar.ts'
import { shortDate } from '../format/dates.ts'
import { doseText } from '../format/dosage.ts'
import { formColours } from '../styles/form-colours.ts'
import { shared } from '../styles/shared.ts'
import { ja } from '../text/ja.ts'
import { medicineWords, personWords } from '../text/person.ts'
import './kb-drug-name.ts'

/** 服用中のお薬一覧: what is being taken, and apart from it what cannot be told. */
export class KbTakingList extends LitElement {
  static override properties = { items: { attribute: false }, today: {} }
  static override styles = [
    shared,
    formColours,
    css`
      h2 {
        display: flex;
        align-items: baseline;
        gap: 8px;
        padding: 10px 14px;
        border-bottom: 1px solid var(--line);
        font-size: 1rem;
      }
      ul + h2 {
        border-top: 1px solid var(--line);
      }
      .hint {
        padding: 6px 14px;
        border-bottom: 1px solid var(--line-2);
        color: var(--ink-2);
        font-size: 0.8125rem;
      }
      li {
        padding: 8px 14px;
        border-bottom: 1px solid var(--line-2);
      }
      li:last-child {
        border: 0;
      }
      .drug {
        font-weight: 700;
      }
      .use {
        color: var(--ink-2);
        font-size: 0.875rem;
      }
      .use span {
        display: inline-block;
        margin-right: 0.9em;
      }
      .unknown {
        display: flex;
        align-items: baseline;
        justify-content: space-between;
        gap: 10px;
      }
      .unknown .drug {
        font-weight: 400;
      }
      .form {
        flex: none;
        padding-left: 6px;
        border-left-width: 3px;
        font-size: 0.8125rem;
        line-height: 1.2;
      }
      progress {
        display: block;
        width: 100%;
        height: 6px;
        margin-top: 5px;
        overflow: hidden;
        border: 0;
        border-radius: 3px;
        background: var(--line-2);
        appearance: none;
      }
      progress::-webkit-progress-bar {
        background: var(--line-2);
      }
      progress::-webkit-progress-value {
        background: var(--accent);
      }
      progress::-moz-progress-bar {
        background: var(--accent);
      }
      .none {
        padding: 16px 14px;
        color: var(--ink-2);
      }
      @container (min-width: 600px) {
        ul {
          display: grid;
          grid-template-columns: repeat(auto-fill, minmax(17rem, 1fr));
        }
        li {
          border: 0;
        }
      }
      :host {
        container-type: inline-size;
      }
    `,
  ]
  declare items: readonly TakingMedication[]
  declare today: string

  override render() {
    const unknown = this.items.filter((item) => item.state === 'unknown')
    const taking = this.items.filter((item) => item.state === 'taking' || item.state === 'not-started')
    return html`<div class="sheet" data-test="taking-list">
      <h2>${medicineWords.takingTitle} <span class="sub">${medicineWords.within}</span></h2>
      ${
        taking.length === 0
          ? html`<p class="none">${medicineWords.noTaking}</p>`
          : html`<ul>
              ${taking.map((item) => this.#taking(item))}
            </ul>`
      }
      ${
        unknown.length === 0
          ? nothing
          : html`<h2>${medicineWords.unknownTitle}</h2>
              <p class="hint">${medicineWords.unknownHint}</p>
              <ul>
                ${[...byDrug(unknown).values()].map((items) => this.#unknown(items))}
              </ul>`
      }
    </div>`
  }

  #taking(item: TakingMedication) {
    const { lastOn, startOn, medication } = item
    const dose = doseText(medication, item.form)
    const when =
      item.state === 'not-started' && startOn
        ? ja.dose.from(shortDate(startOn, this.today))
        : lastOn
          ? ja.dose.until(shortDate(lastOn, this.today))
          : ''
    return html`<li data-test="taking-row">
      <p class="drug"><kb-drug-name .name=${medication.name}></kb-drug-name></p>
      <p class="use">
        ${[item.usage, dose, when, item.pharmacyName, this.#source(item)].map((text) => (text ? html`<span>${text}</span>` : nothing))}
        ${item.state === 'not-started' ? html`<span>${ja.taking['not-started']}</span>` : nothing}
      </p>
      ${startOn && lastOn ? this.#meter(startOn, lastOn) : nothing}
    </li>`
  }

  /** Days left of the days given; the words beside it say the same. */
  #meter(startOn: string, lastOn: string) {
    const days = toDayNumber(lastOn) - toDayNumber(startOn) + 1
    const left = Math.max(0, Math.min(days, toDayNumber(lastOn) - toDayNumber(this.today) + 1))
    return html`<progress max=${days} value=${left} aria-hidden="true"></progress>`
  }

  /** Newest first: of a drug given several times the row says how often, and when last. */
  #unknown(items: readonly TakingMedication[]) {
    const [item] = items
    if (!item) return nothing
    return html`<li class="unknown" data-test="unknown-row">
      <span class="drug"
        ><kb-drug-name .name=${item.medication.name}></kb-drug-name>${
          items.length > 1
            ? html`<span class="use">
                ${personWords.times(items.length, shortDate(item.dispensedOn, this.today))}</span
              >`
            : nothing
        }</span
      >
      <span class="form ${item.form}"
        >${item.source === 'otc' ? personWords.takingSource.otc : ja.form[item.form]}</span
      >
    </li>`
  }

  /** Where it was told from, unless by the own receipt computer. */
  #source({ source }: TakingMedication): string {
    return source === undefined ? '' : personWords.takingSource[source]
  }
}

/** Rows of one drug and form together, in the order in which they come. */
const byDrug = (items: readonly TakingMedication[]): Map<string, TakingMedication[]> =>
  Map.groupBy(items, ({ form, source, medication }) => `${form} ${source === 'otc' ? 'otc' : ''} ${medication.name}`)

customElements.define('kb-taking-list', KbTakingList)
