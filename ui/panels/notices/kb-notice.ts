import { LitElement, html, nothing } from 'lit'
import type { Notice, NoticeEdition, NoticeReader } from '../../../contract/notice.ts'
import { longDate, whenText } from '../../format/dates.ts'
import { warekiYear } from '../../format/wareki.ts'
import { shared } from '../../styles/shared.ts'
import { notices as words } from '../../text/notices.ts'
import { noticesPanel } from './styles.ts'

/**
 * One notice. Events: `kb-acknowledge`, `kb-correct`, `kb-remove`, `kb-replacement`, and `kb-look` with what is wanted below it:
 * `readers`, `editions` or null.
 */
export class KbNotice extends LitElement {
  static override properties = {
    notice: { attribute: false },
    readers: { attribute: false },
    editions: { attribute: false },
    today: {},
    mayWrite: { type: Boolean },
    isBusy: { type: Boolean },
  }
  static override styles = [shared, noticesPanel]
  declare notice: Notice
  /** Shown below it when they are there. */
  declare readers: readonly NoticeReader[] | undefined
  declare editions: readonly NoticeEdition[] | undefined
  declare today: string
  declare mayWrite: boolean
  declare isBusy: boolean

  override render() {
    const { notice } = this
    const { kind, origin, title, body, affects, status, isUnread, on, edition } = notice
    return html`<article
      class="sheet notice ${isUnread ? 'unread' : ''}"
      aria-labelledby="heading"
      data-test="notice"
      data-unread=${isUnread ? 'true' : 'false'}
    >
      <div class="marks">
        ${isUnread ? html`<span class="badge live">● ${words.unread}</span>` : nothing}
        <span class="badge">${words.kind[kind]}</span>
        ${status ? html`<span class="badge info" data-test="status">${words.status[status]}</span>` : nothing}
        <span class="sub"
          >${longDate(on)} (${warekiYear(on)})　${edition > 1 ? words.edition(edition) : nothing}
          ${origin === 'file' ? words.origin.file : nothing}</span
        >
      </div>
      <h2 id="heading">${title}</h2>
      ${affects === '' ? nothing : html`<p class="sub">${words.affects(affects)}</p>`}
      ${body === '' ? nothing : html`<p class="text">${body}</p>`} ${this.#foot(notice)} ${this.#below()}
    </article>`
  }

  #foot({ kind, origin, isUnread, acknowledgedAt, readers, edition }: Notice) {
    return html`<div class="foot">
      ${
        isUnread
          ? html`<button
              class="btn primary"
              type="button"
              data-test="acknowledge"
              ?disabled=${this.isBusy}
              @click=${() => this.#tell('kb-acknowledge')}
            >
              ${words.acknowledge}
            </button>`
          : html`<span class="badge set" data-test="acknowledged"
              >${acknowledgedAt === null ? nothing : words.acknowledged(whenText(acknowledgedAt, this.today))}</span
            >`
      }
      ${
        kind === 'box'
          ? html`<button class="btn" type="button" @click=${() => this.#tell('kb-replacement')}>
              ${words.toReplacement}
            </button>`
          : nothing
      }
      <button
        class="btn quiet"
        type="button"
        data-test="readers"
        aria-expanded=${this.readers ? 'true' : 'false'}
        @click=${() => {
          this.#look(this.readers ? null : 'readers')
        }}
      >
        ${words.readers(readers.done, readers.of)}
      </button>
      ${
        edition > 1
          ? html`<button
              class="btn quiet"
              type="button"
              data-test="editions"
              aria-expanded=${this.editions ? 'true' : 'false'}
              @click=${() => {
                this.#look(this.editions ? null : 'editions')
              }}
            >
              ${words.editions}
            </button>`
          : nothing
      }
      <span class="grow"></span>
      ${this.mayWrite ? this.#tools(origin) : nothing}
    </div>`
  }

  #tools(origin: Notice['origin']) {
    return html`${
        origin === 'desk'
          ? html`<button class="btn quiet" type="button" data-test="correct" @click=${() => this.#tell('kb-correct')}>
              ${words.correct}
            </button>`
          : nothing
      }
      <button
        class="btn quiet"
        type="button"
        data-test="remove"
        ?disabled=${this.isBusy}
        @click=${() => this.#tell('kb-remove')}
      >
        ${words.remove}
      </button>`
  }

  #below() {
    const { readers, editions } = this
    if (readers)
      return html`<ul class="more-of columns" data-test="reader-list">
        ${readers.map(
          ({ name, at }) =>
            html`<li>${name}　${at === null ? html`<b>${words.notYet}</b>` : `✓ ${whenText(at, this.today)}`}</li>`,
        )}
      </ul>`
    if (!editions) return nothing
    return html`<ol class="more-of" data-test="edition-list">
      ${editions.map(
        ({ edition, title, body, status, on, by }) =>
          html`<li>
            <b>${words.edition(edition)}　${longDate(on)}</b> ${status ? words.status[status] : nothing}
            <span class="sub">${words.by(by)}</span>
            <p class="text">${title}${body === '' ? '' : `\n${body}`}</p>
          </li>`,
      )}
    </ol>`
  }

  #tell(name: string): boolean {
    return this.dispatchEvent(new Event(name))
  }

  #look(at: 'readers' | 'editions' | null): void {
    this.dispatchEvent(new CustomEvent('kb-look', { detail: at }))
  }
}

customElements.define('kb-notice', KbNotice)
