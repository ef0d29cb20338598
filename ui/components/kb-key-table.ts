import { LitElement, css, html } from 'lit'
import { keyActions, keyChoices, type KeyAction, type Keys } from '../state/keys.ts'
import { Watch } from '../state/watch.ts'
import { shared } from '../styles/shared.ts'
import { actionWords, helpRows, keyWords } from '../text/help.ts'

/** What the keys do on this PC; the function keys can be chosen. */
export class KbKeyTable extends LitElement {
  static override properties = { keys: { attribute: false } }
  static override styles = [
    shared,
    css`
      dl {
        display: grid;
        grid-template-columns: max-content minmax(0, 1fr);
        align-items: center;
        gap: 8px 20px;
      }
      select {
        min-width: 6rem;
        min-height: max(44px, 2.75rem);
        padding: 4px 8px;
        border: 1px solid var(--edge);
        border-radius: var(--radius);
        background: var(--paper);
        color: inherit;
        font: inherit;
      }
      p {
        margin-block: 12px;
        color: var(--ink-2);
        font-size: 0.875rem;
      }
    `,
  ]
  declare keys: Keys

  constructor() {
    super()
    new Watch(this, () => [this.keys.table])
  }

  override render() {
    const table = this.keys.table.value
    return html`<dl data-test="key-table">
        ${keyActions.map(
          (action) =>
            html`<dt><label for=${action}>${actionWords[action]}</label></dt>
              <dd>
                <select
                  id=${action}
                  data-test="key-${action}"
                  @change=${(event: Event) => {
                    this.#choose(action, event.target as HTMLSelectElement)
                  }}
                >
                  ${keyChoices.map((key) => html`<option value=${key} ?selected=${key === table[action]}>${key}</option>`)}
                </select>
              </dd>`,
        )}
      </dl>
      <p role="status">${keyWords.hint}</p>
      <button
        class="btn"
        type="button"
        data-test="keys-reset"
        @click=${() => {
          this.keys.reset()
        }}
      >
        ${keyWords.reset}
      </button>
      <p>${keyWords.others}</p>
      <dl>
        ${helpRows(table)
          .slice(keyActions.length)
          .map(
            ([key, word]) =>
              html`<dt><span class="key">${key}</span></dt>
                <dd>${word}</dd>`,
          )}
      </dl>`
  }

  #choose(action: KeyAction, select: HTMLSelectElement): void {
    this.keys.set(action, select.value)
  }

  /** An option's `selected` is only where the list begins: what is chosen now is the list's value. */
  override updated(): void {
    for (const action of keyActions) {
      const select = this.renderRoot.querySelector<HTMLSelectElement>(`#${action}`)
      if (select) select.value = this.keys.table.value[action]
    }
  }
}

customElements.define('kb-key-table', KbKeyTable)
