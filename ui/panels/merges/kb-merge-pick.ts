import { LitElement, html, nothing } from 'lit'
import type { FoundPerson } from '../../../contract/found-person.ts'
import type { LinkDuplicate } from '../../../contract/link.ts'
import type { Page } from '../../../contract/page.ts'
import { findPeople } from '../../data/people.ts'
import type { Failure } from '../../data/outcome.ts'
import type { Box } from '../../state/box.ts'
import { Fresh } from '../../state/fresh.ts'
import { troubleOf } from '../../state/trouble.ts'
import { form } from '../../styles/form.ts'
import { shared } from '../../styles/shared.ts'
import { ja } from '../../text/ja.ts'
import { links } from '../../text/links.ts'
import { merges } from '../../text/merges.ts'
import { field } from '../../components/field.ts'
import '../../components/kb-trouble.ts'
import { personLine } from '../links/candidate.ts'
import { mergeStyles } from './styles.ts'

const words = merges.pick

/** Chooses a member: those who may be the same person first, everybody else by a search. Event `kb-pick` with the member's id. */
export class KbMergePick extends LitElement {
  static override properties = {
    box: { attribute: false },
    memberId: {},
    today: {},
    typed: { state: true },
    people: { state: true },
    failure: { state: true },
  }
  static override styles = [shared, form, mergeStyles]
  declare box: Box
  /** Of whom another is wanted; undefined: the first of the two. */
  declare memberId: string | undefined
  declare today: string
  declare typed: string
  declare people: FoundPerson[] | null
  declare failure: Failure | null
  #shown: string | undefined = ''
  #typing: ReturnType<typeof setTimeout> | undefined
  #abort: AbortController | undefined
  readonly #alike = new Fresh<Page<LinkDuplicate>>(
    this,
    () => this.box.live,
    () =>
      this.memberId === undefined
        ? Promise.resolve({ ok: true as const, value: { items: [], next: null } })
        : this.box.http.get(`/api/members/${encodeURIComponent(this.memberId)}/duplicates`),
    ['member', 'merge'],
  )

  constructor() {
    super()
    this.today = ''
    this.typed = ''
    this.people = null
    this.failure = null
  }

  override willUpdate(): void {
    if (this.memberId === this.#shown) return
    this.#shown = this.memberId
    void this.#alike.restart()
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback()
    clearTimeout(this.#typing)
    this.#abort?.abort()
  }

  override render() {
    const alike = this.#alike.value?.items ?? []
    const failure = this.failure ?? this.#alike.failure
    return html`<h2>${this.memberId === undefined ? words.first : words.other}</h2>
      ${failure ? html`<kb-trouble .trouble=${troubleOf(failure)} .reference=${failure.reference} @kb-retry=${this.#retry}></kb-trouble>` : nothing}
      ${
        this.memberId === undefined
          ? nothing
          : alike.length === 0
            ? html`<p class="sub" data-test="no-alike">${this.#alike.value ? words.noAlike : ''}</p>`
            : html`<h3>${words.alike}</h3>
                <ul class="sheet" data-test="alike">
                  ${alike.map(({ member, isExact, cards }) =>
                    this.#row(member, `${isExact ? words.exact : words.maybe}　${links.duplicate.cards(cards)}`),
                  )}
                </ul>`
      }
      <div class="find">
        ${field(
          { id: 'find', label: words.search, hint: words.searchHint },
          html`<input
            id="find"
            type="search"
            autocomplete="off"
            aria-describedby="find-note"
            data-test="find"
            .value=${this.typed}
            @input=${this.#onType}
          />`,
        )}
      </div>
      ${
        this.people === null
          ? nothing
          : this.people.length === 0
            ? html`<p class="sheet quiet-note">${words.notFound}</p>`
            : html`<ul class="sheet" data-test="found">
                ${this.people.map((person) => this.#row(person, person.codes.map(links.detail.patientCode).join('　')))}
              </ul>`
      }`
  }

  #row(person: Parameters<typeof personLine>[0] & { id: string }, note: string) {
    const choose = this.memberId === undefined ? words.chooseFirst : words.choose
    return html`<li class="row" data-member=${person.id}>
      <div class="who">
        <span class="kana">${person.kana}</span><b>${person.name || ja.common.unnamed}</b>
        <div>${personLine(person, this.today)}</div>
        <div class="sub">${note}</div>
      </div>
      <button
        class="btn"
        type="button"
        data-test="pick"
        aria-label=${words.chooseFor(choose, person.name)}
        @click=${() => this.dispatchEvent(new CustomEvent('kb-pick', { detail: person.id }))}
      >
        ${choose}
      </button>
    </li>`
  }

  readonly #onType = (event: InputEvent): void => {
    this.typed = (event.target as HTMLInputElement).value
    if (event.isComposing) return
    clearTimeout(this.#typing)
    this.#typing = setTimeout(() => void this.#find(), 200)
  }

  async #find(): Promise<void> {
    this.#abort?.abort()
    const typed = this.typed.trim()
    this.failure = null
    if (typed === '') {
      this.people = null
      return
    }
    const abort = new AbortController()
    this.#abort = abort
    const outcome = await findPeople(this.box.http, typed, abort.signal)
    if (abort.signal.aborted) return
    if (outcome.ok)
      this.people = outcome.value.people.filter(({ kind, id }) => kind === 'member' && id !== this.memberId)
    else this.failure = outcome.failure
  }

  readonly #retry = (): void => {
    void this.#alike.load()
    void this.#find()
  }
}

customElements.define('kb-merge-pick', KbMergePick)
