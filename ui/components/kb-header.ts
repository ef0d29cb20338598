import { LitElement, css, html, nothing } from 'lit'
import type { StaffRole } from '../../contract/session.ts'
import type { FeedStatus, ReaderStatus } from '../../contract/status.ts'
import { hourMinute } from '../format/clock.ts'
import { shared } from '../styles/shared.ts'
import { ja } from '../text/ja.ts'
import './kb-icon.ts'

/**
 * The line on top of every page. Events: `kb-go` (detail 'list' or 'intake'), `kb-readers`, `kb-help`, `kb-retry`, `kb-sign-out`,
 * `kb-large-type` (detail boolean). The search box is its slot.
 */
export class KbHeader extends LitElement {
  static override properties = {
    facility: {},
    staffName: {},
    staffRole: {},
    version: {},
    feed: { attribute: false },
    readers: { attribute: false },
    lostSeconds: { attribute: false },
    lostReason: {},
    isLargeType: { type: Boolean },
  }
  static override styles = [
    shared,
    css`
      .bar {
        display: flex;
        flex-wrap: wrap;
        align-items: center;
        gap: 8px 16px;
        padding: 7px 24px;
        border-bottom: 1px solid var(--line);
        background: var(--paper);
      }
      .brand {
        display: flex;
        align-items: center;
        gap: 10px;
        min-height: 44px;
        font-size: 1.125rem;
        font-weight: 700;
        text-decoration: none;
        white-space: nowrap;
      }
      .brand kb-icon {
        width: 1.875rem;
        height: 1.875rem;
        color: var(--accent);
      }
      .brand small {
        max-width: 14rem;
        overflow: hidden;
        color: var(--ink-2);
        font-size: 0.875rem;
        font-weight: 400;
        text-overflow: ellipsis;
      }
      ::slotted(*) {
        flex: 1 1 16rem;
        max-width: 27rem;
        margin-left: auto;
      }
      .state {
        display: flex;
        flex-wrap: wrap;
        gap: 0 8px;
      }
      /* The pill is 32 px to look at and 44 px to touch. */
      .pill {
        position: relative;
        display: inline-flex;
        align-items: center;
        gap: 6px;
        min-height: 2rem;
        margin-block: 6px;
        padding: 0 10px;
        border: 0;
        border-radius: 1rem;
        background: var(--line-2);
        color: var(--ink-2);
        font-size: 0.875rem;
        text-decoration: none;
        white-space: nowrap;
        cursor: pointer;
      }
      .pill::after {
        content: '';
        position: absolute;
        inset: -6px 0;
      }
      .pill b {
        color: var(--ink);
      }
      .pill.ok::before {
        content: '✓';
        color: var(--accent);
        font-weight: 700;
      }
      .pill.wait::before {
        content: '○';
      }
      .pill.warn {
        background: var(--warn-soft);
        color: var(--warn);
      }
      .pill.warn b {
        color: var(--warn);
      }
      .pill.warn::before {
        content: '▲';
      }
      .round {
        display: grid;
        place-items: center;
        width: 44px;
        height: 44px;
        border: 0;
        border-radius: 50%;
        background: none;
        color: var(--ink-2);
      }
      .round:hover,
      .pill:hover {
        filter: brightness(0.96);
      }
      .tools {
        display: flex;
        align-items: center;
        gap: 4px;
      }
      .account {
        max-width: 12rem;
        overflow: hidden;
        text-overflow: ellipsis;
      }
      [popover] {
        position: fixed;
        inset: 60px 16px auto auto;
        width: 18rem;
        padding: 8px;
        border: 1px solid var(--line);
        border-radius: 14px;
        background: var(--paper);
        color: var(--ink);
        box-shadow: 0 12px 32px #0002;
      }
      [popover] .btn {
        width: 100%;
        justify-content: space-between;
        border-color: transparent;
        font-weight: 400;
      }
      [popover] p {
        padding: 8px 1rem;
      }
      @media (max-width: 1100px) {
        .bar {
          padding-inline: 16px;
          gap: 4px 8px;
        }
        ::slotted(*) {
          order: 9;
          flex: 1 1 100%;
          max-width: none;
        }
        .state {
          margin-left: auto;
        }
      }
      @media (max-width: 720px) {
        .brand small {
          display: none;
        }
      }
    `,
  ]
  declare facility: string
  declare staffName: string
  declare staffRole: StaffRole
  declare version: string
  declare feed: FeedStatus
  declare readers: readonly ReaderStatus[]
  declare lostSeconds: number | null
  declare lostReason: string
  declare isLargeType: boolean

