import { LitElement, css, html, nothing } from 'lit'
import type { FactorKind, Session } from '../../contract/session.ts'
import type { LockReason } from '../state/box.ts'
import type { Attempt } from '../state/unlocking.ts'
import { deepActive, isTyped } from '../state/occupied.ts'
import { form } from '../styles/form.ts'
import { shared } from '../styles/shared.ts'
import type { DevicePeople } from '../../contract/lock.ts'
import { ja } from '../text/ja.ts'
import { lock, pin } from '../text/lock.ts'
import { field } from './field.ts'
import type { FactorEntry } from './kb-factor-form.ts'
import type { PinEntry } from './kb-pin-pad.ts'
import './kb-trouble.ts'
import { hiddenLogin, passwordStyles, showPassword } from './password-parts.ts'

/**
 * Hides everything and asks the same person's password, and the second factor where the box wants it. What is below stays as it is.
 * Events: `kb-unlock` (detail the password), `kb-factor` (detail a {@link FactorEntry}), `kb-restart`,
 * `kb-switch` (detail a {@link PinEntry}) where PINs are used, `kb-other` when somebody else wants to sign in and what was typed may go.
 */
export class KbLock extends LitElement {
  static override properties = {
    session: { attribute: false },
    reason: {},
    minutes: { type: Number },
    people: { attribute: false },
    isBusy: { type: Boolean, attribute: 'isbusy' },
    wrong: {},
    factors: { attribute: false },
    factorFailure: { attribute: false },
    isPartMissing: { state: true },
    isAsking: { state: true },
    isShown: { state: true },
    isEmpty: { state: true },
    byPassword: { state: true },
  }
  static override styles = [
    shared,
    form,
    passwordStyles,
    css`
      dialog {
        width: min(27rem, calc(100vw - 32px));
        max-height: calc(100dvh - 32px);
        padding: 28px 32px;
        border: 1px solid var(--line);
        border-radius: 14px;
        background: var(--paper);
        color: var(--ink);
        visibility: visible;
      }
      dialog::backdrop {
        background: var(--ground);
      }
      dialog.wide {
        width: min(46rem, calc(100vw - 32px));
      }
      .ways {
        display: flex;
        flex-wrap: wrap;
        gap: 8px;
        margin-top: 16px;
      }
      h1 {
        margin-bottom: 8px;
        font-size: 1.375rem;
      }
      form,
      .ask {
        display: grid;
        gap: 16px;
        margin-top: 20px;
      }
      .btn.primary {
        min-height: 52px;
      }
      output {
        display: block;
        font-size: 1.125rem;
        font-weight: 700;
      }
    `,
  ]
  declare session: Session
  declare reason: LockReason
  declare minutes: number
  /** Who may come in with a PIN. */
  declare people: DevicePeople
  declare isBusy: boolean
  declare wrong: string
  /** The password was right, and one of these is asked for; empty: not yet. */
  declare factors: readonly FactorKind[]
  declare factorFailure: Attempt['factorFailure']
  /** The form for the second factor could not be had. */
  declare isPartMissing: boolean
  declare isAsking: boolean
  declare isShown: boolean
  declare isEmpty: boolean
  /** The password is wanted though there are PINs. */
  declare byPassword: boolean
  #back: HTMLElement | null = null
  #hasTyped = false

  constructor() {
    super()
    this.isBusy = false
    this.wrong = ''
    this.factors = []
    this.factorFailure = null
    this.isPartMissing = false
    this.isAsking = false
    this.isShown = false
    this.isEmpty = false
    this.byPassword = false
    this.people = { items: [], touched: null }
  }

  override connectedCallback(): void {
    super.connectedCallback()
    this.#back = deepActive()
    this.#hasTyped = isTyped()
  }

