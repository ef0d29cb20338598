import { LitElement, css, html, nothing } from 'lit'
import type { CardIssue, IssueKind } from '../../../contract/card-issue.ts'
import { listIssues, startIssue } from '../../data/card-issues.ts'
import type { Failure } from '../../data/outcome.ts'
import type { Page } from '../../../contract/page.ts'
import { whenText } from '../../format/dates.ts'
import type { Box } from '../../state/box.ts'
import { LivePages } from '../../state/live-load.ts'
import { backToList } from '../back-to-list.ts'
import { shared } from '../../styles/shared.ts'
import { cards } from '../../text/cards.ts'
import { ja } from '../../text/ja.ts'
import '../../components/kb-key-hints.ts'
import '../../components/kb-loading.ts'
import '../../components/kb-trouble.ts'
import { issueTrouble, todayOf } from './deed.ts'
import { personFacts } from './facts.ts'
import { stepStyles } from './styles.ts'

const words = cards.list

/** The two starts, and the issues that are not finished: whoever comes next goes on with them, on any PC. */
export class KbCardList extends LitElement {
  static override properties = {
    box: { attribute: false },
    begin: { attribute: false },
    failure: { state: true },
    isBusy: { state: true },
  }
  static override styles = [
    shared,
    stepStyles,
    css`
      .head {
        display: flex;
        flex-wrap: wrap;
        align-items: center;
        gap: 8px 16px;
        margin-bottom: 12px;
      }
      h1 {
        flex: 1;
        font-size: 1.375rem;
      }
      .starts {
        display: grid;
        grid-template-columns: repeat(auto-fit, minmax(min(20rem, 100%), 1fr));
        gap: 12px;
        margin-bottom: 24px;
      }
      .start {
        padding: 16px 20px;
        border: 2px solid var(--accent);
        border-radius: 14px;
        background: var(--paper);
        text-align: left;
      }
      .start:hover:not(:disabled) {
        background: var(--accent-soft);
      }
      .start b {
        display: block;
        color: var(--accent-ink);
        font-size: 1.25rem;
      }
      .start span {
        color: var(--ink-2);
      }
      .part {
        padding: 14px 18px 18px;
      }
      .more {
        display: flex;
        justify-content: center;
        padding-top: 12px;
      }
    `,
  ]
  declare box: Box
  /** What is begun as soon as this is shown, without another press; null nothing. */
  declare begin: IssueKind | null
  /** Of beginning one. */
  declare failure: Failure | null
  declare isBusy: boolean
  readonly #issues = new LivePages<Page<CardIssue>>(this, {
    live: () => this.box.live,
    key: () => 'open',
    load: (_, cursor) => listIssues(this.box.http, cursor),
    nouns: ['card-issue'],
  })

  constructor() {
    super()
    this.begin = null
    this.failure = null
    this.isBusy = false
  }

  override willUpdate(changed: Map<string, unknown>): void {
    if (changed.has('begin') && this.begin) void this.#begin(this.begin)
  }

  override firstUpdated(): void {
    // Only where the keyboard is nowhere in particular.
    if (document.activeElement === document.body || document.activeElement === null)
      this.renderRoot.querySelector<HTMLElement>('.start')?.focus()
  }

  override render() {
    const failure = this.failure ?? this.#issues.failure
    return html`<div class="head">
        ${backToList(this.box)}
        <h1>${ja.pages.cards}</h1>
        <button
          class="btn quiet"
          type="button"
          data-test="to-terms"
          @click=${() => {
            this.box.router.go({ page: 'cards', id: 'terms' })
          }}
        >
          ${words.terms}
        </button>
      </div>
      <div class="starts">
        ${this.#start('new', words.startNew, words.startNewHint)}
        ${this.#start('reissue', words.startReissue, words.startReissueHint)}
      </div>
      ${
        failure
          ? html`<kb-trouble
              .trouble=${issueTrouble(failure)}
              .reference=${failure.reference}
              @kb-retry=${() => {
                this.failure = null
                void this.#issues.reload()
              }}
            ></kb-trouble>`
          : nothing
      }
      <section class="sheet part">
        <h2>${words.open}</h2>
        <p class="hint">${words.openHint}</p>
        ${this.#open()}
      </section>
      <kb-key-hints .hints=${cards.keys.list}></kb-key-hints>`
  }

  #open() {
    const { value, failure } = this.#issues
    if (value === null) return failure ? nothing : html`<kb-loading rows="2"></kb-loading>`
    if (value.items.length === 0)
      return html`<p class="quiet-note" data-test="no-issues"><b>${words.none}</b>${words.noneHint}</p>`
    return html`<ul class="rows">
        ${value.items.map((issue) => html`<li>${this.#issue(issue)}</li>`)}
      </ul>
      ${
        value.next === null
          ? nothing
          : html`<div class="more">
              <button class="btn" type="button" @click=${() => void this.#issues.more()}>${ja.common.more}</button>
            </div>`
      }`
  }

  #issue(issue: CardIssue) {
    const { id, kind, step, person, createdAt, startedBy, provenAt } = issue
    const today = todayOf(this.box)
    return html`<div class="row" data-test="open-issue" data-id=${id}>
      <span class="badge">${cards.kind[kind]}</span>
      <span class="who"
        >${person ? personFacts(person, today) : html`<b>${words.nobody}</b>`}
        <span class="sub">${words.started(whenText(createdAt, today), startedBy)}</span></span
      >
      ${provenAt === null ? nothing : html`<span class="badge bad">${words.hasCard}</span>`}
      <span class="badge info">${step === 'done' || step === 'undone' ? '' : cards.step[step]}</span>
      <button
        class="btn primary"
        type="button"
        data-test="resume"
        @click=${() => {
          this.box.router.go({ page: 'cards', id })
        }}
      >
        ${words.resume}
      </button>
    </div>`
  }

  #start(kind: IssueKind, label: string, hint: string) {
    return html`<button
      class="start"
      type="button"
      data-test="start-${kind}"
      ?disabled=${this.isBusy}
      @click=${() => void this.#begin(kind)}
    >
      <b>${label}</b><span>${hint}</span>
    </button>`
  }

  async #begin(kind: IssueKind): Promise<void> {
    if (this.isBusy) return
    this.isBusy = true
    const outcome = await startIssue(this.box.http, { kind, counterId: this.box.counter().counter?.id ?? null })
    this.isBusy = false
    const { router } = this.box
    const { page } = router.route.value
    if (!outcome.ok) this.failure = outcome.failure
    // Somebody went elsewhere meanwhile: the issue waits in the list.
    else if (!this.isConnected || page !== 'cards') return
    // "Back" is not to begin another one.
    else if (this.begin) router.replace({ page, id: outcome.value.id })
    else router.go({ page, id: outcome.value.id })
  }
}

customElements.define('kb-card-list', KbCardList)
