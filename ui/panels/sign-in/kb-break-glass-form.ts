import { LitElement, css, html } from 'lit'
import type { BreakGlassSignIn } from '../../../contract/break-glass.ts'
import { field } from '../../components/field.ts'
import type { Failure } from '../../data/outcome.ts'
import { troubleOf } from '../../state/trouble.ts'
import { form } from '../../styles/form.ts'
import { shared } from '../../styles/shared.ts'
import { breakGlassEntry as words } from '../../text/locks.ts'
import { ja } from '../../text/ja.ts'

type Name = keyof BreakGlassSignIn

/** 緊急用アカウント: the code of a sealed envelope, by whom and why. Events: `kb-enter` (detail what was typed), `kb-back`. */
export class KbBreakGlassForm extends LitElement {
  static override properties = {
    isBusy: { type: Boolean, attribute: 'isbusy' },
    failure: { attribute: false },
    wrongs: { state: true },
  }
  static override styles = [
    shared,
    form,
    css`
      .form {
        gap: 12px;
      }
      .btn {
        min-height: 52px;
      }
      .error {
        color: var(--warn);
        font-weight: 700;
      }
    `,
  ]
  declare isBusy: boolean
  declare failure: Failure | null
  declare wrongs: Partial<Record<Name, string>>

  constructor() {
    super()
    this.isBusy = false
    this.failure = null
    this.wrongs = {}
  }

  override firstUpdated(): void {
    this.renderRoot.querySelector('input')?.focus()
  }

  override render() {
    const { failure } = this
    const wrongCode = failure?.code === 'wrong-credentials' ? words.wrong : ''
    const other =
      failure === null || wrongCode !== ''
        ? ''
        : failure.code === 'too-many-attempts'
          ? ja.signIn.tooMany(Math.ceil(failure.retryAfter ?? 30))
          : `${troubleOf(failure).what}。${troubleOf(failure).todo}`
    return html`<form class="form" novalidate @submit=${this.#onSubmit}>
      <p>${words.lead}</p>
      ${this.#text('code', words.code, this.wrongs.code ?? wrongCode)}
      ${this.#text('name', words.name, this.wrongs.name ?? '')}
      ${this.#text('reason', words.reason, this.wrongs.reason ?? '')}
      <p class="error" role="alert" ?hidden=${other === ''}>▲ ${other}</p>
      <button class="btn primary" type="submit" data-test="glass-submit" ?disabled=${this.isBusy}>
        ${this.isBusy ? words.busy : words.submit}
      </button>
      <button class="btn quiet" type="button" @click=${() => this.dispatchEvent(new Event('kb-back'))}>
        ${words.back}
      </button>
    </form>`
  }

  #text(id: Name, label: string, wrong: string) {
    return field(
      { id, label, wrong },
      html`<input
        id=${id}
        maxlength=${id === 'reason' ? 200 : 64}
        autocomplete="off"
        spellcheck="false"
        autocapitalize="none"
        aria-describedby="${id}-note"
        aria-invalid=${wrong === '' ? 'false' : 'true'}
      />`,
    )
  }

  readonly #onSubmit = (event: SubmitEvent): void => {
    event.preventDefault()
    if (this.isBusy) return
    const typed = (id: Name): string => this.renderRoot.querySelector<HTMLInputElement>(`#${id}`)?.value.trim() ?? ''
    const detail = { code: typed('code'), name: typed('name'), reason: typed('reason') }
    this.wrongs = {
      ...(detail.code === '' && { code: words.needCode }),
      ...(detail.name === '' && { name: words.needName }),
      ...(detail.reason === '' && { reason: words.needReason }),
    }
    if (Object.keys(this.wrongs).length > 0) return
    this.dispatchEvent(new CustomEvent<BreakGlassSignIn>('kb-enter', { detail }))
  }
}

customElements.define('kb-break-glass-form', KbBreakGlassForm)
