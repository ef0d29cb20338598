import { LitElement, html, nothing } from 'lit'
import type { Image } from '../../../contract/image.ts'
import { getImage, imageUrl } from '../../data/images.ts'
import { hourMinute } from '../../format/clock.ts'
import { dayHeading, whenText } from '../../format/dates.ts'
import type { Box } from '../../state/box.ts'
import { LiveLoad } from '../../state/live-load.ts'
import { isTypingTarget } from '../../state/occupied.ts'
import { troubleOf } from '../../state/trouble.ts'
import { Watch } from '../../state/watch.ts'
import { shared } from '../../styles/shared.ts'
import { images as words } from '../../text/images.ts'
import type { Trouble } from '../../text/troubles.ts'
import { clashNote, type Clash } from '../../components/kb-conflict.ts'
import '../../components/kb-key-hints.ts'
import '../../components/kb-loading.ts'
import '../../components/kb-trouble.ts'
import type { ChosenOwner } from './kb-image-owner.ts'
import './kb-image-owner.ts'
import { doToImage, type ImageDeed } from './image-deed.ts'
import { printImage } from './print-image.ts'
import { Turns } from './turns.ts'
import { viewer } from './viewer-styles.ts'

const zooms = [1, 1.25, 1.5, 2, 3, 4]

/** What was done, and the deed that takes it back. */
interface Said {
  text: string
  undo?: ImageDeed
}

