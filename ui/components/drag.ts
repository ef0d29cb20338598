import type { ReactiveController, ReactiveControllerHost } from 'lit'

type Host = ReactiveControllerHost & HTMLElement

/** Pixels before a press is a drag. */
const slack = 6
/** Pixels from the edge where the page begins to scroll. */
const edge = 64

interface Drag {
  id: string
  pointer: number
  from: { x: number; y: number }
  by: { x: number; y: number }
  handle: HTMLElement
  isMoving: boolean
  /** `data-drop` of what lies under the pointer. */
  over: string | null
}

/**
 * Drags by mouse, pen and finger alike: handles call {@link press} with what they move, places to drop it carry `data-drop`.
 * Esc lets go without a drop. There is always another way for the keyboard: this is none.
 */
export class DragController implements ReactiveController {
  readonly #host: Host
  readonly #drop: (id: string, place: string) => void
  #drag: Drag | null = null

  constructor(host: Host, drop: (id: string, place: string) => void) {
    this.#host = host
    this.#drop = drop
    host.addController(this)
  }

  hostDisconnected(): void {
    this.#end()
  }

  /** What is being moved and how far, and the place it would be dropped on. */
  get moving(): { id: string; x: number; y: number; over: string | null } | null {
    const drag = this.#drag
    return drag?.isMoving ? { id: drag.id, ...drag.by, over: drag.over } : null
  }

  press(event: PointerEvent, id: string): void {
    if (event.button !== 0 || this.#drag) return
    const handle = event.currentTarget as HTMLElement
    this.#drag = {
      id,
      pointer: event.pointerId,
      from: { x: event.clientX, y: event.clientY + this.#host.scrollTop },
      by: { x: 0, y: 0 },
      handle,
      isMoving: false,
      over: null,
    }
    handle.setPointerCapture(event.pointerId)
    handle.addEventListener('pointermove', this.#onMove)
    handle.addEventListener('pointerup', this.#onUp)
    handle.addEventListener('lostpointercapture', this.#onCancel)
    addEventListener('keydown', this.#onKey, { capture: true })
  }

  readonly #onMove = (event: PointerEvent): void => {
    const drag = this.#drag
    if (!drag || event.pointerId !== drag.pointer) return
    if (event.clientY < edge) this.#host.scrollTop -= 12
    if (event.clientY > innerHeight - edge) this.#host.scrollTop += 12
    drag.by = { x: event.clientX - drag.from.x, y: event.clientY + this.#host.scrollTop - drag.from.y }
    drag.isMoving ||= Math.hypot(drag.by.x, drag.by.y) > slack
    drag.over = this.#placeAt(event.clientX, event.clientY)
    this.#host.requestUpdate()
  }

  readonly #onUp = (): void => {
    const drag = this.#drag
    this.#end()
    if (drag?.isMoving && drag.over !== null) this.#drop(drag.id, drag.over)
  }

  readonly #onCancel = (): void => {
    this.#end()
  }

  readonly #onKey = (event: KeyboardEvent): void => {
    if (event.key !== 'Escape') return
    event.preventDefault()
    event.stopPropagation()
    this.#end()
  }

  #placeAt(x: number, y: number): string | null {
    const under = this.#host.shadowRoot?.elementFromPoint(x, y)
    return under?.closest<HTMLElement>('[data-drop]')?.dataset['drop'] ?? null
  }

  #end(): void {
    const drag = this.#drag
    if (!drag) return
    this.#drag = null
    drag.handle.removeEventListener('pointermove', this.#onMove)
    drag.handle.removeEventListener('pointerup', this.#onUp)
    drag.handle.removeEventListener('lostpointercapture', this.#onCancel)
    removeEventListener('keydown', this.#onKey, { capture: true })
    this.#host.requestUpdate()
  }
}
