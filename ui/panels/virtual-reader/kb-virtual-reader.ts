import { LitElement, css, html, nothing } from 'lit'
import { listCards, tap, type DemoCard } from '../../data/virtual-reader.ts'
import type { Failure } from '../../data/outcome.ts'
import type { Box } from '../../state/box.ts'
import { troubleOf } from '../../state/trouble.ts'
import { Watch } from '../../state/watch.ts'
import { shared } from '../../styles/shared.ts'
import { ja } from '../../text/ja.ts'
import '../../components/kb-icon.ts'

/** A reader to click on, where the box has no real one: the demo's cards, or any card number. */
export class KbVirtualReader extends LitElement {
  static override properties = {
    box: { attribute: false },
    cards: { state: true },
    failure: { state: true },
    note: { state: true },
  }
  static override styles = [
    shared,
    css`
      :host {
        position: fixed;
        z-index: 10;
        bottom: 12px;
        left: 12px;
        max-width: min(20rem, calc(100vw - 24px));
      }
      .sheet {
        border-color: var(--edge);
        box-shadow: 0 8px 24px #0002;
      }
      .head {
        display: flex;
        align-items: center;
        gap: 8px;
        width: 100%;
        min-height: 44px;
        padding: 0 14px;
        border: 0;
        background: none;
        font-weight: 700;
        white-space: nowrap;
      }
      .head span {
        flex: 1;
        text-align: left;
      }
      .body {
        display: grid;
        grid-template-columns: minmax(0, 1fr);
        gap: 10px;
        max-height: 60vh;
        padding: 4px 14px 14px;
        overflow: auto;
      }
      ul {
        display: flex;
        flex-wrap: wrap;
        gap: 6px;
      }
      li .btn {
        padding-inline: 12px;
        font-weight: 400;
      }
      form {
        display: flex;
        gap: 6px;
      }
      input {
        flex: 1;
        min-width: 0;
        min-height: 44px;
        padding: 0 10px;
        border: 1px solid var(--edge);
        border-radius: var(--radius);
      }
      p {
        font-size: 0.8125rem;
      }
      .bad {
        color: var(--warn);
      }
    `,
  ]
  declare box: Box
  declare cards: DemoCard[]
  declare failure: Failure | null
  declare note: string

  constructor() {
    super()
    this.cards = []
    this.failure = null
    this.note = ''
    new Watch(this, () => [this.box.preferences.isReaderFolded])
  }

  override connectedCallback(): void {
    super.connectedCallback()
    void this.#load()
  }

  async #load(): Promise<void> {
    const outcome = await listCards(this.box.http)
    if (outcome.ok) this.cards = outcome.value.items
    this.failure = outcome.ok ? null : outcome.failure
  }

  override render() {
    const isFolded = this.box.preferences.isReaderFolded.value
    return html`<section class="sheet" data-test="virtual-reader" aria-label=${ja.virtual.title}>
      <button
        class="head"
        type="button"
        data-test="virtual-reader-toggle"
        aria-expanded=${isFolded ? 'false' : 'true'}
        @click=${() => {
          this.box.preferences.setReaderFolded(!isFolded)
        }}
      >
        <kb-icon name="card"></kb-icon><span>${ja.virtual.title}</span
        ><span class="visually-hidden">${isFolded ? ja.virtual.unfold : ja.virtual.fold}</span>
        ${isFolded ? nothing : html`<kb-icon name="down"></kb-icon>`}
      </button>
      ${isFolded ? nothing : this.#body()}
    </section>`
  }

  #body() {
    return html`<div class="body">
      <p class="sub">${ja.virtual.hint}</p>
      <ul>
        ${this.cards.map(
          (card) =>
            html`<li>
              <button
                class="btn"
                type="button"
                data-test="demo-card"
                data-card-id=${card.cardId}
                @click=${() => void this.#tap(card.cardId)}
              >
                ${card.label}
              </button>
            </li>`,
        )}
      </ul>
      <form @submit=${this.#onSubmit}>
        <input
          name="card"
          aria-label=${ja.virtual.number}
          placeholder=${ja.virtual.number}
          autocomplete="off"
          spellcheck="false"
          data-test="card-number"
        />
        <button class="btn primary" type="submit" data-test="tap">${ja.virtual.touch}</button>
      </form>
      <p role="status" class=${this.failure ? 'bad' : 'sub'}>${this.failure ? this.#words(this.failure) : this.note}</p>
    </div>`
  }

  #words(failure: Failure): string {
    const { what, todo } = troubleOf(failure)
    return `${ja.virtual.failed}（${what}）${todo}`
  }

  readonly #onSubmit = (event: SubmitEvent): void => {
    event.preventDefault()
    const input = this.renderRoot.querySelector('input')
    const cardId = input?.value.trim() ?? ''
    if (cardId !== '') void this.#tap(cardId)
  }

  async #tap(cardId: string): Promise<void> {
    this.note = ''
    const outcome = await tap(this.box.http, cardId)
    this.failure = outcome.ok ? null : outcome.failure
    if (outcome.ok) this.note = ja.virtual.done
    if (this.cards.length === 0) void this.#load()
  }
}

customElements.define('kb-virtual-reader', KbVirtualReader)
