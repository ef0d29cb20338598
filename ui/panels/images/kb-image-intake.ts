import { LitElement, css, html, nothing } from 'lit'
import { errors, type ErrorCode } from '../../../contract/errors.ts'
import { mostImageBytes, type GivenUploadTicket, type UploadTicket } from '../../../contract/image.ts'
import { closeUploadTicket, getUploadTicket, giveUploadTicket, Uploads, type Upload } from '../../data/images.ts'
import type { Failure } from '../../data/outcome.ts'
import { hourMinute } from '../../format/clock.ts'
import type { Box } from '../../state/box.ts'
import { LiveLoad } from '../../state/live-load.ts'
import { troubleOf } from '../../state/trouble.ts'
import { Watch } from '../../state/watch.ts'
import { shared } from '../../styles/shared.ts'
import { images as words } from '../../text/images.ts'
import { ja } from '../../text/ja.ts'
import '../../components/kb-qr.ts'
import '../../components/kb-trouble.ts'

/** How images come in: from a phone by a one-time QR code, or from this PC by file or drag. `memberId`: whose they are; '' nobody has said so. */
export class KbImageIntake extends LitElement {
  static override properties = {
    box: { attribute: false },
    memberId: {},
    given: { state: true },
    failure: { state: true },
    isOver: { state: true },
  }
  static override styles = [
    shared,
    css`
      .drop {
        display: flex;
        flex-wrap: wrap;
        align-items: center;
        gap: 8px 16px;
        padding: 10px 14px;
        border: 2px dashed var(--line);
        border-radius: var(--radius);
      }
      .drop.over {
        border-color: var(--accent);
        background: var(--accent-soft);
      }
      .file {
        position: relative;
        cursor: pointer;
      }
      .file input {
        position: absolute;
        inset: 0;
        opacity: 0;
        cursor: pointer;
      }
      .file:focus-within {
        outline: 3px solid var(--focus);
        outline-offset: 2px;
      }
      .ticket {
        display: grid;
        grid-template-columns: minmax(0, 13rem) minmax(0, 1fr);
        gap: 12px 24px;
        margin-top: 12px;
        padding: 16px 20px;
        border: 1px solid var(--line);
        border-radius: 14px;
        background: var(--paper);
      }
      .ticket .words {
        display: grid;
        gap: 8px;
        align-content: center;
        justify-items: start;
      }
      ol {
        padding-left: 1.4em;
        list-style: decimal;
      }
      .count {
        font-size: 1.25rem;
        font-weight: 700;
      }
      .uploads {
        display: grid;
        gap: 6px;
        margin-top: 10px;
      }
      .uploads li {
        display: flex;
        flex-wrap: wrap;
        align-items: center;
        gap: 6px 14px;
        padding: 4px 4px 4px 14px;
        border: 1px solid var(--line);
        border-radius: var(--radius);
        background: var(--paper);
        min-height: 44px;
      }
      .uploads li.failed {
        border-color: var(--warn-line);
        background: var(--warn-soft);
      }
      .uploads span {
        overflow-wrap: anywhere;
      }
      progress {
        flex: 1 1 8rem;
        accent-color: var(--accent);
      }
      @media (max-width: 600px) {
        .ticket {
          grid-template-columns: minmax(0, 1fr);
        }
      }
    `,
  ]
  declare box: Box
  declare memberId: string
  declare given: GivenUploadTicket | null
  declare failure: Failure | null
  declare isOver: boolean
  readonly #uploads = new Uploads()
  readonly #ticket = new LiveLoad<UploadTicket>(this, {
    live: () => this.box.live,
    key: () => this.given?.ticket.id ?? '',
    load: (id) => getUploadTicket(this.box.http, id),
    nouns: ['image'],
  })

  constructor() {
    super()
    this.memberId = ''
    this.given = null
    this.failure = null
    this.isOver = false
    new Watch(this, () => [this.#uploads.list])
  }

  override willUpdate(changed: Map<string, unknown>): void {
    if (!changed.has('memberId')) return
    // What is sent by this code becomes the former member's.
    this.given = null
    this.failure = null
  }

  override render() {
    const uploads = this.#uploads.list.value
    return html`<div
        class="drop ${this.isOver ? 'over' : ''}"
        data-test="drop"
        @dragover=${this.#onDragOver}
        @dragleave=${() => {
          this.isOver = false
        }}
        @drop=${this.#onDrop}
      >
        <button class="btn primary" type="button" data-test="from-phone" @click=${() => void this.#give()}>
          ${words.fromPhone}
        </button>
        <label class="btn file"
          >${words.addFiles}<input
            type="file"
            data-test="add-files"
            multiple
            accept="image/jpeg,image/png,image/webp"
            @change=${this.#onFiles}
        /></label>
        <span class="sub">${words.drop}</span>
      </div>
      ${
        this.failure
          ? html`<kb-trouble
              slim
              .trouble=${troubleOf(this.failure)}
              @kb-retry=${() => void this.#give()}
            ></kb-trouble>`
          : nothing
      }
      ${this.given ? this.#phone(this.given) : nothing}
      ${
        uploads.length === 0
          ? nothing
          : html`<ul class="uploads" aria-label=${words.uploads}>
              ${uploads.map((upload) => this.#upload(upload))}
            </ul>`
      }`
  }

  #phone({ link, ticket }: GivenUploadTicket) {
    const { state, images } = this.#ticket.value ?? ticket
    const texts = words.ticket
    if (state !== 'open')
      return html`<div class="ticket" data-test="ticket-${state}">
        <div class="words" role="status">
          <b>${state === 'done' ? `✓ ${texts.done}` : texts.expired}</b>
          <span class="count">${texts.arrived(images)}</span>
          <button class="btn" type="button" @click=${() => void this.#give()}>${texts.again}</button>
          <button class="btn quiet" type="button" @click=${this.#close}>${ja.common.close}</button>
        </div>
      </div>`
    return html`<div class="ticket" data-test="ticket">
      <kb-qr .text=${link.url} .label=${texts.title}></kb-qr>
      <div class="words">
        ${link.isReachable ? nothing : html`<p data-test="unreachable"><b>▲</b> ${texts.unreachable}</p>`}
        <ol>
          ${texts.steps.map((step) => html`<li>${step}</li>`)}
        </ol>
        <p class="sub">${texts.until(hourMinute(ticket.expiresAt))}</p>
        <p class="count" role="status" data-test="arrived">${texts.arrived(images)}</p>
        <button class="btn" type="button" data-test="close-ticket" @click=${() => void this.#finish(ticket.id)}>
          ${texts.close}
        </button>
      </div>
    </div>`
  }

  #upload({ key, file, state, share }: Upload) {
    const isFailed = typeof state === 'object'
    // No code: the box could not be reached.
    const mayRetry =
      isFailed && (errors[state.code as ErrorCode] as { isRetryable: boolean } | undefined)?.isRetryable !== false
    const trouble = isFailed ? (ja.problems[state.code as ErrorCode] ?? ja.failure.offline) : null
    return html`<li class=${isFailed ? 'failed' : ''} data-test=${isFailed ? 'upload-failed' : 'upload'}>
      <span>${file.name}</span>
      ${
        trouble
          ? html`<span class="grow" role="alert">▲ ${trouble.what}。${trouble.todo}</span>
              ${
                mayRetry
                  ? html`<button
                      class="btn"
                      type="button"
                      @click=${() => {
                        this.#uploads.retry(key)
                      }}
                    >
                      ${words.retry}
                    </button>`
                  : nothing
              }
              <button
                class="btn quiet"
                type="button"
                data-test="dismiss-upload"
                @click=${() => {
                  this.#uploads.dismiss(key)
                }}
              >
                ${words.dismiss}
              </button>`
          : html`<progress max="1" .value=${share} aria-label=${words.sending}></progress>
              <span class="sub">${state === 'working' ? words.working : words.sending}</span>`
      }
    </li>`
  }

  #owner(): string | null {
    return this.memberId === '' ? null : this.memberId
  }

  async #give(): Promise<void> {
    const { memberId } = this
    const outcome = await giveUploadTicket(this.box.http, this.#owner())
    if (memberId !== this.memberId) return
    this.failure = outcome.ok ? null : outcome.failure
    if (outcome.ok) this.given = outcome.value
  }

  async #finish(ticketId: string): Promise<void> {
    const outcome = await closeUploadTicket(this.box.http, ticketId)
    if (this.given?.ticket.id !== ticketId) return
    this.failure = outcome.ok ? null : outcome.failure
    if (outcome.ok) this.given = null
  }

  readonly #close = (): void => {
    this.given = null
  }

  readonly #onFiles = ({ target }: Event): void => {
    const input = target as HTMLInputElement
    this.#uploads.add(input.files ?? [], this.#owner(), mostImageBytes)
    // The same file may be chosen again.
    input.value = ''
  }

  readonly #onDragOver = (event: DragEvent): void => {
    if (!event.dataTransfer?.types.includes('Files')) return
    event.preventDefault()
    this.isOver = true
  }

  readonly #onDrop = (event: DragEvent): void => {
    this.isOver = false
    const files = event.dataTransfer?.files
    if (!files || files.length === 0) return
    event.preventDefault()
    this.#uploads.add(files, this.#owner(), mostImageBytes)
  }
}

customElements.define('kb-image-intake', KbImageIntake)
