import { LitElement, css, html, nothing } from 'lit'
import type { FoundPerson } from '../../../contract/found-person.ts'
import type { Image, ImageEdit } from '../../../contract/image.ts'
import type { Box } from '../../state/box.ts'
import { shared } from '../../styles/shared.ts'
import { images as words } from '../../text/images.ts'
import '../people/kb-person-pick.ts'

/** Whom an image was given to. */
export interface ChosenOwner {
  owner: NonNullable<ImageEdit['owner']>
  name: string
}

/** どなたの処方箋ですか: searched as on the list. Event `kb-owner` with the person, or null. */
export class KbImageOwner extends LitElement {
  static override properties = {
    box: { attribute: false },
    image: { attribute: false },
    isSearching: { state: true },
  }
  static override styles = [
    shared,
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
    `,
  ]
  declare box: Box
  declare image: Image
  declare isSearching: boolean

  constructor() {
    super()
    this.isSearching = false
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
            void this.updateComplete.then(() => this.renderRoot.querySelector<HTMLElement>('kb-person-pick')?.focus())
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
    return html`<kb-person-pick
        .box=${this.box}
        .label=${words.whose}
        .hint=${words.whoseHint}
        @kb-pick=${(event: CustomEvent<FoundPerson>) => {
          const { kind, id, name } = event.detail
          this.#choose({ owner: kind === 'member' ? { memberId: id } : { patientId: id }, name })
        }}
      ></kb-person-pick>
      ${
        mayCancel
          ? html`<button
              class="btn quiet"
              type="button"
              @click=${() => {
                this.isSearching = false
              }}
            >
              ${words.cancel}
            </button>`
          : nothing
      }`
  }

  #choose(chosen: ChosenOwner | null): void {
    this.isSearching = false
    this.dispatchEvent(new CustomEvent<ChosenOwner | null>('kb-owner', { detail: chosen }))
  }
}

customElements.define('kb-image-owner', KbImageOwner)
