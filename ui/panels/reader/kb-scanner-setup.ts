import { LitElement, css, html, nothing } from 'lit'
import type { Reader, ScannerSetup } from '../../../contract/reader.ts'
import { formField } from '../../styles/form-field.ts'
import { shared } from '../../styles/shared.ts'
import { scannerSetup as words } from '../../text/readers.ts'
import { isSameSetup, type SetupChoice } from './set-up.ts'

/** スキャナーの設定: what the scanner itself was told, so that the box reads its codes. Event `kb-setup` with a {@link SetupChoice}. */
export class KbScannerSetup extends LitElement {
  static override properties = {
    reader: { attribute: false },
    isBusy: { type: Boolean },
    said: {},
    chosen: { state: true },
  }
  static override styles = [
    shared,
    formField,
    css`
      form {
        display: flex;
        flex-wrap: wrap;
        align-items: end;
        gap: 8px 14px;
        margin-top: 8px;
      }
      .field {
        flex: 1 1 16rem;
      }
      .said {
        min-height: 1.5rem;
        margin-top: 6px;
      }
    `,
  ]
  declare reader: Reader
  declare isBusy: boolean
  /** What was done last. */
  declare said: string
  /** What was chosen and is not saved yet. */
  declare chosen: Partial<ScannerSetup>
  /** As it stood when the choosing began: what is set up elsewhere meanwhile moves nothing here. */
  #from: Reader | null = null

  constructor() {
    super()
    this.said = ''
    this.chosen = {}
  }

  override willUpdate(): void {
    // It has become what was chosen, or is another scanner.
    if (this.#from && (this.#from.id !== this.reader.id || isSameSetup(this.#whole(this.#from), this.reader.scanner)))
      this.forget()
  }

  /** Gives up what was chosen. */
  forget(): void {
    this.#from = null
    this.chosen = {}
  }

  #whole({ scanner }: Reader): ScannerSetup | undefined {
    return scanner && { ...scanner, ...this.chosen }
  }

  override render() {
    const { kind, satellite } = this.reader
    const setup = this.#whole(this.#from ?? this.reader)
    if (!setup) return nothing
    // A HID scanner sends whole codes, and a satellite knows the marks by itself: nothing to choose there.
    const hasFraming = kind === 'serial' && satellite === undefined
    return html`<p class="sub">${words.hint}</p>
      <form @submit=${this.#onSubmit}>
        ${
          hasFraming
            ? html`<label class="field"
                >${words.framing}
                <select
                  data-test="framing"
                  @change=${(event: Event) => {
                    this.#choose({ framing: valueOf(event) as ScannerSetup['framing'] })
                  }}
                >
                  ${options(words.framings, setup.framing)}
                </select></label
              >`
            : nothing
        }
        <label class="field"
          >${words.header}
          <select
            data-test="append-header"
            @change=${(event: Event) => {
              this.#choose({ appendHeader: valueOf(event) as ScannerSetup['appendHeader'] })
            }}
          >
            ${options(words.headers, setup.appendHeader)}
          </select></label
        >
        <button class="btn" type="submit" data-test="save-setup" ?disabled=${this.isBusy || this.#from === null}>
          ${words.save}
        </button>
      </form>
      <p class="said" role="status" data-test="setup-said">${this.said}</p>`
  }

  #choose(part: Partial<ScannerSetup>): void {
    this.#from ??= this.reader
    this.chosen = { ...this.chosen, ...part }
  }

  readonly #onSubmit = (event: SubmitEvent): void => {
    event.preventDefault()
    const from = this.#from
    const scanner = from && this.#whole(from)
    if (scanner) this.dispatchEvent(new CustomEvent<SetupChoice>('kb-setup', { detail: { scanner, from } }))
  }
}

const valueOf = (event: Event): string => (event.target as HTMLSelectElement).value

const options = (names: Record<string, string>, chosen: string) =>
  Object.entries(names).map(
    ([value, name]) => html`<option value=${value} .selected=${value === chosen}>${name}</option>`,
  )

customElements.define('kb-scanner-setup', KbScannerSetup)
