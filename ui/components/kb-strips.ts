import { LitElement, css, html, nothing } from 'lit'
import type { AuditBreak } from '../../contract/audit.ts'
import type { BreakGlassNotice } from '../../contract/break-glass.ts'
import { dateOf, hourMinute } from '../format/clock.ts'
import { longDate } from '../format/dates.ts'
import { shared } from '../styles/shared.ts'
import { glassStrip } from '../text/glass-strip.ts'
import { auditStrip } from '../text/audit-strip.ts'
import { ja } from '../text/ja.ts'

/** What is true of the whole page, under the line on top. Events: `kb-counter` when somebody wants to choose this PC's counter, `kb-replacement`, `kb-review`. */
export class KbStrips extends LitElement {
  static override properties = {
    hasSecondFactor: { type: Boolean },
    isDemo: { type: Boolean },
    lostAt: {},
    reason: {},
    ask: {},
    isFrozen: { type: Boolean },
    auditBreak: { attribute: false },
    isKeyLost: { type: Boolean },
    breakGlass: { attribute: false },
    reviewDue: {},
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
      .strip.broken {
        padding-block: 9px;
        border-color: var(--stop);
        background: var(--stop);
        color: #fff;
        font-size: 0.9375rem;
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
  /** The first row of the audit trail that is not as it was written; null: none. */
  declare auditBreak: AuditBreak | null
  /** No 認証アプリ is understood, for want of the key of the box. */
  declare isKeyLost: boolean
  /** 緊急用アカウント that were used and not closed yet. */
  declare breakGlass: readonly BreakGlassNotice[]
  /** 月次点検: the month that somebody should look through, '' for none. */
  declare reviewDue: string
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
    ${this.breakGlass.map(
      ({ account, by, since }) =>
        html`<p class="strip broken" role="alert" data-test="glass-strip">
          ■
          <b>${glassStrip.used(account, by, `${longDate(dateOf(since))} ${hourMinute(since)}`)}</b>　${glassStrip.todo}
        </p>`,
    )}
    ${
      this.auditBreak
        ? html`<p class="strip broken" role="alert" data-test="audit-strip">
            ■
            ${
              this.auditBreak.why === 'unchecked'
                ? html`<b>${auditStrip.unchecked}</b>　${auditStrip.faults.unchecked}${auditStrip.uncheckedTodo}`
                : html`<b>${auditStrip.broken(this.auditBreak.seq)}</b>　${
                      auditStrip.faults[this.auditBreak.why]
                    }${auditStrip.all(this.auditBreak.faults, this.auditBreak.lastSeq)}${auditStrip.todo}`
            }
          </p>`
        : nothing
    }
    ${
      this.isKeyLost
        ? html`<p class="strip broken" role="alert" data-test="key-strip">
            ■ <b>${ja.strip.keyLost}</b>　${ja.strip.keyLostTodo}
          </p>`
        : nothing
    }
    ${
      this.reviewDue
        ? html`<p class="strip ask" role="status" data-test="review-strip">
            ${auditStrip.due(this.reviewDue)}
            <button
              class="btn"
              type="button"
              data-test="to-review"
              @click=${() => this.dispatchEvent(new Event('kb-review'))}
            >
              ${auditStrip.toReview}
            </button>
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
