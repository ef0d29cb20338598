import { LitElement, css, html } from 'lit'
import type { Box } from '../../state/box.ts'
import { panel } from '../../styles/panel.ts'
import { backToList } from '../back-to-list.ts'
import { shared } from '../../styles/shared.ts'
import { images as words } from '../../text/images.ts'
import '../../components/kb-tabs.ts'
import './kb-image-intake.ts'
import './kb-image-pages.ts'
import './kb-image-setting.ts'
import './kb-image-viewer.ts'

const tabs = [
  { id: 'open', label: words.open },
  { id: 'done', label: words.done },
] as const

/** 処方箋: what came in, by day; one of them large with `imageId`. */
export class KbImagesPanel extends LitElement {
  static override properties = { box: { attribute: false }, imageId: {}, tab: { state: true } }
  static override styles = [
    shared,
    panel,
    css`
      kb-image-intake {
        margin-bottom: 12px;
      }
    `,
  ]
  declare box: Box
  declare imageId: string | undefined
  declare tab: 'open' | 'done'

  constructor() {
    super()
    this.tab = 'open'
  }

  override connectedCallback(): void {
    super.connectedCallback()
    // The panel scrolls, so the keys that scroll must reach it.
    this.tabIndex = -1
    this.focus({ preventScroll: true })
  }

  override render() {
    if (this.imageId !== undefined)
      return html`<kb-image-viewer .box=${this.box} .imageId=${this.imageId}></kb-image-viewer>`
    return html`<div class="page">
      <div class="tools">
        ${backToList(this.box)}
        <h1>${words.title}</h1>
        <kb-tabs
          .tabs=${tabs}
          .selected=${this.tab}
          .label=${words.tabs}
          @kb-tab=${(event: CustomEvent<'open' | 'done'>) => {
            this.tab = event.detail
          }}
        ></kb-tabs>
      </div>
      <kb-image-intake .box=${this.box}></kb-image-intake>
      <div role="tabpanel" aria-label=${words[this.tab]}>
        <kb-image-pages .box=${this.box} .view=${{ view: this.tab }}></kb-image-pages>
      </div>
      <kb-image-setting .box=${this.box}></kb-image-setting>
    </div>`
  }
}

customElements.define('kb-images-panel', KbImagesPanel)
