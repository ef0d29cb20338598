import { LitElement, css, html, nothing } from 'lit'
import { shared } from '../styles/shared.ts'
import { ja } from '../text/ja.ts'
import type { Trouble } from '../text/troubles.ts'

/** What happened, what it means, what to do, and the button that tries again (event `kb-retry`). */
export class KbTrouble extends LitElement {
  static override properties = {
    trouble: { attribute: false },
    reference: {},
    action: {},
    isSlim: { type: Boolean, attribute: 'slim' },
  }
  static override styles = [
    shared,
    css`
      .box {
        display: flex;
        flex-wrap: wrap;
        align-items: center;
        gap: 8px 16px;
        padding: 12px 16px;
        border: 1px solid var(--warn-line);
        border-radius: var(--radius);
        background: var(--warn-soft);
      }
      .words {
        flex: 1 1 20rem;
      }
      b {
        color: var(--warn);
      }
      b::before {
        content: '▲ ';
      }
      :host([slim]) .box {
        padding: 4px 4px 4px 14px;
        font-size: 0.9375rem;
      }
      :host([slim]) p {
        display: inline;
        margin-right: 0.75em;
      }
    `,
  ]
  declare trouble: Trouble
  declare reference: string | undefined
  declare action: string | undefined
  declare isSlim: boolean

  constructor() {
    super()
    this.action = ja.common.retry
  }

  override render() {
    const { what, means, todo } = this.trouble
    // A slim one with a button stands beside other things: the button leads to what is to be done.
    const isBrief = this.isSlim && Boolean(this.action)
    return html`<div class="box" role=${this.isSlim ? 'status' : 'alert'} data-test="trouble">
      <div class="words">
        <p><b>${what}</b></p>
        ${means ? html`<p>${means}</p>` : nothing} ${todo && !isBrief ? html`<p>${todo}</p>` : nothing}
        ${this.reference ? html`<p class="sub">${ja.common.reference(this.reference)}</p>` : nothing}
      </div>
      ${
        this.action
          ? html`<button
              class="btn"
              type="button"
              data-test="retry"
              @click=${() => this.dispatchEvent(new Event('kb-retry'))}
            >
              ${this.action}
            </button>`
          : nothing
      }
    </div>`
  }
}

customElements.define('kb-trouble', KbTrouble)
