import { LitElement, css, html, nothing } from 'lit'
import type { Session } from '../../contract/session.ts'
import type { LockReason } from '../state/box.ts'
import { deepActive, isTyped } from '../state/occupied.ts'
import { form } from '../styles/form.ts'
import { shared } from '../styles/shared.ts'
import { lock } from '../text/lock.ts'
import { field } from './field.ts'
import { hiddenLogin, passwordStyles, showPassword } from './password-parts.ts'

/**
 * Hides everything and asks the same person's password. What is below stays as it is. Events: `kb-unlock` (detail the password),
 * `kb-other` when somebody else wants to sign in and what was typed may go.
 */
export class KbLock extends LitElement {
  static override properties = {
    session: { attribute: false },
    reason: {},
    minutes: { type: Number },
    isBusy: { type: Boolean, attribute: 'isbusy' },
    wrong: {},
    isAsking: { state: true },
    isShown: { state: true },
    isEmpty: { state: true },
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
  declare isBusy: boolean
  declare wrong: string
  declare isAsking: boolean
  declare isShown: boolean
  declare isEmpty: boolean
  #back: HTMLElement | null = null
  #hasTyped = false

  constructor() {
    super()
    this.isBusy = false
    this.wrong = ''
    this.isAsking = false
    this.isShown = false
    this.isEmpty = false
  }

  override connectedCallback(): void {
    super.connectedCallback()
    this.#back = deepActive()
    this.#hasTyped = isTyped()
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
    if (changed.has('isAsking') && this.hasUpdated)
      this.renderRoot.querySelector<HTMLElement>(this.isAsking ? '[data-test=lock-back]' : 'input')?.focus()
  }

  override render() {
    const { name, login } = this.session.staff
    return html`<dialog aria-labelledby="title" aria-describedby="why" closedby="none" data-test="lock">
      <h1 id="title">${lock.title}</h1>
      <p id="why">${lock.why[this.reason](this.minutes)}${this.#hasTyped ? html`<br />${lock.kept}` : nothing}</p>
      ${this.isAsking ? this.#ask() : this.#form(name, login)}
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
      <button class="btn quiet" type="button" data-test="lock-other" @click=${this.#other}>${lock.other}</button>
    </form>`
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
