import { LitElement, css, html, nothing, type PropertyValues } from 'lit'
import type { Leftovers } from '../../../contract/leftovers.ts'
import { listRevisions, removeLeftovers, restoreLeftovers } from '../../data/leftovers.ts'
import type { Failure } from '../../data/outcome.ts'
import { dateOf } from '../../format/clock.ts'
import { shortDate, whenText } from '../../format/dates.ts'
import type { Box } from '../../state/box.ts'
import { troubleOf } from '../../state/trouble.ts'
import { shared } from '../../styles/shared.ts'
import { leftovers as words } from '../../text/leftovers.ts'
import { disclosure } from '../../text/disclosure.ts'
import { ja } from '../../text/ja.ts'
import { byline } from '../../text/proxy.ts'
import { clashNote, deedRows, type Clash } from '../../components/kb-conflict.ts'
import '../../components/kb-loading.ts'
import '../../components/kb-trouble.ts'
import { conflictRows } from './conflict.ts'
import { startFrom } from './editing.ts'

/**
 * これまでの記録: counts that were saved, with every version of each. Events `kb-open` with a count to be looked at or corrected, `kb-more` for
 * older ones, `kb-removed` with the id of one that was taken away or brought back.
 */
export class KbLeftoverHistory extends LitElement {
  static override properties = {
    box: { attribute: false },
    memberId: {},
    history: { attribute: false },
    openId: {},
    revisions: { state: true },
    removed: { state: true },
    failure: { state: true },
    isBusy: { state: true },
    clash: { state: true },
  }
  static override styles = [
    shared,
    css`
      section {
        margin-top: 20px;
      }
      h2 {
        padding: 10px 16px;
        border-bottom: 1px solid var(--line);
        font-size: 1.0625rem;
      }
      .sheet > p {
        padding: 10px 16px;
      }
      li {
        display: flex;
        flex-wrap: wrap;
        align-items: center;
        gap: 4px 12px;
        padding: 6px 16px;
        border-bottom: 1px solid var(--line-2);
      }
      li.revision {
        padding-left: 36px;
        background: var(--ground);
        color: var(--ink-2);
        font-size: 0.9375rem;
      }
      .words {
        flex: 1 1 18rem;
        overflow-wrap: anywhere;
      }
      .more {
        display: flex;
        justify-content: center;
        padding: 8px;
      }
    `,
  ]
  declare box: Box
  declare memberId: string | undefined
  declare history: { items: readonly Leftovers[]; next: string | null } | null
  declare openId: string
  declare revisions: { id: string; items: readonly Leftovers[] } | null
  /** The count that was taken away last: it can be brought back. */
  declare removed: Leftovers | null
  declare failure: Failure | null
  declare isBusy: boolean
  declare clash: Clash | null

  constructor() {
    super()
    this.openId = ''
    this.#clear()
  }

  /** Nothing of one member is told, or taken back, on the page of another. */
  override willUpdate(changed: PropertyValues<this>): void {
    if (changed.has('memberId')) this.#clear()
  }

