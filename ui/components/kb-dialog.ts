import { LitElement, css, html } from 'lit'
import { shared } from '../styles/shared.ts'
import { ja } from '../text/ja.ts'

/** The frame of every dialog: the platform's modal, a title, a way out. Event `kb-close` once it is closed. */
export class KbDialog extends LitElement {
  static override properties = { heading: {} }
  static override styles = [
    shared,
    css`
      dialog {
        width: min(46rem, calc(100vw - 32px));
        max-height: calc(100dvh - 32px);
        padding: 0;
        border: 1px solid var(--line);
        border-radius: 14px;
        background: var(--paper);
        color: var(--ink);
        box-shadow: 0 12px 40px #0003;
      }
      dialog::backdrop {
        background: #1a232766;
      }
      header {
        position: sticky;
        top: 0;
        display: flex;
        align-items: center;
        gap: 12px;
        padding: 8px 8px 8px 20px;
        border-bottom: 1px solid var(--line);
        background: var(--paper);
      }
      h2 {
        flex: 1;
        font-size: 1.125rem;
      }
      .body {
        padding: 16px 20px 20px;
      }
    `,
  ]
  declare heading: string

  override render() {
    return html`<dialog aria-labelledby="title" @close=${() => this.dispatchEvent(new Event('kb-close'))}>
      <header>
        <h2 id="title">${this.heading}</h2>
        <button
          class="btn quiet"
          type="button"
          data-test="dialog-close"
          @click=${() => {
            this.close()
          }}
        >
          ${ja.common.close} <span class="key">Esc</span>
        </button>
      </header>
      <div class="body"><slot></slot></div>
    </dialog>`
  }

  override firstUpdated(): void {
    const dialog = this.renderRoot.querySelector('dialog')
    // A press beside the dialog closes it; for the keyboard the platform's Esc does.
    dialog?.addEventListener('click', (event) => {
      if (event.target === dialog) dialog.close()
    })
    dialog?.showModal()
  }

  close(): void {
    this.renderRoot.querySelector('dialog')?.close()
  }
}

customElements.define('kb-dialog', KbDialog)
