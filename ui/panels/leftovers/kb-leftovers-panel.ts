import { LitElement, html, nothing } from 'lit'
import { repeat } from 'lit/directives/repeat.js'
import type { LeftoverDraft, Leftovers } from '../../../contract/leftovers.ts'
import { leftoverNoteLength } from '../../../contract/leftovers.ts'
import type { ConflictRow } from '../../components/kb-conflict.ts'
import { field } from '../../components/field.ts'
import { correctLeftovers, draftLeftovers, listLeftovers, readLeftovers, saveLeftovers } from '../../data/leftovers.ts'
import type { Failure } from '../../data/outcome.ts'
import { getPerson, type Person } from '../../data/people.ts'
import { whenText } from '../../format/dates.ts'
import type { Box } from '../../state/box.ts'
import { troubleOf } from '../../state/trouble.ts'
import { Watch } from '../../state/watch.ts'
import { form } from '../../styles/form.ts'
import { panel } from '../../styles/panel.ts'
import { shared } from '../../styles/shared.ts'
import { leftovers as words } from '../../text/leftovers.ts'
import { ja } from '../../text/ja.ts'
import '../../components/kb-conflict.ts'
import '../../components/kb-leftover-line.ts'
import '../../components/kb-leftover-paper.ts'
import '../../components/kb-loading.ts'
import '../../components/kb-person-header.ts'
import '../../components/kb-trouble.ts'
import { conflictRows } from './conflict.ts'
import { isChanged, keptOf, startFrom, startNew, type Editing, type TypedLine } from './editing.ts'
import { goalFields } from './goal-fields.ts'
import './kb-leftover-history.ts'
import { leftoversPanel } from './styles.ts'

/** How long the keyboard rests before the box is asked what follows. */
const restMs = 250

/**
 * 残薬の調整: what is left at home, counted drug by drug, and by how much the next prescription can be shorter so that all end on one day.
 * The box computes; this page only keeps what is typed, which outlives leaving it. Longer than most panels: one form and its fate.
 */
export class KbLeftoversPanel extends LitElement {
  static override properties = {
    box: { attribute: false },
    memberId: {},
    person: { state: true },
    editing: { state: true },
    history: { state: true },
    failure: { state: true },
    isBusy: { state: true },
    said: { state: true },
    blocked: { state: true },
    theirs: { state: true },
  }
  static override styles = [shared, panel, form, leftoversPanel]
  declare box: Box
  declare memberId: string | undefined
  declare person: Person | null
  declare editing: Editing | null
  declare history: { items: readonly Leftovers[]; next: string | null } | null
  declare failure: Failure | null
  declare isBusy: boolean
  declare said: string
  /** Why it could not be saved, in words. */
  declare blocked: string
  /** The count as somebody else saved it meanwhile. */
  declare theirs: Leftovers | null
  #of: string | undefined
  #draft: LeftoverDraft | null = null
  #timer: ReturnType<typeof setTimeout> | undefined
  #asked = 0
  #stop: (() => void) | undefined

  constructor() {
    super()
    this.#clear()
    new Watch(this, () => [this.box.watch.status])
  }

