import { LitElement, html, nothing } from 'lit'
import { repeat } from 'lit/directives/repeat.js'
import type { FoundPerson } from '../../../contract/found-person.ts'
import type { LinkDuplicate } from '../../../contract/link.ts'
import type { Page } from '../../../contract/page.ts'
import type { Box } from '../../state/box.ts'
import { LiveLoad } from '../../state/live-load.ts'
import { troubleOf } from '../../state/trouble.ts'
import { shared } from '../../styles/shared.ts'
import { ja } from '../../text/ja.ts'
import { links } from '../../text/links.ts'
import { merges } from '../../text/merges.ts'
import '../../components/kb-trouble.ts'
import { personLine } from '../links/candidate.ts'
import '../people/kb-person-pick.ts'
import { mergeStyles } from './styles.ts'

const words = merges.pick

/** Chooses a member: those who may be the same person first, everybody else by a search. Event `kb-pick` with the member's id. */
export class KbMergePick extends LitElement {
  static override properties = {
    box: { attribute: false },
    memberId: {},
    today: {},
  }
  static override styles = [shared, mergeStyles]
  declare box: Box
  /** Of whom another is wanted; undefined: the first of the two. */
  declare memberId: string | undefined
  declare today: string
  readonly #alike = new LiveLoad<Page<LinkDuplicate>>(this, {
    live: () => this.box.live,
    key: () => this.memberId ?? '',
    load: (id) => this.box.http.get(`/api/members/${encodeURIComponent(id)}/duplicates`),
    nouns: ['member', 'merge'],
  })

  constructor() {
    super()
    this.today = ''
  }

  override render() {
    const { failure } = this.#alike
    return html`<h2>${this.memberId === undefined ? words.first : words.other}</h2>
      ${failure ? html`<kb-trouble .trouble=${troubleOf(failure)} .reference=${failure.reference} @kb-retry=${() => void this.#alike.reload()}></kb-trouble>` : nothing}
      ${this.#duplicates()}
      <kb-person-pick
        class="find"
        .box=${this.box}
        .label=${words.search}
        .hint=${words.searchHint}
        .except=${this.memberId}
        onlymembers
        @kb-pick=${(event: CustomEvent<FoundPerson>) => {
          this.#pick(event.detail.id)
        }}
      ></kb-person-pick>`
  }

  #duplicates() {
    const { value } = this.#alike
    if (!value) return nothing
    if (value.items.length === 0) return html`<p class="sub" data-test="no-alike">${words.noAlike}</p>`
    return html`<h3>${words.alike}</h3>
      <ul class="sheet" data-test="alike">
        ${repeat(
          value.items,
          ({ member }) => member.id,
          (each) => this.#duplicate(each),
        )}
      </ul>`
  }

  #duplicate({ member, isExact, cards }: LinkDuplicate) {
    return html`<li class="row" data-member=${member.id}>
      <div class="who">
        <span class="kana">${member.kana}</span><b>${member.name || ja.common.unnamed}</b>
        <div>${personLine(member, this.today)}</div>
        <div class="sub">${isExact ? words.exact : words.maybe}　${links.duplicate.cards(cards)}</div>
      </div>
      <button
        class="btn"
        type="button"
        data-test="pick"
        aria-label=${words.chooseFor(words.choose, member.name)}
        @click=${() => {
          this.#pick(member.id)
        }}
      >
        ${words.choose}
      </button>
    </li>`
  }

  #pick(memberId: string): void {
    this.dispatchEvent(new CustomEvent<string>('kb-pick', { detail: memberId }))
  }
}

customElements.define('kb-merge-pick', KbMergePick)
