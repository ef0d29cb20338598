import { LitElement, css, html, nothing } from 'lit'
import type { Page } from '../../../contract/page.ts'
import type { RegistrationCode } from '../../../contract/registration-code.ts'
import { listRegistrationCodes, revokeRegistrationCode } from '../../data/member-settings.ts'
import type { Failure } from '../../data/outcome.ts'
import { dateOf, hourMinute } from '../../format/clock.ts'
import { shortDate } from '../../format/dates.ts'
import type { Box } from '../../state/box.ts'
import { LivePages } from '../../state/live-load.ts'
import { troubleOf } from '../../state/trouble.ts'
import { Watch } from '../../state/watch.ts'
import { shared } from '../../styles/shared.ts'
import { handover } from '../../text/handover.ts'
import '../../components/kb-loading.ts'
import '../../components/kb-trouble.ts'
import { settingsSections } from './styles.ts'

const words = handover.code

/** 発行したQRコード: each with what became of it. Event `kb-code-used` with the id of one that a phone has just used. */
export class KbCodeList extends LitElement {
  static override properties = {
    box: { attribute: false },
    memberId: {},
    asking: { state: true },
    failure: { state: true },
    said: { state: true },
  }
  static override styles = [
    shared,
    settingsSections,
    css`
      :host {
        margin-top: 16px;
      }
    `,
  ]
  declare box: Box
  declare memberId: string
  declare asking: string
  declare failure: Failure | null
  declare said: string
  readonly #codes = new LivePages<Page<RegistrationCode>>(this, {
    live: () => this.box.live,
    key: () => this.memberId,
    load: (id, cursor) => listRegistrationCodes(this.box.http, id, cursor),
    nouns: ['registration-code', 'merge'],
    loaded: ({ items }) => {
      for (const { id, state } of items)
        if (state === 'used') this.dispatchEvent(new CustomEvent<string>('kb-code-used', { detail: id }))
    },
  })

  constructor() {
    super()
    this.asking = ''
    this.failure = null
    this.said = ''
    new Watch(this, () => [this.box.watch.status])
  }

  override willUpdate(changed: Map<string, unknown>): void {
    if (!changed.has('memberId')) return
    this.asking = ''
    this.failure = null
    this.said = ''
  }

  override render() {
    const { value } = this.#codes
    const failure = this.failure ?? this.#codes.failure
    return html`<section aria-labelledby="title">
      <h3 id="title">${words.given}</h3>
      ${
        failure
          ? html`<kb-trouble
              slim
              .trouble=${troubleOf(failure)}
              @kb-retry=${() => {
                this.failure = null
                void this.#codes.reload()
              }}
            ></kb-trouble>`
          : nothing
      }
      <div class="said" role="status">${this.said === '' ? nothing : `✓ ${this.said}`}</div>
      ${value || failure ? nothing : html`<kb-loading rows="1"></kb-loading>`}
      ${value?.items.length === 0 ? html`<p class="sub">${words.noneGiven}</p>` : nothing}
      <ul data-test="codes">
        ${value?.items.map((code) => this.#code(code))}
      </ul>
      ${
        this.#codes.hasMore
          ? html`<button class="btn" type="button" @click=${() => void this.#codes.more()}>${words.older}</button>`
          : nothing
      }
    </section>`
  }

  #code(code: RegistrationCode) {
    const { id, state, medium, givenAt, givenBy, expiresAt, usedAt, revokedAt } = code
    const isOpen = state === 'open'
    return html`<li data-test="code-${state}">
      <div class="row">
        <span class="badge ${isOpen ? 'set' : ''}">${words.states[state]}</span>
        <span class="grow"
          >${words.short[medium]}
          ${isOpen ? words.until(this.#when(expiresAt)) : this.#when(usedAt ?? revokedAt ?? expiresAt)}<br /><span
            class="sub"
            >${this.#when(givenAt)} ${words.columns.given} ${givenBy}</span
          ></span
        >
        ${
          isOpen
            ? html`<button
                class="btn"
                type="button"
                data-test="revoke-code"
                aria-expanded=${String(this.asking === id)}
                @click=${() => {
                  this.asking = this.asking === id ? '' : id
                }}
              >
                ${words.revoke}
              </button>`
            : nothing
        }
      </div>
      ${
        this.asking === id && isOpen
          ? html`<div class="ask" role="group" aria-label=${words.revokeAsk}>
              <p>${words.revokeAsk}</p>
              <span>
                <button class="btn primary" type="button" data-test="revoke-yes" @click=${() => void this.#revoke(id)}>
                  ${words.revokeYes}
                </button>
                <button
                  class="btn"
                  type="button"
                  @click=${() => {
                    this.asking = ''
                  }}
                >
                  ${words.cancel}
                </button>
              </span>
            </div>`
          : nothing
      }
    </li>`
  }

  #when(at: number): string {
    const today = this.box.watch.status.value?.today ?? dateOf(at)
    const day = dateOf(at)
    return `${day === today ? '' : `${shortDate(day, today)} `}${hourMinute(at)}`
  }

  async #revoke(id: string): Promise<void> {
    const { memberId } = this
    this.asking = ''
    const outcome = await revokeRegistrationCode(this.box.http, id)
    if (memberId !== this.memberId) return
    this.failure = outcome.ok ? null : outcome.failure
    this.said = outcome.ok ? words.revoked : ''
    await this.#codes.reload()
  }
}

customElements.define('kb-code-list', KbCodeList)
