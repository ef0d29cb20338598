import { LitElement, html, nothing } from 'lit'
import type { IssueStatus, NewNotice, Notice } from '../../../contract/notice.ts'
import { field } from '../../components/field.ts'
import type { ConflictRow } from '../../components/kb-conflict.ts'
import { form } from '../../styles/form.ts'
import { shared } from '../../styles/shared.ts'
import { notices as words } from '../../text/notices.ts'
import '../../components/kb-conflict.ts'
import { noticesPanel } from './styles.ts'

/** What is typed into the form. */
export interface NoticeDraft extends NewNotice {
  isRaised: boolean
}

export const blankNotice: NoticeDraft = { kind: 'facility', title: '', body: '', affects: '', isRaised: true }

/** The notice as the form begins with it. */
export const draftOf = ({ kind, title, body, affects, status }: Notice): NoticeDraft => ({
  kind: kind === 'known-issue' ? kind : 'facility',
  title,
  body,
  affects,
  ...(status && { status }),
  isRaised: false,
})

const statusText = ({ status }: NoticeDraft): string => (status ? words.status[status] : '')

/** Two versions of one notice. */
export const noticeRows = (mine: NoticeDraft, theirs: NoticeDraft): ConflictRow[] => [
  { label: words.form.title, mine: mine.title, theirs: theirs.title },
  ...(mine.kind === 'known-issue'
    ? [
        { label: words.form.status, mine: statusText(mine), theirs: statusText(theirs) },
        { label: words.form.affects, mine: mine.affects, theirs: theirs.affects },
      ]
    : []),
  { label: words.form.body, mine: mine.body, theirs: theirs.body },
]

const statuses = Object.keys(words.status) as IssueStatus[]

/**
 * Writes or corrects a notice. `.theirs`: somebody else saved first. Events: `kb-draft` with what is typed, `kb-save` with it when it is whole,
 * `kb-close` to put the form away with what was typed, `kb-cancel` to give that up, `kb-take-theirs`.
 */
export class KbNoticeForm extends LitElement {
  static override properties = {
    draft: { attribute: false },
    isNew: { type: Boolean },
    isBusy: { type: Boolean },
    theirs: { attribute: false },
    wrong: { state: true },
  }
  static override styles = [shared, form, noticesPanel]
  declare draft: NoticeDraft
  declare isNew: boolean
  declare isBusy: boolean
  declare theirs: Notice | null
  declare wrong: string

  constructor() {
    super()
    this.wrong = ''
    this.theirs = null
  }

  override firstUpdated(): void {
    this.renderRoot.querySelector<HTMLElement>('#title')?.focus()
  }

  override render() {
    const { draft, theirs } = this
    const isIssue = draft.kind === 'known-issue'
    return html`<form
      class="sheet form"
      novalidate
      data-test="notice-form"
      @submit=${this.#onSubmit}
      @keydown=${(event: KeyboardEvent) => {
        if (event.key === 'Escape' && !event.isComposing && !this.isBusy) this.#tell('kb-close')
      }}
    >
      ${
        theirs
          ? html`<kb-conflict
              .rows=${noticeRows(draft, draftOf(theirs))}
              ?busy=${this.isBusy}
              @kb-keep-mine=${() => this.#save()}
              @kb-take-theirs=${() => this.#tell('kb-take-theirs')}
            ></kb-conflict>`
          : nothing
      }
      ${this.isNew ? this.#kinds() : nothing}
      ${field(
        { id: 'title', label: words.form.title, wrong: this.wrong },
        html`<input
          id="title"
          maxlength="120"
          autocomplete="off"
          aria-describedby="title-note"
          aria-invalid=${this.wrong === '' ? nothing : 'true'}
          .value=${draft.title}
          @input=${this.#onInput('title')}
        />`,
      )}
      ${isIssue ? this.#issue() : nothing}
      ${field(
        { id: 'body', label: words.form.body },
        html`<textarea
          id="body"
          rows="6"
          maxlength="8000"
          .value=${draft.body}
          @input=${this.#onInput('body')}
        ></textarea>`,
      )}
      ${this.isNew ? nothing : this.#raise(isIssue)}
      <div class="actions">
        <button
          class="btn"
          type="button"
          data-test="cancel"
          ?disabled=${this.isBusy}
          @click=${() => this.#tell('kb-cancel')}
        >
          ${words.cancel}
        </button>
        <button class="btn primary" type="submit" data-test="save" ?disabled=${this.isBusy || theirs !== null}>
          ${words.save}
        </button>
      </div>
    </form>`
  }

  #kinds() {
    return html`<fieldset class="field">
      <legend class="word">${words.form.kind}</legend>
      <div class="choices">
        ${(['facility', 'known-issue'] as const).map(
          (kind) =>
            html`<label
              ><input
                type="radio"
                name="kind"
                .checked=${this.draft.kind === kind}
                @change=${() => {
                  this.#change({ kind, ...(kind === 'known-issue' && { status: 'new-in-progress' }) })
                }}
              />${words.kind[kind]}</label
            >`,
        )}
      </div>
    </fieldset>`
  }

  #issue() {
    return html`${field(
      { id: 'status', label: words.form.status },
      html`<select
        id="status"
        @change=${(event: Event) => {
          this.#change({ status: (event.target as HTMLSelectElement).value as IssueStatus })
        }}
      >
        ${statuses.map(
          (status) =>
            html`<option value=${status} ?selected=${status === this.draft.status}>${words.status[status]}</option>`,
        )}
      </select>`,
    )}
    ${field(
      { id: 'affects', label: words.form.affects },
      html`<input
        id="affects"
        maxlength="200"
        autocomplete="off"
        .value=${this.draft.affects}
        @input=${this.#onInput('affects')}
      />`,
    )}`
  }

  #raise(isAlways: boolean) {
    if (isAlways) return html`<p class="sub">${words.form.raiseAlways}</p>`
    return html`<label class="check"
      ><input
        type="checkbox"
        .checked=${this.draft.isRaised}
        @change=${(event: Event) => {
          this.#change({ isRaised: (event.target as HTMLInputElement).checked })
        }}
      />${words.form.raise}</label
    >`
  }

  #onInput =
    (name: 'title' | 'body' | 'affects') =>
    (event: Event): void => {
      this.#change({ [name]: (event.target as HTMLInputElement).value })
    }

  #change(part: Partial<NoticeDraft>): void {
    this.draft = { ...this.draft, ...part }
    if (this.draft.title.trim() !== '') this.wrong = ''
    this.dispatchEvent(new CustomEvent<NoticeDraft>('kb-draft', { detail: this.draft }))
  }

  readonly #onSubmit = (event: SubmitEvent): void => {
    event.preventDefault()
    this.#save()
  }

  #save(): void {
    this.wrong = this.draft.title.trim() === '' ? words.form.titleWrong : ''
    if (this.wrong !== '') this.renderRoot.querySelector<HTMLElement>('#title')?.focus()
    else this.dispatchEvent(new CustomEvent<NoticeDraft>('kb-save', { detail: this.draft }))
  }

  #tell(name: string): boolean {
    return this.dispatchEvent(new Event(name))
  }
}

customElements.define('kb-notice-form', KbNoticeForm)
