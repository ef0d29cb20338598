import { LitElement, css, html, nothing } from 'lit'
import { repeat } from 'lit/directives/repeat.js'
import type { CardIssue } from '../../../contract/card-issue.ts'
import type { LinkCandidate, LinkCandidates } from '../../../contract/link.ts'
import type { Patient } from '../../../contract/patient.ts'
import { getCandidates } from '../../data/card-issues.ts'
import type { Box } from '../../state/box.ts'
import { LiveLoad } from '../../state/live-load.ts'
import { SteadyLists } from '../../state/steady-list.ts'
import { shared } from '../../styles/shared.ts'
import { cards } from '../../text/cards.ts'
import { links } from '../../text/links.ts'
import '../../components/kb-loading.ts'
import '../../components/kb-trouble.ts'
import { isInSteady, news, newsStyles } from '../../components/news.ts'
import { reasonList } from '../links/candidate.ts'
import { whyNote } from '../links/notes.ts'
import { whyStyles } from '../links/styles.ts'
import { issueTrouble, tellDeed, todayOf } from './deed.ts'
import { personFacts } from './facts.ts'
import { stepStyles } from './styles.ts'

const words = cards.link

interface Row {
  patient: Patient
  /** Undefined for the patient chosen at the start where the box sees nothing alike. */
  candidate: LinkCandidate | undefined
  isNear: boolean
}

const idOf = ({ patient }: Row): string => patient.id

const mayBeSet = ({ candidate }: Row): boolean => !candidate?.linkedTo && candidate?.isHeld !== true

