import { LitElement, css, html, nothing } from 'lit'
import { openLan, type LanWatch } from '../../data/lan.ts'
import type { Box } from '../../state/box.ts'
import { Watch } from '../../state/watch.ts'
import { shared } from '../../styles/shared.ts'
import { lan as words } from '../../text/lan.ts'
import '../../components/kb-found-devices.ts'

/** Satellites that announce themselves on the LAN, set up for this box or another. Nothing where there are none. */
export class KbFoundSatellites extends LitElement {
  static override properties = { box: { attribute: false } }
  static override styles = [
    shared,
    css`
      section {
        margin-top: 16px;
        padding: 16px 20px 20px;
      }
      h2 {
        margin-bottom: 6px;
        font-size: 1.125rem;
      }
    `,
  ]
  declare box: Box
  #lan: LanWatch | undefined

  constructor() {
    super()
    new Watch(this, () => [this.#lan?.view])
  }

  override willUpdate(): void {
    this.#lan ??= openLan(this.box.http, this.box.live)
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback()
    this.#lan?.close()
    this.#lan = undefined
  }

  override render() {
    const found = this.#lan?.view.value.value?.found.filter(({ kind }) => kind === 'satellite') ?? []
    if (found.length === 0) return nothing
    return html`<section class="sheet" data-test="found-satellites">
      <h2>${words.satellites}</h2>
      <p class="sub">${words.satellitesHint}</p>
      <kb-found-devices .found=${found}></kb-found-devices>
    </section>`
  }
}

customElements.define('kb-found-satellites', KbFoundSatellites)
