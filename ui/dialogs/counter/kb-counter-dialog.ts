import { LitElement, css, html, nothing } from 'lit'
import type { Failure } from '../../data/outcome.ts'
import type { Box } from '../../state/box.ts'
import { noCounter } from '../../state/counter.ts'
import { counterDraftsOf, newCounter } from '../../state/drafts.ts'
import { troubleOf } from '../../state/trouble.ts'
import { Watch } from '../../state/watch.ts'
import { formField } from '../../styles/form-field.ts'
import { shared } from '../../styles/shared.ts'
import { counterDialog as words, readers as readersText } from '../../text/readers.ts'
import type { KbDialog } from '../../components/kb-dialog.ts'
import '../../components/kb-dialog.ts'
import '../../components/kb-trouble.ts'
import { open } from '../open.ts'

/** この画面の窓口: chosen once, remembered by this PC. */
export class KbCounterDialog extends LitElement {
  static override properties = {
    box: { attribute: false },
    failure: { state: true },
    isBusy: { state: true },
  }
  static override styles = [
    shared,
    formField,
    css`
      .hint {
        margin-bottom: 14px;
        color: var(--ink-2);
      }
      .choices {
        display: grid;
        gap: 8px;
      }
      .choice {
        display: flex;
        align-items: center;
        gap: 14px;
        width: 100%;
        min-height: 3.5rem;
        padding: 6px 16px;
        border: 1px solid var(--edge);
        border-radius: var(--radius);
        background: var(--paper);
        text-align: left;
      }
      .choice:hover {
        background: var(--line-2);
      }
      .choice b {
        flex: 1;
        font-size: 1.125rem;
        overflow-wrap: anywhere;
      }
      .choice small {
        display: block;
        color: var(--ink-2);
        font-size: 0.875rem;
        font-weight: 400;
      }
      .choice[aria-pressed='true'] {
        border: 2px solid var(--accent);
        background: var(--accent-soft);
      }
      form {
        display: flex;
        flex-wrap: wrap;
        align-items: end;
        gap: 8px;
        margin: 16px 0;
        padding-bottom: 16px;
        border-bottom: 1px solid var(--line);
      }
      form label {
        flex: 1 1 14rem;
      }
      .foot {
        display: flex;
        flex-wrap: wrap;
        justify-content: space-between;
        gap: 8px 16px;
        margin-top: 12px;
      }
    `,
  ]
  declare box: Box
  declare failure: Failure | null
  declare isBusy: boolean

  constructor() {
    super()
    this.failure = null
    this.isBusy = false
    new Watch(this, () => [
      this.box.counters.list,
      this.box.counters.failure,
      this.box.preferences.counter,
      this.box.preferences.opensTouch,
      this.box.watch.status,
    ])
  }

  override render() {
    const counters = this.box.counters.list.value
    const failure = this.failure ?? (counters === null ? this.box.counters.failure.value : null)
    const own = this.box.counter()
    const readers = this.box.watch.status.value?.readers ?? []
    const opens = this.box.preferences.opensTouch.value
    return html`<kb-dialog .heading=${words.title} @kb-close=${() => this.dispatchEvent(new Event('kb-close'))}>
      <p class="hint">${words.hint}</p>
      ${
        failure
          ? html`<kb-trouble
              .trouble=${troubleOf(failure)}
              .reference=${failure.reference}
              @kb-retry=${() => {
                this.failure = null
                void this.box.counters.refresh()
              }}
            ></kb-trouble>`
          : nothing
      }
      <div class="choices">
        ${(counters ?? []).map(({ id, name }) =>
          this.#choice(
            id,
            name,
            words.readersOf(readers.filter(({ counterId }) => counterId === id).length),
            own.counter?.id === id,
          ),
        )}
        ${this.#choice(noCounter, words.noCounter, words.noCounterHint, own.state === 'none')}
      </div>
      <form @submit=${this.#onAdd}>
        <label class="field"
          >${readersText.newCounter}
          <input
            name="counter"
            maxlength="20"
            autocomplete="off"
            spellcheck="false"
            placeholder=${readersText.newCounterHint}
            data-test="new-counter"
            .value=${counterDraftsOf(this.box).get(newCounter) ?? ''}
            @input=${(event: Event) => {
              counterDraftsOf(this.box).set(newCounter, (event.target as HTMLInputElement).value)
            }}
        /></label>
        <button class="btn" type="submit" data-test="add-counter" ?disabled=${this.isBusy}>${readersText.add}</button>
      </form>
      <label class="check">
        <input
          type="checkbox"
          data-test="opens-touch"
          .checked=${opens}
          @change=${(event: Event) => {
            this.box.preferences.setOpensTouch((event.target as HTMLInputElement).checked)
          }}
        />
        <span><b>${words.opens}</b><br /><span class="sub">${words.opensHint}</span></span>
      </label>
      <div class="foot">
        <a class="btn" href="/readers" @click=${this.#toReaders}>${words.toReaders}</a>
      </div>
    </kb-dialog>`
  }

  #choice(id: string, name: string, note: string, isChosen: boolean) {
    return html`<button
      class="choice"
      type="button"
      data-test="counter-choice"
      aria-pressed=${isChosen ? 'true' : 'false'}
      @click=${() => {
        this.#choose(id)
      }}
    >
      <b>${name}<small>${note}</small></b>
      ${isChosen ? html`<span class="badge live">✓ ${words.current}</span>` : nothing}
    </button>`
  }

  #choose(id: string): void {
    this.box.preferences.setCounter(id)
    this.#close()
  }

  #close(): void {
    this.renderRoot.querySelector<KbDialog>('kb-dialog')?.close()
  }

  readonly #onAdd = (event: SubmitEvent): void => {
    event.preventDefault()
    const input = this.renderRoot.querySelector<HTMLInputElement>('input[name=counter]')
    const name = input?.value.trim() ?? ''
    if (name === '') {
      input?.focus()
      return
    }
    void this.#add(name)
  }

  /** Whoever names a counter here stands at it. What was typed stays when it could not be added. */
  async #add(name: string): Promise<void> {
    this.isBusy = true
    this.failure = null
    const outcome = await this.box.counters.add(name)
    this.isBusy = false
    if (outcome.ok) {
      counterDraftsOf(this.box).delete(newCounter)
      this.#choose(outcome.value.id)
    } else this.failure = outcome.failure
  }

  readonly #toReaders = (event: MouseEvent): void => {
    if (event.ctrlKey || event.metaKey || event.shiftKey) return
    event.preventDefault()
    this.#close()
    this.box.router.go({ page: 'readers' })
  }
}

customElements.define('kb-counter-dialog', KbCounterDialog)

/** Lets somebody choose the counter of this PC; resolves when it is closed. */
export const chooseCounter = (box: Box): Promise<void> => {
  const dialog = new KbCounterDialog()
  dialog.box = box
  return open(dialog)
}
