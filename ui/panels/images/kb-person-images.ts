import { LitElement, css, html } from 'lit'
import type { Box } from '../../state/box.ts'
import { shared } from '../../styles/shared.ts'
import { images as words } from '../../text/images.ts'
import './kb-image-intake.ts'
import './kb-image-pages.ts'

/** 患者詳細 → 処方箋: the images of one member, printed with one press. `memberId` '' for a patient who is no member. */
export class KbPersonImages extends LitElement {
  static override properties = { box: { attribute: false }, memberId: {} }
  static override styles = [
    shared,
    css`
      kb-image-intake {
        margin-bottom: 12px;
      }
    `,
  ]
  declare box: Box
  declare memberId: string

  override render() {
    if (!this.memberId) return html`<div class="sheet quiet-note"><b>${words.noMember}</b></div>`
    return html`<kb-image-intake .box=${this.box} .memberId=${this.memberId}></kb-image-intake>
      <kb-image-pages .box=${this.box} .view=${{ memberId: this.memberId }}></kb-image-pages>`
  }
}

customElements.define('kb-person-images', KbPersonImages)
