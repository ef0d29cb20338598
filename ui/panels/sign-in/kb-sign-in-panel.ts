import { LitElement, css, html, nothing } from 'lit'
import { showDevice } from '../../data/device-key.ts'
import type { Failure } from '../../data/outcome.ts'
import type { FactorKind } from '../../../contract/session.ts'
import type { FactorEntry } from '../../components/kb-factor-form.ts'
import type { Admission, Box } from '../../state/box.ts'
import { troubleOf } from '../../state/trouble.ts'
import { shared } from '../../styles/shared.ts'
import { ownDevice } from '../../text/devices.ts'
import { ja } from '../../text/ja.ts'
import { start } from '../../text/staff.ts'
import type { Trouble } from '../../text/troubles.ts'
import '../../components/kb-factor-form.ts'
import '../../components/kb-icon.ts'
import '../../components/kb-trouble.ts'
import { passwordStyles, showPassword } from '../../components/password-parts.ts'
import type { FirstEntry } from './kb-start-form.ts'
import './kb-start-form.ts'
import type { BreakGlassSignIn } from '../../../contract/break-glass.ts'
import { breakGlassEntry } from '../../text/locks.ts'
import './kb-break-glass-form.ts'

/** サインイン. What was typed stays whatever the answer; only a wrong password is selected, to be typed over. */
export class KbSignInPanel extends LitElement {
  static override properties = {
    box: { attribute: false },
    isBusy: { state: true },
    failure: { state: true },
    isCapsLock: { state: true },
    isShown: { state: true },
    waitSeconds: { state: true },
    factors: { state: true },
    isFirst: { state: true },
    isEmergency: { state: true },
    isDoubtful: { state: true },
  }
  static override styles = [
    shared,
    passwordStyles,
    css`
      :host {
        display: grid;
        min-height: 100%;
        place-items: center;
        overflow: auto;
      }
      .card {
        display: grid;
        gap: 16px;
        width: min(26rem, calc(100vw - 32px));
        margin: 24px 0;
        padding: 32px;
      }
      .brand {
        display: flex;
        align-items: center;
        gap: 12px;
      }
      .brand kb-icon {
        width: 2.5rem;
        height: 2.5rem;
        color: var(--accent);
      }
      h1 {
        font-size: 1.5rem;
        line-height: 1.2;
      }
      label {
        display: grid;
        gap: 4px;
        font-weight: 700;
      }
      input:not([type='checkbox']) {
        width: 100%;
        min-height: 48px;
        padding: 0 12px;
        border: 1px solid var(--edge);
        border-radius: var(--radius);
        background: var(--paper);
        font-size: 1.125rem;
        font-weight: 400;
      }
      .error {
        padding: 10px 14px;
        border: 1px solid var(--warn-line);
        border-radius: var(--radius);
        background: var(--warn-soft);
      }
      .error::before {
        content: '▲ ';
        color: var(--warn);
      }
      .note {
        padding: 10px 14px;
        border: 1px solid var(--line);
        border-radius: var(--radius);
        background: var(--info-soft);
        font-size: 0.9375rem;
      }
      .btn {
        min-height: 52px;
        font-size: 1.0625rem;
      }
    `,
  ]
  declare box: Box
  declare isBusy: boolean
  declare failure: Failure | 'empty' | null
  declare isCapsLock: boolean
  declare isShown: boolean
  declare waitSeconds: number
  /** The password was right, and one of these is asked for; null: not yet. */
  declare factors: readonly FactorKind[] | null
  /** Somebody has a code to choose the first password with. */
  declare isFirst: boolean
  /** Somebody has opened the envelope. */
  declare isEmergency: boolean
  /** This browser seems to be an enrolled device, and cannot show it. */
  declare isDoubtful: boolean
  #countdown: ReturnType<typeof setInterval> | undefined

  constructor() {
    super()
    this.isBusy = false
    this.failure = null
    this.isCapsLock = false
    this.isShown = false
    this.waitSeconds = 0
    this.factors = null
    this.isFirst = false
    this.isEmergency = false
    this.isDoubtful = false
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback()
    clearInterval(this.#countdown)
  }

  override firstUpdated(): void {
    this.#input('id')?.focus()
    void this.#lookAtDevice()
  }

  async #lookAtDevice(): Promise<void> {
    this.isDoubtful = (await showDevice(this.box.http, 'sign-in')).state === 'doubtful'
  }

  override render() {
    if (this.factors) return this.#factor(this.factors)
    if (this.isFirst) return this.#first()
    if (this.isEmergency) return this.#emergency()
    const isWaiting = this.waitSeconds > 0
    return html`<form class="sheet card" novalidate @submit=${this.#onSubmit} @keydown=${this.#onKey}>
      ${this.#brand()}
      <label
        >${ja.signIn.id}<input
          name="id"
          autocomplete="username"
          autocapitalize="none"
          spellcheck="false"
          required
          aria-describedby="error"
      /></label>
      <label
        >${ja.signIn.password}
        <input
          name="password"
          type=${this.isShown ? 'text' : 'password'}
          autocomplete="current-password"
          autocapitalize="none"
          spellcheck="false"
          required
          aria-describedby="error"
        />
      </label>
      ${showPassword(ja.signIn.show, this.isShown, () => {
        this.isShown = !this.isShown
      })}
      ${this.isCapsLock ? html`<p class="sub" role="status">${ja.signIn.capsLock}</p>` : nothing}
      <div id="error" ?hidden=${this.failure === null && this.waitSeconds === 0}>${this.#error()}</div>
      <button class="btn primary" type="submit" data-test="sign-in" ?disabled=${this.isBusy || isWaiting}>
        ${this.isBusy ? ja.signIn.busy : ja.signIn.submit}
      </button>
      <button
        class="btn quiet first"
        type="button"
        data-test="first-sign-in"
        @click=${() => {
          this.failure = null
          this.isFirst = true
        }}
      >
        ${start.open}
      </button>
      ${this.#join()}
      <button
        class="btn quiet"
        type="button"
        data-test="to-break-glass"
        @click=${() => {
          this.failure = null
          this.isEmergency = true
        }}
      >
        ${breakGlassEntry.open}
      </button>
    </form>`
  }

