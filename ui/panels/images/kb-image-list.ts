import { LitElement, css, html, nothing } from 'lit'
import { repeat } from 'lit/directives/repeat.js'
import type { Image } from '../../../contract/image.ts'
import { imageUrl } from '../../data/images.ts'
import { dateOf, hourMinute } from '../../format/clock.ts'
import { dayHeading } from '../../format/dates.ts'
import type { Box } from '../../state/box.ts'
import { troubleOf } from '../../state/trouble.ts'
import { shared } from '../../styles/shared.ts'
import { images as words } from '../../text/images.ts'
import type { Trouble } from '../../text/troubles.ts'
import { clashNote, type Clash } from '../../components/kb-conflict.ts'
import '../../components/kb-trouble.ts'
import { doToImage } from './image-deed.ts'
import { printImage } from './print-image.ts'

/** 処方箋 images by day: each is opened, printed and marked as done with one press. */
export class KbImageList extends LitElement {
  static override properties = {
    box: { attribute: false },
    items: { attribute: false },
    today: {},
    byDone: { type: Boolean },
    said: { state: true },
    trouble: { state: true },
    clash: { state: true },
    printing: { state: true },
  }
  static override styles = [
    shared,
    css`
      h2 {
        margin: 18px 0 8px;
        font-size: 1rem;
      }
      .images {
        display: grid;
        grid-template-columns: repeat(auto-fill, minmax(min(22rem, 100%), 1fr));
        gap: 12px;
      }
      li {
        display: grid;
        grid-template-columns: 7.5rem minmax(0, 1fr);
        gap: 12px;
        padding: 10px;
        border: 1px solid var(--line);
        border-radius: var(--radius);
        background: var(--paper);
      }
      a {
        text-decoration: none;
      }
      .thumb {
        display: grid;
        place-items: center;
        height: 8.5rem;
        border: 1px solid var(--line);
        border-radius: 6px;
        background: var(--ground);
        overflow: hidden;
      }
      .thumb img {
        max-width: 100%;
        max-height: 8.4rem;
        object-fit: contain;
      }
      .words {
        display: flex;
        flex-direction: column;
        gap: 4px;
        min-width: 0;
      }
      .name {
        font-size: 1.0625rem;
        font-weight: 700;
        overflow-wrap: anywhere;
      }
      .buttons {
        display: flex;
        flex-wrap: wrap;
        gap: 6px;
        margin-top: auto;
      }
      .btn {
        padding-inline: 0.75rem;
      }
      .said {
        display: flex;
        flex-wrap: wrap;
        align-items: center;
        gap: 12px;
        color: var(--accent-ink);
        font-weight: 700;
      }
    `,
  ]
  declare box: Box
  declare items: readonly Image[]
  declare today: string
  /** Grouped by the day on which they were done, not by that on which they came. */
  declare byDone: boolean
  declare said: { text: string; undo: Image } | null
  declare trouble: Trouble | null
  declare clash: Clash | null
  declare printing: string

  constructor() {
    super()
    this.items = []
    this.today = ''
    this.byDone = false
    this.said = null
    this.trouble = null
    this.clash = null
    this.printing = ''
  }

  override render() {
    const days = new Map<string, Image[]>()
    for (const image of this.items) {
      const day = this.byDone && image.doneAt !== null ? dateOf(image.doneAt) : image.receivedOn
      days.set(day, [...(days.get(day) ?? []), image])
    }
    const { said } = this
    return html`<div class="said" role="status" data-test="image-said">
        ${
          said
            ? html`✓ ${said.text}
                <button class="btn" type="button" data-test="undo-image" @click=${() => void this.#setDone(said.undo)}>
                  ${words.undo}
                </button>`
            : nothing
        }
      </div>
      ${this.trouble ? html`<kb-trouble slim .trouble=${this.trouble} .action=${undefined}></kb-trouble>` : nothing}
      ${clashNote(this.clash, false, () => {
        this.clash = null
      })}
      ${[...days].map(
        ([day, images]) =>
          html`<h2>${dayHeading(day, this.today)}</h2>
            <ul class="images">
              ${repeat(
                images,
                ({ id }) => id,
                (image) => this.#image(image),
              )}
            </ul>`,
      )}`
  }

  #image(image: Image) {
    const { id, name, kana, receivedAt, receivedOn, source, doneAt, doneBy } = image
    const isDone = doneAt !== null
    const open = (event: MouseEvent): void => {
      if (event.ctrlKey || event.metaKey || event.shiftKey) return
      event.preventDefault()
      this.box.router.go({ page: 'images', id })
    }
    const received = `${this.byDone ? `${dayHeading(receivedOn, this.today)} ` : ''}${hourMinute(receivedAt)}`
    return html`<li data-test="image" data-id=${id}>
      <a class="thumb" href="/images/${id}" aria-label="${words.look} ${words.imageAlt(name ?? '')}" @click=${open}>
        <img src=${imageUrl(image, 'thumbnail')} alt="" loading="lazy" />
      </a>
      <div class="words">
        ${
          name === null
            ? html`<span><span class="badge unset" data-test="unassigned">${words.unassigned}</span></span>`
            : html`<span class="name"><span class="kana">${kana}</span>${name}</span>`
        }
        <span class="sub">${words.received(received)} ・ ${words.source[source]}</span>
        ${isDone ? html`<span class="sub">✓ ${words.doneAt(hourMinute(doneAt), doneBy ?? '')}</span>` : nothing}
        <span class="buttons">
          <button
            class="btn"
            type="button"
            data-test="print-image"
            ?disabled=${this.printing === id}
            @click=${() => void this.#print(image)}
          >
            ${words.print}
          </button>
          <button class="btn" type="button" data-test="toggle-done" @click=${() => void this.#setDone(image)}>
            ${isDone ? words.reopen : words.markDone}
          </button>
        </span>
      </div>
    </li>`
  }

  async #print(image: Image): Promise<void> {
    this.printing = image.id
    this.trouble = null
    try {
      await printImage(image)
    } catch {
      this.trouble = { what: words.printFailed, means: '', todo: '' }
    }
    this.printing = ''
  }

  /** The other way round than it is; what came of it can be taken back. */
  async #setDone(image: Image): Promise<void> {
    const isDone = image.doneAt === null
    const done = await doToImage(this.box.http, image, { edit: { isDone } })
    this.trouble = 'failure' in done ? troubleOf(done.failure) : null
    this.said = null
    this.clash = null
    if ('image' in done && done.image)
      this.said = { text: isDone ? words.markedDone : words.reopened, undo: done.image }
    if ('rows' in done) this.clash = { rows: done.rows, keepMine: () => this.#setDone(done.now) }
  }
}

customElements.define('kb-image-list', KbImageList)
