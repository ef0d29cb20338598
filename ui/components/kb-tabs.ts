import { LitElement, css, html, nothing } from 'lit'
import { shared } from '../styles/shared.ts'

export interface Tab {
  id: string
  label: string
  /** A count or a time beside the word. */
  note?: string
}

/** Tabs with a roving tab stop; ←→ Home End select. Event `kb-tab` with the id as detail. */
export class KbTabs extends LitElement {
  static override properties = { tabs: { attribute: false }, selected: {}, label: {} }
  static override styles = [
    shared,
    css`
      div {
        display: flex;
        flex-wrap: wrap;
        gap: 8px;
      }
      button {
        min-height: max(44px, 2.75rem);
        padding: 0 1rem;
        border: 0;
        border-bottom: 3px solid transparent;
        background: none;
        color: var(--ink-2);
        font-weight: 700;
        white-space: nowrap;
      }
      button[aria-selected='true'] {
        border-color: var(--accent);
        color: var(--accent-ink);
      }
      i {
        margin-left: 6px;
        color: var(--ink-3);
        font-style: normal;
        font-weight: 400;
      }
    `,
  ]
  declare tabs: readonly Tab[]
  declare selected: string
  declare label: string

  override render() {
    return html`<div role="tablist" aria-label=${this.label} @keydown=${this.#onKey}>
      ${this.tabs.map(
        (tab) =>
          html`<button
            type="button"
            role="tab"
            data-test="tab-${tab.id}"
            data-id=${tab.id}
            aria-selected=${tab.id === this.selected ? 'true' : 'false'}
            tabindex=${tab.id === this.selected ? 0 : -1}
            @click=${() => {
              this.#select(tab.id)
            }}
          >
            ${tab.label}${tab.note ? html`<i>${tab.note}</i>` : nothing}
          </button>`,
      )}
    </div>`
  }

  #select(id: string): void {
    if (id !== this.selected) this.dispatchEvent(new CustomEvent<string>('kb-tab', { detail: id }))
  }

  #onKey(event: KeyboardEvent): void {
    const at = this.tabs.findIndex((tab) => tab.id === this.selected)
    const steps: Record<string, number> = { ArrowRight: at + 1, ArrowLeft: at - 1, Home: 0, End: this.tabs.length - 1 }
    const step = steps[event.key]
    const next = step === undefined ? undefined : this.tabs[(step + this.tabs.length) % this.tabs.length]
    if (!next) return
    event.preventDefault()
    this.#select(next.id)
    this.renderRoot.querySelector<HTMLElement>(`[data-id="${next.id}"]`)?.focus()
  }
}

customElements.define('kb-tabs', KbTabs)
