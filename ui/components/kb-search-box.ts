import { LitElement, css, html, nothing } from 'lit'
import { repeat } from 'lit/directives/repeat.js'
import type { FoundPerson } from '../../contract/found-person.ts'
import type { Initial } from '../../contract/kana-row.ts'
import { birthCell } from '../format/dates.ts'
import { SteadyLists } from '../state/steady-list.ts'
import { shared } from '../styles/shared.ts'
import { ja } from '../text/ja.ts'
import './kb-icon.ts'
import './kb-kana-index.ts'
import { isInSteady, news } from './news.ts'

/** What stands under the box: nothing asked, an answer on its way, an answer, or none to be had. */
export interface SearchResult {
  state: 'idle' | 'busy' | 'done' | 'failed'
  people: readonly FoundPerson[]
  hasMore: boolean
  /** The text that these were found by. */
  of: string
  /** Instead of something typed: what was pressed in the 50音 index. */
  initial: Initial | null
  /** The box is still making its index: so many percent of everybody were searched. */
  preparing: number | null
}

const keyOf = ({ kind, id }: FoundPerson): string => `${kind} ${id}`

const questionOf = ({ initial, of }: SearchResult): string => (initial ? `${initial.row} ${initial.letter ?? ''}` : of)

/**
 * Finds people while typing, or by the 50音 index that stands below while nothing is typed. Events: `kb-search` with the text, `kb-initial`
 * with an {@link Initial}, `kb-more` for the next page of it, `kb-retry` to ask once more, `kb-pick` with the person. What was asked stays
 * until Esc.
 */
export class KbSearchBox extends LitElement {
  static override properties = {
    query: {},
    result: { attribute: false },
    today: {},
    marked: { state: true },
    searchKey: {},
    isOpen: { state: true },
  }
  static override styles = [
    shared,
    css`
      :host {
        position: relative;
      }
      label {
        display: flex;
        align-items: center;
        gap: 8px;
        min-height: max(44px, 2.75rem);
        padding: 0 12px;
        border: 1px solid var(--edge);
        border-radius: var(--radius);
        background: var(--ground);
        color: var(--ink-3);
      }
      label:focus-within {
        outline: 3px solid var(--focus);
        outline-offset: 1px;
        background: var(--paper);
      }
      input {
        flex: 1;
        min-width: 0;
        min-height: 2.5rem;
        border: 0;
        outline: 0;
        background: none;
        color: var(--ink);
      }
      input:focus-visible {
        outline: 0;
      }
      input::placeholder {
        color: var(--ink-3);
        opacity: 1;
      }
      .drop {
        position: absolute;
        z-index: 20;
        top: calc(100% + 6px);
        right: 0;
        left: 0;
        min-width: min(41rem, 92vw);
        max-height: min(70vh, 32rem);
        overflow: auto;
        border: 1px solid var(--line);
        border-radius: 14px;
        background: var(--paper);
        box-shadow: 0 12px 32px #0002;
      }
      li {
        display: grid;
        grid-template-columns: minmax(0, 1fr) 3.75rem 3rem minmax(0, 15.5rem);
        align-items: center;
        gap: 0 12px;
        min-height: 3.25rem;
        padding: 4px 14px;
        border-bottom: 1px solid var(--line-2);
        cursor: pointer;
      }
      li[aria-selected='true'] {
        background: var(--accent-soft);
        box-shadow: inset 5px 0 var(--accent);
      }
      li .badge {
        justify-self: start;
      }
      li .who {
        overflow-wrap: anywhere;
      }
      li b {
        font-size: 1.0625rem;
      }
      .drop {
        container-type: inline-size;
      }
      @container (max-width: 31rem) {
        li {
          grid-template-columns: minmax(0, 1fr) auto;
          padding-block: 8px;
        }
        li > :last-child {
          grid-column: 1 / -1;
        }
        li > :nth-child(3) {
          display: none;
        }
      }
      .words {
        padding: 12px 14px;
        color: var(--ink-2);
        font-size: 0.9375rem;
      }
    `,
  ]
  declare query: string
  declare result: SearchResult
  declare today: string
  /** The key that leads here. */
  declare searchKey: string
  /** Whom Enter opens: stays with the person while the same question is answered anew. */
  declare marked: string
  declare isOpen: boolean
  #enteredFor: string | null = null
  #people: readonly FoundPerson[] = []
  #question = ''
  /** Nobody comes to stand under the pointer that is about to press. */
  readonly #steady = new SteadyLists(this, () => isInSteady(this.renderRoot))

