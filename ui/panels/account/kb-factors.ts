import { LitElement, css, html, nothing } from 'lit'
import type { OwnFactors, TotpSecret } from '../../../contract/account.ts'
import { field } from '../../components/field.ts'
import {
  addPasskey,
  beginTotp,
  confirmTotp,
  getFactors,
  removePasskey,
  removeTotp,
  renewRecoveryCodes,
} from '../../data/account.ts'
import type { Failure, Outcome } from '../../data/outcome.ts'
import { passkeyNotShown } from '../../data/passkeys.ts'
import { dateOf } from '../../format/clock.ts'
import type { Box } from '../../state/box.ts'
import { troubleOf } from '../../state/trouble.ts'
import { form } from '../../styles/form.ts'
import { shared } from '../../styles/shared.ts'
import { account } from '../../text/account.ts'
import { factors as words } from '../../text/factors.ts'
import '../../components/kb-qr.ts'

/** What is to be done once the password was typed again. */
type Deed =
  | { do: 'add-totp' }
  | { do: 'add-passkey' }
  | { do: 'renew-codes' }
  | { do: 'remove-totp' }
  | { do: 'remove-passkey'; id: string; label: string }

type Step =
  | { name: 'idle' }
  | { name: 'ask'; deed: Deed }
  | { name: 'totp'; totp: TotpSecret }
  | { name: 'codes'; codes: readonly string[] }

const deedWord = (deed: Deed): string => {
  switch (deed.do) {
    case 'add-totp':
      return words.addTotp
    case 'add-passkey':
      return words.addPasskey
    case 'renew-codes':
      return words.renewCodes
    case 'remove-totp':
      return words.removeTotp
    case 'remove-passkey':
      return words.removePasskey(deed.label)
  }
}

/**
 * The own second factors: what there is, adding, taking away, recovery codes. Longer than most files because one thing at a time is asked in
 * one place, and each is short. Event `kb-enrolled` once one is there and its codes were
 * kept, `kb-known` (detail {@link OwnFactors}) whenever they are read.
 */
export class KbFactors extends LitElement {
  static override properties = {
    box: { attribute: false },
    own: { state: true },
    step: { state: true },
    wrong: { state: true },
    isBusy: { state: true },
  }
  static override styles = [
    shared,
    form,
    css`
      ul {
        display: grid;
        gap: 8px;
      }
      li,
      .actions {
        display: flex;
        flex-wrap: wrap;
        align-items: center;
        gap: 8px 12px;
      }
      .actions {
        justify-content: flex-start;
      }
      kb-qr {
        width: 14rem;
      }
      code {
        font-size: 1.0625rem;
        letter-spacing: 0.08em;
        overflow-wrap: anywhere;
      }
      ol.codes {
        display: grid;
        grid-template-columns: repeat(auto-fill, minmax(14rem, 1fr));
        gap: 8px;
      }
      .wrong {
        color: var(--warn);
        font-weight: 700;
      }
    `,
  ]
  declare box: Box
  declare own: OwnFactors | null
  declare step: Step
  declare wrong: string
  declare isBusy: boolean

  constructor() {
    super()
    this.own = null
    this.step = { name: 'idle' }
    this.wrong = ''
    this.isBusy = false
  }

  override connectedCallback(): void {
    super.connectedCallback()
    void this.#load()
  }

  override updated(changed: Map<PropertyKey, unknown>): void {
    if (changed.has('step') && this.step.name !== 'idle')
      this.renderRoot.querySelector<HTMLElement>('input, .kept')?.focus()
  }

  override render() {
    const { step } = this
    return html`<div class="form">
      <p class="sub">${words.lead}</p>
      ${step.name === 'codes' ? this.#codes(step.codes) : step.name === 'totp' ? this.#totp(step.totp) : this.#list(step)}
      ${this.wrong === '' ? nothing : html`<p class="wrong" role="alert" data-test="factors-wrong">▲ ${this.wrong}</p>`}
    </div>`
  }

