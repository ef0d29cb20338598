import { LitElement, html, nothing, type TemplateResult } from 'lit'
import type { LinkCandidate, LinkCandidates, LinkHistory, LinkPreview } from '../../../contract/link.ts'
import type { Page } from '../../../contract/page.ts'
import type { Failure } from '../../data/outcome.ts'
import { whenText } from '../../format/dates.ts'
import type { Box } from '../../state/box.ts'
import { Fresh } from '../../state/fresh.ts'
import { troubleOf } from '../../state/trouble.ts'
import { Watch } from '../../state/watch.ts'
import { form } from '../../styles/form.ts'
import { panel } from '../../styles/panel.ts'
import { shared } from '../../styles/shared.ts'
import { ja } from '../../text/ja.ts'
import { links } from '../../text/links.ts'
import { field } from '../../components/field.ts'
import '../../components/kb-dialog.ts'
import '../../components/kb-loading.ts'
import '../../components/kb-person-header.ts'
import '../../components/kb-trouble.ts'
import { candidateRow } from './candidate.ts'
import { link, move, previewMove, unlink, type Deed } from './linking.ts'
import { linkStyles } from './styles.ts'
import { duplicateNote, whyNote } from './notes.ts'

const words = links.detail

/** お薬自動登録設定 of one member: what is set, the candidates with their reasons, why there is none, and what was set before. */
export class KbLinkMember extends LitElement {
  static override properties = {
    box: { attribute: false },
    memberId: {},
    typed: { state: true },
    deed: { state: true },
    note: { state: true },
    preview: { state: true },
    isBusy: { state: true },
  }
  static override styles = [shared, panel, form, linkStyles]
  declare box: Box
  declare memberId: string
  declare typed: string
  declare deed: Deed | null
  declare note: string
  declare preview: LinkPreview | null
  declare isBusy: boolean
  #shown = ''
  #typing: ReturnType<typeof setTimeout> | undefined
  readonly #nouns = ['member', 'patient', 'merge', 'dispensing', 'replacement'] as const
  readonly #found = new Fresh<LinkCandidates>(
    this,
    () => this.box.live,
    () => {
      const typed = this.typed.trim()
      return this.box.http.get(`${this.#path()}/link-candidates${typed && `?q=${encodeURIComponent(typed)}`}`)
    },
    this.#nouns,
  )
  readonly #history = new Fresh<Page<LinkHistory>>(
    this,
    () => this.box.live,
    () => this.box.http.get(`${this.#path()}/links`),
    this.#nouns,
  )

  constructor() {
    super()
    this.typed = ''
    this.deed = null
    this.note = ''
    this.preview = null
    this.isBusy = false
    new Watch(this, () => [this.box.watch.status])
  }

  #path(): string {
    return `/api/members/${encodeURIComponent(this.memberId)}`
  }

  override willUpdate(): void {
    if (this.memberId === this.#shown) return
    this.#shown = this.memberId
    this.typed = ''
    this.deed = null
    this.note = ''
    this.preview = null
    void this.#found.restart()
    void this.#history.restart()
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback()
    clearTimeout(this.#typing)
  }

  override render() {
    const { value, failure } = this.#found
    const today = this.box.watch.status.value?.today ?? ''
    const person = value && { ...value.member, isLinked: value.member.patientIds.length > 0 }
    return html`<kb-person-header .person=${person} .today=${today} @kb-back=${this.#back}></kb-person-header>
      <div class="page">
        <div class="tools">
          <h2>${ja.pages.links}</h2>
          <span class="grow"></span>
          <a class="btn" href="/links" @click=${this.#go({ page: 'links' })}>${words.toWorklist}</a>
          <a class="btn" href="/merges/${this.memberId}" data-test="to-merge" @click=${this.#toMerge}>${words.merge}</a>
          <a class="btn" href="/members/${this.memberId}" @click=${this.#toPerson}>${words.person}</a>
        </div>
        <div role="status" aria-live="polite">${this.#said()}</div>
        ${failure ? html`<kb-trouble .trouble=${troubleOf(failure)} .reference=${failure.reference} @kb-retry=${() => void this.#found.load()}></kb-trouble>` : nothing}
        ${value ? this.#body(value, today) : failure ? nothing : html`<div class="sheet"><kb-loading .rows=${5}></kb-loading></div>`}
      </div>
      ${this.preview ? this.#moveDialog(this.preview) : nothing}`
  }

  #said() {
    if (this.deed)
      return html`<p class="done" data-test="done">
        ${this.deed.text}
        <button class="btn" type="button" data-test="undo" ?disabled=${this.isBusy} @click=${this.#undo}>
          ${links.done.undo}
        </button>
      </p>`
    return this.note === '' ? nothing : html`<p class="note" data-test="note"><b>${this.note}</b></p>`
  }

  #body(value: LinkCandidates, today: string): TemplateResult {
    const { candidates, near, reasons, duplicates } = value
    const isSearch = this.typed.trim() !== ''
    return html`${duplicates.length > 0 ? duplicateNote(duplicates, today, this.#toMerge) : nothing}
      ${this.#current(today)}
      <h2>${words.candidates}</h2>
      ${
        reasons.length > 0
          ? whyNote(value, today, (page) => {
              this.box.router.go({ page })
            })
          : nothing
      }
      ${this.#search(candidates.length)}
      ${
        candidates.length > 0
          ? html`<ul class="sheet" data-test="candidates">
              ${candidates.map((candidate) => candidateRow(candidate, today, this.#act(value, candidate)))}
            </ul>`
          : isSearch
            ? html`<p class="sheet quiet-note" data-test="not-found">${words.notFound}</p>`
            : nothing
      }
      ${
        near.length > 0
          ? html`<h2>${words.near}</h2>
              <ul class="sheet" data-test="near">
                ${near.map((candidate) => candidateRow(candidate, today, this.#act(value, candidate)))}
              </ul>`
          : nothing
      }
      ${this.#past(today)}`
  }

  #current(today: string) {
    const set = (this.#history.value?.items ?? []).filter(({ unlinkedAt }) => unlinkedAt === null)
    return html`<h2>${words.current}</h2>
      ${
        set.length === 0
          ? html`<p class="sheet slim" data-test="not-linked"><b>${words.none}</b>${words.noneHint}</p>`
          : html`<ul class="sheet" data-test="linked">
                ${set.map(
                  ({ patient, linkedAt, linkedBy, viaMerge }) =>
                    html`<li class="row">
                      <div class="who">
                        <span class="kana">${patient.kana}</span><b>${patient.name}</b>
                        <span class="sub">${words.patientCode(patient.code)}</span>
                      </div>
                      <div class="sub">
                        ${words.since(whenText(linkedAt, today), linkedBy ?? words.byBox)}${viaMerge ? `　${words.viaMerge}` : ''}
                      </div>
                      <div class="act">
                        <button
                          class="btn"
                          type="button"
                          data-test="unlink"
                          aria-label=${words.unlinkFor(patient.name)}
                          ?disabled=${this.isBusy}
                          @click=${() => void this.#do((member) => unlink(this.box.http, member, patient))}
                        >
                          ${words.unlink}
                        </button>
                      </div>
                    </li>`,
                )}
              </ul>
              <p class="sub">${words.more}</p>`
      }`
  }

  #act(value: LinkCandidates, candidate: LinkCandidate): TemplateResult {
    const { patient, linkedTo, isHeld, strength } = candidate
    if (linkedTo)
      return html`<button
        class="btn"
        type="button"
        data-test="move"
        ?disabled=${this.isBusy || isHeld}
        @click=${() => void this.#look(patient.id)}
      >
        ${words.move}
      </button>`
    const isSure = strength === 'exact' && value.member.patientIds.length === 0
    return html`<button
      class="btn ${isSure ? 'primary' : ''}"
      type="button"
      data-test="set"
      ?disabled=${this.isBusy || isHeld}
      @click=${() => void this.#do((member) => link(this.box.http, member, patient))}
    >
      ${words.link}
    </button>`
  }

  #search(found: number) {
    const isSearch = this.typed.trim() !== ''
    const control = html`<input
      id="find"
      type="search"
      autocomplete="off"
      aria-describedby="find-note"
      data-test="find"
      .value=${this.typed}
      @input=${this.#onType}
    />`
    const hint = isSearch ? words.found(found) : words.searchHint
    return html`<div class="find">
      ${field({ id: 'find', label: words.search, hint }, control)}
      ${isSearch ? html`<button class="btn" type="button" data-test="clear" @click=${this.#clear}>${words.clear}</button>` : nothing}
    </div>`
  }

  #past(today: string) {
    const { value } = this.#history
    return html`<details>
      <summary>${words.history}</summary>
      ${
        value && value.items.length > 0
          ? html`<ul class="sheet" data-test="history">
              ${value.items.map(
                ({ patient, linkedAt, linkedBy, unlinkedAt, unlinkedBy }) =>
                  html`<li class="row">
                    <div>${patient.name}　<span class="sub">${words.patientCode(patient.code)}</span></div>
                    <div>
                      ${words.since(whenText(linkedAt, today), linkedBy ?? words.byBox)}<br />${
                        unlinkedAt === null
                          ? html`<span class="badge set">${words.active}</span>`
                          : words.unlinked(whenText(unlinkedAt, today), unlinkedBy ?? words.byBox)
                      }
                    </div>
                  </li>`,
              )}
            </ul>`
          : html`<p class="sub">${words.noHistory}</p>`
      }
    </details>`
  }

  #moveDialog({ patient, from, to, dispensings, staying }: LinkPreview) {
    const text = links.move
    return html`<kb-dialog heading=${text.title} data-test="move-dialog" @kb-close=${this.#closeMove}>
      ${
        from
          ? html`<p>${text.what(patient.code, from.name)}</p>
              <p><b>${text.moves(dispensings, from.name, to.name)}</b></p>
              <p>${text.stays(staying, from.name)}</p>
              <p class="sub">${text.same}</p>`
          : html`<p>${text.free}</p>`
      }
      <div class="actions">
        <button class="btn" type="button" @click=${this.#closeMove}>${text.cancel}</button>
        <button
          class="btn primary"
          type="button"
          data-test="confirm-move"
          ?disabled=${this.isBusy}
          @click=${this.#move}
        >
          ${text.confirm}
        </button>
      </div>
    </kb-dialog>`
  }

  async #look(patientId: string): Promise<void> {
    const { memberId } = this
    const outcome = await previewMove(this.box.http, memberId, patientId)
    // Another member is shown by now: the answer is not for their page.
    if (memberId !== this.memberId) return
    if (outcome.ok) this.preview = outcome.value
    else this.#fail(outcome.failure)
  }

  readonly #closeMove = (): void => {
    this.preview = null
  }

  readonly #move = async (): Promise<void> => {
    const { preview } = this
    if (!preview) return
    await this.#do((member) =>
      preview.from
        ? move(this.box.http, member, preview.patient, preview.from.id)
        : link(this.box.http, member, preview.patient),
    )
    if (this.preview === preview) this.preview = null
  }

  async #do(act: (member: LinkCandidates['member']) => ReturnType<typeof link>): Promise<void> {
    const member = this.#found.value?.member
    if (!member || this.isBusy) return
    const { memberId } = this
    this.isBusy = true
    const done = await act(member)
    this.isBusy = false
    if (memberId !== this.memberId) return
    if ('deed' in done) {
      this.deed = done.deed
      this.note = ''
      this.typed = ''
    } else this.#fail(done.failure)
    await this.#reload()
  }

  #fail(failure: Failure): void {
    this.deed = null
    const isStale = failure.code === 'stale-version' || failure.code === 'patient-linked-elsewhere'
    this.note = isStale ? links.stale : troubleOf(failure).what
  }

  readonly #undo = async (): Promise<void> => {
    if (!this.deed || this.isBusy) return
    const { memberId } = this
    this.isBusy = true
    const outcome = await this.deed.undo()
    this.isBusy = false
    if (memberId !== this.memberId) return
    if (outcome.ok) {
      this.deed = null
      this.note = links.done.undone
    } else this.#fail(outcome.failure)
    await this.#reload()
  }

  async #reload(): Promise<void> {
    await Promise.all([this.#found.load(), this.#history.load()])
  }

  readonly #onType = (event: InputEvent): void => {
    this.typed = (event.target as HTMLInputElement).value
    if (event.isComposing) return
    clearTimeout(this.#typing)
    this.#typing = setTimeout(() => void this.#found.load(), 200)
  }

  readonly #clear = (): void => {
    this.typed = ''
    void this.#found.load()
  }

  readonly #back = (): void => {
    this.box.router.toList()
  }

  readonly #go =
    (route: { page: 'links' }) =>
    (event: MouseEvent): void => {
      if (event.ctrlKey || event.metaKey || event.shiftKey) return
      event.preventDefault()
      this.box.router.go(route)
    }

  readonly #toMerge = (event: MouseEvent): void => {
    if (event.ctrlKey || event.metaKey || event.shiftKey) return
    event.preventDefault()
    this.box.router.go({ page: 'merges', id: this.memberId })
  }

  readonly #toPerson = (event: MouseEvent): void => {
    if (event.ctrlKey || event.metaKey || event.shiftKey) return
    event.preventDefault()
    this.box.router.go({ page: 'person', person: { kind: 'member', id: this.memberId }, tab: 'history' })
  }
}

customElements.define('kb-link-member', KbLinkMember)
