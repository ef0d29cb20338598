import { LitElement, html, nothing } from 'lit'
import type { KnownFeed, Replacement } from '../../../contract/replacement.ts'
import { field } from '../../components/field.ts'
import { form } from '../../styles/form.ts'
import { shared } from '../../styles/shared.ts'
import { replacement } from '../../text/replacement.ts'
import { replacementPanel } from './styles.ts'

const words = replacement.items

/** The six items as they stand in the fields. */
export type Items = Pick<
  Replacement,
  | 'facilityName'
  | 'plannedOn'
  | 'oldMaker'
  | 'newMaker'
  | 'contactName'
  | 'contactPhone'
  | 'contactMail'
  | 'idsChange'
  | 'pharmacyCode'
>

export const itemsOf = ({
  facilityName,
  plannedOn,
  oldMaker,
  newMaker,
  contactName,
  contactPhone,
  contactMail,
  idsChange,
  pharmacyCode,
}: Items): Items => ({
  facilityName,
  plannedOn,
  oldMaker,
  newMaker,
  contactName,
  contactPhone,
  contactMail,
  idsChange,
  pharmacyCode,
})

type TextItem = 'facilityName' | 'oldMaker' | 'newMaker' | 'contactName' | 'contactPhone' | 'contactMail'

const limits: Record<TextItem, number> = {
  facilityName: 120,
  oldMaker: 120,
  newMaker: 120,
  contactName: 120,
  contactPhone: 40,
  contactMail: 200,
}

/** The six questions. Events: `kb-typed` with what stands in the fields, `kb-settled` when a field was left with something new. */
export class KbItems extends LitElement {
  static override properties = {
    items: { attribute: false },
    feeds: { attribute: false },
    isFixed: { type: Boolean },
  }
  static override styles = [shared, form, replacementPanel]
  declare items: Items
  declare feeds: readonly KnownFeed[]
  declare isFixed: boolean

  override render() {
    const { items } = this
    return html`<div class="form">
      <div class="two">${this.#text('facilityName')} ${this.#date()}</div>
      <div class="two">${this.#text('oldMaker')} ${this.#text('newMaker')}</div>
      <fieldset>
        <legend class="word"><b>${words.contact}</b></legend>
        <div class="two">
          ${this.#text('contactName')}
          ${this.#text('contactPhone', 'tel', /^[0-9０-９+()（）ー－‐\-\s]*$/.test(items.contactPhone) ? '' : words.phoneWrong)}
          ${this.#text('contactMail', 'email', /^$|^[^\s@]+@[^\s@]+$/.test(items.contactMail) ? '' : words.mailWrong)}
        </div>
      </fieldset>
      <fieldset ?disabled=${this.isFixed}>
        <legend class="word"><b>${words.idsChange}</b></legend>
        <div class="choices">${this.#choice('yes')} ${this.#choice('no')}</div>
      </fieldset>
      ${this.#code()}
    </div>`
  }

  #text(name: TextItem, type = 'text', wrong = '') {
    return field(
      { id: name, label: words[name], wrong },
      html`<input
        id=${name}
        type=${type}
        maxlength=${limits[name]}
        autocomplete="off"
        aria-describedby="${name}-note"
        aria-invalid=${wrong === '' ? nothing : 'true'}
        ?readonly=${this.isFixed}
        .value=${this.items[name]}
        @input=${(event: Event) => {
          this.#change({ [name]: (event.target as HTMLInputElement).value }, false)
        }}
        @change=${this.#settle}
      />`,
    )
  }

  #date() {
    return field(
      { id: 'plannedOn', label: words.plannedOn },
      html`<input
        id="plannedOn"
        type="date"
        min="2000-01-01"
        max="2099-12-31"
        ?readonly=${this.isFixed}
        .value=${this.items.plannedOn ?? ''}
        @change=${(event: Event) => {
          this.#change({ plannedOn: (event.target as HTMLInputElement).value || null }, true)
        }}
      />`,
    )
  }

  #choice(value: 'yes' | 'no') {
    return html`<label
      ><input
        type="radio"
        name="ids-change"
        data-test="ids-${value}"
        .checked=${this.items.idsChange === value}
        @change=${() => {
          this.#change({ idsChange: value }, true)
        }}
      />${words[value]}</label
    >`
  }

  /** Asked only where more than one has sent files; the only one is taken by itself. */
  #code() {
    if (this.feeds.length === 0) return html`<p class="sub">${words.pharmacyCode}　${words.noFeed}</p>`
    if (this.feeds.length === 1) return html`<p class="sub">${words.pharmacyCode}　${this.items.pharmacyCode}</p>`
    return field(
      { id: 'pharmacyCode', label: words.pharmacyCode, hint: words.pharmacyCodeHint },
      html`<select
        id="pharmacyCode"
        aria-describedby="pharmacyCode-note"
        ?disabled=${this.isFixed}
        @change=${(event: Event) => {
          this.#change({ pharmacyCode: (event.target as HTMLSelectElement).value }, true)
        }}
      >
        ${this.feeds.map(
          ({ pharmacyCode, makers }) =>
            html`<option value=${pharmacyCode} ?selected=${pharmacyCode === this.items.pharmacyCode}>
              ${pharmacyCode} ${makers.join('・')}
            </option>`,
        )}
      </select>`,
    )
  }

  #change(part: Partial<Items>, isSettled: boolean): void {
    this.items = { ...this.items, ...part }
    this.dispatchEvent(new CustomEvent<Items>('kb-typed', { detail: this.items }))
    if (isSettled) this.#settle()
  }

  #settle = (): void => {
    this.dispatchEvent(new Event('kb-settled'))
  }
}

customElements.define('kb-items', KbItems)
