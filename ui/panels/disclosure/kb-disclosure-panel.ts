import { LitElement, css, html, nothing } from 'lit'
import type { DisclosureDays, DisclosureSetting, GivenReason } from '../../../contract/disclosure.ts'
import type { Page } from '../../../contract/page.ts'
import { getDisclosureSetting, listReasons, saveDisclosureSetting } from '../../data/disclosure.ts'
import type { Failure } from '../../data/outcome.ts'
import { dateOf, hourMinute } from '../../format/clock.ts'
import { longDate } from '../../format/dates.ts'
import type { Box } from '../../state/box.ts'
import { LiveLoad, LivePages } from '../../state/live-load.ts'
import { troubleOf } from '../../state/trouble.ts'
import { Watch } from '../../state/watch.ts'
import { form } from '../../styles/form.ts'
import { panel } from '../../styles/panel.ts'
import { shared } from '../../styles/shared.ts'
import { disclosure } from '../../text/disclosure.ts'
import { ja } from '../../text/ja.ts'
import { backToList } from '../back-to-list.ts'
import '../../components/kb-conflict.ts'
import '../../components/kb-loading.ts'
import '../../components/kb-trouble.ts'

const words = disclosure.page
type Choice = keyof typeof words.choices

const choiceOf = (days: DisclosureDays): Choice => (days === null ? 'none' : (String(days) as Choice))
const daysOf = (choice: Choice): DisclosureDays => (choice === 'none' ? null : (Number(choice) as DisclosureDays))
/** Longer is more than fewer days: until it is withdrawn most of all. */
const lengthOf = (choice: Choice): number => daysOf(choice) ?? Infinity