  override render() {
    return html`<header class="bar">
      <a
        class="brand"
        href="/"
        title=${ja.header.home}
        @click=${(event: MouseEvent) => {
          this.#go(event, 'list')
        }}
      >
        <kb-icon name="box"></kb-icon>${ja.brand} <small>${this.facility}</small>
      </a>
      <slot></slot>
      <div class="state">${this.#link()} ${this.#feed()} ${this.#readers()}</div>
      <div class="tools">
        <button
          class="round"
          type="button"
          data-test="help"
          aria-label=${ja.header.help}
          title="${ja.header.help} (F1)"
          @click=${() => this.dispatchEvent(new Event('kb-help'))}
        >
          <kb-icon name="help"></kb-icon>
        </button>
        <button
          class="pill"
          type="button"
          data-test="account"
          popovertarget="menu"
          aria-label="${ja.header.account} ${this.staffName}"
        >
          <b class="account">${this.staffName}</b><kb-icon name="down"></kb-icon>
        </button>
      </div>
      <div id="menu" popover>
        <p>
          <b>${this.staffName}</b> <span class="sub">${ja.header.role[this.staffRole]}</span><br /><span class="sub"
            >${ja.header.version(this.version)}</span
          >
        </p>
        <button
          class="btn"
          type="button"
          data-test="large-type"
          aria-pressed=${this.isLargeType ? 'true' : 'false'}
          @click=${() => this.dispatchEvent(new CustomEvent<boolean>('kb-large-type', { detail: !this.isLargeType }))}
        >
          ${ja.header.largeType}<span class="badge ${this.isLargeType ? 'live' : ''}"
            >${this.isLargeType ? ja.header.on : ja.header.off}</span
          >
        </button>
        <button
          class="btn"
          type="button"
          data-test="sign-out"
          @click=${() => this.dispatchEvent(new Event('kb-sign-out'))}
        >
          ${ja.header.signOut}
        </button>
      </div>
    </header>`
  }

  #link() {
    if (this.lostSeconds === null) return nothing
    return html`<button
      class="pill warn"
      type="button"
      data-test="link-pill"
      title=${this.lostReason}
      @click=${() => this.dispatchEvent(new Event('kb-retry'))}
    >
      ${ja.header.link} <b>${ja.header.reconnecting(this.lostSeconds)}</b>
    </button>`
  }

  #feed() {
    const { state, lastReceivedAt, rejectedFiles } = this.feed
    const last = lastReceivedAt === null ? '' : hourMinute(lastReceivedAt)
    const word =
      state === 'ok'
        ? last || ja.feedWord.ok
        : state === 'rejected'
          ? ja.header.rejected(rejectedFiles)
          : ja.feedWord[state]
    const note = state === 'ok' || state === 'rejected' || last === '' ? '' : ja.header.last(last)
    const look = state === 'ok' ? 'ok' : state === 'waiting' ? 'wait' : 'warn'
    return html`<a
      class="pill ${look}"
      href="/intake"
      data-test="feed-pill"
      data-state=${state}
      title=${ja.feed[state].what}
      @click=${(event: MouseEvent) => {
        this.#go(event, 'intake')
      }}
      >${ja.header.feed} <b>${word}</b>${note}</a
    >`
  }

  #readers() {
    const connected = this.readers.filter((reader) => reader.isConnected).length
    const lost = this.readers.length - connected
    const word =
      lost > 0 ? ja.header.readersLost(lost) : connected === 0 ? ja.header.readersNone : ja.header.readersOk(connected)
    return html`<button
      class="pill ${lost > 0 || connected === 0 ? 'warn' : 'ok'}"
      type="button"
      data-test="reader-pill"
      @click=${() => this.dispatchEvent(new Event('kb-readers'))}
    >
      ${ja.header.readers} <b>${word}</b>
    </button>`
  }

  #go(event: MouseEvent, to: 'list' | 'intake'): void {
    // A new tab was asked for.
    if (event.ctrlKey || event.metaKey || event.shiftKey) return
    event.preventDefault()
    this.dispatchEvent(new CustomEvent('kb-go', { detail: to }))
  }
}

customElements.define('kb-header', KbHeader)