  constructor() {
    super()
    this.query = ''
    this.searchKey = ''
    this.result = { state: 'idle', people: [], hasMore: false, of: '', initial: null, preparing: null }
    this.marked = ''
    this.isOpen = false
  }

  /** Puts the keyboard into the box and selects what stands there. */
  override focus(): void {
    const input = this.renderRoot.querySelector('input')
    input?.focus()
    input?.select()
  }

  override willUpdate(changed: Map<string, unknown>): void {
    const question = questionOf(this.result)
    this.#people = this.#steady.rows('people', question, this.result.people, keyOf)
    const [first] = this.#people
    const isKnown = question === this.#question && this.#people.some((person) => keyOf(person) === this.marked)
    if (!isKnown) this.marked = first ? keyOf(first) : ''
    this.#question = question
    if (!changed.has('result')) return
    // Enter came before the answer: it opens the only one there is, and never somebody who was found by less than what was typed.
    const [only, ...others] = this.result.people
    if (this.#enteredFor === this.query.trim() && this.#isCurrent()) {
      this.#enteredFor = null
      if (only && others.length === 0) this.#pick(only)
    }
  }

  override render() {
    const isShown = this.isOpen
    const { initial, hasMore, state, people } = this.result
    const isTyped = this.query.trim() !== ''
    const active = this.#active
    return html`<label>
        <kb-icon name="search"></kb-icon>
        <input
          type="text"
          role="combobox"
          name="search"
          data-test="search"
          autocomplete="off"
          spellcheck="false"
          aria-label=${ja.header.searchLabel}
          aria-expanded=${isShown ? 'true' : 'false'}
          aria-controls="results"
          aria-autocomplete="list"
          aria-activedescendant=${isShown && active >= 0 ? `r${String(active)}` : nothing}
          placeholder=${ja.header.search}
          .value=${this.query}
          @input=${this.#onInput}
          @keydown=${this.#onKey}
          @focus=${() => {
            this.isOpen = true
          }}
          @blur=${this.#onBlur}
        /><span class="key">${this.searchKey}</span>
      </label>
      <div
        class="drop"
        data-test="search-drop"
        ?hidden=${!isShown}
        @mousedown=${(event: MouseEvent) => {
          // The keyboard stays in the box.
          event.preventDefault()
        }}
        @focusout=${this.#onBlur}
        @keydown=${this.#onMove}
      >
        ${
          isTyped
            ? nothing
            : html`<kb-kana-index
                .initial=${initial}
                @kb-initial=${(event: CustomEvent<Initial>) => {
                  // The keyboard stays on the key that was pressed.
                  this.dispatchEvent(new CustomEvent<Initial>('kb-initial', { detail: event.detail }))
                }}
              ></kb-kana-index>`
        }
        ${isTyped || initial ? this.#words() : nothing}
        ${
          this.result.preparing === null
            ? nothing
            : html`<p class="words" role="status" data-test="search-preparing">
                ${ja.search.preparing(this.result.preparing)}
              </p>`
        }
        <div data-steady @pointerleave=${this.#steady.onLeave}>
          <ul id="results" role="listbox" aria-label=${ja.header.searchLabel} data-rows>
            ${repeat(this.#people, keyOf, (person, index) => this.#option(person, index))}
          </ul>
          ${news(this.#steady)}
        </div>
        ${state === 'failed' ? html`<p class="words" role="status" data-test="search-failed">${people.length > 0 ? ja.search.moreFailed : ja.search.failed}</p>` : nothing}
        ${hasMore && isTyped ? html`<p class="words">${ja.search.more}</p>` : nothing}
        ${state === 'failed' || (hasMore && !isTyped) ? this.#further(state === 'failed') : nothing}
      </div>`
  }

