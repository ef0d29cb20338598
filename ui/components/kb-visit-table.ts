import { LitElement, css, html, nothing } from 'lit'
import { repeat } from 'lit/directives/repeat.js'
import type { Visit } from '../../contract/visit.ts'
import { daysBack } from '../format/calendar.ts'
import { hourMinute } from '../format/clock.ts'
import { birthCell, dayHeading } from '../format/dates.ts'
import { listTable, shared } from '../styles/shared.ts'
import { hintMark } from '../text/hint-mark.ts'
import { ja } from '../text/ja.ts'
import './kb-icon.ts'
import { RowKeys } from './row-keys.ts'

/** A touch counts as "now" for this long. */
const nowFor = 5 * 60_000

/**
 * 手帳提示: visits by day, newest first. Events: `kb-open` with the visit as detail; `kb-go-to` with the address that a link or button of
 * a row leads to.
 */
export class KbVisitTable extends LitElement {
  static override properties = {
    visits: { attribute: false },
    arrived: { attribute: false },
    today: {},
    oldest: {},
    now: { type: Number },
    counters: { attribute: false },
    own: { attribute: false },
    hints: { attribute: false },
  }
  static override styles = [
    shared,
    listTable,
    css`
      .day th {
        position: static;
        padding: 6px 12px;
        border-bottom: 1px solid var(--line);
        background: var(--ground);
        color: var(--ink-2);
        font-size: 0.875rem;
        font-weight: 700;
      }
      .day.today th {
        color: var(--accent-ink);
      }
      .day.today b {
        margin-right: 0.75em;
        padding: 2px 8px;
        border-radius: 6px;
        background: var(--accent);
        color: #fff;
      }
      /* Another day is greyed and says so in its heading: nobody should take yesterday's row for today's. */
      .past td {
        background: var(--ground);
        color: var(--ink-2);
      }
      .past .time {
        font-weight: 400;
      }
      .past .name a {
        color: var(--ink);
        font-weight: 400;
      }
      tr.now td {
        background: var(--accent-soft);
      }
      tr.now td:first-child {
        box-shadow: inset 5px 0 var(--accent);
      }
      /* Somebody stands at another counter: a row to see, not one to act on. */
      tr.elsewhere td {
        background: var(--info-soft);
      }
      tr.elsewhere td:first-child {
        box-shadow: inset 5px 0 var(--info);
      }
      .name > div {
        display: flex;
        align-items: center;
        gap: 4px 12px;
      }
      .name > div > .badge {
        flex: 0 1 auto;
        max-width: 9rem;
        margin-left: auto;
        font-weight: 400;
      }
      .elsewhere .name .badge {
        background: var(--info);
        color: #fff;
      }
      .name > div > .info {
        display: inline-flex;
        flex: none;
        max-width: none;
        margin-left: 0;
        font-weight: 700;
      }
      .elsewhere .name .info,
      .now .name .info {
        background: var(--paper);
        color: var(--info);
      }
      .badge > span {
        overflow: hidden;
        text-overflow: ellipsis;
      }
      tr.unknown td {
        background: var(--warn-soft);
      }
      .time .badge {
        margin-left: 8px;
        vertical-align: 2px;
      }
      .ways {
        display: flex;
        flex-wrap: wrap;
        align-items: center;
        gap: 4px 8px;
        white-space: normal;
      }
      .ways .btn {
        font-size: 0.9375rem;
      }
      /* The word is small to look at and 44 px to touch. */
      a.badge {
        position: relative;
        text-decoration: underline;
        text-underline-offset: 3px;
      }
      a.badge::after {
        content: '';
        position: absolute;
        inset: -9px -6px;
      }
      .empty td {
        height: 2.75rem;
        color: var(--ink-3);
        cursor: default;
      }
      .birth span {
        white-space: nowrap;
      }
      @container (max-width: 52rem) {
        .time .badge {
          margin-left: 4px;
          padding-inline: 6px;
        }
      }
      @container (max-width: 44rem) {
        .time {
          width: 4.5rem;
        }
        .time .badge {
          display: flex;
          width: max-content;
          min-height: 0;
          margin: 4px 0 0;
        }
        .birth,
        .name {
          white-space: normal;
        }
      }
    `,
  ]
  declare visits: readonly Visit[]
  declare arrived: ReadonlySet<string>
  declare today: string
  declare oldest: string
  declare now: number
  /** Names of the counters by id; empty where there is nothing to tell apart. */
  declare counters: ReadonlyMap<string, string>
  /** Id of this PC's counter, or null. */
  declare own: string | null
  /** What waits to be answered today, by member (重複・アレルギーの確認). */
  declare hints: ReadonlyMap<string, number>
  readonly #keys = new RowKeys(this, (key, row) => {
    const visit = this.visits.find((candidate) => candidate.id === key)
    if (visit?.member) this.dispatchEvent(new CustomEvent<Visit>('kb-open', { detail: visit }))
    // Nobody to open: the keyboard goes on to what can be done.
    else row.querySelector<HTMLElement>('.ways a')?.focus()
  })

  constructor() {
    super()
    this.counters = new Map()
    this.own = null
    this.hints = new Map()
  }

  /** The row the keyboard comes to next. */
  remember(visitId: string): void {
    this.#keys.remember(visitId)
  }

  /** Brings the keyboard to the rows. */
  focusRows(): boolean {
    return this.#keys.focus()
  }

  override render() {
    const byDay = Map.groupBy(this.visits, (visit) => visit.on)
    // "Now" is the newest touch here; where this PC has no counter, the newest anywhere.
    const newest = byDay.get(this.today)?.find((visit) => !this.#isElsewhere(visit))
    const current = newest && this.#isRecent(newest) ? newest.id : undefined
    const { columns } = ja.list
    return html`<table @keydown=${this.#keys.onKey} @click=${this.#keys.onClick} @focusin=${this.#keys.onFocus}>
      <caption class="visually-hidden">
        ${ja.list.visits}
      </caption>
      <thead>
        <tr>
          <th scope="col">${columns.time}</th>
          <th scope="col">${columns.name}</th>
          <th scope="col">${columns.sex}</th>
          <th scope="col">${columns.birth}</th>
          <th scope="col">${columns.link}</th>
        </tr>
      </thead>
      ${repeat(
        daysBack(this.today, this.oldest),
        (day) => day,
        (day) => this.#day(day, byDay.get(day) ?? [], current),
      )}
    </table>`
  }

  #isRecent(visit: Visit): boolean {
    return this.now - visit.presentedAt < nowFor
  }

  #isElsewhere({ counterId }: Visit): boolean {
    return this.own !== null && counterId !== null && counterId !== this.own
  }

  #day(day: string, visits: Visit[], current: string | undefined) {
    const isToday = day === this.today
    return html`<tbody class=${isToday ? '' : 'past'} data-test="day" data-day=${day}>
      <tr class="day ${isToday ? 'today' : ''}">
        <th colspan="5" scope="rowgroup">
          ${isToday ? html`<b>${ja.list.today}</b>` : nothing}${dayHeading(day, this.today)}
        </th>
      </tr>
      ${
        visits.length === 0
          ? html`<tr class="empty" data-test="empty-day">
              <td colspan="5">${ja.list.emptyDay}</td>
            </tr>`
          : repeat(
              visits,
              (visit) => visit.id,
              (visit) => this.#row(visit, visit.id === current),
            )
      }
    </tbody>`
  }

  #row(visit: Visit, isNow: boolean) {
    const { member } = visit
    const isElsewhere = this.#isElsewhere(visit) && this.#isRecent(visit)
    const classes = [
      this.arrived.has(visit.id) ? 'arrived' : '',
      isNow && member ? 'now' : '',
      isElsewhere && member ? 'elsewhere' : '',
      member ? '' : 'unknown',
    ]
    // The own counter goes without saying.
    const { counterId } = visit
    const counter = counterId === null || counterId === this.own ? undefined : this.counters.get(counterId)
    const place =
      counter === undefined
        ? nothing
        : html`<span class="badge" data-test="visit-counter" title=${counter}><span>${counter}</span></span>`
    const time = html`<td class="time">
      ${hourMinute(visit.presentedAt)}${isNow ? html`<span class="badge live">${ja.list.now}</span>` : nothing}
    </td>`
    if (!member)
      return html`<tr
        class=${classes.join(' ')}
        data-test="visit-row"
        data-key=${visit.id}
        data-visit-id=${visit.id}
        data-place=${isElsewhere ? 'elsewhere' : 'here'}
        tabindex="-1"
      >
        ${time}
        <td class="name"><div>${ja.list.unknownCard}${place}</div></td>
        <td>${ja.list.dash}</td>
        <td colspan="2">
          <div class="ways">
            <span>${ja.list.unknownWhose}</span>
            ${this.#way('/cards/new', ja.list.issueCard, 'issue-card', 'btn')}
            ${this.#way('/outside', ja.pages.outside, 'outside', 'btn')}
          </div>
        </td>
      </tr>`
    const birth = member.birthOn === undefined ? undefined : birthCell(member.birthOn, this.today)
    const isLinked = member.patientIds.length > 0
    return html`<tr
      class=${classes.join(' ')}
      data-test="visit-row"
      data-key=${visit.id}
      data-visit-id=${visit.id}
      data-place=${isElsewhere ? 'elsewhere' : 'here'}
      tabindex="-1"
    >
      ${time}
      <td class="name">
        <div>
          <a href="/members/${member.id}" tabindex="-1"
            ><span class="kana">${member.kana}</span>${member.name || ja.common.unnamed}</a
          >${visit.on === this.today ? this.#mark(member.id) : nothing}${place}
        </div>
      </td>
      <td>${ja.sex[member.sex]}</td>
      <td class="birth">
        ${birth ? html`<span>${birth.date}</span> <span>${birth.age}</span> <span class="sub">${birth.wareki}</span>` : ja.date.unknown}
      </td>
      <td>
        ${
          isLinked
            ? html`<span class="badge set">${ja.list.linked}</span>`
            : this.#way(`/links/${member.id}`, ja.list.unlinked, 'set-link', 'badge unset')
        }
      </td>
    </tr>`
  }

  /** The row's own way leads to what it says. */
  #mark(memberId: string) {
    const waiting = this.hints.get(memberId) ?? 0
    if (waiting === 0) return nothing
    return html`<a
      class="badge info"
      href="/members/${memberId}"
      tabindex="-1"
      data-test="hint-mark"
      title=${hintMark.title(waiting)}
      ><kb-icon name="check"></kb-icon><span class="visually-hidden">${hintMark.of}</span>${hintMark.word(waiting)}</a
    >`
  }

  /** A way out of a row that is not the row's own. */
  #way(address: string, word: string, test: string, look: string) {
    return html`<a
      class=${look}
      href=${address}
      data-test=${test}
      @click=${(event: MouseEvent) => {
        if (event.ctrlKey || event.metaKey || event.shiftKey) return
        event.preventDefault()
        event.stopPropagation()
        this.dispatchEvent(new CustomEvent<string>('kb-go-to', { detail: address }))
      }}
      >${word}</a
    >`
  }
}

customElements.define('kb-visit-table', KbVisitTable)