  #list(step: Extract<Step, { name: 'idle' | 'ask' }>) {
    const { own } = this
    if (!own) return nothing
    const hasAny = own.totpSince !== null || own.passkeys.length > 0
    return html`<ul data-test="factors">
        ${hasAny ? nothing : html`<li>${words.none}</li>`}
        ${
          own.totpSince === null
            ? nothing
            : html`<li>
                <b>${words.kind.totp}</b><span class="sub">${words.since(dateOf(own.totpSince))}</span>
                ${this.#way({ do: 'remove-totp' }, words.remove)}
              </li>`
        }
        ${own.passkeys.map(
          ({ id, label, host, createdAt }) =>
            html`<li>
              <b>${words.kind.passkey}　${label}</b><span class="sub">${host}　${words.since(dateOf(createdAt))}</span>
              ${this.#way({ do: 'remove-passkey', id, label }, words.remove)}
            </li>`,
        )}
        ${hasAny ? html`<li data-test="codes-left">${words.codesLeft(own.recoveryCodesLeft)}</li>` : nothing}
      </ul>
      ${own.isRequired ? html`<p class="sub">${words.required}</p>` : nothing}
      ${step.name === 'ask' ? this.#ask(step.deed) : this.#ways(own, hasAny)}`
  }

  #ways(own: OwnFactors, hasAny: boolean) {
    return html`<div class="actions">
        ${this.#way({ do: 'add-totp' }, own.totpSince === null ? words.addTotp : words.changeTotp)}
        ${own.mayAddPasskey ? this.#way({ do: 'add-passkey' }, words.addPasskey) : nothing}
        ${hasAny ? this.#way({ do: 'renew-codes' }, words.renewCodes) : nothing}
      </div>
      ${own.mayAddPasskey ? nothing : html`<p class="sub">${words.noPasskey}</p>`}`
  }

