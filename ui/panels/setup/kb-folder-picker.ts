import { LitElement, css, html, nothing } from 'lit'
import type { FolderChoice } from '../../../contract/setup.ts'
import type { Http } from '../../data/http.ts'
import { listFolders } from '../../data/setup.ts'
import { shared } from '../../styles/shared.ts'
import { setup } from '../../text/setup.ts'

const words = setup.nsips

/** Chooses a folder of the box. Event `kb-folder` (detail: its path). */
export class KbFolderPicker extends LitElement {
  static override properties = { http: { attribute: false }, isAfter: { type: Boolean }, choice: { state: true } }
  static override styles = [
    shared,
    css`
      .box {
        display: grid;
        gap: 8px;
        margin-top: 8px;
        padding: 12px;
        border: 1px solid var(--line);
        border-radius: var(--radius);
      }
      .row {
        display: flex;
        flex-wrap: wrap;
        align-items: center;
        gap: 8px;
      }
      b {
        flex: 1 1 12rem;
        overflow-wrap: anywhere;
      }
      ul {
        max-height: 16rem;
        overflow-y: auto;
      }
      li .btn {
        justify-content: flex-start;
        width: 100%;
        overflow-wrap: anywhere;
        white-space: normal;
        text-align: left;
      }
    `,
  ]
  declare http: Http
  /** On a box that was set up. */
  declare isAfter: boolean
  declare choice: FolderChoice | null

  constructor() {
    super()
    this.isAfter = false
    this.choice = null
  }

  override render() {
    const { choice } = this
    if (!choice)
      return html`<button class="btn" type="button" data-test="pick-folder" @click=${() => void this.#open('/')}>
        ${words.pick}
      </button>`
    const { path, parent, folders, mounts } = choice
    return html`<div class="box">
      <div class="row">
        <b data-test="picked">${path}</b>
        ${
          parent === null
            ? nothing
            : html`<button class="btn" type="button" @click=${() => void this.#open(parent)}>${words.up}</button>`
        }
        <button
          class="btn primary"
          type="button"
          data-test="pick-here"
          @click=${() => {
            this.choice = null
            this.dispatchEvent(new CustomEvent<string>('kb-folder', { detail: path }))
          }}
        >
          ${words.here}
        </button>
      </div>
      ${
        mounts.length === 0
          ? nothing
          : html`<p class="sub">${words.mounts}</p>
              <ul>
                ${mounts.map((mount) => this.#folder(mount.path, `${mount.path}（${mount.source}）`))}
              </ul>`
      }
      <ul>
        ${folders.map((folder) => this.#folder(folder, folder))}
      </ul>
    </div>`
  }

  #folder(path: string, word: string) {
    return html`<li>
      <button class="btn quiet" type="button" data-test="folder" @click=${() => void this.#open(path)}>${word}</button>
    </li>`
  }

  async #open(path: string): Promise<void> {
    const outcome = await listFolders(this.http, this.isAfter, path)
    if (outcome.ok) this.choice = outcome.value
    else if (outcome.failure.kind === 'signed-out')
      this.dispatchEvent(new Event('kb-over', { bubbles: true, composed: true }))
  }
}

customElements.define('kb-folder-picker', KbFolderPicker)
