import { LitElement, css, html } from 'lit'
import type { CardIssue, IssueDuplicate } from '../../../contract/card-issue.ts'
import { longDate } from '../../format/dates.ts'
import { dateOf } from '../../format/clock.ts'
import type { Box } from '../../state/box.ts'
import { shared } from '../../styles/shared.ts'
import { cards } from '../../text/cards.ts'
import { tellDeed, todayOf } from './deed.ts'
import { personFacts } from './facts.ts'
import { stepStyles } from './styles.ts'

const words = cards.duplicates

const badge = { linked: cards.person.isLinked, exact: cards.strength.exact, maybe: cards.strength.maybe } as const

/** 既にカードをお持ちの可能性あり: who, since when, and the two ways on. */
export class KbCardDuplicates extends LitElement {
  static override properties = {
    box: { attribute: false },
    issue: { attribute: false },
    isBusy: { type: Boolean, attribute: 'isbusy' },
  }
  static override styles = [
    shared,
    stepStyles,
    css`
      .alert {
        color: var(--warn);
      }
      .alert::before {
        content: '▲ ';
      }
      .row {
        align-items: flex-start;
        padding: 12px 16px;
      }
      .row.exact,
      .row.linked {
        border: 2px solid var(--warn);
        background: var(--warn-soft);
      }
      .acts {
        display: flex;
        flex-wrap: wrap;
        gap: 8px;
      }
      .why {
        flex: 1 0 100%;
      }
    `,
  ]
  declare box: Box
  declare issue: CardIssue
  declare isBusy: boolean

  override render() {
    return html`<h2 class="alert" role="alert" data-test="duplicate-alert">${words.alert}</h2>
      <p class="hint">${words.hint}</p>
      <ul class="rows">
        ${this.issue.duplicates.map((each, index) => html`<li>${this.#duplicate(each, index === 0)}</li>`)}
      </ul>`
  }

  #duplicate({ holder, strength, reasons, isOther }: IssueDuplicate, isFirst: boolean) {
    const { memberId, since, cards: count, cardSince } = holder
    const day = (at: number) => longDate(dateOf(at))
    return html`<div class="row ${strength}" data-test="duplicate" data-strength=${strength}>
      <span class="who">
        ${personFacts(holder, todayOf(this.box))}
        <span class="facts"
          ><span>${words.since(day(since))}</span
          ><span>${cardSince === null ? words.noCard : words.cardSince(day(cardSince), count)}</span></span
        >
      </span>
      <span class="badge ${strength === 'maybe' ? 'info' : 'bad'}">${badge[strength]}</span>
      <span class="why">
        ${strength === 'linked' ? cards.strength.linked : reasons.map((reason) => cards.why[reason]).join('。')}
      </span>
      <span class="acts">
        <button
          class="btn primary"
          type="button"
          data-test="steer-reissue"
          ?data-first=${isFirst}
          ?disabled=${this.isBusy}
          @click=${() => {
            tellDeed(this, 'member', { memberId })
          }}
        >
          ${words.reissue}
        </button>
        ${
          isOther
            ? html`<span class="badge set">${words.isOther}</span>`
            : html`<button
                class="btn"
                type="button"
                data-test="say-other"
                ?disabled=${this.isBusy}
                @click=${() => {
                  tellDeed(this, 'others', { memberIds: [memberId] })
                }}
              >
                ${strength === 'linked' ? words.otherLinked : words.other}
              </button>`
        }
      </span>
    </div>`
  }
}

customElements.define('kb-card-duplicates', KbCardDuplicates)
