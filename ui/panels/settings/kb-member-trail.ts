import { LitElement, html, nothing } from 'lit'
import type { Page } from '../../../contract/page.ts'
import type { TrailEntry } from '../../../contract/trail.ts'
import { listTrail } from '../../data/member-settings.ts'
import { dateOf, hourMinute } from '../../format/clock.ts'
import { longDate } from '../../format/dates.ts'
import type { Box } from '../../state/box.ts'
import { LivePages } from '../../state/live-load.ts'
import { troubleOf } from '../../state/trouble.ts'
import { shared } from '../../styles/shared.ts'
import { handover } from '../../text/handover.ts'
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
        <ul>
          ${value?.items.map(
            ({ at, by, what }) =>
              html`<li class="row">
                <span class="grow">${trailWord(what)}</span>
                <span class="sub">${longDate(dateOf(at))} ${hourMinute(at)} ${by ?? byTheBox}</span>
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
}

customElements.define('kb-member-trail', KbMemberTrail)
