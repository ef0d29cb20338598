import { LitElement, html, nothing } from 'lit'
import { repeat } from 'lit/directives/repeat.js'
import type { Hint, HintDrug, HintList } from '../../contract/hint.ts'
import { dateOf } from '../format/clock.ts'
import { shortDate, whenText } from '../format/dates.ts'
import type { Box } from '../state/box.ts'
import { openHints, type Failure, type MemberHints } from '../state/hints.ts'
import { troubleOf } from '../state/trouble.ts'
import { Watch } from '../state/watch.ts'
import { form } from '../styles/form.ts'
import { hintStyles } from '../styles/hints.ts'
import { shared } from '../styles/shared.ts'
import { hints as words } from '../text/hints.ts'
import { ja } from '../text/ja.ts'
import { answerForm, answerKey, answersOf, type TypedAnswer } from './hint-answer.ts'
import './kb-drug-name.ts'
import './kb-trouble.ts'

/**
 * 重複・アレルギーの確認 of one member (`.box`, `.memberId`): one calm line, never a block. What was answered fades into 回答済み until its
 * facts change. Small enough to stand on every 患者詳細; the dialog of the interaction table is loaded when it is opened. An answer that is
 * being typed outlives the page.
 */
export class KbHints extends LitElement {
  static override properties = {
    box: { attribute: false },
    memberId: {},
    typed: { state: true },
    wrong: { state: true },
    failure: { state: true },
    isBusy: { state: true },
    said: { state: true },
    undone: { state: true },
  }
  static override styles = [shared, form, hintStyles]
  declare box: Box
  declare memberId: string
  /** The answer that is being typed. */
  declare typed: TypedAnswer | null
  declare wrong: boolean
  declare failure: Failure | null
  declare isBusy: boolean
  declare said: string
  /** Key of the hint answered last: it can be taken back at once. */
  declare undone: string
  #hints: MemberHints | undefined
  #of = ''

  constructor() {
    super()
    this.#clear()
    new Watch(this, () => [this.#hints?.list, this.box.watch.status])
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback()
    this.#hints?.close()
    this.#hints = undefined
    this.#of = ''
  }

  override willUpdate(): void {
    if (this.#of === this.memberId) return
    this.#hints?.close()
    this.#of = this.memberId
    this.#hints = openHints(this.box, this.memberId)
    this.#clear()
    this.typed = [...answersOf(this.box)].findLast(([key]) => key.startsWith(answerKey(this.memberId, '')))?.[1] ?? null
  }

  /** Nothing of one member is told on the page of another. */
  #clear(): void {
    this.typed = null
    this.wrong = false
    this.failure = null
    this.isBusy = false
    this.said = ''
    this.undone = ''
  }

  override render() {
    const { value: list, failure } = this.#hints?.list.value ?? { value: null, failure: null }
    if (!list) {
      // Not knowing is said: silence would be taken for "nothing found".
      return failure && failure.kind !== 'signed-out' && failure.code !== 'not-found'
        ? html`<kb-trouble
            slim
            data-test="hints-failed"
            .trouble=${{ ...troubleOf(failure), what: words.failed }}
            @kb-retry=${() => void this.#hints?.load()}
          ></kb-trouble>`
        : nothing
    }
    const isThere = list.open.length > 0
    // What is asked above is not told again below.
    const unknown = list.unknownClasses.filter(
      (name) => !list.open.some(({ kind, what }) => kind === 'unknown-class' && what === name),
    )
    return html`<section aria-label=${words.label} class=${isThere ? 'there' : ''} data-test="hints">
      <div class="head">
        <b>${words.label}</b>
        <span class="state" data-test="hints-state"
          >${isThere ? words.found(list.open.length) : list.isAnyClosed ? words.closed : list.answered.length > 0 ? words.noneBut : words.none}</span
        >
        <button class="btn quiet" type="button" data-test="interactions" @click=${this.#openTable}>
          ${words.table}
        </button>
      </div>
      ${
        isThere
          ? html`<ul>
              ${repeat(
                list.open,
                ({ key }) => key,
                (hint) => this.#open(hint),
              )}
            </ul>`
          : nothing
      }
      ${list.isAnyClosed ? html`<p class="sub" data-test="hints-closed">${words.isAnyClosed}</p>` : nothing}
      ${list.isCut ? html`<p class="sub">${words.isCut}</p>` : nothing}
      ${
        unknown.length > 0
          ? html`<p class="sub" data-test="unknown-classes">${words.unknownClasses(unknown)}</p>`
          : nothing
      }
      ${this.#trouble()}
      <p class="said" role="status">
        ${this.said}${
          this.undone === ''
            ? nothing
            : html` <button
                class="btn"
                type="button"
                data-test="undo-answer"
                @click=${() => void this.#undo(this.undone)}
              >
                ${words.undo}
              </button>`
        }
      </p>
      ${this.#answered(list)}
    </section>`
  }

  #trouble() {
    if (!this.failure) return nothing
    const trouble = this.failure.code === 'stale-version' ? words.stale : troubleOf(this.failure)
    return html`<kb-trouble
      slim
      .trouble=${trouble}
      .action=${ja.common.close}
      @kb-retry=${() => {
        this.failure = null
      }}
    ></kb-trouble>`
  }

  #open(hint: Hint) {
    const { typed } = this
    return html`<li data-test="hint" data-kind=${hint.kind}>
      ${this.#words(hint)}
      ${
        typed?.key === hint.key
          ? answerForm({
              typed,
              isWrong: this.wrong,
              isBusy: this.isBusy,
              type: (change) => {
                this.#type({ ...typed, ...change })
              },
              submit: (event) => {
                event.preventDefault()
                void this.#answer(typed)
              },
              cancel: () => {
                answersOf(this.box).delete(answerKey(this.memberId, hint.key))
                this.typed = null
              },
            })
          : html`<button
              class="btn"
              type="button"
              data-test="give-answer"
              aria-expanded="false"
              @click=${() => void this.#begin(hint.key)}
            >
              ${words.give}
            </button>`
      }
    </li>`
  }

  #words(hint: Hint) {
    return html`<div class="words">
      <p>
        <span class="badge">${words.kind[hint.kind]}</span> ${words.what(hint)}
        ${hint.isMaybe ? html`<span class="maybe" title=${words.maybeTitle}>（${words.maybe}）</span>` : nothing}
      </p>
      <ul class="drugs">
        ${hint.drugs.map((drug) => this.#drug(drug))}
      </ul>
    </div>`
  }

  #drug(drug: HintDrug) {
    const today = this.box.watch.status.value?.today ?? ''
    const from = shortDate(drug.from, today)
    const days = drug.lastOn === null ? words.unknownDays(from) : words.between(from, shortDate(drug.lastOn, today))
    const where = [words.origin[drug.origin], drug.institution, drug.pharmacy].filter(Boolean).join(' ')
    return html`<li>
      <kb-drug-name .name=${drug.name}></kb-drug-name>
      <span class="sub">${where}　${days}</span>
      ${
        drug.drugClass
          ? html`<span class="sub" data-test="drug-class"
              >${words.drugClass[drug.drugClass.by](drug.drugClass.name)}</span
            >`
          : nothing
      }
    </li>`
  }

