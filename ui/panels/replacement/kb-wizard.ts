import { LitElement, html, nothing } from 'lit'
import type { KnownFeed, Replacement } from '../../../contract/replacement.ts'
import type { ConflictRow } from '../../components/kb-conflict.ts'
import type { Failure, Outcome } from '../../data/outcome.ts'
import { whenText } from '../../format/dates.ts'
import type { Box } from '../../state/box.ts'
import { draftsOfKind } from '../../state/drafts.ts'
import { troubleOf } from '../../state/trouble.ts'
import { shared } from '../../styles/shared.ts'
import { replacement as words } from '../../text/replacement.ts'
import type { Trouble } from '../../text/troubles.ts'
import '../../components/kb-conflict.ts'
import '../../components/kb-trouble.ts'
import './kb-items.ts'
import { itemsOf, type Items } from './kb-items.ts'
import './kb-pairs.ts'
import { replacementPanel } from './styles.ts'

/** What is typed and not saved, and what it began from, by replacement. */
const typedOf = draftsOfKind<{ items: Items; from: Replacement }>()

/**
 * One replacement from the six questions to the change itself. What is typed is saved when a field is left. Events: `kb-changed` with the
 * replacement as it is then. Longer than most files because the three steps share what is typed and what is under way.
 */
export class KbWizard extends LitElement {
  static override properties = {
    box: { attribute: false },
    replacement: { attribute: false },
    feeds: { attribute: false },
    today: {},
    mayDecide: { type: Boolean },
    typed: { state: true },
    theirs: { state: true },
    failure: { state: true },
    listTrouble: { state: true },
    asking: { state: true },
    isBusy: { state: true },
    isSaved: { state: true },
  }
  static override styles = [shared, replacementPanel]
  declare box: Box
  declare replacement: Replacement
  declare feeds: readonly KnownFeed[]
  declare today: string
  declare mayDecide: boolean
  /** What was typed and is not saved; null: nothing. */
  declare typed: Items | null
  declare theirs: Replacement | null
  declare failure: Failure | null
  declare listTrouble: Trouble | null
  declare asking: 'apply' | 'rollback' | null
  declare isBusy: boolean
  declare isSaved: boolean
  #isOwed = false
  #of = ''
  /** As it was when {@link typed} began. */
  #from: Replacement | null = null

  constructor() {
    super()
    this.typed = null
    this.theirs = null
    this.failure = null
    this.listTrouble = null
    this.asking = null
    this.isBusy = false
    this.isSaved = false
  }

  override willUpdate(): void {
    const { id } = this.replacement
    if (id === this.#of) return
    this.#of = id
    const kept = typedOf(this.box).get(id)
    this.typed = kept?.items ?? null
    this.#from = kept?.from ?? null
    this.theirs = null
  }

  override render() {
    return html`${this.failure ? html`<kb-trouble .trouble=${troubleOf(this.failure)} .reference=${this.failure.reference} .action=${undefined}></kb-trouble>` : nothing}
    ${this.#questions()} ${this.#matching()} ${this.#change()}`
  }

  override updated(changed: Map<string, unknown>): void {
    if (changed.has('asking') && this.asking)
      this.renderRoot.querySelector<HTMLElement>('[data-test=not-sure]')?.focus()
  }

  #questions() {
    const { replacement, theirs } = this
    const isFixed = replacement.state !== 'draft'
    return html`<section class="sheet step" aria-labelledby="step-1">
      <h2 id="step-1">${words.steps[0]}</h2>
      ${
        theirs
          ? html`<kb-conflict
              .rows=${this.#rows(theirs)}
              ?busy=${this.isBusy}
              @kb-keep-mine=${() => void this.#save()}
              @kb-take-theirs=${() => {
                this.#keep(null)
                this.#tell(theirs)
                this.theirs = null
              }}
            ></kb-conflict>`
          : nothing
      }
      <kb-items
        .items=${this.typed ?? itemsOf(replacement)}
        .feeds=${this.feeds}
        ?isfixed=${isFixed}
        @kb-typed=${(event: CustomEvent<Items>) => {
          this.#keep(event.detail)
          this.isSaved = false
        }}
        @kb-settled=${() => void this.#save()}
      ></kb-items>
      <p class="sub" role="status" data-test="saved">${this.isSaved ? `✓ ${words.saved}` : nothing}</p>
    </section>`
  }

  #rows(theirs: Replacement): ConflictRow[] {
    const mine = this.typed ?? itemsOf(this.replacement)
    const names = [
      'facilityName',
      'plannedOn',
      'oldMaker',
      'newMaker',
      'contactName',
      'contactPhone',
      'contactMail',
    ] as const
    const yesNo = (value: Items['idsChange']) => (value === null ? '' : words.items[value])
    return [
      ...names.map((name) => ({ label: words.items[name], mine: mine[name] ?? '', theirs: theirs[name] ?? '' })),
      { label: words.items.idsChange, mine: yesNo(mine.idsChange), theirs: yesNo(theirs.idsChange) },
    ]
  }

  #matching() {
    const { progress, idsChange, matchedAt, state } = this.replacement
    const isOpen = state === 'draft' || state === 'applied'
    return html`<section class="sheet step" aria-labelledby="step-2" data-test="matching">
      <h2 id="step-2">${words.steps[1]}</h2>
      ${idsChange === 'yes' ? html`<p>${words.match.hint}</p>` : html`<p>${idsChange === 'no' ? words.match.noIds : words.match.ask}</p>`}
      ${idsChange === 'yes' && isOpen ? this.#sources(progress !== null) : nothing}
      ${
        progress
          ? html`<div role="status" data-test="progress">
              <p>${words.match.running(progress.done, progress.of)}</p>
              <progress max=${Math.max(1, progress.of)} .value=${progress.done} aria-label=${words.steps[1]}></progress>
            </div>`
          : nothing
      }
      ${this.listTrouble ? html`<kb-trouble .trouble=${this.listTrouble} .action=${undefined}></kb-trouble>` : nothing}
      ${
        idsChange === 'yes' && matchedAt !== null && progress === null
          ? html`<kb-pairs
              .box=${this.box}
              .replacement=${this.replacement}
              ?maydecide=${this.mayDecide && isOpen}
              @kb-decided=${(event: CustomEvent<Replacement>) => {
                this.#tell(event.detail)
              }}
            ></kb-pairs>`
          : nothing
      }
    </section>`
  }

