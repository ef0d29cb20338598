import { LitElement, html, nothing } from 'lit'
import { field } from '../../components/field.ts'
import { auditFile, listAuditStaff, searchAudit, type AuditSearch } from '../../data/audit.ts'
import type { Failure } from '../../data/outcome.ts'
import { dateOf } from '../../format/clock.ts'
import type { AuditEntry, AuditStaff } from '../../../contract/audit.ts'
import type { Box } from '../../state/box.ts'
import { troubleOf } from '../../state/trouble.ts'
import { form } from '../../styles/form.ts'
import { panel } from '../../styles/panel.ts'
import { shared } from '../../styles/shared.ts'
import { audit as words, deedWords, sessionWords } from '../../text/audit.ts'
import { backToList } from '../back-to-list.ts'
import '../../components/kb-loading.ts'
import '../../components/kb-tabs.ts'
import '../../components/kb-trouble.ts'
import './kb-audit-review.ts'
import './kb-audit-rows.ts'
import { auditPanel } from './styles.ts'

type Tab = 'search' | 'review'

/** 監査ログ: who saw or changed what of whom, and the monthly review. Nothing in it can be changed from here or anywhere. */
export class KbAuditPanel extends LitElement {
  static override properties = {
    box: { attribute: false },
    person: {},
    review: { type: Boolean },
    tab: { state: true },
    search: { state: true },
    staff: { state: true },
    items: { state: true },
    next: { state: true },
    isBusy: { state: true },
    failure: { state: true },
  }
  static override styles = [shared, panel, form, auditPanel]
  declare box: Box
  /** Whose rows alone, as the address says; undefined: everybody's. */
  declare person: string | undefined
  /** The address asks for 月次点検. */
  declare review: boolean
  declare tab: Tab
  declare search: AuditSearch
  declare staff: readonly AuditStaff[]
  declare items: readonly AuditEntry[] | null
  declare next: string | null
  declare isBusy: boolean
  declare failure: Failure | null
  #asked = 0
  /** Whose rows are shown; null before the first. */
  #whose: string | null = null

  constructor() {
    super()
    this.review = false
    this.tab = 'search'
    this.search = { person: '', lists: false, staff: '', what: '', refused: false, from: '', to: '' }
    this.staff = []
    this.items = null
    this.next = null
    this.isBusy = false
    this.failure = null
  }

  override connectedCallback(): void {
    super.connectedCallback()
    // The panel scrolls, so the keys that scroll must reach it.
    this.tabIndex = -1
    this.focus({ preventScroll: true })
    void this.#loadStaff()
  }

