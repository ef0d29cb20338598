import { LitElement, css, html, nothing, type TemplateResult } from 'lit'
import type { AuditReview } from '../../../contract/audit.ts'
import { field } from '../../components/field.ts'
import { getAuditMonth, signAuditMonth } from '../../data/audit.ts'
import type { Failure, Outcome } from '../../data/outcome.ts'
import { dateOf, hourMinute } from '../../format/clock.ts'
import { longDate } from '../../format/dates.ts'
import type { Box } from '../../state/box.ts'
import { draftsOf } from '../../state/drafts.ts'
import { troubleOf } from '../../state/trouble.ts'
import { form } from '../../styles/form.ts'
import { shared } from '../../styles/shared.ts'
import { audit as words, auditWord } from '../../text/audit.ts'
import '../../components/kb-loading.ts'
import '../../components/kb-trouble.ts'
import { auditPanel } from './styles.ts'

const shownMonths = 36

interface Tally {
  rows: number
  refused: number
}

/** 月次点検: a month in numbers, and the signatures of those who looked through it. */
export class KbAuditReview extends LitElement {
  static override properties = {
    box: { attribute: false },
    month: { state: true },
    review: { state: true },
    remark: { state: true },
    isBusy: { state: true },
    isSigned: { state: true },
    failure: { state: true },
  }
  static override styles = [
    shared,
    form,
    auditPanel,
    css`
      section {
        margin-bottom: 16px;
        padding: 16px 18px;
      }
      .two {
        display: grid;
        grid-template-columns: repeat(auto-fit, minmax(20rem, 1fr));
        gap: 16px;
      }
      h2 {
        margin-bottom: 8px;
        font-size: 1.125rem;
      }
      td.number,
      th.number {
        text-align: right;
        font-variant-numeric: tabular-nums;
      }
      li {
        padding: 4px 0;
      }
      section.tally {
        padding: 16px 6px 6px;
      }
      section.tally h2 {
        padding-inline: 12px;
      }
      .sign {
        display: grid;
        gap: 12px;
        max-width: 40rem;
        margin-top: 12px;
      }
    `,
  ]
  declare box: Box
  declare month: string
  declare review: AuditReview | null
  declare remark: string
  declare isBusy: boolean
  declare isSigned: boolean
  declare failure: Failure | null

  constructor() {
    super()
    this.month = ''
    this.review = null
    this.remark = ''
    this.isBusy = false
    this.isSigned = false
    this.failure = null
  }

  override willUpdate(): void {
    // The month that is over is the one to look through.
    if (this.month === '') this.#choose(monthBefore(this.#thisMonth()))
  }

  override render() {
    const { review, failure } = this
    return html`<form class="find sheet" @submit=${stay}>
        ${field(
          { id: 'month', label: words.month },
          html`<select
            id="month"
            @change=${(event: Event) => {
              this.#choose((event.target as HTMLSelectElement).value)
            }}
          >
            ${monthsUpTo(this.#thisMonth()).map(
              (month) =>
                html`<option value=${month} ?selected=${month === this.month}>${words.monthOf(month)}</option>`,
            )}
          </select>`,
        )}
      </form>
      ${failure ? html`<kb-trouble .trouble=${troubleOf(failure)} .reference=${failure.reference} @kb-retry=${() => void this.#load()}></kb-trouble>` : nothing}
      ${review ? this.#month(review) : failure ? nothing : html`<kb-loading></kb-loading>`}`
  }

  #month(review: AuditReview) {
    const { rows, refused, byStaff, byDeed, checkedAt } = review
    return html`<section class="sheet">
        <p data-test="month-sum"><b>${words.monthSum(rows, refused)}</b></p>
        <p class="sub">${checkedAt === null ? words.unchecked : words.checked(whenOf(checkedAt))}</p>
      </section>
      <div class="two">
        ${tallies(words.byStaff, byStaff, ({ staffId, name }) => (staffId === null ? words.box : (name ?? '')))}
        ${tallies(words.byDeed, byDeed, ({ what }) => auditWord(what))}
      </div>
      ${this.#signatures(review)}`
  }

  #signatures({ month, rows, signOffs }: AuditReview) {
    const isOver = month < this.#thisMonth()
    return html`<section class="sheet">
      <h2>${words.signTitle}</h2>
      ${signOffs.length === 0 ? html`<p>${words.unsigned}</p>` : nothing}
      <ul>
        ${signOffs.map(
          (each) =>
            html`<li data-test="sign-off">
              ${words.signature(each.by, whenOf(each.at), each.rows, each.counted)}
              ${each.remark === '' ? nothing : html`<div>${each.remark}</div>`}
              <div class="sub">${words.head(each.headSeq, each.headHash)}</div>
            </li>`,
        )}
      </ul>
      <div role="status">${this.isSigned ? html`✓ ${words.signed}` : nothing}</div>
      ${
        isOver
          ? html`<div class="sign">
              ${field(
                { id: 'remark', label: words.remark },
                html`<textarea
                  id="remark"
                  maxlength="1000"
                  .value=${this.remark}
                  @input=${(event: Event) => {
                    this.remark = (event.target as HTMLTextAreaElement).value
                    draftsOf(this.box).set(draftKey(this.month), { remark: this.remark })
                  }}
                ></textarea>`,
              )}
              <button
                class="btn primary"
                type="button"
                data-test="sign"
                ?disabled=${this.isBusy}
                @click=${() => void this.#sign(rows)}
              >
                ${this.isBusy ? words.signing : words.sign}
              </button>
            </div>`
          : html`<p class="sub">${words.notOver}</p>`
      }
    </section>`
  }

  #thisMonth(): string {
    return dateOf(this.box.watch.now()).slice(0, 7)
  }

