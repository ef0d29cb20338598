import { LitElement, html, nothing } from 'lit'
import type { BodyNote, BodyNoteContent } from '../../../contract/body-note.ts'
import type { Memo, MemoContent } from '../../../contract/memo.ts'
import type { PersonAlert } from '../../components/kb-person-header.ts'
import { MemberDisclosure } from '../../data/disclosure.ts'
import { Entries } from '../../data/entries.ts'
import type { PersonMedicines } from '../../data/history.ts'
import type { Failure } from '../../data/outcome.ts'
import type { Person, PersonRef } from '../../data/people.ts'
import { whenAgoText } from '../../format/dates.ts'
import { afterPaint } from '../../state/after-paint.ts'
import type { Box } from '../../state/box.ts'
import { hasDialog } from '../../state/occupied.ts'
import { prefetchOf } from '../../state/prefetch.ts'
import type { PersonTab } from '../../state/route.ts'
import { troubleOf } from '../../state/trouble.ts'
import { Watch } from '../../state/watch.ts'
import { panel } from '../../styles/panel.ts'
import { shared } from '../../styles/shared.ts'
import { ja } from '../../text/ja.ts'
import { disclosure as disclosureWords } from '../../text/disclosure.ts'
import { medicineWords, personHints, personWords } from '../../text/person.ts'
import '../../components/kb-hints.ts'
import '../../components/kb-key-hints.ts'
import '../../components/kb-loading.ts'
import '../../components/kb-person-header.ts'
import '../../components/kb-tabs.ts'
import '../../components/kb-taking-list.ts'
import '../../components/kb-trouble.ts'
import '../images/kb-person-images.ts'
import './kb-disclosure.ts'
import { bodyNoteView } from './body-note-view.ts'
import './kb-entries.ts'
import { currentOf } from './kb-history.ts'
import { memoView } from './memo-view.ts'
import { notMember } from './not-member.ts'
import { personPanel } from './styles.ts'

/** As in the style sheet: 服用中のお薬一覧 stands beside the history, not above it. */
const isBeside = matchMedia('(min-width: 1101px)')
/** A note that says that there is nothing to note. */
const says = /^(?:特に)?(?:なし|無し?|ありません)$/

/**
 * 患者詳細, for a notebook's keeper and for a receipt computer's patient alike. While it is away (`person` is null) its first screen is
 * drawn of whoever is likely to be opened next, so that opening shows it in one frame and nothing moves afterwards.
 * Longer than most because the tabs and what stands beside them share one person.
 */
export class KbPersonPanel extends LitElement {
  static override properties = {
    box: { attribute: false },
    person: { attribute: false },
    tab: {},
    isWhole: { state: true },
    isSettled: { state: true },
  }
  static override styles = [shared, panel, personPanel]
  declare box: Box
  declare person: PersonRef | null
  declare tab: PersonTab
  /** What stands beside the history is drawn as well: ahead, or after the first paint. */
  declare isWhole: boolean
  /** The first paint is over. */
  declare isSettled: boolean
  #shown = ''
  #isScrolled = false
  #medicines: PersonMedicines | undefined
  #notesOf = ''
  #bodyNotes: Entries<BodyNote, BodyNoteContent> | undefined
  #memos: Entries<Memo, MemoContent> | undefined
  #disclosure: MemberDisclosure | undefined

