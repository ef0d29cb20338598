import { LitElement, css, html, nothing, type TemplateResult } from 'lit'
import { shared } from '../styles/shared.ts'
import { conflictWords as words } from '../text/conflict.ts'

/** One item of a record in both versions, as words for people. */
export interface ConflictRow {
  label: string
  mine: string
  theirs: string
}

/** Something was to be done to a record that somebody else has changed meanwhile. */
export interface Clash {
  rows: readonly ConflictRow[]
  /** Does it all the same, to the record as it is now. */
  keepMine: () => unknown
  /** What goes with giving it up. */
  takeTheirs?: () => unknown
}

/** A deed that changes nothing of what is shown, such as taking a record away, then what was looked at beside what differs from it now. */
export const deedRows = (deed: string, rows: readonly ConflictRow[]): ConflictRow[] => {
  const changed = rows.filter(({ mine, theirs }) => mine !== theirs)
  if (changed.length === 0) return []
  return [
    { label: words.act, mine: deed, theirs: '' },
    ...changed.map((row) => ({ ...row, mine: words.seen(row.mine === '' ? words.empty : row.mine) })),
  ]
}

/** The two versions of a deed that met another, to choose from; nothing while there is none. `close`: one of them was chosen. */
export const clashNote = (clash: Clash | null, isBusy: boolean, close: () => void): TemplateResult | typeof nothing =>
  clash
    ? html`<kb-conflict
        deed
        .rows=${clash.rows}
        ?busy=${isBusy}
        @kb-keep-mine=${() => {
          close()
          void clash.keepMine()
        }}
        @kb-take-theirs=${() => {
          close()
          void clash.takeTheirs?.()
        }}
      ></kb-conflict>`
    : nothing

/**
 * Somebody else saved first: what was typed here and what is stored now, side by side (`.rows`). Nothing is lost until one is chosen:
 * event `kb-keep-mine` asks to save what was typed under the new version, `kb-take-theirs` to drop it. `?busy` while that is under way,
 * `?deed` where nothing was typed, but a button was pressed.
 */
export class KbConflict extends LitElement {
  static override properties = {
    rows: { attribute: false },
    isBusy: { type: Boolean, attribute: 'busy' },
    isDeed: { type: Boolean, attribute: 'deed' },
  }
  static override styles = [
    shared,
    css`
      section {
        margin-bottom: 12px;
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
          position: absolute;
          width: 1px;
          height: 1px;
          overflow: hidden;
          clip-path: inset(50%);
        }
        tr,
        th,
        td {
          display: block;
        }
        td::before {
          /* The column's head says it to a screen reader. */
          content: attr(data-whose) / '';
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
  declare isDeed: boolean

  constructor() {
    super()
    this.rows = []
    this.isBusy = false
    this.isDeed = false
  }

  override render() {
    const { means, mine, keepMine, takeTheirs } = this.#words
    return html`<section aria-labelledby="what" data-test="conflict">
      <div role="alert">
        <h3 id="what" tabindex="-1">${words.what}</h3>
        <p>${means}</p>
      </div>
      <table role="table">
        <thead>
          <tr role="row">
            <th scope="col" role="columnheader">${words.columns.item}</th>
            <th scope="col" role="columnheader">${mine}</th>
            <th scope="col" role="columnheader">${words.columns.theirs}</th>
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
          ${keepMine}
        </button>
        <button
          class="btn"
          type="button"
          data-test="take-theirs"
          ?disabled=${this.isBusy}
          @click=${() => this.dispatchEvent(new Event('kb-take-theirs'))}
        >
          ${takeTheirs}
        </button>
      </div>
    </section>`
  }

  /** What happened is read out and the keyboard stands before the choice. */
  override firstUpdated(): void {
    this.renderRoot.querySelector<HTMLElement>('#what')?.focus()
  }

  get #words() {
    return this.isDeed ? words.deed : words.typed
  }

  #row({ label, mine, theirs }: ConflictRow) {
    const isSame = mine === theirs
    // Where it is too narrow for three columns the rows are blocks, and only their roles say that this is a table.
    return html`<tr role="row" class=${isSame ? '' : 'differs'}>
      <th scope="row" role="rowheader">${label}${isSame ? nothing : html`<small>${words.differs}</small>`}</th>
      <td role="cell" data-whose=${this.#words.mine}>${this.#text(mine)}</td>
      <td role="cell" data-whose=${words.columns.theirs}>${this.#text(theirs)}</td>
    </tr>`
  }

  #text = (text: string) => (text === '' ? html`<span class="empty">${words.empty}</span>` : text)
}

customElements.define('kb-conflict', KbConflict)
