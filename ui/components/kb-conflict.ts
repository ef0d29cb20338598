import { LitElement, css, html, nothing } from 'lit'
import { shared } from '../styles/shared.ts'
import { conflictWords as words } from '../text/conflict.ts'

/** One item of a record in both versions, as words for people. */
export interface ConflictRow {
  label: string
  mine: string
  theirs: string
}

/**
 * Somebody else saved first: what was typed here and what is stored now, side by side (`.rows`). Nothing is lost until one is chosen:
 * event `kb-keep-mine` asks to save what was typed under the new version, `kb-take-theirs` to drop it. `?busy` while that is under way.
 */
export class KbConflict extends LitElement {
  static override properties = { rows: { attribute: false }, isBusy: { type: Boolean, attribute: 'busy' } }
  static override styles = [
    shared,
    css`
      section {
        padding: 14px 16px;
        border: 2px solid var(--warn);
        border-radius: var(--radius);
        background: var(--paper);
      }
      h3 {
        color: var(--warn);
        font-size: 1.0625rem;
      }
      h3::before {
        content: '▲ ';
      }
      table {
        width: 100%;
        margin: 10px 0 14px;
        border-collapse: collapse;
        table-layout: fixed;
      }
      th,
      td {
        padding: 6px 10px;
        border: 1px solid var(--line);
        text-align: left;
        vertical-align: top;
        overflow-wrap: anywhere;
        white-space: pre-wrap;
      }
      th {
        background: var(--line-2);
        color: var(--ink-2);
        font-size: 0.875rem;
      }
      thead th:first-child {
        width: 22%;
      }
      tr.differs td {
        font-weight: 700;
      }
      .differs small {
        display: block;
        color: var(--warn);
        font-weight: 400;
      }
      .empty {
        color: var(--ink-3);
        font-weight: 400;
      }
      .actions {
        display: flex;
        flex-wrap: wrap;
        gap: 8px;
      }
      .btn {
        white-space: normal;
      }
      /* Too narrow for three columns: one item under the other, each version under its own word. */
      :host {
        container-type: inline-size;
      }
      @container (max-width: 30rem) {
        thead {
          display: none;
        }
        tr,
        th,
        td {
          display: block;
        }
        td::before {
          content: attr(data-whose);
          display: block;
          color: var(--ink-2);
          font-size: 0.8125rem;
          font-weight: 400;
        }
      }
    `,
  ]
  declare rows: readonly ConflictRow[]
  declare isBusy: boolean

  constructor() {
    super()
    this.rows = []
    this.isBusy = false
  }

  override render() {
    return html`<section aria-labelledby="what" data-test="conflict">
      <div role="alert">
        <h3 id="what" tabindex="-1">${words.what}</h3>
        <p>${words.means}</p>
      </div>
      <table>
        <thead>
          <tr>
            <th scope="col">${words.columns.item}</th>
            <th scope="col">${words.columns.mine}</th>
            <th scope="col">${words.columns.theirs}</th>
          </tr>
        </thead>
        <tbody>
          ${this.rows.map((row) => this.#row(row))}
        </tbody>
      </table>
      <div class="actions">
        <button
          class="btn primary"
          type="button"
          data-test="keep-mine"
          ?disabled=${this.isBusy}
          @click=${() => this.dispatchEvent(new Event('kb-keep-mine'))}
        >
          ${words.keepMine}
        </button>
        <button
          class="btn"
          type="button"
          data-test="take-theirs"
          ?disabled=${this.isBusy}
          @click=${() => this.dispatchEvent(new Event('kb-take-theirs'))}
        >
          ${words.takeTheirs}
        </button>
      </div>
    </section>`
  }

  /** What happened is read out and the keyboard stands before the choice. */
  override firstUpdated(): void {
    this.renderRoot.querySelector<HTMLElement>('#what')?.focus()
  }

  #row({ label, mine, theirs }: ConflictRow) {
    const isSame = mine === theirs
    return html`<tr class=${isSame ? '' : 'differs'}>
      <th scope="row">${label}${isSame ? nothing : html`<small>${words.differs}</small>`}</th>
      <td data-whose=${words.columns.mine}>${this.#words(mine)}</td>
      <td data-whose=${words.columns.theirs}>${this.#words(theirs)}</td>
    </tr>`
  }

  #words = (text: string) => (text === '' ? html`<span class="empty">${words.empty}</span>` : text)
}

customElements.define('kb-conflict', KbConflict)
