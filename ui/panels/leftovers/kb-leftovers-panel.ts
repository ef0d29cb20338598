import { LitElement, html, nothing } from 'lit'
import type { LeftoverDraft, Leftovers } from '../../../contract/leftovers.ts'
import { leftoverNoteLength } from '../../../contract/leftovers.ts'
import type { Page } from '../../../contract/page.ts'
import type { ConflictRow } from '../../components/kb-conflict.ts'
import { field } from '../../components/field.ts'
import { correctLeftovers, draftLeftovers, listLeftovers, readLeftovers, saveLeftovers } from '../../data/leftovers.ts'
import type { Failure, Outcome } from '../../data/outcome.ts'
import { getPerson, type Person } from '../../data/people.ts'
import { whenText } from '../../format/dates.ts'
import type { Box } from '../../state/box.ts'
import { LiveLoad, LivePages } from '../../state/live-load.ts'
import { troubleOf } from '../../state/trouble.ts'
import { Watch } from '../../state/watch.ts'
import { form } from '../../styles/form.ts'
import { panel } from '../../styles/panel.ts'
import { shared } from '../../styles/shared.ts'
import { leftovers as words } from '../../text/leftovers.ts'
import { ja } from '../../text/ja.ts'
import { byline } from '../../text/proxy.ts'
import '../../components/kb-conflict.ts'
import '../../components/kb-leftover-paper.ts'
import '../../components/kb-loading.ts'
import '../../components/kb-person-header.ts'
import '../kb-proxy.ts'
import '../../components/kb-trouble.ts'
import { conflictRows } from './conflict.ts'
import { countLines } from './count-lines.ts'
import { CountDrafts } from './count-drafts.ts'
import { isChanged, onTopOf, startFrom, startNew, type Editing, type TypedLine } from './editing.ts'
import { draftLine, droppedLine } from './draft-lines.ts'
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
    editing: { state: true },
    failure: { state: true },
    isBusy: { state: true },
    said: { state: true },
    dropped: { state: true },
    blocked: { state: true },
    theirs: { state: true },
    isProxyWrong: { state: true },
  }
  static override styles = [shared, panel, form, leftoversPanel]
  declare box: Box
  declare memberId: string | undefined
  declare editing: Editing | null
  /** Of saving or reading what is typed. */
  declare failure: Failure | null
  declare isBusy: boolean
  declare said: string
  /** What was typed and put away by hand: it can be had back. */
  declare dropped: Editing | null
  /** Why it could not be saved, in words. */
  declare blocked: string
  /** The count as somebody else saved it meanwhile. */
  declare theirs: Leftovers | null
  /** The person chosen for 代行入力 may not be named any more. */
  declare isProxyWrong: boolean
  #of: string | undefined
  #timer: ReturnType<typeof setTimeout> | undefined
  #asked = 0
  readonly #person = new LiveLoad<Person>(this, {
    live: () => this.box.live,
    key: () => this.memberId ?? '',
    load: (id) => getPerson(this.box.http, { kind: 'member', id }),
    nouns: ['member', 'merge'],
  })
  readonly #draft = new LiveLoad<LeftoverDraft>(this, {
    live: () => this.box.live,
    key: () => this.memberId ?? '',
    load: (id) => draftLeftovers(this.box.http, id),
    nouns: ['dispensing', 'outside-dispensing', 'disclosure'],
    loaded: (draft) => {
      this.#takeDraft(draft)
    },
  })
  readonly #history = new LivePages<Page<Leftovers>>(this, {
    live: () => this.box.live,
    key: () => this.memberId ?? '',
    load: (id, cursor) => listLeftovers(this.box.http, id, cursor),
    nouns: ['leftovers', 'merge', 'disclosure'],
  })

  constructor() {
    super()
    this.#clear()
    new Watch(this, () => [this.box.watch.status])
  }

  override connectedCallback(): void {
    super.connectedCallback()
    this.tabIndex = -1
    this.focus({ preventScroll: true })
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback()
    clearTimeout(this.#timer)
    this.#of = undefined
  }

  override willUpdate(): void {
    if (this.#of === this.memberId) return
    this.#of = this.memberId
    this.#clear()
  }

  #clear(): void {
    this.editing = null
    this.failure = null
    this.isBusy = false
    this.said = ''
    this.dropped = null
    this.blocked = ''
    this.theirs = null
    this.isProxyWrong = false
  }

  get #drafts(): CountDrafts {
    return new CountDrafts(this.box, this.memberId ?? '')
  }

  get #failure(): Failure | null {
    return this.failure ?? this.#person.failure ?? this.#draft.failure
  }

  #again(): void {
    this.failure = null
    for (const shown of [this.#person, this.#draft]) if (shown.failure) void shown.reload()
    void this.#compute()
  }

  /** A new dispensing may bring a drug to count; what is being typed is never changed under the hand. */
  #takeDraft(draft: LeftoverDraft): void {
    const { editing } = this
    if (!editing) {
      this.editing = this.#drafts.all()[0] ?? startNew(draft)
      void this.#compute()
    } else if (editing.saved === null && !isChanged(editing)) {
      const { dropped } = this
      this.#begin(startNew(draft))
      this.dropped = dropped
    }
  }

  /** Whatever was typed before stays a draft of its own. */
  #begin(editing: Editing): void {
    this.editing = editing
    this.theirs = null
    this.blocked = ''
    this.said = ''
    this.dropped = null
    void this.#compute()
  }

  /** A saved count, with what was typed for it before. One that was taken away meanwhile and brought back is corrected again. */
  #open(record: Leftovers): void {
    const kept = this.#drafts.get(record.id)
    this.#begin(kept ? { ...kept, saved: kept.saved ?? record } : startFrom(record))
    this.scrollTop = 0
  }

  readonly #drop = (): void => {
    const { editing } = this
    const fresh = editing?.saved ? startFrom(editing.saved) : this.#draft.value && startNew(this.#draft.value)
    if (!editing || !fresh) return
    this.#drafts.delete(editing.slot)
    this.#begin(fresh)
    this.dropped = editing
    void this.updateComplete.then(() => {
      this.renderRoot.querySelector<HTMLElement>('[data-test=undo-drop]')?.focus()
    })
  }

  readonly #takeBack = (): void => {
    const { dropped } = this
    if (!dropped) return
    this.#drafts.save(dropped)
    this.#begin(dropped)
  }

  #type(change: Partial<Editing['typed']>): void {
    if (!this.editing || this.memberId === undefined) return
    this.editing = { ...this.editing, typed: { ...this.editing.typed, ...change } }
    this.#drafts.save(this.editing)
    this.said = ''
    this.dropped = null
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

  /** What is typed while it is on its way is saved by the next press. */
  async #save(): Promise<boolean> {
    const { memberId: id, editing: sent } = this
    if (this.isBusy || id === undefined || !sent) return false
    this.isBusy = true
    const drafts = this.#drafts
    const outcome = await this.#send(id, sent)
    // As it is now: more may have been typed.
    const typed = this.#isShown(id, sent) ? this.editing : drafts.get(sent.slot)
    const isMore = typed ? typed.typed !== sent.typed : false
    if (outcome?.ok) {
      drafts.delete(sent.slot)
      if (typed && isMore) drafts.save(onTopOf(outcome.value, typed))
    }
    // The page may be another member's by now: what came for one must not touch the other.
    if (this.memberId !== id) return false
    this.isBusy = false
    if (outcome?.ok) void this.#history.reload()
    if (!outcome || !this.#isShown(id, sent)) return false
    if (outcome.ok) {
      this.#begin(typed && isMore ? onTopOf(outcome.value, typed) : startFrom(outcome.value))
      this.said = words.saved(whenText(outcome.value.savedAt, this.#today()))
      return !isMore
    }
    this.isProxyWrong = outcome.failure.fields?.some(({ path }) => path === 'body/onBehalfOf') ?? false
    if (outcome.failure.code === 'stale-version') this.theirs = outcome.failure.current as Leftovers
    // It was taken away: what is typed can still be saved as a count of its own.
    else if (outcome.failure.code === 'not-found' && sent.saved) this.#detach()
    else if (!this.isProxyWrong) this.failure = outcome.failure
    return false
  }

  /** Null: it was not sent, for what is said in `blocked`. */
  async #send(id: string, sent: Editing): Promise<Outcome<Leftovers> | null> {
    const { typed, saved } = sent
    const { http } = this.box
    const reading = await readLeftovers(http, typed)
    if (!reading.ok) return reading
    const why = this.#whyNot(reading.value)
    if (why !== '') {
      if (this.#isShown(id, sent)) this.blocked = why
      return null
    }
    const { count } = reading.value
    const { onBehalfOf = '' } = sent
    return saved
      ? correctLeftovers(http, saved.id, count, saved.version, onBehalfOf)
      : saveLeftovers(http, id, count, onBehalfOf)
  }

  #isShown(id: string, { slot }: Editing): boolean {
    return this.memberId === id && this.editing?.slot === slot
  }

  #whyNot({ wrong, count }: NonNullable<Editing['read']>): string {
    if (wrong.length > 0) return words.fixFirst
    return count.lines.every(({ counted }) => counted === null) ? words.nothing : ''
  }

  #detach(): void {
    if (!this.editing) return
    this.editing = { ...this.editing, saved: null }
    this.#drafts.save(this.editing)
    this.blocked = words.takenAway
  }

  async #print(): Promise<void> {
    if (!this.editing) return
    if ((isChanged(this.editing) || !this.editing.saved) && !(await this.#save())) return
    await this.updateComplete
    print()
  }

  #today(): string {
    return this.box.watch.status.value?.today ?? this.#draft.value?.today ?? ''
  }

  override render() {
    const { memberId, editing } = this
    const person = this.#person.value
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
        ${this.#trouble()} ${editing ? this.#form(editing) : this.#failure ? nothing : html`<kb-loading></kb-loading>`}
      </div>
      <kb-leftover-paper
        .saved=${editing?.saved ?? null}
        .person=${person}
        .facility=${this.box.watch.status.value?.facility ?? ''}
      ></kb-leftover-paper>`
  }

  #trouble() {
    const failure = this.#failure
    if (!failure) return nothing
    const isGone = failure.code === 'not-found' && !this.editing
    return html`<kb-trouble
      .trouble=${troubleOf(failure)}
      .reference=${isGone ? undefined : failure.reference}
      .action=${isGone ? ja.header.home : ja.common.retry}
      @kb-retry=${() => {
        if (isGone) this.#toList()
        else this.#again()
      }}
    ></kb-trouble>`
  }

  #form(editing: Editing) {
    const { typed, saved, read } = editing
    const isEmpty = typed.lines.length === 0
    const drafts = this.#drafts.all().filter(({ slot }) => slot !== editing.slot)
    return html`<p class="hint">${words.hint}</p>
      ${draftLine(drafts, this.#today(), (draft) => {
        this.#begin(draft)
      })}
      ${
        saved
          ? html`<p class="correcting" data-test="correcting">
              ${words.correcting(whenText(saved.savedAt, this.#today()), byline(saved.by, saved.onBehalfOf))}
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
              ${countLines(editing, this.#today(), (line) => {
                this.#typeLine(line)
              })}
              ${this.#note(editing)} ${this.#proxy(editing)}
              ${this.theirs ? this.#conflict(editing, this.theirs) : nothing}
              <div class="actions">
                <p class="saidline" role="status" data-test="said">
                  ${this.dropped ? droppedLine(this.#takeBack) : this.said}
                </p>
                ${this.blocked === '' ? nothing : html`<p class="blocked" role="alert">▲ ${this.blocked}</p>`}
                ${
                  isChanged(editing)
                    ? html`<button
                        class="btn quiet"
                        type="button"
                        data-test="drop"
                        ?disabled=${this.isBusy}
                        @click=${this.#drop}
                      >
                        ${words.drop}
                      </button>`
                    : nothing
                }
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
        .memberId=${this.memberId}
        .history=${this.#history.value}
        .openId=${saved?.id ?? ''}
        @kb-open=${(event: CustomEvent<Leftovers>) => {
          this.#open(event.detail)
        }}
        @kb-more=${() => void this.#history.more()}
        @kb-removed=${(event: CustomEvent<string>) => {
          if (this.editing?.saved?.id === event.detail && !isChanged(this.editing)) this.#startNew()
          void this.#history.reload()
        }}
      ></kb-leftover-history>`
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

  /** 代行入力. */
  #proxy(editing: Editing) {
    return html`<kb-proxy
      .box=${this.box}
      .value=${editing.onBehalfOf ?? ''}
      ?wrong=${this.isProxyWrong}
      @kb-proxy=${({ detail }: CustomEvent<string>) => {
        this.editing = { ...editing, onBehalfOf: detail }
        this.#drafts.save(this.editing)
        this.isProxyWrong = false
      }}
    ></kb-proxy>`
  }

  #conflict(editing: Editing, theirs: Leftovers) {
    const rows: ConflictRow[] = conflictRows(editing.typed, startFrom(theirs).typed)
    return html`<kb-conflict
      .rows=${rows}
      ?busy=${this.isBusy}
      @kb-keep-mine=${() => {
        // What was typed stays, on top of their version.
        this.editing = onTopOf(theirs, editing)
        this.#drafts.save(this.editing)
        this.theirs = null
        void this.#save()
      }}
      @kb-take-theirs=${() => {
        this.#drafts.delete(editing.slot)
        this.#begin(startFrom(theirs))
      }}
    ></kb-conflict>`
  }

  readonly #startNew = (): void => {
    const draft = this.#draft.value
    if (draft) this.#begin(this.#drafts.get('') ?? startNew(draft))
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