  override willUpdate(): void {
    // Both are fetched ahead (state/lazy.ts); the password stands in this file, so that a lock needs nothing of the box.
    if (this.#hasPad())
      import('./kb-pin-pad.ts').catch(() => {
        this.byPassword = true
      })
    if (this.factors.length > 0)
      import('./kb-factor-form.ts').catch(() => {
        this.isPartMissing = true
      })
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback()
    delete document.documentElement.dataset['locked']
    this.#back?.focus()
  }

  override firstUpdated(): void {
    document.documentElement.dataset['locked'] = ''
    const dialog = this.renderRoot.querySelector('dialog')
    // Esc must not open what is locked; a browser may close a dialog in spite of that, and it comes back.
    dialog?.addEventListener('cancel', (event) => {
      event.preventDefault()
    })
    dialog?.addEventListener('close', () => {
      if (this.isConnected) dialog.showModal()
    })
    dialog?.showModal()
    this.#input()?.focus()
  }

  override updated(changed: Map<PropertyKey, unknown>): void {
    if (changed.has('wrong') && this.wrong !== '') this.#input()?.select()
    if (changed.has('byPassword') && this.byPassword) this.#input()?.focus()
    if (changed.has('isAsking') && this.hasUpdated)
      this.renderRoot.querySelector<HTMLElement>(this.isAsking ? '[data-test=lock-back]' : 'input')?.focus()
  }

  override render() {
    const { name, login } = this.session.staff
    const isPad = this.#hasPad()
    return html`<dialog
      class=${isPad ? 'wide' : ''}
      aria-labelledby="title"
      aria-describedby="why"
      closedby="none"
      data-test="lock"
    >
      <h1 id="title">${lock.title}</h1>
      <p id="why">${lock.why[this.reason](this.minutes)}${this.#hasTyped ? html`<br />${lock.kept}` : nothing}</p>
      ${this.isAsking ? this.#ask() : this.factors.length > 0 ? this.#factor() : isPad ? this.#pad() : this.#form(name, login)}
    </dialog>`
  }

  #form(name: string, login: string) {
    const wrong = this.isEmpty ? lock.empty : this.wrong
    return html`<form novalidate @submit=${this.#onSubmit}>
      <div>
        <span class="sub">${lock.who}</span>
        <output>${name}${name === login ? nothing : html` <span class="sub">${login}</span>`}</output>
      </div>
      ${hiddenLogin(login)}
      ${field(
        { id: 'lock-password', label: lock.password, wrong },
        html`<input
          id="lock-password"
          name="password"
          type=${this.isShown ? 'text' : 'password'}
          autocomplete="current-password"
          autocapitalize="none"
          spellcheck="false"
          aria-describedby="lock-password-note"
          aria-invalid=${wrong === '' ? 'false' : 'true'}
        />`,
      )}
      ${showPassword(lock.show, this.isShown, () => {
        this.isShown = !this.isShown
      })}
      <button class="btn primary" type="submit" data-test="unlock" ?disabled=${this.isBusy}>
        ${this.isBusy ? lock.busy : lock.unlock}
      </button>
      ${
        this.people.items.length > 0
          ? html`<button
              class="btn quiet"
              type="button"
              data-test="by-pin"
              @click=${() => {
                this.wrong = ''
                this.byPassword = false
              }}
            >
              ${pin.byPin}
            </button>`
          : nothing
      }
      <button class="btn quiet" type="button" data-test="lock-other" @click=${this.#other}>${lock.other}</button>
    </form>`
  }

  #hasPad(): boolean {
    return this.people.items.length > 0 && !this.byPassword && this.factors.length === 0
  }

  #pad() {
    return html`<kb-pin-pad
        .people=${this.people}
        .ownId=${this.session.staff.id}
        .wrong=${this.wrong}
        .note=${this.#hasTyped ? lock.ask : ''}
        ?isbusy=${this.isBusy}
        @kb-switch=${({ detail }: CustomEvent<PinEntry>) =>
          this.dispatchEvent(new CustomEvent<PinEntry>('kb-switch', { detail }))}
      ></kb-pin-pad>
      <div class="ways">
        <button
          class="btn quiet"
          type="button"
          data-test="by-password"
          @click=${() => {
            this.wrong = ''
            this.byPassword = true
          }}
        >
          ${pin.byPassword}
        </button>
        <button class="btn quiet" type="button" data-test="lock-other" @click=${this.#other}>${lock.other}</button>
      </div>`
  }

  /** Its events pass on: `kb-factor` and `kb-restart`. */
  #factor() {
    if (this.isPartMissing)
      return html`<kb-trouble
        data-test="part-missing"
        .trouble=${ja.failure.chunk}
        .action=${ja.common.reload}
        @kb-retry=${() => {
          location.reload()
        }}
      ></kb-trouble>`
    return html`<kb-factor-form
        .factors=${this.factors}
        .failure=${this.factorFailure}
        ?isbusy=${this.isBusy}
        @kb-factor=${(event: CustomEvent<FactorEntry>) =>
          this.dispatchEvent(new CustomEvent<FactorEntry>('kb-factor', { detail: event.detail }))}
        @kb-restart=${() => this.dispatchEvent(new Event('kb-restart'))}
      ></kb-factor-form>
      <button class="btn quiet" type="button" data-test="lock-other" @click=${this.#other}>${lock.other}</button>`
  }

  #ask() {
    return html`<div class="ask" role="alert">
      <p>${lock.ask}</p>
      <button
        class="btn"
        type="button"
        data-test="lock-discard"
        @click=${() => this.dispatchEvent(new Event('kb-other'))}
      >
        ${lock.discard}
      </button>
      <button
        class="btn primary"
        type="button"
        data-test="lock-back"
        @click=${() => {
          this.isAsking = false
        }}
      >
        ${lock.back}
      </button>
    </div>`
  }

  readonly #other = (): void => {
    if (this.#hasTyped) this.isAsking = true
    else this.dispatchEvent(new Event('kb-other'))
  }

  readonly #onSubmit = (event: SubmitEvent): void => {
    event.preventDefault()
    const password = this.#input()?.value ?? ''
    this.isEmpty = password === ''
    if (this.isEmpty) this.#input()?.focus()
    else if (!this.isBusy) this.dispatchEvent(new CustomEvent<string>('kb-unlock', { detail: password }))
  }

  #input(): HTMLInputElement | null {
    return this.renderRoot.querySelector('input[name=password]')
  }
}

customElements.define('kb-lock', KbLock)
