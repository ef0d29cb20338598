import { LitElement, html, nothing } from 'lit'
import type { Page } from '../../../contract/page.ts'
import type { PairList, Replacement, ReplacementPair } from '../../../contract/replacement.ts'
import type { Failure } from '../../data/outcome.ts'
import { listDate } from '../../format/dates.ts'
import type { Box } from '../../state/box.ts'
import { troubleOf } from '../../state/trouble.ts'
import { shared } from '../../styles/shared.ts'
import { replacement } from '../../text/replacement.ts'
import { clashNote, type Clash } from '../../components/kb-conflict.ts'
import '../../components/kb-tabs.ts'
import '../../components/kb-trouble.ts'
import { decidePair, pairsPath } from './pair-deed.ts'
import { replacementPanel } from './styles.ts'

const words = replacement.match
const lists: readonly PairList[] = ['exact', 'probable', 'unmatched']

/** Who of the old receipt computer is who in the new one, in three lists. Event `kb-decided` with the replacement as it is then. */
export class KbPairs extends LitElement {
  static override properties = {
    box: { attribute: false },
    replacement: { attribute: false },
    mayDecide: { type: Boolean },
    list: { state: true },
    pairs: { state: true },
    next: { state: true },
    failure: { state: true },
    isBusy: { state: true },
    clash: { state: true },
  }
  static override styles = [shared, replacementPanel]
  declare box: Box
  declare replacement: Replacement
  declare mayDecide: boolean
  declare list: PairList
  declare pairs: readonly ReplacementPair[]
  declare next: string | null
  declare failure: Failure | null
  declare isBusy: boolean
  declare clash: Clash | null
  #shown = ''

  constructor() {
    super()
    this.list = 'probable'
    this.pairs = []
    this.next = null
    this.failure = null
    this.isBusy = false
    this.clash = null
  }

