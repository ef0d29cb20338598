import { LitElement, css, html, nothing } from 'lit'
import { windowMinutes, type Maintenance, type MaintenanceWindow } from '../../../contract/maintenance.ts'
import { field } from '../../components/field.ts'
import { closeWindow, getMaintenance, openWindow } from '../../data/locks.ts'
import type { Failure, Outcome } from '../../data/outcome.ts'
import { dateOf, hourMinute } from '../../format/clock.ts'
import { longDate } from '../../format/dates.ts'
import type { Box } from '../../state/box.ts'
import { troubleOf } from '../../state/trouble.ts'
import { form } from '../../styles/form.ts'
import { panel } from '../../styles/panel.ts'
import { listTable, shared } from '../../styles/shared.ts'
import { auditWord, resultWord } from '../../text/audit.ts'
import { ja } from '../../text/ja.ts'
import { maintenance as words } from '../../text/locks.ts'
import { backToList } from '../back-to-list.ts'
import '../../components/kb-loading.ts'
import '../../components/kb-trouble.ts'

const when = (at: number): string => `${longDate(dateOf(at))} ${hourMinute(at)}`
/** A window that ends by itself is shown to have ended. */
const lookAgainMs = 20_000

/** 保守の時間: letting in who looks after the box, for a while and for a reason. */
export class KbMaintenancePanel extends LitElement {
  static override properties = {
    box: { attribute: false },
    known: { state: true },
    failure: { state: true },
    wrong: { state: true },
    isBusy: { state: true },
  }
  static override styles = [
    shared,
    listTable,
    panel,
    form,
    css`
      .page {
        max-width: 84rem;
      }
      .form {
        grid-template-columns: minmax(0, 14rem) minmax(0, 8rem) minmax(0, 1fr) auto;
        align-items: start;
        margin-bottom: 12px;
        padding: 16px 20px;
      }
      .form .btn {
        margin-top: 1.6rem;
      }
      .scroll {
        overflow-x: auto;
      }
      ul {
        max-height: 12rem;
        overflow: auto;
      }
      @media (max-width: 800px) {
        .form {
          grid-template-columns: minmax(0, 1fr);
        }
      }
    `,
  ]
  declare box: Box
  declare known: Maintenance | null
  declare failure: Failure | null
  declare wrong: string
  declare isBusy: boolean
  #looking: ReturnType<typeof setInterval> | undefined

  constructor() {
    super()
    this.known = null
    this.failure = null
    this.wrong = ''
    this.isBusy = false
  }