/** Step 5: お薬自動登録, from the patient chosen at the start or from the candidates. It can be put off, and says what that means. */
export class KbCardLink extends LitElement {
  static override properties = {
    box: { attribute: false },
    issue: { attribute: false },
    isBusy: { type: Boolean, attribute: 'isbusy' },
    chosen: { state: true },
  }
  static override styles = [
    shared,
    stepStyles,
    whyStyles,
    newsStyles,
    css`
      .rows {
        margin: 8px 0;
      }
    `,
  ]
  declare box: Box
  declare issue: CardIssue
  declare isBusy: boolean
  /** Id of the patient that is marked. */
  declare chosen: string | null
  readonly #candidates = new LiveLoad<LinkCandidates>(this, {
    live: () => this.box.live,
    key: () => this.issue.memberId ?? '',
    load: (id) => getCandidates(this.box.http, id),
    nouns: ['patient', 'dispensing'],
  })

  /** Nobody comes to stand under the pointer that is about to press. */
  readonly #steady = new SteadyLists(this, () => isInSteady(this.renderRoot))

  constructor() {
    super()
    this.chosen = null
  }

  /** Candidates, then those that are only alike; the patient chosen at the start comes first, unless somebody else has taken it meanwhile. */
  #rows(): Row[] {
    const { candidates = [], near = [] } = this.#candidates.value ?? {}
    const { patient, memberId } = this.issue
    const rows = [
      ...candidates.map((candidate) => ({ patient: candidate.patient, candidate, isNear: false })),
      ...near.map((candidate) => ({ patient: candidate.patient, candidate, isNear: true })),
    ]
    const isFree = patient !== null && (patient.memberId === null || patient.memberId === memberId)
    if (!patient || !isFree) return rows
    const known = rows.find((row) => row.patient.id === patient.id)
    if (known && !known.isNear) return rows
    return [{ patient, candidate: known?.candidate, isNear: false }, ...rows.filter((row) => row !== known)]
  }

  /** Only of those that are shown: who has just come may be waiting. */
  #marked(rows: readonly Row[]): string | null {
    const free = rows.filter(mayBeSet)
    if (this.chosen !== null && free.some(({ patient }) => patient.id === this.chosen)) return this.chosen
    const start = free.find(({ patient }) => patient.id === this.issue.patient?.id)
    // Only what is the same to the letter is marked by itself; nothing is ever set by itself.
    const exact = free.filter(({ candidate }) => candidate?.strength === 'exact')
    return start?.patient.id ?? (exact.length === 1 ? (exact[0]?.patient.id ?? null) : null)
  }

  override render() {
    const { linked } = this.issue
    if (linked.length > 0)
      return html`<h2>${words.already}</h2>
        <div class="rows">
          ${linked.map((patient) => html`<div class="row"><span class="who">${personFacts(patient, todayOf(this.box), patient.code)}</span></div>`)}
        </div>
        <div class="foot">${this.#primary(words.next, linked[0]?.id ?? null)}</div>`
    const rows = this.#rows()
    const group = (name: string, isNear: boolean) =>
      this.#steady.rows(
        name,
        this.issue.id,
        rows.filter((row) => row.isNear === isNear),
        idOf,
      )
    const [own, near] = [group('own', false), group('near', true)]
    const marked = this.#marked([...own, ...near])
    return html`<h2>${words.title}</h2>
      <p class="note warn">${words.hint}</p>
      ${this.#groups(own, near, marked)}
      <p class="sub">${words.laterHint}</p>
      <div class="foot">
        <button
          class="btn"
          type="button"
          data-test="link-later"
          ?disabled=${this.isBusy}
          @click=${() => {
            tellDeed(this, 'link', { patientId: null })
          }}
        >
          ${words.later}
        </button>
        ${this.#primary(words.set, marked)}
      </div>`
  }

  #primary(label: string, patientId: string | null) {
    return html`<button
      class="btn primary big"
      type="button"
      data-primary
      data-first
      data-test="set-link"
      ?disabled=${this.isBusy || patientId === null}
      @click=${() => {
        tellDeed(this, 'link', { patientId })
      }}
    >
      ${label} <span class="key">F7</span>
    </button>`
  }

  #groups(own: readonly Row[], near: readonly Row[], marked: string | null) {
    const { value, failure } = this.#candidates
    const trouble = failure
      ? html`<kb-trouble
          .trouble=${issueTrouble(failure)}
          @kb-retry=${() => void this.#candidates.reload()}
        ></kb-trouble>`
      : nothing
    if (own.length + near.length === 0 && !value) return failure ? trouble : html`<kb-loading rows="2"></kb-loading>`
    return html`${trouble}
      <div data-steady @pointerleave=${this.#steady.onLeave} @focusout=${this.#steady.onLeave}>
        <div class="with-news">${news(this.#steady)}</div>
        ${own.some(mayBeSet) ? nothing : this.#why()}
        <div data-rows>
          ${this.#group(words.candidates, own, marked)} ${this.#group(links.detail.near, near, marked)}
        </div>
      </div>`
  }

  /** Why nobody can be set, and where it is mended. */
  #why() {
    const { value } = this.#candidates
    if (!value) return nothing
    const { member, reasons } = value
    if (reasons.length === 0)
      return html`<p class="quiet-note" data-test="no-candidates"><b>${words.none}</b>${words.noneHint}</p>`
    return html`<div data-test="no-candidates">
      ${whyNote(value, todayOf(this.box), (page) => {
        this.box.router.go({ page })
      })}
      ${
        reasons.includes('linked-elsewhere')
          ? html`<button
              class="btn"
              type="button"
              data-test="to-links"
              @click=${() => {
                this.box.router.go({ page: 'links', id: member.id })
              }}
            >
              ${words.toLinks}
            </button>`
          : nothing
      }
    </div>`
  }

  #group(title: string, rows: readonly Row[], marked: string | null) {
    if (rows.length === 0) return nothing
    return html`<h3>${title}</h3>
      <div class="rows" role="group" aria-label=${title}>${repeat(rows, idOf, (row) => this.#row(row, marked))}</div>`
  }

  #row(row: Row, marked: string | null) {
    const { patient, candidate } = row
    const today = todayOf(this.box)
    return html`<button
      class="row"
      type="button"
      data-test="candidate"
      aria-pressed=${patient.id === marked ? 'true' : 'false'}
      ?disabled=${!mayBeSet(row) || this.isBusy}
      @click=${() => {
        this.chosen = patient.id
      }}
    >
      <span class="who">${personFacts(patient, today, patient.code)}</span>
      ${patient.id === this.issue.patient?.id ? html`<span class="badge info">${words.chosen}</span>` : nothing}
      ${candidate ? this.#reasons(candidate, today) : nothing}
    </button>`
  }

  #reasons(candidate: LinkCandidate, today: string) {
    const { linkedTo, isHeld } = candidate
    return html`${reasonList(candidate, today)}
    ${linkedTo ? html`<span class="taken">${words.linkedTo(linkedTo.name)}</span>` : nothing}
    ${isHeld ? html`<span class="taken">${links.why.words['feed-frozen'].what}</span>` : nothing}`
  }
}

customElements.define('kb-card-link', KbCardLink)
