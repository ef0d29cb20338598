import { LitElement, css, html, nothing } from 'lit'
import { repeat } from 'lit/directives/repeat.js'
import type { Stray, StrayList } from '../../../contract/stray.ts'
import type { Failure } from '../../data/outcome.ts'
import { birthCell, whenText } from '../../format/dates.ts'
import type { Box } from '../../state/box.ts'
import { LiveLoad } from '../../state/live-load.ts'
import { troubleOf } from '../../state/trouble.ts'
import { shared } from '../../styles/shared.ts'
import { ja } from '../../text/ja.ts'
import { replacement } from '../../text/replacement.ts'
import { clashNote, type Clash } from '../../components/kb-conflict.ts'
import '../../components/kb-trouble.ts'
import { decideStray, type StrayAct } from './stray-deed.ts'
import { replacementPanel } from './styles.ts'

const words = replacement.strays
const done: Record<StrayAct, string> = { same: words.joined, other: words.kept, undo: words.undone }

/** Whose files came under the code of somebody else, beside who has that code: 同じ方 or 別の方, and back. Draws nothing while there is nobody. */
export class KbStrays extends LitElement {
  static override properties = {
    box: { attribute: false },
    today: {},
    mayDecide: { type: Boolean },
    failure: { state: true },
    isBusy: { state: true },
    said: { state: true },
    clash: { state: true },
  }
  static override styles = [
    shared,
    replacementPanel,
    css`
      .fact {
        display: inline-block;
        margin-right: 0.75em;
        overflow-wrap: normal;
      }
    `,
  ]
  declare box: Box
  declare today: string
  declare mayDecide: boolean
  /** Why the last deed was not done. */
  declare failure: Failure | null
  declare isBusy: boolean
  declare said: string
  declare clash: Clash | null
  readonly #strays = new LiveLoad<StrayList>(this, {
    live: () => this.box.live,
    key: () => 'strays',
    load: () => this.box.http.get('/api/strays'),
    // Whoever comes new is told by a notice.
    nouns: ['replacement', 'notice'],
  })

  constructor() {
    super()
    this.failure = null
    this.isBusy = false
    this.said = ''
    this.clash = null
  }

  override render() {
    const strays = this.#strays.value?.items ?? []
    const failure = this.failure ?? this.#strays.failure
    if (strays.length === 0 && !failure && !this.clash) return nothing
    return html`<section class="sheet step" aria-labelledby="title" data-test="strays">
      <h2 id="title">${words.title}</h2>
      <p class="hint">${words.hint}${this.mayDecide ? '' : ` ${words.onlyPharmacist}`}</p>
      <div role="status" data-test="stray-said">${this.said === '' ? nothing : `✓ ${this.said}`}</div>
      ${
        failure
          ? html`<kb-trouble
              .trouble=${troubleOf(failure)}
              .reference=${failure.reference}
              @kb-retry=${this.#again}
            ></kb-trouble>`
          : nothing
      }
      ${clashNote(this.clash, this.isBusy, () => {
        this.clash = null
      })}
      <div class="contain">
        <table>
          <thead>
            <tr>
              <th scope="col">${words.code}</th>
              <th scope="col">${words.known}</th>
              <th scope="col">${words.came}</th>
              <th scope="col">${words.decision}</th>
            </tr>
          </thead>
          <tbody>
            ${repeat(
              strays,
              ({ person, decision }) => decision?.id ?? person.id,
              (stray) => this.#row(stray),
            )}
          </tbody>
        </table>
      </div>
      ${this.#strays.value?.isCut ? html`<p class="hint" data-test="strays-more">${words.more}</p>` : nothing}
    </section>`
  }

  #row(stray: Stray) {
    const { code, known, person } = stray
    return html`<tr data-test="stray" data-id=${person.id}>
      <td data-label=${words.code}><b class="fact">${code}</b></td>
      <td data-label=${words.known}>${known ? this.#person(known) : words.nobody}</td>
      <td data-label=${words.came}>${this.#person(person)}</td>
      <td data-label=${words.decision}>${this.#decision(stray)}</td>
    </tr>`
  }

  #person({ name, kana, sex, birthOn, dispensings, memberId }: Stray['person']) {
    const birth = birthOn === undefined ? undefined : birthCell(birthOn, this.today)
    return html`<span class="kana">${kana}</span>${name || ja.common.unnamed}<br />
      <span class="sub">
        ${[
          ja.sex[sex],
          birth ? `${birth.date} (${birth.wareki})` : ja.date.unknown,
          words.dispensings(dispensings),
          memberId === null ? words.unlinked : words.linked,
        ].map((fact) => html`<span class="fact">${fact}</span> `)}
      </span>`
  }

  #decision(stray: Stray) {
    const { decision, known } = stray
    if (decision)
      return html`<b>✓ ${words.decided[decision.kind]}</b>
        <span class="sub">${whenText(decision.at, this.today)}　${decision.by}</span>
        ${
          this.mayDecide
            ? html`<button
                class="btn"
                type="button"
                data-test="undo-stray"
                ?disabled=${this.isBusy}
                @click=${() => void this.#act(stray, 'undo')}
              >
                ${replacement.undo}<span class="visually-hidden">　${stray.code}</span>
              </button>`
            : nothing
        }`
    if (!this.mayDecide) return words.open
    return html`<div class="decide">
      ${
        known
          ? html`<button
              class="btn"
              type="button"
              data-test="same-stray"
              ?disabled=${this.isBusy}
              @click=${() => void this.#act(stray, 'same')}
            >
              ${words.same}<span class="visually-hidden">　${stray.code}</span>
            </button>`
          : nothing
      }
      <button
        class="btn"
        type="button"
        data-test="other-stray"
        ?disabled=${this.isBusy}
        @click=${() => void this.#act(stray, 'other')}
      >
        ${words.other}<span class="visually-hidden">　${stray.code}</span>
      </button>
    </div>`
  }

  async #act(stray: Stray, act: StrayAct): Promise<void> {
    if (this.isBusy) return
    this.isBusy = true
    this.said = ''
    this.failure = null
    this.clash = null
    const outcome = await decideStray(this.box.http, stray, act)
    // What is shown is what the box holds now, whoever was quicker.
    await this.#strays.reload()
    this.isBusy = false
    if ('isDone' in outcome) this.said = done[act]
    else if ('failure' in outcome) this.failure = outcome.failure
    else this.clash = { rows: outcome.rows, keepMine: () => this.#act(outcome.now, act) }
  }

  readonly #again = (): void => {
    this.failure = null
    void this.#strays.reload()
  }
}

customElements.define('kb-strays', KbStrays)
