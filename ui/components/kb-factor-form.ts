import { LitElement, css, html, nothing } from 'lit'
import type { FactorKind } from '../../contract/session.ts'
import type { Attempt } from '../state/unlocking.ts'
import { form } from '../styles/form.ts'
import { shared } from '../styles/shared.ts'
import { factors as words, whyFactor } from '../text/factors.ts'
import { field } from './field.ts'

/** What was typed, or that the browser is to ask for a passkey. */
export type FactorEntry = { kind: 'totp' | 'recovery-code'; code: string } | { kind: 'passkey' }

/** Asks for the second factor, one way at a time. Events: `kb-factor` (detail a {@link FactorEntry}), `kb-restart`. */
export class KbFactorForm extends LitElement {
  static override properties = {
    factors: { attribute: false },
    failure: { attribute: false },
    isBusy: { type: Boolean, attribute: 'isbusy' },
    kind: { state: true },
    isEmpty: { state: true },
  }
  static override styles = [
    shared,
    form,
    css`
      form {
        display: grid;
        gap: 16px;
      }
      h2 {
        font-size: 1.125rem;
      }
      .ways {
        display: flex;
        flex-wrap: wrap;
        gap: 8px;
      }
      input {
        font-size: 1.25rem;
        letter-spacing: 0.1em;
      }
      .btn.primary {
        min-height: 52px;
      }
      .wrong {
        color: var(--warn);
        font-weight: 700;
      }
    `,
  ]
  /** What this person can show, the best first. */
  declare factors: readonly FactorKind[]
  /** Why the last answer was not taken. */
  declare failure: Attempt['factorFailure']
  declare isBusy: boolean
  declare kind: FactorKind | null
  declare isEmpty: boolean
  #asked: FactorKind = 'totp'

  constructor() {
    super()
    this.factors = []
    this.failure = null
    this.isBusy = false
    this.kind = null
    this.isEmpty = false
  }

  override firstUpdated(): void {
    this.#focus()
  }

  override updated(changed: Map<PropertyKey, unknown>): void {
    if (changed.has('failure') && this.failure) this.renderRoot.querySelector('input')?.select()
    if (changed.has('kind') && this.hasUpdated) this.#focus()
  }

  get #shown(): FactorKind {
    return this.kind ?? this.factors[0] ?? 'recovery-code'
  }

  get #wrong(): string {
    return this.failure ? whyFactor(this.failure, this.#asked) : ''
  }

  override render() {
    const shown = this.#shown
    // The sign-in ran out: only beginning again helps.
    const isOver = this.failure?.code === 'sign-in-expired'
    return html`<form novalidate @submit=${this.#onSubmit}>
      <div>
        <h2>${words.step}</h2>
        <p class="sub">${words.stepLead}</p>
      </div>
      ${shown === 'passkey' ? this.#passkey() : this.#typed(shown)}
      <button class="btn primary" type="submit" data-test="factor-submit" ?disabled=${this.isBusy || isOver}>
        ${this.isBusy ? words.busy : shown === 'passkey' ? words.passkeyShow : words.submit}
      </button>
      <div class="ways" role="group" aria-label=${words.otherWay}>
        ${this.factors
          .filter((kind) => kind !== shown)
          .map(
            (kind) =>
              html`<button
                class="btn quiet"
                type="button"
                data-test="factor-${kind}"
                @click=${() => {
                  this.kind = kind
                  this.isEmpty = false
                }}
              >
                ${words.kind[kind]}
              </button>`,
          )}
        <button
          class="btn quiet"
          type="button"
          data-test="factor-restart"
          @click=${() => this.dispatchEvent(new Event('kb-restart'))}
        >
          ${words.back}
        </button>
      </div>
      <p class="sub">${words.lost}</p>
    </form>`
  }

  #passkey() {
    return html`<div>
      <p>${words.passkeyLead}</p>
      ${this.#wrong === '' ? nothing : html`<p class="wrong" role="alert" data-test="wrong-factor">▲ ${this.#wrong}</p>`}
    </div>`
  }

  #typed(kind: 'totp' | 'recovery-code') {
    const wrong = this.isEmpty ? words.empty : this.#wrong
    return field(
      { id: 'factor', label: words.label[kind], wrong },
      html`<input
        id="factor"
        name=${kind}
        inputmode=${kind === 'totp' ? 'numeric' : 'text'}
        autocomplete=${kind === 'totp' ? 'one-time-code' : 'off'}
        autocapitalize="characters"
        spellcheck="false"
        maxlength="64"
        aria-describedby="factor-note"
        aria-invalid=${wrong === '' ? 'false' : 'true'}
      />`,
    )
  }

  readonly #onSubmit = (event: SubmitEvent): void => {
    event.preventDefault()
    if (this.isBusy) return
    const kind = this.#shown
    const code = this.renderRoot.querySelector('input')?.value.trim() ?? ''
    this.isEmpty = kind !== 'passkey' && code === ''
    if (this.isEmpty) this.#focus()
    else {
      this.#asked = kind
      this.dispatchEvent(
        new CustomEvent<FactorEntry>('kb-factor', { detail: kind === 'passkey' ? { kind } : { kind, code } }),
      )
    }
  }

  #focus(): void {
    this.renderRoot.querySelector<HTMLElement>('input, [data-test=factor-submit]')?.focus()
  }
}

customElements.define('kb-factor-form', KbFactorForm)
