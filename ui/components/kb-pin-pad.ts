import { LitElement, css, html, nothing } from 'lit'
import { longestPin, shortestPin, type DevicePeople } from '../../contract/lock.ts'
import { form } from '../styles/form.ts'
import { shared } from '../styles/shared.ts'
import { pin } from '../text/lock.ts'
import { pinPad as words } from '../text/pin-pad.ts'

/** `staffId` null: whose card was touched. */
export interface PinEntry {
  staffId: string | null
  pin: string
}

const digits = ['1', '2', '3', '4', '5', '6', '7', '8', '9', '0'] as const

/**
 * Who works at this device, as large buttons, and a pad for the PIN that takes the keyboard too.
 * Events: `kb-switch` (detail a {@link PinEntry}), `kb-password` when the password is wanted instead.
 */
export class KbPinPad extends LitElement {
  static override properties = {
    people: { attribute: false },
    ownId: {},
    isBusy: { type: Boolean, attribute: 'isbusy' },
    wrong: {},
    note: {},
    chosen: { state: true },
    pin: { state: true },
  }
  static override styles = [
    shared,
    form,
    css`
      .sides {
        display: grid;
        grid-template-columns: minmax(0, 1fr) minmax(0, 15rem);
        gap: 24px;
        margin-top: 20px;
      }
      .who,
      form {
        display: grid;
        gap: 8px;
        align-content: start;
      }
      .who .btn {
        justify-content: flex-start;
        min-height: 56px;
        font-size: 1.125rem;
        text-align: left;
      }
      .who .btn[aria-pressed='true'] {
        border-color: var(--accent);
        box-shadow: inset 0 0 0 2px var(--accent);
        font-weight: 700;
      }
      .pad {
        display: grid;
        grid-template-columns: repeat(3, minmax(0, 1fr));
        gap: 8px;
      }
      .pad .btn {
        min-height: 52px;
        font-size: 1.25rem;
      }
      .pad .btn.word {
        font-size: 0.875rem;
      }
      input {
        letter-spacing: 0.3em;
        text-align: center;
      }
      .btn.primary {
        min-height: 52px;
      }
      .note {
        margin-top: 12px;
      }
      @media (max-width: 640px) {
        .sides {
          grid-template-columns: minmax(0, 1fr);
        }
      }
    `,
  ]
  declare people: DevicePeople
  /** Whose page lies below. */
  declare ownId: string
  declare isBusy: boolean
  declare wrong: string
  /** What becomes of what was typed when another person comes; '' where nothing was. */
  declare note: string
  declare chosen: string | null
  declare pin: string

  constructor() {
    super()
    this.people = { items: [], touched: null }
    this.ownId = ''
    this.isBusy = false
    this.wrong = ''
    this.note = ''
    this.chosen = null
    this.pin = ''
  }

  override willUpdate(changed: Map<PropertyKey, unknown>): void {
    const { items, touched } = this.people
    if (touched !== null && (changed.get('people') as DevicePeople | undefined)?.touched !== touched)
      this.chosen = touched
    else if (this.chosen === null || !items.some(({ staffId }) => staffId === this.chosen))
      this.chosen = (items.find(({ staffId }) => staffId === this.ownId) ?? items[0])?.staffId ?? null
    if (changed.has('wrong') && this.wrong !== '') this.pin = ''
  }

  override firstUpdated(): void {
    this.#input()?.focus()
  }

  override updated(changed: Map<PropertyKey, unknown>): void {
    if ((changed.has('wrong') && this.wrong !== '') || (changed.has('chosen') && this.hasUpdated))
      this.#input()?.focus()
  }

  override render() {
    const { items, touched } = this.people
    const person = items.find(({ staffId }) => staffId === this.chosen)
    const wrong = person?.isSpent ? pin.spent : this.wrong
    return html`<div class="sides">
        <div class="who" role="group" aria-label=${words.who}>
          ${items.map(
            ({ staffId, name }) =>
              html`<button
                class="btn"
                type="button"
                data-test="pin-person"
                aria-pressed=${staffId === this.chosen ? 'true' : 'false'}
                @click=${() => {
                  this.chosen = staffId
                  this.pin = ''
                }}
              >
                ${name}${staffId === touched ? html` <span class="badge live">${words.touched}</span>` : nothing}
              </button>`,
          )}
          <p class="sub">${words.cardHint}</p>
        </div>
        <form novalidate @submit=${this.#onSubmit}>
          <div class="field">
            <label for="pin">${words.pin}</label>
            <input
              id="pin"
              type="password"
              inputmode="numeric"
              autocomplete="off"
              maxlength=${longestPin}
              .value=${this.pin}
              aria-describedby="pin-note"
              aria-invalid=${wrong === '' ? 'false' : 'true'}
              @input=${(event: InputEvent) => {
                this.pin = (event.target as HTMLInputElement).value.normalize('NFKC').replaceAll(/\D/g, '')
              }}
            />
            <span id="pin-note" aria-live="polite"
              >${wrong === '' ? nothing : html`<span class="wrong" data-test="wrong-pin">${wrong}</span>`}</span
            >
          </div>
          <div class="pad">
            ${digits.map(
              (digit) =>
                html`<button class="btn" type="button" tabindex="-1" data-digit=${digit} @click=${this.#onDigit}>
                  ${digit}
                </button>`,
            )}
            <button
              class="btn word"
              type="button"
              tabindex="-1"
              @click=${() => {
                this.pin = this.pin.slice(0, -1)
                this.#input()?.focus()
              }}
            >
              ${words.back}
            </button>
            <button
              class="btn word"
              type="button"
              tabindex="-1"
              @click=${() => {
                this.pin = ''
                this.#input()?.focus()
              }}
            >
              ${words.clear}
            </button>
          </div>
          <button
            class="btn primary"
            type="submit"
            data-test="pin-submit"
            ?disabled=${this.isBusy || (person?.isSpent ?? true)}
          >
            ${this.isBusy ? words.busy : this.chosen === this.ownId ? words.unlock : words.change}
          </button>
        </form>
      </div>
      ${this.note === '' || this.chosen === this.ownId ? nothing : html`<p class="note sub" data-test="pin-kept">${this.note}</p>`}`
  }

  readonly #onDigit = (event: Event): void => {
    const digit = (event.currentTarget as HTMLElement).dataset['digit'] ?? ''
    if (this.pin.length < longestPin) this.pin += digit
    this.#input()?.focus()
  }

  readonly #onSubmit = (event: SubmitEvent): void => {
    event.preventDefault()
    if (this.isBusy || this.chosen === null || this.pin.length < shortestPin) return
    // The card speaks for whom it was touched for, the button for everybody else.
    const staffId = this.chosen === this.people.touched ? null : this.chosen
    this.dispatchEvent(new CustomEvent<PinEntry>('kb-switch', { detail: { staffId, pin: this.pin } }))
  }

  #input(): HTMLInputElement | null {
    return this.renderRoot.querySelector('input')
  }
}

customElements.define('kb-pin-pad', KbPinPad)
