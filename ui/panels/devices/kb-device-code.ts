import { LitElement, css, html, nothing } from 'lit'
import type { DeviceCode, NewDeviceCode } from '../../../contract/device.ts'
import type { LanView } from '../../../contract/lan.ts'
import { getDeviceCode } from '../../data/devices.ts'
import { openLan, type LanWatch } from '../../data/lan.ts'
import type { Box } from '../../state/box.ts'
import { LiveLoad } from '../../state/live-load.ts'
import { Watch } from '../../state/watch.ts'
import { shared } from '../../styles/shared.ts'
import { devices as words } from '../../text/devices.ts'
import '../../components/kb-found-devices.ts'
import '../../components/kb-qr.ts'

/**
 * A code as it is shown to whoever stands before the new device: large, with the addresses of the box and how long it lasts. It hears at
 * once when a device has used it or somebody guessed. Events: `kb-again`, `kb-withdraw`, `kb-close`.
 */
export class KbDeviceCode extends LitElement {
  static override properties = {
    box: { attribute: false },
    given: { attribute: false },
    isBusy: { type: Boolean, attribute: 'isbusy' },
  }
  static override styles = [
    shared,
    css`
      section {
        display: grid;
        gap: 12px;
        margin-bottom: 12px;
        padding: 16px 20px 20px;
      }
      h4 {
        margin: 0;
      }
      .code {
        font-size: 3.5rem;
        font-weight: 700;
        font-variant-numeric: tabular-nums;
        letter-spacing: 0.1em;
        line-height: 1.2;
      }
      .left {
        font-variant-numeric: tabular-nums;
      }
      .warn {
        color: var(--warn);
        font-weight: 700;
      }
      .ways {
        display: flex;
        flex-wrap: wrap;
        gap: 12px 28px;
      }
      .way {
        display: grid;
        grid-template-columns: 8rem minmax(0, 1fr);
        gap: 4px 16px;
        align-items: center;
      }
      .way b {
        overflow-wrap: anywhere;
      }
      .sides {
        display: grid;
        grid-template-columns: repeat(auto-fit, minmax(min(24rem, 100%), 1fr));
        gap: 16px 32px;
      }
      .side {
        display: grid;
        gap: 12px;
        align-content: start;
      }
      .row {
        display: flex;
        flex-wrap: wrap;
        gap: 8px;
      }
    `,
  ]
  declare box: Box
  declare given: NewDeviceCode
  declare isBusy: boolean
  readonly #state: LiveLoad<DeviceCode>
  #lan: LanWatch | undefined
  #ticking: ReturnType<typeof setInterval> | undefined

  constructor() {
    super()
    this.isBusy = false
    this.#state = new LiveLoad<DeviceCode>(this, {
      live: () => this.box.live,
      key: () => this.given.id,
      load: (id) => getDeviceCode(this.box.http, id),
      nouns: ['device'],
    })
    new Watch(this, () => [this.#lan?.view])
  }

  override connectedCallback(): void {
    super.connectedCallback()
    this.#ticking = setInterval(() => {
      this.requestUpdate()
    }, 1000)
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback()
    clearInterval(this.#ticking)
    this.#lan?.close()
    this.#lan = undefined
  }

  override willUpdate(): void {
    this.#lan ??= openLan(this.box.http, this.box.live)
  }

  override render() {
    const told = this.#state.value ?? this.given
    const left = Math.max(0, Math.ceil((told.expiresAt - this.box.watch.now()) / 1000))
    const state = told.state === 'open' && left === 0 ? 'expired' : told.state
    return html`<section class="sheet" data-test="device-code" data-state=${state}>
      <h3>${words.code.title}</h3>
      ${state === 'open' ? this.#open(told, left) : this.#over(state, told)}
    </section>`
  }

  #open({ triesLeft }: DeviceCode, left: number) {
    const { code } = this.given
    const minutes = `${String(Math.floor(left / 60))}:${String(left % 60).padStart(2, '0')}`
    return html`<div class="sides">
        <div class="side">
          <p>${words.code.lead}</p>
          <p class="code" data-test="device-code-digits">${code.slice(0, 4)} ${code.slice(4)}</p>
          <p class="left" role="timer">${words.code.left(minutes)}</p>
          <p role="alert">
            ${triesLeft < 5 ? html`<span class="warn" data-test="device-code-tries">▲ ${words.code.tries(triesLeft)}</span>` : nothing}
          </p>
          <div class="row">
            <button
              class="btn"
              type="button"
              data-test="device-code-withdraw"
              ?disabled=${this.isBusy}
              @click=${this.#say('kb-withdraw')}
            >
              ${words.code.withdraw}
            </button>
          </div>
        </div>
        <div class="side">${this.#addresses()}</div>
      </div>
      ${this.#found()}`
  }

  #over(state: DeviceCode['state'], { device }: DeviceCode) {
    const said = state === 'used' && device ? words.code.used(device.name) : words.code.state[state]
    return html`<p role="alert" data-test="device-code-over">${state === 'used' ? '✓' : '▲'} ${said}</p>
      <div class="row">
        <button class="btn primary" type="button" data-test="device-code-close" @click=${this.#say('kb-close')}>
          ${words.code.close}
        </button>
        <button
          class="btn"
          type="button"
          data-test="device-code-again"
          ?disabled=${this.isBusy}
          @click=${this.#say('kb-again')}
        >
          ${words.code.again}
        </button>
      </div>`
  }

  /** The name first, then the numbers, because `.local` fails on some tablets; where the box serves this machine alone, the address of this page. */
  #addresses() {
    const lan: LanView | null = this.#lan?.view.value.value ?? null
    const ways = lan ? [...(lan.url === null ? [] : [lan.url]), ...lan.addresses.map(({ url }) => url)] : []
    const trustUrl = lan?.addresses.find((address) => address.trustUrl !== undefined)?.trustUrl
    return html`<h4>${words.code.here}</h4>
      <div class="ways">${(ways.length > 0 ? ways : [location.origin]).map((url) => this.#way(url))}</div>
      ${trustUrl === undefined ? nothing : html`<p class="sub">${words.code.trust}：<b>${trustUrl}</b></p>`}`
  }

  #way(url: string) {
    const address = `${url.replace(/\/$/, '')}/join`
    return html`<div class="way">
      <kb-qr .text=${`${address}#${this.given.code}`} .label=${words.code.qr(address)}></kb-qr>
      <b data-test="join-address">${address}</b>
    </div>`
  }

  #found() {
    const found = this.#lan?.view.value.value?.found.filter(({ kind }) => kind === 'pc') ?? []
    if (found.length === 0) return nothing
    return html`<details>
      <summary>${words.found}</summary>
      <p class="sub">${words.foundHint}</p>
      <kb-found-devices .found=${found}></kb-found-devices>
    </details>`
  }

  #say(name: 'kb-again' | 'kb-withdraw' | 'kb-close') {
    return (): void => {
      this.dispatchEvent(new Event(name))
    }
  }
}

customElements.define('kb-device-code', KbDeviceCode)