  #sources(isRunning: boolean) {
    const held =
      this.feeds.find(({ pharmacyCode }) => pharmacyCode === this.replacement.pharmacyCode)?.heldPatients ?? 0
    return html`<div class="two">
      <div>
        <button
          class="btn"
          type="button"
          data-test="match-files"
          ?disabled=${isRunning || this.isBusy}
          @click=${() => void this.#match(null)}
        >
          ${words.match.files}
        </button>
        <p class="sub">${words.match.filesHint(held)}</p>
      </div>
      <div>
        <button
          class="btn"
          type="button"
          data-test="match-csv"
          ?disabled=${isRunning || this.isBusy}
          @click=${() => this.renderRoot.querySelector<HTMLInputElement>('#csv')?.click()}
        >
          ${words.match.csv}
        </button>
        <input
          id="csv"
          type="file"
          hidden
          accept=".csv,.txt,text/csv"
          aria-label=${words.match.csv}
          @change=${this.#onCsv}
        />
        <p class="sub">${words.match.csvHint}</p>
      </div>
    </div>`
  }

  #change() {
    const { state, idsChange, appliedAt, rolledBackAt, matchedAt, progress, counts } = this.replacement
    const isReady = idsChange === 'no' || (idsChange === 'yes' && matchedAt !== null)
    const hasIds = idsChange === 'yes'
    return html`<section class="sheet step" aria-labelledby="step-3" data-test="change">
      <h2 id="step-3">${words.steps[2]}</h2>
      ${appliedAt === null ? nothing : html`<p data-test="applied">✓ ${words.apply.applied(whenText(appliedAt, this.today))}</p>`}
      ${rolledBackAt === null ? nothing : html`<p data-test="rolled-back">${words.apply.rolledBack(whenText(rolledBackAt, this.today))}</p>`}
      ${state === 'rolled-back' ? nothing : html`<p>${isReady ? (hasIds ? words.apply.hintYes : words.apply.hintNo) : words.apply.notYet}</p>`}
      ${
        hasIds && isReady && state !== 'rolled-back'
          ? html`<ul data-test="summary">
              <li>
                ${words.match.lists.exact}　${counts.exact.confirmed}人　${words.match.lists.probable}　${counts.probable.confirmed}人
              </li>
              <li>${words.apply.open(counts.probable.all - counts.probable.confirmed - counts.probable.refused)}</li>
              <li>${words.apply.unmatched(counts.unmatched.linked)}</li>
            </ul>`
          : nothing
      }
      ${this.asking ? this.#sure(this.asking) : this.#buttons(isReady && progress === null, hasIds)}
    </section>`
  }

  #buttons(isReady: boolean, hasIds: boolean) {
    const { state } = this.replacement
    if (!this.mayDecide) return html`<p class="sub">${words.apply.onlyPharmacist}</p>`
    const mayApply = state === 'draft' || (state === 'applied' && hasIds)
    return html`<div class="buttons">
      ${
        mayApply
          ? html`<button
              class="btn primary"
              type="button"
              data-test="apply"
              ?disabled=${!isReady || this.isBusy}
              @click=${() => {
                this.asking = 'apply'
              }}
            >
              ${state === 'draft' ? words.apply.button : words.apply.again}
            </button>`
          : nothing
      }
      ${
        state === 'applied' && hasIds
          ? html`<button
              class="btn"
              type="button"
              data-test="rollback"
              ?disabled=${this.isBusy}
              @click=${() => {
                this.asking = 'rollback'
              }}
            >
              ${words.apply.rollBack}
            </button>`
          : nothing
      }
    </div>`
  }

  #sure(what: 'apply' | 'rollback') {
    const isApply = what === 'apply'
    return html`<div class="sure" role="alertdialog" aria-labelledby="sure">
      <p id="sure">${isApply ? words.apply.sure : words.apply.rollBackSure}</p>
      <div class="buttons">
        <button
          class="btn"
          type="button"
          data-test="not-sure"
          @click=${() => {
            this.asking = null
          }}
        >
          ${words.apply.cancel}
        </button>
        <button
          class="btn primary"
          type="button"
          data-test="sure"
          ?disabled=${this.isBusy}
          @click=${() => void this.#act(what)}
        >
          ${isApply ? words.apply.button : words.apply.rollBack}
        </button>
      </div>
    </div>`
  }

  get #path(): string {
    return `/api/replacements/${encodeURIComponent(this.replacement.id)}`
  }

  #keep(items: Items | null): void {
    if (!items || !this.typed) this.#from = items && this.replacement
    this.typed = items
    const drafts = typedOf(this.box)
    if (items && this.#from) drafts.set(this.replacement.id, { items, from: this.#from })
    else drafts.delete(this.replacement.id)
  }

  async #save(): Promise<void> {
    const { typed, theirs } = this
    this.#isOwed = this.isBusy
    if (!typed || this.isBusy) return
    const from = this.#from ?? this.replacement
    const { version } = theirs ?? from
    const outcome = await this.#try(() => this.box.http.ask<Replacement>('PATCH', this.#path, { ...typed, version }))
    if (outcome.ok) {
      this.#from = outcome.value
      this.#keep(this.typed === typed ? null : this.typed)
      this.theirs = null
      this.isSaved = true
      this.#tell(outcome.value)
    } else if (outcome.failure.code === 'stale-version') {
      this.failure = null
      const now = outcome.failure.current as Replacement
      const isSame = JSON.stringify(itemsOf(now)) === JSON.stringify(itemsOf(from))
      this.theirs = isSame ? null : now
      this.#tell(now)
      if (!isSame) return
      // Only its lists were worked on: what was typed contradicts nothing.
      this.#from = now
      await this.#save()
    }
  }

  async #match(csv: Blob | null): Promise<void> {
    this.listTrouble = null
    const outcome = await this.#try(() =>
      csv
        ? this.box.http.send('POST', `${this.#path}/list`, new Blob([csv], { type: 'text/csv' }))
        : this.box.http.send('POST', `${this.#path}/match`),
    )
    const [wrong] = outcome.ok ? [] : (outcome.failure.fields ?? [])
    const say = wrong && (words.match.csvWrong as Record<string, (line: string) => string>)[wrong.message]
    if (say) {
      this.failure = null
      this.listTrouble = {
        what: say(wrong.path.replace('body/', '')),
        means: words.match.csvWrongMeans,
        todo: words.match.csvWrongTodo,
      }
    }
    this.dispatchEvent(new Event('kb-refetch'))
  }

  readonly #onCsv = (event: Event): void => {
    const input = event.target as HTMLInputElement
    const [file] = input.files ?? []
    if (file) void this.#match(file)
    // The same file can be chosen again.
    input.value = ''
  }

  async #act(what: 'apply' | 'rollback'): Promise<void> {
    const { version } = this.replacement
    const outcome = await this.#try(() => this.box.http.ask<Replacement>('POST', `${this.#path}/${what}`, { version }))
    this.asking = null
    const now = outcome.ok ? outcome.value : (outcome.failure.current as Replacement | undefined)
    if (now) this.#tell(now)
    await this.box.watch.refresh()
  }

  async #try<T>(act: () => Promise<Outcome<T>>): Promise<Outcome<T>> {
    this.isBusy = true
    this.failure = null
    const outcome = await act()
    this.isBusy = false
    if (!outcome.ok) this.failure = outcome.failure
    // A field was left while this was under way.
    if (this.#isOwed) setTimeout(() => void this.#save())
    return outcome
  }

  #tell(now: Replacement): void {
    this.replacement = now
    this.dispatchEvent(new CustomEvent<Replacement>('kb-changed', { detail: now }))
  }
}

customElements.define('kb-wizard', KbWizard)
