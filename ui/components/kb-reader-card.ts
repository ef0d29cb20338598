import { LitElement, css, html, nothing } from 'lit'
import type { Counter } from '../../contract/counter.ts'
import type { Reader } from '../../contract/reader.ts'
import { whenText } from '../format/dates.ts'
import { isBad } from '../format/readers.ts'
import { formField } from '../styles/form-field.ts'
import { shared } from '../styles/shared.ts'
import { readers as words } from '../text/readers.ts'
import './kb-icon.ts'

/**
 * One reader or scanner: ON/OFF, how it does, and the counter it belongs to. Events: `kb-move` with the counter's id or null, `kb-power`
 * with the wish, `kb-health`.
 */
export class KbReaderCard extends LitElement {
  static override properties = {
    reader: { attribute: false },
    counters: { attribute: false },
    today: {},
    isBusy: { type: Boolean },
    chosen: { state: true },
  }
  static override styles = [
    shared,
    formField,
    css`
      :host {
        display: grid;
        gap: 6px;
        min-width: 0;
      }
      .head {
        display: flex;
        align-items: center;
        gap: 12px;
      }
      h3 {
        flex: 1;
        min-width: 0;
        font-size: 1.0625rem;
        line-height: 1.3;
        overflow-wrap: anywhere;
      }
      h3 small {
        display: block;
        color: var(--ink-2);
        font-size: 0.8125rem;
        font-weight: 400;
      }
      /* ON and OFF differ in the word, in where the knob stands and in what is filled. */
      .switch {
        position: relative;
        display: flex;
        align-items: center;
        width: 5.25rem;
        height: 2.75rem;
        flex: none;
        padding: 0 0.875rem;
        border: 2px solid var(--edge);
        border-radius: 1.375rem;
        background: var(--paper);
        color: var(--ink-2);
        font-weight: 700;
        text-align: right;
      }
      .switch span {
        flex: 1;
      }
      .switch::after {
        content: '';
        position: absolute;
        left: 0.3125rem;
        width: 1.75rem;
        height: 1.75rem;
        border: 3px solid var(--edge);
        border-radius: 50%;
        background: var(--paper);
      }
      .switch[aria-checked='true'] {
        border-color: var(--accent);
        background: var(--accent);
        color: #fff;
        text-align: left;
      }
      .switch[aria-checked='true']::after {
        right: 0.3125rem;
        left: auto;
        border-color: #fff;
        background: #fff;
      }
      .note {
        color: var(--warn);
        font-size: 0.9375rem;
      }
      .note::before {
        content: '▲ ';
      }
      .facts {
        display: flex;
        flex-wrap: wrap;
        align-items: center;
        gap: 2px 14px;
        color: var(--ink-2);
        font-size: 0.875rem;
      }
      .facts a > span:last-child {
        text-decoration: underline;
      }
      .facts a {
        text-decoration: none;
        display: inline-flex;
        align-items: center;
        gap: 8px;
        min-height: 44px;
      }
      form {
        display: flex;
        gap: 8px;
      }
      select {
        flex: 1;
      }
    `,
  ]
  declare reader: Reader
  declare counters: readonly Counter[]
  declare today: string
  declare isBusy: boolean
  /** What stands in the list of counters; undefined: where the reader is. */
  declare chosen: string | undefined

  override willUpdate(changed: Map<string, unknown>): void {
    const before = changed.get('reader') as Reader | undefined
    // It has been moved, here or elsewhere: the choice of before means nothing any more.
    if (before && before.counterId !== this.reader.counterId) this.chosen = undefined
  }

  override render() {
    const { reader } = this
    const { label, kind, satellite, isOn } = reader
    return html`<div class="head">
        <h3>
          ${label}<small
            >${words.kind[kind]}${satellite === undefined ? nothing : ` ・ ${words.satellite(satellite)}`}</small
          >
        </h3>
        <button
          class="switch"
          type="button"
          role="switch"
          data-test="power"
          aria-checked=${isOn ? 'true' : 'false'}
          aria-label=${words.power(label)}
          ?disabled=${this.isBusy}
          @click=${() => this.dispatchEvent(new CustomEvent<boolean>('kb-power', { detail: !reader.isWanted }))}
        >
          <span>${isOn ? words.on : words.off}</span>
        </button>
      </div>
      ${this.#note()}
      <p class="facts">
        <a href="/readers/${encodeURIComponent(reader.id)}" data-test="health" @click=${this.#onHealth}
          ><span class="badge ${reader.verdict === 'ok' ? 'set' : isBad(reader) ? 'bad' : ''}" data-test="verdict"
            >${words.verdict[reader.verdict]}</span
          ><span>${words.health}</span></a
        >
        <span
          >${reader.lastUsedAt === null ? words.neverUsed : words.lastUsed(whenText(reader.lastUsedAt, this.today))}</span
        >
        ${reader.lastTouchMs === null ? nothing : html`<span>${words.lastMs(reader.lastTouchMs)}</span>`}
      </p>
      ${this.counters.length === 0 ? nothing : this.#mover()}`
  }

  #note() {
    const { isConnected, isWanted, since } = this.reader
    if (isConnected && isWanted) return nothing
    const note = isConnected ? words.wantedOff : isWanted ? words.unpluggedOff : words.wantedOffUnplugged
    return html`<p class="note" data-test="reader-note">
      ${note}${isConnected ? nothing : html` <span class="sub">${words.lastSeen(whenText(since, this.today))}</span>`}
    </p>`
  }

  /** The way by keyboard: a list alone would move the reader at every arrow key. */
  #mover() {
    const here = this.reader.counterId ?? ''
    const chosen = this.chosen ?? here
    return html`<form @submit=${this.#onMove}>
      <select
        data-test="move-to"
        aria-label=${words.moveTo(this.reader.label)}
        @change=${(event: Event) => {
          this.chosen = (event.target as HTMLSelectElement).value
        }}
      >
        ${this.counters.map(({ id, name }) => html`<option value=${id} .selected=${chosen === id}>${name}</option>`)}
        <option value="" .selected=${chosen === ''}>${words.noCounter}</option>
      </select>
      <button class="btn" type="submit" data-test="move" ?disabled=${this.isBusy || chosen === here}>
        ${words.move}
      </button>
    </form>`
  }

  readonly #onMove = (event: SubmitEvent): void => {
    event.preventDefault()
    if (this.chosen === undefined) return
    this.dispatchEvent(new CustomEvent<string | null>('kb-move', { detail: this.chosen || null }))
  }

  readonly #onHealth = (event: MouseEvent): void => {
    if (event.ctrlKey || event.metaKey || event.shiftKey) return
    event.preventDefault()
    this.dispatchEvent(new Event('kb-health'))
  }
}

customElements.define('kb-reader-card', KbReaderCard)