  #words() {
    const { state, people, initial } = this.result
    if (state === 'failed') return nothing
    if (people.length > 0) return html`<p class="visually-hidden" role="status">${ja.search.results(people.length)}</p>`
    const words = {
      idle: ja.search.searching,
      busy: ja.search.searching,
      done: initial ? ja.search.kana.none : ja.search.none,
    }[state]
    return html`<p class="words" role="status">
      ${words}${state === 'done' && !initial ? html`<br />${ja.search.hint}` : nothing}
    </p>`
  }

  /** Below whomever was found before: they stay, and so does the mark. */
  #further(isFailed: boolean) {
    return html`<button
      class="btn quiet"
      type="button"
      data-test=${isFailed ? 'search-again' : 'search-more'}
      @click=${() => {
        if (!isFailed) this.#more()
        else {
          this.#toInput()
          this.dispatchEvent(new Event('kb-retry'))
        }
      }}
    >
      ${isFailed ? ja.common.retry : ja.common.more}
    </button>`
  }

  #option(person: FoundPerson, index: number) {
    const birth = person.birthOn === undefined ? undefined : birthCell(person.birthOn, this.today)
    return html`<li
      id="r${index}"
      role="option"
      data-test="search-result"
      data-kind=${person.kind}
      data-id=${person.id}
      aria-selected=${keyOf(person) === this.marked ? 'true' : 'false'}
      @mousedown=${({ button }: MouseEvent) => {
        if (button === 0) this.#pick(person)
      }}
      @mousemove=${() => {
        this.marked = keyOf(person)
      }}
    >
      <div class="who"><span class="kana">${person.kana}</span><b>${person.name || ja.common.unnamed}</b></div>
      <span class="badge ${person.kind === 'member' ? 'info' : ''}">${ja.search.kind[person.kind]}</span>
      <span>${ja.sex[person.sex]}</span>
      <div>
        ${birth ? html`<span>${birth.date}</span> <span>${birth.age}</span> <span class="sub">${birth.wareki}</span>` : ja.date.unknown}
        ${person.codes.length > 0 ? html`<div class="sub">${ja.person.code(person.codes.join('、'))}</div>` : nothing}
      </div>
    </li>`
  }

  #onInput(event: InputEvent): void {
    this.isOpen = true
    this.query = (event.target as HTMLInputElement).value
    this.#enteredFor = null
    this.dispatchEvent(new CustomEvent<string>('kb-search', { detail: this.query }))
  }

  #onKey(event: KeyboardEvent): void {
    // Keys that belong to the input method's own candidate list.
    if (event.isComposing) return
    const person = this.#people[this.#active]
    const typed = this.query.trim()
    if (event.key !== 'Enter') this.#onMove(event)
    else if (person && (this.result.initial || this.result.of === typed)) this.#pick(person)
    else if (typed !== '') this.#enteredFor = typed
  }

  /** The keys that mean the same in the box and in what stands below it. */
  readonly #onMove = (event: KeyboardEvent): void => {
    const last = this.#people.length - 1
    const active = this.#active
    // From the index, or from a button below, the way into the list ends at the mark.
    const step = event.currentTarget instanceof HTMLInputElement ? 1 : 0
    if (event.key === 'ArrowDown') {
      if (active === last) this.#more()
      this.#move(event, Math.min(last, active + step))
    } else if (event.key === 'ArrowUp') this.#move(event, Math.max(0, active - step))
    else if (event.key === 'PageDown') {
      if (active === last) this.#more()
      this.#move(event, last)
    } else if (event.key === 'PageUp') this.#move(event, 0)
    else if (event.key === 'Escape') {
      event.stopPropagation()
      const isEmpty = this.query === '' && this.result.initial === null
      this.query = ''
      this.dispatchEvent(new CustomEvent<string>('kb-search', { detail: '' }))
      const input = this.renderRoot.querySelector('input')
      if (isEmpty || !this.isOpen) input?.blur()
      else input?.focus()
      if (isEmpty) this.isOpen = false
    }
  }

  /** What was pressed goes away; the keyboard stays in the box. */
  readonly #toInput = (): void => {
    this.renderRoot.querySelector('input')?.focus()
  }

  #more(): void {
    if (this.result.initial && this.result.hasMore) this.dispatchEvent(new Event('kb-more'))
  }

  /** Open as long as the keyboard is in it. */
  readonly #onBlur = ({ relatedTarget }: FocusEvent): void => {
    this.isOpen = relatedTarget instanceof Node && this.renderRoot.contains(relatedTarget)
  }

  /** The people shown are those of what stands in the box. */
  #isCurrent(): boolean {
    return this.result.state === 'done' && this.result.of === this.query.trim()
  }

  /** The place of the mark; -1 where nobody is shown. */
  get #active(): number {
    return this.#people.findIndex((person) => keyOf(person) === this.marked)
  }

  #move(event: KeyboardEvent, to: number): void {
    event.preventDefault()
    this.isOpen = true
    // From the 50音 index into the list: Enter belongs to the box.
    this.renderRoot.querySelector('input')?.focus()
    const person = this.#people[to]
    if (person) this.marked = keyOf(person)
    void this.updateComplete.then(() => {
      this.renderRoot.querySelector('[aria-selected="true"]')?.scrollIntoView({ block: 'nearest' })
    })
  }

  #pick(person: FoundPerson): void {
    this.isOpen = false
    this.renderRoot.querySelector('input')?.blur()
    this.dispatchEvent(new CustomEvent<FoundPerson>('kb-pick', { detail: person }))
  }
}

customElements.define('kb-search-box', KbSearchBox)
