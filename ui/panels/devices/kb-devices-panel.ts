import { LitElement, css, html, nothing } from 'lit'
import type { Device, DeviceEdit, NewDeviceCode, OwnDevice } from '../../../contract/device.ts'
import {
  editDevice,
  getOwnDevice,
  listDevices,
  makeDeviceCode,
  revokeDevice,
  withdrawDeviceCode,
} from '../../data/devices.ts'
import type { Failure, Outcome } from '../../data/outcome.ts'
import { dateOf, hourMinute } from '../../format/clock.ts'
import type { Box } from '../../state/box.ts'
import { LiveLoad } from '../../state/live-load.ts'
import { troubleOf } from '../../state/trouble.ts'
import { Watch } from '../../state/watch.ts'
import { panel } from '../../styles/panel.ts'
import { listTable, shared } from '../../styles/shared.ts'
import { devices as words } from '../../text/devices.ts'
import { ja } from '../../text/ja.ts'
import { backToList } from '../back-to-list.ts'
import '../../components/kb-loading.ts'
import '../../components/kb-trouble.ts'
import './kb-device-code.ts'
import './kb-device-form.ts'

/** What is open above the list: the form of one, or the question before one is revoked. */
interface Doing {
  what: 'edit' | 'revoke'
  device: Device
}

/** 端末: which browsers are let in, for an admin. */
export class KbDevicesPanel extends LitElement {
  static override properties = {
    box: { attribute: false },
    doing: { state: true },
    given: { state: true },
    failure: { state: true },
    isBusy: { state: true },
  }
  static override styles = [
    shared,
    listTable,
    panel,
    css`
      .page {
        max-width: 90rem;
      }
      th:last-child,
      td:last-child {
        text-align: right;
      }
      td:last-child {
        white-space: normal;
      }
      td .btn {
        padding-inline: 8px;
      }
      td .name {
        font-weight: 700;
      }
      .revoked td {
        color: var(--ink-3);
      }
      .ask,
      .none {
        display: grid;
        gap: 12px;
        margin-bottom: 12px;
        padding: 16px 20px;
      }
      .row {
        display: flex;
        flex-wrap: wrap;
        gap: 8px;
      }
      .scroll {
        overflow-x: auto;
      }
      td {
        padding-block: 8px;
      }
      section:has(kb-device-form) {
        margin-bottom: 12px;
      }
    `,
  ]
  declare box: Box
  declare doing: Doing | null
  /** A code that waits for its device; shown until it is put away. */
  declare given: NewDeviceCode | null
  declare failure: Failure | null
  declare isBusy: boolean
  readonly #list: LiveLoad<readonly Device[]>
  readonly #own: LiveLoad<OwnDevice>

  constructor() {
    super()
    this.doing = null
    this.given = null
    this.failure = null
    this.isBusy = false
    const options = { live: () => this.box.live, key: () => 'all', nouns: ['device', 'counter'] as const }
    this.#list = new LiveLoad(this, { ...options, load: () => listDevices(this.box.http) })
    this.#own = new LiveLoad(this, { ...options, load: () => getOwnDevice(this.box.http) })
    new Watch(this, () => [this.box.counters.list])
  }

  override connectedCallback(): void {
    super.connectedCallback()
    // The panel scrolls, so the keys that scroll must reach it.
    this.tabIndex = -1
    this.focus({ preventScroll: true })
  }

  override render() {
    const items = this.#list.value
    const failure = this.failure?.code === 'name-taken' ? null : (this.failure ?? this.#list.failure)
    return html`<div class="page">
      <div class="tools">
        ${backToList(this.box)}
        <h2>${ja.pages.devices}</h2>
        <span class="sub grow">${words.lead}</span>
        <a class="btn" href="/api/devices/file" download data-test="devices-file">${words.file}</a>
        <button
          class="btn primary"
          type="button"
          data-test="device-add"
          ?disabled=${this.isBusy}
          @click=${() => void this.#give()}
        >
          ${words.add}
        </button>
      </div>
      ${
        failure
          ? html`<kb-trouble
              .trouble=${troubleOf(failure)}
              .reference=${failure.reference}
              .action=${items ? '' : ja.common.retry}
              @kb-retry=${() => void this.#list.reload()}
            ></kb-trouble>`
          : nothing
      }
      ${this.given ? this.#code(this.given) : nothing} ${this.doing ? this.#doing(this.doing) : nothing}
      ${items ? this.#table(items) : failure ? nothing : html`<kb-loading></kb-loading>`}
    </div>`
  }

  #code(given: NewDeviceCode) {
    return html`<kb-device-code
      .box=${this.box}
      .given=${given}
      ?isbusy=${this.isBusy}
      @kb-again=${() => void this.#give()}
      @kb-withdraw=${() => void this.#withdraw(given.id)}
      @kb-close=${() => {
        this.given = null
      }}
    ></kb-device-code>`
  }

  #table(items: readonly Device[]) {
    if (items.length === 0) return html`<p class="sheet none" data-test="no-devices">${words.none}</p>`
    return html`<div class="sheet scroll">
      <table>
        <thead>
          <tr>
            ${Object.values(words.columns).map((word) => html`<th scope="col">${word}</th>`)}
          </tr>
        </thead>
        <tbody data-test="devices">
          ${items.map((device) => this.#row(device))}
        </tbody>
      </table>
    </div>`
  }

