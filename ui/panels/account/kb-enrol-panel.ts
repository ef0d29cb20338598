import { LitElement, css, html } from 'lit'
import type { Box } from '../../state/box.ts'
import { shared } from '../../styles/shared.ts'
import { account } from '../../text/account.ts'
import { enrolTitle } from '../../text/early-titles.ts'
import { factors as words } from '../../text/factors.ts'
import './kb-factors.ts'

/** All there is for whoever must add a second factor first. */
export class KbEnrolPanel extends LitElement {
  static override properties = { box: { attribute: false } }
  static override styles = [
    shared,
    css`
      :host {
        display: grid;
        min-height: 100%;
        place-items: center;
        overflow: auto;
      }
      .sheet {
        display: grid;
        gap: 16px;
        width: min(40rem, calc(100vw - 32px));
        margin: 24px 0;
        padding: 28px 32px;
      }
      h1 {
        font-size: 1.375rem;
      }
      .btn {
        justify-self: start;
      }
    `,
  ]
  declare box: Box

  override render() {
    return html`<section class="sheet" data-test="enrol">
      <h1>${enrolTitle}</h1>
      <p>${words.enrolLead}</p>
      <kb-factors .box=${this.box} @kb-enrolled=${() => void this.box.enter()}></kb-factors>
      <button class="btn quiet" type="button" data-test="enrol-sign-out" @click=${() => void this.box.signOut()}>
        ${account.signOut}
      </button>
    </section>`
  }
}

customElements.define('kb-enrol-panel', KbEnrolPanel)
