import { LitElement, html, nothing } from 'lit'
import type { LanView } from '../../../contract/lan.ts'
import { openLan, type LanWatch } from '../../data/lan.ts'
import type { Box } from '../../state/box.ts'
import { troubleOf } from '../../state/trouble.ts'
import { Watch } from '../../state/watch.ts'
import { panel } from '../../styles/panel.ts'
import { shared } from '../../styles/shared.ts'
import { ja } from '../../text/ja.ts'
import { lan as words } from '../../text/lan.ts'
import { backToList } from '../back-to-list.ts'
import '../../components/kb-found-devices.ts'
import '../../components/kb-loading.ts'
import '../../components/kb-qr.ts'
import '../../components/kb-trouble.ts'
import { lanPanel } from './styles.ts'

/** ネットワーク: how this box is opened from other devices, and who else is on the LAN. */
export class KbLanPanel extends LitElement {
  static override properties = { box: { attribute: false } }
  static override styles = [shared, panel, lanPanel]
  declare box: Box
  #lan: LanWatch | undefined

  constructor() {
    super()
    new Watch(this, () => [this.#lan?.view])
  }

  override connectedCallback(): void {
    super.connectedCallback()
    // The panel scrolls, so the keys that scroll must reach it.
    this.tabIndex = -1
    this.focus({ preventScroll: true })
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
    const { value, failure } = this.#lan?.view.value ?? { value: null, failure: null }
    return html`<div class="page">
      <div class="tools">
        ${backToList(this.box)}
        <h1>${ja.pages.lan}</h1>
      </div>
      ${
        failure
          ? html`<kb-trouble
              .trouble=${troubleOf(failure)}
              .reference=${failure.reference}
              @kb-retry=${() => void this.#lan?.load()}
            ></kb-trouble>`
          : nothing
      }
      ${value ? this.#view(value) : failure ? nothing : html`<kb-loading></kb-loading>`}
    </div>`
  }

  #view(view: LanView) {
    if (view.state === 'local-only')
      return html`<section class="sheet" data-test="local-only">
        <h2>${words.localOnly.what}</h2>
        <p>${words.localOnly.hint}</p>
      </section>`
    const trouble = words.trouble[view.state]
    return html`${trouble ? html`<kb-trouble data-test="lan-trouble" .trouble=${trouble} .action=${undefined}></kb-trouble>` : nothing}
    ${this.#name(view)} ${view.addresses.map((each) => this.#address(each))}
    ${view.addresses.length > 0 ? this.#found(view) : nothing}`
  }

  #name({ state, name, url, isRenamed }: LanView) {
    if (state === 'no-network' || state === 'blocked') return nothing
    return html`<section class="sheet">
      <h2>${words.name}</h2>
      ${
        name === null
          ? html`<p class="sub">${words.probing}</p>`
          : html`<p class="name" data-test="lan-name">${name}</p>
              <p class="sub">${url}</p>`
      }
      ${isRenamed && state === 'announced' ? html`<p class="sub" data-test="renamed">${words.renamed}</p>` : nothing}
      ${state === 'avahi' ? html`<p class="sub">${words.avahi}</p>` : nothing}
      <p class="sub">${words.nameFails}</p>
    </section>`
  }

  #address({ network, address, url, trustUrl }: LanView['addresses'][number]) {
    return html`<section class="sheet" data-test="lan-address">
      <h2>${words.addresses}　${address} <span class="sub">${words.network(network)}</span></h2>
      <div class="ways">
        ${trustUrl === undefined ? nothing : way(words.trust, words.trustQr(address), trustUrl)}
        ${way(words.open, words.openQr(address), url)}
      </div>
      <p class="sub">${words.addressHint}</p>
    </section>`
  }

  #found({ found }: LanView) {
    return html`<section class="sheet">
      <h2>${words.found}</h2>
      <p class="sub">${words.foundHint}</p>
      ${
        found.length === 0
          ? html`<p data-test="none-found">${words.none}</p>`
          : html`<kb-found-devices .found=${found}></kb-found-devices>`
      }
    </section>`
  }
}

const way = (title: string, label: string, url: string) =>
  html`<div class="way">
    <h3>${title}</h3>
    <kb-qr .text=${url} .label=${label}></kb-qr>
    <a href=${url} target="_blank" rel="noreferrer">${url}</a>
  </div>`

customElements.define('kb-lan-panel', KbLanPanel)
