import { LitElement, css, html } from 'lit'
import { shared } from '../styles/shared.ts'

/** The keys that work here, in one quiet line; hidden where there is no keyboard to speak of. */
export class KbKeyHints extends LitElement {
  static override properties = { hints: { attribute: false } }
  static override styles = [
    shared,
    css`
      p {
        display: flex;
        flex-wrap: wrap;
        gap: 4px 14px;
        color: var(--ink-2);
        font-size: 0.8125rem;
      }
      span {
        white-space: nowrap;
      }
      @media (max-width: 1100px), (pointer: coarse) {
        :host {
          display: none;
        }
      }
    `,
  ]
  declare hints: readonly (readonly [key: string, word: string])[]

  override render() {
    return html`<p>${this.hints.map(([key, word]) => html`<span><span class="key">${key}</span> ${word}</span>`)}</p>`
  }
}

customElements.define('kb-key-hints', KbKeyHints)
