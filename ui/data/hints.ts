import type { Answer as HintAnswerWord, Hint, HintList } from '../../contract/hint.ts'
import type { ChangeNoun } from '../../contract/events.ts'
import type { Answer } from './history.ts'
import { disclosureChange } from './disclosure.ts'
import type { Http } from './http.ts'
import type { Live } from './live.ts'
import type { Failure } from './outcome.ts'
import { Store } from './store.ts'

/** What hints are made of. A dispensing may be anybody's: asking again is cheaper than finding out whose. */
const made: ReadonlySet<ChangeNoun> = new Set([
  'hint',
  'dispensing',
  'body-note',
  'otc',
  'outside-dispensing',
  'member',
  'merge',
])
/** Changes in a burst, such as a storm of files, are one question. */
const burstMs = 400

/** The hints of one member, kept fresh. */
export class MemberHints {
  readonly list = new Store<Answer<HintList>>({ value: null, failure: null })
  readonly #http: Http
  readonly #path: string
  readonly #stop: () => void
  #timer: ReturnType<typeof setTimeout> | undefined
  #asked = 0
  #isClosed = false

  constructor(http: Http, live: Live, memberId: string) {
    this.#http = http
    this.#path = `/api/members/${encodeURIComponent(memberId)}/hints`
    this.#stop = live.listen({
      change: (noun, ids) => {
        const disclosed = disclosureChange(noun, ids, memberId)
        if (disclosed === 'ended') this.#dropToldByOthers()
        if (disclosed) void this.load()
        if (!made.has(noun) || this.#timer !== undefined) return
        this.#timer = setTimeout(() => {
          this.#timer = undefined
          void this.load()
        }, burstMs)
      },
      reload: () => void this.load(),
      up: () => {
        if (this.list.value.failure) void this.load()
      },
    })
    void this.load()
  }

  #dropToldByOthers(): void {
    const { value, failure } = this.list.value
    if (!value) return
    const own = (hints: readonly Hint[]): Hint[] =>
      hints.filter(({ drugs }) => drugs.every(({ origin }) => origin === 'feed'))
    const { open, answered, past } = value
    this.list.set({ value: { ...value, open: own(open), answered: own(answered), past: own(past) }, failure })
  }

  async load(): Promise<void> {
    const mine = ++this.#asked
    const outcome = await this.#http.get<HintList>(this.#path)
    // A later question is on its way; its answer is newer.
    if (this.#isClosed || mine !== this.#asked) return
    this.list.set(
      outcome.ok ? { value: outcome.value, failure: null } : { value: this.list.value.value, failure: outcome.failure },
    )
  }

  /** Null when it was done. Refused as stale means that the facts changed, or that somebody answered first: the list then says so. */
  async answer(key: string, answer: HintAnswerWord, note: string): Promise<Failure | null> {
    return this.#change('POST', key, { answer, note })
  }

  async undo(key: string): Promise<Failure | null> {
    return this.#change('DELETE', key)
  }

  async #change(method: 'POST' | 'DELETE', key: string, body?: unknown): Promise<Failure | null> {
    const outcome = await this.#http.ask<HintList>(method, `${this.#path}/${key}/answer`, body)
    if (outcome.ok) {
      this.#asked++
      this.list.set({ value: outcome.value, failure: null })
      return null
    }
    if (outcome.failure.kind === 'refused') await this.load()
    return outcome.failure
  }

  close(): void {
    this.#isClosed = true
    clearTimeout(this.#timer)
    this.#stop()
  }
}
