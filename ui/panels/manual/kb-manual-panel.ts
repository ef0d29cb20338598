import { LitElement, html, nothing } from 'lit'
import { unsafeHTML } from 'lit/directives/unsafe-html.js'
import { live } from 'lit/directives/live.js'
import type { Box } from '../../state/box.ts'
import { form } from '../../styles/form.ts'
import { panel } from '../../styles/panel.ts'
import { shared } from '../../styles/shared.ts'
import { help } from '../../text/help.ts'
import { ja } from '../../text/ja.ts'
import { contact, feedback, manual } from '../../text/manual.ts'
import { chapters, type Chapter } from './chapters.ts'
import { findInManual, type Hit } from './find.ts'
import { book } from './styles.ts'
import './kb-contact.ts'
import './kb-feedback.ts'

/** The chapter that is no file: what staff say, and whom to ask. */
const feedbackSlug = 'feedback'
/** Wide enough for the contents to stand beside the chapter; as in styles.ts. */
const besides = matchMedia('(min-width: 1001px)')

/** ヘルプ・サポート: the handbook, made from docs/operating when the pages were built. */
export class KbManualPanel extends LitElement {
  static override properties = {
    box: { attribute: false },
    chapter: {},
    query: { state: true },
    isBeside: { state: true },
  }
  static override styles = [shared, panel, form, book]
  declare box: Box
  declare chapter: string | undefined
  declare query: string
  declare isBeside: boolean
  #anchor = ''

  constructor() {
    super()
    this.query = ''
    this.isBeside = besides.matches
    // Links come out of the chapters as well, which are no templates.
    this.addEventListener('click', this.#onClick)
  }

  override connectedCallback(): void {
    super.connectedCallback()
    besides.addEventListener('change', this.#onWidth)
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback()
    besides.removeEventListener('change', this.#onWidth)
  }

  override firstUpdated(): void {
    // An address that was opened with its heading.
    this.#anchor = decodeURIComponent(location.hash.slice(1))
    this.#scroll()
  }

  override updated(changed: Map<PropertyKey, unknown>): void {
    if (changed.has('chapter')) this.#scroll()
  }

  override render() {
    return html`<div class="page">
      <div class="tools">
        <h2>${ja.pages.manual}</h2>
        <span class="grow"></span>
        <button
          class="btn"
          type="button"
          data-test="manual-keys"
          @click=${() => this.dispatchEvent(new Event('kb-keys', { bubbles: true, composed: true }))}
        >
          ${help.keys}
        </button>
        <button
          class="btn"
          type="button"
          data-test="manual-print"
          @click=${() => {
            print()
          }}
        >
          ${manual.print}
        </button>
      </div>
      <div class="layout">
        <div class="side">
          <div class="field">
            <label for="manual-search">${manual.search}</label>
            <input
              id="manual-search"
              type="search"
              data-test="manual-search"
              placeholder=${manual.searchHint}
              autocomplete="off"
              .value=${live(this.query)}
              @input=${(event: Event) => {
                this.query = (event.target as HTMLInputElement).value
              }}
              @keydown=${this.#onSearchKey}
            />
          </div>
          ${
            this.query.trim() === ''
              ? html`<details ?open=${this.isBeside}>
                  <summary>${manual.contents}</summary>
                  <nav aria-label=${manual.contents} data-test="manual-contents">${this.#contents()}</nav>
                </details>`
              : this.#hits(findInManual(chapters, this.query))
          }
        </div>
        ${this.#body()}
      </div>
    </div>`
  }

  #contents() {
    return html`${partsOf(chapters).map(
        ([part, those]) =>
          html`<h3>${part}</h3>
            <ul>
              ${those.map(({ slug, title }) => this.#entry(slug, title))}
            </ul>`,
      )}
      <ul>
        ${this.#entry(feedbackSlug, `${feedback.title}・${contact.title}`)}
      </ul>`
  }

  #entry(slug: string, title: string) {
    return html`<li>
      <a href="/manual/${encodeURIComponent(slug)}" aria-current=${slug === this.chapter ? 'page' : nothing}
        >${title}</a
      >
    </li>`
  }

  #hits(hits: Hit[]) {
    return html`<p class="sub" role="status" data-test="manual-count">
        ${hits.length === 0 ? manual.none : manual.searching(hits.length)}
      </p>
      <nav class="hits" aria-label=${manual.search}>
        <ul>
          ${hits.map(
            ({ slug, chapter, id, title, snippet }) =>
              html`<li>
                <a href="/manual/${encodeURIComponent(slug)}${id === '' ? '' : `#${id}`}" data-test="manual-hit"
                  ><b>${chapter}${title === '' ? nothing : html` › ${title}`}</b
                  ><span class="sub"
                    >${snippet.map(({ text, isFound }) => (isFound ? html`<mark>${text}</mark>` : text))}</span
                  ></a
                >
              </li>`,
          )}
        </ul>
      </nav>`
  }

  #body() {
    if (this.chapter === feedbackSlug)
      return html`<article class="sheet" data-test="manual-chapter">
        <h1 tabindex="-1">${feedback.title}・${contact.title}</h1>
        <kb-contact .box=${this.box}></kb-contact>
        <kb-feedback .box=${this.box}></kb-feedback>
      </article>`
    const index = chapters.findIndex(({ slug }) => slug === this.chapter)
    const found = chapters[index]
    if (!found) return this.#cover()
    const [previous, next] = [chapters[index - 1], chapters[index + 1]]
    return html`<article class="sheet" data-test="manual-chapter">
      <h1 tabindex="-1">${found.title}</h1>
      ${unsafeHTML(found.html)}
      <div class="turn">
        ${previous ? this.#turn(previous, `← ${manual.previous}：${previous.title}`) : html`<span></span>`}
        ${next ? this.#turn(next, `${manual.next}：${next.title} →`) : nothing}
      </div>
    </article>`
  }

  #turn({ slug }: Chapter, words: string) {
    return html`<a class="btn" href="/manual/${encodeURIComponent(slug)}">${words}</a>`
  }

  #cover() {
    return html`<article class="sheet" data-test="manual-cover">
      <h1 tabindex="-1">${this.chapter === undefined ? manual.top : manual.missing}</h1>
      <p>${this.chapter === undefined ? manual.intro : manual.missingHint}</p>
      ${chapters.length === 0 ? html`<p>${manual.empty}</p>` : nothing}
      <nav class="cover" aria-label=${manual.top}>
        ${partsOf(chapters).map(
          ([part, those]) =>
            html`<section>
              <h2>${part}</h2>
              ${those.map(({ slug, title }) => html`<a href="/manual/${encodeURIComponent(slug)}">${title}</a>`)}
            </section>`,
        )}
      </nav>
    </article>`
  }

