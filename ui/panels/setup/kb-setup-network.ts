import { html, nothing } from 'lit'
import { saveConnection } from '../../data/setup.ts'
import { form } from '../../styles/form.ts'
import { shared } from '../../styles/shared.ts'
import { setup } from '../../text/setup.ts'
import '../../components/kb-qr.ts'
import { SetupStepElement } from './setup-step.ts'
import { stepStyles } from './styles.ts'

const words = setup.network

/** 薬箱の名前, and every way to it. */
export class KbSetupNetwork extends SetupStepElement {
  static override styles = [shared, form, stepStyles]
  readonly step = 'network'

  override render() {
    const { label } = this.view.network
    return this.frame(
      html`<p class="lead">${words.lead}</p>
        ${this.input({ id: 'label', label: words.label, hint: words.hint, saved: label })}
        ${this.isAfter ? nothing : html`<p class="sub">${words.will(label)}</p>`}
        ${this.isAfter ? nothing : this.#ways()}`,
    )
  }

  /** On a box that works, ネットワーク shows them. */
  #ways() {
    const { lan, trustWords } = this.view.network
    return html`<h3>${words.ways}</h3>
      ${lan.addresses.length === 0 ? html`<p>${words.none}</p>` : html`<p class="sub">${words.waysHint}</p>`}
      ${lan.addresses.map(
        ({ address, url, trustUrl }) =>
          html`<div class="row start" data-test="setup-address">
            ${trustUrl === undefined ? nothing : way(words.trust, trustUrl, words.qr(address))}
            ${way(words.open, url, words.qr(address))}
          </div>`,
      )}
      ${
        trustWords === ''
          ? nothing
          : html`<div>
              <h3>${words.words}</h3>
              <p data-test="trust-words"><b>${trustWords}</b></p>
              <p class="sub">${words.wordsHint}</p>
            </div>`
      }`
  }

  protected override submit(): void {
    const label = this.typed('label')
      .normalize('NFKC')
      .trim()
      .toLowerCase()
      .replace(/\.local$/, '')
    if (/^[a-z0-9]([a-z0-9-]{0,30}[a-z0-9])?$/.test(label))
      void this.send(saveConnection(this.http, this.isAfter, 'network', { label }), { 'setup-passkey-name': 'label' })
    else this.wrongs = { label: words.bad }
  }
}

const way = (title: string, url: string, label: string) =>
  html`<div class="grow">
    <b>${title}</b>
    <kb-qr .text=${url} .label=${label}></kb-qr>
    <p class="path">${url}</p>
  </div>`

customElements.define('kb-setup-network', KbSetupNetwork)
