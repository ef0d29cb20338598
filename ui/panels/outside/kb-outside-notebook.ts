import { LitElement, html, nothing } from 'lit'
import type {
  NotebookContent,
  NotebookDay,
  NotebookDrug,
  NotebookNote,
  NotebookOtc,
  NotebookPrescription,
  NotebookRp,
  OutsideNotebook,
} from '../../../contract/outside-notebook.ts'
import { dateOf, hourMinuteSecond } from '../../format/clock.ts'
import { birthLong, longDate } from '../../format/dates.ts'
import { groupOddities } from '../../format/notebook-oddities.ts'
import { ja } from '../../text/ja.ts'
import { outsideNotebook as words } from '../../text/outside-notebook.ts'
import { shared } from '../../styles/shared.ts'
import '../../components/kb-drug-name.ts'
import { notebookStyles } from './notebook-styles.ts'

/** What another notebook said when its code was scanned: to be looked at, never taken over. Event `kb-close`. */
export class KbOutsideNotebook extends LitElement {
  static override properties = { notebook: { attribute: false } }
  static override styles = [shared, notebookStyles]
  declare notebook: OutsideNotebook

  /** Brings it under the eyes of whoever asked for it, the screen reader's too. */
  show(): void {
    const title = this.renderRoot.querySelector<HTMLElement>('h3')
    title?.focus({ preventScroll: true })
    this.scrollIntoView({ block: 'start' })
  }

  override render() {
    const { content, scannedAt } = this.notebook
    return html`<section class="sheet" aria-labelledby="title">
      <header>
        <h3 id="title" tabindex="-1">${words.title}</h3>
        <span class="badge info" data-test="view-only">${words.badge}</span>
        <span data-test="taken-at"
          >${words.takenAt(`${longDate(dateOf(scannedAt))} ${hourMinuteSecond(scannedAt)}`)}</span
        >
        <button
          class="btn"
          type="button"
          data-test="close-notebook"
          @click=${() => this.dispatchEvent(new Event('kb-close'))}
        >
          ${words.close}
        </button>
      </header>
      <p class="consent" data-test="consent">${words.consent}</p>
      ${content ? html`<p class="quiet">${words.asWritten}</p>` : nothing} ${this.#oddities(content === null)}
      ${content ? this.#content(content) : nothing}
    </section>`
  }

