import { LitElement, css, html, nothing } from 'lit'
import type { NewStaff, Staff, StartCode } from '../../../contract/staff.ts'
import type { Failure, Outcome } from '../../data/outcome.ts'
import { addStaff, editStaff, endStaff, giveStartCode, listStaff, resumeStaff } from '../../data/staff.ts'
import { dateOf } from '../../format/clock.ts'
import { longDate } from '../../format/dates.ts'
import type { Box } from '../../state/box.ts'
import { troubleOf } from '../../state/trouble.ts'
import { panel } from '../../styles/panel.ts'
import { listTable, shared } from '../../styles/shared.ts'
import { stackingTable } from '../../styles/stacking-table.ts'
import { ja } from '../../text/ja.ts'
import { breakGlass, lockSetting } from '../../text/locks.ts'
import { staff as words } from '../../text/staff.ts'
import type { Trouble } from '../../text/troubles.ts'
import { backToList } from '../back-to-list.ts'
import '../../components/kb-loading.ts'
import '../../components/kb-trouble.ts'
import './kb-break-glass.ts'
import './kb-lock-setting.ts'
import './kb-staff-form.ts'

/** What is open below the list: nothing, the form of a new one or of one that is there, or a question before something is taken away. */
type Doing = { what: 'edit'; staff: Staff | null } | { what: 'end' | 'code'; staff: Staff }

/** 職員: who may sign in, for an admin. */
export class KbStaffPanel extends LitElement {
  static override properties = {
    box: { attribute: false },
    items: { state: true },
    doing: { state: true },
    given: { state: true },
    failure: { state: true },
    isBusy: { state: true },
  }
  static override styles = [
    shared,
    listTable,
    panel,
    css`
      .page {
        max-width: 84rem;
      }
      th:last-child,
      td:last-child {
        text-align: right;
      }
      .ended td {
        color: var(--ink-3);
      }
      .note {
        display: grid;
        gap: 12px;
        margin-bottom: 12px;
        padding: 16px 20px;
      }
      .note .row {
        display: flex;
        flex-wrap: wrap;
        gap: 8px;
      }
      .code {
        font-size: 1.75rem;
        font-weight: 700;
        letter-spacing: 0.08em;
      }
      kb-staff-form {
        display: block;
      }
      section.sheet {
        margin-bottom: 16px;
      }
      .part {
        margin-top: 16px;
        padding: 16px 20px 20px;
      }
      .part h3 {
        margin-bottom: 8px;
        font-size: 1.125rem;
      }
      .scroll {
        overflow-x: auto;
      }
      /* On a tablet the buttons stand in two lines, and none beyond the edge. */
      @media (max-width: 1000px) {
        .scroll :is(th, td) {
          padding-inline: 8px;
        }
        .scroll td:last-child {
          white-space: normal;
        }
        .scroll .state {
          min-width: 6em;
          white-space: normal;
        }
        .scroll td:last-child .btn {
          padding-inline: 8px;
          white-space: nowrap;
        }
      }
    `,
    stackingTable,
  ]
  declare box: Box
  declare items: readonly Staff[] | null
  declare doing: Doing | null
  /** A code to hand over; shown until it is put away. */
  declare given: StartCode | null
  declare failure: Failure | null
  declare isBusy: boolean

  constructor() {
    super()
    this.items = null
    this.doing = null
    this.given = null
    this.failure = null
    this.isBusy = false
  }

  override connectedCallback(): void {
    super.connectedCallback()
    void this.#load()
  }

  override render() {
    const { items, failure } = this
    const trouble: Trouble | null = failure && failure.code !== 'login-taken' ? troubleOf(failure) : null
    return html`<div class="page">
      <div class="tools">
        ${backToList(this.box)}
        <h2>${ja.pages.staff}</h2>
        <span class="sub grow">${words.lead}</span>
        <button
          class="btn primary"
          type="button"
          data-test="staff-add"
          @click=${() => {
            this.#begin({ what: 'edit', staff: null })
          }}
        >
          ${words.add}
        </button>
      </div>
      ${
        trouble
          ? html`<kb-trouble
              .trouble=${trouble}
              .action=${items ? '' : ja.common.retry}
              @kb-retry=${() => void this.#load()}
            ></kb-trouble>`
          : nothing
      }
      ${this.given ? this.#code(this.given) : nothing} ${this.doing ? this.#doing(this.doing) : nothing}
      ${items ? this.#list(items) : trouble ? nothing : html`<kb-loading></kb-loading>`}
      <section class="sheet part">
        <h3>${breakGlass.title}</h3>
        <kb-break-glass .box=${this.box}></kb-break-glass>
      </section>
      <section class="sheet part">
        <h3>${lockSetting.title}</h3>
        <kb-lock-setting .box=${this.box}></kb-lock-setting>
      </section>
    </div>`
  }

  #list(items: readonly Staff[]) {
    const unused = items.filter(({ isUnused }) => isUnused).length
    const expiring = items.filter(({ isExpiring }) => isExpiring)
    const { columns } = words
    return html`${unused > 0 ? html`<p class="sheet note" data-test="staff-unused">▲ ${words.unusedLead(unused)}</p>` : nothing}
      ${expiring.length > 0 ? html`<p class="sheet note" data-test="staff-expiring">▲ ${words.expiringLead(expiring.length)}</p>` : nothing}
      <div class="sheet scroll">
        <table class="stacks">
          <thead>
            <tr>
              ${Object.values(columns).map((word) => html`<th scope="col">${word}</th>`)}
            </tr>
          </thead>
          <tbody data-test="staff">
            ${items.map((staff) => this.#row(staff))}
          </tbody>
        </table>
      </div>`
  }

