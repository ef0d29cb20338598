import type { ReactiveController, ReactiveControllerHost } from 'lit'
import type { ChangeNoun } from '../../contract/events.ts'
import type { Page } from '../../contract/page.ts'
import type { Failure, Outcome } from '../data/outcome.ts'
import type { Live } from '../data/live.ts'

/** Milliseconds: what is pushed within them is one question to the box. */
const gather = 200

export interface LiveLoadOptions<T> {
  live: () => Pick<Live, 'listen'>
  /** What is shown; another key is fetched anew, '' is nothing to fetch. */
  key: () => string
  /** `cursor` is null but for the later pages of {@link LivePages}. */
  load: (key: string, cursor: string | null) => Promise<Outcome<T>>
  /** A change of one of these fetches it again. */
  nouns: readonly ChangeNoun[]
  /** Called after each answer that was taken. */
  loaded?: (value: T) => void
}

/** One answer of the box, kept fresh for the element that shows it. A failure beside a value means that it may be old. */
export class LiveLoad<T> implements ReactiveController {
  value: T | null = null
  failure: Failure | null = null
  protected readonly options: LiveLoadOptions<T>
  readonly #host: ReactiveControllerHost
  #key = ''
  #asked = 0
  #stop: (() => void) | undefined
  #timer: ReturnType<typeof setTimeout> | undefined
  #underWay = 0
  #isOwed = false
  /** Lit updates an element that has left the page as well, where something asks for it. */
  #isOn = false

  constructor(host: ReactiveControllerHost, options: LiveLoadOptions<T>) {
    this.#host = host
    this.options = options
    host.addController(this)
  }

  hostConnected(): void {
    this.#isOn = true
    this.#host.requestUpdate()
  }

  hostUpdate(): void {
    if (!this.#isOn) return
    const again = () => void this.reload()
    this.#stop ??= this.options.live().listen({
      change: (noun) => {
        if (this.options.nouns.includes(noun)) this.#soon()
      },
      reload: again,
      up: () => {
        if (this.failure) again()
      },
    })
    const key = this.options.key()
    if (key === this.#key) return
    this.#key = key
    this.#asked++
    this.value = null
    this.failure = null
    again()
  }

  hostDisconnected(): void {
    this.#isOn = false
    this.#stop?.()
    this.#stop = undefined
    this.#settle()
    this.#asked++
    this.#key = ''
  }

  /** Asks again; what was shown stays meanwhile. */
  async reload(): Promise<void> {
    this.#settle()
    if (this.#key === '') return
    const mine = ++this.#asked
    this.#underWay++
    const outcome = await this.fetch(this.#key)
    this.#underWay--
    if (this.#isOwed && this.#underWay === 0) this.#soon()
    // A later question is on its way; its answer is newer.
    if (mine !== this.#asked) return
    if (outcome.ok) this.value = outcome.value
    this.failure = outcome.ok ? null : outcome.failure
    if (outcome.ok) this.options.loaded?.(outcome.value)
    this.#host.requestUpdate()
  }

  protected fetch(key: string): Promise<Outcome<T>> {
    return this.options.load(key, null)
  }

  /** Never while an answer is on its way: a slow one would be overtaken for ever. */
  #soon(): void {
    this.#timer ??= setTimeout(() => {
      this.#timer = undefined
      this.#isOwed = this.#underWay > 0
      if (!this.#isOwed) void this.reload()
    }, gather)
  }

  #settle(): void {
    clearTimeout(this.#timer)
    this.#timer = undefined
    this.#isOwed = false
  }
}

/** A list by pages: as many as somebody has asked for, always from the first on. */
export class LivePages<P extends Page<unknown>> extends LiveLoad<P> {
  #shown = 1
  #of = ''

  get hasMore(): boolean {
    return this.value !== null && this.value.next !== null
  }

  /** One page more. */
  more(): Promise<void> {
    this.#shown++
    return this.reload()
  }

  protected override async fetch(key: string): Promise<Outcome<P>> {
    if (key !== this.#of) this.#shown = 1
    this.#of = key
    let outcome = await this.options.load(key, null)
    for (let page = 1; page < this.#shown && outcome.ok && outcome.value.next !== null; page++) {
      const { items } = outcome.value
      const further = await this.options.load(key, outcome.value.next)
      outcome = further.ok
        ? { ok: true, value: { ...further.value, items: [...items, ...further.value.items] } }
        : further
    }
    return outcome
  }
}