/** 他施設・ご本人の記録の表示: how long a presentation counts, and who opened what by a reason. For who answers for the pharmacy. */
export class KbDisclosurePanel extends LitElement {
  static override properties = {
    box: { attribute: false },
    chosen: { state: true },
    theirs: { state: true },
    failure: { state: true },
    isBusy: { state: true },
    isSaved: { state: true },
  }
  static override styles = [
    shared,
    panel,
    form,
    css`
      .page {
        max-width: 84rem;
      }
      h1 {
        font-size: 1.375rem;
      }
      section {
        margin-bottom: 16px;
        padding: 16px 20px 20px;
      }
      h2 {
        margin-bottom: 6px;
        font-size: 1.125rem;
      }
      .form {
        margin-top: 12px;
      }
      .choices {
        display: grid;
        justify-items: start;
      }
      .rows {
        overflow-x: auto;
      }
      .warn {
        color: var(--warn);
        font-weight: 700;
      }
      table {
        width: 100%;
        margin-top: 10px;
      }
      th,
      td {
        padding: 8px 12px 8px 0;
        text-align: left;
        vertical-align: top;
        overflow-wrap: anywhere;
      }
      td a {
        display: inline-block;
        min-height: 44px;
      }
      td:first-child {
        white-space: nowrap;
      }
    `,
  ]
  declare box: Box
  /** What was chosen and not saved, and the version it was chosen from. */
  declare chosen: { choice: Choice; version: number } | null
  /** As somebody else saved it meanwhile. */
  declare theirs: DisclosureSetting | null
  declare failure: Failure | null
  declare isBusy: boolean
  declare isSaved: boolean
  readonly #setting = new LiveLoad<DisclosureSetting>(this, {
    live: () => this.box.live,
    key: () => 'setting',
    load: () => getDisclosureSetting(this.box.http),
    nouns: ['disclosure'],
  })
  readonly #reasons = new LivePages<Page<GivenReason>>(this, {
    live: () => this.box.live,
    key: () => 'reasons',
    load: (_key, cursor) => listReasons(this.box.http, cursor),
    nouns: ['disclosure', 'merge'],
  })

  constructor() {
    super()
    this.chosen = null
    this.theirs = null
    this.failure = null
    this.isBusy = false
    this.isSaved = false
    new Watch(this, () => [this.box.presence])
  }

  override connectedCallback(): void {
    super.connectedCallback()
    // The panel scrolls, so the keys that scroll must reach it.
    this.tabIndex = -1
    this.focus({ preventScroll: true })
  }

  override render() {
    return html`<div class="page">
      <div class="tools">
        ${backToList(this.box)}
        <h1>${ja.pages.disclosure}</h1>
      </div>
      <section class="sheet">
        <h2>${words.setting}</h2>
        <p class="sub">${words.lead}</p>
        ${this.#load(this.#setting)} ${this.#setting.value ? this.#form(this.#setting.value) : nothing}
      </section>
      <section class="sheet rows">
        <h2>${words.reasons}</h2>
        <p class="sub">${words.reasonsLead}</p>
        ${this.#load(this.#reasons)} ${this.#reasons.value ? this.#list(this.#reasons.value.items) : nothing}
      </section>
    </div>`
  }

  #load({ value, failure, reload }: { value: unknown; failure: Failure | null; reload: () => Promise<void> }) {
    if (failure)
      return html`<kb-trouble
        .trouble=${troubleOf(failure)}
        .reference=${failure.reference}
        @kb-retry=${() => void reload.call(this.#reasons.failure === failure ? this.#reasons : this.#setting)}
      ></kb-trouble>`
    return value === null ? html`<kb-loading .rows=${2}></kb-loading>` : nothing
  }

  #form(setting: DisclosureSetting) {
    const { presence } = this.box
    const isAdmin = presence.value.state === 'in' && presence.value.session.staff.role === 'admin'
    const current = choiceOf(setting.days)
    if (!isAdmin)
      return html`<p data-test="disclosure-now"><b>${words.now(setting.days)}</b></p>
        <p class="sub">${words.onlyAdmin}</p>`
    const { chosen, theirs } = this
    if (theirs && chosen)
      return html`<kb-conflict
        .rows=${[
          {
            label: words.setting,
            mine: words.choices[chosen.choice],
            theirs: words.choices[choiceOf(theirs.days)],
          },
        ]}
        @kb-keep-mine=${() => {
          this.chosen = { ...chosen, version: theirs.version }
          void this.#save()
        }}
        @kb-take-theirs=${() => {
          this.chosen = null
          this.theirs = null
        }}
      ></kb-conflict>`
    const choice = chosen?.choice ?? current
    return html`<form
      class="form"
      novalidate
      @submit=${(event: SubmitEvent) => {
        event.preventDefault()
        void this.#save()
      }}
    >
      ${this.failure ? html`<kb-trouble slim .trouble=${troubleOf(this.failure)} .reference=${this.failure.reference} .action=${undefined}></kb-trouble>` : nothing}
      <div class="choices" role="radiogroup" aria-label=${words.setting}>
        ${Object.entries(words.choices).map(
          ([key, word]) =>
            html`<label
              ><input
                type="radio"
                name="days"
                data-test="days-${key}"
                .checked=${choice === key}
                @change=${() => {
                  this.chosen = { choice: key as Choice, version: chosen?.version ?? setting.version }
                  this.isSaved = false
                }}
              />${word}</label
            >`,
        )}
      </div>
      ${lengthOf(choice) > lengthOf(current) ? html`<p class="warn" role="status">▲ ${words.longer}</p>` : nothing}
      <div class="actions">
        <span role="status">${this.isSaved ? `✓ ${words.saved}` : nothing}</span>
        <button class="btn primary" data-test="save-days" ?disabled=${this.isBusy || choice === current}>
          ${this.isBusy ? words.saving : words.save}
        </button>
      </div>
    </form>`
  }

  async #save(): Promise<void> {
    const { chosen } = this
    if (!chosen || this.isBusy) return
    this.isBusy = true
    this.failure = null
    this.theirs = null
    const { choice, version } = chosen
    const outcome = await saveDisclosureSetting(this.box.http, { days: daysOf(choice), version })
    if (outcome.ok) {
      await this.#setting.reload()
      this.chosen = null
      this.isSaved = true
    } else if (outcome.failure.code === 'stale-version') this.theirs = outcome.failure.current as DisclosureSetting
    else this.failure = outcome.failure
    this.isBusy = false
  }

  #list(items: readonly GivenReason[]) {
    if (items.length === 0)
      return html`<div class="quiet-note" data-test="no-reasons"><b>${words.none}</b>${words.noneHint}</div>`
    return html`<table data-test="reasons">
        <thead>
          <tr>
            ${words.columns.map((word) => html`<th scope="col">${word}</th>`)}
          </tr>
        </thead>
        <tbody>
          ${items.map(
            ({ at, by, memberId, name, reason, note }) =>
              html`<tr data-test="given-reason">
                <td>${longDate(dateOf(at))} ${hourMinute(at)}</td>
                <td>${by}</td>
                <td>
                  <a
                    href="/members/${memberId}"
                    @click=${(event: MouseEvent) => {
                      if (event.ctrlKey || event.metaKey || event.shiftKey) return
                      event.preventDefault()
                      this.box.router.go({ page: 'person', person: { kind: 'member', id: memberId }, tab: 'history' })
                    }}
                    >${name || ja.common.unnamed}</a
                  >
                </td>
                <td>${disclosure.reasons[reason]}${note === '' ? nothing : html`<div class="sub">${note}</div>`}</td>
              </tr>`,
          )}
        </tbody>
      </table>
      ${
        this.#reasons.hasMore
          ? html`<div class="more">
              <button class="btn" type="button" @click=${() => void this.#reasons.more()}>${ja.common.more}</button>
            </div>`
          : nothing
      }`
  }
}

customElements.define('kb-disclosure-panel', KbDisclosurePanel)
