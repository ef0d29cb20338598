import { LitElement, css, html, nothing } from 'lit'
import type { Reader, ScannerSetup } from '../../../contract/reader.ts'
import { formField } from '../../styles/form-field.ts'
import { shared } from '../../styles/shared.ts'
import { scannerSetup as words } from '../../text/readers.ts'

/** スキャナーの設定: what the scanner itself was told, so that the box reads its codes. Event `kb-setup` with the whole of it. */
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

  constructor() {
    super()
    this.said = ''
    this.chosen = {}
  }

  override willUpdate(changed: Map<string, unknown>): void {
    const before = changed.get('reader') as Reader | undefined
    // It has been set up, here or elsewhere, or is another scanner: the choice of before means nothing any more.
    if (before && (before.id !== this.reader.id || !isSame(before.scanner, this.reader.scanner))) this.chosen = {}
  }

  override render() {
    const { scanner, kind, satellite } = this.reader
    if (!scanner) return nothing
    const setup = { ...scanner, ...this.chosen }
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
        <button class="btn" type="submit" data-test="save-setup" ?disabled=${this.isBusy || isSame(setup, scanner)}>
          ${words.save}
        </button>
      </form>
      <p class="said" role="status" data-test="setup-said">${this.said}</p>`
  }

  #choose(part: Partial<ScannerSetup>): void {
    this.chosen = { ...this.chosen, ...part }
  }

  readonly #onSubmit = (event: SubmitEvent): void => {
    event.preventDefault()
    const { scanner } = this.reader
    if (scanner)
      this.dispatchEvent(new CustomEvent<ScannerSetup>('kb-setup', { detail: { ...scanner, ...this.chosen } }))
  }
}

const valueOf = (event: Event): string => (event.target as HTMLSelectElement).value

const options = (names: Record<string, string>, chosen: string) =>
  Object.entries(names).map(
    ([value, name]) => html`<option value=${value} .selected=${value === chosen}>${name}</option>`,
  )

const isSame = (a: ScannerSetup | undefined, b: ScannerSetup | undefined): boolean =>
  a?.framing === b?.framing && a?.appendHeader === b?.appendHeader

customElements.define('kb-scanner-setup', KbScannerSetup)
