import { LitElement, html, nothing } from 'lit'
import type { Member } from '../../../contract/member.ts'
import type { FactChoice, Merge, MergedFact, MergePreview, MergeSide, UndoneMerge } from '../../../contract/merge.ts'
import type { Page } from '../../../contract/page.ts'
import { success, type Failure } from '../../data/outcome.ts'
import type { Box } from '../../state/box.ts'
import { LiveLoad } from '../../state/live-load.ts'
import { troubleOf } from '../../state/trouble.ts'
import { Watch } from '../../state/watch.ts'
import { form } from '../../styles/form.ts'
import { panel } from '../../styles/panel.ts'
import { shared } from '../../styles/shared.ts'
import { ja } from '../../text/ja.ts'
import { merges } from '../../text/merges.ts'
import { clashNote, type Clash } from '../../components/kb-conflict.ts'
import '../../components/kb-loading.ts'
import '../../components/kb-person-header.ts'
import '../../components/kb-trouble.ts'
import './kb-merge-pick.ts'
import { pastMerges, undoDialog } from './past.ts'
import { previewConflict, previewTable } from './preview.ts'
import { mergeStyles } from './styles.ts'

const words = merges.preview

/** Two members beside each other, and which way round they were asked for. */
type Shown = MergePreview & { isSwapped: boolean }

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
    clash: { state: true },
    isBusy: { state: true },
  }
  static override styles = [shared, panel, form, mergeStyles]
  declare box: Box
  declare memberId: string | undefined
  declare otherId: string | null
  declare isSwapped: boolean
  /** Whose word is to hold, by the member's id: it stays theirs when the two are turned. */
  declare chosen: Partial<Record<MergedFact, string>>
  declare done: Merge | null
  declare note: string
  /** The merge whose undoing is asked about. */
  declare asked: Merge | null
  declare clash: Clash | null
  declare isBusy: boolean
  #shown: string | undefined
  /** The two were only just put beside each other. */
  #isFirst = false
  readonly #member = new LiveLoad<Member>(this, {
    live: () => this.box.live,
    key: () => this.memberId ?? '',
    load: (id) => this.box.http.get(`/api/members/${encodeURIComponent(id)}`),
    nouns: ['member', 'merge'],
  })
  readonly #preview = new LiveLoad<Shown>(this, {
    live: () => this.box.live,
    // The same two the other way round stay in sight while they are turned.
    key: () => (this.otherId === null ? '' : [this.memberId ?? '', this.otherId].sort().join(' ')),
    load: async () => {
      const { isSwapped } = this
      const [kept = '', gone = ''] = this.#sides()
      const outcome = await this.box.http.get<MergePreview>(`/api/members/${kept}/merge-preview?with=${gone}`)
      return outcome.ok ? success({ ...outcome.value, isSwapped }) : outcome
    },
    nouns: ['member', 'patient', 'merge', 'body-note', 'memo', 'otc', 'outside-dispensing', 'image', 'visit'],
    loaded: (preview) => {
      // To begin with, the one is kept whose dispensings are more: the other was mostly made by mistake.
      if (this.#isFirst && countOf(preview.gone) > countOf(preview.kept)) this.#swap()
      this.#isFirst = false
    },
  })
  readonly #history = new LiveLoad<Page<Merge>>(this, {
    live: () => this.box.live,
    key: () => this.memberId ?? '',
    load: (id) => this.box.http.get(`/api/members/${encodeURIComponent(id)}/merges`),
    nouns: ['member', 'merge'],
  })

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
    this.clash = null
  }

  get #today(): string {
    return this.box.watch.status.value?.today ?? ''
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

  override willUpdate(): void {
    if (this.memberId === this.#shown) return
    this.#shown = this.memberId
    this.#clear()
  }

  override render() {
    const today = this.#today
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
        ${clashNote(this.clash, this.isBusy, () => {
          this.clash = null
        })}
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
        ${pastMerges(this.#history.value?.items ?? [], { today, now: this.box.watch.now() }, (merge) => {
          this.asked = merge
        })}
      </div>
      ${this.asked ? this.#undoDialog(this.asked) : nothing}`
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
    return this.note === '' ? nothing : html`<p class="done note" data-test="note">${this.note}</p>`
  }

  #compare(today: string) {
    const preview = this.#preview.value
    if (!preview)
      return this.#preview.failure ? nothing : html`<div class="sheet"><kb-loading .rows=${6}></kb-loading></div>`
    const { kept } = preview
    const chosen = Object.entries(this.chosen).map(([fact, id]) => [fact, id === kept.member.id ? 'kept' : 'gone'])
    const choice = { ...preview.choice, ...(Object.fromEntries(chosen) as Partial<FactChoice>) }
    // While they are being turned nobody is merged the way round that is still to be read.
    const isTurning = preview.isSwapped !== this.isSwapped
    const { name } = preview[choice.name].member
    return html`<div class="tools">
        <h2>${words.title}</h2>
        <span class="grow"></span>
        <button class="btn" type="button" data-test="swap" @click=${this.#swap}>${words.swap}</button>
        <button class="btn" type="button" data-test="another" @click=${this.#another}>${words.another}</button>
      </div>
      ${previewTable(preview, choice, today, (fact, side) => {
        this.chosen = { ...this.chosen, [fact]: preview[side].member.id }
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
          ?disabled=${this.isBusy || isTurning || this.clash !== null}
          @click=${() => void this.#merge(preview, choice)}
        >
          ${this.isBusy ? words.wait : words.confirm}
        </button>
      </div>`
  }

  #undoDialog(merge: Merge) {
    const close = () => {
      this.asked = null
    }
    return undoDialog(merge, this.isBusy, { close, undo: () => void this.#undo(merge) })
  }

  async #merge(preview: MergePreview, facts: FactChoice): Promise<void> {
    if (this.isBusy) return
    const { memberId } = this
    const { kept, gone } = preview
    this.isBusy = true
    const [keptId, goneId] = [kept.member.id, gone.member.id]
    const versions = { keptVersion: kept.member.version, goneVersion: gone.member.version }
    const outcome = await this.box.http.ask<Merge>('POST', '/api/merges', { keptId, goneId, ...versions, facts })
    this.isBusy = false
    // Somebody else's page is shown by now: the answer is not for it.
    if (memberId !== this.memberId) return
    if (outcome.ok) {
      this.#clear()
      this.done = outcome.value
      this.#follow(keptId)
    } else if (outcome.failure.code === 'stale-version')
      this.#meet(preview, outcome.failure.current as MergePreview, facts)
    else this.#fail(outcome.failure)
    this.#reload()
  }

  /** One of the two was changed after they were looked at. */
  #meet(before: MergePreview, now: MergePreview, facts: FactChoice): void {
    const rows = previewConflict(before, now, this.#today)
    if (rows.length === 0) void this.#merge(now, facts)
    else this.clash = { rows, keepMine: () => this.#merge(now, facts) }
  }

  async #undo(merge: Merge): Promise<void> {
    if (this.isBusy) return
    const { memberId } = this
    this.isBusy = true
    const outcome = await this.box.http.ask<UndoneMerge>('POST', `/api/merges/${merge.id}/undo`)
    this.isBusy = false
    if (memberId !== this.memberId) return
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
    this.note = troubleOf(failure).what
  }

  /** The page of a member who is no longer shown by itself goes on as that of the kept one, unless it was left for another. */
  #follow(keptId: string): void {
    const { value: route } = this.box.router.route
    if (this.memberId === keptId || !this.isConnected) return
    if (route.page !== 'merges' || route.id !== this.memberId) return
    this.#shown = keptId
    this.memberId = keptId
    this.box.router.replace({ page: 'merges', id: keptId })
  }

  readonly #reload = (): void => {
    for (const shown of [this.#member, this.#preview, this.#history]) void shown.reload()
  }

  readonly #onPick = (event: CustomEvent<string>): void => {
    if (this.memberId === undefined) {
      this.box.router.go({ page: 'merges', id: event.detail })
      return
    }
    this.#clear()
    this.#isFirst = true
    this.otherId = event.detail
  }

  readonly #swap = (): void => {
    this.isSwapped = !this.isSwapped
    void this.#preview.reload()
  }

  readonly #another = (): void => {
    this.#clear()
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