  override willUpdate(): void {
    const { id, matchedAt, version } = this.replacement
    // Another PC may have decided: what is shown is fetched again with each version.
    const shown = `${id} ${String(matchedAt)} ${String(version)} ${this.list}`
    if (shown === this.#shown) return
    this.#shown = shown
    void this.#load()
  }

  override render() {
    const { counts, id } = this.replacement
    const counted = counts[this.list]
    return html`<div class="contain">
      <kb-tabs
        .tabs=${lists.map((list) => ({
          id: list,
          label: words.lists[list],
          note: `${counts[list].all.toLocaleString('ja')}人`,
        }))}
        .selected=${this.list}
        .label=${words.listLabel}
        @kb-tab=${(event: CustomEvent<PairList>) => {
          this.list = event.detail
          this.pairs = []
          this.clash = null
        }}
      ></kb-tabs>
      <p class="sub">${words.about[this.list]}</p>
      <div class="buttons">
        <span data-test="counts">${words.counts(counted.linked, counted.confirmed)}</span>
        <a
          class="btn"
          data-test="save-csv"
          href="/api/replacements/${id}/pairs.csv?list=${this.list}"
          download="patient-codes-${this.list}.csv"
          >${words.save}</a
        >
      </div>
      ${clashNote(this.clash, this.isBusy, () => {
        this.clash = null
      })}
      ${this.failure ? html`<kb-trouble .trouble=${troubleOf(this.failure)} @kb-retry=${() => void this.#load()}></kb-trouble>` : nothing}
      ${this.pairs.length === 0 ? html`<p class="quiet-note">${words.empty}</p>` : this.#table()}
      ${
        this.next === null
          ? nothing
          : html`<div class="buttons">
              <button
                class="btn"
                type="button"
                data-test="more-pairs"
                ?disabled=${this.isBusy}
                @click=${() => void this.#more()}
              >
                ${words.more}
              </button>
            </div>`
      }
    </div>`
  }

  #table() {
    const { columns } = words
    return html`<table>
      <thead>
        <tr>
          <th scope="col">${columns.old}</th>
          <th scope="col">${columns.next}</th>
          <th scope="col">${columns.link}</th>
          <th scope="col">${columns.reasons}</th>
          <th scope="col">${columns.decision}</th>
        </tr>
      </thead>
      <tbody>
        ${this.pairs.map((pair) => this.#row(pair))}
      </tbody>
    </table>`
  }

  #row(pair: ReplacementPair) {
    const { columns } = words
    return html`<tr data-test="pair">
      <td data-label=${columns.old}>${this.#person(pair.old)}</td>
      <td data-label=${columns.next}>${pair.next ? this.#person(pair.next) : words.nobody}</td>
      <td data-label=${columns.link}>
        ${pair.isLinked ? html`<span class="badge set">${words.linked}</span>` : html`<span class="sub">${words.unlinked}</span>`}
      </td>
      <td data-label=${columns.reasons}>${pair.reasons.map((reason) => words.reasons[reason] ?? reason).join('・')}</td>
      <td data-label=${columns.decision}>${this.#decision(pair)}</td>
    </tr>`
  }

  #person({ code, name, kana, birthOn }: ReplacementPair['old']) {
    return html`<b>${code}</b> ${
        name === '' && kana === ''
          ? html`<span class="sub">${words.noFileYet}</span>`
          : html`<span class="kana">${kana}</span>${name}　<span class="sub"
                >${birthOn === null ? nothing : listDate(birthOn)}</span
              >`
      }`
  }

  #decision(pair: ReplacementPair) {
    if (!pair.next || !this.mayDecide) return pair.next ? words.decision[pair.decision] : nothing
    const button = (decision: 'confirmed' | 'refused', text: string) =>
      html`<button
        class="btn ${pair.decision === decision ? 'primary' : ''}"
        type="button"
        data-test=${decision}
        aria-pressed=${pair.decision === decision ? 'true' : 'false'}
        ?disabled=${this.isBusy}
        @click=${() => void this.#decide(this.replacement, pair, pair.decision === decision ? 'open' : decision)}
      >
        ${pair.decision === decision ? '✓ ' : ''}${text}<span class="visually-hidden">　${pair.old.code}</span>
      </button>`
    return html`<div class="decide">${button('confirmed', words.confirm)} ${button('refused', words.refuse)}</div>`
  }

  /** Everything that was shown, again. */
  async #load(): Promise<void> {
    const wanted = Math.max(1, Math.ceil(this.pairs.length / 100))
    const shown = this.#shown
    const found: ReplacementPair[] = []
    let cursor: string | null = null
    for (let page = 0; page < wanted; page++) {
      const outcome = await this.#page(cursor)
      if (shown !== this.#shown) return
      if (!outcome) return
      found.push(...outcome.items)
      cursor = outcome.next
      if (cursor === null) break
    }
    this.pairs = found
    this.next = cursor
  }

  async #page(cursor: string | null): Promise<Page<ReplacementPair> | null> {
    const more = cursor === null ? '' : `&cursor=${cursor}`
    const outcome = await this.box.http.get<Page<ReplacementPair>>(
      `${pairsPath(this.replacement)}?list=${this.list}${more}`,
    )
    this.failure = outcome.ok ? null : outcome.failure
    return outcome.ok ? outcome.value : null
  }

  async #more(): Promise<void> {
    if (this.next === null) return
    this.isBusy = true
    const page = await this.#page(this.next)
    this.isBusy = false
    if (!page) return
    this.pairs = [...this.pairs, ...page.items]
    this.next = page.next
  }

  async #decide(replacement: Replacement, pair: ReplacementPair, decision: ReplacementPair['decision']): Promise<void> {
    if (this.isBusy) return
    this.isBusy = true
    this.clash = null
    const done = await decidePair(this.box.http, { replacement, pair }, decision)
    this.isBusy = false
    this.failure = 'failure' in done ? done.failure : null
    if ('rows' in done) {
      const keepMine = () => this.#decide(done.replacement, done.pair, decision)
      this.clash = { rows: done.rows, keepMine }
    }
    if (done.replacement) this.dispatchEvent(new CustomEvent<Replacement>('kb-decided', { detail: done.replacement }))
  }
}

customElements.define('kb-pairs', KbPairs)
