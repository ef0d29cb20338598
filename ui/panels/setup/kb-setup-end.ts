import { LitElement, css, html, nothing } from 'lit'
import { neededSteps, type SetupView } from '../../../contract/setup.ts'
import type { Http } from '../../data/http.ts'
import { getSession } from '../../data/session.ts'
import { finishSetup } from '../../data/setup.ts'
import { shared } from '../../styles/shared.ts'
import { factors as factorWords } from '../../text/factors.ts'
import { setup } from '../../text/setup.ts'
import { stepName } from '../../text/setup-words.ts'
import { refusalWords } from './setup-step.ts'
import { form } from '../../styles/form.ts'
import { stepStyles } from './styles.ts'

const words = setup.end
const askEveryMs = 700
const slowAfterMs = 30_000

type Stage = 'asking' | 'finishing' | 'slow' | 'ready'

/** The end: 設定票, and from the set-up to the box. Event `kb-done` when somebody wants to sign in. */
export class KbSetupEnd extends LitElement {
  static override properties = {
    http: { attribute: false },
    view: { attribute: false },
    stage: { state: true },
    wrong: { state: true },
  }
  static override styles = [
    shared,
    form,
    stepStyles,
    css`
      table {
        width: 100%;
        border-collapse: collapse;
      }
      th,
      td {
        padding: 8px 12px 8px 0;
        border-bottom: 1px solid var(--line);
        text-align: left;
        vertical-align: top;
        overflow-wrap: anywhere;
      }
      th {
        width: 12rem;
        color: var(--ink-2);
        font-size: 0.875rem;
      }
      @media print {
        .lead,
        .actions,
        .sub,
        .good {
          display: none;
        }
      }
    `,
  ]
  declare http: Http
  declare view: SetupView
  declare stage: Stage
  declare wrong: string

  constructor() {
    super()
    this.stage = 'asking'
    this.wrong = ''
  }

  override updated(changed: Map<PropertyKey, unknown>): void {
    if (changed.has('stage') && this.stage === 'ready')
      this.renderRoot.querySelector<HTMLElement>('[data-test=to-sign-in]')?.focus()
  }

  override render() {
    const missing = this.view.steps.filter(({ step, state }) => neededSteps.includes(step) && state !== 'done')
    return html`<div class="form">
      <p class="lead">${words.lead}</p>
      <h3>${words.sheet}</h3>
      <table data-test="setup-sheet">
        <tbody>
          ${this.#rows().map(
            ([name, value]) =>
              html`<tr>
                <th scope="row">${name}</th>
                <td>${value}</td>
              </tr>`,
          )}
        </tbody>
      </table>
      ${this.wrong === '' ? nothing : html`<p class="alert" role="alert">▲ ${this.wrong}</p>`}
      ${
        missing.length === 0
          ? nothing
          : html`<p class="alert" data-test="missing-steps">
              ▲ ${words.notYet(missing.map(({ step }) => stepName[step]).join('、'))}
            </p>`
      }
      ${this.stage === 'asking' ? html`<p class="sub">${words.after}</p>` : nothing}
      ${this.stage === 'slow' ? html`<p class="alert" role="alert">▲ ${words.slow}</p>` : nothing}
      ${this.stage === 'ready' ? html`<p class="good" role="status">✓ ${words.ready}</p>` : nothing}
      <div class="actions">
        <button
          class="btn"
          type="button"
          @click=${() => {
            window.print()
          }}
        >
          ${words.print}
        </button>
        ${
          this.stage === 'ready'
            ? html`<button
                class="btn primary"
                type="button"
                data-test="to-sign-in"
                @click=${() => this.dispatchEvent(new Event('kb-done', { bubbles: true, composed: true }))}
              >
                ${words.signIn}
              </button>`
            : html`<button
                class="btn primary"
                type="button"
                data-test="finish"
                ?disabled=${missing.length > 0 || this.stage !== 'asking'}
                @click=${() => void this.#finish()}
              >
                ${this.stage === 'asking' ? words.finish : words.finishing}
              </button>`
        }
      </div>
    </div>`
  }

  #rows(): [string, string][] {
    const { facility, admin, factor, network, nsips, backup, hub, version } = this.view
    const { rows } = words
    const factors = [
      ...(factor.hasTotp ? [factorWords.kind.totp] : []),
      ...factor.passkeys.map(({ label, host }) => setup.factor.host(label, host)),
    ]
    const proxy = hub?.proxy ? `（${hub.proxy.protocol}://${hub.proxy.address}:${String(hub.proxy.port)}）` : ''
    return [
      [rows.facility, facility?.name ?? words.none],
      [rows.code, facility?.code || words.none],
      [rows.shortId, facility?.shortId ?? words.none],
      [rows.admin, admin ? `${admin.name}（${admin.login}）` : words.none],
      [rows.factor, factors.join('、') || words.laterWord],
      [rows.address, [`https://${network.label}.local`, ...network.lan.addresses.map(({ url }) => url)].join('　')],
      ...(network.trustWords === '' ? [] : [[rows.words, network.trustWords] as [string, string]]),
      [rows.nsips, nsips.map(({ path }) => path).join('、') || words.laterWord],
      [rows.backup, backup?.path ?? words.laterWord],
      [rows.hub, hub ? hub.address + proxy : words.none],
      [rows.version, version],
    ]
  }

  async #finish(): Promise<void> {
    this.wrong = ''
    this.stage = 'finishing'
    const outcome = await finishSetup(this.http)
    if (outcome.ok) {
      this.#await(performance.now())
      return
    }
    this.stage = 'asking'
    if (outcome.failure.kind === 'signed-out')
      this.dispatchEvent(new Event('kb-over', { bubbles: true, composed: true }))
    else this.wrong = refusalWords(outcome.failure)
  }

  /** The box goes on in the place of the set-up: it is asked until it says that nobody is signed in. */
  #await(since: number): void {
    setTimeout(() => {
      void getSession(this.http).then((session) => {
        if (!session.ok && session.failure.kind === 'signed-out') this.stage = 'ready'
        else if (this.isConnected) {
          if (performance.now() - since > slowAfterMs) this.stage = 'slow'
          this.#await(since)
        }
      })
    }, askEveryMs)
  }
}

customElements.define('kb-setup-end', KbSetupEnd)
