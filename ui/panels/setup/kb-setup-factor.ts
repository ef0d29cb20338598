import { html, nothing, type PropertyDeclarations } from 'lit'
import type { TotpSecret } from '../../../contract/account.ts'
import { field } from '../../components/field.ts'
import type { Outcome } from '../../data/outcome.ts'
import { addPasskey, beginTotp, confirmTotp, getSetup, renewCodes } from '../../data/setup.ts'
import { form } from '../../styles/form.ts'
import { shared } from '../../styles/shared.ts'
import { factors as factorWords } from '../../text/factors.ts'
import { setup } from '../../text/setup.ts'
import '../../components/kb-qr.ts'
import { SetupStepElement } from './setup-step.ts'
import { stepStyles } from './styles.ts'

const words = setup.factor

type Stage =
  | { name: 'choose' }
  | { name: 'passkey' }
  | { name: 'totp'; totp: TotpSecret }
  | { name: 'codes'; codes: readonly string[] }

/** 二要素認証 of the first admin: 認証アプリ or a passkey, and the codes for the day the telephone is lost. */
export class KbSetupFactor extends SetupStepElement {
  static override properties: PropertyDeclarations = { stage: { state: true } }
  static override styles = [shared, form, stepStyles]
  declare stage: Stage
  readonly step = 'factor'

  constructor() {
    super()
    this.stage = { name: 'choose' }
  }

  override updated(changed: Map<PropertyKey, unknown>): void {
    super.updated(changed)
    if (changed.has('stage') && this.stage.name !== 'choose')
      this.renderRoot.querySelector<HTMLElement>('input, [data-test=codes-kept]')?.focus()
  }

  override render() {
    const { stage } = this
    if (this.view.admin === null) return html`<p class="alert">▲ ${setup.needed}</p>`
    switch (stage.name) {
      case 'choose':
        return this.#choose()
      case 'passkey':
        return this.#form(this.input({ id: 'label', label: factorWords.passkeyLabel }), factorWords.addPasskey)
      case 'totp':
        return this.#totp(stage.totp)
      case 'codes':
        return this.#codes(stage.codes)
    }
  }

  #choose() {
    const { hasTotp, passkeys, mayAddPasskey } = this.view.factor
    const has = [
      ...(hasTotp ? [factorWords.kind.totp] : []),
      ...passkeys.map(({ label, host }) => words.host(label, host)),
    ]
    return this.frame(
      html`<p class="lead">${words.lead}</p>
        ${
          has.length > 0
            ? html`<p class="good" data-test="factor-has">✓ ${words.has}${has.join('、')}</p>
                <p class="sub">${factorWords.codesLeft(this.view.factor.recoveryCodesLeft)}</p>`
            : html`<p class="sub">${words.after}</p>`
        }
        <div class="row">
          <button
            class="btn"
            type="button"
            data-test="add-totp"
            ?disabled=${this.isBusy}
            @click=${() => void this.#begin()}
          >
            ${hasTotp ? factorWords.changeTotp : factorWords.addTotp}
          </button>
          ${
            mayAddPasskey
              ? html`<button
                  class="btn"
                  type="button"
                  data-test="add-passkey"
                  @click=${() => {
                    this.stage = { name: 'passkey' }
                  }}
                >
                  ${factorWords.addPasskey}
                </button>`
              : nothing
          }
          ${
            has.length > 0
              ? html`<button class="btn" type="button" @click=${() => void this.#show(renewCodes(this.http))}>
                  ${factorWords.renewCodes}
                </button>`
              : nothing
          }
        </div>
        ${mayAddPasskey ? nothing : html`<p class="sub">${factorWords.noPasskey}</p>`}`,
      { mayWait: has.length === 0, save: words.next },
    )
  }

  #totp({ secret, uri }: TotpSecret) {
    const wrong = this.wrongs['code'] ?? ''
    return this.#form(
      html`<p>${factorWords.scan}</p>
        <kb-qr .text=${uri} .label=${factorWords.qr}></kb-qr>
        <details>
          <summary>${factorWords.secret}</summary>
          <code data-test="totp-secret">${secret}</code>
        </details>
        ${field(
          { id: 'code', label: factorWords.label.totp, wrong },
          html`<input
            id="code"
            inputmode="numeric"
            maxlength="16"
            autocomplete="one-time-code"
            aria-describedby="code-note"
            aria-invalid=${wrong === '' ? 'false' : 'true'}
          />`,
        )}`,
      factorWords.confirm,
    )
  }

  #form(content: unknown, word: string) {
    const other = this.wrongs['other'] ?? ''
    return html`<form
      class="form"
      novalidate
      @submit=${(event: SubmitEvent) => {
        event.preventDefault()
        if (!this.isBusy) this.#confirm()
      }}
    >
      ${content} ${other === '' ? nothing : html`<p class="alert" role="alert" data-test="setup-wrong">▲ ${other}</p>`}
      <div class="actions">
        <button
          class="btn"
          type="button"
          @click=${() => {
            this.stage = { name: 'choose' }
          }}
        >
          ${factorWords.cancel}
        </button>
        <button class="btn primary" type="submit" data-test="confirm" ?disabled=${this.isBusy}>
          ${this.isBusy ? factorWords.busy : word}
        </button>
      </div>
    </form>`
  }

  #codes(codes: readonly string[]) {
    return html`<div class="form">
      <h3>${factorWords.codesTitle}</h3>
      <p>${factorWords.codesLead}</p>
      <ol class="codes" data-test="recovery-codes">
        ${codes.map((code) => html`<li><code>${code}</code></li>`)}
      </ol>
      <div class="actions">
        <button
          class="btn"
          type="button"
          @click=${() => {
            window.print()
          }}
        >
          ${factorWords.print}
        </button>
        <button class="btn primary" type="button" data-test="codes-kept" @click=${() => void this.#kept()}>
          ${factorWords.kept}
        </button>
      </div>
    </div>`
  }

  async #begin(): Promise<void> {
    const totp = await this.ask(beginTotp(this.http))
    if (totp) this.stage = { name: 'totp', totp }
  }

  #confirm(): void {
    if (this.stage.name === 'totp')
      void this.#show(confirmTotp(this.http, this.typed('code')), { 'second-factor-wrong': 'code' })
    else {
      const label = this.typed('label').trim()
      if (label === '') this.wrongs = { label: factorWords.needLabel }
      else void this.#show(addPasskey(this.http, label.slice(0, 40)))
    }
  }

  async #show(asked: Promise<Outcome<{ codes: string[] | null }>>, places = {}): Promise<void> {
    const made = await this.ask(asked, places)
    if (made) this.stage = { name: 'codes', codes: made.codes ?? [] }
  }

  async #kept(): Promise<void> {
    this.stage = { name: 'choose' }
    await this.send(getSetup(this.http))
  }

  protected override submit(): void {
    const { hasTotp, passkeys } = this.view.factor
    if (hasTotp || passkeys.length > 0) void this.send(getSetup(this.http))
    else void this.#begin()
  }
}

customElements.define('kb-setup-factor', KbSetupFactor)
