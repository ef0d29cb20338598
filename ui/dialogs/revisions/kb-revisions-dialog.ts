import { LitElement, css, html, nothing } from 'lit'
import type { DispensingRevision } from '../../../contract/dispensing.ts'
import { listRevisions } from '../../data/dispensings.ts'
import type { Http } from '../../data/http.ts'
import type { Failure } from '../../data/outcome.ts'
import { dateOf, hourMinuteSecond } from '../../format/clock.ts'
import { longDate } from '../../format/dates.ts'
import { troubleOf } from '../../state/trouble.ts'
import { shared } from '../../styles/shared.ts'
import { revisions as words } from '../../text/revisions.ts'
import '../../components/kb-dialog.ts'
import '../../components/kb-loading.ts'
import '../../components/kb-trouble.ts'
import '../../components/kb-warnings.ts'
import { open } from '../open.ts'

/** 版の履歴: every file a dispensing was made from. */
export class KbRevisionsDialog extends LitElement {
  static override properties = {
    http: { attribute: false },
    dispensingId: {},
    revisions: { state: true },
    failure: { state: true },
  }
  static override styles = [
    shared,
    css`
      table {
        width: 100%;
        border-collapse: collapse;
      }
      th {
        color: var(--ink-2);
        font-size: 0.8125rem;
        font-weight: 400;
        text-align: left;
        white-space: nowrap;
      }
      th,
      td {
        padding: 8px 12px 8px 0;
        border-bottom: 1px solid var(--line-2);
      }
      td:last-child {
        overflow-wrap: anywhere;
      }
      .warned td {
        border: 0;
      }
      td.odd {
        padding: 0;
      }
      p {
        margin-bottom: 10px;
        color: var(--ink-2);
      }
    `,
  ]
  declare http: Http
  declare dispensingId: string
  declare revisions: DispensingRevision[] | null
  declare failure: Failure | null

  constructor() {
    super()
    this.revisions = null
    this.failure = null
  }

  override connectedCallback(): void {
    super.connectedCallback()
    void this.#load()
  }

  async #load(): Promise<void> {
    this.failure = null
    const outcome = await listRevisions(this.http, this.dispensingId)
    if (outcome.ok) this.revisions = outcome.value.items
    else this.failure = outcome.failure
  }

  override render() {
    return html`<kb-dialog .heading=${words.title} @kb-close=${() => this.dispatchEvent(new Event('kb-close'))}>
      <p>${words.hint}</p>
      ${
        this.failure
          ? html`<kb-trouble .trouble=${troubleOf(this.failure)} @kb-retry=${() => void this.#load()}></kb-trouble>`
          : this.revisions
            ? this.#table(this.revisions)
            : html`<kb-loading></kb-loading>`
      }
    </kb-dialog>`
  }

  #table(revisions: DispensingRevision[]) {
    const { columns } = words
    return html`<table data-test="revisions-table">
      <thead>
        <tr>
          <th scope="col">${columns.received}</th>
          <th scope="col">${columns.sent}</th>
          <th scope="col">${columns.action}</th>
          <th scope="col">${columns.file}</th>
        </tr>
      </thead>
      <tbody>
        ${revisions.map(
          (revision) =>
            html`<tr class=${revision.warnings.length > 0 ? 'warned' : ''} data-test="revision-row">
                <td>${longDate(dateOf(revision.receivedAt))} ${hourMinuteSecond(revision.receivedAt)}</td>
                <td>${sentText(revision.sentAt)}</td>
                <td>
                  ${words.action[revision.action]}
                  ${revision.isCurrent ? html`<span class="badge live">${words.current}</span>` : ''}
                </td>
                <td class="sub">${revision.fileName}</td>
              </tr>
              ${
                revision.warnings.length > 0
                  ? html`<tr>
                      <td class="odd" colspan="4"><kb-warnings .warnings=${revision.warnings}></kb-warnings></td>
                    </tr>`
                  : nothing
              }`,
        )}
      </tbody>
    </table>`
  }
}

/** The receipt computer writes its own local time; shown as written. */
const sentText = (sentAt: string | undefined): string =>
  sentAt === undefined ? words.none : `${longDate(sentAt.slice(0, 10))} ${sentAt.slice(11, 19)}`

customElements.define('kb-revisions-dialog', KbRevisionsDialog)

/** Shows the history of a dispensing's files; resolves when it is closed. */
export const showRevisions = (http: Http, dispensingId: string): Promise<void> => {
  const dialog = new KbRevisionsDialog()
  dialog.http = http
  dialog.dispensingId = dispensingId
  return open(dialog)
}
