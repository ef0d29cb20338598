import { LitElement, css, html, nothing } from 'lit'
import type { Counter } from '../../contract/counter.ts'
import type { CounterRename } from '../state/drafts.ts'
import { formField } from '../styles/form-field.ts'
import { shared } from '../styles/shared.ts'
import { readers as words } from '../text/readers.ts'

/**
 * A counter with its readers as its slot. Events: `kb-rename` with the new name and the counter as it stood when somebody began to type,
 * `kb-remove`, `kb-draft` with the same while it is typed, or null when nothing is any more.
 */
export class KbCounterBox extends LitElement {
  static override properties = {
    counter: { attribute: false },
    draft: { attribute: false },
    isOwn: { type: Boolean },
    isOver: { type: Boolean },
    isBusy: { type: Boolean },
    isRenaming: { state: true },
  }
  static override styles = [
    shared,
    formField,
    css`
      .sheet {
        overflow: visible;
        padding: 8px 12px 12px;
      }
      .own {
        border-color: var(--accent);
      }
      .over {
        outline: 3px dashed var(--accent);
        outline-offset: 2px;
        background: var(--accent-soft);
      }
      header {
        display: flex;
        flex-wrap: wrap;
        align-items: center;
        gap: 4px 8px;
        min-height: 44px;
        margin-bottom: 8px;
        padding-left: 6px;
      }
      h2 {
        font-size: 1.125rem;
        overflow-wrap: anywhere;
      }
      form {
        display: flex;
        flex: 1;
        flex-wrap: wrap;
        align-items: end;
        gap: 8px;
      }
      .field {
        flex: 1 1 10rem;
      }
    `,
  ]
  declare counter: Counter | null
  /** What is typed, also from before this page was left; given up when it is taken away. */
  declare draft: CounterRename | undefined
  declare isOwn: boolean
  declare isOver: boolean
  declare isBusy: boolean
  declare isRenaming: boolean
  #sent = ''
  /** What the field begins with; the same as long as it stands there, so that nothing typed is overwritten. */
  #first = ''
  #from: Counter | null = null

  constructor() {
    super()
    this.counter = null
    this.isRenaming = false
  }

  override willUpdate(changed: Map<string, unknown>): void {
    if (!this.hasUpdated && this.draft !== undefined) {
      this.#first = this.draft.name
      this.#from = this.draft.from
      this.isRenaming = true
    }
    if (changed.get('draft') !== undefined && this.draft === undefined) this.isRenaming = false
    // The name has become what was typed. A name given elsewhere meanwhile leaves the typed one where it is.
    if (changed.has('counter') && this.#sent !== '' && this.counter?.name === this.#sent) this.#stop()
  }

  override render() {
    const { counter } = this
    const name = counter?.name ?? words.noCounter
    return html`<section class="sheet ${this.isOwn ? 'own' : ''} ${this.isOver ? 'over' : ''}" aria-label=${name}>
      <header>${counter && this.isRenaming ? this.#form(counter) : this.#title(name)}</header>
      <slot></slot>
    </section>`
  }

  #title(name: string) {
    return html`<h2>${name}</h2>
      ${this.isOwn ? html`<span class="badge live">${words.mine}</span>` : nothing}
      <span class="grow"></span>
      ${
        this.counter
          ? html`<button class="btn quiet" type="button" data-test="rename" @click=${this.#startRenaming}>
                ${words.rename}
              </button>
              <button
                class="btn quiet"
                type="button"
                data-test="remove-counter"
                ?disabled=${this.isBusy}
                @click=${() => this.dispatchEvent(new Event('kb-remove'))}
              >
                ${words.remove}
              </button>`
          : nothing
      }`
  }

  #form({ name }: Counter) {
    return html`<form @submit=${this.#onSubmit} @keydown=${this.#onKey}>
      <label class="field"
        >${words.name}
        <input
          name="name"
          maxlength="20"
          autocomplete="off"
          spellcheck="false"
          data-test="name"
          value=${name}
          .value=${this.#first}
          @input=${this.#onInput}
      /></label>
      <button class="btn primary" type="submit" data-test="save-name" ?disabled=${this.isBusy}>${words.save}</button>
      <button
        class="btn"
        type="button"
        @click=${() => {
          this.#stop()
        }}
      >
        ${words.cancel}
      </button>
    </form>`
  }

  readonly #startRenaming = (): void => {
    this.isRenaming = true
    this.#sent = ''
    this.#from = this.counter
    this.#first = this.counter?.name ?? ''
    void this.updateComplete.then(() => {
      this.renderRoot.querySelector('input')?.select()
    })
  }

  readonly #onKey = (event: KeyboardEvent): void => {
    if (event.key !== 'Escape' || event.isComposing) return
    event.stopPropagation()
    this.#stop()
  }

  readonly #onInput = (event: Event): void => {
    if (this.#from) this.#tellDraft({ name: (event.target as HTMLInputElement).value, from: this.#from })
  }

  #tellDraft(detail: CounterRename | null): void {
    this.dispatchEvent(new CustomEvent<CounterRename | null>('kb-draft', { detail }))
  }

  #stop(): void {
    this.isRenaming = false
    this.#tellDraft(null)
  }

  readonly #onSubmit = (event: SubmitEvent): void => {
    event.preventDefault()
    const name = this.renderRoot.querySelector('input')?.value.trim() ?? ''
    if (name === '' || name === this.counter?.name || !this.#from) {
      this.#stop()
      return
    }
    this.#sent = name
    this.dispatchEvent(new CustomEvent<CounterRename>('kb-rename', { detail: { name, from: this.#from } }))
  }
}

customElements.define('kb-counter-box', KbCounterBox)
