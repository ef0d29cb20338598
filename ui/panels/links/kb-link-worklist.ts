import { LitElement, html, nothing } from 'lit'
import { repeat } from 'lit/directives/repeat.js'
import type { UnlinkedMember, UnlinkedPage } from '../../../contract/link.ts'
import type { Outcome } from '../../data/outcome.ts'
import { whenText } from '../../format/dates.ts'
import type { Box } from '../../state/box.ts'
import { Fresh } from '../../state/fresh.ts'
import { troubleOf } from '../../state/trouble.ts'
import { Watch } from '../../state/watch.ts'
import { panel } from '../../styles/panel.ts'
import { shared } from '../../styles/shared.ts'
import { ja } from '../../text/ja.ts'
import { links } from '../../text/links.ts'
import '../../components/kb-loading.ts'
import '../../components/kb-trouble.ts'
import { personLine, reasonList } from './candidate.ts'
import { isOnePress, link, type Deed } from './linking.ts'
import { linkStyles } from './styles.ts'

const words = links.worklist

/** 未設定: every member nothing flows to, the newest visit first, each with the best candidate. */
export class KbLinkWorklist extends LitElement {
  static override properties = {
    box: { attribute: false },
    deed: { state: true },
    note: { state: true },
    isBusy: { state: true },
  }
  static override styles = [shared, panel, linkStyles]
  declare box: Box
  declare deed: Deed | null
  declare note: string
  declare isBusy: boolean
  #pages = 1
  readonly #list = new Fresh<UnlinkedPage>(
    this,
    () => this.box.live,
    () => this.#fetch(),
    ['member', 'patient', 'visit', 'merge', 'dispensing', 'replacement'],
  )

  constructor() {
    super()
    this.deed = null
    this.note = ''
    this.isBusy = false
    new Watch(this, () => [this.box.watch.status])
  }

  override firstUpdated(): void {
    void this.#list.load()
  }

  /** As many pages as were shown, from the first on. */
  async #fetch(): Promise<Outcome<UnlinkedPage>> {
    const items: UnlinkedMember[] = []
    let cursor = ''
    for (let page = 0; ; page++) {
      const outcome = await this.box.http.get<UnlinkedPage>(`/api/links${cursor && `?cursor=${cursor}`}`)
      if (!outcome.ok) return outcome
      items.push(...outcome.value.items)
      const { next, total } = outcome.value
      if (next === null || page + 1 >= this.#pages) return { ok: true, value: { items, next, total } }
      cursor = encodeURIComponent(next)
    }
  }

  override render() {
    const { value, failure } = this.#list
    return html`<div class="page">
      <div class="tools">
        <h1>${words.title}</h1>
        ${value ? html`<span class="badge ${value.total === 0 ? 'set' : 'unset'}" data-test="total">${words.total(value.total)}</span>` : nothing}
      </div>
      <p class="sub">${words.hint}</p>
      <div role="status" aria-live="polite">${this.#said()}</div>
      ${failure ? html`<kb-trouble .trouble=${troubleOf(failure)} .reference=${failure.reference} @kb-retry=${() => void this.#list.load()}></kb-trouble>` : nothing}
      ${value ? this.#rows(value) : failure ? nothing : html`<div class="sheet"><kb-loading .rows=${5}></kb-loading></div>`}
    </div>`
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

  #rows({ items, next }: UnlinkedPage) {
    if (items.length === 0)
      return html`<div class="sheet quiet-note" data-test="nobody-unlinked">
        <b>${words.empty}</b>${words.emptyHint}
      </div>`
    return html`<ul class="sheet">
        ${repeat(
          items,
          ({ member }) => member.id,
          (item) => this.#row(item),
        )}
      </ul>
      ${
        next === null
          ? nothing
          : html`<div class="more">
              <button class="btn" type="button" data-test="more" @click=${this.#more}>${ja.common.more}</button>
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
                ?disabled=${this.isBusy}
                @click=${() => void this.#link(item)}
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

  async #link({ member, best }: UnlinkedMember): Promise<void> {
    if (!isOnePress(best) || this.isBusy) return
    this.isBusy = true
    const done = await link(this.box.http, member, best.patient)
    this.isBusy = false
    if ('deed' in done) this.#say(done.deed, '')
    else {
      const isStale = done.failure.code === 'stale-version' || done.failure.code === 'patient-linked-elsewhere'
      this.#say(null, isStale ? links.stale : troubleOf(done.failure).what)
    }
    await this.#list.load()
  }

  readonly #undo = async (): Promise<void> => {
    if (!this.deed || this.isBusy) return
    this.isBusy = true
    const outcome = await this.deed.undo()
    this.isBusy = false
    this.#say(null, outcome.ok ? links.done.undone : troubleOf(outcome.failure).what)
    await this.#list.load()
  }

  #say(deed: Deed | null, note: string): void {
    this.deed = deed
    this.note = note
  }

  readonly #more = (): void => {
    this.#pages++
    void this.#list.load()
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
