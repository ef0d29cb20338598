import { LitElement, css, html, nothing } from 'lit'
import type { RejectedFile } from '../../contract/intake.ts'
import { whenText } from '../format/dates.ts'
import { shared } from '../styles/shared.ts'
import { intake as words } from '../text/intake.ts'
import type { Trouble } from '../text/troubles.ts'
import './kb-trouble.ts'

/** One file that could not be read: what it is, why, and what can be done. Event `kb-act` with 'retry', 'dismiss' or 'restore'. */
export class KbRejectedFile extends LitElement {
  static override properties = {
    file: { attribute: false },
    href: {},
    today: {},
    isDismissed: { type: Boolean },
    busy: {},
    trouble: { attribute: false },
    reference: {},
  }
  static override styles = [
    shared,
    css`
      .sheet {
        margin-bottom: 12px;
      }
      header {
        display: flex;
        flex-wrap: wrap;
        align-items: center;
        gap: 6px 14px;
        padding: 8px 14px;
        border-bottom: 1px solid var(--line);
      }
      h3 {
        font-size: 1rem;
        overflow-wrap: anywhere;
      }
      .actions {
        display: flex;
        flex-wrap: wrap;
        gap: 8px 10px;
        margin-left: auto;
      }
      kb-trouble {
        margin: 10px 14px;
      }
      table {
        width: 100%;
        border-collapse: collapse;
      }
      th,
      td {
        padding: 7px 14px;
        border-bottom: 1px solid var(--line-2);
        text-align: left;
        vertical-align: baseline;
      }
      th {
        color: var(--ink-2);
        font-size: 0.8125rem;
        font-weight: 400;
      }
      th:first-child,
      th:nth-child(2) {
        width: 6rem;
      }
      td:first-child {
        white-space: nowrap;
      }
      tbody tr:last-child td {
        border: 0;
      }
    `,
  ]
  declare file: RejectedFile
  declare href: string
  declare today: string
  declare isDismissed: boolean
  /** What is being done right now, or ''. */
  declare busy: '' | 'retry' | 'dismiss' | 'restore'
  declare trouble: Trouble | null
  declare reference: string | undefined

  constructor() {
    super()
    this.isDismissed = false
    this.busy = ''
    this.trouble = null
  }

  override render() {
    const { file } = this
    return html`<section
      class="sheet"
      data-test=${this.isDismissed ? 'dismissed-row' : 'rejected-row'}
      data-seq=${file.seq}
      data-attempts=${file.attempts}
    >
      <header>
        <h3>${file.name}</h3>
        <span class="sub"
          >${whenText(file.receivedAt, this.today)}　${sizeText(file.size)}　${words.attempts(file.attempts)}</span
        >
        ${file.hasBytes ? nothing : html`<span class="sub">${words.noBytes}</span>`}
        <div class="actions">
          ${
            file.hasBytes
              ? html`<a class="btn" href=${this.href} download=${file.name} data-test="save-file">${words.save}</a>`
              : nothing
          }
          ${
            this.isDismissed
              ? this.#button('restore', 'restore-file', words.restore, '')
              : this.#button('dismiss', 'dismiss-file', words.dismiss, '')
          }
          ${file.hasBytes ? this.#button('retry', 'retry-file', words.retry, 'primary') : nothing}
        </div>
      </header>
      ${
        this.trouble
          ? html`<kb-trouble slim .trouble=${this.trouble} .reference=${this.reference} .action=${''}></kb-trouble>`
          : nothing
      }
      <table>
        <thead>
          <tr>
            <th scope="col">${words.line}</th>
            <th scope="col">${words.column}</th>
            <th scope="col">${words.issue}</th>
          </tr>
        </thead>
        <tbody>
          ${file.issues.map(
            (issue) =>
              html`<tr data-test="issue">
                <td>${issue.line}</td>
                <td>${issue.column}</td>
                <td>
                  ${issue.message}
                  <div class="sub">${words.technician(issue.code)}</div>
                </td>
              </tr>`,
          )}
        </tbody>
      </table>
    </section>`
  }

  #button(action: 'retry' | 'dismiss' | 'restore', test: string, label: string, look: string) {
    return html`<button
      class="btn ${look}"
      type="button"
      data-test=${test}
      ?disabled=${this.busy !== ''}
      @click=${() => this.dispatchEvent(new CustomEvent('kb-act', { detail: action }))}
    >
      ${this.busy === action && action === 'retry' ? words.retrying : label}
    </button>`
  }
}

const sizeText = (bytes: number): string => (bytes < 1024 ? words.bytes(bytes) : words.size((bytes / 1024).toFixed(1)))

customElements.define('kb-rejected-file', KbRejectedFile)
