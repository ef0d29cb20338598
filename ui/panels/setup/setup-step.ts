import { LitElement, html, nothing, type PropertyDeclarations, type TemplateResult } from 'lit'
import type { ConnectionView, SetupStep, SetupView } from '../../../contract/setup.ts'
import { field } from '../../components/field.ts'
import type { Http } from '../../data/http.ts'
import type { Failure, Outcome } from '../../data/outcome.ts'
import { leaveStep } from '../../data/setup.ts'
import { troubleOf } from '../../state/trouble.ts'
import { setup as words } from '../../text/setup.ts'
import { refusals } from '../../text/setup-words.ts'

/** One input of a step. */
export interface StepInput {
  id: string
  label: string
  hint?: string
  /** What is kept by the box. */
  saved?: string
  type?: 'text' | 'password'
  /** Never kept, whether it is shown or not. */
  isSecret?: boolean
  inputmode?: 'numeric' | 'url' | 'text'
  autocomplete?: AutoFill
}

/** Where a refusal is said, by its code; everything else stands under the form. */
export type Places = Partial<Record<string, string>>

/** Why the box said no, in a line. */
export const refusalWords = (failure: Failure): string => {
  const known = failure.kind === 'refused' ? refusals[failure.code ?? ''] : undefined
  if (known !== undefined) return known
  const { what, todo } = troubleOf(failure)
  return `${what}。${todo}`
}

/**
 * What the steps of 初期設定 share: typed text is kept in `drafts` while other steps are looked at, passwords are not. Events: `kb-saved`
 * (detail {@link SetupView}; of 接続の設定 {@link ConnectionView}), `kb-over` when the code must be typed again.
 */
export abstract class SetupStepElement extends LitElement {
  static override properties: PropertyDeclarations = {
    http: { attribute: false },
    view: { attribute: false },
    drafts: { attribute: false },
    isAfter: { type: Boolean },
    isBusy: { state: true },
    wrongs: { state: true },
    isShown: { state: true },
  }
  declare http: Http
  declare view: SetupView
  declare drafts: Map<string, string>
  /** The box was set up: 接続の設定. Nothing is left for later then. */
  declare isAfter: boolean
  declare isBusy: boolean
  declare wrongs: Record<string, string>
  declare isShown: boolean
  abstract readonly step: SetupStep

  constructor() {
    super()
    this.isAfter = false
    this.isBusy = false
    this.wrongs = {}
    this.isShown = false
  }

  override updated(changed: Map<PropertyKey, unknown>): void {
    if (changed.has('wrongs')) this.renderRoot.querySelector<HTMLElement>('[aria-invalid=true]')?.focus()
  }

  protected input({ id, label, hint = '', saved = '', type = 'text', ...more }: StepInput): TemplateResult {
    const wrong = this.wrongs[id] ?? ''
    const key = `${this.step}.${id}`
    return field(
      { id, label, hint, wrong },
      html`<input
        id=${id}
        type=${type}
        .value=${this.drafts.get(key) ?? saved}
        inputmode=${more.inputmode ?? 'text'}
        autocomplete=${more.autocomplete ?? 'off'}
        autocapitalize="none"
        spellcheck="false"
        maxlength="1024"
        aria-describedby="${id}-note"
        aria-invalid=${wrong === '' ? 'false' : 'true'}
        @input=${(event: InputEvent) => {
          if (more.isSecret !== true) this.drafts.set(key, (event.target as HTMLInputElement).value)
        }}
      />`,
    )
  }

  protected typed(id: string): string {
    return this.renderRoot.querySelector<HTMLInputElement>(`#${id}`)?.value ?? ''
  }

  /** The frame of a step: what is asked, what went wrong, and the ways on. */
  protected frame(
    content: unknown,
    {
      mayWait = !this.isAfter,
      save = this.isAfter ? words.saveAlone : words.save,
    }: { mayWait?: boolean; save?: string } = {},
  ): TemplateResult {
    const other = this.wrongs['other'] ?? ''
    return html`<form
      class="form"
      novalidate
      data-test="step-${this.step}"
      @submit=${(event: SubmitEvent) => {
        event.preventDefault()
        if (!this.isBusy) this.submit()
      }}
    >
      ${content} ${other === '' ? nothing : html`<p class="alert" role="alert" data-test="setup-wrong">▲ ${other}</p>`}
      <div class="actions">
        ${
          mayWait
            ? html`<button class="btn" type="button" data-test="later" ?disabled=${this.isBusy} @click=${this.wait}>
                ${words.later}
              </button>`
            : nothing
        }
        <button class="btn primary" type="submit" data-test="save" ?disabled=${this.isBusy}>
          ${this.isBusy ? words.saving : save}
        </button>
      </div>
    </form>`
  }

  protected abstract submit(): void

  private readonly wait = (): void => {
    void this.send(leaveStep(this.http, this.step))
  }

  /** @param places of the refusals of this step */
  protected async send(asked: Promise<Outcome<ConnectionView>>, places: Places = {}): Promise<void> {
    const view = await this.ask(asked, places)
    if (!view) return
    for (const key of [...this.drafts.keys()]) if (key.startsWith(`${this.step}.`)) this.drafts.delete(key)
    this.dispatchEvent(new CustomEvent<ConnectionView>('kb-saved', { detail: view, bubbles: true }))
  }

  /** Waits for the box; says what is wrong, and answers undefined then. */
  protected async ask<T>(asked: Promise<Outcome<T>>, places: Places = {}): Promise<T | undefined> {
    this.isBusy = true
    this.wrongs = {}
    const outcome = await asked
    this.isBusy = false
    if (outcome.ok) return outcome.value
    const { failure } = outcome
    if (failure.kind === 'signed-out') this.dispatchEvent(new Event('kb-over', { bubbles: true, composed: true }))
    else this.wrongs = { [places[failure.code ?? ''] ?? 'other']: refusalWords(failure) }
    return undefined
  }
}
