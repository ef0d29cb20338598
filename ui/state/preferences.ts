import { Store } from '../data/store.ts'
import { Keys, pcStorage } from './keys.ts'

const keys = {
  largeType: 'kusuribako.large-type',
  facility: 'kusuribako.facility',
  foldReader: 'kusuribako.fold-reader',
  counter: 'kusuribako.counter',
  opensTouch: 'kusuribako.opens-touch',
  wedge: 'kusuribako.keyboard-scanner',
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

  /** The counter this PC stands at: null nobody has said, '' none, or an id (state/counter.ts). */
  readonly counter = new Store(read(keys.counter))
  /** A touch at this counter opens the detail by itself, over a free list. */
  readonly opensTouch = new Store(read(keys.opensTouch) !== '0')
  /** A keyboard scanner is plugged into this PC. */
  readonly hasWedge = new Store(read(keys.wedge) === '1')

  /** What the function keys do here. */
  readonly keys = new Keys(pcStorage())

  constructor() {
    this.#apply()
    // Several windows of one PC stand at the same counter.
    addEventListener('storage', ({ key }) => {
      if (key === keys.counter) this.counter.set(read(keys.counter))
      if (key === 'kusuribako.keys') this.keys.readAgain()
      if (key === keys.opensTouch) this.opensTouch.set(read(keys.opensTouch) !== '0')
      if (key === keys.wedge) this.hasWedge.set(read(keys.wedge) === '1')
    })
  }

  setCounter(id: string): void {
    this.counter.set(id)
    write(keys.counter, id)
  }

  setOpensTouch(opens: boolean): void {
    this.opensTouch.set(opens)
    write(keys.opensTouch, opens ? '1' : '0')
  }

  setWedge(isThere: boolean): void {
    this.hasWedge.set(isThere)
    write(keys.wedge, isThere ? '1' : '0')
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
