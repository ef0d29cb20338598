import { LitElement, css, html, nothing } from 'lit'
import type { Feedback, FeedbackKind } from '../../../contract/account.ts'
import { feedbackFile, listFeedback, sendFeedback } from '../../data/manual.ts'
import { whenText } from '../../format/dates.ts'
import { dateOf } from '../../format/clock.ts'
import { field } from '../../components/field.ts'
import type { Box } from '../../state/box.ts'
import { draftsOfKind } from '../../state/drafts.ts'
import { troubleOf } from '../../state/trouble.ts'
import { form } from '../../styles/form.ts'
import { shared } from '../../styles/shared.ts'
import { feedback } from '../../text/manual.ts'
import { ja } from '../../text/ja.ts'
import type { Trouble } from '../../text/troubles.ts'
import '../../components/kb-trouble.ts'

const kinds = Object.keys(feedback.kinds) as FeedbackKind[]
const longest = 4000

interface Typed {
  kind: FeedbackKind
  text: string
}

const blank: Typed = { kind: 'wish', text: '' }

/** What is written and not sent; one at a time. */
const typedOf = draftsOfKind<Typed>()
const typedKey = ''

/** ご意見: a form for everybody, the list and the file for an admin. What was typed stays until it is kept. */
export class KbFeedback extends LitElement {
  static override properties = {
    box: { attribute: false },
    typed: { state: true },
    wrong: { state: true },
    trouble: { state: true },
    isBusy: { state: true },
    isSent: { state: true },
    items: { state: true },
    next: { state: true },
    listTrouble: { state: true },
  }
  static override styles = [
    shared,
    form,
    css`
      .form {
        margin-top: 16px;
      }
      .note {
        color: var(--warn);
        font-weight: 700;
      }
      h2 {
        margin: 32px 0 8px;
        font-size: 1.25rem;
      }
      .head {
        display: flex;
        flex-wrap: wrap;
        align-items: center;
        gap: 8px 16px;
      }
      .head h2 {
        flex: 1;
      }
      li {
        padding: 12px 0;
        border-bottom: 1px solid var(--line-2);
      }
      li p {
        white-space: pre-wrap;
        overflow-wrap: anywhere;
      }
      .more {
        margin-top: 12px;
      }
      @media print {
        form,
        .btn {
          display: none;
        }
      }
    `,
  ]
  declare box: Box
  declare typed: Typed
  declare wrong: string
  declare trouble: Trouble | null
  declare isBusy: boolean
  declare isSent: boolean
  declare items: Feedback[] | null
  declare next: string | null
  declare listTrouble: Trouble | null

  constructor() {
    super()
    this.typed = blank
    this.wrong = ''
    this.trouble = null
    this.isBusy = false
    this.isSent = false
    this.items = null
    this.next = null
    this.listTrouble = null
  }

