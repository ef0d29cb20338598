import { LitElement, html, nothing } from 'lit'
import type { Page } from '../../../contract/page.ts'
import type { KnownFeed, Replacement } from '../../../contract/replacement.ts'
import type { FeedFreeze } from '../../../contract/status.ts'
import type { Failure, Outcome } from '../../data/outcome.ts'
import { longDate } from '../../format/dates.ts'
import { warekiYear } from '../../format/wareki.ts'
import type { Box } from '../../state/box.ts'
import { troubleOf } from '../../state/trouble.ts'
import { Watch } from '../../state/watch.ts'
import { panel } from '../../styles/panel.ts'
import { shared } from '../../styles/shared.ts'
import { ja } from '../../text/ja.ts'
import { replacement as words } from '../../text/replacement.ts'
import '../../components/kb-loading.ts'
import '../../components/kb-trouble.ts'
import './kb-freeze.ts'
import './kb-strays.ts'
import './kb-wizard.ts'
import { replacementPanel } from './styles.ts'

/** How often a dry run under way is looked at, milliseconds. */
const lookEvery = 700

/** レセコン入替: what is planned and done, the freeze and its ways out, and the wizard of one of them (`.replacementId`). */
export class KbReplacementPanel extends LitElement {
  static override properties = {
    box: { attribute: false },
    replacementId: {},
    plans: { state: true },
    feeds: { state: true },
    failure: { state: true },
    done: { state: true },
    isBusy: { state: true },
  }
  static override styles = [shared, panel, replacementPanel]
  declare box: Box
  declare replacementId: string | undefined
  declare plans: readonly Replacement[] | null
  declare feeds: readonly KnownFeed[]
  declare failure: Failure | null
  declare done: { text: string; undo?: () => Promise<void> } | null
  declare isBusy: boolean
  #stop: (() => void) | undefined
  #timer: ReturnType<typeof setTimeout> | undefined

  constructor() {
    super()
    this.plans = null
    this.feeds = []
    this.failure = null
    this.done = null
    this.isBusy = false
    new Watch(this, () => [this.box.watch.status, this.box.presence])
  }

  override connectedCallback(): void {
    super.connectedCallback()
    // The panel scrolls, so the keys that scroll must reach it.
    this.tabIndex = -1
    this.focus({ preventScroll: true })
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback()
    this.#stop?.()
    this.#stop = undefined
    clearTimeout(this.#timer)
  }

  override willUpdate(): void {
    if (this.#stop) return
    const load = () => void this.#load()
    this.#stop = this.box.live.listen({
      change: (noun) => {
        if (noun === 'replacement') load()
      },
      reload: load,
      up: load,
    })
    load()
  }

  override render() {
    const status = this.box.watch.status.value
    const presence = this.box.presence.value
    if (!status || !('session' in presence)) return nothing
    const mayDecide = ['pharmacist', 'admin'].includes(presence.session.staff.role)
    const { plans, failure } = this
    const plan = plans?.find(({ id }) => id === this.replacementId)
    return html`<div class="page">
      <div class="tools">
        <button class="btn" type="button" data-test="back" @click=${this.#back}>
          ‹ ${this.replacementId === undefined ? ja.person.back : words.back}
        </button>
        <h1>${words.title}</h1>
      </div>
      <div class="said" role="status" data-test="said">${this.#said()}</div>
      ${
        failure
          ? html`<kb-trouble
              .trouble=${troubleOf(failure)}
              .reference=${failure.reference}
              @kb-retry=${() => void this.#load()}
            ></kb-trouble>`
          : nothing
      }
      ${status.feedFreeze.map((freeze) => this.#freeze(freeze, mayDecide, status.today))}
      ${plans === null ? (failure ? nothing : html`<div class="sheet"><kb-loading></kb-loading></div>`) : plan ? this.#wizard(plan, mayDecide, status.today) : this.#overview(plans, mayDecide)}
    </div>`
  }

  #said() {
    const { done } = this
    if (!done) return nothing
    const { undo } = done
    return html`<span>✓ ${done.text}</span>
      ${undo ? html`<button class="btn" type="button" data-test="undo" @click=${() => void undo()}>${words.undo}</button>` : nothing}`
  }