  #row(staff: Staff) {
    const { login, name, kana, role, state, expiresOn, hasSecondFactor, lastSeenAt, isUnused, isExpiring } = staff
    const isEnded = state === 'ended'
    return html`<tr class=${isEnded ? 'ended' : ''} data-login=${login} data-state=${state}>
      <td class="name"><span class="kana">${kana}</span>${name}</td>
      <td>${login}</td>
      <td>${ja.header.role[role]}</td>
      <td class="state">
        ${words.state[state]}${expiresOn === null || isEnded ? nothing : html` <span class="sub">${words.until(longDate(expiresOn))}</span>`}
        ${isUnused ? html`<span class="badge bad">${words.unused}</span>` : nothing}
        ${isExpiring ? html`<span class="badge bad">${words.expiring}</span>` : nothing}
      </td>
      <td>${hasSecondFactor ? words.hasFactor : words.noFactor}</td>
      <td>${lastSeenAt === null ? words.never : longDate(dateOf(lastSeenAt))}</td>
      <td>
        ${
          isEnded
            ? this.#button(words.resume, 'staff-resume', () => void this.#change(resumeStaff(this.box.http, staff)))
            : html`${this.#button(words.edit, 'staff-edit', () => {
                this.#begin({ what: 'edit', staff })
              })}
              ${
                state === 'expired'
                  ? nothing
                  : this.#button(words.code, 'staff-code', () => {
                      this.#begin({ what: 'code', staff })
                    })
              }
              ${this.#button(words.end, 'staff-end', () => {
                this.#begin({ what: 'end', staff })
              })}`
        }
      </td>
    </tr>`
  }

  #button(word: string, test: string, act: () => void) {
    return html`<button class="btn quiet" type="button" data-test=${test} ?disabled=${this.isBusy} @click=${act}>
      ${word}
    </button>`
  }

  #doing(doing: Doing) {
    if (doing.what === 'edit')
      return html`<section class="sheet" data-test="staff-form">
        <kb-staff-form
          .staff=${doing.staff}
          ?isbusy=${this.isBusy}
          ?istaken=${this.failure?.code === 'login-taken'}
          @kb-save=${(event: CustomEvent<NewStaff>) => void this.#save(doing.staff, event.detail)}
          @kb-cancel=${this.#close}
        ></kb-staff-form>
      </section>`
    const { staff, what } = doing
    return html`<section class="sheet note" role="alert" data-test="staff-ask">
      <p>${what === 'end' ? words.endAsk(staff.name) : words.codeAsk(staff.name)}</p>
      <div class="row">
        <button
          class="btn primary"
          type="button"
          data-test="staff-yes"
          ?disabled=${this.isBusy}
          @click=${() =>
            void (what === 'end'
              ? this.#change(endStaff(this.box.http, staff))
              : this.#give(giveStartCode(this.box.http, staff)))}
        >
          ${what === 'end' ? words.end : words.code}
        </button>
        <button class="btn" type="button" data-test="staff-no" @click=${this.#close}>${words.no}</button>
      </div>
    </section>`
  }

  #code({ staff, code, expiresAt }: StartCode) {
    return html`<section class="sheet note" role="status" data-test="staff-given">
      <b>${words.codeTitle(staff.name)}</b>
      <p class="code" data-test="start-code">${code}</p>
      <p>${words.codeLead(staff.login, longDate(dateOf(expiresAt)))}</p>
      <div class="row">
        <button
          class="btn primary"
          type="button"
          data-test="start-code-done"
          @click=${() => {
            this.given = null
          }}
        >
          ${words.codeDone}
        </button>
      </div>
    </section>`
  }

  #begin(doing: Doing): void {
    this.failure = null
    this.doing = doing
  }

  readonly #close = (): void => {
    this.doing = null
    this.failure = null
  }

  async #save(staff: Staff | null, { login, ...edit }: NewStaff): Promise<void> {
    const { http } = this.box
    if (staff) await this.#change(editStaff(http, staff.id, { ...edit, version: staff.version }))
    else await this.#give(addStaff(http, { login, ...edit }))
  }

  async #change(asked: Promise<Outcome<Staff>>): Promise<void> {
    await this.#wait(asked)
  }

  async #give(asked: Promise<Outcome<StartCode>>): Promise<void> {
    const given = await this.#wait(asked)
    if (given) this.given = given
  }

  /** Waits for the box. What was filled in stays until it was taken; then the list is read again. */
  async #wait<T>(asked: Promise<Outcome<T>>): Promise<T | undefined> {
    this.isBusy = true
    this.failure = null
    const outcome = await asked
    this.isBusy = false
    if (!outcome.ok) {
      this.failure = outcome.failure
      return undefined
    }
    this.doing = null
    await this.#load()
    return outcome.value
  }

  async #load(): Promise<void> {
    const outcome = await listStaff(this.box.http)
    if (outcome.ok) this.items = outcome.value
    else this.failure = outcome.failure
  }
}

customElements.define('kb-staff-panel', KbStaffPanel)