  override willUpdate(changed: Map<string, unknown>): void {
    if (changed.has('review')) this.tab = this.review ? 'review' : 'search'
    const person = this.person ?? ''
    if (person === this.#whose) return
    this.#whose = person
    this.search = { ...this.search, person, lists: false }
    void this.#load(null)
  }

  override render() {
    return html`<div class="page">
      <div class="tools">
        ${backToList(this.box)}
        <h1>${words.title}</h1>
        <span class="grow"></span>
        <a class="btn" href=${auditFile(this.search)} download data-test="audit-file">${words.file}</a>
      </div>
      <p class="lead">${words.lead}</p>
      <kb-tabs
        .tabs=${(['search', 'review'] as const).map((id) => ({ id, label: words.tabs[id] }))}
        .selected=${this.tab}
        .label=${words.tabsLabel}
        @kb-tab=${(event: CustomEvent<Tab>) => {
          this.tab = event.detail
        }}
      ></kb-tabs>
      ${this.tab === 'review' ? html`<kb-audit-review .box=${this.box}></kb-audit-review>` : this.#found()}
    </div>`
  }

  #found() {
    const { items, failure } = this
    return html`${this.#form()} ${this.person === undefined ? nothing : this.#onlyOne()}
    ${
      failure
        ? html`<kb-trouble
            .trouble=${troubleOf(failure)}
            .reference=${failure.reference}
            @kb-retry=${() => void this.#load(null)}
          ></kb-trouble>`
        : nothing
    }
    ${items === null && !failure ? html`<div class="sheet"><kb-loading .rows=${5}></kb-loading></div>` : nothing}
    ${
      items?.length === 0
        ? html`<div class="sheet quiet-note" data-test="empty">
            <b>${this.next === null ? words.none : words.noneYet}</b>${this.next === null ? words.noneHint : ''}
          </div>`
        : nothing
    }
    ${
      items && items.length > 0
        ? html`<kb-audit-rows
            .items=${items}
            @kb-open=${(event: CustomEvent<{ kind: 'member' | 'patient'; id: string }>) => {
              this.box.router.go({ page: 'person', person: event.detail, tab: 'history' })
            }}
            @kb-only=${(event: CustomEvent<string>) => {
              this.box.router.go({ page: 'audit', id: event.detail })
            }}
          ></kb-audit-rows>`
        : nothing
    }
    ${
      items && this.next !== null
        ? html`<div class="more">
            <button
              class="btn"
              type="button"
              data-test="more"
              ?disabled=${this.isBusy}
              @click=${() => void this.#load(this.next)}
            >
              ${words.more}
            </button>
          </div>`
        : nothing
    }`
  }

  #form() {
    const { search } = this
    const today = dateOf(this.box.watch.now())
    const day = (name: 'from' | 'to') =>
      field(
        { id: name, label: words[name] },
        html`<input
          id=${name}
          type="date"
          max=${today}
          .value=${search[name]}
          @change=${(event: Event) => {
            this.#narrow({ [name]: (event.target as HTMLInputElement).value })
          }}
        />`,
      )
    const choice = (name: 'staff' | 'what', none: string, options: readonly (readonly [string, string])[]) =>
      field(
        { id: name, label: words[name] },
        html`<select
          id=${name}
          @change=${(event: Event) => {
            this.#narrow({ [name]: (event.target as HTMLSelectElement).value })
          }}
        >
          <option value="" ?selected=${search[name] === ''}>${none}</option>
          ${options.map(([id, word]) => html`<option value=${id} ?selected=${search[name] === id}>${word}</option>`)}
        </select>`,
      )
    return html`<form class="find sheet" @submit=${stay}>
      ${day('from')} ${day('to')}
      ${choice(
        'staff',
        words.everybody,
        this.staff.map(({ id, name }) => [id, name]),
      )}
      ${choice('what', words.anything, Object.entries({ ...sessionWords, ...deedWords }))} ${this.#check('refused')}
      ${search.person === '' ? nothing : this.#check('lists')}
    </form>`
  }

  #check(name: 'refused' | 'lists') {
    return html`<label class="check"
      ><input
        type="checkbox"
        data-test=${name}
        .checked=${this.search[name]}
        @change=${(event: Event) => {
          this.#narrow({ [name]: (event.target as HTMLInputElement).checked })
        }}
      />${words[name]}</label
    >`
  }

  #onlyOne() {
    return html`<p class="whose" data-test="whose">
      <b>${words.person}</b><span class="id">${this.person}</span>
      <button
        class="btn"
        type="button"
        @click=${() => {
          this.box.router.go({ page: 'audit' })
        }}
      >
        ${words.everyone}
      </button>
    </p>`
  }

  #narrow(change: Partial<AuditSearch>): void {
    this.search = { ...this.search, ...change }
    void this.#load(null)
  }

  /** The first page, or the one that follows `cursor`: pages are added, because what was written stays as it is. */
  async #load(cursor: string | null): Promise<void> {
    const mine = ++this.#asked
    this.isBusy = true
    if (cursor === null) this.items = null
    const outcome = await searchAudit(this.box.http, this.search, cursor)
    if (mine !== this.#asked) return
    this.isBusy = false
    this.failure = outcome.ok ? null : outcome.failure
    if (!outcome.ok) return
    this.items = [...(cursor === null ? [] : (this.items ?? [])), ...outcome.value.items]
    this.next = outcome.value.next
  }

  async #loadStaff(): Promise<void> {
    const outcome = await listAuditStaff(this.box.http)
    if (outcome.ok) this.staff = outcome.value.items
  }
}

const stay = (event: Event): void => {
  event.preventDefault()
}

customElements.define('kb-audit-panel', KbAuditPanel)
