import { LitElement, css, html, nothing } from 'lit'
import type { FoundPerson } from '../../contract/found-person.ts'
import { birthCell } from '../format/dates.ts'
import { shared } from '../styles/shared.ts'
import { ja } from '../text/ja.ts'
import './kb-icon.ts'

/** What stands under the box: nothing asked, an answer on its way, an answer, or none to be had. */
export interface SearchResult {
  state: 'idle' | 'busy' | 'done' | 'failed'
  people: readonly FoundPerson[]
  hasMore: boolean
  /** The text that these were found by. */
  of: string
}

/** Finds people while typing. Events: `kb-search` with the text, `kb-pick` with the person. What was typed stays until Esc. */
export class KbSearchBox extends LitElement {
  static override properties = {
    query: {},
    result: { attribute: false },
    today: {},
    active: { state: true },
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
  declare active: number
  declare isOpen: boolean
  #enteredFor: string | null = null

  constructor() {
    super()
    this.query = ''
    this.searchKey = ''
    this.result = { state: 'idle', people: [], hasMore: false, of: '' }
    this.active = 0
    this.isOpen = false
  }

  /** Puts the keyboard into the box and selects what stands there. */
  override focus(): void {
    const input = this.renderRoot.querySelector('input')
    input?.focus()
    input?.select()
  }

  override willUpdate(changed: Map<string, unknown>): void {
    if (!changed.has('result')) return
    this.active = 0
    // Enter came before the answer: it opens the only one there is, and never somebody who was found by less than what was typed.
    const [only, ...others] = this.result.people
    if (this.#enteredFor === this.query.trim() && this.#isCurrent()) {
      this.#enteredFor = null
      if (only && others.length === 0) this.#pick(only)
    }
  }

  override render() {
    const isShown = this.isOpen && this.query.trim() !== ''
    const current = this.result.people[this.active]
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
          aria-activedescendant=${isShown && current ? `r${String(this.active)}` : nothing}
          placeholder=${ja.header.search}
          .value=${this.query}
          @input=${this.#onInput}
          @keydown=${this.#onKey}
          @focus=${() => {
            this.isOpen = true
          }}
          @blur=${() => {
            this.isOpen = false
          }}
        /><span class="key">${this.searchKey}</span>
      </label>
      <div class="drop" ?hidden=${!isShown}>
        ${this.#words()}
        <ul id="results" role="listbox" aria-label=${ja.header.searchLabel}>
          ${this.result.people.map((person, index) => this.#option(person, index))}
        </ul>
        ${this.result.hasMore ? html`<p class="words">${ja.search.more}</p>` : nothing}
      </div>`
  }

  #words() {
    const { state, people } = this.result
    if (state === 'done' && people.length > 0)
      return html`<p class="visually-hidden" role="status">${ja.search.results(people.length)}</p>`
    const words = {
      idle: ja.search.searching,
      busy: ja.search.searching,
      failed: ja.search.failed,
      done: ja.search.none,
    }[state]
    return html`<p class="words" role="status">
      ${words}${state === 'done' ? html`<br />${ja.search.hint}` : nothing}
    </p>`
  }

  #option(person: FoundPerson, index: number) {
    const birth = person.birthOn === undefined ? undefined : birthCell(person.birthOn, this.today)
    // mousedown, not click: the box would lose the focus first and the list would be gone.
    return html`<li
      id="r${index}"
      role="option"
      data-test="search-result"
      data-kind=${person.kind}
      data-id=${person.id}
      aria-selected=${index === this.active ? 'true' : 'false'}
      @mousedown=${(event: MouseEvent) => {
        event.preventDefault()
        this.#pick(person)
      }}
      @mousemove=${() => {
        this.active = index
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
    const last = this.result.people.length - 1
    if (event.key === 'ArrowDown') this.#move(event, Math.min(last, this.active + 1))
    else if (event.key === 'ArrowUp') this.#move(event, Math.max(0, this.active - 1))
    else if (event.key === 'PageDown') this.#move(event, last)
    else if (event.key === 'PageUp') this.#move(event, 0)
    else if (event.key === 'Enter') {
      const person = this.result.people[this.active]
      if (!this.#isCurrent()) this.#enteredFor = this.query.trim()
      else if (person) this.#pick(person)
    } else if (event.key === 'Escape') {
      event.stopPropagation()
      if (this.query === '') (event.target as HTMLInputElement).blur()
      this.query = ''
      this.dispatchEvent(new CustomEvent<string>('kb-search', { detail: '' }))
      if (event.target instanceof HTMLElement && !this.isOpen) event.target.blur()
    }
  }

  /** The people shown are those of what stands in the box. */
  #isCurrent(): boolean {
    return this.result.state === 'done' && this.result.of === this.query.trim()
  }

  #move(event: KeyboardEvent, to: number): void {
    event.preventDefault()
    this.isOpen = true
    this.active = Math.max(0, to)
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
