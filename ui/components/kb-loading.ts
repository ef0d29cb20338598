import { LitElement, css, html } from 'lit'
import { shared } from '../styles/shared.ts'
import { ja } from '../text/ja.ts'

/** Grey shapes for 300 ms, then words. The request behind it has its own time limit, so this never stays. */
export class KbLoading extends LitElement {
  static override properties = { rows: { type: Number } }
  static override styles = [
    shared,
    css`
      .bars {
        display: grid;
        gap: 14px;
        padding: 20px;
      }
      .bars i {
        height: 1.5rem;
        border-radius: 6px;
        background: var(--line-2);
      }
      p {
        padding: 0 20px 20px;
        color: var(--ink-2);
        animation: show 1ms 300ms both;
      }
      @keyframes show {
        from {
          visibility: hidden;
        }
      }
    `,
  ]
  declare rows: number

  constructor() {
    super()
    this.rows = 4
  }

  override render() {
    return html`<div class="bars" aria-hidden="true">${Array.from({ length: this.rows }, () => html`<i></i>`)}</div>
      <p role="status">${ja.common.loading}</p>`
  }
}

customElements.define('kb-loading', KbLoading)
