import { LitElement, html, nothing } from 'lit'
import { shortestWithFactor } from '../../../contract/account.ts'
import { field } from '../../components/field.ts'
import { passwordStyles, showPassword } from '../../components/password-parts.ts'
import type { Failure } from '../../data/outcome.ts'
import { troubleOf } from '../../state/trouble.ts'
import { form } from '../../styles/form.ts'
import { shared } from '../../styles/shared.ts'
import { account } from '../../text/account.ts'
import { start as words } from '../../text/staff.ts'

/** What was typed for the first sign-in. */
export interface FirstEntry {
  id: string
  code: string
  password: string
}

type Name = 'id' | 'code' | 'next' | 'again'
type Wrongs = Partial<Record<Name, string>>

/** はじめて使う方: the code an admin handed over, and the password that is chosen with it. Events: `kb-start` (detail a {@link FirstEntry}), `kb-back`. */
export class KbStartForm extends LitElement {
  static override properties = {
    failure: { attribute: false },
    isBusy: { type: Boolean, attribute: 'isbusy' },
    wrongs: { state: true },
    isShown: { state: true },
  }
  static override styles = [shared, form, passwordStyles]
  /** What the box said to the last try. */
  declare failure: Failure | null
  declare isBusy: boolean
  declare wrongs: Wrongs
  declare isShown: boolean

  constructor() {
    super()
    this.failure = null
    this.isBusy = false
    this.wrongs = {}
    this.isShown = false
  }

  override firstUpdated(): void {
    this.#input('id')?.focus()
  }

  override willUpdate(changed: Map<PropertyKey, unknown>): void {
    if (changed.has('failure') && this.failure) this.wrongs = wrongsOf(this.failure)
  }

  override updated(changed: Map<PropertyKey, unknown>): void {
    if (changed.has('wrongs')) this.renderRoot.querySelector<HTMLElement>('[aria-invalid=true]')?.focus()
  }

  override render() {
    const type = this.isShown ? 'text' : 'password'
    return html`<form class="form" novalidate @submit=${this.#onSubmit}>
      <p>${words.lead}</p>
      ${this.#field('id', words.id, 'text', 'username')}
      ${this.#field('code', words.code, 'text', 'off', words.codeHint)}
      ${this.#field('next', words.next, type, 'new-password', words.rule)}
      ${this.#field('again', words.again, type, 'new-password')}
      ${showPassword(words.show, this.isShown, () => {
        this.isShown = !this.isShown
      })}
      ${
        this.failure && Object.keys(this.wrongs).length === 0
          ? html`<p role="alert" data-test="start-error">▲ ${troubleOf(this.failure).what}</p>`
          : nothing
      }
      <div class="actions">
        <button
          class="btn"
          type="button"
          data-test="start-back"
          @click=${() => this.dispatchEvent(new Event('kb-back'))}
        >
          ${words.back}
        </button>
        <button class="btn primary" type="submit" data-test="start-submit" ?disabled=${this.isBusy}>
          ${this.isBusy ? words.busy : words.submit}
        </button>
      </div>
    </form>`
  }

  #field(name: Name, label: string, type: 'text' | 'password', autocomplete: AutoFill, hint = '') {
    const wrong = this.wrongs[name] ?? ''
    return field(
      { id: name, label, hint, wrong },
      html`<input
        id=${name}
        type=${type}
        autocomplete=${autocomplete}
        autocapitalize=${name === 'code' ? 'characters' : 'none'}
        spellcheck="false"
        maxlength="256"
        aria-describedby="${name}-note"
        aria-invalid=${wrong === '' ? 'false' : 'true'}
      />`,
    )
  }

  readonly #onSubmit = (event: SubmitEvent): void => {
    event.preventDefault()
    if (this.isBusy) return
    const [id, code, password] = [this.#typed('id').trim(), this.#typed('code').trim(), this.#typed('next')]
    const isShort = [...password.normalize('NFKC')].length < shortestWithFactor
    this.wrongs = {
      ...(id === '' && { id: words.needId }),
      ...(code === '' && { code: words.needCode }),
      ...(isShort ? { next: words.rule } : password !== this.#typed('again') && { again: account.password.differs }),
    }
    if (Object.keys(this.wrongs).length === 0)
      this.dispatchEvent(new CustomEvent<FirstEntry>('kb-start', { detail: { id, code, password } }))
  }

  #typed(name: Name): string {
    return this.#input(name)?.value ?? ''
  }

  #input(name: Name): HTMLInputElement | null {
    return this.renderRoot.querySelector(`#${name}`)
  }
}

/** What is wrong, at the field where it can be put right. */
function wrongsOf(failure: Failure): Wrongs {
  const { password } = account
  switch (failure.code) {
    case 'wrong-credentials':
      return { code: words.wrongCode }
    case 'code-expired':
      return { code: words.expired }
    case 'too-many-attempts':
      return { code: password.tooMany(Math.ceil(failure.retryAfter ?? 30)) }
    case 'password-too-short':
      return { next: words.rule }
    case 'password-too-easy':
      return { next: password.easy }
    case 'password-common':
      return { next: password.common }
    case 'password-used-before':
      return { next: password.usedBefore }
    default:
      return {}
  }
}

customElements.define('kb-start-form', KbStartForm)
