import { isTypingTarget } from './occupied.ts'

/** What the keys of every page do. */
interface KeyActions {
  /** Somebody is signed in and no dialog is open: a dialog's keys are its own. */
  mayAct: () => boolean
  search: () => void
  help: () => void
  /** False when no touch waits to be opened. */
  openTouch: () => boolean
  /** Back to where this page was opened from. */
  leave: () => void
  /** Brings the keyboard to the list when it is nowhere in particular; false when there is none. */
  focusRows: () => boolean
}

const rowKeys = new Set(['ArrowDown', 'ArrowUp', 'PageDown', 'PageUp', 'Home', 'End'])

/** The keys of every page: F1, F9, F12, `/`, `?`, Esc, and those that lead into the list. */
export class PageKeys {
  readonly #actions: KeyActions

  constructor(actions: KeyActions) {
    this.#actions = actions
    addEventListener('keydown', this.#onKey)
  }

  readonly #onKey = (event: KeyboardEvent): void => {
    const { key } = event
    if (event.defaultPrevented || event.ctrlKey || event.altKey || event.metaKey || !this.#actions.mayAct()) return
    if (this.#act(key, isTypingTarget(event))) event.preventDefault()
  }

  /** True when the key was one of these. */
  #act(key: string, isTyping: boolean): boolean {
    const { search, help, openTouch, leave, focusRows } = this.#actions
    if (key === 'F12' || (key === '/' && !isTyping)) search()
    else if (key === 'F1' || (key === '?' && !isTyping)) help()
    else if (key === 'F9') return openTouch()
    else if (key === 'Escape' && !isTyping) {
      leave()
      return false
    } else return rowKeys.has(key) && focusRows()
    return true
  }
}