  readonly #onWidth = (): void => {
    this.isBeside = besides.matches
  }

  readonly #onSearchKey = (event: KeyboardEvent): void => {
    if (event.key === 'Escape' && this.query !== '') {
      this.query = ''
      event.stopPropagation()
    }
    if (event.key === 'ArrowDown' || event.key === 'Enter') {
      this.renderRoot.querySelector<HTMLElement>('.hits a, nav a')?.focus()
      event.preventDefault()
      event.stopPropagation()
    }
  }

  /** A link to another chapter, or to a heading of this one. */
  readonly #onClick = (event: MouseEvent): void => {
    const link = event.composedPath().find((part) => part instanceof HTMLAnchorElement)
    if (!link || link.target !== '' || event.ctrlKey || event.metaKey || event.shiftKey) return
    const { pathname, hash, origin } = new URL(link.href)
    if (origin !== location.origin) return
    const slug = /^\/manual\/([^/]+)$/.exec(pathname)?.[1]
    // A link to a heading alone has the address of the page that was opened first.
    const target = link.getAttribute('href')?.startsWith('#') ? this.chapter : slug && decodeURIComponent(slug)
    // Not of the manual: a file to be saved.
    if (target === undefined) return
    event.preventDefault()
    this.#anchor = decodeURIComponent(hash.slice(1))
    if (target === this.chapter) this.#scroll()
    else this.box.router.go({ page: 'manual', id: target })
  }

  /** To the heading that was asked for, or to the beginning; the keyboard goes along, but not out of the search. */
  #scroll(): void {
    const heading =
      this.#anchor === '' ? null : this.renderRoot.querySelector<HTMLElement>(`[id="${CSS.escape(this.#anchor)}"]`)
    const target = heading ?? this.renderRoot.querySelector<HTMLElement>('article h1')
    if (heading) heading.tabIndex = -1
    target?.focus({ preventScroll: true })
    if (heading) heading.scrollIntoView({ block: 'start' })
    else this.scrollTo({ top: 0 })
    this.#anchor = ''
  }
}

/** Chapters by part, in their order. */
const partsOf = (all: readonly Chapter[]): [string, Chapter[]][] => {
  const parts = new Map<string, Chapter[]>()
  for (const chapter of all) parts.set(chapter.part, [...(parts.get(chapter.part) ?? []), chapter])
  return [...parts]
}

customElements.define('kb-manual-panel', KbManualPanel)