  #clear(): void {
    this.revisions = null
    this.removed = null
    this.failure = null
    this.isBusy = false
    this.clash = null
  }

  override render() {
    const { history } = this
    return html`<section class="sheet" aria-label=${words.history} data-test="leftover-history">
      <h2>${words.history}</h2>
      ${
        this.failure
          ? html`<kb-trouble
              slim
              .trouble=${troubleOf(this.failure)}
              .action=${ja.common.close}
              @kb-retry=${() => {
                this.failure = null
              }}
            ></kb-trouble>`
          : nothing
      }
      ${clashNote(this.clash, this.isBusy, () => {
        this.clash = null
      })}
      <p role="status" ?hidden=${!this.removed}>
        ${
          this.removed
            ? html`${words.removed}
                <button class="btn" type="button" data-test="undo-remove" @click=${() => void this.#restore()}>
                  ${words.undo}
                </button>`
            : nothing
        }
      </p>
      ${
        history === null
          ? html`<kb-loading .rows=${2}></kb-loading>`
          : history.items.length === 0
            ? html`<p class="sub" data-test="no-history">${words.noHistory}</p>`
            : html`<ul>
                ${history.items.map((item) => [this.#item(item), this.#versions(item)])}
              </ul>`
      }
      ${
        history?.next
          ? html`<div class="more">
              <button class="btn" type="button" @click=${() => this.dispatchEvent(new Event('kb-more'))}>
                ${words.more}
              </button>
            </div>`
          : nothing
      }
    </section>`
  }

  #text({ savedAt, by, onBehalfOf, count, plan, version, isCut }: Leftovers): string {
    const today = dateOf(this.box.watch.now())
    const counted = count.lines.filter((line) => line.counted !== null).length
    return [
      whenText(savedAt, today),
      byline(by, onBehalfOf),
      words.entry(counted),
      plan.endOn === null ? '' : words.endOn(shortDate(plan.endOn, today)),
      version > 1 ? words.version(version) : '',
      isCut ? disclosure.closedLines : '',
    ]
      .filter(Boolean)
      .join('　')
  }

  #item(item: Leftovers) {
    const isShown = this.revisions?.id === item.id
    return html`<li data-test="leftover-record" aria-current=${item.id === this.openId ? 'true' : 'false'}>
      <span class="words">${this.#text(item)}</span>
      ${
        item.version > 1
          ? html`<button
              class="btn quiet"
              type="button"
              data-test="revisions"
              aria-expanded=${isShown ? 'true' : 'false'}
              @click=${() => void this.#showRevisions(item, isShown)}
            >
              ${isShown ? words.hideRevisions : words.revisions}
            </button>`
          : nothing
      }
      <button
        class="btn"
        type="button"
        data-test="open-record"
        @click=${() => this.dispatchEvent(new CustomEvent('kb-open', { detail: item }))}
      >
        ${words.open}
      </button>
      <button
        class="btn quiet"
        type="button"
        data-test="remove-record"
        ?disabled=${this.isBusy}
        @click=${() => void this.#remove(item)}
      >
        ${words.remove}
      </button>
    </li>`
  }

  #versions(item: Leftovers) {
    if (this.revisions?.id !== item.id) return nothing
    return this.revisions.items
      .filter(({ version }) => version !== item.version)
      .map(
        (revision) =>
          html`<li class="revision" data-test="revision">
            <span class="words"
              >${words.version(revision.version)}　${this.#text({ ...revision, version: 1 })}<br />${revision.count.lines
                .filter(({ counted }) => counted !== null)
                .map(
                  ({ drug, counted, countedIn }) =>
                    `${drug.name} ${counted ?? ''}${countedIn === 'packets' ? words.packetUnit : (drug.unit ?? '')}`,
                )
                .join('、')}</span
            >
          </li>`,
      )
  }

  async #showRevisions({ id }: Leftovers, isShown: boolean): Promise<void> {
    this.revisions = null
    if (isShown) return
    const { memberId } = this
    const outcome = await listRevisions(this.box.http, id)
    if (memberId !== this.memberId) return
    if (outcome.ok) this.revisions = { id, items: outcome.value.items }
    else this.failure = outcome.failure
  }

  async #remove(item: Leftovers): Promise<void> {
    this.clash = null
    const removed = await this.#change(() => removeLeftovers(this.box.http, item))
    const { failure } = this
    if (removed) this.removed = removed
    else if (failure?.code === 'stale-version') this.#meet(item, failure.current as Leftovers)
  }

  /** It was corrected after it was read here. */
  #meet(before: Leftovers, now: Leftovers): void {
    this.failure = null
    const rows = deedRows(words.remove, conflictRows(startFrom(before).typed, startFrom(now).typed))
    if (rows.length === 0) void this.#remove(now)
    else this.clash = { rows, keepMine: () => this.#remove(now) }
  }

  async #restore(): Promise<void> {
    const { removed } = this
    if (removed && (await this.#change(() => restoreLeftovers(this.box.http, removed)))) this.removed = null
  }

  async #change(act: () => ReturnType<typeof removeLeftovers>): Promise<Leftovers | null> {
    if (this.isBusy) return null
    this.isBusy = true
    const { memberId } = this
    const outcome = await act()
    if (memberId !== this.memberId) return null
    this.isBusy = false
    this.failure = outcome.ok ? null : outcome.failure
    if (!outcome.ok) return null
    this.dispatchEvent(new CustomEvent('kb-removed', { detail: outcome.value.id }))
    return outcome.value
  }
}

customElements.define('kb-leftover-history', KbLeftoverHistory)
