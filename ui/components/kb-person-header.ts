import { LitElement, css, html, nothing } from 'lit'
import type { Sex } from '../../contract/text.ts'
import { ageText, birthLong } from '../format/dates.ts'
import { shared } from '../styles/shared.ts'
import { ja } from '../text/ja.ts'
import { medicineWords } from '../text/person.ts'

/** The facts a pharmacist checks first. */
export interface PersonFacts {
  name: string
  kana: string
  sex: Sex
  birthOn?: string
  code?: string
  isLinked: boolean
}

/** What must not be overlooked, beside the name: アレルギー and 副作用. */
export interface PersonAlert {
  label: string
  text: string
}

/** Whose page this is, always in sight. Event `kb-back` leads to the list; what can be done for the person goes into the slot. */
export class KbPersonHeader extends LitElement {
  static override properties = { person: { attribute: false }, today: {}, alerts: { attribute: false } }
  static override styles = [
    shared,
    css`
      div {
        display: flex;
        flex-wrap: wrap;
        align-items: center;
        gap: 6px 20px;
        min-height: 4.25rem;
        padding: 8px max(24px, calc((100% - 112rem) / 2 + 24px));
        border-bottom: 1px solid var(--line);
        background: var(--paper);
      }
      h1 {
        font-size: 1.625rem;
        line-height: 1.15;
      }
      p {
        display: flex;
        flex-wrap: wrap;
        align-items: baseline;
        gap: 0 1em;
        color: var(--ink-2);
      }
      p span,
      p b {
        white-space: nowrap;
      }
      p b {
        color: var(--ink);
        font-size: 1.125rem;
      }
      .deeds {
        display: flex;
        flex-wrap: wrap;
        align-items: center;
        gap: 6px 8px;
        margin-left: auto;
      }
      .link {
        display: flex;
        align-items: center;
        gap: 6px;
        margin-right: 4px;
        color: var(--ink-2);
        font-size: 0.875rem;
      }
      .alerts {
        flex: 1 1 12rem;
        display: flex;
        flex-wrap: wrap;
        gap: 4px 8px;
      }
      .alerts li {
        max-width: 22rem;
        padding: 1px 10px;
        overflow: hidden;
        border-radius: 0.875rem;
        background: var(--stop-soft);
        color: var(--stop);
        font-size: 0.875rem;
        text-overflow: ellipsis;
        white-space: nowrap;
      }
      .alerts li::before {
        content: '▲ ';
      }
      .alerts b {
        margin-right: 0.5em;
      }
      @media (max-width: 1100px) {
        div {
          gap: 6px 16px;
          padding-inline: 16px;
        }
      }
    `,
  ]
  declare person: PersonFacts | null
  declare today: string
  declare alerts: readonly PersonAlert[]

  constructor() {
    super()
    this.alerts = []
  }

  override render() {
    const { person } = this
    return html`<div data-test="person-header">
      <button class="btn" type="button" data-test="back" @click=${() => this.dispatchEvent(new Event('kb-back'))}>
        ‹ ${ja.person.back}
      </button>
      ${
        person
          ? html`<h1><span class="kana">${person.kana}</span>${person.name || ja.common.unnamed}</h1>
              <p>
                <span>${ja.sex[person.sex]}</span>
                ${
                  person.birthOn === undefined
                    ? html`<span>${ja.list.columns.birth} ${ja.date.unknown}</span>`
                    : html`<b>${ageText(person.birthOn, this.today)}</b><span>${birthLong(person.birthOn)}</span>`
                }
                ${person.code ? html`<span class="sub">${ja.person.code(person.code)}</span>` : nothing}
              </p>
              ${
                this.alerts.length === 0
                  ? nothing
                  : html`<ul class="alerts" data-test="alerts">
                      ${this.alerts.map(({ label, text }) => html`<li><b>${label}</b>${text}</li>`)}
                    </ul>`
              }
              <span class="deeds"
                ><span class="link"
                  >${medicineWords.registration}
                  <span class="badge ${person.isLinked ? 'set' : 'unset'}" data-test="link-state"
                    >${person.isLinked ? ja.list.linked : ja.list.unlinked}</span
                  ></span
                ><slot></slot
              ></span>`
          : nothing
      }
    </div>`
  }
}

customElements.define('kb-person-header', KbPersonHeader)
