import { LitElement, html, nothing } from 'lit'
import type { Member } from '../../../contract/member.ts'
import type { FactChoice, Merge, MergePreview, MergeSide, UndoneMerge } from '../../../contract/merge.ts'
import type { Page } from '../../../contract/page.ts'
import { success, type Failure } from '../../data/outcome.ts'
import { whenText } from '../../format/dates.ts'
import type { Box } from '../../state/box.ts'
import { Fresh } from '../../state/fresh.ts'
import { troubleOf } from '../../state/trouble.ts'
import { Watch } from '../../state/watch.ts'
import { form } from '../../styles/form.ts'
import { panel } from '../../styles/panel.ts'
import { shared } from '../../styles/shared.ts'
import { ja } from '../../text/ja.ts'
import { merges } from '../../text/merges.ts'
import '../../components/kb-dialog.ts'
import '../../components/kb-loading.ts'
import '../../components/kb-person-header.ts'
import '../../components/kb-trouble.ts'
import './kb-merge-pick.ts'
import { previewTable } from './preview.ts'
import { mergeStyles } from './styles.ts'

const words = merges.preview

const countOf = ({ patients }: MergeSide): number => patients.reduce((sum, one) => sum + one.dispensings, 0)

/** 会員の統合: choose the other, look at the two side by side, merge, take it back. */
export class KbMergesPanel extends LitElement {
  static override properties = {
    box: { attribute: false },
    memberId: {},
    otherId: { state: true },
    isSwapped: { state: true },
    chosen: { state: true },
    done: { state: true },
    note: { state: true },
    asked: { state: true },
    isBusy: { state: true },
  }
  static override styles = [shared, panel, form, mergeStyles]
  declare box: Box
  declare memberId: string | undefined
  declare otherId: string | null
  declare isSwapped: boolean
  declare chosen: Partial<FactChoice>
  declare done: Merge | null
  declare note: string
  /** The merge whose undoing is asked about. */
  declare asked: Merge | null
  declare isBusy: boolean
  #shown: string | undefined
  readonly #member = new Fresh<Member | null>(
    this,
    () => this.box.live,
    () =>
      this.memberId === undefined
        ? Promise.resolve(success(null))
        : this.box.http.get<Member>(`/api/members/${encodeURIComponent(this.memberId)}`),
    ['member', 'merge'],
  )
  readonly #preview = new Fresh<MergePreview | null>(
    this,
    () => this.box.live,
    () => {
      const [kept, gone] = this.#sides()
      return kept === undefined || gone === undefined
        ? Promise.resolve(success(null))
        : this.box.http.get<MergePreview>(`/api/members/${kept}/merge-preview?with=${gone}`)
    },
    ['member', 'patient', 'merge', 'body-note', 'memo', 'otc', 'outside-dispensing', 'image', 'visit'],
  )
  readonly #history = new Fresh<Page<Merge>>(
    this,
    () => this.box.live,
    () =>
      this.memberId === undefined
        ? Promise.resolve(success({ items: [], next: null }))
        : this.box.http.get<Page<Merge>>(`/api/members/${encodeURIComponent(this.memberId)}/merges`),
    ['member', 'merge'],
  )

  constructor() {
    super()
    this.#clear()
    this.isBusy = false
    new Watch(this, () => [this.box.watch.status])
  }

  #clear(): void {
    this.otherId = null
    this.isSwapped = false
    this.chosen = {}
    this.done = null
    this.note = ''
    this.asked = null
  }

  /** Who is kept, and who is merged into them. */
  #sides(): [string | undefined, string | undefined] {
    const [own, other] = [this.memberId, this.otherId ?? undefined]
    return this.isSwapped ? [other, own] : [own, other]
  }

  override connectedCallback(): void {
    super.connectedCallback()
    // The panel scrolls, so the keys that scroll must reach it.
    this.tabIndex = -1
    this.focus({ preventScroll: true })
  }

  override firstUpdated(): void {
    if (this.memberId === undefined) void this.#member.restart()
  }

  override willUpdate(): void {
    if (this.memberId === this.#shown) return
    this.#shown = this.memberId
    this.#clear()
    void this.#member.restart()
    void this.#preview.restart()
    void this.#history.restart()
  }

  override render() {
    const today = this.box.watch.status.value?.today ?? ''
    const member = this.#member.value
    const failure = this.#member.failure ?? this.#preview.failure ?? this.#history.failure
    const person = member && { ...member, isLinked: member.patientIds.length > 0 }
    return html`${
        person
          ? html`<kb-person-header .person=${person} .today=${today} @kb-back=${this.#back}></kb-person-header>`
          : nothing
      }
      <div class="page">
        <div class="tools">
          ${person ? html`<h2>${ja.pages.merges}</h2>` : html`<h1>${ja.pages.merges}</h1>`}
          <span class="grow"></span>
          ${
            member
              ? html`<button class="btn" type="button" @click=${this.#toLinks}>${merges.links}</button
                  ><button class="btn" type="button" data-test="to-person" @click=${this.#toPerson}>
                    ${merges.person}
                  </button>`
              : nothing
          }
        </div>
        <p class="sub">${merges.hint}</p>
        <div role="status" aria-live="polite">${this.#said()}</div>
        ${failure ? html`<kb-trouble .trouble=${troubleOf(failure)} .reference=${failure.reference} @kb-retry=${this.#reload}></kb-trouble>` : nothing}
        ${
          this.memberId !== undefined && !member
            ? failure
              ? nothing
              : html`<div class="sheet"><kb-loading .rows=${4}></kb-loading></div>`
            : this.otherId === null
              ? html`<kb-merge-pick
                  .box=${this.box}
                  .memberId=${member?.id}
                  .today=${today}
                  @kb-pick=${this.#onPick}
                ></kb-merge-pick>`
              : this.#compare(today)
        }
        ${this.#past(today)}
      </div>
      ${this.asked ? this.#ask(this.asked) : nothing}`
  }

  #said() {
    const { done } = this
    if (done)
      return html`<p class="done" data-test="done">
        ${merges.done(done.kept.name, done.gone.name)}
        <button
          class="btn"
          type="button"
          data-test="undo"
          ?disabled=${this.isBusy}
          @click=${() => void this.#undo(done)}
        >
          ${merges.undo}
        </button>
      </p>`
    return this.note === '' ? nothing : html`<p class="note" data-test="note">${this.note}</p>`
  }

  #compare(today: string) {
    const preview = this.#preview.value
    if (!preview)
      return this.#preview.failure ? nothing : html`<div class="sheet"><kb-loading .rows=${6}></kb-loading></div>`
    const choice = { ...preview.choice, ...this.chosen }
    const { name } = preview[choice.name].member
    return html`<div class="tools">
        <h2>${words.title}</h2>
        <span class="grow"></span>
        <button class="btn" type="button" data-test="swap" @click=${this.#swap}>${words.swap}</button>
        <button class="btn" type="button" data-test="another" @click=${this.#another}>${words.another}</button>
      </div>
      ${previewTable(preview, choice, today, (fact, side) => {
        this.chosen = { ...this.chosen, [fact]: side }
      })}
      <div class="after">
        <p>${words.after(name)}</p>
        <p class="sub">${words.cardsAfter}</p>
        <p class="sub">${words.rows2}</p>
      </div>
      <div class="actions">
        <button
          class="btn primary"
          type="button"
          data-test="merge"
          ?disabled=${this.isBusy}
          @click=${() => void this.#merge(preview, choice)}
        >
          ${this.isBusy ? words.wait : words.confirm}
        </button>
      </div>`
  }

  #past(today: string) {
    const items = this.#history.value?.items ?? []
    const text = merges.history
    if (items.length === 0) return nothing
    const now = this.box.watch.now()
    return html`<h2>${text.title}</h2>
      <ul class="sheet" data-test="merges">
        ${items.map(
          (merge) =>
            html`<li class="row">
              <div class="who">
                <b>${text.line(merge.gone.name, merge.kept.name)}</b>
                <div class="sub">${text.at(whenText(merge.mergedAt, today), merge.mergedBy ?? text.byBox)}</div>
                <div class="sub">
                  ${
                    merge.undoneAt !== null
                      ? text.undoneAt(whenText(merge.undoneAt, today), merge.undoneBy ?? text.byBox)
                      : now > merge.undoUntil
                        ? text.over
                        : text.until(whenText(merge.undoUntil, today))
                  }
                </div>
              </div>
              ${
                merge.undoneAt === null && now <= merge.undoUntil
                  ? html`<button
                      class="btn"
                      type="button"
                      data-test="undo-later"
                      aria-label=${merges.undoFor(merge.gone.name)}
                      @click=${() => {
                        this.asked = merge
                      }}
                    >
                      ${merges.undo}
                    </button>`
                  : nothing
              }
            </li>`,
        )}
      </ul>`
  }

  #ask(merge: Merge) {
    const { gone, kept, writtenSince } = merge
    const close = () => {
      this.asked = null
    }
    return html`<kb-dialog heading=${merges.ask.title} @kb-close=${close}>
      <p>${merges.ask.what(gone.name, kept.name)}</p>
      <p><b data-test="stays">${merges.stays(writtenSince, kept.name)}</b></p>
      <div class="actions">
        <button class="btn" type="button" @click=${close}>${merges.ask.cancel}</button>
        <button
          class="btn primary"
          type="button"
          data-test="confirm-undo"
          ?disabled=${this.isBusy}
          @click=${() => void this.#undo(merge)}
        >
          ${merges.ask.confirm}
        </button>
      </div>
    </kb-dialog>`
  }

  async #merge({ kept, gone }: MergePreview, facts: FactChoice): Promise<void> {
    if (this.isBusy) return
    this.isBusy = true
    const [keptId, goneId] = [kept.member.id, gone.member.id]
    const versions = { keptVersion: kept.member.version, goneVersion: gone.member.version }
    const outcome = await this.box.http.ask<Merge>('POST', '/api/merges', { keptId, goneId, ...versions, facts })
    this.isBusy = false
    if (outcome.ok) {
      this.#clear()
      this.done = outcome.value
      this.#follow(keptId)
    } else this.#fail(outcome.failure)
    this.#reload()
  }

  async #undo(merge: Merge): Promise<void> {
    if (this.isBusy) return
    this.isBusy = true
    const outcome = await this.box.http.ask<UndoneMerge>('POST', `/api/merges/${merge.id}/undo`)
    this.isBusy = false
    this.#clear()
    if (outcome.ok) {
      const { kept, gone, leftFacts } = outcome.value
      const left = leftFacts.map((fact) => words.fact[fact]).join('・')
      this.note = [
        merges.undone(gone.name),
        merges.stays(outcome.value.merge.writtenSince, kept.name),
        left === '' ? '' : merges.left(left),
      ].join('')
    } else this.#fail(outcome.failure)
    this.#reload()
  }

  #fail(failure: Failure): void {
    this.done = null
    this.note = failure.code === 'stale-version' ? merges.stale : troubleOf(failure).what
  }

  /** The page of a member who is no longer shown by itself goes on as that of the kept one. */
  #follow(keptId: string): void {
    if (this.memberId === keptId) return
    this.#shown = keptId
    this.memberId = keptId
    this.box.router.replace({ page: 'merges', id: keptId })
  }

  readonly #reload = (): void => {
    void this.#member.load()
    void this.#preview.load()
    void this.#history.load()
  }

  readonly #onPick = (event: CustomEvent<string>): void => {
    if (this.memberId === undefined) {
      this.box.router.go({ page: 'merges', id: event.detail })
      return
    }
    this.#clear()
    this.otherId = event.detail
    void this.#compareFirst()
  }

  /** To begin with, the one is kept whose dispensings are more: the other was mostly made by mistake. */
  async #compareFirst(): Promise<void> {
    await this.#preview.restart()
    const preview = this.#preview.value
    if (preview && countOf(preview.gone) > countOf(preview.kept)) this.#swap()
  }

  readonly #swap = (): void => {
    const turned = { kept: 'gone', gone: 'kept' } as const
    this.chosen = Object.fromEntries(Object.entries(this.chosen).map(([fact, side]) => [fact, turned[side]]))
    this.isSwapped = !this.isSwapped
    void this.#preview.load()
  }

  readonly #another = (): void => {
    this.#clear()
    void this.#preview.restart()
  }

  readonly #back = (): void => {
    this.box.router.toList()
  }

  readonly #toPerson = (): void => {
    const id = this.#member.value?.id
    if (id !== undefined) this.box.router.go({ page: 'person', person: { kind: 'member', id }, tab: 'history' })
  }

  readonly #toLinks = (): void => {
    const id = this.#member.value?.id
    if (id !== undefined) this.box.router.go({ page: 'links', id })
  }
}

customElements.define('kb-merges-panel', KbMergesPanel)
