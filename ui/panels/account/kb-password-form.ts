import { LitElement, css, html, nothing } from 'lit'
import { shortestPassword } from '../../../contract/account.ts'
import { field } from '../../components/field.ts'
import { hiddenLogin, passwordStyles, showPassword } from '../../components/password-parts.ts'
import { changePassword } from '../../data/account.ts'
import type { Failure } from '../../data/outcome.ts'
import type { Box } from '../../state/box.ts'
import { troubleOf } from '../../state/trouble.ts'
import { form } from '../../styles/form.ts'
import { shared } from '../../styles/shared.ts'
import { account } from '../../text/account.ts'
import type { Trouble } from '../../text/troubles.ts'
import '../../components/kb-trouble.ts'

const words = account.password

type Name = 'current' | 'next' | 'again'
type Wrongs = Partial<Record<Name, string>>

const lengthOf = (text: string): number => [...text.normalize('NFKC')].length

/** Changing the own password. What is wrong is said at the field, and what was typed stays. */
export class KbPasswordForm extends LitElement {
  static override properties = {
    shortest: { type: Number },
    box: { attribute: false },
    wrongs: { state: true },
    trouble: { state: true },
    isShown: { state: true },
    isBusy: { state: true },
    isDone: { state: true },
    length: { state: true },
  }
  static override styles = [
    shared,
    form,
    passwordStyles,
    css`
      .form {
        max-width: 30rem;
      }
    `,
  ]
  declare box: Box
  /** Letters that a new password must have. */
  declare shortest: number
  declare wrongs: Wrongs
  declare trouble: Trouble | null
  declare isShown: boolean
  declare isBusy: boolean
  declare isDone: boolean
  declare length: number

  constructor() {
    super()
    this.shortest = shortestPassword
    this.wrongs = {}
    this.trouble = null
    this.isShown = false
    this.isBusy = false
    this.isDone = false
    this.length = 0
  }

  override render() {
    const { value } = this.box.presence
    const login = 'session' in value ? value.session.staff.login : ''
    return html`<form class="form" novalidate @submit=${this.#onSubmit}>
      ${hiddenLogin(login)}
      <p>${words.lead(this.shortest)}</p>
      ${this.#field('current', words.current, 'current-password')}
      ${this.#field('next', words.next, 'new-password', this.length === 0 ? '' : words.length(this.length))}
      ${this.#field('again', words.again, 'new-password')}
      ${showPassword(words.show, this.isShown, () => {
        this.isShown = !this.isShown
      })}
      ${this.trouble ? html`<kb-trouble .trouble=${this.trouble} .action=${''}></kb-trouble>` : nothing}
      <div class="actions">
        <span role="status" class="grow" data-test="password-done">${this.isDone ? words.done : ''}</span>
        <button class="btn primary" type="submit" data-test="password-change" ?disabled=${this.isBusy}>
          ${this.isBusy ? words.busy : words.submit}
        </button>
      </div>
    </form>`
  }

  #field(name: Name, label: string, autocomplete: AutoFill, hint = '') {
    const wrong = this.wrongs[name] ?? ''
    return field(
      { id: name, label, hint, wrong },
      html`<input
        id=${name}
        type=${this.isShown ? 'text' : 'password'}
        autocomplete=${autocomplete}
        autocapitalize="none"
        spellcheck="false"
        maxlength="256"
        aria-describedby="${name}-note"
        aria-invalid=${wrong === '' ? 'false' : 'true'}
        @input=${this.#onInput}
      />`,
    )
  }

  readonly #onInput = (): void => {
    this.isDone = false
    this.length = lengthOf(this.#typed('next'))
  }

  readonly #onSubmit = (event: SubmitEvent): void => {
    event.preventDefault()
    if (!this.isBusy) void this.#change()
  }

  async #change(): Promise<void> {
    const [current, next, again] = [this.#typed('current'), this.#typed('next'), this.#typed('again')]
    this.trouble = null
    this.wrongs = {
      ...(current === '' && { current: words.needCurrent }),
      ...(lengthOf(next) < this.shortest
        ? { next: words.short(this.shortest) }
        : next !== again && { again: words.differs }),
    }
    if (Object.keys(this.wrongs).length === 0) {
      this.isBusy = true
      const outcome = await changePassword(this.box.http, { current, next })
      this.isBusy = false
      if (outcome.ok) {
        this.#clear()
        return
      }
      this.#tell(outcome.failure)
    }
    await this.updateComplete
    this.renderRoot.querySelector<HTMLElement>('[aria-invalid=true]')?.focus()
  }

  #tell(failure: Failure): void {
    switch (failure.code) {
      case 'wrong-credentials':
        this.wrongs = { current: words.wrongCurrent }
        break
      case 'too-many-attempts':
        this.wrongs = { current: words.tooMany(Math.ceil(failure.retryAfter ?? 30)) }
        break
      case 'password-too-short':
        this.wrongs = { next: words.short(this.shortest) }
        break
      case 'password-too-easy':
        this.wrongs = { next: words.easy }
        break
      case 'password-common':
        this.wrongs = { next: words.common }
        break
      case 'password-used-before':
        this.wrongs = { next: words.usedBefore }
        break
      case 'password-unchanged':
        this.wrongs = { next: words.unchanged }
        break
      default:
        this.trouble = troubleOf(failure)
    }
  }

  #clear(): void {
    for (const input of this.renderRoot.querySelectorAll<HTMLInputElement>('.field input')) input.value = ''
    this.length = 0
    this.isDone = true
  }

  #typed(name: Name): string {
    return this.renderRoot.querySelector<HTMLInputElement>(`#${name}`)?.value ?? ''
  }
}

customElements.define('kb-password-form', KbPasswordForm)