  override connectedCallback(): void {
    super.connectedCallback()
    this.tabIndex = -1
    this.focus({ preventScroll: true })
    this.#stop = this.box.live.listen({
      change: (noun) => {
        if (noun === 'leftovers' || noun === 'merge') void this.#loadHistory()
        if (noun === 'dispensing' || noun === 'outside-dispensing') void this.#refreshDraft()
      },
      reload: () => void this.#load(),
      up: () => {
        if (this.failure) void this.#load()
      },
    })
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback()
    this.#stop?.()
    clearTimeout(this.#timer)
    this.#of = undefined
  }

  override willUpdate(): void {
    if (this.#of === this.memberId) return
    this.#of = this.memberId
    this.#clear()
    if (this.memberId !== undefined) void this.#load()
  }

  #clear(): void {
    this.person = null
    this.editing = null
    this.history = null
    this.failure = null
    this.isBusy = false
    this.said = ''
    this.blocked = ''
    this.theirs = null
  }

  async #load(): Promise<void> {
    const id = this.memberId
    if (id === undefined) return
    this.failure = null
    const [person, draft] = await Promise.all([
      getPerson(this.box.http, { kind: 'member', id }),
      draftLeftovers(this.box.http, id),
      this.#loadHistory(),
    ])
    if (this.memberId !== id) return
    if (person.ok) this.person = person.value
    if (!person.ok || !draft.ok) {
      this.failure = person.ok ? (draft.ok ? null : draft.failure) : person.failure
      return
    }
    this.#draft = draft.value
    this.editing ??= keptOf(this.box).get(id) ?? startNew(draft.value)
    void this.#compute()
  }

  /** A new dispensing may bring a drug to count; what is being typed is never changed under the hand. */
  async #refreshDraft(): Promise<void> {
    const id = this.memberId
    if (id === undefined) return
    const draft = await draftLeftovers(this.box.http, id)
    if (!draft.ok || this.memberId !== id) return
    this.#draft = draft.value
    if (this.editing && this.editing.saved === null && !isChanged(this.editing)) this.#begin(startNew(draft.value))
  }

  async #loadHistory(cursor: string | null = null): Promise<void> {
    const id = this.memberId
    if (id === undefined) return
    const page = await listLeftovers(this.box.http, id, cursor)
    if (this.memberId !== id || !page.ok) return
    const earlier = cursor === null ? [] : (this.history?.items ?? [])
    this.history = { items: [...earlier, ...page.value.items], next: page.value.next }
  }

  #begin(editing: Editing): void {
    this.editing = editing
    this.theirs = null
    this.blocked = ''
    if (this.memberId !== undefined) keptOf(this.box).delete(this.memberId)
    void this.#compute()
  }

  #type(change: Partial<Editing['typed']>): void {
    if (!this.editing || this.memberId === undefined) return
    this.editing = { ...this.editing, typed: { ...this.editing.typed, ...change } }
    keptOf(this.box).set(this.memberId, this.editing)
    this.said = ''
    this.blocked = ''
    clearTimeout(this.#timer)
    this.#timer = setTimeout(() => void this.#compute(), restMs)
  }

  #typeLine(line: TypedLine): void {
    const lines = this.editing?.typed.lines.map((other) => (other.drug.key === line.drug.key ? line : other))
    if (lines) this.#type({ lines })
  }

  /** Asks the box to read what is typed; an answer that was overtaken by more typing is dropped. */
  async #compute(): Promise<boolean> {
    clearTimeout(this.#timer)
    const mine = ++this.#asked
    const typed = this.editing?.typed
    if (!typed) return false
    const outcome = await readLeftovers(this.box.http, typed)
    if (mine !== this.#asked || !this.editing) return false
    this.failure = outcome.ok ? null : outcome.failure
    if (outcome.ok) this.editing = { ...this.editing, read: outcome.value }
    return outcome.ok
  }

  async #save(): Promise<boolean> {
    const id = this.memberId
    if (this.isBusy || id === undefined || !this.editing) return false
    this.isBusy = true
    const isRead = await this.#compute()
    // The page may be another member's by now: what came for one must not touch the other.
    if (this.memberId !== id) return false
    const { read = null, saved = null } = isRead ? this.editing : {}
    this.blocked = read ? this.#whyNot(read) : ''
    if (!read || this.blocked !== '') {
      this.isBusy = false
      return false
    }
    const outcome = saved
      ? await correctLeftovers(this.box.http, saved.id, read.count, saved.version)
      : await saveLeftovers(this.box.http, id, read.count)
    if (outcome.ok) keptOf(this.box).delete(id)
    if (this.memberId !== id) return false
    this.isBusy = false
    if (outcome.ok) {
      this.#begin(startFrom(outcome.value))
      this.said = words.saved(whenText(outcome.value.savedAt, this.#today()))
      void this.#loadHistory()
      return true
    }
    if (outcome.failure.code === 'stale-version' && saved) await this.#meet(saved.id)
    else this.failure = outcome.failure
    return false
  }

  #whyNot({ wrong, count }: NonNullable<Editing['read']>): string {
    if (wrong.length > 0) return words.fixFirst
    return count.lines.every(({ counted }) => counted === null) ? words.nothing : ''
  }

  /** Somebody else saved first: both versions side by side, nothing is dropped. */
  async #meet(id: string): Promise<void> {
    const member = this.memberId
    await this.#loadHistory()
    if (this.memberId !== member) return
    this.theirs = this.history?.items.find((item) => item.id === id) ?? null
    // It was taken away: what is typed can still be saved as a count of its own.
    if (!this.theirs && this.editing) this.editing = { ...this.editing, saved: null }
  }

  async #print(): Promise<void> {
    if (!this.editing) return
    if ((isChanged(this.editing) || !this.editing.saved) && !(await this.#save())) return
    await this.updateComplete
    print()
  }

  #today(): string {
    return this.box.watch.status.value?.today ?? this.#draft?.today ?? ''
  }

  override render() {
    const { memberId, person, editing } = this
    if (memberId === undefined)
      return html`<div class="page">
        <h1>${words.title}</h1>
        <div class="sheet quiet-note" data-test="no-member">
          <b>${words.noMember}</b>${words.noMemberHint}
          <p><button class="btn" type="button" @click=${this.#toList}>${ja.header.home}</button></p>
        </div>
      </div>`
    return html`<kb-person-header
        class="screen"
        .person=${person}
        .today=${this.#today()}
        @kb-back=${this.#toList}
      ></kb-person-header>
      <div class="page screen">
        <div class="tools">
          <button class="btn" type="button" data-test="to-person" @click=${this.#back}>‹ ${words.back}</button>
          <h1>${words.title}</h1>
        </div>
        ${this.#trouble()} ${editing ? this.#form(editing) : this.failure ? nothing : html`<kb-loading></kb-loading>`}
      </div>
      <kb-leftover-paper
        .saved=${editing?.saved ?? null}
        .person=${person}
        .facility=${this.box.watch.status.value?.facility ?? ''}
      ></kb-leftover-paper>`
  }

  #trouble() {
    if (!this.failure) return nothing
    const isGone = this.failure.code === 'not-found' && !this.editing
    return html`<kb-trouble
      .trouble=${troubleOf(this.failure)}
      .reference=${isGone ? undefined : this.failure.reference}
      .action=${isGone ? ja.header.home : ja.common.retry}
      @kb-retry=${() => {
        if (isGone) this.#toList()
        else void (this.editing ? this.#compute() : this.#load())
      }}
    ></kb-trouble>`
  }

  #form(editing: Editing) {
    const { typed, saved, read } = editing
    const isEmpty = typed.lines.length === 0
    return html`<p class="hint">${words.hint}</p>
      ${
        saved
          ? html`<p class="correcting" data-test="correcting">
              ${words.correcting(whenText(saved.savedAt, this.#today()), saved.by)}
              <button class="btn" type="button" data-test="new-count" @click=${this.#startNew}>
                ${words.newCount}
              </button>
            </p>`
          : nothing
      }
      ${
        isEmpty
          ? html`<div class="sheet quiet-note" data-test="empty"><b>${words.noDrugs}</b>${words.noDrugsHint}</div>`
          : html`${goalFields(editing, this.#today(), (change) => {
                this.#type(change)
              })}
              ${this.#lines(editing)} ${this.#note(editing)}
              ${this.theirs ? this.#conflict(editing, this.theirs) : nothing}
              <div class="actions">
                <p class="saidline" role="status" data-test="said">${this.said}</p>
                ${this.blocked === '' ? nothing : html`<p class="blocked" role="alert">▲ ${this.blocked}</p>`}
                <button
                  class="btn"
                  type="button"
                  data-test="print"
                  ?disabled=${this.isBusy}
                  @click=${() => void this.#print()}
                >
                  ${saved && !isChanged(editing) ? words.print : words.savePrint}
                </button>
                <button
                  class="btn primary"
                  type="button"
                  data-test="save"
                  ?disabled=${this.isBusy || !read}
                  @click=${() => void this.#save()}
                >
                  ${this.isBusy ? words.saving : words.save}
                </button>
              </div>`
      }
      <kb-leftover-history
        .box=${this.box}
        .history=${this.history}
        .openId=${saved?.id ?? ''}
        @kb-open=${(event: CustomEvent<Leftovers>) => {
          this.#begin(startFrom(event.detail))
          this.scrollTop = 0
        }}
        @kb-more=${() => void this.#loadHistory(this.history?.next ?? null)}
        @kb-removed=${(event: CustomEvent<string>) => {
          if (this.editing?.saved?.id === event.detail && !isChanged(this.editing)) this.#startNew()
          void this.#loadHistory()
        }}
      ></kb-leftover-history>`
  }

  #lines(editing: Editing) {
    const { typed } = editing
    const [computed, others] = [true, false].map((isComputed) =>
      typed.lines.filter(({ drug }) => (drug.perDay !== undefined) === isComputed),
    )
    return html`${this.#group(editing, computed ?? [], words.computed, '')}
    ${this.#group(editing, others ?? [], words.others, words.othersHint)}`
  }

  #group({ first, read }: Editing, lines: readonly TypedLine[], title: string, hint: string) {
    if (lines.length === 0) return nothing
    return html`<section class="sheet group" aria-label=${title}>
      <h2>${title} ${hint === '' ? nothing : html`<small>${hint}</small>`}</h2>
      ${repeat(
        lines,
        ({ drug }) => drug.key,
        (line) =>
          html`<kb-leftover-line
            .line=${line}
            .first=${first.lines.find(({ drug }) => drug.key === line.drug.key) ?? line}
            .result=${read?.plan.results.find(({ key }) => key === line.drug.key)}
            .wrong=${read?.wrong.filter(({ key }) => key === line.drug.key) ?? []}
            .today=${this.#today()}
            ?hasgoal=${read?.plan.endOn !== null}
            @kb-line=${(event: CustomEvent<TypedLine>) => {
              this.#typeLine(event.detail)
            }}
          ></kb-leftover-line>`,
      )}
    </section>`
  }

  #note({ typed, first }: Editing) {
    return field(
      { id: 'note', label: words.note, hint: words.noteHint },
      html`<textarea
        id="note"
        data-test="note"
        maxlength=${leftoverNoteLength}
        aria-describedby="note-note"
        .defaultValue=${first.note}
        .value=${typed.note}
        @input=${(event: Event) => {
          this.#type({ note: (event.target as HTMLTextAreaElement).value })
        }}
      ></textarea>`,
    )
  }

  #conflict(editing: Editing, theirs: Leftovers) {
    const rows: ConflictRow[] = conflictRows(editing.typed, startFrom(theirs).typed)
    return html`<kb-conflict
      .rows=${rows}
      ?busy=${this.isBusy}
      @kb-keep-mine=${() => {
        // What was typed stays, on top of their version.
        this.editing = { ...editing, saved: theirs, first: startFrom(theirs).typed }
        this.theirs = null
        void this.#save()
      }}
      @kb-take-theirs=${() => {
        this.#begin(startFrom(theirs))
      }}
    ></kb-conflict>`
  }

  readonly #startNew = (): void => {
    if (this.#draft) this.#begin(startNew(this.#draft))
    this.said = ''
  }

  readonly #toList = (): void => {
    this.box.router.toList()
  }

  readonly #back = (): void => {
    if (this.memberId === undefined) return
    this.box.router.go({ page: 'person', person: { kind: 'member', id: this.memberId }, tab: 'history' })
  }
}

customElements.define('kb-leftovers-panel', KbLeftoversPanel)
