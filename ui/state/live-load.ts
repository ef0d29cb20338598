import type { ReactiveController, ReactiveControllerHost } from 'lit'
import type { ChangeNoun } from '../../contract/events.ts'
import type { Failure, Outcome } from '../data/outcome.ts'
import type { Live } from '../data/live.ts'

export interface LiveLoadOptions<T> {
  live: () => Live
  /** What is shown; another key is fetched anew, '' is nothing to fetch. */
  key: () => string
  load: (key: string) => Promise<Outcome<T>>
  /** A change of one of these fetches it again. */
  nouns: readonly ChangeNoun[]
  /** Called after each answer that was taken. */
  loaded?: (value: T) => void
}

/** One answer of the box, kept fresh for the element that shows it. A failure beside a value means that it may be old. */
export class LiveLoad<T> implements ReactiveController {
  value: T | null = null
  failure: Failure | null = null
  readonly #host: ReactiveControllerHost
  readonly #options: LiveLoadOptions<T>
  #key = ''
  #asked = 0
  #stop: (() => void) | undefined

  constructor(host: ReactiveControllerHost, options: LiveLoadOptions<T>) {
    this.#host = host
    this.#options = options
    host.addController(this)
  }

  hostUpdate(): void {
    const again = () => void this.reload()
    this.#stop ??= this.#options.live().listen({
      change: (noun) => {
        if (this.#options.nouns.includes(noun)) again()
      },
      reload: again,
      up: () => {
        if (this.failure) again()
      },
    })
    const key = this.#options.key()
    if (key === this.#key) return
    this.#key = key
    this.value = null
    this.failure = null
    again()
  }

  hostDisconnected(): void {
    this.#stop?.()
    this.#stop = undefined
    this.#asked++
    this.#key = ''
  }

  async reload(): Promise<void> {
    if (this.#key === '') return
    const mine = ++this.#asked
    const outcome = await this.#options.load(this.#key)
    // A later question is on its way; its answer is newer.
    if (mine !== this.#asked) return
    if (outcome.ok) this.value = outcome.value
    this.failure = outcome.ok ? null : outcome.failure
    if (outcome.ok) this.#options.loaded?.(outcome.value)
    this.#host.requestUpdate()
  }
}