  #join() {
    return html`${this.isDoubtful ? html`<p class="note" role="status" data-test="device-doubtful">${ownDevice.doubtful}</p>` : nothing}
      <a
        class="btn quiet"
        href="/join"
        data-test="to-join"
        @click=${(event: Event) => {
          event.preventDefault()
          this.box.router.go({ page: 'join' })
        }}
        >${ownDevice.joinAgain}</a
      >`
  }

  #brand() {
    return html`<div class="brand">
      <kb-icon name="box"></kb-icon>
      <div>
        <h1>${ja.brand}</h1>
        <span class="sub" data-test="facility">${this.box.preferences.facility}</span>
      </div>
    </div>`
  }

  #factor(factors: readonly FactorKind[]) {
    return html`<div class="sheet card">
      ${this.#brand()}
      <kb-factor-form
        .factors=${factors}
        .failure=${this.failure === 'empty' ? null : this.failure}
        ?isbusy=${this.isBusy}
        @kb-factor=${({ detail }: CustomEvent<FactorEntry>) => void this.#try(() => this.box.answerFactor(detail))}
        @kb-restart=${this.#restart}
      ></kb-factor-form>
    </div>`
  }

  #emergency() {
    return html`<div class="sheet card">
      ${this.#brand()}
      <kb-break-glass-form
        .failure=${this.failure === 'empty' ? null : this.failure}
        ?isbusy=${this.isBusy}
        @kb-enter=${({ detail }: CustomEvent<BreakGlassSignIn>) => void this.#try(() => this.box.signInByGlass(detail))}
        @kb-back=${this.#restart}
      ></kb-break-glass-form>
    </div>`
  }

  #first() {
    return html`<div class="sheet card">
      ${this.#brand()}
      <kb-start-form
        .failure=${this.failure === 'empty' ? null : this.failure}
        ?isbusy=${this.isBusy}
        @kb-start=${({ detail }: CustomEvent<FirstEntry>) =>
          void this.#try(() => this.box.startFirst(detail.id, detail.code, detail.password))}
        @kb-back=${this.#restart}
      ></kb-start-form>
    </div>`
  }

  readonly #restart = (): void => {
    this.factors = null
    this.isFirst = false
    this.isEmergency = false
    this.failure = null
  }

  async #try(ask: () => Promise<Admission>): Promise<Failure | null> {
    if (this.isBusy) return null
    this.isBusy = true
    this.failure = null
    const admission = await ask()
    this.isBusy = false
    if (admission.state === 'step') this.factors = admission.factors
    this.failure = admission.state === 'refused' ? admission.failure : null
    return this.failure
  }

  #error() {
    const { failure } = this
    if (this.waitSeconds > 0)
      return html`<p class="error" role="alert" data-test="sign-in-error">${ja.signIn.tooMany(this.waitSeconds)}</p>`
    if (failure === null) return nothing
    const text =
      failure === 'empty' ? ja.signIn.needBoth : failure.code === 'wrong-credentials' ? ja.signIn.wrong : undefined
    if (text !== undefined) return html`<p class="error" role="alert" data-test="sign-in-error">${text}</p>`
    if (failure === 'empty' || failure.code === 'too-many-attempts') return nothing
    const trouble: Trouble = { ...troubleOf(failure), means: '' }
    return html`<kb-trouble
      .trouble=${trouble}
      .reference=${failure.reference}
      .action=${''}
      data-test="sign-in-error"
    ></kb-trouble>`
  }

  readonly #onKey = (event: KeyboardEvent): void => {
    this.isCapsLock = event.getModifierState('CapsLock')
  }

  readonly #onSubmit = (event: SubmitEvent): void => {
    event.preventDefault()
    void this.#signIn()
  }

  async #signIn(): Promise<void> {
    const id = this.#input('id')?.value.trim() ?? ''
    const password = this.#input('password')?.value ?? ''
    if (id === '' || password === '') {
      this.failure = 'empty'
      this.#input(id === '' ? 'id' : 'password')?.focus()
      return
    }
    if (this.isBusy || this.waitSeconds > 0) return
    const failure = await this.#try(() => this.box.signIn(id, password))
    if (failure?.code === 'too-many-attempts') this.#wait(failure.retryAfter ?? 30)
    if (failure?.code === 'wrong-credentials') this.#input('password')?.select()
  }

  #wait(seconds: number): void {
    clearInterval(this.#countdown)
    this.waitSeconds = Math.ceil(seconds)
    this.#countdown = setInterval(() => {
      this.waitSeconds--
      if (this.waitSeconds <= 0) clearInterval(this.#countdown)
    }, 1000)
  }

  #input(name: 'id' | 'password'): HTMLInputElement | null {
    return this.renderRoot.querySelector(`input[name="${name}"]`)
  }
}

customElements.define('kb-sign-in-panel', KbSignInPanel)
