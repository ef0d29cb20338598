import { LitElement, css, html } from 'lit'
import type { Box } from '../../state/box.ts'
import { panel } from '../../styles/panel.ts'
import { shared } from '../../styles/shared.ts'
import './kb-card-list.ts'
import './kb-card-wizard.ts'
import './kb-terms.ts'

/** カード発行: the issues under way, one of them, a new one (`/cards/new`, `/cards/reissue`), or the terms (`/cards/terms`). */
export class KbCardsPanel extends LitElement {
  static override properties = { box: { attribute: false }, draftId: {} }
  static override styles = [
    shared,
    panel,
    css`
      .page {
        max-width: 72rem;
      }
    `,
  ]
  declare box: Box
  declare draftId: string | undefined

  override render() {
    return html`<div class="page">${this.#part()}</div>`
  }

  #part() {
    const begin = this.draftId === 'new' || this.draftId === 'reissue' ? this.draftId : null
    if (this.draftId === undefined || begin) return html`<kb-card-list .box=${this.box} .begin=${begin}></kb-card-list>`
    if (this.draftId === 'terms') return html`<kb-terms .box=${this.box}></kb-terms>`
    return html`<kb-card-wizard .box=${this.box} .issueId=${this.draftId}></kb-card-wizard>`
  }
}

customElements.define('kb-cards-panel', KbCardsPanel)
