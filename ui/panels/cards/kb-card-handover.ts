import { LitElement, css, html, nothing } from 'lit'
import type { CardIssue } from '../../../contract/card-issue.ts'
import type { Box } from '../../state/box.ts'
import { form } from '../../styles/form.ts'
import { shared } from '../../styles/shared.ts'
import { cards } from '../../text/cards.ts'
import { tellDeed } from './deed.ts'
import { printOn } from './kb-paper.ts'
import { labelsPerSheet, rollLabel, sheetLabel } from './papers.ts'
import { stepStyles } from './styles.ts'

const words = cards.handover

/** Step 6: the label for the card's back, what to tell, and the end. */
export class KbCardHandover extends LitElement {
  static override properties = {
    box: { attribute: false },
    issue: { attribute: false },
    isBusy: { type: Boolean, attribute: 'isbusy' },
    place: { state: true },
  }
  static override styles = [
    shared,
    form,
    stepStyles,
    css`
      .halves {
        display: grid;
        grid-template-columns: repeat(auto-fit, minmax(min(22rem, 100%), 1fr));
        gap: 20px 28px;
        margin-top: 12px;
      }
      .tells {
        padding-left: 1.25em;
        list-style: disc;
      }
      .tells li + li {
        margin-top: 6px;
      }
      .prints {
        display: flex;
        flex-wrap: wrap;
        gap: 8px;
        align-items: end;
        margin-top: 8px;
      }
      .place {
        max-width: 11rem;
      }
    `,
  ]
  declare box: Box
  declare issue: CardIssue
  declare isBusy: boolean
  /** On the sheet of labels, from 1. */
  declare place: number

  constructor() {
    super()
    this.place = 1
  }

  override render() {
    const { revokes, linked, kind } = this.issue
    return html`<h2>${words.title}</h2>
      ${kind === 'reissue' && revokes > 0 ? html`<p class="note warn">${words.revoked(revokes)}</p>` : nothing}
      ${
        linked.length === 0
          ? html`<p class="note warn" data-test="not-linked">${words.noLink} ${this.#toLink()}</p>`
          : nothing
      }
      <div class="halves">
        <div>
          <h3>${words.label}</h3>
          <div class="prints">
            <button class="btn" type="button" data-first data-test="label-80" @click=${this.#print80}>
              ${words.label80}
            </button>
          </div>
          <div class="prints">
            <label class="field place">
              <span class="word">${words.labelAt}</span>
              <select
                data-test="label-place"
                @change=${(event: Event) => {
                  this.place = Number((event.target as HTMLSelectElement).value)
                }}
              >
                ${Array.from({ length: labelsPerSheet }, (_, index) => html`<option value=${index + 1}>${index + 1}</option>`)}
              </select>
            </label>
            <button class="btn" type="button" data-test="label-a4" @click=${this.#printSheet}>${words.labelA4}</button>
          </div>
        </div>
        <div>
          <h3>${words.tell}</h3>
          <ul class="tells">
            ${words.tells.map((each) => html`<li>${each}</li>`)}
          </ul>
        </div>
      </div>
      <div class="foot">
        <button
          class="btn primary big"
          type="button"
          data-primary
          data-test="hand-over"
          ?disabled=${this.isBusy}
          @click=${() => {
            tellDeed(this, 'hand-over')
          }}
        >
          ${words.done} <span class="key">F7</span>
        </button>
      </div>`
  }

  #toLink() {
    const { memberId } = this.issue
    if (memberId === null) return nothing
    return html`<button
      class="btn"
      type="button"
      data-test="to-links"
      @click=${() => {
        this.box.router.go({ page: 'links', id: memberId })
      }}
    >
      ${words.setLink}
    </button>`
  }

  readonly #print80 = (): void => {
    const { person } = this.issue
    if (person) void printOn('label-80', rollLabel(person, this.#facility()))
  }

  readonly #printSheet = (): void => {
    const { person } = this.issue
    if (person) void printOn('label-a4', sheetLabel(person, this.#facility(), this.place))
  }

  #facility(): string {
    return this.box.watch.status.value?.facility ?? ''
  }
}

customElements.define('kb-card-handover', KbCardHandover)
