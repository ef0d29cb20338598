import { LitElement, html, nothing } from 'lit'
import type { Dispensing } from '../../contract/dispensing.ts'
import type { Medication } from '../../contract/medication.ts'
import type { Rp } from '../../contract/rp.ts'
import { dateOf, hourMinute } from '../format/clock.ts'
import { longDate } from '../format/dates.ts'
import { countText, doseText } from '../format/dosage.ts'
import { shared } from '../styles/shared.ts'
import { ja } from '../text/ja.ts'
import { drugText, prescriptionText } from '../format/copy-text.ts'
import { takingReason } from '../format/taking-reason.ts'
import { formColours } from '../styles/form-colours.ts'
import { medicineWords, personWords as words } from '../text/person.ts'
import { byline } from '../text/proxy.ts'
import { dispensingCard } from './dispensing-card-styles.ts'
import './kb-drug-name.ts'
import './kb-icon.ts'
import './kb-warnings.ts'

/**
 * One dispensing: where from, and its medications by usage group. Events: `kb-revisions` asks for the history of its files, `kb-copy`
 * with the text to be copied, `kb-correct` and `kb-remove` for a record that was typed in here. `pointed` shows the key that copies it.
 */
export class KbDispensingCard extends LitElement {
  static override properties = {
    dispensing: { attribute: false },
    isTimed: { type: Boolean, attribute: 'timed' },
    isPointed: { type: Boolean, attribute: 'pointed' },
    copyKey: {},
    opened: { state: true },
    hasCopies: { state: true },
  }
  static override styles = [shared, formColours, dispensingCard]
  declare dispensing: Dispensing
  declare isTimed: boolean
  declare isPointed: boolean
  declare copyKey: string
  /** Drugs whose details are open, by `RP/DRUG`. */
  declare opened: ReadonlySet<string>
  declare hasCopies: boolean

  constructor() {
    super()
    this.opened = new Set()
    this.hasCopies = false
    this.copyKey = 'F4'
  }

  /** What is copied for the whole prescription. */
  get text(): string {
    return prescriptionText(this.dispensing)
  }

  override connectedCallback(): void {
    super.connectedCallback()
    // Reached by the arrow keys of the list, not by Tab: its buttons are.
    this.tabIndex = -1
  }

  override render() {
    const { prescription, pharmacy, rps, action, receivedAt, warnings, origin, isElsewhere, copies } = this.dispensing
    const from = [prescription.institution?.name, prescription.department, prescription.prescriber]
      .filter(Boolean)
      .join('　')
    return html`<article class="sheet" data-test="dispensing-card" data-dispensing-id=${this.dispensing.id}>
      ${origin ? this.#origin(origin) : nothing}
      <header>
        <h3>${prescription.dispensedOn === undefined ? medicineWords.noDate : longDate(prescription.dispensedOn)}</h3>
        ${
          isElsewhere
            ? html`<span class="badge info" data-test="elsewhere">${words.elsewhereBadge(pharmacy.name ?? '')}</span>`
            : nothing
        }
        <p class="from">
          <span>${from || ja.dispensings.noWhere}</span
          >${!isElsewhere && pharmacy.name ? html`<span>${pharmacy.name}</span>` : nothing}
        </p>
        ${action === 'update' ? html`<span class="badge info">${medicineWords.updatedMark}</span>` : nothing}
        ${this.isTimed ? html`<span class="sub">${medicineWords.received(hourMinute(receivedAt))}</span>` : nothing}
        ${origin ? this.#originDeeds(origin.source) : this.#button('revisions', 'kb-revisions', html`<kb-icon name="history"></kb-icon>${medicineWords.revisions}`)}
        <button
          class="btn"
          type="button"
          data-test="copy-prescription"
          @click=${() => {
            this.#copy(this.text)
          }}
        >
          ${words.copyPrescription}${this.isPointed ? html` <span class="key">${this.copyKey}</span>` : nothing}
        </button>
      </header>
      ${warnings.length > 0 ? html`<kb-warnings .warnings=${warnings}></kb-warnings>` : nothing}
      ${rps.map((rp, index) => this.#rp(rp, index))} ${copies ? this.#copies(copies) : nothing}
    </article>`
  }

