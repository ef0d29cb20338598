import { LitElement, css, html, nothing } from 'lit'
import type { CardIssue } from '../../../contract/card-issue.ts'
import type { KbDialog } from '../../components/kb-dialog.ts'
import '../../components/kb-dialog.ts'
import { shared } from '../../styles/shared.ts'
import { cards } from '../../text/cards.ts'
import { open } from '../open.ts'

const words = cards.undoDialog

/** Asks before an issue is taken back: what comes of it, and that it is for good. */
export class KbUndoIssueDialog extends LitElement {
  static override properties = { issue: { attribute: false } }
  static override styles = [
    shared,
    css`
      p + p {
        margin-top: 8px;
      }
      .foot {
        display: flex;
        flex-wrap: wrap;
        justify-content: flex-end;
        gap: 8px;
        margin-top: 20px;
      }
    `,
  ]
  declare issue: CardIssue
  isYes = false

  override render() {
    const { provenAt, kind } = this.issue
    return html`<kb-dialog .heading=${words.title} @kb-close=${() => this.dispatchEvent(new Event('kb-close'))}>
      <p>${provenAt === null ? words.before : words[kind]}</p>
      ${provenAt === null ? nothing : html`<p>${words.final}</p>`}
      <div class="foot">
        <button class="btn" type="button" data-test="undo-no" @click=${this.#close}>${words.no}</button>
        <button
          class="btn primary"
          type="button"
          data-test="undo-yes"
          @click=${() => {
            this.isYes = true
            this.#close()
          }}
        >
          ${words.yes}
        </button>
      </div>
    </kb-dialog>`
  }

  readonly #close = (): void => {
    this.renderRoot.querySelector<KbDialog>('kb-dialog')?.close()
  }
}

customElements.define('kb-undo-issue-dialog', KbUndoIssueDialog)

/** Resolves to true when somebody really wants it. */
export const askUndo = async (issue: CardIssue): Promise<boolean> => {
  const dialog = new KbUndoIssueDialog()
  dialog.issue = issue
  await open(dialog)
  return dialog.isYes
}
