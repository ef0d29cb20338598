import { LitElement, css, html, nothing } from 'lit'
import type { BreakGlass, BreakGlassCode } from '../../../contract/break-glass.ts'
import { printPaper } from '../../components/paper.ts'
import { closeBreakGlass, listBreakGlass, makeBreakGlass } from '../../data/locks.ts'
import type { Failure, Outcome } from '../../data/outcome.ts'
import { dateOf, hourMinute } from '../../format/clock.ts'
import { longDate } from '../../format/dates.ts'
import type { Box } from '../../state/box.ts'
import { troubleOf } from '../../state/trouble.ts'
import { listTable, shared } from '../../styles/shared.ts'
import { breakGlass as words } from '../../text/locks.ts'
import '../../components/kb-loading.ts'
import '../../components/kb-trouble.ts'

const when = (at: number): string => `${longDate(dateOf(at))} ${hourMinute(at)}`

/** What is printed for the envelope: one A4 page. */
const paperStyle = `kb-paper { font: 12pt/1.8 sans-serif }
kb-paper h1 { font-size: 18pt; margin: 0 0 8mm }
kb-paper .code { margin: 10mm 0; padding: 8mm; border: 0.6mm solid #000; font-size: 24pt; font-weight: 700; letter-spacing: 0.08em; text-align: center }
kb-paper ol { padding-left: 1.6em }`

/** 緊急用アカウント: the envelopes, who used them, and closing them. */
export class KbBreakGlass extends LitElement {
  static override properties = {
    box: { attribute: false },
    items: { state: true },
    given: { state: true },
    asked: { state: true },
    failure: { state: true },
    isBusy: { state: true },
  }
  static override styles = [
    shared,
    listTable,
    css`
      .head,
      .row {
        display: flex;
        flex-wrap: wrap;
        align-items: center;
        gap: 8px 16px;
      }
      .head .sub {
        flex: 1;
      }
      .note {
        display: grid;
        gap: 12px;
        margin-block: 12px;
        padding: 16px 20px;
        border: 1px solid var(--line);
        border-radius: var(--radius);
      }
      .code {
        font-size: 1.75rem;
        font-weight: 700;
        letter-spacing: 0.08em;
      }
      .scroll {
        margin-top: 12px;
        overflow-x: auto;
      }
      .closed td {
        color: var(--ink-3);
      }
    `,
  ]
  declare box: Box
  declare items: readonly BreakGlass[] | null
  declare given: BreakGlassCode | null
  /** Whether this one is really to be closed. */
  declare asked: BreakGlass | null
  declare failure: Failure | null
  declare isBusy: boolean
  #stop: (() => void) | undefined

  constructor() {
    super()
    this.items = null
    this.given = null
    this.asked = null
    this.failure = null
    this.isBusy = false
  }

