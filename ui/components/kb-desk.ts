import { LitElement, css, html, nothing } from 'lit'
import { repeat } from 'lit/directives/repeat.js'
import type { DeskEvent } from '../../contract/desk.ts'
import { shared } from '../styles/shared.ts'
import { hintMark } from '../text/hint-mark.ts'
import { ja } from '../text/ja.ts'
import './kb-icon.ts'

/** A touch that waits to be opened. */
export interface OfferedTouch {
  visitId: string
  memberId: string
  name: string
  kana: string
}

/**
 * What happens at this counter beside what is being done: it lies in the corner, moves nothing and never takes the keyboard.
 * Events with an id as detail: `kb-open-offer`, `kb-close-offer`, `kb-close-note`. What is read aloud is said elsewhere.
 */
export class KbDesk extends LitElement {
  static override properties = {
    offers: { attribute: false },
    hints: { attribute: false },
    notes: { attribute: false },
    openKey: {},
  }
  static override styles = [
    shared,
    css`
      :host {
        display: grid;
        gap: 8px;
        pointer-events: none;
      }
      .item {
        display: flex;
        align-items: center;
        gap: 8px;
        padding: 6px 6px 6px 16px;
        border: 1px solid var(--edge);
        border-radius: 14px;
        background: var(--paper);
        box-shadow: 0 8px 28px #0003;
        pointer-events: auto;
        animation: rise 240ms ease-out;
      }
      @keyframes rise {
        from {
          opacity: 0;
          transform: translateY(10px);
        }
      }
      .words {
        flex: 1;
        min-width: 0;
        padding-block: 4px;
        line-height: 1.4;
      }
      .offer {
        border: 2px solid var(--accent);
        background: var(--accent-soft);
      }
      .offer b {
        font-size: 1.125rem;
      }
      .offer .badge {
        flex: none;
        background: var(--paper);
      }
      .offer .key {
        border-color: #fff8;
        background: none;
        color: #fff;
      }
      @media (pointer: coarse) {
        .offer .key {
          display: none;
        }
      }
      .warning {
        border-color: var(--warn-line);
        background: var(--warn-soft);
      }
      .warning b {
        color: var(--warn);
      }
      .warning b::before {
        content: '▲ ';
      }
      .done b::before {
        content: '✓ ';
        color: var(--accent);
      }
      .next {
        color: var(--ink-2);
        font-size: 0.9375rem;
      }
      .close {
        display: grid;
        place-items: center;
        width: 44px;
        height: 44px;
        flex: none;
        border: 0;
        border-radius: 50%;
        background: none;
        color: var(--ink-2);
      }
      .close:hover {
        background: #0001;
      }
      .parts {
        display: flex;
        gap: 4px;
        margin-top: 6px;
      }
      .parts i {
        width: 1.75rem;
        height: 0.625rem;
        border: 1px solid var(--edge);
        border-radius: 3px;
        background: var(--paper);
      }
      .parts .read {
        border-color: var(--accent);
        background: var(--accent);
      }
    `,
  ]
  /** The key that opens the newest offer. */
  declare openKey: string
  declare offers: readonly OfferedTouch[]
  /** What waits to be answered, by member; opening the offer leads to it. */
  declare hints: ReadonlyMap<string, number>
  declare notes: readonly DeskEvent[]

  override render() {
    return html`${repeat(
      this.notes,
      ({ key }) => key,
      (note) => this.#note(note),
    )}
    ${repeat(
      this.offers,
      ({ visitId }) => visitId,
      (offer, index) => this.#offer(offer, index === 0),
    )}`
  }

  #offer({ visitId, memberId, name, kana }: OfferedTouch, isNewest: boolean) {
    const waiting = this.hints.get(memberId) ?? 0
    return html`<section class="item offer" data-test="offer" data-visit-id=${visitId}>
      <p class="words"><span class="kana">${kana}</span><b>${ja.desk.touched(name || ja.common.unnamed)}</b></p>
      ${
        waiting === 0
          ? nothing
          : html`<span class="badge info" id="hints-${visitId}" data-test="hint-mark" title=${hintMark.title(waiting)}
              ><kb-icon name="check"></kb-icon
              ><span class="visually-hidden">${hintMark.of}</span>${hintMark.word(waiting)}</span
            >`
      }
      <button
        class="btn primary"
        type="button"
        data-test="open-offer"
        aria-describedby=${waiting === 0 ? nothing : `hints-${visitId}`}
        @click=${() => {
          this.#tell('kb-open-offer', visitId)
        }}
      >
        ${ja.desk.open}${isNewest ? html` <span class="key">${this.openKey}</span>` : nothing}
      </button>
      ${this.#close('kb-close-offer', visitId)}
    </section>`
  }

  #note({ key, level, code, text, next, parts }: DeskEvent) {
    return html`<section class="item ${level}" data-test="desk-note" data-code=${code}>
      <div class="words">
        <p><b>${text}</b></p>
        ${next ? html`<p class="next">${next}</p>` : nothing}
        ${
          parts
            ? html`<div class="parts" role="img" aria-label=${ja.desk.parts(parts.read, parts.of)}>
                ${Array.from({ length: parts.of }, (_, index) => html`<i class=${index < parts.read ? 'read' : ''}></i>`)}
              </div>`
            : nothing
        }
      </div>
      ${this.#close('kb-close-note', key)}
    </section>`
  }

  #close(event: 'kb-close-offer' | 'kb-close-note', id: string) {
    return html`<button
      class="close"
      type="button"
      data-test="close"
      aria-label=${ja.common.close}
      title=${ja.common.close}
      @click=${() => {
        this.#tell(event, id)
      }}
    >
      <kb-icon name="close"></kb-icon>
    </button>`
  }

  #tell(event: 'kb-open-offer' | 'kb-close-offer' | 'kb-close-note', id: string): void {
    this.dispatchEvent(new CustomEvent<string>(event, { detail: id }))
  }
}

customElements.define('kb-desk', KbDesk)
