import { LitElement, css, html, nothing } from 'lit'
import type { IssueKind } from '../../contract/card-issue.ts'
import { pathOf, type PlainPage } from '../state/route.ts'
import { header } from '../styles/header.ts'
import { shared } from '../styles/shared.ts'
import { ja } from '../text/ja.ts'
import { work } from '../text/work.ts'
import './kb-icon.ts'

/** What waits, as numbers; null while it is not known. */
export interface WaitingCounts {
  /** Notices that whoever is signed in has not acknowledged. */
  unread: number | null
  /** Prescription images that nobody has dealt with. */
  images: number | null
  /** Members whose お薬自動登録 is 未設定. */
  unlinked: number | null
}

const shortCount = (count: number): string => (count > 99 ? '99+' : String(count))

/** A page of the day's work, or the start of an issue of this kind. */
export type WorkGoal = PlainPage | { page: 'cards'; id: IssueKind }

/** The day's work beside the list: カード発行, what else waits, and the bell. Event `kb-go` with a {@link WorkGoal} as detail. */
export class KbWork extends LitElement {
  static override properties = { counts: { attribute: false }, cardKey: {} }
  static override styles = [
    shared,
    header,
    css`
      :host {
        display: flex;
        align-items: center;
        gap: 4px;
        flex: none;
        max-width: none;
        margin: 0;
      }
      .issue {
        padding-inline: 12px 8px;
      }
      .issue kb-icon {
        width: 1.125em;
        height: 1.125em;
      }
      [popover] {
        width: 17rem;
      }
      [popover] .btn {
        gap: 12px;
      }
      .count {
        min-width: 1.625rem;
        justify-content: center;
      }
      .bell {
        position: relative;
        text-decoration: none;
      }
      /* The number is the sign, its colour only helps to see it. */
      .dot {
        position: absolute;
        top: 2px;
        right: 0;
        min-width: 1.25rem;
        padding: 0 4px;
        border: 2px solid var(--paper);
        border-radius: 0.75rem;
        background: var(--stop);
        color: #fff;
        font-size: 0.75rem;
        font-weight: 700;
        line-height: 1.125rem;
        text-align: center;
      }
    `,
  ]
  declare counts: WaitingCounts
  /** The key that leads to カード発行. */
  declare cardKey: string

  override render() {
    const { unread, images, unlinked } = this.counts
    const hasUnread = unread !== null && unread > 0
    return html`<button
        class="btn primary issue"
        type="button"
        data-test="issue-menu"
        popovertarget="issue"
        title="${work.issue} (${this.cardKey})"
      >
        ${work.issue}<kb-icon name="down"></kb-icon>
      </button>
      <div id="issue" popover aria-label=${work.issue}>
        ${this.#way({ page: 'cards', id: 'new' }, work.newCard, 'new-card')}
        ${this.#way({ page: 'cards', id: 'reissue' }, work.againCard, 'again-card')}
      </div>
      <button class="btn issue" type="button" data-test="work-menu" popovertarget="work">
        ${work.menu}<span class="visually-hidden">${work.menuRest}</span>${this.#waiting(images ?? 0)}<kb-icon
          name="down"
        ></kb-icon>
      </button>
      <div id="work" popover aria-label=${work.menuLabel}>
        ${this.#way('outside', ja.pages.outside, 'to-outside')}
        ${this.#way('links', ja.pages.links, 'to-links', unlinked ? work.unlinked(shortCount(unlinked)) : '')}
        ${this.#way('images', ja.pages.images, 'to-images', images ? work.waiting(shortCount(images)) : '')}
        ${this.#way('notices', ja.pages.notices, 'to-notices')}
        ${this.#way('replacement', ja.pages.replacement, 'to-replacement')}
      </div>
      <a
        class="round bell"
        href="/notices"
        data-test="bell"
        data-unread=${unread ?? ''}
        aria-label=${hasUnread ? work.unread(unread) : ja.pages.notices}
        title=${hasUnread ? work.unread(unread) : ja.pages.notices}
        @click=${(event: MouseEvent) => {
          this.#go(event, 'notices')
        }}
      >
        <kb-icon name="bell"></kb-icon
        >${hasUnread ? html`<span class="dot" data-test="unread">${shortCount(unread)}</span>` : nothing}
      </a>`
  }

  #waiting(count: number) {
    if (count === 0) return nothing
    return html`<span class="visually-hidden">　${ja.pages.images}　</span
      ><span class="badge count" data-test="work-count">${shortCount(count)}</span>`
  }

  #way(goal: WorkGoal, word: string, test: string, note = '') {
    return html`<a
      class="btn"
      href=${pathOf(typeof goal === 'string' ? { page: goal } : goal)}
      data-test=${test}
      @click=${(event: MouseEvent) => {
        this.#go(event, goal)
      }}
      >${word}${note === '' ? nothing : html`<span class="badge">${note}</span>`}</a
    >`
  }

  #go(event: MouseEvent, goal: WorkGoal): void {
    // A new tab was asked for.
    if (event.ctrlKey || event.metaKey || event.shiftKey) return
    event.preventDefault()
    for (const menu of this.renderRoot.querySelectorAll<HTMLElement>(':popover-open')) menu.hidePopover()
    this.dispatchEvent(new CustomEvent<WorkGoal>('kb-go', { detail: goal }))
  }
}

customElements.define('kb-work', KbWork)
