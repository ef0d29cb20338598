import { LitElement, css, html, nothing } from 'lit'
import type { Warning } from '../../contract/issue.ts'
import { groupWarnings } from '../format/warnings.ts'
import { shared } from '../styles/shared.ts'
import { ja } from '../text/ja.ts'
import './kb-icon.ts'

/** What was odd about the file behind a dispensing: a quiet strip for the pharmacist, the rest behind 取り込みの詳細. */
export class KbWarnings extends LitElement {
  static override properties = { warnings: { attribute: false } }
  static override styles = [
    shared,
    css`
      .grave {
        padding: 5px 14px;
        border-bottom: 1px solid var(--warn-line);
        background: var(--warn-soft);
        font-size: 0.875rem;
        line-height: 1.4;
      }
      .grave li {
        display: flex;
        gap: 8px;
        padding: 3px 0;
      }
      .grave p {
        flex: 1;
        min-width: 0;
      }
      kb-icon {
        width: 1.25rem;
        height: 1.25rem;
        color: var(--warn);
      }
      b {
        margin-right: 0.5em;
        color: var(--warn);
      }
      small {
        display: inline-block;
        color: var(--ink-3);
        font-size: 0.75rem;
        overflow-wrap: anywhere;
      }
      details {
        padding: 0 14px;
        border-bottom: 1px solid var(--line);
        color: var(--ink-2);
        font-size: 0.8125rem;
      }
      summary {
        display: flex;
        align-items: center;
        gap: 4px;
        width: max-content;
        min-height: 1.875rem;
        position: relative;
        cursor: pointer;
      }
      /* 30 px to look at and 44 px to touch. */
      summary::after {
        content: '';
        position: absolute;
        inset: -7px 0;
      }
      summary::before {
        content: '＋';
      }
      details[open] summary::before {
        content: '－';
      }
      details ul {
        padding-bottom: 8px;
      }
    `,
  ]
  declare warnings: readonly Warning[]

  override render() {
    const { grave, technical } = groupWarnings(this.warnings)
    return html`${
      grave.length === 0
        ? nothing
        : html`<ul class="grave" aria-label=${ja.warnings.label} data-test="warnings">
            ${grave.map(
              ({ code, what, todo, places }) =>
                html`<li data-test="warning" data-code=${code}>
                  <kb-icon name="alert"></kb-icon>
                  <p><b>${what}</b>${todo} <small>${ja.warnings.technician(code, places)}</small></p>
                </li>`,
            )}
          </ul>`
    }
    ${
      technical.length === 0
        ? nothing
        : html`<details data-test="warning-details">
            <summary>${ja.warnings.details(technical.length)}</summary>
            <ul>
              ${technical.map(
                ({ code, what, places }) =>
                  html`<li data-code=${code}>${what} <small>${ja.warnings.technician(code, places)}</small></li>`,
              )}
            </ul>
          </details>`
    }`
  }
}

customElements.define('kb-warnings', KbWarnings)
