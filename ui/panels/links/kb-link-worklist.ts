import { LitElement, html, nothing } from 'lit'
import { repeat } from 'lit/directives/repeat.js'
import type { UnlinkedMember, UnlinkedPage } from '../../../contract/link.ts'
import { whenText } from '../../format/dates.ts'
import type { Box } from '../../state/box.ts'
import { LivePages } from '../../state/live-load.ts'
import { SteadyLists } from '../../state/steady-list.ts'
import { troubleOf } from '../../state/trouble.ts'
import { Watch } from '../../state/watch.ts'
import { panel } from '../../styles/panel.ts'
import { backToList } from '../back-to-list.ts'
import { shared } from '../../styles/shared.ts'
import { ja } from '../../text/ja.ts'
import { links } from '../../text/links.ts'
import '../../components/kb-loading.ts'
import '../../components/kb-trouble.ts'
import { isInSteady, news, newsStyles } from '../../components/news.ts'
import { personLine, reasonList } from './candidate.ts'
import { LinkDeeds } from './link-deeds.ts'
import { isOnePress } from './linking.ts'
import { linkStyles } from './styles.ts'

const words = links.worklist
const idOf = ({ member }: UnlinkedMember): string => member.id

/** 未設定: every member nothing flows to, the newest visit first, each with the best candidate. */
export class KbLinkWorklist extends LitElement {
  static override properties = {
    box: { attribute: false },
  }
  static override styles = [shared, panel, linkStyles, newsStyles]
  declare box: Box
  readonly #list = new LivePages<UnlinkedPage>(this, {
    live: () => this.box.live,
    key: () => 'all',
    load: (_, cursor) =>
      this.box.http.get(`/api/links${cursor === null ? '' : `?cursor=${encodeURIComponent(cursor)}`}`),
    nouns: ['member', 'patient', 'visit', 'merge', 'dispensing', 'replacement'],
  })
  /** Nobody comes to stand under the pointer that is about to press. */
  readonly #steady = new SteadyLists(this, () => isInSteady(this.renderRoot))
  readonly #deeds = new LinkDeeds(this, {
    http: () => this.box.http,
    settled: async () => {
      await this.#list.reload()
      await this.#steady.take()
    },
  })

  constructor() {
    super()
    new Watch(this, () => [this.box.watch.status])
  }

  override render() {
    const { value, failure } = this.#list
    return html`<div class="page">
      <div class="tools">
        ${backToList(this.box)}
        <h1>${words.title}</h1>
        ${value ? html`<span class="badge ${value.total === 0 ? 'set' : 'unset'}" data-test="total">${words.total(value.total)}</span>` : nothing}
      </div>
      ${this.#deeds.said()}
      ${failure ? html`<kb-trouble .trouble=${troubleOf(failure)} .reference=${failure.reference} @kb-retry=${() => void this.#list.reload()}></kb-trouble>` : nothing}
      ${value ? this.#rows(value) : failure ? nothing : html`<div class="sheet"><kb-loading .rows=${5}></kb-loading></div>`}
    </div>`
  }

  #rows({ items, next }: UnlinkedPage) {
    const rows = this.#steady.rows('unlinked', 'all', items, idOf)
    if (rows.length === 0)
      return html`<div class="sheet quiet-note" data-test="nobody-unlinked">
        <b>${words.empty}</b>${words.emptyHint}
      </div>`
    return html`<div data-steady @pointerleave=${this.#steady.onLeave} @focusout=${this.#steady.onLeave}>
        <div class="with-news">
          <p class="sub">${words.hint}</p>
          ${news(this.#steady)}
        </div>
        <ul class="sheet" data-rows>
          ${repeat(rows, idOf, (item) => this.#row(item))}
        </ul>
      </div>
      ${
        next === null
          ? nothing
          : html`<div class="more">
              <button class="btn" type="button" data-test="more" @click=${() => void this.#list.more()}>
                ${ja.common.more}
              </button>
            </div>`
      }`
  }

  #row(item: UnlinkedMember) {
    const { member, lastPresentedAt, best, reasons } = item
    const today = this.box.watch.status.value?.today ?? ''
    const [reason] = reasons
    return html`<li class="row work" data-test="unlinked" data-member=${member.id}>
      <span class="sub">${lastPresentedAt === null ? words.neverVisited : whenText(lastPresentedAt, today)}</span>
      <div class="who">
        <a href="/members/${member.id}" @click=${this.#toPerson}>
          <span class="kana">${member.kana}</span><b>${member.name || ja.common.unnamed}</b>
        </a>
        <span>${personLine(member, today)}</span>
      </div>
      <div>
        ${
          best
            ? html`<span
                  >${best.patient.name || ja.common.unnamed}　<span class="sub"
                    >${links.detail.patientCode(best.patient.code)}</span
                  ></span
                >
                ${reasonList(best, today)}
                ${best.linkedTo ? html`<span class="taken">${links.detail.linkedTo(best.linkedTo.name)}</span>` : nothing}`
            : html`<span>${words.noBest}</span>
                ${reason ? html`<span class="sub" data-test="why">${links.why.words[reason].what}</span>` : nothing}`
        }
      </div>
      <div class="act">
        ${
          isOnePress(best)
            ? html`<button
                class="btn primary"
                type="button"
                data-test="link"
                aria-label=${words.linkFor(member.name)}
                ?disabled=${this.#deeds.isBusy}
                @click=${() => void this.#deeds.do(member, { patient: best.patient })}
              >
                ${words.link}
              </button>`
            : nothing
        }
        <a
          class="btn"
          href="/links/${member.id}"
          data-test="open"
          aria-label=${words.openFor(best ? words.open : words.why, member.name)}
          @click=${this.#toDetail}
          >${best ? words.open : words.why}</a
        >
      </div>
    </li>`
  }

  readonly #toDetail = (event: MouseEvent): void => {
    const id = (event.currentTarget as HTMLAnchorElement).pathname.split('/')[2]
    if (event.ctrlKey || event.metaKey || event.shiftKey || id === undefined) return
    event.preventDefault()
    this.box.router.go({ page: 'links', id })
  }

  readonly #toPerson = (event: MouseEvent): void => {
    const id = (event.currentTarget as HTMLAnchorElement).pathname.split('/')[2]
    if (event.ctrlKey || event.metaKey || event.shiftKey || id === undefined) return
    event.preventDefault()
    this.box.router.go({ page: 'person', person: { kind: 'member', id }, tab: 'history' })
  }
}

customElements.define('kb-link-worklist', KbLinkWorklist)
