import { LitElement, css, html, nothing } from 'lit'
import type { Sex } from '../../contract/text.ts'
import { ageText, birthLong } from '../format/dates.ts'
import { shared } from '../styles/shared.ts'
import { ja } from '../text/ja.ts'

/** The facts a pharmacist checks first. */
export interface PersonFacts {
  name: string
  kana: string
  sex: Sex
  birthOn?: string
  code?: string
  isLinked: boolean
}

/** Whose page this is, always in sight. Event `kb-back` leads to the list. */
export class KbPersonHeader extends LitElement {
  static override properties = { person: { attribute: false }, today: {} }
  static override styles = [
    shared,
    css`
      div {
        display: flex;
        flex-wrap: wrap;
        align-items: center;
        gap: 6px 24px;
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
      .link {
        display: flex;
        align-items: center;
        gap: 8px;
        margin-left: auto;
        color: var(--ink-2);
        font-size: 0.875rem;
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
              <span class="link"
                >${ja.person.registration}
                <span class="badge ${person.isLinked ? 'set' : 'unset'}" data-test="link-state"
                  >${person.isLinked ? ja.list.linked : ja.list.unlinked}</span
                ></span
              >`
          : nothing
      }
    </div>`
  }
}

customElements.define('kb-person-header', KbPersonHeader)
