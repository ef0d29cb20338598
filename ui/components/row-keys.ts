import type { ReactiveController, ReactiveControllerHost } from 'lit'

type Host = ReactiveControllerHost & HTMLElement

/**
 * Keyboard over rows marked `data-key`: one of them is in the tab order, ↑↓ PgUp PgDn Home End move, Enter opens.
 * The place is remembered by key, so rows that arrive never move it.
 */
export class RowKeys implements ReactiveController {
  readonly #host: Host
  readonly #open: (key: string, row: HTMLElement) => void
  #key: string | null = null

  constructor(host: Host, open: (key: string, row: HTMLElement) => void) {
    this.#host = host
    this.#open = open
    host.addController(this)
  }

  hostUpdated(): void {
    this.#mark()
  }

  /** The row the keyboard comes to next; nothing moves now. */
  remember(key: string): void {
    this.#key = key
    this.#mark()
  }

  /** Brings the keyboard to the remembered row, or to the first one. False when there is none. */
  focus(): boolean {
    const rows = this.#rows()
    const row = rows.find((candidate) => candidate.dataset['key'] === this.#key) ?? rows[0]
    if (!row) return false
    this.#go(row)
    return true
  }

  readonly onFocus = (event: FocusEvent): void => {
    const row = rowOf(event)
    if (!row || row.dataset['key'] === this.#key) return
    this.#key = row.dataset['key'] ?? null
    this.#mark()
  }

  readonly onClick = (event: MouseEvent): void => {
    // A click that ends a text selection copies a name; it does not open.
    if (event.defaultPrevented || event.ctrlKey || event.metaKey || event.shiftKey) return
    const row = rowOf(event)
    if (!row) return
    if (event.target instanceof Element && event.target.closest('button')) return
    event.preventDefault()
    this.#key = row.dataset['key'] ?? null
    this.#mark()
    this.#openRow(row)
  }

  readonly onKey = (event: KeyboardEvent): void => {
    if (event.altKey || event.ctrlKey || event.metaKey) return
    const row = rowOf(event)
    if (!row) return
    if (event.key === 'Enter') {
      // A link or a button inside the row has its own way.
      if (event.target instanceof Element && event.target !== row && event.target.closest('a[href], button')) return
      event.preventDefault()
      this.#openRow(row)
      return
    }
    const rows = this.#rows()
    const next = rows[target(event.key, rows.indexOf(row), rows.length, this.#rowsPerPage(row))]
    if (!next) return
    event.preventDefault()
    this.#go(next)
  }

  #openRow(row: HTMLElement): void {
    if (row.getAttribute('aria-disabled') !== 'true' && row.dataset['key'] !== undefined)
      this.#open(row.dataset['key'], row)
  }

  #go(row: HTMLElement): void {
    this.#key = row.dataset['key'] ?? null
    this.#mark()
    row.focus({ preventScroll: true })
    row.scrollIntoView({ block: 'nearest' })
  }

  #mark(): void {
    const rows = this.#rows()
    const current = rows.find((row) => row.dataset['key'] === this.#key) ?? rows[0]
    for (const row of rows) row.tabIndex = row === current ? 0 : -1
  }

  #rows(): HTMLElement[] {
    return [...(this.#host.shadowRoot?.querySelectorAll<HTMLElement>('[data-key]') ?? [])]
  }

  #rowsPerPage(row: HTMLElement): number {
    return Math.max(1, Math.floor((innerHeight * 0.7) / Math.max(1, row.offsetHeight)))
  }
}

const rowOf = (event: Event): HTMLElement | null =>
  event.target instanceof Element ? event.target.closest<HTMLElement>('[data-key]') : null

/** The row a key leads to; -1 for keys that are none of ours. */
const target = (key: string, at: number, count: number, page: number): number => {
  switch (key) {
    case 'ArrowDown':
      return Math.min(count - 1, at + 1)
    case 'ArrowUp':
      return Math.max(0, at - 1)
    case 'PageDown':
      return Math.min(count - 1, at + page)
    case 'PageUp':
      return Math.max(0, at - page)
    case 'Home':
      return 0
    case 'End':
      return count - 1
    default:
      return -1
  }
}