  /** Above the date: this did not come from the own receipt computer. */
  #origin({ source, by, onBehalfOf }: NonNullable<Dispensing['origin']>) {
    return html`<p class="origin" data-test="origin" data-source=${source}>
      <kb-icon name="elsewhere"></kb-icon><b>${words.source[source]}</b>
      ${source === 'mynaportal' ? html`<span>${words.mynaportalNote}</span>` : nothing}
      ${onBehalfOf === undefined ? nothing : html`<span>${byline(by ?? '', onBehalfOf)}</span>`}
    </p>`
  }

  /** What was typed here can be corrected here; what came as a whole can only be taken away. */
  #originDeeds(source: keyof typeof words.source) {
    return html`${source === 'paper' ? this.#button('correct-outside', 'kb-correct', words.entry.correct) : nothing}
    ${this.#button('remove-outside', 'kb-remove', words.entry.remove)}`
  }

  #button(test: string, event: string, content: unknown) {
    return html`<button
      class="btn quiet"
      type="button"
      data-test=${test}
      @click=${() => this.dispatchEvent(new Event(event))}
    >
      ${content}
    </button>`
  }

  #copies(copies: NonNullable<Dispensing['copies']>) {
    return html`<div class="copies" data-test="copies">
      <button
        class="btn quiet"
        type="button"
        aria-expanded=${this.hasCopies ? 'true' : 'false'}
        @click=${() => {
          this.hasCopies = !this.hasCopies
        }}
      >
        ${words.copies(copies.length)}
      </button>
      ${
        this.hasCopies
          ? html`<p class="note">${words.copiesHint}</p>
              <ul>
                ${copies.map(
                  ({ source, registeredAt, by }) =>
                    html`<li class="note">
                      ${words.copySource[source]}　${longDate(dateOf(registeredAt))}
                      ${hourMinute(registeredAt)}　${by ?? ''}
                    </li>`,
                )}
              </ul>`
          : nothing
      }
    </div>`
  }

  #copy(text: string): void {
    this.dispatchEvent(new CustomEvent<string>('kb-copy', { detail: text }))
  }

  #rp(rp: Rp, rpIndex: number) {
    const isSingle = rp.medications.length === 1
    const usage = [rp.usage, countText(rp)].filter((text) => text !== undefined && text !== '')
    return html`<div class="rp" data-test="rp" data-form=${rp.form}>
      <span class="form ${rp.form}">${ja.form[rp.form]}</span>
      <div>
        ${rp.medications.map((medication, index) =>
          this.#medication(medication, rp, isSingle ? usage : [], `${String(rpIndex)}/${String(index)}`),
        )}
        ${!isSingle && usage.length > 0 ? html`<p class="use group">${usage.map((text) => html`<span>${text}</span>`)}</p>` : nothing}
        ${(rp.notes ?? []).map((note) => html`<p class="note">${note}</p>`)}
      </div>
    </div>`
  }

  #medication(medication: Medication, rp: Rp, usage: (string | undefined)[], key: string) {
    const dose = doseText(medication, rp.form)
    const [when, howLong] = usage
    const texts = [when, dose, howLong].filter((text) => text !== undefined && text !== '')
    const isOpen = this.opened.has(key)
    return html`<div class="med" data-test="medication">
      <div>
        <p class="drug"><kb-drug-name .name=${medication.name}></kb-drug-name></p>
        ${texts.length > 0 ? html`<p class="use">${texts.map((text) => html`<span>${text}</span>`)}</p>` : nothing}
        ${medication.genericName ? html`<p class="note">${medicineWords.generic(medication.genericName)}</p>` : nothing}
        ${isOpen ? nothing : (medication.notes ?? []).map((note) => html`<p class="note">${note}</p>`)}
      </div>
      <div>${this.#mark(medication, rp)}</div>
      <div class="left">${this.#remaining(medication, rp)}</div>
      <div class="deeds">
        ${
          medication.kind
            ? nothing
            : html`<button
                class="btn quiet"
                type="button"
                data-test="copy-drug"
                @click=${() => {
                  this.#copy(drugText(this.dispensing, rp, medication))
                }}
              >
                ${words.copyDrug}
              </button>`
        }
        <button
          class="btn quiet"
          type="button"
          data-test="drug-detail"
          aria-expanded=${isOpen ? 'true' : 'false'}
          @click=${() => {
            const opened = new Set(this.opened)
            if (!opened.delete(key)) opened.add(key)
            this.opened = opened
          }}
        >
          ${words.detail}
        </button>
      </div>
      ${isOpen ? this.#details(medication, rp) : nothing}
    </div>`
  }

  /** 補足 / 服薬注意 / 用法の補足 / 処方服薬注意. What no column of the feed carries is said to be so, lest it read as "nothing to mind". */
  #details(medication: Medication, rp: Rp) {
    const isFeed = this.dispensing.origin === undefined
    const rows: [string, readonly string[] | undefined, string][] = [
      [words.details.note, medication.notes, words.noDetail],
      [words.details.caution, medication.cautions, isFeed ? words.notInFeed : words.noDetail],
      [words.details.usageNote, rp.notes, words.noDetail],
      [words.details.usageCaution, rp.cautions, isFeed ? words.notInFeed : words.noDetail],
    ]
    return html`<dl data-test="drug-details">
      ${rows.map(
        ([label, texts, none]) =>
          html`<dt>${label}</dt>
            <dd class=${texts ? '' : 'none'}>${texts ? texts.map((text) => html`<span>${text}</span>`) : none}</dd>`,
      )}
    </dl>`
  }

  #remaining(medication: Medication, rp: Rp) {
    if (medication.remaining === undefined || rp.taking === 'finished') return nothing
    return html`<span title=${medicineWords.remainingTitle}>${medicineWords.remaining}</span
      ><b>${medication.remaining}${medication.unit ?? ''}</b>`
  }

  #mark(medication: Medication, rp: Rp) {
    if (medication.kind) return html`<span class="badge plain">${medicineWords[medication.kind]}</span>`
    if (!rp.taking) return nothing
    const look = { taking: 'live', unknown: '', finished: 'plain', 'not-started': 'plain' }[rp.taking]
    const reason = rp.taking === 'finished' ? undefined : takingReason(rp, medication)
    return html`<span class="badge ${look}" data-test="taking-state">${ja.taking[rp.taking]}</span>
      ${reason === undefined ? nothing : html`<span class="why" data-test="taking-reason">${words.why[reason]}</span>`}`
  }
}

customElements.define('kb-dispensing-card', KbDispensingCard)
