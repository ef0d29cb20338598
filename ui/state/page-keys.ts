import type { KeyAction, Keys } from './keys.ts'
import { isTypingTarget } from './occupied.ts'

/** What the keys of every page do. */
interface KeyActions extends Record<Exclude<KeyAction, 'copy'>, () => boolean> {
  /** Somebody is signed in and no dialog is open: a dialog's keys are its own. */
  mayAct: () => boolean
  /** Back to where this page was opened from. */
  leave: () => void
  /** Brings the keyboard to the list when it is nowhere in particular; false when there is none. */
  focusRows: () => boolean
}

const rowKeys = new Set(['ArrowDown', 'ArrowUp', 'PageDown', 'PageUp', 'Home', 'End'])

/**
 * The keys of every page: those of the table in keys.ts, `/`, `?`, Esc, and those that lead into the list. An action that has nothing
 * to do answers false, and the key is left to the browser. Copying belongs to the page that shows what can be copied.
 */
export class PageKeys {
  readonly #keys: Keys
  readonly #actions: KeyActions

  constructor(keys: Keys, actions: KeyActions) {
    this.#keys = keys
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
    const { search, help, leave, focusRows } = this.#actions
    const action = this.#keys.actionOf(key)
    if (action !== undefined) return action !== 'copy' && this.#actions[action]()
    if (key === '/' && !isTyping) return search()
    if (key === '?' && !isTyping) return help()
    if (key === 'Escape' && !isTyping) {
      leave()
      return false
    }
    return rowKeys.has(key) && focusRows()
  }
}