  #choose(month: string): void {
    this.month = month
    this.review = null
    this.isSigned = false
    this.remark = draftsOf(this.box).get(draftKey(month))?.['remark'] ?? ''
    void this.#load()
  }

  async #load(): Promise<void> {
    const { month } = this
    this.#take(month, await getAuditMonth(this.box.http, month))
  }

  async #sign(rows: number): Promise<void> {
    const { month } = this
    const drafts = draftsOf(this.box)
    this.isBusy = true
    const outcome = await signAuditMonth(this.box.http, month, { remark: this.remark, rows })
    this.isBusy = false
    if (outcome.ok) {
      drafts.delete(draftKey(month))
      // Every page reminds of a month that nobody has signed.
      void this.box.watch.refresh()
    }
    if (month !== this.month) return
    this.#take(month, outcome)
    if (!outcome.ok) return
    this.isSigned = true
    this.remark = ''
  }

  #take(month: string, outcome: Outcome<AuditReview>): void {
    if (month !== this.month) return
    this.failure = outcome.ok ? null : outcome.failure
    if (outcome.ok) this.review = outcome.value
  }
}

function tallies<T extends Tally>(title: string, rows: readonly T[], name: (row: T) => string): TemplateResult {
  return html`<section class="sheet tally">
    <h2>${title}</h2>
    <table>
      <thead>
        <tr>
          <th scope="col"></th>
          <th scope="col" class="number">${words.rows}</th>
          <th scope="col" class="number">${words.rowsRefused}</th>
        </tr>
      </thead>
      <tbody>
        ${rows.map(
          (row) =>
            html`<tr>
              <td>${name(row)}</td>
              <td class="number">${row.rows.toLocaleString('ja')}</td>
              <td class="number">${row.refused.toLocaleString('ja')}</td>
            </tr>`,
        )}
      </tbody>
    </table>
  </section>`
}

/** What was typed and not signed outlives the page. */
const draftKey = (month: string): string => `audit-review ${month}`

const stay = (event: Event): void => {
  event.preventDefault()
}

const whenOf = (at: number): string => `${longDate(dateOf(at))} ${hourMinute(at)}`

/** Three years of it, newest first. */
function monthsUpTo(last: string): string[] {
  const months = [last]
  for (let month = last; months.length < shownMonths;) months.push((month = monthBefore(month)))
  return months
}

function monthBefore(month: string): string {
  const [year = 0, number = 0] = month.split('-').map(Number)
  return number === 1 ? `${String(year - 1)}-12` : `${String(year)}-${String(number - 1).padStart(2, '0')}`
}

customElements.define('kb-audit-review', KbAuditReview)
