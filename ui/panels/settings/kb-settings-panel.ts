import { LitElement, css, html, nothing } from 'lit'
import type { Consent } from '../../../contract/card-issue.ts'
import type { Member } from '../../../contract/member.ts'
import type { Page } from '../../../contract/page.ts'
import { getMember, listConsents } from '../../data/member-settings.ts'
import { dateOf, hourMinute } from '../../format/clock.ts'
import { longDate } from '../../format/dates.ts'
import type { Box } from '../../state/box.ts'
import { LiveLoad } from '../../state/live-load.ts'
import { troubleOf } from '../../state/trouble.ts'
import { Watch } from '../../state/watch.ts'
import { panel } from '../../styles/panel.ts'
import { shared } from '../../styles/shared.ts'
import { handover as words } from '../../text/handover.ts'
import { ja } from '../../text/ja.ts'
import '../../components/kb-loading.ts'
import '../../components/kb-person-header.ts'
import '../../components/kb-trouble.ts'
import './kb-handover.ts'
import './kb-member-cards.ts'
import './kb-member-facts.ts'
import './kb-member-trail.ts'
import { settingsSections } from './styles.ts'

/** 会員設定: who a member is, the cards, and the way to the phone. */
export class KbSettingsPanel extends LitElement {
  static override properties = { box: { attribute: false }, memberId: {} }
  static override styles = [
    shared,
    panel,
    settingsSections,
    css`
      .cols {
        display: grid;
        grid-template-columns: minmax(0, 1fr) minmax(0, 1fr);
        gap: 16px;
        align-items: start;
      }
      .col {
        display: grid;
        gap: 16px;
      }
      @media (max-width: 1000px) {
        .cols {
          grid-template-columns: minmax(0, 1fr);
        }
      }
    `,
  ]
  declare box: Box
  declare memberId: string | undefined
  readonly #member = new LiveLoad<Member>(this, {
    live: () => this.box.live,
    key: () => this.memberId ?? '',
    load: (id) => getMember(this.box.http, id),
    nouns: ['member', 'merge'],
  })
  readonly #consents = new LiveLoad<Page<Consent>>(this, {
    live: () => this.box.live,
    key: () => this.memberId ?? '',
    load: (id) => listConsents(this.box.http, id),
    nouns: ['card-issue', 'merge'],
  })

  constructor() {
    super()
    new Watch(this, () => [this.box.watch.status])
  }

  override connectedCallback(): void {
    super.connectedCallback()
    // The panel scrolls, so the keys that scroll must reach it.
    this.tabIndex = -1
    this.focus({ preventScroll: true })
  }

  override render() {
    const { value: member, failure } = this.#member
    const today = this.box.watch.status.value?.today ?? ''
    if (this.memberId === undefined)
      return html`<div class="page">
        <div class="tools"><h1>${ja.pages.settings}</h1></div>
        <div class="sheet quiet-note" data-test="no-member"><b>${words.noneTitle}</b>${words.none}</div>
      </div>`
    const isGone = failure?.code === 'not-found'
    return html`<kb-person-header
        .person=${member && { ...member, isLinked: member.patientIds.length > 0 }}
        .today=${today}
        @kb-back=${this.#leave}
      ></kb-person-header>
      <div class="page" @keydown=${this.#onKey}>
        <div class="tools"><h2>${ja.pages.settings}</h2></div>
        ${
          failure
            ? html`<kb-trouble
                .trouble=${troubleOf(failure)}
                .reference=${failure.reference}
                .action=${isGone ? ja.header.home : ja.common.retry}
                @kb-retry=${() => {
                  if (isGone) this.box.router.toList()
                  else void this.#member.reload()
                }}
              ></kb-trouble>`
            : nothing
        }
        ${member ? this.#sections(member) : failure ? nothing : html`<div class="sheet"><kb-loading></kb-loading></div>`}
      </div>`
  }

  #sections(member: Member) {
    return html`<div class="cols">
      <div class="col">
        <kb-handover .box=${this.box} .member=${member}></kb-handover>
      </div>
      <div class="col">
        <kb-member-facts .box=${this.box} .member=${member}></kb-member-facts>
        <kb-member-cards .box=${this.box} .memberId=${member.id}></kb-member-cards>
        ${this.#links(member)} ${this.#consent()}
        <kb-member-trail .box=${this.box} .memberId=${member.id}></kb-member-trail>
      </div>
    </div>`
  }

  #links({ id, patientIds }: Member) {
    const { links } = words
    const count = patientIds.length
    return html`<section>
      <div class="head">
        <h3>${links.title}</h3>
        <span class="badge ${count > 0 ? 'set' : 'unset'}">${count > 0 ? links.set(count) : links.unset}</span>
        <a
          class="btn"
          href="/links/${id}"
          data-test="to-links"
          @click=${(event: MouseEvent) => {
            event.preventDefault()
            this.box.router.go({ page: 'links', id })
          }}
          >${count > 0 ? links.look : links.open}</a
        >
      </div>
    </section>`
  }

  #consent() {
    const { consent } = words
    const { value, failure } = this.#consents
    return html`<section>
      <h3>${consent.title}</h3>
      ${failure ? html`<p class="sub">${troubleOf(failure).what}</p>` : nothing}
      ${
        value === null
          ? failure
            ? nothing
            : html`<kb-loading rows="1"></kb-loading>`
          : value.items.length === 0
            ? html`<p class="sub" data-test="no-consent">${consent.none}</p>`
            : html`<ul>
                ${value.items.map(
                  ({ termsVersion, via, at, by }) =>
                    html`<li class="row">
                      <span class="grow">${consent.version(termsVersion)} ${consent.via[via]}</span>
                      <span class="sub">${longDate(dateOf(at))} ${hourMinute(at)} ${by ?? ''}</span>
                    </li>`,
                )}
              </ul>`
      }
    </section>`
  }

  readonly #leave = (): void => {
    const id = this.#member.value?.id ?? this.memberId
    if (id === undefined) this.box.router.toList()
    else this.box.router.go({ page: 'person', person: { kind: 'member', id }, tab: 'history' })
  }

  /** Esc leads back to the person, where this page was opened from. */
  readonly #onKey = (event: KeyboardEvent): void => {
    if (event.key !== 'Escape' || event.defaultPrevented) return
    if ((event.composedPath()[0] as Element).matches('input, select')) return
    event.preventDefault()
    event.stopPropagation()
    this.#leave()
  }
}

customElements.define('kb-settings-panel', KbSettingsPanel)