  #row(device: Device) {
    const { id, name, kind, counter, browser, state, enrolledAt, enrolledBy, lastSeenAt, expiresAt } = device
    const isOver = state === 'revoked'
    const isOwn = id === this.#own.value?.device?.id
    return html`<tr class=${state} data-device=${name} data-state=${state}>
      <td>
        <span class="name">${name}</span>
        ${isOwn ? html`<span class="badge info" data-test="own-device">${words.own}</span>` : nothing}<br />
        <span class="sub">${words.kind[kind]}　${browser}</span>
      </td>
      <td>${counter ?? html`<span class="sub">${words.noCounter}</span>`}</td>
      <td>${dateOf(lastSeenAt)}<br /><span class="sub">${hourMinute(lastSeenAt)}</span></td>
      <td>${dateOf(enrolledAt)}<br /><span class="sub">${enrolledBy ?? words.byCommand}</span></td>
      <td>
        ${
          isOver
            ? words.revokedBy(dateOf(device.revokedAt ?? 0), device.revokedBy ?? words.byCommand)
            : html`${dateOf(expiresAt)}<br />
                ${state === 'ok' ? nothing : html`<span class="badge bad">${words.state[state]}</span>`}`
        }
      </td>
      <td>${isOver ? nothing : html`${this.#button(device, 'edit')} ${this.#button(device, 'revoke')}`}</td>
    </tr>`
  }

  #button(device: Device, what: Doing['what']) {
    return html`<button
      class="btn quiet"
      type="button"
      data-test="device-${what}"
      aria-label="${words[what]}　${device.name}"
      ?disabled=${this.isBusy}
      @click=${() => {
        this.failure = null
        this.doing = { what, device }
      }}
    >
      ${words[what]}
    </button>`
  }

  #doing({ what, device }: Doing) {
    if (what === 'edit')
      return html`<section class="sheet" data-test="device-form">
        <kb-device-form
          .device=${device}
          .counters=${this.box.counters.list.value ?? []}
          ?isbusy=${this.isBusy}
          ?istaken=${this.failure?.code === 'name-taken'}
          @kb-save=${(event: CustomEvent<DeviceEdit>) =>
            void this.#change(editDevice(this.box.http, device.id, event.detail))}
          @kb-cancel=${this.#close}
        ></kb-device-form>
      </section>`
    return html`<section class="sheet ask" role="alert" data-test="device-ask">
      <p>${words.revokeAsk(device.name)}<br />${words.revokeNoUndo}</p>
      ${device.id === this.#own.value?.device?.id ? html`<p><b>▲ ${words.revokeOwn}</b></p>` : nothing}
      <div class="row">
        <button
          class="btn primary"
          type="button"
          data-test="device-yes"
          ?disabled=${this.isBusy}
          @click=${() => void this.#change(revokeDevice(this.box.http, device))}
        >
          ${words.revoke}
        </button>
        <button class="btn" type="button" data-test="device-no" @click=${this.#close}>${words.no}</button>
      </div>
    </section>`
  }

  readonly #close = (): void => {
    this.doing = null
    this.failure = null
  }

  async #give(): Promise<void> {
    const given = await this.#wait(makeDeviceCode(this.box.http))
    if (given) this.given = given
  }

  async #withdraw(id: string): Promise<void> {
    if (await this.#wait(withdrawDeviceCode(this.box.http, id))) this.given = null
  }

  async #change(asked: Promise<Outcome<Device>>): Promise<void> {
    if (await this.#wait(asked)) this.doing = null
    await this.#list.reload()
  }

  /** Waits for the box. What was filled in stays until it was taken. */
  async #wait<T>(asked: Promise<Outcome<T>>): Promise<T | undefined> {
    this.isBusy = true
    this.failure = null
    const outcome = await asked
    this.isBusy = false
    if (outcome.ok) return outcome.value
    this.failure = outcome.failure
    return undefined
  }
}

customElements.define('kb-devices-panel', KbDevicesPanel)
