import { later, type Later } from '../data/collection.ts'
import { Store } from '../data/store.ts'

/** Milliseconds between emptying the line and the next words: less would be one change to a screen reader, and the same words none. */
const gap = 100

/** What is read aloud politely, one line at a time: the last words count, and the same words again are read again. */
export class Announcer {
  readonly said = new Store('')
  readonly #delay: Later
  #cancel: (() => void) | undefined

  constructor(delay: Later = later) {
    this.#delay = delay
  }

  say(words: string): void {
    this.clear()
    this.#cancel = this.#delay(gap, () => {
      this.said.set(words)
    })
  }

  /** Nothing of what was said may stay on the page. */
  clear(): void {
    this.#cancel?.()
    this.said.set('')
  }
}
