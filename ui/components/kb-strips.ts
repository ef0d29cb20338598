import { LitElement, css, html, nothing } from 'lit'
import { shared } from '../styles/shared.ts'
import { ja } from '../text/ja.ts'

/** What is true of the whole page, under the line on top. Events: `kb-counter` when somebody wants to choose this PC's counter, `kb-replacement`. */
export class KbStrips extends LitElement {
  static override properties = {
    hasSecondFactor: { type: Boolean },
    isDemo: { type: Boolean },
    lostAt: {},
    reason: {},
    ask: {},
    isFrozen: { type: Boolean },
    trouble: {},
  }
  static override styles = [
    shared,
    css`
      .strip {
        padding: 4px 24px;
        border-bottom: 1px solid var(--warn-line);
        background: var(--warn-soft);
        color: var(--warn);
        font-size: 0.8125rem;
      }
      .strip.ask {
        display: flex;
        flex-wrap: wrap;
        align-items: center;
        gap: 4px 16px;
        border-color: var(--line);
        background: var(--info-soft);
        color: var(--ink);
        font-size: 0.9375rem;
      }
      .strip.frozen {
        border-color: var(--warn-line);
        background: var(--warn-soft);
      }
      .strip.frozen b {
        color: var(--warn);
      }
      .strip.lost {
        padding-block: 9px;
        color: var(--ink);
        font-size: 0.9375rem;
      }

      @media (max-width: 1100px) {
        .strip {
          padding-inline: 16px;
        }
      }
    `,
  ]
  declare hasSecondFactor: boolean
  declare isDemo: boolean
  /** Since when the box has been away, '' while it is there. */
  declare lostAt: string
  declare reason: string
  /** A question about this PC's counter, '' when there is none. */
  declare ask: string
  /** お薬自動登録 is frozen. */
  declare isFrozen: boolean
  declare trouble: string

  override render() {
    return html`${
      this.hasSecondFactor
        ? nothing
        : html`<p class="strip" data-test="no-second-factor">
            ▲ ${ja.strip.noSecondFactor}${this.isDemo ? html` 　${ja.strip.demo}` : nothing}
          </p>`
    }
    ${
      this.lostAt
        ? html`<p class="strip lost" role="alert" data-test="link-banner">
            ▲ <b>${ja.link.lost(this.lostAt)}</b>　${this.reason}。${ja.link.retrying}
          </p>`
        : nothing
    }
    ${
      this.isFrozen
        ? html`<p class="strip ask frozen" role="status" data-test="freeze-strip">
            <span>▲ <b>${ja.strip.frozen}</b>　${ja.strip.frozenMeans}</span>
            <button
              class="btn"
              type="button"
              data-test="freeze-to-replacement"
              @click=${() => this.dispatchEvent(new Event('kb-replacement'))}
            >
              ${ja.strip.frozenTodo}
            </button>
          </p>`
        : nothing
    }
    ${
      this.ask
        ? html`<p class="strip ask" data-test="counter-strip">
            ${this.ask}
            <button
              class="btn"
              type="button"
              data-test="choose-counter"
              @click=${() => this.dispatchEvent(new Event('kb-counter'))}
            >
              ${ja.counter.choose}
            </button>
          </p>`
        : nothing
    }
    ${this.trouble ? html`<p class="strip lost" role="alert">▲ ${this.trouble}</p>` : nothing}`
  }
}

customElements.define('kb-strips', KbStrips)
