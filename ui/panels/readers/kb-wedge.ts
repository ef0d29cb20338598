import { LitElement, css, html, nothing } from 'lit'
import type { TypedScanOutcome } from '../../../contract/scan.ts'
import type { Outcome } from '../../data/outcome.ts'
import { sendScan } from '../../data/readers.ts'
import type { Box } from '../../state/box.ts'
import { troubleOf } from '../../state/trouble.ts'
import { Watch } from '../../state/watch.ts'
import { checkScanText } from '../../state/wedge.ts'
import { formField } from '../../styles/form-field.ts'
import { shared } from '../../styles/shared.ts'
import { ja } from '../../text/ja.ts'
import { wedge as words } from '../../text/readers.ts'

/** What came of what was read into the box, in the words the counter is told. */
interface Said {
  isGood: boolean
  text: string
  next: string
}

/** キーボード型スキャナー of this PC: whether there is one, a box to read into, and what it cannot read. */
export class KbWedge extends LitElement {
  static override properties = { box: { attribute: false }, said: { state: true } }
  static override styles = [
    shared,
    formField,
    css`
      .sheet {
        padding: 14px 18px 18px;
      }
      form {
        display: flex;
        flex-wrap: wrap;
        align-items: end;
        gap: 8px;
        margin-top: 8px;
      }
      .field {
        flex: 1 1 18rem;
      }
      .said {
        min-height: 1.5rem;
        margin-top: 6px;
      }
      .said.bad b {
        color: var(--warn);
      }
      .said.bad b::before {
        content: '▲ ';
      }
      .said.good::before {
        content: '✓ ';
        color: var(--accent);
        font-weight: 700;
      }
      .limits {
        display: grid;
        grid-template-columns: repeat(auto-fit, minmax(18rem, 1fr));
        gap: 4px 28px;
        margin-top: 12px;
        padding-top: 12px;
        border-top: 1px solid var(--line);
        font-size: 0.9375rem;
      }
      h3 {
        font-size: 0.9375rem;
      }
      .limits li {
        display: grid;
        grid-template-columns: 1.5rem minmax(0, 1fr);
      }
    `,
  ]
  declare box: Box
  declare said: Said | null

  constructor() {
    super()
    this.said = null
    new Watch(this, () => [this.box.preferences.hasWedge, this.box.preferences.counter, this.box.counters.list])
  }

  override render() {
    const { counter } = this.box.counter()
    return html`<section class="sheet" data-test="wedge">
      <label class="check">
        <input
          type="checkbox"
          data-test="has-wedge"
          .checked=${this.box.preferences.hasWedge.value}
          @change=${(event: Event) => {
            this.box.preferences.setWedge((event.target as HTMLInputElement).checked)
          }}
        />
        <span><b>${words.has}</b><br /><span class="sub">${words.hasHint}</span></span>
      </label>
      <form @submit=${this.#onSubmit}>
        <label class="field"
          >${words.box}
          <input
            name="scan"
            data-test="scan-box"
            autocomplete="off"
            autocapitalize="off"
            spellcheck="false"
            inputmode="url"
            lang="en"
            placeholder=${words.placeholder}
            @compositionstart=${this.#onIme}
            @keydown=${(event: KeyboardEvent) => {
              if (event.key === 'Process') this.#onIme()
            }}
            @input=${() => {
              // What was wrong stays to be read; the input method types on.
              if (this.said?.isGood) this.said = null
            }}
        /></label>
        <button class="btn" type="submit" data-test="send-scan">${words.send}</button>
      </form>
      <p class="said ${this.said ? (this.said.isGood ? 'good' : 'bad') : ''}" role="status" data-test="scan-said">
        ${
          this.said
            ? html`<b>${this.said.text}</b>。${this.said.next}`
            : counter
              ? words.counter(counter.name)
              : nothing
        }
      </p>
      <div class="limits">
        <div>
          <h3>${words.limits}</h3>
          <ul>
            ${words.rows.map(([mark, what]) => html`<li><b>${mark}</b> ${what}</li>`)}
          </ul>
        </div>
        <ul>
          ${words.notes.map((note) => html`<li><span>・</span> ${note}</li>`)}
        </ul>
      </div>
    </section>`
  }

  readonly #onIme = (): void => {
    this.said = { isGood: false, ...ja.desk.wedge.ime }
  }

  readonly #onSubmit = (event: SubmitEvent): void => {
    event.preventDefault()
    const input = this.renderRoot.querySelector<HTMLInputElement>('input[name=scan]')
    if (input && input.value !== '') void this.#send(input)
  }

  /** What was not taken stays, marked: the next code takes its place, and what was typed by hand can be mended. */
  async #send(input: HTMLInputElement): Promise<void> {
    const checked = checkScanText(input.value.trim())
    if (!checked.ok) {
      this.said = { isGood: false, ...ja.desk.wedge[checked.reason] }
      input.select()
      return
    }
    this.said = null
    const typed = input.value
    const outcome = await sendScan(this.box.http, this.box.counter().counter?.id ?? null, checked.text)
    this.said = saidOf(outcome)
    // The next code may have begun meanwhile.
    if (input.value !== typed) return
    if (this.said.isGood) input.value = ''
    else input.select()
  }
}

function saidOf(outcome: Outcome<TypedScanOutcome>): Said {
  if (!outcome.ok) {
    const { what, todo } = troubleOf(outcome.failure)
    return { isGood: false, text: what, next: todo }
  }
  const { level, text, next } = outcome.value
  return { isGood: level !== 'warning', text, next }
}

customElements.define('kb-wedge', KbWedge)
