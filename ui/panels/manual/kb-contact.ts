import { LitElement, css, html, nothing } from 'lit'
import type { SupportContact } from '../../../contract/account.ts'
import { getContact, saveContact } from '../../data/manual.ts'
import { field } from '../../components/field.ts'
import type { Box } from '../../state/box.ts'
import { draftsOfKind } from '../../state/drafts.ts'
import { troubleOf } from '../../state/trouble.ts'
import { form } from '../../styles/form.ts'
import { shared } from '../../styles/shared.ts'
import { contact } from '../../text/manual.ts'
import type { Trouble } from '../../text/troubles.ts'
import '../../components/kb-conflict.ts'
import '../../components/kb-trouble.ts'

const parts = ['name', 'phone', 'hours', 'note'] as const

/** What is typed, with the version that it began from. */
const typedOf = draftsOfKind<SupportContact>()
const typedKey = ''

/** お問い合わせ先: whom this pharmacy asks, corrected by an admin. */
export class KbContact extends LitElement {
  static override properties = {
    box: { attribute: false },
    kept: { state: true },
    typed: { state: true },
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
  /** Null while nobody is correcting it. */
  declare typed: SupportContact | null
  /** As somebody else wrote it meanwhile. */
  declare theirs: SupportContact | null
  declare trouble: Trouble | null
  declare said: string

  constructor() {
    super()
    this.kept = null
    this.typed = null
    this.theirs = null
    this.trouble = null
    this.said = ''
  }

  override connectedCallback(): void {
    super.connectedCallback()
    this.typed = typedOf(this.box).get(typedKey) ?? null
    void this.#load()
  }

  override render() {
    return html`${
        this.trouble
          ? html`<kb-trouble .trouble=${this.trouble} @kb-retry=${() => void this.#load()}></kb-trouble>`
          : nothing
      }
      ${this.kept ? (this.typed ? this.#form(this.kept, this.typed) : this.#card(this.kept)) : nothing}
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
              this.typed = kept
              this.said = ''
            }}
          >
            ${contact.edit}
          </button>`
        : nothing
    }`
  }

  #form(kept: SupportContact, typed: SupportContact) {
    return html`<form class="form" novalidate @submit=${this.#onSubmit}>
      ${parts.map((part) =>
        field(
          { id: `contact-${part}`, label: contact.fields[part] },
          part === 'note'
            ? html`<textarea
                id="contact-note"
                maxlength="1000"
                .defaultValue=${kept.note}
                .value=${typed.note}
                @input=${this.#onInput(part)}
              ></textarea>`
            : html`<input
                id="contact-${part}"
                maxlength="200"
                .defaultValue=${kept[part]}
                .value=${typed[part]}
                @input=${this.#onInput(part)}
              />`,
        ),
      )}
      ${this.theirs ? this.#conflict(typed, this.theirs) : nothing}
      <div class="actions" ?hidden=${this.theirs !== null}>
        <button
          class="btn"
          type="button"
          @click=${() => {
            this.#end()
          }}
        >
          ${contact.cancel}
        </button>
        <button class="btn primary" type="submit" data-test="contact-save">${contact.save}</button>
      </div>
    </form>`
  }

  #conflict(typed: SupportContact, theirs: SupportContact) {
    const rows = parts.map((part) => ({ label: contact.fields[part], mine: typed[part].trim(), theirs: theirs[part] }))
    return html`<kb-conflict
      .rows=${rows}
      @kb-keep-mine=${() => {
        this.#type({ version: theirs.version })
        void this.#save()
      }}
      @kb-take-theirs=${() => {
        this.kept = theirs
        this.#end()
      }}
    ></kb-conflict>`
  }

  #onInput =
    (part: (typeof parts)[number]) =>
    (event: Event): void => {
      this.#type({ [part]: (event.target as HTMLInputElement).value })
    }

  #type(change: Partial<SupportContact>): void {
    if (!this.typed) return
    this.typed = { ...this.typed, ...change }
    typedOf(this.box).set(typedKey, this.typed)
  }

  #end(): void {
    this.typed = null
    this.theirs = null
    typedOf(this.box).delete(typedKey)
  }

  readonly #onSubmit = (event: SubmitEvent): void => {
    event.preventDefault()
    void this.#save()
  }

  async #save(): Promise<void> {
    const { typed } = this
    if (!typed) return
    const trimmed = Object.fromEntries(parts.map((part) => [part, typed[part].trim()]))
    const outcome = await saveContact(this.box.http, { ...typed, ...trimmed })
    this.theirs = null
    if (!outcome.ok && outcome.failure.code === 'stale-version') {
      const now = await getContact(this.box.http)
      if (now.ok) this.theirs = now.value
    }
    this.trouble = outcome.ok || this.theirs ? null : troubleOf(outcome.failure)
    if (!outcome.ok) return
    this.kept = outcome.value
    this.#end()
    this.said = contact.saved
  }

  async #load(): Promise<void> {
    const outcome = await getContact(this.box.http)
    this.trouble = outcome.ok ? null : troubleOf(outcome.failure)
    if (outcome.ok) this.kept = outcome.value
  }
}

customElements.define('kb-contact', KbContact)
