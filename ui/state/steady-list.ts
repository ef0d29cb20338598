import type { ReactiveController, ReactiveControllerHost } from 'lit'

interface Shown {
  /** What it is a list of; another one begins anew. */
  of: string
  rows: readonly unknown[]
  waiting: number
}

/**
 * Lists of people that are pushed anew while somebody is about to press one of them. As long as `isHeld` (the pointer or the keyboard is in
 * them), every row stays where it is: nobody comes in between, and nobody moves up into the place of another.
 */
export class SteadyLists implements ReactiveController {
  readonly #host: ReactiveControllerHost
  readonly #isHeld: () => boolean
  readonly #lists = new Map<string, Shown>()

  constructor(host: ReactiveControllerHost, isHeld: () => boolean) {
    this.#host = host
    this.#isHeld = isHeld
    host.addController(this)
  }

  hostDisconnected(): void {
    this.#lists.clear()
  }

  /**
   * One list as it may be drawn now: what each row says is new, in the order of before; what comes after all of them is added at the end.
   *
   * @param name which of the host's lists
   */
  rows<T>(name: string, of: string, items: readonly T[], idOf: (item: T) => string): readonly T[] {
    const before = this.#lists.get(name)
    if (before?.of !== of || !this.#isHeld()) {
      this.#lists.set(name, { of, rows: items, waiting: 0 })
      return items
    }
    const shown = before.rows as readonly T[]
    const known = new Set(shown.map(idOf))
    const isKnown = (item: T) => known.has(idOf(item))
    const now = new Map(items.map((item) => [idOf(item), item]))
    const last = items.findLastIndex(isKnown)
    const rows = [...shown.map((item) => now.get(idOf(item)) ?? item), ...items.slice(last + 1)]
    const waiting = items.slice(0, last + 1).filter((item) => !isKnown(item)).length
    this.#lists.set(name, { of, rows, waiting })
    return rows
  }

  /** How many have come that are not shown yet. */
  get waiting(): number {
    return [...this.#lists.values()].reduce((sum, { waiting }) => sum + waiting, 0)
  }

  /** Somebody asked for what is new, or changed the list themselves. */
  async take(): Promise<void> {
    this.#lists.clear()
    this.#host.requestUpdate()
    await this.#host.updateComplete
  }

  /** Bound to `pointerleave` and `focusout` of what holds the lists. */
  readonly onLeave = (event: PointerEvent | FocusEvent): void => {
    const to = event.relatedTarget
    if (!(to instanceof Node && (event.currentTarget as Node).contains(to))) this.#host.requestUpdate()
  }
}
