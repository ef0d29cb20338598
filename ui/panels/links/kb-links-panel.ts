import { LitElement, html } from 'lit'
import type { Box } from '../../state/box.ts'
import { panel } from '../../styles/panel.ts'
import { shared } from '../../styles/shared.ts'
import './kb-link-member.ts'
import './kb-link-worklist.ts'

/** お薬自動登録: the worklist of 未設定, or one member's setting. */
export class KbLinksPanel extends LitElement {
  static override properties = { box: { attribute: false }, memberId: {} }
  static override styles = [shared, panel]
  declare box: Box
  declare memberId: string | undefined

  override connectedCallback(): void {
    super.connectedCallback()
    // The panel scrolls, so the keys that scroll must reach it.
    this.tabIndex = -1
    this.focus({ preventScroll: true })
  }

  override render() {
    return this.memberId === undefined
      ? html`<kb-link-worklist .box=${this.box}></kb-link-worklist>`
      : html`<kb-link-member .box=${this.box} .memberId=${this.memberId}></kb-link-member>`
  }
}

customElements.define('kb-links-panel', KbLinksPanel)
