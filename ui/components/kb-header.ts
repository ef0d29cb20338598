import { LitElement, html, nothing } from 'lit'
import type { Reader, ReaderService } from '../../contract/reader.ts'
import type { StaffRole } from '../../contract/session.ts'
import type { FeedStatus } from '../../contract/status.ts'
import { dateOf, hourMinute } from '../format/clock.ts'
import { whenText } from '../format/dates.ts'
import { readersPill } from '../format/readers.ts'
import { header } from '../styles/header.ts'
import type { KeyTable } from '../state/keys.ts'
import { shared } from '../styles/shared.ts'
import { ja } from '../text/ja.ts'
import './kb-icon.ts'
import './kb-work.ts'
import type { WaitingCounts, WorkGoal } from './kb-work.ts'

/** Where the line on top leads to. */
export type HeaderGoal = 'list' | WorkGoal

/**
 * The line on top of every page. Events: `kb-go` (detail a {@link HeaderGoal}), `kb-counter`, `kb-help`, `kb-retry`, `kb-sign-out`, `kb-lock`,
 * `kb-large-type` (detail boolean). The search box is its slot.
 */
export class KbHeader extends LitElement {
  static override properties = {
    facility: {},
    staffName: {},
    staffRole: {},
    version: {},
    today: {},
    feed: { attribute: false },
    readers: { attribute: false },
    services: { attribute: false },
    counter: {},
    counts: { attribute: false },
    keys: { attribute: false },
    lostSeconds: { attribute: false },
    lostReason: {},
    isLargeType: { type: Boolean },
  }
  static override styles = [shared, header]
  declare facility: string
  declare staffName: string
  declare staffRole: StaffRole
  declare version: string
  declare today: string
  declare feed: FeedStatus
  declare readers: readonly Reader[]
  declare services: readonly ReaderService[]
  /** Name of this PC's counter, '' when none was chosen. */
  declare counter: string
  declare counts: WaitingCounts
  declare keys: KeyTable
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
      <div class="state">${this.#counter()} ${this.#link()} ${this.#feed()} ${this.#readers()}</div>
      <div class="tools">
        <kb-work
          .counts=${this.counts}
          .cardKey=${this.keys.card}
          @kb-go=${(event: CustomEvent<WorkGoal>) => {
            this.dispatchEvent(new CustomEvent<HeaderGoal>('kb-go', { detail: event.detail }))
          }}
        ></kb-work>
        <button
          class="round"
          type="button"
          data-test="help"
          aria-label=${ja.header.help}
          title="${ja.header.help} (${this.keys.help})"
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
        <a
          class="btn"
          href="/account"
          data-test="to-account"
          @click=${(event: MouseEvent) => {
            this.#go(event, 'account')
          }}
          >${ja.pages.account}</a
        >
        ${
          this.staffRole === 'admin' || this.staffRole === 'maintainer'
            ? html`<a
                class="btn"
                href="/lan"
                data-test="to-lan"
                @click=${(event: MouseEvent) => {
                  this.#go(event, 'lan')
                }}
                >${ja.pages.lan}</a
              >`
            : nothing
        }
        ${
          this.staffRole === 'admin'
            ? html`<a
                  class="btn"
                  href="/connections"
                  data-test="to-connections"
                  @click=${(event: MouseEvent) => {
                    this.#go(event, 'connections')
                  }}
                  >${ja.pages.connections}</a
                >
                <a
                  class="btn"
                  href="/devices"
                  data-test="to-devices"
                  @click=${(event: MouseEvent) => {
                    this.#go(event, 'devices')
                  }}
                  >${ja.pages.devices}</a
                >
                <a
                  class="btn"
                  href="/staff"
                  data-test="to-staff"
                  @click=${(event: MouseEvent) => {
                    this.#go(event, 'staff')
                  }}
                  >${ja.pages.staff}</a
                >`
            : nothing
        }
        ${this.#audit()}
        <button class="btn" type="button" data-test="lock" @click=${() => this.dispatchEvent(new Event('kb-lock'))}>
          ${ja.header.lock}
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

  /** For who answers for the pharmacy. */
  #audit() {
    if (this.staffRole !== 'pharmacist' && this.staffRole !== 'admin') return nothing
    return html`<a
        class="btn"
        href="/audit"
        data-test="to-audit"
        @click=${(event: MouseEvent) => {
          this.#go(event, 'audit')
        }}
        >${ja.pages.audit}</a
      ><a
        class="btn"
        href="/maintenance"
        data-test="to-maintenance"
        @click=${(event: MouseEvent) => {
          this.#go(event, 'maintenance')
        }}
        >${ja.pages.maintenance}</a
      ><a
        class="btn"
        href="/disclosure"
        data-test="to-disclosure"
        @click=${(event: MouseEvent) => {
          this.#go(event, 'disclosure')
        }}
        >${ja.pages.disclosure}</a
      >`
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
    const last = lastReceivedAt === null ? '' : this.#when(lastReceivedAt)
    const word =
      state === 'ok'
        ? last || ja.feedWord.ok
        : state === 'rejected'
          ? ja.header.rejected(rejectedFiles)
          : ja.feedWord[state]
    const note = state === 'ok' || last === '' ? '' : ja.header.last(last)
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
      >${ja.header.feed} <b>${word}</b>${note === '' ? nothing : html`<span class="last">${note}</span>`}</a
    >`
  }

  /** Seconds would only flicker here. */
  #when(instant: number): string {
    return dateOf(instant) === this.today ? hourMinute(instant) : whenText(instant, this.today)
  }

  #readers() {
    const { look, word } = readersPill(this.readers, this.services)
    return html`<a
      class="pill ${look}"
      href="/readers"
      data-test="reader-pill"
      data-look=${look}
      title=${ja.readers.title}
      @click=${(event: MouseEvent) => {
        this.#go(event, 'readers')
      }}
      >${ja.header.readers} <b>${word}</b></a
    >`
  }

  #counter() {
    return html`<button
      class="pill place"
      type="button"
      data-test="counter-pill"
      title=${ja.counter.change}
      @click=${() => this.dispatchEvent(new Event('kb-counter'))}
    >
      ${ja.counter.pill} <b>${this.counter || ja.counter.unset}</b>
    </button>`
  }

  #go(event: MouseEvent, to: HeaderGoal): void {
    // A new tab was asked for.
    if (event.ctrlKey || event.metaKey || event.shiftKey) return
    event.preventDefault()
    this.renderRoot.querySelector<HTMLElement>(':popover-open')?.hidePopover()
    this.dispatchEvent(new CustomEvent<HeaderGoal>('kb-go', { detail: to }))
  }
}

customElements.define('kb-header', KbHeader)
