import { LitElement, html, nothing } from 'lit'
import type { CardIssue, IssueStep } from '../../../contract/card-issue.ts'
import { doDeed, getIssue, startIssue } from '../../data/card-issues.ts'
import type { Failure } from '../../data/outcome.ts'
import type { Box } from '../../state/box.ts'
import { hasDialog } from '../../state/occupied.ts'
import { shared } from '../../styles/shared.ts'
import { cards } from '../../text/cards.ts'
import { ja } from '../../text/ja.ts'
import { clashNote, type Clash } from '../../components/kb-conflict.ts'
import '../../components/kb-key-hints.ts'
import '../../components/kb-loading.ts'
import '../../components/kb-trouble.ts'
import { askUndo } from '../../dialogs/undo-issue/kb-undo-issue-dialog.ts'
import { issueTrouble, todayOf, type Deed } from './deed.ts'
import { personFacts } from './facts.ts'
import { isMet, isSamePerson, issueRows, keptOf, personDeed, typedOf } from './issue-conflict.ts'
import { stepStyles } from './styles.ts'
import { wizardStyles } from './wizard-styles.ts'
import './kb-card-consent.ts'
import './kb-card-duplicates.ts'
import './kb-card-handover.ts'
import './kb-card-link.ts'
import './kb-card-member.ts'
import './kb-card-person.ts'
import './kb-card-touch.ts'

const words = cards.wizard
type OpenStep = Exclude<IssueStep, 'done' | 'undone'>
const newSteps: readonly OpenStep[] = ['person', 'duplicates', 'consent', 'card', 'link', 'handover']

/**
 * One issue from its first entry to the hand-over. What is shown is what the box holds: any PC shows the same, and goes on. Longer than most
 * panels: each step is an element of its own, and all that they do comes together here.
 */
export class KbCardWizard extends LitElement {
  static override properties = {
    box: { attribute: false },
    issueId: {},
    issue: { state: true },
    failure: { state: true },
    isBusy: { state: true },
    isCorrecting: { state: true },
    clash: { state: true },
  }
  static override styles = [shared, stepStyles, wizardStyles]
  declare box: Box
  declare issueId: string
  declare issue: CardIssue | null
  declare failure: Failure | null
  declare isBusy: boolean
  /** Back at the person of an issue whose card is not written yet. */
  declare isCorrecting: boolean
  declare clash: Clash | null
  #stop: (() => void) | undefined
  #asked = 0
  #shownStep = ''
  /** The key for the next step is still down. */
  #isHeld = false

  constructor() {
    super()
    this.issue = null
    this.failure = null
    this.isBusy = false
    this.isCorrecting = false
    this.clash = null
  }

