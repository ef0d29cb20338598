import { LitElement, css, html, nothing } from 'lit'
import type { CardIssue, ConsentVia, Terms } from '../../../contract/card-issue.ts'
import { getTerms } from '../../data/card-issues.ts'
import type { Failure } from '../../data/outcome.ts'
import type { Box } from '../../state/box.ts'
import { shared } from '../../styles/shared.ts'
import { cards } from '../../text/cards.ts'
import '../../components/kb-loading.ts'
import '../../components/kb-trouble.ts'
import { issueTrouble, tellDeed } from './deed.ts'
import { printOn } from './kb-paper.ts'
import { termsPaper } from './papers.ts'
import { stepStyles } from './styles.ts'

const words = cards.consent

/** Step 3: the terms as they are now, and how they were agreed to. */
export class KbCardConsent extends LitElement {
  static override properties = {
    box: { attribute: false },
    issue: { attribute: false },
    isBusy: { type: Boolean, attribute: 'isbusy' },
    terms: { state: true },
    failure: { state: true },
  }
  static override styles = [
    shared,
    stepStyles,
    css`
      .terms {
        max-height: max(12rem, min(26rem, 100dvh - 33rem));
        padding: 14px 18px;
        overflow: auto;
        border: 1px solid var(--line);
        border-radius: var(--radius);
        font-size: 1.0625rem;
        line-height: 1.7;
        white-space: pre-wrap;
      }
    `,
  ]
  declare box: Box
  declare issue: CardIssue
  declare isBusy: boolean
  declare terms: Terms | null
  declare failure: Failure | null

  constructor() {
    super()
    this.terms = null
    this.failure = null
  }

  override willUpdate(changed: Map<string, unknown>): void {
    // Each version of the issue may have come of terms that were changed.
    if (changed.has('issue')) void this.#load()
  }

  override render() {
    const { terms, failure } = this
    if (!terms)
      return failure
        ? html`<kb-trouble .trouble=${issueTrouble(failure)} @kb-retry=${() => void this.#load()}></kb-trouble>`
        : html`<kb-loading></kb-loading>`
    return html`<h2>${words.title} <span class="sub">${words.version(terms.version)}</span></h2>
      <p class="hint">${words.hint}</p>
      <div class="terms" tabindex="0" role="region" aria-label=${words.title} data-test="terms">${terms.body}</div>
      <div class="foot">
        <button class="btn" type="button" data-test="print-terms" @click=${this.#print}>${words.print}</button>
        ${this.#agree('paper', words.paper, terms)} ${this.#agree('screen', words.screen, terms)}
      </div>`
  }

  #agree(via: ConsentVia, label: string, { version: termsVersion }: Terms) {
    const isPrimary = via === 'screen'
    return html`<button
      class="btn big ${isPrimary ? 'primary' : ''}"
      type="button"
      data-test="consent-${via}"
      ?data-primary=${isPrimary}
      ?data-first=${isPrimary}
      ?disabled=${this.isBusy}
      @click=${() => {
        tellDeed(this, 'consent', { via, termsVersion })
      }}
    >
      ${label}${isPrimary ? html` <span class="key">F7</span>` : nothing}
    </button>`
  }

  readonly #print = (): void => {
    const facility = this.box.watch.status.value?.facility ?? ''
    if (this.terms) void printOn('a4', termsPaper(facility, this.terms, this.issue.person))
  }

  async #load(): Promise<void> {
    const outcome = await getTerms(this.box.http)
    this.failure = outcome.ok ? null : outcome.failure
    if (outcome.ok) this.terms = outcome.value
  }
}

customElements.define('kb-card-consent', KbCardConsent)