  #oddities(isRefused: boolean) {
    const groups = groupOddities(this.notebook.warnings)
    if (groups.length === 0) return nothing
    return html`<div class="odd" data-test="notebook-oddities">
      <b>${isRefused ? words.refused : words.odd(groups.length)}</b>
      <ul>
        ${groups.map(
          ({ code, what, places }) =>
            html`<li data-code=${code}>${what} <small>${ja.warnings.technician(code, places)}</small></li>`,
        )}
      </ul>
      <p class="quiet">${isRefused ? words.refusedHint : words.oddHint}</p>
    </div>`
  }

  #content({ patient, specials, memos, otc, days, pharmacists, unread, writtenFor, version }: NotebookContent) {
    return html`<dl class="patient" data-test="notebook-patient">
        <div>
          <dt>${words.patient.name}</dt>
          <dd class="name">${patient.name}</dd>
        </div>
        ${
          patient.kana === undefined
            ? nothing
            : html`<div>
                <dt>${words.patient.kana}</dt>
                <dd>${patient.kana}</dd>
              </div>`
        }
        <div>
          <dt>${words.patient.sex}</dt>
          <dd>${ja.sex[patient.sex]}</dd>
        </div>
        <div>
          <dt>${words.patient.birth}</dt>
          <dd>${patient.birthOn === undefined ? words.noBirth : birthLong(patient.birthOn)}</dd>
        </div>
      </dl>
      ${this.#unread(unread)} ${this.#notes(words.specials, specials, (kind) => words.specialKinds[kind] ?? '')}
      ${this.#notes(words.memos, memos)} ${otc.length > 0 ? this.#otc(otc) : nothing}
      <h4>${words.days}</h4>
      ${days.length === 0 ? html`<p class="quiet">${words.noDays}</p>` : days.map((day) => this.#day(day))}
      ${
        pharmacists.length === 0
          ? nothing
          : html`<h4>${words.pharmacists}</h4>
              <ul>
                ${pharmacists.map(
                  ({ name, pharmacy, phone }) => html`<li>${[name, pharmacy, phone].filter(Boolean).join('　')}</li>`,
                )}
              </ul>`
      }
      <p class="quiet">${words.writtenFor[writtenFor]}　${version}</p>`
  }

  #unread(unread: NotebookContent['unread']) {
    if (unread.length === 0) return nothing
    return html`<div class="odd" data-test="unread">
      <b>${words.unread}</b>
      <p class="quiet">${words.unreadHint}</p>
      <ul>
        ${unread.map(({ line, text }) => html`<li><small>${ja.warnings.place(line, undefined)}</small> ${text}</li>`)}
      </ul>
    </div>`
  }

  #notes(title: string, notes: readonly NotebookNote[], kindOf?: (kind: string) => string) {
    if (notes.length === 0) return nothing
    return html`<h4>${title}</h4>
      <ul>
        ${notes.map(({ text, by, on, kind }) => {
          const what = kind === undefined ? '' : (kindOf?.(kind) ?? '')
          return html`<li>
            ${what === '' ? nothing : html`<b>${what}</b>　 `}${text}
            <small>${[on === undefined ? '' : longDate(on), words.by[by]].filter(Boolean).join('　')}</small>
          </li>`
        })}
      </ul>`
  }

  #otc(otc: readonly NotebookOtc[]) {
    const dates = ({ startOn, endOn }: NotebookOtc) =>
      [startOn && ja.dose.from(longDate(startOn)), endOn && ja.dose.until(longDate(endOn))].filter(Boolean).join(' ')
    return html`<h4>${words.otc}</h4>
      <ul data-test="notebook-otc">
        ${otc.map(
          (each) =>
            html`<li>
              <kb-drug-name .name=${each.name}></kb-drug-name>
              <small>${[dates(each), words.by[each.by]].filter(Boolean).join('　')}</small>
              ${each.ingredients.length > 0 ? html`<small>${words.ingredients(each.ingredients.join('、'))}</small>` : nothing}
            </li>`,
        )}
      </ul>`
  }

  #day(day: NotebookDay) {
    const { on, pharmacy, pharmacist, prescriptions } = day
    return html`<article data-test="notebook-day">
      <h5>${on === undefined ? words.noDay : longDate(on)}</h5>
      <p>
        ${pharmacy?.name || words.noPharmacy}　<small
          >${[pharmacist && words.dispensedBy(pharmacist), pharmacy?.phone].filter(Boolean).join('　')}</small
        >
      </p>
      ${prescriptions.map((each) => this.#prescription(each))}
      ${(['cautions', 'provided', 'leftovers', 'remarks', 'byPatient'] as const).map((list) =>
        this.#notes(words.lists[list], day[list]),
      )}
    </article>`
  }

  #prescription({ institution, department, prescriber, rps }: NotebookPrescription) {
    const from = [institution, department, prescriber].filter(Boolean).join('　')
    return html`${from === '' ? nothing : html`<p class="from">${from}</p>`} ${rps.map((rp) => this.#rp(rp))}`
  }

  #rp(rp: NotebookRp) {
    const { number, form, usage, count, countUnit, drugs, notes, cautions } = rp
    const amount = count === undefined ? '' : `${count}${countUnit ?? ''}`
    return html`<div class="rp">
      <span class="head"><b>${words.rp(number)}</b> <small>${words.forms[form]}</small></span>
      <div>
        ${drugs.map((drug) => this.#drug(drug, form))}
        <p class="usage">${[usage ?? words.noUsage, amount].filter(Boolean).join('　')}</p>
        ${this.#lines([...notes, ...cautions])}
      </div>
    </div>`
  }

  #drug({ name, dose, unit, genericName, notes, cautions }: NotebookDrug, form: NotebookRp['form']) {
    const amount = dose === undefined ? words.noDose : words.dose(form, `${dose}${unit ?? ''}`)
    return html`<p class="drug" data-test="notebook-drug">
        <kb-drug-name .name=${name}></kb-drug-name> <span>${amount}</span>
      </p>
      ${genericName === undefined ? nothing : html`<p class="quiet">${genericName}</p>`}
      ${this.#lines([...notes, ...cautions])}`
  }

  #lines(notes: readonly NotebookNote[]) {
    return notes.map(({ text }) => html`<p class="quiet">${text}</p>`)
  }
}

customElements.define('kb-outside-notebook', KbOutsideNotebook)

declare global {
  interface HTMLElementTagNameMap {
    'kb-outside-notebook': KbOutsideNotebook
  }
}
