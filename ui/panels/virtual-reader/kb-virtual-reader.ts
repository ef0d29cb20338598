import { LitElement, css, html, nothing } from 'lit'
import type { Reader } from '../../../contract/reader.ts'
import type { VirtualCard, VirtualStep } from '../../../contract/virtual-reader.ts'
import { act, listCards } from '../../data/virtual-reader.ts'
import type { Failure } from '../../data/outcome.ts'
import type { Box } from '../../state/box.ts'
import { troubleOf } from '../../state/trouble.ts'
import { Watch } from '../../state/watch.ts'
import { formField } from '../../styles/form-field.ts'
import { shared } from '../../styles/shared.ts'
import { virtual } from '../../text/virtual-reader.ts'
import '../../components/kb-icon.ts'

/** What a reader that is plugged in can be made to do, beside being touched. */
const acts = ['mynumber', 'other', 'mute', 'flap', 'unplug'] as const

/** Readers to click on, where the box has no real ones: the demo's cards, any card number, and whatever can go wrong. */
export class KbVirtualReader extends LitElement {
  static override properties = {
    box: { attribute: false },
    cards: { state: true },
    failure: { state: true },
    note: { state: true },
    chosen: { state: true },
  }
  static override styles = [
    shared,
    formField,
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
  declare cards: VirtualCard[]
  declare failure: Failure | null
  declare note: string
  /** Id of the reader that is used, '' before one was chosen. */
  declare chosen: string

  constructor() {
    super()
    this.cards = []
    this.failure = null
    this.note = ''
    this.chosen = ''
    new Watch(this, () => [
      this.box.preferences.isReaderFolded,
      this.box.preferences.counter,
      this.box.watch.status,
      this.box.counters.list,
    ])
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
    return html`<section class="sheet" data-test="virtual-reader" aria-label=${virtual.title}>
      <button
        class="head"
        type="button"
        data-test="virtual-reader-toggle"
        aria-expanded=${isFolded ? 'false' : 'true'}
        @click=${() => {
          this.box.preferences.setReaderFolded(!isFolded)
        }}
      >
        <kb-icon name="card"></kb-icon><span>${virtual.title}</span
        ><span class="visually-hidden">${isFolded ? virtual.unfold : virtual.fold}</span>
        ${isFolded ? nothing : html`<kb-icon name="down"></kb-icon>`}
      </button>
      ${isFolded ? nothing : this.#body()}
    </section>`
  }

  /** The reader that was chosen, else one of this PC's own counter, else the first. */
  #reader(readers: readonly Reader[]): Reader | undefined {
    const own = this.box.counter().counter?.id
    return (
      readers.find(({ id }) => id === this.chosen) ??
      readers.find(({ counterId }) => own !== undefined && counterId === own) ??
      readers[0]
    )
  }

  #body() {
    const readers = (this.box.watch.status.value?.readers ?? []).filter(({ kind }) => kind === 'virtual')
    const reader = this.#reader(readers)
    const isOut = reader?.isConnected === false
    return html`<div class="body">
      <p class="sub">${virtual.hint}</p>
      ${readers.length > 1 ? this.#chooser(readers, reader) : nothing}
      <ul>
        ${this.cards.map(
          (card) =>
            html`<li>
              <button
                class="btn"
                type="button"
                data-test="demo-card"
                data-card-id=${card.cardId}
                ?disabled=${isOut}
                @click=${() => void this.#act(reader, { do: this.#laying(), card: card.cardId })}
              >
                ${card.label}
              </button>
            </li>`,
        )}
      </ul>
      <form
        @submit=${(event: SubmitEvent) => {
          event.preventDefault()
          void this.#tapTyped(reader)
        }}
      >
        <input
          name="card"
          aria-label=${virtual.number}
          placeholder=${virtual.number}
          autocomplete="off"
          spellcheck="false"
          data-test="card-number"
        />
        <button class="btn primary" type="submit" data-test="tap" ?disabled=${isOut}>${virtual.touch}</button>
      </form>
      <p class="more">${virtual.more}</p>
      <ul>
        ${(isOut ? (['plug'] as const) : acts).map(
          (each) =>
            html`<li>
              <button
                class="btn"
                type="button"
                data-test="virtual-act"
                data-act=${each}
                @click=${() => void this.#act(reader, { do: each })}
              >
                ${virtual.acts[each]}
              </button>
            </li>`,
        )}
      </ul>
      <p role="status" class=${this.failure ? 'bad' : 'sub'}>${this.failure ? this.#words(this.failure) : this.note}</p>
    </div>`
  }

  /** カード発行 writes on a card that lies still: there it stays on the reader until the next one. */
  #laying(): 'tap' | 'insert' {
    return this.box.router.route.value.page === 'cards' ? 'insert' : 'tap'
  }

  #words(failure: Failure): string {
    const { what, todo } = troubleOf(failure)
    return `${virtual.failed}（${what}）${todo}`
  }

  #chooser(readers: readonly Reader[], chosen: Reader | undefined) {
    const counters = new Map(this.box.counters.list.value?.map(({ id, name }) => [id, name]))
    return html`<label class="field"
      >${virtual.reader}
      <select
        data-test="virtual-reader-choice"
        @change=${(event: Event) => {
          this.chosen = (event.target as HTMLSelectElement).value
        }}
      >
        ${readers.map(({ id, label, counterId, isConnected }) => {
          const counter = counterId === null ? undefined : counters.get(counterId)
          return html`<option value=${id} .selected=${id === chosen?.id}>
            ${label}${counter === undefined ? '' : `（${counter}）`}${isConnected ? '' : virtual.unplugged}
          </option>`
        })}
      </select></label
    >`
  }

  /** The number leaves the field at once: a touch opens the detail only where nothing is typed. It comes back when it was refused. */
  async #tapTyped(reader: Reader | undefined): Promise<void> {
    const input = this.renderRoot.querySelector('input')
    const card = input?.value.trim() ?? ''
    if (!input || card === '') return
    input.value = ''
    await this.#act(reader, { do: this.#laying(), card })
    if (this.failure && input.value === '') input.value = card
  }

  async #act(reader: Reader | undefined, step: VirtualStep): Promise<void> {
    this.note = ''
    const outcome = await act(this.box.http, { ...step, ...(reader && { reader: reader.label }) })
    this.failure = outcome.ok ? null : outcome.failure
    if (outcome.ok)
      this.note = step.do in virtual.acted ? virtual.acted[step.do as keyof typeof virtual.acted] : virtual.done
    if (this.cards.length === 0) void this.#load()
  }
}

customElements.define('kb-virtual-reader', KbVirtualReader)
