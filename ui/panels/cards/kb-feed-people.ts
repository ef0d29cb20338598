import { LitElement, css, html, nothing } from 'lit'
import { repeat } from 'lit/directives/repeat.js'
import type { RecentPatient } from '../../../contract/card-issue.ts'
import type { Patient } from '../../../contract/patient.ts'
import { listRecentPatients, searchPatients } from '../../data/card-issues.ts'
import type { Page } from '../../../contract/page.ts'
import { whenText } from '../../format/dates.ts'
import type { Box } from '../../state/box.ts'
import { Finder } from '../../state/finder.ts'
import { LivePages } from '../../state/live-load.ts'
import { SteadyLists } from '../../state/steady-list.ts'
import { form } from '../../styles/form.ts'
import { shared } from '../../styles/shared.ts'
import { cards } from '../../text/cards.ts'
import '../../components/kb-loading.ts'
import '../../components/kb-trouble.ts'
import { isInSteady, news, newsStyles } from '../../components/news.ts'
import { issueTrouble, todayOf } from './deed.ts'
import { personFacts } from './facts.ts'
import { stepStyles } from './styles.ts'

const words = cards.person

/** The receipt computer's patients: those whose files came last, or those a search finds. Event `kb-choose` with the patient. */
export class KbFeedPeople extends LitElement {
  static override properties = {
    box: { attribute: false },
    chosen: {},
  }
  static override styles = [
    shared,
    form,
    stepStyles,
    newsStyles,
    css`
      .rows {
        max-height: 26rem;
        margin-top: 8px;
        padding: 3px;
        overflow: auto;
      }
      .row b {
        font-size: 1rem;
      }
    `,
  ]
  declare box: Box
  declare chosen: string | null
  readonly #recent = new LivePages<Page<RecentPatient>>(this, {
    live: () => this.box.live,
    key: () => 'recent',
    load: (_, cursor) => listRecentPatients(this.box.http, cursor),
    nouns: ['dispensing'],
  })
  readonly #found = new Finder<Page<Patient>>(this, (typed, signal) => searchPatients(this.box.http, typed, signal))

  /** Nobody comes to stand under the pointer that is about to press. */
  readonly #steady = new SteadyLists(this, () => isInSteady(this.renderRoot))

  constructor() {
    super()
    this.chosen = null
  }

  override render() {
    const failure = this.#found.failure ?? this.#recent.failure
    const rows = this.#rows()
    return html`<div data-steady @pointerleave=${this.#steady.onLeave} @focusout=${this.#steady.onLeave}>
      <div class="with-news">
        <h2>${words.feed}</h2>
        ${this.#found.found ? nothing : news(this.#steady)}
      </div>
      <p class="hint">${words.feedHint}</p>
      <div class="field">
        <label for="q">${words.search}</label>
        <input
          id="q"
          type="search"
          data-test="feed-search"
          autocomplete="off"
          spellcheck="false"
          maxlength="100"
          placeholder=${words.searchHint}
          @input=${this.#found.onInput}
        />
      </div>
      ${failure ? html`<kb-trouble .trouble=${issueTrouble(failure)} @kb-retry=${this.#again}></kb-trouble>` : nothing}
      <div class="rows" role="group" aria-label=${words.feed} aria-live="off" data-rows>${rows}</div>
    </div>`
  }

  #rows() {
    const { found } = this.#found
    const { value, failure } = this.#recent
    if (found)
      return found.items.length === 0
        ? html`<p class="quiet-note" role="status">${words.foundNone}</p>`
        : repeat(
            found.items,
            ({ id }) => id,
            (patient) => this.#row(patient, null, patient.memberId !== null ? words.isLinked : ''),
          )
    if (value === null) return failure ? nothing : html`<kb-loading rows="3"></kb-loading>`
    if (value.items.length === 0)
      return html`<p class="quiet-note" data-test="feed-none"><b>${words.feedNone}</b>${words.feedNoneHint}</p>`
    return html`${repeat(this.#steady.rows('recent', '', value.items, idOf), idOf, ({ patient, receivedAt, holder }) =>
      this.#row(patient, receivedAt, holder ? (holder.cards > 0 ? words.hasCard : words.isLinked) : ''),
    )}
    ${
      value.next === null
        ? nothing
        : html`<button class="btn" type="button" @click=${() => void this.#recent.more()}>${words.more}</button>`
    }`
  }

  #row(patient: Patient, receivedAt: number | null, badge: string) {
    const today = todayOf(this.box)
    return html`<button
      class="row"
      type="button"
      data-test="feed-person"
      aria-pressed=${patient.id === this.chosen ? 'true' : 'false'}
      @click=${() => this.dispatchEvent(new CustomEvent<Patient>('kb-choose', { detail: patient }))}
    >
      <span class="who">${personFacts(patient, today, patient.code)}</span>
      ${badge === '' ? nothing : html`<span class="badge info">${badge}</span>`}
      ${receivedAt === null ? nothing : html`<span class="sub">${words.received(whenText(receivedAt, today))}</span>`}
    </button>`
  }

  readonly #again = (): void => {
    void this.#recent.reload()
    void this.#found.again()
  }
}

const idOf = ({ patient }: RecentPatient): string => patient.id

customElements.define('kb-feed-people', KbFeedPeople)
