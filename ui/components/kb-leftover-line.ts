import { LitElement, html, nothing } from 'lit'
import type { LeftoverResult, TypedCount, WrongField } from '../../contract/leftovers.ts'
import { shortDate } from '../format/dates.ts'
import { form } from '../styles/form.ts'
import { leftoverLine } from '../styles/leftovers.ts'
import { shared } from '../styles/shared.ts'
import { ja } from '../text/ja.ts'
import { leftovers as words } from '../text/leftovers.ts'
import { field } from './field.ts'
import './kb-drug-name.ts'

type Line = TypedCount['lines'][number]

/**
 * One drug of a count: what was counted, and what follows. Event `kb-line` with the line as it is typed. `.first` is what stood in its
 * fields before, so that what was typed can be told from what was there.
 */
export class KbLeftoverLine extends LitElement {
  static override properties = {
    line: { attribute: false },
    first: { attribute: false },
    result: { attribute: false },
    wrong: { attribute: false },
    today: {},
    hasGoal: { type: Boolean },
  }
  static override styles = [shared, form, leftoverLine]
  declare line: Line
  declare first: Line
  declare result: LeftoverResult | undefined
  declare wrong: readonly WrongField[]
  declare today: string
  declare hasGoal: boolean

  override render() {
    const { drug, countedIn, isGuess } = this.line
    const unit = drug.unit ?? ''
    return html`<article class=${drug.form} data-test="leftover-line">
      <div class="drug">
        <h3><kb-drug-name .name=${drug.name}></kb-drug-name></h3>
        <p class="sub">
          <span class="kind">${ja.form[drug.form]}</span> ${drug.usage ?? ''}
          ${drug.perDay === undefined ? nothing : html`<b>${words.perDay(drug.perDay, unit)}</b>`}
          ${drug.earlierPerDay === undefined ? nothing : words.earlier(drug.earlierPerDay, unit)}
        </p>
        ${drug.guess === undefined ? nothing : html`<p class="sub" data-test="guess">${words.guessOf(drug.guess, unit)}</p>`}
      </div>
      <div class="count">
        ${this.#counted(unit)} ${this.#unit(unit, countedIn)} ${this.#expires()}
        ${
          isGuess
            ? html`<p class="guess" data-test="is-guess">
                <span class="badge info">${words.isGuess}</span>
                <button
                  class="btn"
                  type="button"
                  data-test="was-counted"
                  @click=${() => this.#tell({ isGuess: false })}
                >
                  ${words.wasCounted}
                </button>
              </p>`
            : nothing
        }
      </div>
      ${this.#result(unit)}
    </article>`
  }

  #counted(unit: string) {
    const wrong = this.#wrongOf('counted')
    return field(
      {
        id: 'counted',
        label: this.line.countedIn === 'packets' || unit === '' ? words.counted : `${words.counted}（${unit}）`,
        wrong,
      },
      html`<input
        id="counted"
        class=${this.line.isGuess ? 'guessed' : ''}
        inputmode="decimal"
        autocomplete="off"
        maxlength="40"
        data-test="counted"
        aria-label=${words.countedOf(this.line.drug.name)}
        aria-invalid=${wrong === '' ? 'false' : 'true'}
        aria-describedby="counted-note"
        value=${this.first.counted}
        .value=${this.line.counted}
        @input=${(event: Event) => this.#tell({ counted: valueOf(event), isGuess: false })}
      />`,
    )
  }

  /** Packets can be computed where the doses of a day are known. */
  #unit(unit: string, countedIn: Line['countedIn']) {
    const { drug } = this.line
    if (drug.times === undefined || drug.perDay === undefined) return nothing
    return html`<div class="field">
      <label for="unit">${words.countedIn}</label>
      <select
        id="unit"
        data-test="counted-in"
        @change=${(event: Event) =>
          this.#tell({ countedIn: valueOf(event) === 'packets' ? 'packets' : 'amount', isGuess: false })}
      >
        <option value="amount" ?selected=${countedIn === 'amount'}>${unit || words.plainUnit}</option>
        <option value="packets" ?selected=${countedIn === 'packets'}>${words.packets}</option>
      </select>
    </div>`
  }

  #expires() {
    const wrong = this.#wrongOf('expires')
    return field(
      { id: 'expires', label: words.expires, wrong },
      html`<input
        id="expires"
        autocomplete="off"
        maxlength="20"
        data-test="expires"
        aria-invalid=${wrong === '' ? 'false' : 'true'}
        aria-describedby="expires-note"
        value=${this.first.expiresOn}
        .value=${this.line.expiresOn}
        @input=${(event: Event) => this.#tell({ expiresOn: valueOf(event) })}
      />`,
    )
  }

  #result(unit: string) {
    const { result, line } = this
    const { drug, countedIn } = line
    if (drug.perDay === undefined)
      return html`<div class="result"><span class="badge">${ja.taking.unknown}</span>${this.#warnings()}</div>`
    if (result?.days === undefined)
      return html`<div class="result"><span class="sub">${line.counted === '' ? words.notCounted : ''}</span></div>`
    const { days, rest, lastsUntil, lessDays, lessAmount, prescribeDays } = result
    const restUnit = countedIn === 'packets' ? words.packetUnit : unit
    return html`<div class="result" data-test="result">
      <dl>
        <div>
          <dt>${words.result.days}</dt>
          <dd>
            <b>${words.days(days)}</b> ${rest === undefined ? nothing : words.rest(rest, restUnit)}
            ${lastsUntil === undefined ? nothing : html`<span class="sub">${words.until(shortDate(lastsUntil, this.today))}</span>`}
          </dd>
        </div>
        ${
          lessDays === undefined || prescribeDays === undefined
            ? nothing
            : html`<div>
                  <dt>${words.result.less}</dt>
                  <dd data-test="less">
                    <b>${lessDays === 0 ? words.noLess : words.lessText(lessDays, lessAmount ?? '', unit)}</b>
                  </dd>
                </div>
                <div>
                  <dt>${words.result.prescribe}</dt>
                  <dd data-test="prescribe">
                    <b>${prescribeDays === 0 ? words.notNeeded : words.days(prescribeDays)}</b>
                  </dd>
                </div>`
        }
      </dl>
      ${this.hasGoal ? nothing : html`<p class="sub">${words.noGoal}</p>`} ${this.#warnings()}
    </div>`
  }

  #warnings() {
    const warnings = this.result?.warnings ?? []
    if (warnings.length === 0) return nothing
    return html`<ul class="warnings">
      ${warnings.map((warning) => html`<li class="badge bad" data-test="leftover-warning">${words.warning[warning]}</li>`)}
    </ul>`
  }

  #wrongOf(name: WrongField['field']): string {
    const found = this.wrong.find(({ field: at }) => at === name)
    return found ? words.wrong(found) : ''
  }

  #tell(change: Partial<Line>): void {
    this.dispatchEvent(new CustomEvent<Line>('kb-line', { detail: { ...this.line, ...change } }))
  }
}

const valueOf = (event: Event): string => (event.target as HTMLInputElement | HTMLSelectElement).value

customElements.define('kb-leftover-line', KbLeftoverLine)
