import { LitElement, html, nothing } from 'lit'
import type { FeedFreeze } from '../../../contract/status.ts'
import { whenText } from '../../format/dates.ts'
import { shared } from '../../styles/shared.ts'
import { replacement } from '../../text/replacement.ts'
import { replacementPanel } from './styles.ts'

const words = replacement.freeze

/** お薬自動登録 is frozen: why, what it means, and the two ways out. Events: `kb-replaced`, `kb-unchanged`. */
export class KbFreeze extends LitElement {
  static override properties = {
    freeze: { attribute: false },
    today: {},
    mayDecide: { type: Boolean },
    isBusy: { type: Boolean },
    isAsking: { state: true },
  }
  static override styles = [shared, replacementPanel]
  declare freeze: FeedFreeze
  declare today: string
  declare mayDecide: boolean
  declare isBusy: boolean
  declare isAsking: boolean

  constructor() {
    super()
    this.isAsking = false
  }

  override render() {
    const { why, maker, since, heldDispensings } = this.freeze
    return html`<section class="sheet freeze" aria-labelledby="title" data-test="freeze">
      <h2 id="title">${words.title}</h2>
      <p>${words.why[why]}</p>
      <p>${words.means}</p>
      <p class="sub">
        ${words.since(whenText(since, this.today))}　${words.held(heldDispensings)}　${maker === '' ? nothing : words.maker(maker)}
      </p>
      ${this.isAsking ? this.#sure() : this.#ask()}
    </section>`
  }

  #ask() {
    return html`<div class="buttons">
      <b>${words.ask}</b>
      <button
        class="btn primary"
        type="button"
        data-test="replaced"
        @click=${() => this.dispatchEvent(new Event('kb-replaced'))}
      >
        ${words.replaced}
      </button>
      ${
        this.mayDecide
          ? html`<button
              class="btn"
              type="button"
              data-test="unchanged"
              @click=${() => {
                this.isAsking = true
              }}
            >
              ${words.unchanged}
            </button>`
          : html`<span class="sub">${words.onlyPharmacist}</span>`
      }
    </div>`
  }

  #sure() {
    return html`<div class="sure" role="alertdialog" aria-labelledby="sure">
      <p id="sure">${words.sure}</p>
      <div class="buttons">
        <button
          class="btn"
          type="button"
          data-test="cancel-resume"
          @click=${() => {
            this.isAsking = false
          }}
        >
          ${words.cancel}
        </button>
        <button
          class="btn primary"
          type="button"
          data-test="resume"
          ?disabled=${this.isBusy}
          @click=${() => this.dispatchEvent(new Event('kb-unchanged'))}
        >
          ${words.resume}
        </button>
      </div>
    </div>`
  }

  override updated(changed: Map<string, unknown>): void {
    // The question took the place of the button that was pressed.
    if (changed.has('isAsking') && this.isAsking)
      this.renderRoot.querySelector<HTMLElement>('[data-test=cancel-resume]')?.focus()
  }
}

customElements.define('kb-freeze', KbFreeze)