  override connectedCallback(): void {
    super.connectedCallback()
    const load = () => void this.#load()
    this.#stop = this.box.live.listen({
      change: (noun, ids) => {
        // A member or a patient may be who this is for, or whom they double.
        if ((noun === 'card-issue' && ids.includes(this.issueId)) || noun === 'member') load()
      },
      reload: load,
      up: load,
    })
    addEventListener('keydown', this.#onKey)
    addEventListener('keyup', this.#onRelease)
    addEventListener('blur', this.#onRelease)
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback()
    this.#stop?.()
    removeEventListener('keydown', this.#onKey)
    removeEventListener('keyup', this.#onRelease)
    removeEventListener('blur', this.#onRelease)
  }

  override willUpdate(changed: Map<string, unknown>): void {
    if (!changed.has('issueId')) return
    this.issue = null
    this.isCorrecting = false
    this.clash = null
    void this.#load()
  }

  override updated(): void {
    const step = this.issue ? `${this.issue.kind}${this.#step(this.issue)}` : ''
    if (step === '' || step === this.#shownStep) return
    this.#shownStep = step
    void this.#focusStep()
  }

  override render() {
    const { issue, failure } = this
    return html`${this.#head(issue)}
      ${
        failure
          ? html`<kb-trouble
              .trouble=${issueTrouble(failure)}
              .reference=${failure.reference}
              .action=${failure.kind === 'refused' ? '' : ja.common.retry}
              @kb-retry=${() => void this.#load()}
            ></kb-trouble>`
          : nothing
      }
      ${clashNote(this.clash, this.isBusy, () => {
        this.clash = null
      })}
      ${issue ? this.#body(issue) : failure ? nothing : html`<kb-loading></kb-loading>`}
      <kb-key-hints .hints=${cards.keys.wizard}></kb-key-hints>`
  }

  #head(issue: CardIssue | null) {
    const isOpen = issue !== null && issue.step !== 'done' && issue.step !== 'undone'
    return html`<div class="head">
      <button
        class="btn"
        type="button"
        data-test="to-issues"
        @click=${() => {
          this.box.router.go({ page: 'cards' })
        }}
      >
        ‹ ${words.back}
      </button>
      <h1>${ja.pages.cards}${issue ? html` <small>${cards.kind[issue.kind]}</small>` : nothing}</h1>
      ${
        isOpen
          ? html`<button
              class="btn quiet"
              type="button"
              data-test="undo-issue"
              ?disabled=${this.isBusy}
              @click=${() => void this.#undo(issue)}
            >
              ${words.undo}
            </button>`
          : nothing
      }
    </div>`
  }

  #step(issue: CardIssue): IssueStep {
    return this.isCorrecting && issue.provenAt === null ? 'person' : issue.step
  }

  #body(issue: CardIssue) {
    const step = this.#step(issue)
    if (step === 'done' || step === 'undone') return this.#ended(issue)
    const steps = issue.kind === 'new' ? newSteps : newSteps.filter((each) => each !== 'duplicates')
    const at = steps.indexOf(step)
    return html`<ol class="steps" aria-label=${words.steps}>
        ${steps.map(
          (each, index) =>
            html`<li
              class=${index < at ? 'past' : ''}
              aria-current=${index === at ? 'step' : nothing}
              data-step=${each}
            >
              <i>${index < at ? '✓' : index + 1}</i>${cards.step[each]}
            </li>`,
        )}
      </ol>
      ${this.#alsoOpen(issue)}
      ${
        issue.person && step !== 'person'
          ? html`<div class="sheet person" data-test="issue-person">
              <div>${personFacts(issue.person, todayOf(this.box), issue.patient?.code)}</div>
              ${
                issue.provenAt === null
                  ? html`<button
                      class="btn"
                      type="button"
                      data-test="correct"
                      @click=${() => {
                        this.isCorrecting = true
                        this.#compare(issue, issue)
                      }}
                    >
                      ${words.correct}
                    </button>`
                  : nothing
              }
            </div>`
          : nothing
      }
      <section class="sheet body" data-test="step" data-step=${step}>${this.#part(issue, step)}</section>`
  }

  #part(issue: CardIssue, step: OpenStep) {
    const { box } = this
    // First one of the two versions is chosen.
    const isBusy = this.isBusy || this.clash !== null
    switch (step) {
      case 'person':
        return issue.kind === 'new'
          ? html`<kb-card-person
              .box=${box}
              .issue=${issue}
              ?isbusy=${isBusy}
              .failure=${this.failure}
              @kb-deed=${this.#onDeed}
            ></kb-card-person>`
          : html`<kb-card-member
              .box=${box}
              .issue=${issue}
              ?isbusy=${isBusy}
              @kb-deed=${this.#onDeed}
            ></kb-card-member>`
      case 'duplicates':
        return html`<kb-card-duplicates
          .box=${box}
          .issue=${issue}
          ?isbusy=${isBusy}
          @kb-deed=${this.#onDeed}
        ></kb-card-duplicates>`
      case 'consent':
        return html`<kb-card-consent
          .box=${box}
          .issue=${issue}
          ?isbusy=${isBusy}
          @kb-deed=${this.#onDeed}
        ></kb-card-consent>`
      case 'card':
        return html`<kb-card-touch
          .box=${box}
          .issue=${issue}
          ?isbusy=${isBusy}
          @kb-deed=${this.#onDeed}
        ></kb-card-touch>`
      case 'link':
        return html`<kb-card-link
          .box=${box}
          .issue=${issue}
          ?isbusy=${isBusy}
          @kb-deed=${this.#onDeed}
        ></kb-card-link>`
      case 'handover':
        return html`<kb-card-handover
          .box=${box}
          .issue=${issue}
          ?isbusy=${isBusy}
          @kb-deed=${this.#onDeed}
        ></kb-card-handover>`
    }
  }

  #alsoOpen({ alsoOpen }: CardIssue) {
    const [other] = alsoOpen
    if (other === undefined) return nothing
    return html`<p class="note warn also" data-test="also-open">
      ${words.alsoOpen}
      <button
        class="btn"
        type="button"
        @click=${() => {
          this.box.router.go({ page: 'cards', id: other })
        }}
      >
        ${words.alsoOpenGo}
      </button>
    </p>`
  }

  #ended(issue: CardIssue) {
    const { step, memberId } = issue
    const isDone = step === 'done'
    return html`<section class="sheet ended" data-test="step" data-step=${step}>
      <p class="quiet-note">
        <b>${isDone ? words.done : words.undone}</b>${isDone ? words.doneHint : words.undoneHint}
      </p>
      <div class="foot">
        ${
          memberId === null
            ? nothing
            : html`<button
                class="btn"
                type="button"
                data-test="to-person"
                @click=${() => {
                  this.box.router.go({ page: 'person', person: { kind: 'member', id: memberId }, tab: 'history' })
                }}
              >
                ${words.toPerson}
              </button>`
        }
        <button
          class="btn primary"
          type="button"
          data-primary
          data-test="another"
          ?disabled=${this.isBusy}
          @click=${() => void this.#another(issue)}
        >
          ${words.another}
        </button>
      </div>
    </section>`
  }

  readonly #onDeed = (event: CustomEvent<Deed>): void => {
    event.stopPropagation()
    if (this.issue) void this.#do(this.issue, event.detail)
  }

  async #do(issue: CardIssue, { route, body }: Deed): Promise<void> {
    if (this.isBusy) return
    this.isBusy = true
    this.failure = null
    this.#asked++
    const outcome = await doDeed(this.box.http, issue, route, body)
    this.isBusy = false
    // Another issue is shown by now: the answer is not for its page.
    if (issue.id !== this.issueId) return
    if (outcome.ok) {
      if (route === 'person') keptOf(this.box).delete(issue.id)
      this.issue = outcome.value
      this.isCorrecting = false
      return
    }
    if (outcome.failure.code === 'stale-version') {
      this.#meet(issue, { route, body }, outcome.failure.current as CardIssue)
      return
    }
    // Whatever happened at the box, it is shown: an answer that was lost on the way may have been a yes.
    await this.#load()
    this.failure = outcome.failure
  }

  async #undo(issue: CardIssue): Promise<void> {
    if (await askUndo(issue)) await this.#do(issue, { route: 'undo', body: {} })
  }

  async #another({ id, kind }: CardIssue): Promise<void> {
    if (this.isBusy) return
    this.isBusy = true
    const outcome = await startIssue(this.box.http, { kind, counterId: this.box.counter().counter?.id ?? null })
    this.isBusy = false
    // Whoever has gone on meanwhile is not fetched back; what was begun stands in the list.
    const { value: route } = this.box.router.route
    if (!this.isConnected || route.page !== 'cards' || route.id !== id) return
    if (outcome.ok) this.box.router.go({ page: 'cards', id: outcome.value.id })
    else this.failure = outcome.failure
  }

  async #load(): Promise<void> {
    const asked = ++this.#asked
    const outcome = await getIssue(this.box.http, this.issueId)
    if (asked !== this.#asked) return
    this.failure = outcome.ok ? null : outcome.failure
    if (!outcome.ok) return
    const before = this.issue ?? outcome.value
    this.issue = outcome.value
    if (!this.isBusy && this.#step(before) === 'person') this.#compare(before, outcome.value)
  }

  /** Somebody else sent the form that is being filled in here, or has been since it was left, or went on without it. */
  #compare(before: CardIssue, now: CardIssue): void {
    const draft = keptOf(this.box).get(now.id)
    if (!draft) return
    const isOver = this.#step(now) !== 'person' && !isSamePerson(draft.typed, typedOf(now))
    if (isOver || isMet(draft, now)) this.#meet(before, personDeed(draft.typed), now)
  }

  /** Somebody else was quicker: what was to be done here stands beside it. */
  #meet(before: CardIssue, deed: Deed, now: CardIssue): void {
    this.issue = now
    const typed = deed.route === 'person' ? (keptOf(this.box).get(now.id)?.typed ?? typedOf(before)) : null
    const takeTheirs = () => {
      keptOf(this.box).delete(now.id)
      this.issue = { ...now }
    }
    // What is typed goes on being typed.
    const keepMine = () => this.#do(now, typed ? personDeed(keptOf(this.box).get(now.id)?.typed ?? typed) : deed)
    this.clash = { rows: issueRows(before, deed.route, now, typed), keepMine, takeTheirs }
  }

  /** The keyboard goes along to the next step; never out of a field, a dialog or the search box. */
  async #focusStep(): Promise<void> {
    const active = document.activeElement
    if (hasDialog() || !(active === document.body || active === null || active.localName === 'kb-app')) return
    const inner = active?.shadowRoot?.activeElement
    if (inner && inner.localName !== 'kb-cards-panel' && inner.localName !== 'main') return
    const step = this.renderRoot.querySelector<LitElement>('.body > *')
    await step?.updateComplete
    step?.shadowRoot?.querySelector<HTMLElement>('[data-first]')?.focus()
  }

  readonly #onRelease = (): void => {
    this.#isHeld = false
  }

  readonly #onKey = (event: KeyboardEvent): void => {
    // Under the manual or the lock nobody sees what would be pressed.
    if (!this.checkVisibility({ visibilityProperty: true }) || this.box.presence.value.state !== 'in') return
    if (event.isComposing || event.altKey || event.metaKey || hasDialog()) return
    const isNext = event.key === 'F7' || (event.key === 'Enter' && event.ctrlKey)
    // A key that is held is one press: what it would press next nobody has seen yet.
    if ((event.repeat && (isNext || event.key === 'Enter')) || (isNext && this.#isHeld)) {
      event.preventDefault()
      return
    }
    if (!isNext || event.defaultPrevented) return
    const root = this.renderRoot.querySelector('.body > *')?.shadowRoot ?? this.renderRoot
    const button = root.querySelector<HTMLButtonElement>('[data-primary]:not([disabled])')
    if (!button) return
    event.preventDefault()
    this.#isHeld = true
    button.click()
  }
}

customElements.define('kb-card-wizard', KbCardWizard)