  #answered({ answered, past }: HintList) {
    const all = [...answered, ...past]
    if (all.length === 0) return nothing
    return html`<details data-test="answered-hints">
      <summary>${words.answered(all.length)}</summary>
      <ul>
        ${repeat(
          all,
          ({ key }) => key,
          (hint) =>
            html`<li data-test="answered-hint">${this.#words(hint)} ${this.#answerOf(hint, past.includes(hint))}</li>`,
        )}
      </ul>
    </details>`
  }

  #answerOf({ key, answer }: Hint, isPast: boolean) {
    if (!answer) return nothing
    const when = whenText(answer.at, dateOf(this.box.watch.now()))
    return html`<p class="answer">
        <span class="badge set">${words.answer[answer.answer]}</span> ${answer.note}
        <span class="sub">${words.by(answer.by, when)}</span>
        ${isPast ? html`<span class="sub">${words.past}</span>` : nothing}
      </p>
      ${
        isPast
          ? nothing
          : html`<button class="btn" type="button" data-test="undo-hint" @click=${() => void this.#undo(key)}>
              ${words.undo}
            </button>`
      }`
  }

  async #begin(key: string): Promise<void> {
    this.typed = answersOf(this.box).get(answerKey(this.memberId, key)) ?? { key, answer: null, note: '' }
    this.wrong = false
    this.said = ''
    this.undone = ''
    await this.updateComplete
    this.renderRoot.querySelector<HTMLElement>('form.answering input')?.focus()
  }

  #type(typed: TypedAnswer): void {
    this.typed = typed
    const [drafts, key] = [answersOf(this.box), answerKey(this.memberId, typed.key)]
    // The one typed last stands last.
    drafts.delete(key)
    drafts.set(key, typed)
  }

  async #answer({ key, answer, note }: TypedAnswer): Promise<void> {
    const hints = this.#hints
    if (this.isBusy || !hints) return
    this.wrong = answer === null
    if (answer === null) return
    const [drafts, draftKey] = [answersOf(this.box), answerKey(this.memberId, key)]
    this.isBusy = true
    const failure = await hints.answer(key, answer, note.trim())
    if (!failure) drafts.delete(draftKey)
    // Another member's page by now: the answer is not told there.
    if (hints !== this.#hints) return
    this.isBusy = false
    this.failure = failure
    if (failure) return
    this.typed = null
    this.said = words.said(words.answer[answer])
    this.undone = key
    await this.updateComplete
    this.renderRoot.querySelector<HTMLElement>('[data-test=undo-answer]')?.focus({ preventScroll: true })
  }

  async #undo(key: string): Promise<void> {
    const hints = this.#hints
    if (this.isBusy || !hints) return
    this.isBusy = true
    const failure = await hints.undo(key)
    if (hints !== this.#hints) return
    this.isBusy = false
    this.failure = failure
    this.said = ''
    this.undone = ''
  }

  readonly #openTable = (): void => {
    import('../dialogs/interactions/kb-interactions-dialog.ts').then(
      ({ showInteractions }) => showInteractions(this.box),
      () => {
        this.said = ja.failure.chunk.what
      },
    )
  }
}

customElements.define('kb-hints', KbHints)
