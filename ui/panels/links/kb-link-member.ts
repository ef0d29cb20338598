import { LitElement, html, nothing, type TemplateResult } from 'lit'
import { repeat } from 'lit/directives/repeat.js'
import type { LinkCandidate, LinkCandidates, LinkHistory, LinkPreview } from '../../../contract/link.ts'
import type { Page } from '../../../contract/page.ts'
import { success } from '../../data/outcome.ts'
import type { Box } from '../../state/box.ts'
import { LiveLoad } from '../../state/live-load.ts'
import type { Route } from '../../state/route.ts'
import { SteadyLists } from '../../state/steady-list.ts'
import { troubleOf } from '../../state/trouble.ts'
import { Watch } from '../../state/watch.ts'
import { form } from '../../styles/form.ts'
import { panel } from '../../styles/panel.ts'
import { shared } from '../../styles/shared.ts'
import { ja } from '../../text/ja.ts'
import { links } from '../../text/links.ts'
import { field } from '../../components/field.ts'
import '../../components/kb-loading.ts'
import '../../components/kb-person-header.ts'
import '../../components/kb-trouble.ts'
import { isInSteady, news, newsStyles } from '../../components/news.ts'
import { candidateRow } from './candidate.ts'
import { LinkDeeds } from './link-deeds.ts'
import { previewMove, type LinkAct } from './linking.ts'
import { moveDialog, pastLinks, setLinks } from './set-links.ts'
import { linkStyles } from './styles.ts'
import { duplicateNote, whyNote } from './notes.ts'

const words = links.detail
/** Candidates, with what was searched for when they were asked. */
type Found = LinkCandidates & { asked: string }

const idOf = ({ patient }: LinkCandidate): string => patient.id
const nouns = ['member', 'patient', 'merge', 'dispensing', 'replacement'] as const

