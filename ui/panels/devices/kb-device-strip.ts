import { LitElement, css, html, nothing } from 'lit'
import type { OwnDevice } from '../../../contract/device.ts'
import { getOwnDevice, renewOwnDevice } from '../../data/devices.ts'
import { dateOf } from '../../format/clock.ts'
import { LiveLoad } from '../../state/live-load.ts'
import type { Box } from '../../state/box.ts'
import { shared } from '../../styles/shared.ts'
import { ownDevice as words } from '../../text/devices.ts'

/** Says on an enrolled device that its time is nearly over, and renews it by one click. Nothing is shown on any other. */
export class KbDeviceStrip extends LitElement {
  static override properties = {
    box: { attribute: false },
    isBusy: { state: true },
    said: { state: true },
  }
  static override styles = [
    shared,
    css`
      p {
        display: flex;
        flex-wrap: wrap;
        align-items: center;
        gap: 4px 16px;
        padding: 4px 24px;
        border-bottom: 1px solid var(--warn-line);
        background: var(--warn-soft);
        font-size: 0.9375rem;
      }
      p.done {
        border-color: var(--line);
        background: var(--info-soft);
      }
    `,
  ]
  declare box: Box
  declare isBusy: boolean
  declare said: 'renewed' | 'failed' | null
  readonly #own: LiveLoad<OwnDevice>

  constructor() {
    super()
    this.isBusy = false
    this.said = null
    this.#own = new LiveLoad<OwnDevice>(this, {
      live: () => this.box.live,
      key: () => 'own',
      load: () => getOwnDevice(this.box.http),
      nouns: ['device'],
    })
  }

  override render() {
    const device = this.#own.value?.device
    if (this.said === 'renewed')
      return html`<p class="done" role="status" data-test="device-renewed">${words.renewed}</p>`
    if (device?.state !== 'due' && device?.state !== 'overdue') return nothing
    return html`<p role="status" data-test="device-strip">
      <span
        >▲
        ${words[device.state](dateOf(device.expiresAt))}${this.said === 'failed' ? html`<br />${words.notRenewed}` : nothing}</span
      >
      <button
        class="btn"
        type="button"
        data-test="device-renew"
        ?disabled=${this.isBusy}
        @click=${() => void this.#renew()}
      >
        ${this.isBusy ? words.renewing : words.renew}
      </button>
    </p>`
  }

  async #renew(): Promise<void> {
    this.isBusy = true
    const outcome = await renewOwnDevice(this.box.http)
    this.isBusy = false
    this.said = outcome.ok ? 'renewed' : 'failed'
    await this.#own.reload()
  }
}

customElements.define('kb-device-strip', KbDeviceStrip)
