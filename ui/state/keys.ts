import { Store } from '../data/store.ts'

/** What a function key can do on every page, and the key that does it unless this PC was told otherwise. */
export const usualKeys = { help: 'F1', history: 'F2', copy: 'F4', touch: 'F8', card: 'F9', search: 'F12' } as const

export type KeyAction = keyof typeof usualKeys

/** In the order in which they are shown. */
export const keyActions = Object.keys(usualKeys) as KeyAction[]

/** Keys that can be chosen: those that the browser itself needs (F5, F6, F11) are left to it, and F7 to カード発行. */
export const keyChoices = ['F1', 'F2', 'F3', 'F4', 'F8', 'F9', 'F10', 'F12'] as const

export type KeyTable = Readonly<Record<KeyAction, string>>

const storageKey = 'kusuribako.keys'

/** The keys of this PC. Every action has one, and no two have the same. */
export class Keys {
  readonly table: Store<KeyTable>
  readonly #storage: Pick<Storage, 'getItem' | 'setItem'> | null

  constructor(storage: Pick<Storage, 'getItem' | 'setItem'> | null) {
    this.#storage = storage
    this.table = new Store(this.#read())
  }

  /** Gives an action another key; the action that had it takes over the old one, so that none is left without. */
  set(action: KeyAction, key: string): void {
    const table = this.table.value
    const other = keyActions.find((each) => table[each] === key)
    this.#save({ ...table, ...(other && { [other]: table[action] }), [action]: key })
  }

  /** The keys a PC comes with. */
  reset(): void {
    this.#save(usualKeys)
  }

  /** Another window of this PC chose other keys. */
  readAgain(): void {
    this.table.set(this.#read())
  }

  /** What this key does, if anything. */
  actionOf(key: string): KeyAction | undefined {
    return keyActions.find((action) => this.table.value[action] === key)
  }

  #save(table: KeyTable): void {
    this.table.set(table)
    try {
      this.#storage?.setItem(storageKey, JSON.stringify(table))
    } catch {
      // Storage may be switched off by policy: the choice lasts as long as the page.
    }
  }

  /** What was stored, as far as it makes sense: it may be of another version of the program. */
  #read(): KeyTable {
    const stored = this.#stored()
    const table = Object.fromEntries(
      keyActions.map((action) => [action, stored[action] ?? usualKeys[action]]),
    ) as KeyTable
    const isSound =
      new Set(Object.values(table)).size === keyActions.length &&
      Object.values(table).every((key) => (keyChoices as readonly unknown[]).includes(key))
    return isSound ? table : usualKeys
  }

  #stored(): Partial<Record<string, string>> {
    try {
      const stored: unknown = JSON.parse(this.#storage?.getItem(storageKey) ?? '{}')
      return typeof stored === 'object' && stored !== null ? stored : {}
    } catch {
      return {}
    }
  }
}

/** This PC's storage; null where a policy forbids it. */
export const pcStorage = (): Storage | null => {
  try {
    return localStorage
  } catch {
    return null
  }
}