  override connectedCallback(): void {
    super.connectedCallback()
    // The panel scrolls, so the keys that scroll must reach it.
    this.tabIndex = -1
    this.focus({ preventScroll: true })
    void this.#load()
    this.#looking = setInterval(() => {
      if (this.box.presence.value.state === 'in' && this.known?.windows.some(({ isOpen }) => isOpen)) void this.#load()
    }, lookAgainMs)
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback()
    clearInterval(this.#looking)
  }

  override render() {
    const { known, failure } = this
    return html`<div class="page">
      <div class="tools">
        ${backToList(this.box)}
        <h2>${ja.pages.maintenance}</h2>
        <span class="sub grow">${words.lead}</span>
      </div>
      ${failure ? html`<kb-trouble .trouble=${troubleOf(failure)} .action=${known ? '' : ja.common.retry} @kb-retry=${() => void this.#load()}></kb-trouble>` : nothing}
      ${known ? html`${this.#form(known)} ${this.#list(known.windows)}` : failure ? nothing : html`<kb-loading></kb-loading>`}
    </div>`
  }

  #form({ accounts }: Maintenance) {
    if (accounts.length === 0) return html`<p class="sheet form" data-test="no-maintainers">${words.noAccounts}</p>`
    return html`<form class="sheet form" novalidate @submit=${this.#onSubmit}>
      ${field(
        { id: 'account', label: words.account },
        html`<select id="account" aria-describedby="account-note">
          ${accounts.map(({ id, name, login }) => html`<option value=${id}>${name}（${login}）</option>`)}
        </select>`,
      )}
      ${field(
        { id: 'minutes', label: words.minutes },
        html`<select id="minutes" data-test="window-minutes" aria-describedby="minutes-note">
          ${windowMinutes.map((minutes) => html`<option value=${minutes}>${words.lengths[minutes]}</option>`)}
        </select>`,
      )}
      ${field(
        { id: 'reason', label: words.reason, wrong: this.wrong },
        html`<input
          id="reason"
          maxlength="200"
          autocomplete="off"
          aria-describedby="reason-note"
          aria-invalid=${this.wrong === '' ? 'false' : 'true'}
        />`,
      )}
      <button class="btn primary" type="submit" data-test="window-open" ?disabled=${this.isBusy}>
        ${this.isBusy ? words.busy : words.submit}
      </button>
    </form>`
  }

  #list(windows: readonly MaintenanceWindow[]) {
    if (windows.length === 0) return html`<p class="sub" data-test="no-windows">${words.none}</p>`
    return html`<div class="sheet scroll">
      <table>
        <thead>
          <tr>
            ${Object.values(words.columns).map((word) => html`<th scope="col">${word}</th>`)}
          </tr>
        </thead>
        <tbody>
          ${windows.map((window) => this.#row(window))}
        </tbody>
      </table>
    </div>`
  }

  #row({ id, name, openedAt, openedBy, reason, endsAt, closedAt, closedBy, isOpen, did }: MaintenanceWindow) {
    const by = (who: string | null): string => who ?? words.console
    return html`<tr data-test="window" data-open=${isOpen ? 'yes' : 'no'}>
      <td>${when(openedAt)}</td>
      <td class="name">${name}</td>
      <td>${reason}</td>
      <td>${by(openedBy)}</td>
      <td>
        ${
          isOpen
            ? html`<b>${words.isOpen(when(endsAt))}</b>
                <button
                  class="btn"
                  type="button"
                  data-test="window-close"
                  ?disabled=${this.isBusy}
                  @click=${() => void this.#wait(closeWindow(this.box.http, id))}
                >
                  ${words.close}
                </button>`
            : closedAt === null
              ? words.ended(when(endsAt))
              : words.closed(when(closedAt), by(closedBy))
        }
      </td>
      <td>
        ${
          did.length === 0
            ? words.didNothing
            : html`<details>
                <summary>${words.did(did.length)}</summary>
                <ul>
                  ${did.map(({ at, what, result }) => html`<li>${hourMinute(at)}　${auditWord(what)}${result === 'ok' ? nothing : html` 　<span class="sub">${resultWord(result)}</span>`}</li>`)}
                </ul>
              </details>`
        }
      </td>
    </tr>`
  }

  readonly #onSubmit = (event: SubmitEvent): void => {
    event.preventDefault()
    if (this.isBusy) return
    const typed = (id: string): string =>
      this.renderRoot.querySelector<HTMLInputElement | HTMLSelectElement>(`#${id}`)?.value.trim() ?? ''
    const reason = typed('reason')
    this.wrong = reason === '' ? words.needReason : ''
    if (this.wrong !== '') return
    const minutes = windowMinutes.find((each) => String(each) === typed('minutes')) ?? windowMinutes[0]
    void this.#open(openWindow(this.box.http, { staffId: typed('account'), minutes, reason }))
  }

  async #open(asked: Promise<Outcome<unknown>>): Promise<void> {
    if (!(await this.#wait(asked))) return
    const input = this.renderRoot.querySelector<HTMLInputElement>('#reason')
    if (input) input.value = ''
  }

  async #wait(asked: Promise<Outcome<unknown>>): Promise<boolean> {
    this.isBusy = true
    this.failure = null
    const outcome = await asked
    this.isBusy = false
    if (!outcome.ok) this.failure = outcome.failure
    else await this.#load()
    return outcome.ok
  }

  async #load(): Promise<void> {
    const outcome = await getMaintenance(this.box.http)
    if (outcome.ok) this.known = outcome.value
    else this.failure = outcome.failure
  }
}

customElements.define('kb-maintenance-panel', KbMaintenancePanel)
