import { LitElement, css, html, nothing } from 'lit'
import type { StaffRole } from '../../../contract/session.ts'
import type { NewStaff, Staff } from '../../../contract/staff.ts'
import { field } from '../../components/field.ts'
import { form } from '../../styles/form.ts'
import { shared } from '../../styles/shared.ts'
import { ja } from '../../text/ja.ts'
import { staff as words } from '../../text/staff.ts'

const roles = Object.keys(words.roleHint) as StaffRole[]

type Name = 'login' | 'name'

/** A new account, or what can be changed of one. Events: `kb-save` (detail what was filled in), `kb-cancel`. */
export class KbStaffForm extends LitElement {
  static override properties = {
    staff: { attribute: false },
    isBusy: { type: Boolean, attribute: 'isbusy' },
    isTaken: { type: Boolean, attribute: 'istaken' },
    wrongs: { state: true },
  }
  static override styles = [
    shared,
    form,
    css`
      .form {
        max-width: 34rem;
        padding: 16px 20px;
      }
    `,
  ]
  /** Null: a new one. */
  declare staff: Staff | null
  declare isBusy: boolean
  /** The id is in use. */
  declare isTaken: boolean
  declare wrongs: Partial<Record<Name, string>>

  constructor() {
    super()
    this.staff = null
    this.isBusy = false
    this.isTaken = false
    this.wrongs = {}
  }

  override firstUpdated(): void {
    this.renderRoot.querySelector('input')?.focus()
  }

  override render() {
    const { staff } = this
    const wrongLogin = this.wrongs.login ?? (this.isTaken ? words.taken : '')
    return html`<form class="form" novalidate @submit=${this.#onSubmit}>
      ${staff ? nothing : this.#text('login', words.login, '', wrongLogin)}
      ${this.#text('name', words.name, staff?.name ?? '', this.wrongs.name ?? '')}
      ${this.#text('kana', words.kana, staff?.kana ?? '', '')}
      ${field(
        { id: 'role', label: words.role },
        html`<select id="role" data-test="staff-role" aria-describedby="role-note">
          ${roles.map(
            (role) =>
              html`<option value=${role} ?selected=${role === (staff?.role ?? 'clerk')}>
                ${ja.header.role[role]}（${words.roleHint[role]}）
              </option>`,
          )}
        </select>`,
      )}
      ${field(
        { id: 'expires', label: words.expires },
        html`<input id="expires" type="date" .value=${staff?.expiresOn ?? ''} aria-describedby="expires-note" />`,
      )}
      <div class="actions">
        <button
          class="btn"
          type="button"
          data-test="staff-cancel"
          @click=${() => this.dispatchEvent(new Event('kb-cancel'))}
        >
          ${words.cancel}
        </button>
        <button class="btn primary" type="submit" data-test="staff-save" ?disabled=${this.isBusy}>
          ${this.isBusy ? words.busy : staff ? words.save : words.create}
        </button>
      </div>
    </form>`
  }

  #text(id: Name | 'kana', label: string, value: string, wrong: string) {
    return field(
      { id, label, wrong },
      html`<input
        id=${id}
        .value=${value}
        maxlength="64"
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
    const login = this.staff?.login ?? this.#typed('login')
    const name = this.#typed('name')
    this.wrongs = {
      ...(!/^[0-9A-Za-z._-]{1,64}$/.test(login) && { login: words.needLogin }),
      ...(name === '' && { name: words.needName }),
    }
    if (Object.keys(this.wrongs).length > 0) return
    const role = this.#typed('role') as StaffRole
    const detail = { login, name, kana: this.#typed('kana'), role, expiresOn: this.#typed('expires') || null }
    this.dispatchEvent(new CustomEvent<NewStaff>('kb-save', { detail }))
  }

  #typed(id: string): string {
    return this.renderRoot.querySelector<HTMLInputElement | HTMLSelectElement>(`#${id}`)?.value.trim() ?? ''
  }
}

customElements.define('kb-staff-form', KbStaffForm)