  #freeze(freeze: FeedFreeze, mayDecide: boolean, today: string) {
    return html`<kb-freeze
      .freeze=${freeze}
      .today=${today}
      ?maydecide=${mayDecide}
      ?isbusy=${this.isBusy}
      @kb-replaced=${() => void this.#goOn(freeze.pharmacyCode)}
      @kb-unchanged=${() => void this.#feed(freeze.pharmacyCode, 'resume', words.freeze.resumed)}
    ></kb-freeze>`
  }

  #overview(plans: readonly Replacement[], mayDecide: boolean) {
    const loose = this.feeds.filter(({ isFrozen }) => !isFrozen)
    return html`<kb-strays
        .box=${this.box}
        .today=${this.box.watch.status.value?.today ?? ''}
        ?maydecide=${mayDecide}
      ></kb-strays>
      <p class="hint">${words.hint}</p>
      <div class="buttons">
        <button
          class="btn ${loose.length === this.feeds.length ? 'primary' : ''}"
          type="button"
          data-test="start"
          ?disabled=${this.isBusy}
          @click=${() => void this.#start()}
        >
          ${words.start}
        </button>
      </div>
      <br />
      ${
        plans.length === 0
          ? html`<div class="sheet quiet-note" data-test="no-plans"><b>${words.none}</b>${words.noneHint}</div>`
          : html`<ul class="sheet plans">
              ${plans.map((plan) => this.#plan(plan))}
            </ul>`
      }
      ${
        mayDecide && loose.length > 0
          ? html`<br />
              <details>
                <summary class="btn">${words.freeze.stopOpen}</summary>
                <p class="hint">${words.freeze.stopHint}</p>
                <div class="buttons">
                  ${loose.map(
                    ({ pharmacyCode }) =>
                      html`<button
                        class="btn"
                        type="button"
                        data-test="stop"
                        ?disabled=${this.isBusy}
                        @click=${() => void this.#feed(pharmacyCode, 'freeze')}
                      >
                        ${words.freeze.stop}　${pharmacyCode}
                      </button>`,
                  )}
                </div>
              </details>`
          : nothing
      }`
  }

  #plan(plan: Replacement) {
    const { id, state, oldMaker, newMaker, plannedOn } = plan
    const makers = oldMaker === '' && newMaker === '' ? words.untitled : `${oldMaker} → ${newMaker}`
    return html`<li data-test="plan">
      <span class="badge ${state === 'applied' ? 'set' : 'info'}">${words.state[state]}</span>
      <b>${makers}</b>
      <span class="sub"
        >${plannedOn === null ? words.notPlanned : words.plannedOn(`${longDate(plannedOn)} (${warekiYear(plannedOn)})`)}</span
      >
      <span class="grow"></span>
      ${
        state === 'draft'
          ? html`<button
              class="btn quiet"
              type="button"
              data-test="remove-plan"
              ?disabled=${this.isBusy}
              @click=${() => void this.#remove(plan)}
            >
              ${words.remove}
            </button>`
          : nothing
      }
      <button
        class="btn"
        type="button"
        data-test="open-plan"
        @click=${() => {
          this.box.router.go({ page: 'replacement', id })
        }}
      >
        ${words.open}
      </button>
    </li>`
  }

  #wizard(plan: Replacement, mayDecide: boolean, today: string) {
    return html`<kb-wizard
      .box=${this.box}
      .replacement=${plan}
      .feeds=${this.feeds}
      .today=${today}
      ?maydecide=${mayDecide}
      @kb-changed=${(event: CustomEvent<Replacement>) => {
        this.plans = (this.plans ?? []).map((each) => (each.id === event.detail.id ? event.detail : each))
      }}
      @kb-refetch=${() => void this.#load()}
    ></kb-wizard>`
  }

  readonly #back = (): void => {
    if (this.replacementId === undefined) this.box.router.toList()
    else this.box.router.go({ page: 'replacement' })
  }

  async #load(): Promise<void> {
    clearTimeout(this.#timer)
    const [plans, feeds] = await Promise.all([
      this.box.http.get<Page<Replacement>>('/api/replacements'),
      this.box.http.get<Page<KnownFeed>>('/api/feeds'),
    ])
    if (!plans.ok || !feeds.ok) {
      this.failure = plans.ok ? (feeds.ok ? null : feeds.failure) : plans.failure
      return
    }
    this.failure = null
    this.plans = plans.value.items
    this.feeds = feeds.value.items
    clearTimeout(this.#timer)
    if (this.isConnected && this.plans.some(({ progress }) => progress !== null))
      this.#timer = setTimeout(() => void this.#load(), lookEvery)
  }

  /** The plan that was being prepared for this, or a new one. */
  async #goOn(pharmacyCode: string): Promise<void> {
    const draft = this.plans?.find((plan) => plan.state === 'draft' && ['', pharmacyCode].includes(plan.pharmacyCode))
    if (draft) this.box.router.go({ page: 'replacement', id: draft.id })
    else await this.#start(pharmacyCode)
  }

  async #start(pharmacyCode = this.feeds[0]?.pharmacyCode ?? ''): Promise<void> {
    const facilityName = this.box.watch.status.value?.facility ?? ''
    const oldMaker = this.feeds.find((feed) => feed.pharmacyCode === pharmacyCode)?.makers[0] ?? ''
    const body = { facilityName, oldMaker, pharmacyCode }
    const outcome = await this.#try(() => this.box.http.ask<Replacement>('POST', '/api/replacements', body))
    if (!outcome.ok) return
    this.plans = [outcome.value, ...(this.plans ?? [])]
    this.box.router.go({ page: 'replacement', id: outcome.value.id })
  }

  async #remove({ id, version }: Replacement): Promise<void> {
    const path = `/api/replacements/${encodeURIComponent(id)}`
    const outcome = await this.#try(() => this.box.http.send('DELETE', `${path}?version=${String(version)}`))
    if (!outcome.ok) return
    const undo = async () => {
      await this.#try(() => this.box.http.send('POST', `${path}/restore`))
      this.done = null
      await this.#load()
    }
    this.done = { text: words.removed, undo }
    await this.#load()
  }

  async #feed(pharmacyCode: string, what: 'freeze' | 'resume', text?: string): Promise<void> {
    const path = `/api/feeds/${encodeURIComponent(pharmacyCode)}/${what}`
    const outcome = await this.#try(() => this.box.http.send('POST', path))
    if (outcome.ok && text !== undefined) this.done = { text }
    await Promise.all([this.box.watch.refresh(), this.#load()])
  }

  async #try<T>(act: () => Promise<Outcome<T>>): Promise<Outcome<T>> {
    this.isBusy = true
    this.done = null
    const outcome = await act()
    this.isBusy = false
    this.failure = outcome.ok ? null : outcome.failure
    return outcome
  }
}

customElements.define('kb-replacement-panel', KbReplacementPanel)
