import { LitElement, css, html } from 'lit'
import type { ReaderStatus } from '../../../contract/status.ts'
import { shared } from '../../styles/shared.ts'
import { ja } from '../../text/ja.ts'
import '../../components/kb-dialog.ts'
import { open } from '../open.ts'

/** Which readers the box has, and what to do when one is missing. */
export class KbReadersDialog extends LitElement {
  static override properties = { readers: { attribute: false } }
  static override styles = [
    shared,
    css`
      li {
        display: flex;
        flex-wrap: wrap;
        gap: 4px 14px;
        align-items: center;
        padding: 10px 0;
        border-bottom: 1px solid var(--line-2);
      }
      p {
        margin-top: 12px;
        color: var(--ink-2);
      }
    `,
  ]
  declare readers: readonly ReaderStatus[]

  override render() {
    const isAnyLost = this.readers.some((reader) => !reader.isConnected)
    return html`<kb-dialog .heading=${ja.readers.title} @kb-close=${() => this.dispatchEvent(new Event('kb-close'))}>
      ${
        this.readers.length === 0
          ? html`<b>${ja.readers.none}</b>
              <p>${ja.readers.noneHint}</p>`
          : html`<ul>
                ${this.readers.map(
                  (reader) =>
                    html`<li>
                      <b>${reader.name}</b><span class="sub">${ja.readerKind[reader.kind]}</span>
                      <span class="badge ${reader.isConnected ? 'set' : 'bad'}"
                        >${reader.isConnected ? ja.readers.connected : ja.readers.lost}</span
                      >
                    </li>`,
                )}
              </ul>
              <p>${isAnyLost ? ja.readers.lostHint : html`<b>${ja.list.notListed}</b>　${ja.list.notListedHint}`}</p>`
      }
    </kb-dialog>`
  }
}

customElements.define('kb-readers-dialog', KbReadersDialog)

/** Shows the readers as they are now; resolves when it is closed. */
export const showReaders = (readers: readonly ReaderStatus[]): Promise<void> => {
  const dialog = new KbReadersDialog()
  dialog.readers = readers
  return open(dialog)
}
