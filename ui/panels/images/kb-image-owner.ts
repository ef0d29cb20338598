import { LitElement, css, html, nothing } from 'lit'
import type { FoundPerson } from '../../../contract/found-person.ts'
import type { Image, ImageEdit } from '../../../contract/image.ts'
import { field } from '../../components/field.ts'
import { findPeople } from '../../data/people.ts'
import type { Failure } from '../../data/outcome.ts'
import { birthLong } from '../../format/dates.ts'
import type { Box } from '../../state/box.ts'
import { troubleOf } from '../../state/trouble.ts'
import { form } from '../../styles/form.ts'
import { shared } from '../../styles/shared.ts'
import { images as words } from '../../text/images.ts'
import { ja } from '../../text/ja.ts'

/** Milliseconds after the last key before the box is asked. */
const pause = 150

/** どなたの処方箋ですか: searched as on the list. Event `kb-owner` with the person, or null. */
export class KbImageOwner extends LitElement {
  static override properties = {
    box: { attribute: false },
    image: { attribute: false },
    isSearching: { state: true },
    found: { state: true },
    failure: { state: true },
  }
  static override styles = [
    shared,
    form,
    css`
      :host {
        display: grid;
        gap: 10px;
      }
      .name {
        font-size: 1.25rem;
        font-weight: 700;
        overflow-wrap: anywhere;
      }
      .buttons {
        display: flex;
        flex-wrap: wrap;
        gap: 6px;
      }
      ul {
        border: 1px solid var(--line);
        border-radius: var(--radius);
        background: var(--paper);
        overflow: hidden;
      }
      li button {
        display: block;
        width: 100%;
        min-height: 3rem;
        padding: 6px 12px;
        border: 0;
        border-bottom: 1px solid var(--line-2);
        background: none;
        text-align: left;
      }
      li button:hover {
        background: var(--line-2);
      }
      li button:focus-visible {
        outline-offset: -3px;
      }
      li b {
        font-size: 1.0625rem;
      }
    `,
  ]
  declare box: Box
  declare image: Image
  declare isSearching: boolean
  declare found: { people: FoundPerson[]; hasMore: boolean } | null
  declare failure: Failure | null
  #timer: ReturnType<typeof setTimeout> | undefined
  #asking: AbortController | undefined

  constructor() {
    super()
    this.isSearching = false
    this.found = null
    this.failure = null
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback()
    clearTimeout(this.#timer)
    this.#asking?.abort()
  }

  override render() {
    const { name, kana, memberId, patientId } = this.image
    if (name === null || this.isSearching) return this.#search(name !== null)
    const person =
      memberId !== null ? { kind: 'member' as const, id: memberId } : { kind: 'patient' as const, id: patientId ?? '' }
    return html`<span class="name" data-test="owner"><span class="kana">${kana}</span>${name}</span>
      <div class="buttons">
        <button
          class="btn"
          type="button"
          data-test="open-owner"
          @click=${() => {
            this.box.router.go({ page: 'person', person, tab: 'images' })
          }}
        >
          ${words.openPerson}
        </button>
        <button
          class="btn"
          type="button"
          data-test="reassign"
          @click=${() => {
            this.isSearching = true
            void this.updateComplete.then(() => this.renderRoot.querySelector<HTMLElement>('#person')?.focus())
          }}
        >
          ${words.reassign}
        </button>
        <button
          class="btn quiet"
          type="button"
          data-test="unassign"
          @click=${() => {
            this.#choose(null)
          }}
        >
          ${words.unassign}
        </button>
      </div>`
  }

  #search(mayCancel: boolean) {
    const { found } = this
    return html`${field(
        { id: 'person', label: words.whose, hint: words.whoseHint },
        html`<input
          id="person"
          type="search"
          data-test="owner-search"
          autocomplete="off"
          spellcheck="false"
          aria-describedby="person-note"
          @input=${this.#onInput}
        />`,
      )}
      ${this.failure ? html`<p role="alert">▲ ${troubleOf(this.failure).what}</p>` : nothing}
      <div role="status">
        ${found?.people.length === 0 ? words.noHits : nothing} ${found?.hasMore ? words.moreHits : nothing}
      </div>
      ${
        found && found.people.length > 0
          ? html`<ul>
              ${found.people.slice(0, 8).map((person) => this.#hit(person))}
            </ul>`
          : nothing
      }
      ${
        mayCancel
          ? html`<button
              class="btn quiet"
              type="button"
              @click=${() => {
                this.#reset()
              }}
            >
              ${words.cancel}
            </button>`
          : nothing
      }`
  }

  #hit(person: FoundPerson) {
    const { kind, id, name, kana, sex, birthOn, codes } = person
    return html`<li>
      <button
        type="button"
        data-test="owner-hit"
        @click=${() => {
          this.#choose(kind === 'member' ? { memberId: id } : { patientId: id })
        }}
      >
        <span class="kana">${kana}</span><b>${name}</b><br />
        <span class="sub"
          >${ja.sex[sex]} ${birthOn === undefined ? '' : birthLong(birthOn)}
          ${codes.length > 0 ? ja.person.code(codes.join('・')) : ''}</span
        >
      </button>
    </li>`
  }

  #reset(): void {
    this.isSearching = false
    this.found = null
    this.failure = null
    this.#asking?.abort()
  }

  #choose(owner: NonNullable<ImageEdit['owner']> | null): void {
    this.#reset()
    this.dispatchEvent(new CustomEvent('kb-owner', { detail: owner }))
  }

  readonly #onInput = ({ target }: InputEvent): void => {
    const typed = (target as HTMLInputElement).value.trim()
    clearTimeout(this.#timer)
    this.#asking?.abort()
    if (typed === '') {
      this.found = null
      return
    }
    this.#timer = setTimeout(() => void this.#ask(typed), pause)
  }

  async #ask(typed: string): Promise<void> {
    const asking = new AbortController()
    this.#asking = asking
    const outcome = await findPeople(this.box.http, typed, asking.signal)
    if (asking.signal.aborted) return
    this.failure = outcome.ok ? null : outcome.failure
    this.found = outcome.ok ? outcome.value : null
  }
}

customElements.define('kb-image-owner', KbImageOwner)
