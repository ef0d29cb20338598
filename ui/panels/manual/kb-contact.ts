import { LitElement, css, html, nothing } from 'lit'
import type { SupportContact } from '../../../contract/account.ts'
import { getContact, saveContact } from '../../data/manual.ts'
import { field } from '../../components/field.ts'
import type { Box } from '../../state/box.ts'
import { troubleOf } from '../../state/trouble.ts'
import { form } from '../../styles/form.ts'
import { shared } from '../../styles/shared.ts'
import { contact } from '../../text/manual.ts'
import type { Trouble } from '../../text/troubles.ts'
import '../../components/kb-conflict.ts'
import '../../components/kb-trouble.ts'

const parts = ['name', 'phone', 'hours', 'note'] as const

/** お問い合わせ先: whom this pharmacy asks, corrected by an admin. */
export class KbContact extends LitElement {
  static override properties = {
    box: { attribute: false },
    kept: { state: true },
    isEditing: { state: true },
    theirs: { state: true },
    trouble: { state: true },
    said: { state: true },
  }
  static override styles = [
    shared,
    form,
    css`
      .card {
        display: grid;
        grid-template-columns: max-content minmax(0, 1fr);
        gap: 4px 20px;
        margin: 12px 0;
        padding: 16px 20px;
        border: 1px solid var(--line);
        border-radius: var(--radius);
      }
      dt {
        color: var(--ink-2);
      }
      dd {
        font-weight: 700;
        white-space: pre-wrap;
        overflow-wrap: anywhere;
      }
      .phone {
        font-size: 1.25rem;
      }
      .form {
        margin: 16px 0;
      }
    `,
  ]
  declare box: Box
  declare kept: SupportContact | null
  declare isEditing: boolean
  /** As somebody else wrote it meanwhile. */
  declare theirs: SupportContact | null
  declare trouble: Trouble | null
  declare said: string

  constructor() {
    super()
    this.kept = null
    this.isEditing = false
    this.theirs = null
    this.trouble = null
    this.said = ''
  }

  override connectedCallback(): void {
    super.connectedCallback()
    void this.#load()
  }

  override render() {
    return html`${
        this.trouble
          ? html`<kb-trouble .trouble=${this.trouble} @kb-retry=${() => void this.#load()}></kb-trouble>`
          : nothing
      }
      ${this.kept ? (this.isEditing ? this.#form(this.kept) : this.#card(this.kept)) : nothing}
      <p role="status">${this.said}</p>`
  }

  #card(kept: SupportContact) {
    const filled = parts.filter((part) => kept[part] !== '')
    const { value } = this.box.presence
    const mayEdit = 'session' in value && value.session.staff.role === 'admin'
    return html`${
      filled.length === 0
        ? html`<p>${contact.none}</p>
            <p class="sub">${contact.noneHint}</p>`
        : html`<dl class="card" data-test="contact">
              ${filled.map(
                (part) =>
                  html`<dt>${contact.fields[part]}</dt>
                    <dd class=${part}>${kept[part]}</dd>`,
              )}
            </dl>
            <p class="sub">${contact.outside}</p>`
    }
    ${
      mayEdit
        ? html`<button
            class="btn"
            type="button"
            data-test="contact-edit"
            @click=${() => {
              this.isEditing = true
              this.said = ''
            }}
          >
            ${contact.edit}
          </button>`
        : nothing
    }`
  }

  #form(kept: SupportContact) {
    return html`<form class="form" novalidate @submit=${this.#onSubmit}>
      ${parts.map((part) =>
        field(
          { id: `contact-${part}`, label: contact.fields[part] },
          part === 'note'
            ? html`<textarea id="contact-note" maxlength="1000" .defaultValue=${kept.note}></textarea>`
            : html`<input id="contact-${part}" maxlength="200" .defaultValue=${kept[part]} />`,
        ),
      )}
      ${this.theirs ? this.#conflict(this.theirs) : nothing}
      <div class="actions" ?hidden=${this.theirs !== null}>
        <button
          class="btn"
          type="button"
          @click=${() => {
            this.isEditing = false
          }}
        >
          ${contact.cancel}
        </button>
        <button class="btn primary" type="submit" data-test="contact-save">${contact.save}</button>
      </div>
    </form>`
  }

  #conflict(theirs: SupportContact) {
    const rows = parts.map((part) => ({ label: contact.fields[part], mine: this.#typed(part), theirs: theirs[part] }))
    return html`<kb-conflict
      .rows=${rows}
      @kb-keep-mine=${() => {
        this.kept = theirs
        this.theirs = null
        void this.#save()
      }}
      @kb-take-theirs=${() => {
        this.kept = theirs
        this.theirs = null
        this.isEditing = false
      }}
    ></kb-conflict>`
  }

  #typed(part: (typeof parts)[number]): string {
    return this.renderRoot.querySelector<HTMLInputElement | HTMLTextAreaElement>(`#contact-${part}`)?.value.trim() ?? ''
  }

  readonly #onSubmit = (event: SubmitEvent): void => {
    event.preventDefault()
    void this.#save()
  }

  async #save(): Promise<void> {
    const outcome = await saveContact(this.box.http, {
      name: this.#typed('name'),
      phone: this.#typed('phone'),
      hours: this.#typed('hours'),
      note: this.#typed('note'),
      version: this.kept?.version ?? 0,
    })
    if (!outcome.ok && outcome.failure.code === 'stale-version') {
      const now = await getContact(this.box.http)
      if (now.ok) this.theirs = now.value
    }
    this.trouble = outcome.ok || this.theirs ? null : troubleOf(outcome.failure)
    if (!outcome.ok) return
    this.kept = outcome.value
    this.isEditing = false
    this.said = contact.saved
  }

  async #load(): Promise<void> {
    const outcome = await getContact(this.box.http)
    this.trouble = outcome.ok ? null : troubleOf(outcome.failure)
    if (outcome.ok) this.kept = outcome.value
  }
}

customElements.define('kb-contact', KbContact)
