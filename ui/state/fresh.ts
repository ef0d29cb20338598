import type { ReactiveController, ReactiveControllerHost } from 'lit'
import type { ChangeNoun } from '../../contract/events.ts'
import type { Live } from '../data/live.ts'
import type { Failure, Outcome } from '../data/outcome.ts'

/** Pushes come in bundles: one look for all of them. */
const gather = 300

/** One answer of the box that a page shows, fetched again whenever something it speaks of has changed. What was shown stays meanwhile. */
export class Fresh<T> implements ReactiveController {
  value: T | null = null
  failure: Failure | null = null
  readonly #host: ReactiveControllerHost
  readonly #live: () => Live
  readonly #fetch: () => Promise<Outcome<T>>
  readonly #nouns: readonly ChangeNoun[]
  #stop: (() => void) | undefined
  #timer: ReturnType<typeof setTimeout> | undefined
  #asked = 0

  constructor(
    host: ReactiveControllerHost,
    live: () => Live,
    fetch: () => Promise<Outcome<T>>,
    nouns: readonly ChangeNoun[],
  ) {
    this.#host = host
    this.#live = live
    this.#fetch = fetch
    this.#nouns = nouns
    host.addController(this)
  }

  hostConnected(): void {
    queueMicrotask(() => {
      this.#stop ??= this.#live().listen({
        change: (noun) => {
          if (this.#nouns.includes(noun)) this.soon()
        },
        reload: () => void this.load(),
        up: () => void this.load(),
      })
    })
  }

  hostDisconnected(): void {
    this.#stop?.()
    this.#stop = undefined
    clearTimeout(this.#timer)
    this.#asked++
  }

  soon(): void {
    clearTimeout(this.#timer)
    this.#timer = setTimeout(() => void this.load(), gather)
  }

  /** Something else is shown from now on. */
  async restart(): Promise<void> {
    this.value = null
    this.failure = null
    await this.load()
  }

  async load(): Promise<void> {
    const asked = ++this.#asked
    const outcome = await this.#fetch()
    // A later question has been asked meanwhile.
    if (asked !== this.#asked) return
    this.failure = outcome.ok ? null : outcome.failure
    if (outcome.ok) this.value = outcome.value
    this.#host.requestUpdate()
  }
}