  constructor() {
    super()
    this.person = null
    this.tab = 'history'
    this.isWhole = false
    this.isSettled = false
    this.addEventListener('scroll', () => (this.#isScrolled = true), { passive: true })
    new Watch(this, () => [
      prefetchOf(this.box).next,
      this.#medicines?.person,
      this.#medicines?.history.state,
      this.#medicines?.taking,
      this.#bodyNotes?.state,
      this.#memos?.state,
      this.#disclosure?.state,
      this.box.watch.status,
      this.box.live.link,
      this.box.preferences.keys.table,
    ])
  }

  override connectedCallback(): void {
    super.connectedCallback()
    // The panel scrolls, so the keys that scroll must reach it.
    this.tabIndex = -1
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback()
    this.#closePerson()
  }

  override willUpdate(): void {
    if (this.person) this.#openPerson(this.person)
    else this.#lookAhead()
    this.#openNotes()
  }

  #lookAhead(): void {
    if (this.#shown !== '') this.#closePerson()
    const ahead = prefetchOf(this.box)
    const today = this.box.watch.status.value?.today
    const next = ahead.next.value
    this.#medicines = next && today !== undefined ? ahead.look(next, today) : undefined
    this.isWhole = this.#medicines !== undefined
    this.isSettled = false
  }

  #openPerson(person: PersonRef): void {
    const today = this.box.watch.status.value?.today
    const who = `${person.kind} ${person.id} `
    if (today === undefined || this.#shown === who + today) return
    const [isSamePerson, wasAway] = [this.#shown.startsWith(who), this.#shown === '']
    const before = this.#medicines
    if (!wasAway) before?.close()
    this.#shown = who + today
    this.#medicines = prefetchOf(this.box).take(person, today)
    if (isSamePerson) return
    this.isWhole = before === this.#medicines
    // Asking for the place would lay everything out.
    if (this.#isScrolled) this.scrollTop = 0
    this.#isScrolled = false
    this.isSettled = false
    // What was dispensed comes first, whatever else is answered sooner.
    whenKnown(this.#medicines, () => {
      afterPaint(() => {
        if (!this.#shown.startsWith(who)) return
        this.isWhole = true
        this.isSettled = true
      })
    })
    afterPaint(() => {
      if (!this.#shown.startsWith(who)) return
      if (!hasDialog() && !this.matches(':focus-within')) this.focus({ preventScroll: true })
    })
  }

  #closePerson(): void {
    if (this.#shown !== '') this.#medicines?.close()
    this.#medicines = undefined
    this.#shown = ''
    this.#closeNotes()
  }

  /** からだの情報 and メモ once it is known whose they are. */
  #openNotes(): void {
    const memberId = this.#medicines?.person.value.value?.memberId ?? ''
    if (memberId === this.#notesOf || (memberId !== '' && !this.isWhole)) return
    this.#closeNotes()
    this.#notesOf = memberId
    if (memberId === '') return
    const { http, live } = this.box
    this.#bodyNotes = new Entries(http, live, memberId, bodyNoteView.path, bodyNoteView.noun)
    this.#memos = new Entries(http, live, memberId, memoView.path, memoView.noun)
    this.#disclosure = new MemberDisclosure(http, live, memberId)
    void this.#bodyNotes.load()
    void this.#memos.load()
  }

  #closeNotes(): void {
    this.#bodyNotes?.close()
    this.#memos?.close()
    this.#disclosure?.close()
    this.#bodyNotes = undefined
    this.#memos = undefined
    this.#disclosure = undefined
    this.#notesOf = ''
  }

  override render() {
    const medicines = this.#medicines
    const status = this.box.watch.status.value
    if (!status) return nothing
    const { value: person, failure } = medicines?.person.value ?? { value: null, failure: null }
    return html`<kb-person-header
        .person=${person}
        .today=${status.today}
        .alerts=${this.#alerts()}
        @kb-back=${() => {
          this.box.router.toList()
        }}
        >${person ? this.#deeds(person) : nothing}</kb-person-header
      >
      <div class="page">
        ${failure ? this.#personFailure(failure) : nothing}
        ${failure?.code === 'not-found' ? nothing : this.#page(medicines, person, status.today)}
      </div>`
  }

  #page(medicines: PersonMedicines | undefined, person: Person | null, today: string) {
    const last = this.box.watch.status.value?.feed.lastReceivedAt ?? null
    const lastText = last === null ? medicineWords.neverReceived : medicineWords.lastReceived(whenAgoText(last, today))
    const tabs = this.#tabs(today)
    const label = tabs.find(({ id }) => id === this.tab)?.label ?? ''
    const isMedicines = this.tab === 'history' || this.tab === 'current'
    return html`${person?.memberId && this.isWhole ? html`<kb-hints .box=${this.box} .memberId=${person.memberId}></kb-hints>` : nothing}
      ${
        person?.memberId
          ? html`<kb-disclosure
              .box=${this.box}
              .memberId=${person.memberId}
              .disclosure=${this.#disclosure}
            ></kb-disclosure>`
          : nothing
      }
      <div class="tools">
        <kb-tabs .tabs=${tabs} .selected=${this.tab} .label=${ja.person.history} @kb-tab=${this.#onTab}></kb-tabs>
        <span class="received sub" data-test="last-received">${lastText}</span>
        <kb-key-hints .hints=${personHints(this.box.preferences.keys.table.value, this.tab)}></kb-key-hints>
      </div>
      ${isMedicines ? this.#feedTrouble() : nothing}
      <div class=${isMedicines ? 'cols' : ''}>
        <div role="tabpanel" aria-label=${label}>${this.#panel(medicines, person, today)}</div>
        ${isMedicines ? html`<aside tabindex="0" aria-label=${medicineWords.takingTitle}>${this.#taking()}</aside>` : nothing}
      </div>`
  }

  #tabs(today: string) {
    const { tabs } = personWords
    const currents = currentOf(this.#medicines?.history.state.value.items ?? [], today).length
    const count = (items: readonly { isRemoved: boolean }[] | null | undefined) => {
      const kept = items?.filter(({ isRemoved }) => !isRemoved).length ?? 0
      return kept > 0 ? String(kept) : ''
    }
    return [
      { id: 'history', label: ja.person.history },
      { id: 'current', label: medicineWords.current, note: currents > 0 ? String(currents) : '' },
      { id: 'body', label: tabs.body, note: count(this.#bodyNotes?.state.value.items) },
      { id: 'memos', label: tabs.memos, note: count(this.#memos?.state.value.items) },
      { id: 'images', label: tabs.images },
    ]
  }

  #panel(medicines: PersonMedicines | undefined, person: Person | null, today: string) {
    if (this.tab === 'history' || this.tab === 'current')
      return html`<kb-history
        .box=${this.box}
        .medicines=${medicines}
        .mode=${this.tab}
        .today=${today}
        ?settled=${this.isSettled}
        ?closed=${this.#isClosed}
      ></kb-history>`
    if (!person) return html`<div class="sheet"><kb-loading></kb-loading></div>`
    if (person.memberId === null) return notMember(this.box)
    if (this.tab === 'images') return this.#images(person.memberId)
    const view = this.tab === 'body' ? bodyNoteView : memoView
    const isCut = this.#isClosed && this.tab === 'memos'
    return html`${isCut ? html`<p class="sub cut" data-test="memos-closed">${disclosureWords.closedShort}。</p>` : nothing}<kb-entries
        .box=${this.box}
        .memberId=${person.memberId}
        .view=${view}
      ></kb-entries>`
  }

  #images(memberId: string) {
    return html`<kb-person-images .box=${this.box} .memberId=${memberId}></kb-person-images>`
  }

  /** What others told is not among what is shown. */
  get #isClosed(): boolean {
    return this.#disclosure?.state.value.value?.isOpen === false
  }

  /** What must not be overlooked. A note that says "none" is none. */
  #alerts(): PersonAlert[] {
    const items = this.#bodyNotes?.state.value.items ?? []
    const notes = [...items].sort((a, b) => Number(b.kind === 'allergy') - Number(a.kind === 'allergy'))
    return notes.flatMap(({ kind, text, isRemoved }) =>
      isRemoved || kind === 'past-illness' || says.test(text) ? [] : [{ label: personWords.body.badge[kind], text }],
    )
  }

  #deeds({ memberId, isLinked, kind }: Person) {
    if (memberId === null) return nothing
    const link = (page: 'settings' | 'links' | 'leftovers', word: string, look = '') =>
      html`<a
        class="btn ${look}"
        href="/${page}/${memberId}"
        data-test="to-${page}"
        @click=${(event: MouseEvent) => {
          if (event.ctrlKey || event.metaKey || event.shiftKey) return
          event.preventDefault()
          this.box.router.go({ page, id: memberId })
        }}
        >${word}</a
      >`
    return html`${kind === 'member' && !isLinked ? link('links', personWords.setLink, 'primary') : nothing}
    ${link('leftovers', personWords.leftovers)} ${link('settings', personWords.settings)}`
  }

  #personFailure(failure: Failure) {
    // Asking again would not find it: the way out is the list.
    const isGone = failure.code === 'not-found'
    return html`<kb-trouble
      .trouble=${troubleOf(failure)}
      .reference=${isGone ? undefined : failure.reference}
      .action=${isGone ? ja.header.home : ja.common.retry}
      @kb-retry=${() => {
        if (isGone) this.box.router.toList()
        else this.#medicines?.load()
      }}
    ></kb-trouble>`
  }

  /** The feed is the first suspect when something is missing here, so its trouble stands beside the medicines. */
  #feedTrouble() {
    const feed = this.box.watch.status.value?.feed
    if (!feed || feed.state === 'ok' || !this.person) return nothing
    return html`<kb-trouble
      slim
      data-test="feed-trouble"
      .trouble=${ja.feed[feed.state]}
      .action=${medicineWords.feedTrouble}
      @kb-retry=${() => {
        this.box.router.go({ page: 'intake' })
      }}
    ></kb-trouble>`
  }

  #taking() {
    // Beside the history it moves nothing and may come a frame later; above it, it would push away what was just read.
    if (isBeside.matches ? !this.isSettled : !this.isWhole) return nothing
    const answer = this.#medicines?.taking.value
    const today = this.box.watch.status.value?.today ?? ''
    if (answer?.value)
      return html`<kb-taking-list .items=${answer.value} .today=${today}></kb-taking-list
        >${this.#isClosed ? html`<p class="sub cut" data-test="taking-closed">${disclosureWords.closedTaking}</p>` : nothing}`
    if (answer?.failure) return this.#takingTrouble(answer.failure)
    if (this.#medicines?.history.state.value.phase === 'failed') return nothing
    return html`<div class="sheet"><kb-loading .rows=${3}></kb-loading></div>`
  }

  #takingTrouble(failure: Failure) {
    return html`<kb-trouble
      slim
      data-test="taking-trouble"
      .trouble=${{ what: medicineWords.takingFailed, means: troubleOf(failure).what, todo: '' }}
      .reference=${failure.reference}
      @kb-retry=${() => {
        this.#medicines?.load()
      }}
    ></kb-trouble>`
  }

  readonly #onTab = (event: CustomEvent<PersonTab>): void => {
    if (this.person) this.box.router.replace({ page: 'person', person: this.person, tab: event.detail })
  }
}

customElements.define('kb-person-panel', KbPersonPanel)

/** Once the history was fetched, or could not be. */
function whenKnown({ history: { state } }: PersonMedicines, task: () => void): void {
  if (state.value.phase !== 'loading') {
    task()
    return
  }
  const stop = state.subscribe(() => {
    if (state.value.phase === 'loading') return
    stop()
    task()
  })
}
