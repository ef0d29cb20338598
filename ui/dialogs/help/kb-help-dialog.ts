import { LitElement, css, html } from 'lit'
import { shared } from '../../styles/shared.ts'
import { Keys, pcStorage } from '../../state/keys.ts'
import { help, helpRows } from '../../text/help.ts'
import '../../components/kb-dialog.ts'
import { open } from '../open.ts'

/** The keys, and what the marks mean. */
export class KbHelpDialog extends LitElement {
  static override styles = [
    shared,
    css`
      h3 {
        margin-bottom: 8px;
        font-size: 1rem;
      }
      dl {
        display: grid;
        grid-template-columns: max-content minmax(0, 1fr);
        gap: 8px 20px;
        margin-bottom: 20px;
      }
      dl:last-child {
        margin-bottom: 0;
      }
    `,
  ]

  override render() {
    return html`<kb-dialog .heading=${help.title} @kb-close=${() => this.dispatchEvent(new Event('kb-close'))}>
      <h3>${help.keys}</h3>
      <dl data-test="help-keys">
        ${helpRows(new Keys(pcStorage()).table.value).map(
          ([key, word]) =>
            html`<dt><span class="key">${key}</span></dt>
              <dd>${word}</dd>`,
        )}
      </dl>
      <h3>${help.signs}</h3>
      <dl>
        ${help.notes.map(
          ([sign, word]) =>
            html`<dt><b>${sign}</b></dt>
              <dd>${word}</dd>`,
        )}
      </dl>
    </kb-dialog>`
  }
}

customElements.define('kb-help-dialog', KbHelpDialog)

/** Shows the help; resolves when it is closed. */
export const showHelp = (): Promise<void> => open(new KbHelpDialog())
