import { LitElement, html, nothing } from 'lit'
import { disclosureNoteLength, type Disclosure, type DisclosureReason } from '../../../contract/disclosure.ts'
import { field } from '../../components/field.ts'
import type { MemberDisclosure } from '../../data/disclosure.ts'
import type { Failure } from '../../data/outcome.ts'
import { dateOf } from '../../format/clock.ts'
import { shortDate } from '../../format/dates.ts'
import type { Box } from '../../state/box.ts'
import { draftsOf } from '../../state/drafts.ts'
import { troubleOf } from '../../state/trouble.ts'
import { Watch } from '../../state/watch.ts'
import { form } from '../../styles/form.ts'
import { shared } from '../../styles/shared.ts'
import { disclosure as words } from '../../text/disclosure.ts'
import '../../components/kb-trouble.ts'
import { disclosureStyles } from './disclosure-styles.ts'

type Typed = Partial<Record<'reason' | 'note', string>>

/**
 * One calm line of 患者詳細 (`.box`, `.memberId`, `.disclosure`): whether what other institutions and the person told is shown, until when, and
 * how it is opened or closed. What was typed outlives the page.
 */
export class KbDisclosure extends LitElement {
  static override properties = {
    box: { attribute: false },
    memberId: {},
    disclosure: { attribute: false },
    typed: { state: true },
    wrong: { state: true },
    failure: { state: true },
    isAsking: { state: true },
    isBusy: { state: true },
    said: { state: true },
  }
  static override styles = [shared, form, disclosureStyles]
  declare box: Box
  declare memberId: string
  declare disclosure: MemberDisclosure | undefined
  /** The reason that is being typed; null: none. */
  declare typed: Typed | null
  declare wrong: Typed
  declare failure: Failure | null
  /** Asked once more whether the person wants it closed. */
  declare isAsking: boolean
  declare isBusy: boolean
  declare said: string
  #of = ''

  constructor() {
    super()
    this.#clear()
    new Watch(this, () => [this.disclosure?.state, this.box.watch.status])
  }