  override connectedCallback(): void {
    super.connectedCallback()
    this.typed = typedOf(this.box).get(typedKey) ?? blank
    if (this.#isAdmin()) void this.#load(null)
  }

  override render() {
    return html`<h2>${feedback.title}</h2>
      <p>${feedback.lead}</p>
      <p class="note">${feedback.privacy}</p>
      <form class="form" novalidate @submit=${this.#onSubmit}>
        <div class="field" role="radiogroup" aria-labelledby="kind-word">
          <span class="word" id="kind-word">${feedback.kind}</span>
          <div class="choices">
            ${kinds.map(
              (kind) =>
                html`<label
                  ><input
                    type="radio"
                    name="kind"
                    value=${kind}
                    .checked=${kind === this.typed.kind}
                    @change=${() => {
                      this.#type({ kind })
                    }}
                  />${feedback.kinds[kind]}</label
                >`,
            )}
          </div>
        </div>
        ${field(
          { id: 'feedback-text', label: feedback.text, wrong: this.wrong },
          html`<textarea
            id="feedback-text"
            data-test="feedback-text"
            aria-describedby="feedback-text-note"
            aria-invalid=${this.wrong === '' ? 'false' : 'true'}
            .value=${this.typed.text}
            @input=${(event: Event) => {
              this.isSent = false
              this.#type({ text: (event.target as HTMLTextAreaElement).value })
            }}
          ></textarea>`,
        )}
        ${this.trouble ? html`<kb-trouble .trouble=${this.trouble} .action=${''}></kb-trouble>` : nothing}
        <div class="actions">
          <span role="status" class="grow" data-test="feedback-sent">${this.isSent ? feedback.sent : ''}</span>
          <button class="btn primary" type="submit" data-test="feedback-send" ?disabled=${this.isBusy}>
            ${this.isBusy ? feedback.busy : feedback.send}
          </button>
        </div>
      </form>
      ${this.#isAdmin() ? this.#list() : nothing}`
  }

  #list() {
    const today = dateOf(this.box.watch.now())
    return html`<div class="head">
        <h2>${feedback.listTitle}</h2>
        ${
          this.items?.length
            ? html`<a class="btn" href=${feedbackFile} download data-test="feedback-file">${feedback.file}</a>`
            : nothing
        }
      </div>
      ${
        this.listTrouble
          ? html`<kb-trouble .trouble=${this.listTrouble} @kb-retry=${() => void this.#load(null)}></kb-trouble>`
          : nothing
      }
      ${this.items?.length === 0 ? html`<p class="sub">${feedback.none}</p>` : nothing}
      <ul data-test="feedback-list">
        ${this.items?.map(
          ({ at, by, kind, page, text }) =>
            html`<li>
              <span class="badge">${feedback.kinds[kind]}</span>
              <span class="sub">${whenText(at, today)} ${by} ${feedback.from(pageName(page))}</span>
              <p>${text}</p>
            </li>`,
        )}
      </ul>
      ${
        this.next === null
          ? nothing
          : html`<button class="btn more" type="button" @click=${() => void this.#load(this.next)}>
              ${feedback.more}
            </button>`
      }`
  }

  #type(part: Partial<Typed>): void {
    this.typed = { ...this.typed, ...part }
    typedOf(this.box).set(typedKey, this.typed)
  }

  readonly #onSubmit = (event: SubmitEvent): void => {
    event.preventDefault()
    void this.#send()
  }

  async #send(): Promise<void> {
    const { kind, text } = this.typed
    this.wrong =
      text.trim() === '' ? feedback.empty : text.length > longest ? feedback.tooLong(text.length - longest) : ''
    if (this.wrong !== '' || this.isBusy) {
      this.renderRoot.querySelector('textarea')?.focus()
      return
    }
    this.isBusy = true
    const outcome = await sendFeedback(this.box.http, { kind, page: this.box.router.from, text })
    this.isBusy = false
    this.trouble = outcome.ok ? null : troubleOf(outcome.failure)
    if (!outcome.ok) return
    this.typed = { ...blank, kind }
    typedOf(this.box).delete(typedKey)
    this.isSent = true
    if (this.#isAdmin()) await this.#load(null)
  }

  async #load(cursor: string | null): Promise<void> {
    const outcome = await listFeedback(this.box.http, cursor)
    this.listTrouble = outcome.ok ? null : troubleOf(outcome.failure)
    if (!outcome.ok) return
    this.items = [...(cursor === null ? [] : (this.items ?? [])), ...outcome.value.items]
    this.next = outcome.value.next
  }

  #isAdmin(): boolean {
    const { value } = this.box.presence
    return 'session' in value && value.session.staff.role === 'admin'
  }
}

const pageName = (page: string): string => {
  if (page === 'person') return ja.person.history
  if (page === 'reader') return ja.readers.health
  return page in ja.pages ? ja.pages[page as keyof typeof ja.pages] : ja.list.title
}

customElements.define('kb-feedback', KbFeedback)