  #way(deed: Deed, word: string) {
    return html`<button
      class="btn"
      type="button"
      data-test=${deed.do}
      @click=${() => {
        this.wrong = ''
        this.step = { name: 'ask', deed }
      }}
    >
      ${word}
    </button>`
  }

  #ask(deed: Deed) {
    return html`<form
      class="form"
      novalidate
      @submit=${(event: SubmitEvent) => {
        event.preventDefault()
        void this.#do(deed)
      }}
    >
      <b>${deedWord(deed)}</b>
      ${
        deed.do === 'add-passkey'
          ? field(
              { id: 'label', label: words.passkeyLabel },
              html`<input id="label" maxlength="40" autocomplete="off" aria-describedby="label-note" />`,
            )
          : nothing
      }
      ${field(
        { id: 'current', label: words.current },
        html`<input
          id="current"
          type="password"
          maxlength="256"
          autocomplete="current-password"
          aria-describedby="current-note"
        />`,
      )}
      ${this.#buttons(words.next)}
    </form>`
  }

  #buttons(word: string) {
    return html`<div class="actions">
      <button class="btn primary" type="submit" data-test="factors-next" ?disabled=${this.isBusy}>
        ${this.isBusy ? words.busy : word}
      </button>
      <button
        class="btn"
        type="button"
        data-test="factors-cancel"
        @click=${() => {
          this.wrong = ''
          this.step = { name: 'idle' }
        }}
      >
        ${words.cancel}
      </button>
    </div>`
  }

  #totp({ secret, uri }: TotpSecret) {
    return html`<form
      class="form"
      novalidate
      @submit=${(event: SubmitEvent) => {
        event.preventDefault()
        void this.#confirm()
      }}
    >
      <p>${words.scan}</p>
      <kb-qr .text=${uri} .label=${words.qr}></kb-qr>
      <details>
        <summary>${words.secret}</summary>
        <code data-test="totp-secret">${secret}</code>
      </details>
      ${field(
        { id: 'code', label: words.label.totp },
        html`<input
          id="code"
          inputmode="numeric"
          maxlength="16"
          autocomplete="one-time-code"
          aria-describedby="code-note"
        />`,
      )}
      ${this.#buttons(words.confirm)}
    </form>`
  }

  #codes(codes: readonly string[]) {
    return html`<h4>${words.codesTitle}</h4>
      <p>${words.codesLead}</p>
      <ol class="codes" data-test="recovery-codes">
        ${codes.map((code) => html`<li><code>${code}</code></li>`)}
      </ol>
      <div class="actions">
        <button class="btn" type="button" @click=${print}>${words.print}</button>
        <button
          class="btn primary kept"
          type="button"
          data-test="codes-kept"
          @click=${() => {
            this.#finish()
          }}
        >
          ${words.kept}
        </button>
      </div>`
  }

  async #do(deed: Deed): Promise<void> {
    const current = this.#typed('current')
    const label = this.#typed('label').trim()
    const { http } = this.box
    this.wrong = current === '' ? words.needCurrent : deed.do === 'add-passkey' && label === '' ? words.needLabel : ''
    if (this.wrong !== '') return
    switch (deed.do) {
      case 'add-totp': {
        const totp = await this.#wait(beginTotp(http, current))
        if (totp) this.step = { name: 'totp', totp }
        break
      }
      case 'add-passkey':
        await this.#show(addPasskey(http, current, label))
        break
      case 'renew-codes':
        await this.#show(renewRecoveryCodes(http, current))
        break
      case 'remove-totp':
        await this.#remove(removeTotp(http, current))
        break
      case 'remove-passkey':
        await this.#remove(removePasskey(http, current, deed.id))
    }
  }

  async #confirm(): Promise<void> {
    await this.#show(confirmTotp(this.box.http, this.#typed('code')))
    if (this.wrong !== '') this.renderRoot.querySelector('input')?.select()
  }

  async #show(asked: Promise<Outcome<{ codes: string[] | null }>>): Promise<void> {
    const made = await this.#wait(asked)
    if (!made) return
    if (made.codes) this.step = { name: 'codes', codes: made.codes }
    else this.#finish()
  }

  async #remove(asked: Promise<Outcome<undefined>>): Promise<void> {
    const wasIn = this.step
    await this.#wait(asked)
    if (this.wrong === '' && this.step === wasIn) this.#finish()
  }

  /** Waits for the box; says what is wrong, and answers undefined then. */
  async #wait<T>(asked: Promise<Outcome<T>>): Promise<T | undefined> {
    this.isBusy = true
    this.wrong = ''
    const outcome = await asked
    this.isBusy = false
    if (outcome.ok) return outcome.value
    this.wrong = whyNot(outcome.failure)
    return undefined
  }

  #finish(): void {
    this.wrong = ''
    this.step = { name: 'idle' }
    this.dispatchEvent(new Event('kb-enrolled'))
    void this.#load()
  }

  async #load(): Promise<void> {
    const outcome = await getFactors(this.box.http)
    if (!outcome.ok) {
      this.wrong = whyNot(outcome.failure)
      return
    }
    this.own = outcome.value
    this.dispatchEvent(new CustomEvent<OwnFactors>('kb-known', { detail: outcome.value }))
  }

  #typed(id: string): string {
    return this.renderRoot.querySelector<HTMLInputElement>(`#${id}`)?.value ?? ''
  }
}

const print = (): void => {
  window.print()
}

function whyNot(failure: Failure): string {
  switch (failure.code) {
    case 'wrong-credentials':
      return words.wrongCurrent
    case 'too-many-attempts':
      return account.password.tooMany(Math.ceil(failure.retryAfter ?? 30))
    case 'second-factor-wrong':
      return words.wrongFirst
    case 'second-factor-last':
      return words.last
    case 'password-too-short':
      return words.tooShort
    case passkeyNotShown:
      return words.notShown
    default: {
      const { what, todo } = troubleOf(failure)
      return `${what}。${todo}`
    }
  }
}

customElements.define('kb-factors', KbFactors)
