import { LitElement, css, html, nothing } from 'lit'
import { longestPin, shortestPin, type OwnPin } from '../../../contract/lock.ts'
import { field } from '../../components/field.ts'
import { getOwnPin, registerCard, removeCard, removePin, setPin } from '../../data/locks.ts'
import type { Failure, Outcome } from '../../data/outcome.ts'
import { dateOf } from '../../format/clock.ts'
import { longDate } from '../../format/dates.ts'
import type { Box } from '../../state/box.ts'
import { troubleOf } from '../../state/trouble.ts'
import { form } from '../../styles/form.ts'
import { shared } from '../../styles/shared.ts'
import { ja } from '../../text/ja.ts'
import { ownPin as words } from '../../text/locks.ts'

type Name = 'current' | 'pin' | 'again' | 'card-current'

/** The own PIN on this device, and the own 職員カード. What is wrong is said at the field, and what was typed stays. */
export class KbOwnPin extends LitElement {
  static override properties = {
    box: { attribute: false },
    own: { state: true },
    wrongs: { state: true },
    trouble: { state: true },
    isBusy: { state: true },
    said: { state: true },
  }
  static override styles = [
    shared,
    form,
    css`
      .form {
        max-width: 30rem;
      }
      .form + .form {
        margin-top: 16px;
        padding-top: 16px;
        border-top: 1px solid var(--line);
      }
      .actions {
        justify-content: flex-start;
      }
      h4,
      p {
        margin: 0;
      }
      h4 {
        font-size: 1rem;
      }
      .wrong {
        color: var(--warn);
        font-weight: 700;
      }
    `,
  ]
  declare box: Box
  declare own: OwnPin | null
  declare wrongs: Partial<Record<Name, string>>
  declare trouble: string
  declare isBusy: boolean
  declare said: string

  constructor() {
    super()
    this.own = null
    this.wrongs = {}
    this.trouble = ''
    this.isBusy = false
    this.said = ''
  }

  override connectedCallback(): void {
    super.connectedCallback()
    void this.#load()
  }

  override render() {
    const { own } = this
    return html`<div role="status" aria-live="polite">
        ${this.said === '' ? nothing : html`<p data-test="pin-said">${this.said}</p>`}
      </div>
      ${this.trouble === '' ? nothing : html`<p class="wrong" role="alert">▲ ${this.trouble}</p>`}
      ${own === null ? nothing : own.mayHave ? html`${this.#pin(own)} ${this.#card(own)}` : html`<p class="sub" data-test="pin-not-here">${words.notHere}</p>`}`
  }

  #pin(own: OwnPin) {
    return html`<form class="form" novalidate @submit=${this.#onPin}>
      <p class="sub">${words.lead}</p>
      <p data-test="pin-state">${own.setAt === null ? words.unset : own.isSpent ? words.spent : words.set}</p>
      ${this.#secret('pin', words.pin)} ${this.#secret('again', words.again)} ${this.#secret('current', words.current)}
      <div class="actions">
        <button class="btn primary" type="submit" data-test="pin-save" ?disabled=${this.isBusy}>
          ${this.isBusy ? words.busy : own.setAt === null ? words.save : words.change}
        </button>
        ${
          own.setAt === null
            ? nothing
            : html`<button
                class="btn quiet"
                type="button"
                data-test="pin-remove"
                ?disabled=${this.isBusy}
                @click=${() => void this.#wait(removePin(this.box.http), 'current')}
              >
                ${words.remove}
              </button>`
        }
      </div>
    </form>`
  }

  #card(own: OwnPin) {
    return html`<form class="form" novalidate @submit=${this.#onCard}>
      <h4>${words.card}</h4>
      <p data-test="card-state">
        ${own.cardSince === null ? words.noCard : words.cardSince(longDate(dateOf(own.cardSince)))}
      </p>
      <p class="sub">${words.cardLead}</p>
      ${this.#secret('card-current', words.current)}
      <div class="actions">
        <button class="btn" type="submit" data-test="card-register" ?disabled=${this.isBusy}>
          ${this.isBusy ? words.busy : words.register}
        </button>
        ${
          own.cardSince === null
            ? nothing
            : html`<button
                class="btn quiet"
                type="button"
                data-test="card-remove"
                ?disabled=${this.isBusy}
                @click=${() => void this.#wait(removeCard(this.box.http), 'card-current')}
              >
                ${words.removeCard}
              </button>`
        }
      </div>
    </form>`
  }

  #secret(id: Name, label: string) {
    const wrong = this.wrongs[id] ?? ''
    const isPin = id === 'pin' || id === 'again'
    return field(
      { id, label, wrong },
      html`<input
        id=${id}
        type="password"
        inputmode=${isPin ? 'numeric' : 'text'}
        maxlength=${isPin ? longestPin : 256}
        autocomplete=${isPin ? 'off' : 'current-password'}
        aria-describedby="${id}-note"
        aria-invalid=${wrong === '' ? 'false' : 'true'}
      />`,
    )
  }