/** お薬自動登録設定 of one member: what is set, the candidates with their reasons, why there is none, and what was set before. */
export class KbLinkMember extends LitElement {
  static override properties = {
    box: { attribute: false },
    memberId: {},
    typed: { state: true },
    preview: { state: true },
  }
  static override styles = [shared, panel, form, linkStyles, newsStyles]
  declare box: Box
  declare memberId: string
  declare typed: string
  declare preview: LinkPreview | null
  #shown = ''
  #typing: ReturnType<typeof setTimeout> | undefined
  /** Nobody comes to stand under the pointer that is about to press. */
  readonly #steady = new SteadyLists(this, () => isInSteady(this.renderRoot))
  readonly #found = new LiveLoad<Found>(this, {
    live: () => this.box.live,
    key: () => this.memberId,
    load: async (id) => {
      const asked = this.typed.trim()
      const path = `${pathOf(id)}/link-candidates${asked && `?q=${encodeURIComponent(asked)}`}`
      const outcome = await this.box.http.get<LinkCandidates>(path)
      return outcome.ok ? success({ ...outcome.value, asked }) : outcome
    },
    nouns,
  })
  readonly #history = new LiveLoad<Page<LinkHistory>>(this, {
    live: () => this.box.live,
    key: () => this.memberId,
    load: (id) => this.box.http.get(`${pathOf(id)}/links`),
    nouns,
  })
  readonly #deeds = new LinkDeeds(this, {
    http: () => this.box.http,
    settled: async (isDone) => {
      if (isDone) this.typed = ''
      await Promise.all([this.#found.reload(), this.#history.reload()])
      await this.#steady.take()
    },
  })

  constructor() {
    super()
    this.typed = ''
    this.preview = null
    new Watch(this, () => [this.box.watch.status])
  }

  override willUpdate(): void {
    if (this.memberId === this.#shown) return
    this.#shown = this.memberId
    this.typed = ''
    this.preview = null
    this.#deeds.clear()
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback()
    clearTimeout(this.#typing)
  }

  override render() {
    const { value, failure } = this.#found
    const today = this.box.watch.status.value?.today ?? ''
    const person = value && { ...value.member, isLinked: value.member.patientIds.length > 0 }
    return html`<kb-person-header
        .person=${person}
        .today=${today}
        @kb-back=${() => {
          this.box.router.toList()
        }}
      ></kb-person-header>
      <div class="page">
        <div class="tools">
          <h2>${ja.pages.links}</h2>
          <span class="grow"></span>
          <a class="btn" href="/links" @click=${this.#go({ page: 'links' })}>${words.toWorklist}</a>
          <a class="btn" href="/merges/${this.memberId}" data-test="to-merge" @click=${this.#toMerge}>${words.merge}</a>
          <a
            class="btn"
            href="/members/${this.memberId}"
            @click=${this.#go({ page: 'person', person: { kind: 'member', id: this.memberId }, tab: 'history' })}
            >${words.person}</a
          >
        </div>
        ${this.#deeds.said()}
        ${failure ? html`<kb-trouble .trouble=${troubleOf(failure)} .reference=${failure.reference} @kb-retry=${() => void this.#found.reload()}></kb-trouble>` : nothing}
        ${value ? this.#body(value, today) : failure ? nothing : html`<div class="sheet"><kb-loading .rows=${5}></kb-loading></div>`}
      </div>
      ${this.preview ? this.#moveDialog(this.preview) : nothing}`
  }

  #body(value: Found, today: string): TemplateResult {
    const { reasons, duplicates, member, asked } = value
    const of = `${member.id} ${asked}`
    const candidates = this.#steady.rows('candidates', of, value.candidates, idOf)
    const near = this.#steady.rows('near', of, value.near, idOf)
    const history = this.#history.value?.items ?? []
    const isSearch = this.typed.trim() !== ''
    const row = (candidate: LinkCandidate) => candidateRow(candidate, today, this.#act(value, candidate))
    return html`${duplicates.length > 0 ? duplicateNote(duplicates, today, this.#toMerge) : nothing}
      <h2>${words.current}</h2>
      ${setLinks(history, today, this.#deeds.isBusy ? null : (patient) => void this.#do({ unlink: patient }))}
      <div data-steady @pointerleave=${this.#steady.onLeave} @focusout=${this.#steady.onLeave}>
        <div class="with-news">
          <h2>${words.candidates}</h2>
          ${news(this.#steady)}
        </div>
        ${
          reasons.length > 0
            ? whyNote(value, today, (page) => {
                this.box.router.go({ page })
              })
            : nothing
        }
        ${this.#search(value.candidates.length)}
        <div data-rows>
          ${
            candidates.length > 0
              ? html`<ul class="sheet" data-test="candidates">
                  ${repeat(candidates, idOf, row)}
                </ul>`
              : isSearch
                ? html`<p class="sheet quiet-note" data-test="not-found">${words.notFound}</p>`
                : nothing
          }
          ${
            near.length > 0
              ? html`<h2>${words.near}</h2>
                  <ul class="sheet" data-test="near">
                    ${repeat(near, idOf, row)}
                  </ul>`
              : nothing
          }
        </div>
      </div>
      ${pastLinks(history, today)}`
  }

  #act(value: Found, candidate: LinkCandidate): TemplateResult {
    const { patient, linkedTo, isHeld, strength } = candidate
    const isOff = this.#deeds.isBusy || isHeld
    if (linkedTo)
      return html`<button
        class="btn"
        type="button"
        data-test="move"
        ?disabled=${isOff}
        @click=${() => void this.#look(patient.id)}
      >
        ${words.move}
      </button>`
    const isSure = strength === 'exact' && value.member.patientIds.length === 0
    return html`<button
      class="btn ${isSure ? 'primary' : ''}"
      type="button"
      data-test="set"
      ?disabled=${isOff}
      @click=${() => void this.#do({ patient })}
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

  #moveDialog(preview: LinkPreview) {
    const { patient, from } = preview
    const close = () => {
      this.preview = null
    }
    const move = async () => {
      await this.#do({ patient, ...(from && { from: from.id }) })
      if (this.preview === preview) close()
    }
    return moveDialog(preview, this.#deeds.isBusy, { close, move: () => void move() })
  }

  async #look(patientId: string): Promise<void> {
    const { memberId } = this
    const outcome = await previewMove(this.box.http, memberId, patientId)
    // Another member is shown by now: the answer is not for their page.
    if (memberId !== this.memberId) return
    if (outcome.ok) this.preview = outcome.value
    else this.#deeds.fail(outcome.failure)
  }

  async #do(act: LinkAct): Promise<void> {
    const member = this.#found.value?.member
    if (member) await this.#deeds.do(member, act)
  }

  readonly #onType = (event: InputEvent): void => {
    this.typed = (event.target as HTMLInputElement).value
    clearTimeout(this.#typing)
    this.#typing = setTimeout(() => void this.#found.reload(), 200)
  }

  readonly #clear = (): void => {
    this.typed = ''
    void this.#found.reload()
  }

  #go =
    (route: Route) =>
    (event: MouseEvent): void => {
      if (event.ctrlKey || event.metaKey || event.shiftKey) return
      event.preventDefault()
      this.box.router.go(route)
    }

  readonly #toMerge = (event: MouseEvent): void => {
    this.#go({ page: 'merges', id: this.memberId })(event)
  }
}

const pathOf = (memberId: string): string => `/api/members/${encodeURIComponent(memberId)}`

customElements.define('kb-link-member', KbLinkMember)
