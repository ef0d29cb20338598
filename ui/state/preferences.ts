import { Store } from '../data/store.ts'

const keys = {
  largeType: 'kusuribako.large-type',
  facility: 'kusuribako.facility',
  foldReader: 'kusuribako.fold-reader',
} as const

/** Storage may be switched off by policy; the page works without it. */
const read = (key: string): string | null => {
  try {
    return localStorage.getItem(key)
  } catch {
    return null
  }
}
const write = (key: string, value: string): void => {
  try {
    localStorage.setItem(key, value)
  } catch {
    // Nothing to do: the choice lasts as long as the page.
  }
}

/** What this PC remembers between visits. No patient data. */
export class Preferences {
  readonly largeType = new Store(read(keys.largeType) === '1')
  /** Folded until it is opened: it would cover the list. */
  readonly isReaderFolded = new Store(read(keys.foldReader) !== '0')

  constructor() {
    this.#apply()
  }

  setLargeType(isLarge: boolean): void {
    this.largeType.set(isLarge)
    write(keys.largeType, isLarge ? '1' : '0')
    this.#apply()
  }

  setReaderFolded(isFolded: boolean): void {
    this.isReaderFolded.set(isFolded)
    write(keys.foldReader, isFolded ? '1' : '0')
  }

  /** The name above the sign-in form; the box itself tells nothing to someone not signed in. */
  get facility(): string {
    return read(keys.facility) ?? ''
  }

  rememberFacility(name: string): void {
    write(keys.facility, name)
  }

  #apply(): void {
    document.documentElement.dataset['type'] = this.largeType.value ? 'large' : 'normal'
  }
}