  readonly #onPin = (event: SubmitEvent): void => {
    event.preventDefault()
    if (this.isBusy) return
    const [pin, again, current] = [this.#typed('pin'), this.#typed('again'), this.#typed('current')]
    const isPin = new RegExp(`^\\d{${String(shortestPin)},}$`).test(pin.normalize('NFKC'))
    this.wrongs = {
      ...(!isPin && { pin: words.easy }),
      ...(isPin && pin !== again && { again: words.differs }),
      ...(current === '' && { current: words.needCurrent }),
    }
    if (Object.keys(this.wrongs).length > 0) return
    void this.#wait(setPin(this.box.http, { current, pin }), 'current')
  }

  readonly #onCard = (event: SubmitEvent): void => {
    event.preventDefault()
    if (this.isBusy) return
    const current = this.#typed('card-current')
    const counterId = this.box.counter().counter?.id
    this.wrongs = current === '' ? { 'card-current': words.needCurrent } : {}
    this.trouble = counterId === undefined ? words.needCounter : ''
    if (current === '' || counterId === undefined) return
    void this.#wait(registerCard(this.box.http, { current, counterId }), 'card-current')
  }

  /** @param at the field that a wrong password is said at */
  async #wait(asked: Promise<Outcome<undefined>>, at: Name): Promise<void> {
    this.isBusy = true
    this.trouble = ''
    this.said = ''
    const outcome = await asked
    this.isBusy = false
    if (!outcome.ok) {
      this.#say(outcome.failure, at)
      return
    }
    this.wrongs = {}
    for (const input of this.renderRoot.querySelectorAll('input')) input.value = ''
    this.said = words.saved
    await this.#load()
  }

  #say(failure: Failure, at: Name): void {
    if (failure.code === 'wrong-credentials') this.wrongs = { [at]: words.wrong }
    else if (failure.code === 'too-many-attempts')
      this.wrongs = { [at]: ja.signIn.tooMany(Math.ceil(failure.retryAfter ?? 30)) }
    else if (failure.code === 'pin-too-easy') this.wrongs = { pin: words.easy }
    else if (failure.code === 'card-not-lying') this.trouble = words.notLying
    else if (failure.code === 'card-in-use') this.trouble = words.cardInUse
    else this.trouble = `${troubleOf(failure).what}。${troubleOf(failure).todo}`
  }

  async #load(): Promise<void> {
    const outcome = await getOwnPin(this.box.http)
    if (outcome.ok) this.own = outcome.value
    else this.trouble = troubleOf(outcome.failure).what
  }

  #typed(id: Name): string {
    return this.renderRoot.querySelector<HTMLInputElement>(`#${id}`)?.value ?? ''
  }
}

customElements.define('kb-own-pin', KbOwnPin)
