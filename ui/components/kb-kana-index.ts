import { LitElement, css, html, nothing } from 'lit'
import { kanaRows, type Initial, type KanaRow } from '../../contract/kana-row.ts'
import { shared } from '../styles/shared.ts'
import { ja } from '../text/ja.ts'

const hiragana = (kana: string): string => String.fromCharCode(kana.charCodeAt(0) - 0x60)

interface Key {
  initial: Initial
  word: string
  isPressed: boolean
}

/** 50音: あ か さ … わ, and the letters of the row that was pressed. ←→ Home End move in a line. Event `kb-initial` with an {@link Initial}. */
export class KbKanaIndex extends LitElement {
  static override properties = { initial: { attribute: false } }
  static override styles = [
    shared,
    css`
      :host {
        display: grid;
        gap: 6px;
        padding: 10px 14px;
        border-bottom: 1px solid var(--line-2);
      }
      div {
        display: flex;
        flex-wrap: wrap;
        gap: 6px;
      }
      .btn {
        min-width: max(44px, 2.75rem);
        padding-inline: 4px;
      }
      .btn[aria-pressed='true'] {
        border-color: var(--accent);
        background: var(--accent-soft);
        color: var(--accent-ink);
        box-shadow: inset 0 -3px var(--accent);
      }
    `,
  ]
  declare initial: Initial | null

  constructor() {
    super()
    this.initial = null
  }

  override render() {
    const { row, letter } = this.initial ?? {}
    const rows = [...kanaRows.map(([name]) => name), 'other' as const].map((name) => ({
      initial: { row: name },
      word: name === 'other' ? ja.search.kana.other : hiragana(name),
      isPressed: name === row,
    }))
    return html`${this.#line(ja.search.kana.label, 'kana-row', rows)}${
      row === undefined || row === 'other' ? nothing : this.#letters(row, letter)
    }`
  }

  #letters(row: KanaRow, letter: string | undefined) {
    const letters = kanaRows.find(([name]) => name === row)?.[1] ?? ''
    const keys = Array.from(letters, (of) => ({
      initial: { row, letter: of },
      word: hiragana(of),
      isPressed: of === letter,
    }))
    return this.#line(ja.search.kana.letters(hiragana(row)), 'kana-letter', keys)
  }

  /** One stop of the Tab key: the one pressed, or the first. */
  #line(label: string, test: string, keys: readonly Key[]) {
    const stop = Math.max(
      0,
      keys.findIndex(({ isPressed }) => isPressed),
    )
    return html`<div role="toolbar" aria-label=${label} @keydown=${this.#onKey}>
      ${keys.map(
        ({ initial, word, isPressed }, index) =>
          html`<button
            class="btn"
            type="button"
            data-test=${test}
            tabindex=${index === stop ? 0 : -1}
            aria-pressed=${isPressed ? 'true' : 'false'}
            @click=${() => {
              // The pressed letter once more: the whole row again.
              const isLetter = initial.letter !== undefined && isPressed
              this.dispatchEvent(
                new CustomEvent<Initial>('kb-initial', { detail: isLetter ? { row: initial.row } : initial }),
              )
            }}
          >
            ${word}
          </button>`,
      )}
    </div>`
  }

  #onKey(event: KeyboardEvent): void {
    const keys = [...(event.currentTarget as HTMLElement).querySelectorAll('button')]
    const at = keys.findIndex((key) => key === event.target)
    const steps: Record<string, number> = { ArrowRight: at + 1, ArrowLeft: at - 1, Home: 0, End: keys.length - 1 }
    const step = steps[event.key]
    if (step === undefined) return
    event.preventDefault()
    keys.at(step % keys.length)?.focus()
  }
}

customElements.define('kb-kana-index', KbKanaIndex)