  /** Nothing of one member is told on the page of another. */
  #clear(): void {
    this.typed = null
    this.wrong = {}
    this.failure = null
    this.isAsking = false
    this.isBusy = false
    this.said = ''
  }

  override willUpdate(): void {
    if (this.#of === this.memberId) return
    this.#of = this.memberId
    this.#clear()
    this.typed = draftsOf(this.box).get(this.#key) ?? null
  }

  get #key(): string {
    return `disclosure ${this.memberId}`
  }

  override render() {
    const { value, failure } = this.disclosure?.state.value ?? { value: null, failure: null }
    if (!value)
      return failure && failure.kind !== 'signed-out'
        ? html`<kb-trouble
            slim
            .trouble=${{ ...troubleOf(failure), what: words.failed }}
            .reference=${failure.reference}
            @kb-retry=${() => void this.disclosure?.load()}
          ></kb-trouble>`
        : html`<div class="line"></div>`
    return html`<section aria-label=${words.label} data-test="disclosure" data-open=${String(value.isOpen)}>
      ${value.isOpen ? this.#open(value) : this.#closed(value)}
      <p class="sub" role="status">${this.said}</p>
    </section>`
  }

  #closed({ days }: Disclosure) {
    return html`<div class="line closed">
        <span data-test="disclosure-closed">${words.closed(days)}</span>
        ${
          this.typed === null
            ? html`<button
                class="btn"
                type="button"
                aria-expanded="false"
                data-test="give-reason"
                @click=${() => {
                  this.#type({})
                  void this.#focus('select')
                }}
              >
                ${words.give}
              </button>`
            : nothing
        }
      </div>
      ${this.typed === null ? nothing : this.#form(this.typed)}`
  }

  #form({ reason = '', note = '' }: Typed) {
    const { wrong } = this
    return html`<form
      class="sheet form"
      novalidate
      data-test="reason-form"
      @submit=${this.#onSubmit}
      @keydown=${this.#onKey}
    >
      ${this.#trouble()}
      ${field(
        { id: 'reason', label: words.reason, wrong: wrong.reason ?? '' },
        html`<select
          id="reason"
          data-test="reason"
          aria-describedby="reason-note"
          aria-invalid=${wrong.reason ? 'true' : nothing}
          @change=${(event: Event) => {
            this.#type({ reason: (event.target as HTMLSelectElement).value })
          }}
        >
          <option value="" ?selected=${reason === ''}>${words.choose}</option>
          ${Object.entries(words.reasons).map(
            ([key, word]) => html`<option value=${key} ?selected=${reason === key}>${word}</option>`,
          )}
        </select>`,
      )}
      ${field(
        { id: 'note', label: words.note, hint: words.noteHint, wrong: wrong.note ?? '' },
        html`<input
          id="note"
          data-test="reason-note"
          autocomplete="off"
          maxlength=${disclosureNoteLength}
          aria-describedby="note-note"
          aria-invalid=${wrong.note ? 'true' : nothing}
          .value=${note}
          @input=${(event: Event) => {
            this.#type({ note: (event.target as HTMLInputElement).value })
          }}
        />`,
      )}
      <div class="actions">
        <span class="sub">${words.holds}</span>
        <button class="btn" type="button" ?disabled=${this.isBusy} @click=${this.#end}>${words.cancel}</button>
        <button class="btn primary" data-test="open-by-reason" ?disabled=${this.isBusy}>
          ${this.isBusy ? words.opening : words.open}
        </button>
      </div>
    </form>`
  }

  #open({ by, until }: Disclosure) {
    return html`<div class="line">
        <span class="sub" data-test="disclosure-open"
          >${by === 'reason' ? words.byReason : ''}${until === null ? words.openForEver : words.openUntil(this.#lastDay(until))}</span
        >
        ${
          this.isAsking
            ? html`<span class="ask">
                <span role="alert">${words.withdrawAsk}</span>
                <button
                  class="btn"
                  type="button"
                  ?disabled=${this.isBusy}
                  @click=${() => {
                    this.isAsking = false
                    void this.#focus('[data-test=withdraw]')
                  }}
                >
                  ${words.cancel}
                </button>
                <button
                  class="btn primary"
                  type="button"
                  data-test="withdraw-yes"
                  ?disabled=${this.isBusy}
                  @click=${() => void this.#withdraw()}
                >
                  ${this.isBusy ? words.closing : words.withdrawYes}
                </button>
              </span>`
            : html`<button
                class="btn quiet"
                type="button"
                data-test="withdraw"
                @click=${() => {
                  this.isAsking = true
                  void this.#focus('[data-test=withdraw-yes]')
                }}
              >
                ${words.withdraw}
              </button>`
        }
      </div>
      ${this.#trouble()}`
  }

  #trouble() {
    if (!this.failure) return nothing
    const { reference } = this.failure
    return html`<kb-trouble
      slim
      .trouble=${troubleOf(this.failure)}
      .reference=${reference}
      .action=${undefined}
    ></kb-trouble>`
  }

  /** It closes at a midnight: told as the end of the day before. */
  #lastDay(until: number): string {
    const today = this.box.watch.status.value?.today ?? ''
    const last = dateOf(until - 1)
    return last === today ? words.today : words.day(shortDate(last, today))
  }

  #type(part: Typed): void {
    this.typed = { ...this.typed, ...part }
    this.wrong = Object.fromEntries(Object.entries(this.wrong).filter(([name]) => !(name in part)))
    const { reason = '', note = '' } = this.typed
    draftsOf(this.box).set(this.#key, { reason, note })
  }

  readonly #end = (): void => {
    draftsOf(this.box).delete(this.#key)
    this.typed = null
    this.wrong = {}
    this.failure = null
    void this.#focus('[data-test=give-reason]')
  }

  readonly #onKey = (event: KeyboardEvent): void => {
    if (event.key !== 'Escape' || event.isComposing || this.isBusy) return
    // Only the form, not the page.
    event.preventDefault()
    event.stopPropagation()
    this.#end()
  }

  readonly #onSubmit = (event: SubmitEvent): void => {
    event.preventDefault()
    const { reason = '', note = '' } = this.typed ?? {}
    this.wrong = {
      ...(reason === '' && { reason: words.needReason }),
      ...(reason === 'other' && note.trim() === '' && { note: words.needNote }),
    }
    if (Object.keys(this.wrong).length > 0) void this.#focus('[aria-invalid=true]')
    else void this.#openBy(reason as DisclosureReason, note)
  }

  async #openBy(reason: DisclosureReason, note: string): Promise<void> {
    const { disclosure, memberId } = this
    if (!disclosure || this.isBusy) return
    this.isBusy = true
    this.failure = null
    const key = this.#key
    const failure = await disclosure.open({ reason, note })
    if (!failure) draftsOf(this.box).delete(key)
    // The page may be another member's by now.
    if (memberId !== this.memberId) return
    this.isBusy = false
    this.failure = failure
    if (failure) return
    this.typed = null
    this.said = words.opened
    await this.#focus('[data-test=withdraw]')
  }

  async #withdraw(): Promise<void> {
    const { disclosure, memberId } = this
    if (!disclosure || this.isBusy) return
    this.isBusy = true
    this.failure = null
    const failure = await disclosure.withdraw()
    if (memberId !== this.memberId) return
    this.isBusy = false
    this.failure = failure
    if (failure) return
    this.isAsking = false
    this.said = words.withdrawn
    await this.#focus('[data-test=give-reason]')
  }

  async #focus(selector: string): Promise<void> {
    await this.updateComplete
    this.renderRoot.querySelector<HTMLElement>(selector)?.focus()
  }
}

customElements.define('kb-disclosure', KbDisclosure)