/** One 処方箋 large: enlarged, turned, printed, given to a person, marked as done, deleted by an admin. */
export class KbImageViewer extends LitElement {
  static override properties = {
    box: { attribute: false },
    imageId: {},
    zoom: { state: true },
    said: { state: true },
    trouble: { state: true },
    clash: { state: true },
    isAsking: { state: true },
  }
  static override styles = [shared, viewer]
  declare box: Box
  declare imageId: string
  /** 1: the whole image in sight. */
  declare zoom: number
  declare said: Said | null
  declare trouble: Trouble | null
  declare clash: Clash | null
  declare isAsking: boolean
  readonly #image = new LiveLoad<Image>(this, {
    live: () => this.box.live,
    key: () => this.imageId,
    load: (id) => getImage(this.box.http, id),
    nouns: ['image', 'member', 'merge'],
  })

  readonly #turns = new Turns()

  constructor() {
    super()
    this.zoom = 1
    this.said = null
    this.trouble = null
    this.clash = null
    this.isAsking = false
    new Watch(this, () => [this.box.watch.status])
    this.addEventListener('keydown', this.#onKey)
  }

  override connectedCallback(): void {
    super.connectedCallback()
    this.tabIndex = -1
    this.focus({ preventScroll: true })
  }

  override render() {
    const { value: image, failure } = this.#image
    if (failure && (failure.code === 'not-found' || !image)) {
      const isGone = failure.code === 'not-found'
      return html`<div class="gone">
        <kb-trouble
          .trouble=${isGone ? { what: words.gone, means: words.gonehint, todo: '' } : troubleOf(failure)}
          .action=${isGone ? words.back : undefined}
          @kb-retry=${this.#leave}
        ></kb-trouble>
      </div>`
    }
    if (!image) return html`<kb-loading></kb-loading>`
    return html`<div class="viewer">${this.#stage(image)}${this.#side(image)}</div>`
  }

  #stage(image: Image) {
    const percent = Math.round(this.zoom * 100)
    return html`<div class="main">
      <div class="bar">
        <button class="btn" type="button" data-test="to-images" @click=${this.#leave}>‹ ${words.back}</button>
        <button class="btn primary" type="button" data-test="print-image" @click=${() => void this.#print(image)}>
          ${words.print} <span class="key">P</span>
        </button>
        <button class="btn" type="button" data-test="rotate" @click=${() => void this.#turn(image, 1)}>
          ${words.rotate} <span class="key">R</span>
        </button>
        <button class="btn" type="button" data-test="rotate-left" @click=${() => void this.#turn(image, 3)}>
          ${words.rotateLeft}
        </button>
        <button
          class="btn"
          type="button"
          data-test="smaller"
          aria-label=${words.smaller}
          @click=${() => {
            this.#scale(-1)
          }}
        >
          −
        </button>
        <span class="percent" role="status">${words.zoom(percent)}</span>
        <button
          class="btn"
          type="button"
          data-test="larger"
          aria-label=${words.larger}
          @click=${() => {
            this.#scale(1)
          }}
        >
          ＋
        </button>
        <button
          class="btn"
          type="button"
          ?disabled=${this.zoom === 1}
          @click=${() => {
            this.zoom = 1
          }}
        >
          ${words.fit}
        </button>
      </div>
      <div
        class="stage"
        tabindex="0"
        role="region"
        aria-label=${words.imageAlt(image.name ?? '')}
        @wheel=${this.#onWheel}
      >
        <img
          class=${this.zoom === 1 ? 'fit' : ''}
          data-zoom=${String(this.zoom)}
          data-test="big-image"
          src=${imageUrl(image, 'file')}
          alt=${words.imageAlt(image.name ?? '')}
        />
      </div>
    </div>`
  }

  override updated(): void {
    const image = this.renderRoot.querySelector<HTMLImageElement>('.stage img')
    // Inline styles are forbidden in templates; through the object model they are not.
    if (image) image.style.width = this.zoom === 1 ? '' : `${String(this.zoom * 100)}%`
  }

  #side(image: Image) {
    const today = this.box.watch.status.value?.today ?? image.receivedOn
    const { said, doneAt, doneBy } = { ...image, said: this.said }
    const isDone = doneAt !== null
    const presence = this.box.presence.value
    const isAdmin = presence.state === 'in' && presence.session.staff.role === 'admin'
    return html`<aside>
      <div class="said" role="status" data-test="viewer-said">
        ${
          said
            ? html`<span>✓ ${said.text}</span>${
                  said.undo
                    ? html`<button
                        class="btn"
                        type="button"
                        data-test="undo-viewer"
                        @click=${() => void (said.undo && this.#do(image, said.undo, null))}
                      >
                        ${words.undo}
                      </button>`
                    : nothing
                }`
            : nothing
        }
      </div>
      ${this.trouble ? html`<kb-trouble slim .trouble=${this.trouble} .action=${undefined}></kb-trouble>` : nothing}
      ${clashNote(this.clash, false, () => {
        this.clash = null
      })}
      <p class="sub">
        ${dayHeading(image.receivedOn, today)} ${words.received(hourMinute(image.receivedAt))} ・
        ${words.source[image.source]}
      </p>
      <kb-image-owner
        .box=${this.box}
        .image=${image}
        @kb-owner=${(event: CustomEvent<ChosenOwner | null>) => void this.#assign(image, event.detail)}
      ></kb-image-owner>
      ${isDone ? html`<p>✓ ${words.doneAt(whenText(doneAt, today), doneBy ?? '')}</p>` : nothing}
      <button
        class="btn ${isDone ? '' : 'primary'}"
        type="button"
        data-test="toggle-done"
        @click=${() =>
          void this.#do(
            image,
            { edit: { isDone: !isDone } },
            { text: isDone ? words.reopened : words.markedDone, undo: { edit: { isDone } } },
          )}
      >
        ${isDone ? words.reopen : words.markDone}
      </button>
      ${isAdmin ? this.#remover(image) : html`<p class="sub">${words.removeHow}</p>`}
      <kb-key-hints .hints=${words.keys}></kb-key-hints>
    </aside>`
  }

  #remover(image: Image) {
    if (!this.isAsking)
      return html`<button
        class="btn quiet"
        type="button"
        data-test="remove-image"
        @click=${() => {
          this.isAsking = true
        }}
      >
        ${words.remove}
      </button>`
    return html`<div class="ask" role="group" aria-label=${words.remove}>
      <b>${words.removeAsk}</b>
      <span>
        <button class="btn" type="button" data-test="remove-yes" @click=${() => void this.#do(image, 'delete', null)}>
          ${words.removeYes}
        </button>
        <button
          class="btn"
          type="button"
          @click=${() => {
            this.isAsking = false
          }}
        >
          ${words.cancel}
        </button>
      </span>
    </div>`
  }

  /** What somebody else did first is shown beside it. */
  async #do(image: Image, deed: ImageDeed, said: Said | null): Promise<boolean> {
    this.isAsking = false
    const done = await doToImage(this.box.http, image, deed)
    const isDone = 'image' in done
    if (!this.isConnected || image.id !== this.imageId) return isDone
    const { value: route } = this.box.router.route
    // Whoever has gone on to another page, such as the manual, stays there.
    if (isDone && done.image === null && route.page === 'images' && route.id === image.id) {
      this.#leave()
      return true
    }
    this.said = isDone ? said : null
    this.trouble = 'failure' in done ? troubleOf(done.failure) : null
    this.clash = 'rows' in done ? { rows: done.rows, keepMine: () => this.#do(done.now, deed, said) } : null
    await this.#image.reload()
    await this.updateComplete
    // What was pressed may be gone: the keys of this page still work.
    if (document.activeElement === document.body) this.focus({ preventScroll: true })
    return isDone
  }

  #assign(image: Image, chosen: ChosenOwner | null): Promise<boolean> {
    const { memberId, patientId, name } = image
    const before = patientId !== null ? { patientId } : memberId !== null ? { memberId } : null
    const undo: ImageDeed = { edit: { owner: before }, ...(name !== null && { name }) }
    return chosen
      ? this.#do(
          image,
          { edit: { owner: chosen.owner }, name: chosen.name },
          { text: words.assigned(chosen.name), undo },
        )
      : this.#do(image, { edit: { owner: null } }, { text: words.unassignedDone, undo })
  }

  #turn(image: Image, by: number): Promise<void> {
    return this.#turns.turn(image, by, (turns) => this.#do(image, { edit: { turns } }, this.said))
  }

  async #print(image: Image): Promise<void> {
    this.trouble = null
    try {
      await printImage(image)
    } catch {
      this.trouble = { what: words.printFailed, means: '', todo: '' }
    }
  }

  #scale(by: number): void {
    const at = zooms.indexOf(this.zoom) + by
    this.zoom = zooms[Math.max(0, Math.min(zooms.length - 1, at))] ?? 1
  }

  readonly #leave = (): void => {
    this.box.router.back({ page: 'images' })
  }

  readonly #onWheel = (event: WheelEvent): void => {
    // Alone the wheel scrolls.
    if (!event.ctrlKey) return
    event.preventDefault()
    this.#scale(event.deltaY < 0 ? 1 : -1)
  }

  readonly #onKey = (event: KeyboardEvent): void => {
    const image = this.#image.value
    if (!image || event.ctrlKey || event.altKey || event.metaKey || isTypingTarget(event)) return
    const acts: Record<string, () => void> = {
      p: () => void this.#print(image),
      r: () => void this.#turn(image, 1),
      '+': () => {
        this.#scale(1)
      },
      ';': () => {
        this.#scale(1)
      },
      '-': () => {
        this.#scale(-1)
      },
      '0': () => {
        this.zoom = 1
      },
      Escape: this.#leave,
    }
    const act = acts[event.key.length === 1 ? event.key.toLowerCase() : event.key]
    if (!act) return
    event.preventDefault()
    event.stopPropagation()
    act()
  }
}

customElements.define('kb-image-viewer', KbImageViewer)
