import { html, nothing } from 'lit'
import { saveConnection } from '../../data/setup.ts'
import { passwordStyles } from '../../components/password-parts.ts'
import { form } from '../../styles/form.ts'
import { shared } from '../../styles/shared.ts'
import { setup } from '../../text/setup.ts'
import { SetupStepElement } from './setup-step.ts'
import { stepStyles } from './styles.ts'

const words = setup.hub

/** ハブ, and the proxy on the way to it. */
export class KbSetupHub extends SetupStepElement {
  static override styles = [shared, form, passwordStyles, stepStyles]
  readonly step = 'hub'

  get #hasProxy(): boolean {
    const draft = this.drafts.get('hub.hasProxy')
    return draft === undefined ? Boolean(this.view.hub?.proxy) : draft === 'yes'
  }

  get #protocol(): 'http' | 'https' {
    return (this.drafts.get('hub.protocol') ?? this.view.hub?.proxy?.protocol) === 'https' ? 'https' : 'http'
  }

  override render() {
    const { hub } = this.view
    return this.frame(
      html`<p class="lead">${words.lead}</p>
        ${this.input({ id: 'address', label: words.address, hint: words.addressHint, saved: hub?.address ?? '', inputmode: 'url' })}
        <label class="check"
          ><input
            id="hasProxy"
            type="checkbox"
            .checked=${this.#hasProxy}
            @change=${(event: Event) => {
              this.drafts.set('hub.hasProxy', (event.target as HTMLInputElement).checked ? 'yes' : 'no')
              this.requestUpdate()
            }}
          />${words.proxy}</label
        >
        ${this.#hasProxy ? this.#proxy() : nothing}`,
    )
  }

  #proxy() {
    const known = this.view.hub?.proxy
    return html`<fieldset class="field">
        <legend class="word">${words.protocol}</legend>
        <div class="choices">
          ${(['http', 'https'] as const).map(
            (protocol) =>
              html`<label
                ><input
                  type="radio"
                  name="protocol"
                  .checked=${protocol === this.#protocol}
                  @change=${() => this.drafts.set('hub.protocol', protocol)}
                />${protocol}</label
              >`,
          )}
        </div>
      </fieldset>
      ${this.input({ id: 'host', label: words.host, saved: known?.address ?? '' })}
      ${this.input({ id: 'port', label: words.port, saved: known ? String(known.port) : '8080', inputmode: 'numeric' })}
      ${this.input({ id: 'user', label: words.user, saved: known?.user ?? '' })}
      ${this.input({
        id: 'password',
        label: words.password,
        hint: known?.hasPassword === true ? words.keep : '',
        type: 'password',
        isSecret: true,
      })}`
  }

  protected override submit(): void {
    const address = this.typed('address').trim()
    const port = Number(this.typed('port').normalize('NFKC'))
    const proxy = this.#hasProxy
      ? {
          protocol: this.#protocol,
          address: this.typed('host').trim(),
          port,
          user: this.typed('user').trim(),
          password: this.typed('password'),
        }
      : null
    const wrongs = {
      ...(!/^https:\/\/[0-9A-Za-z.-]{1,253}(:\d{1,5})?(\/[!-~]*)?$/.test(address) && { address: words.badAddress }),
      ...(proxy && !/^[0-9A-Za-z.-]{1,253}$/.test(proxy.address) && { host: words.badHost }),
      ...(proxy && !(Number.isInteger(port) && port >= 1 && port <= 65535) && { port: words.badPort }),
    }
    if (Object.keys(wrongs).length > 0) this.wrongs = wrongs
    else void this.send(saveConnection(this.http, this.isAfter, 'hub', { address, proxy }))
  }
}

customElements.define('kb-setup-hub', KbSetupHub)
