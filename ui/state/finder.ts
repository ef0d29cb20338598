import type { ReactiveController, ReactiveControllerHost } from 'lit'
import type { Failure, Outcome } from '../data/outcome.ts'

/** Milliseconds of quiet after the last key before the box is asked. */
const pause = 150

/** A search as it is typed: only the last question counts. */
export class Finder<T> implements ReactiveController {
  /** Null while nothing is searched for. */
  found: T | null = null
  failure: Failure | null = null
  /** An answer is on its way; what was found before stays meanwhile. */
  isAsking = false
  readonly #host: ReactiveControllerHost
  readonly #find: (typed: string, signal: AbortSignal) => Promise<Outcome<T>>
  #typed = ''
  #timer: ReturnType<typeof setTimeout> | undefined
  #asking: AbortController | undefined

  constructor(host: ReactiveControllerHost, find: (typed: string, signal: AbortSignal) => Promise<Outcome<T>>) {
    this.#host = host
    this.#find = find
    host.addController(this)
  }

  hostDisconnected(): void {
    this.isAsking = false
    this.#stop()
  }

  /** Bound to a search field. Kana are searched for while they are being converted: a browser tells nothing at the end of it. */
  readonly onInput = (event: Event): void => {
    this.#typed = (event.target as HTMLInputElement).value.trim()
    this.#stop()
    if (this.#typed !== '') {
      this.#wait()
      this.#timer = setTimeout(() => void this.again(), pause)
    } else this.#take(null, null)
  }

  async again(): Promise<void> {
    this.#stop()
    if (this.#typed === '') return
    this.#wait()
    const asking = new AbortController()
    this.#asking = asking
    const outcome = await this.#find(this.#typed, asking.signal)
    if (asking.signal.aborted) return
    this.#take(outcome.ok ? outcome.value : null, outcome.ok ? null : outcome.failure)
  }

  #wait(): void {
    this.isAsking = true
    this.failure = null
    this.#host.requestUpdate()
  }

  #stop(): void {
    clearTimeout(this.#timer)
    this.#asking?.abort()
  }

  #take(found: T | null, failure: Failure | null): void {
    this.found = found
    this.failure = failure
    this.isAsking = false
    this.#host.requestUpdate()
  }
}