  override connectedCallback(): void {
    super.connectedCallback()
    void this.#load()
    this.#stop = this.box.live.listen({
      change: (noun) => {
        if (noun === 'notice') void this.#load()
      },
    })
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback()
    this.#stop?.()
  }

  override render() {
    const { items, failure } = this
    const hasSealed = items?.some(({ state }) => state === 'sealed') ?? true
    return html`<div class="head">
        <span class="sub">${words.lead}</span>
        <button
          class="btn"
          type="button"
          data-test="glass-make"
          ?disabled=${this.isBusy}
          @click=${() => void this.#make()}
        >
          ${this.isBusy ? words.busy : words.make}
        </button>
      </div>
      ${failure ? html`<kb-trouble .trouble=${troubleOf(failure)} @kb-retry=${() => void this.#load()}></kb-trouble>` : nothing}
      ${this.given ? this.#code(this.given) : nothing} ${this.asked ? this.#ask(this.asked) : nothing}
      ${
        items === null
          ? failure
            ? nothing
            : html`<kb-loading></kb-loading>`
          : items.length === 0
            ? html`<p data-test="glass-none">▲ ${words.none}</p>`
            : html`${hasSealed ? nothing : html`<p data-test="glass-none">▲ ${words.noneSealed}</p>`}
              ${this.#list(items)}`
      }`
  }

  #list(items: readonly BreakGlass[]) {
    return html`<div class="scroll">
      <table>
        <thead>
          <tr>
            ${Object.values(words.columns).map((word) => html`<th scope="col">${word}</th>`)}
          </tr>
        </thead>
        <tbody>
          ${items.map((account) => {
            const { name, state, madeAt, madeBy, closedAt, closedBy, uses } = account
            return html`<tr class=${state} data-test="glass" data-state=${state}>
              <td class="name">${name}</td>
              <td>
                ${words.state[state]}
                ${state === 'open' || state === 'over' ? html`<span class="badge bad">${words.used}</span>` : nothing}
                ${closedAt === null ? nothing : html`<span class="sub">${when(closedAt)}　${closedBy ?? ''}</span>`}
              </td>
              <td>${longDate(dateOf(madeAt))} <span class="sub">${madeBy ?? ''}</span></td>
              <td data-test="glass-uses">
                ${
                  uses.length === 0
                    ? words.unused
                    : html`<b>${words.used}</b>
                        ${uses.map((use) => html`<div>${words.use(when(use.at), use.name, use.reason)}</div>`)}`
                }
              </td>
              <td>
                ${
                  state === 'closed'
                    ? nothing
                    : html`<button
                        class="btn quiet"
                        type="button"
                        data-test="glass-close"
                        ?disabled=${this.isBusy}
                        @click=${() => {
                          this.asked = account
                        }}
                      >
                        ${words.close}
                      </button>`
                }
              </td>
            </tr>`
          })}
        </tbody>
      </table>
    </div>`
  }

  #ask(account: BreakGlass) {
    return html`<div class="note" role="alert">
      <p>${words.closeAsk(account.name)}</p>
      <div class="row">
        <button
          class="btn primary"
          type="button"
          data-test="glass-close-yes"
          ?disabled=${this.isBusy}
          @click=${() => void this.#wait(closeBreakGlass(this.box.http, account.id))}
        >
          ${words.close}
        </button>
        <button
          class="btn"
          type="button"
          @click=${() => {
            this.asked = null
          }}
        >
          ${words.no}
        </button>
      </div>
    </div>`
  }

  #code(given: BreakGlassCode) {
    return html`<div class="note" role="status" data-test="glass-given">
      <b>${given.account.name}</b>
      <p class="code" data-test="glass-code">${given.code}</p>
      <p>${words.paperLead}</p>
      <div class="row">
        <button class="btn primary" type="button" data-test="glass-print" @click=${() => void this.#print(given)}>
          ${words.print}
        </button>
        <button
          class="btn"
          type="button"
          data-test="glass-kept"
          @click=${() => {
            this.given = null
          }}
        >
          ${words.kept}
        </button>
      </div>
    </div>`
  }

  #print({ account, code }: BreakGlassCode): Promise<void> {
    const paper = { size: 'A4', margin: '25mm', css: paperStyle }
    return printPaper(
      html`<h1>${words.paperTitle(account.name, this.box.preferences.facility)}</h1>
        <ol>
          ${words.paperHow.map((step) => html`<li>${step}</li>`)}
        </ol>
        <p class="code">${code}</p>
        <p>${words.columns.made}　${when(account.madeAt)}　${account.madeBy ?? ''}</p>`,
      paper,
    )
  }

  async #make(): Promise<void> {
    const given = await this.#wait(makeBreakGlass(this.box.http))
    if (given) this.given = given
  }

  async #wait<T>(asked: Promise<Outcome<T>>): Promise<T | undefined> {
    this.isBusy = true
    this.failure = null
    const outcome = await asked
    this.isBusy = false
    if (!outcome.ok) {
      this.failure = outcome.failure
      return undefined
    }
    this.asked = null
    await this.#load()
    return outcome.value
  }

  async #load(): Promise<void> {
    const outcome = await listBreakGlass(this.box.http)
    if (outcome.ok) this.items = outcome.value
    else this.failure = outcome.failure
  }
}

customElements.define('kb-break-glass', KbBreakGlass)
