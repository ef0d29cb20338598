import { LitElement, css, html, nothing } from 'lit'
import type { Dispensing } from '../../contract/dispensing.ts'
import type { Medication } from '../../contract/medication.ts'
import type { Rp } from '../../contract/rp.ts'
import { hourMinute } from '../format/clock.ts'
import { longDate } from '../format/dates.ts'
import { countText, doseText } from '../format/dosage.ts'
import { shared } from '../styles/shared.ts'
import { ja } from '../text/ja.ts'
import { formColours } from '../styles/form-colours.ts'
import './kb-drug-name.ts'
import './kb-icon.ts'
import './kb-warnings.ts'

/** One dispensing: where from, and its medications by usage group. Event `kb-revisions` asks for the history of its files. */
export class KbDispensingCard extends LitElement {
  static override properties = { dispensing: { attribute: false }, isTimed: { type: Boolean, attribute: 'timed' } }
  static override styles = [
    shared,
    formColours,
    css`
      header {
        display: flex;
        flex-wrap: wrap;
        align-items: center;
        gap: 0 14px;
        min-height: 3.25rem;
        padding: 3px 6px 3px 14px;
        border-bottom: 1px solid var(--line);
      }
      h3 {
        font-size: 1.125rem;
        line-height: 1.2;
        white-space: nowrap;
      }
      .from {
        flex: 1 1 12rem;
        color: var(--ink-2);
        font-size: 0.9375rem;
      }
      .from span:not(:first-child)::before {
        content: '／';
        margin-inline: 0.35em;
        color: var(--ink-3);
      }
      .rp {
        display: grid;
        grid-template-columns: 4.25rem minmax(0, 1fr);
        padding: 9px 14px;
        border-bottom: 1px solid var(--line-2);
      }
      .rp:last-child {
        border: 0;
      }
      .med {
        display: grid;
        grid-template-columns: minmax(0, 1fr) 8rem 6.5rem;
        align-items: center;
        gap: 0 12px;
      }
      .med + .med {
        margin-top: 8px;
      }
      .drug {
        font-size: 1.0625rem;
        font-weight: 700;
        line-height: 1.35;
      }
      .use {
        color: var(--ink-2);
        font-size: 0.9375rem;
      }
      .use span {
        display: inline-block;
        margin-right: 1em;
      }
      .use.group {
        margin-top: 6px;
        padding-top: 5px;
        border-top: 1px dashed var(--line);
      }
      .left {
        color: var(--ink-2);
        font-size: 0.8125rem;
        text-align: right;
        white-space: nowrap;
      }
      .left b {
        display: block;
        color: var(--ink);
        font-size: 1.125rem;
        line-height: 1.2;
      }
      .note {
        color: var(--ink-2);
        font-size: 0.8125rem;
      }
      @media (max-width: 900px) {
        .rp {
          grid-template-columns: 3.75rem minmax(0, 1fr);
        }
        .med {
          grid-template-columns: minmax(0, 1fr) 7rem 5.5rem;
          gap: 0 8px;
        }
      }
    `,
  ]
  declare dispensing: Dispensing
  declare isTimed: boolean

  override render() {
    const { prescription, pharmacy, rps, action, receivedAt, warnings } = this.dispensing
    const from = [prescription.institution?.name, prescription.department, prescription.prescriber]
      .filter(Boolean)
      .join('　')
    return html`<section class="sheet" data-test="dispensing-card" data-dispensing-id=${this.dispensing.id}>
      <header>
        <h3>${prescription.dispensedOn === undefined ? ja.person.noDate : longDate(prescription.dispensedOn)}</h3>
        <p class="from">
          <span>${from || ja.dispensings.noWhere}</span>${pharmacy.name ? html`<span>${pharmacy.name}</span>` : nothing}
        </p>
        ${action === 'update' ? html`<span class="badge info">${ja.person.updatedMark}</span>` : nothing}
        ${this.isTimed ? html`<span class="sub">${ja.person.received(hourMinute(receivedAt))}</span>` : nothing}
        <button
          class="btn quiet"
          type="button"
          data-test="revisions"
          @click=${() => this.dispatchEvent(new Event('kb-revisions'))}
        >
          <kb-icon name="history"></kb-icon>${ja.person.revisions}
        </button>
      </header>
      ${warnings.length > 0 ? html`<kb-warnings .warnings=${warnings}></kb-warnings>` : nothing}
      ${rps.map((rp) => this.#rp(rp))}
    </section>`
  }

  #rp(rp: Rp) {
    const isSingle = rp.medications.length === 1
    const usage = [rp.usage, countText(rp)].filter((text) => text !== undefined && text !== '')
    const notes = rp.notes ?? []
    return html`<div class="rp" data-test="rp" data-form=${rp.form}>
      <span class="form ${rp.form}">${ja.form[rp.form]}</span>
      <div>
        ${rp.medications.map((medication) => this.#medication(medication, rp, isSingle ? usage : []))}
        ${!isSingle && usage.length > 0 ? html`<p class="use group">${usage.map((text) => html`<span>${text}</span>`)}</p>` : nothing}
        ${notes.map((note) => html`<p class="note">${note}</p>`)}
      </div>
    </div>`
  }

  #medication(medication: Medication, rp: Rp, usage: (string | undefined)[]) {
    const dose = doseText(medication, rp.form)
    const [when, howLong] = usage
    const words = [when, dose, howLong].filter((text) => text !== undefined && text !== '')
    return html`<div class="med" data-test="medication">
      <div>
        <p class="drug"><kb-drug-name .name=${medication.name}></kb-drug-name></p>
        ${words.length > 0 ? html`<p class="use">${words.map((text) => html`<span>${text}</span>`)}</p>` : nothing}
        ${medication.genericName ? html`<p class="note">${ja.person.generic(medication.genericName)}</p>` : nothing}
        ${(medication.notes ?? []).map((note) => html`<p class="note">${note}</p>`)}
      </div>
      <div>${this.#mark(medication, rp)}</div>
      <div class="left">
        ${
          medication.remaining === undefined || rp.taking === 'finished'
            ? nothing
            : html`<span title=${ja.person.remainingTitle}>${ja.person.remaining}</span
                ><b>${medication.remaining}${medication.unit ?? ''}</b>`
        }
      </div>
    </div>`
  }

  #mark(medication: Medication, rp: Rp) {
    if (medication.kind) return html`<span class="badge plain">${ja.person[medication.kind]}</span>`
    if (!rp.taking) return nothing
    const look = { taking: 'live', unknown: '', finished: 'plain', 'not-started': 'plain' }[rp.taking]
    return html`<span
      class="badge ${look}"
      title=${rp.taking === 'unknown' ? ja.person.unknownHint : nothing}
      data-test="taking-state"
      >${ja.taking[rp.taking]}</span
    >`
  }
}

customElements.define('kb-dispensing-card', KbDispensingCard)
