import { LitElement, html, nothing } from 'lit'
import type { Page } from '../../../contract/page.ts'
import type { TrailEntry } from '../../../contract/trail.ts'
import { listTrail } from '../../data/member-settings.ts'
import { dateOf, hourMinute } from '../../format/clock.ts'
import { longDate } from '../../format/dates.ts'
import type { Box } from '../../state/box.ts'
import { LivePages } from '../../state/live-load.ts'
import { pathOf } from '../../state/route.ts'
import { troubleOf } from '../../state/trouble.ts'
import { shared } from '../../styles/shared.ts'
import { handover } from '../../text/handover.ts'
import { byline } from '../../text/proxy.ts'
import { byTheBox, trailWord } from '../../text/trail.ts'
import '../../components/kb-loading.ts'
import { settingsSections } from './styles.ts'

const words = handover.trail

/** 変更の記録: who did what to this record, newest first. */
export class KbMemberTrail extends LitElement {
  static override properties = { box: { attribute: false }, memberId: {} }
  static override styles = [shared, settingsSections]
  declare box: Box
  declare memberId: string
  readonly #trail = new LivePages<Page<TrailEntry>>(this, {
    live: () => this.box.live,
    key: () => this.memberId,
    load: (id, cursor) => listTrail(this.box.http, id, cursor),
    nouns: [
      'member',
      'registration-code',
      'image',
      'merge',
      'card-issue',
      'body-note',
      'memo',
      'otc',
      'outside-dispensing',
      'leftovers',
      'hint',
      'replacement',
    ],
  })

  override render() {
    const { value, failure } = this.#trail
    return html`<section>
      <details>
        <summary data-test="trail">${words.title}</summary>
        ${failure ? html`<p class="sub">${troubleOf(failure).what}</p>` : nothing}
        ${value || failure ? nothing : html`<kb-loading rows="1"></kb-loading>`}
        ${value?.items.length === 0 ? html`<p class="sub">${words.none}</p>` : nothing}
        ${
          this.#mayAudit()
            ? html`<p>
                <a href=${pathOf({ page: 'audit', id: this.memberId })} data-test="to-audit" @click=${this.#toAudit}
                  >${words.watched}</a
                >
              </p>`
            : nothing
        }
        <ul>
          ${value?.items.map(
            ({ at, by, onBehalfOf, what }) =>
              html`<li class="row">
                <span class="grow">${trailWord(what)}</span>
                <span class="sub">${longDate(dateOf(at))} ${hourMinute(at)} ${byline(by ?? byTheBox, onBehalfOf)}</span>
              </li>`,
          )}
        </ul>
        ${
          this.#trail.hasMore
            ? html`<button class="btn" type="button" @click=${() => void this.#trail.more()}>${words.older}</button>`
            : nothing
        }
      </details>
    </section>`
  }

  /** Who looked at this record, too: for who answers for the pharmacy. */
  #mayAudit(): boolean {
    const presence = this.box.presence.value
    return 'session' in presence && ['pharmacist', 'admin'].includes(presence.session.staff.role)
  }

  readonly #toAudit = (event: MouseEvent): void => {
    // A new tab was asked for.
    if (event.ctrlKey || event.metaKey || event.shiftKey) return
    event.preventDefault()
    this.box.router.go({ page: 'audit', id: this.memberId })
  }
}

customElements.define('kb-member-trail', KbMemberTrail)
