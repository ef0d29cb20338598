import type { FoundPerson } from '../../contract/found-person.ts'
import type { Initial } from '../../contract/kana-row.ts'
import type { Http } from '../data/http.ts'
import { findPeople, listByKana } from '../data/people.ts'
import { Store } from '../data/store.ts'

/** What stands under the search box: nothing asked, an answer on its way, an answer, or none to be had. */
interface Found {
  state: 'idle' | 'busy' | 'done' | 'failed'
  people: readonly FoundPerson[]
  hasMore: boolean
  /** What was typed when these were asked for: while somebody types on, it is not what stands in the box. */
  of: string
  /** Instead of something typed: what was pressed in the 50音 index. */
  initial: Initial | null
  /** The box is still making its index after an upgrade: so many percent of everybody were searched. */
  preparing: number | null
}

const nothing: Found = { state: 'idle', people: [], hasMore: false, of: '', initial: null, preparing: null }

/** Milliseconds after the last key: less than a quick typist needs for the next one. */
const pause = 80
/** While the index is made, the same question finds more by and by: asked again this often. Milliseconds. */
const askAgain = 2000

/** 患者を探す: what is typed and who was found. */
export class Search {
  readonly query = new Store('')
  readonly found = new Store<Found>(nothing)
  readonly #http: Http
  #underWay: AbortController | undefined
  #timer: ReturnType<typeof setTimeout> | undefined
  /** The question that had no answer. */
  #failed: () => Promise<void> = () => Promise.resolve()

  constructor(http: Http) {
    this.#http = http
  }

  type(text: string): void {
    this.query.set(text)
    clearTimeout(this.#timer)
    this.#underWay?.abort()
    const typed = text.trim()
    if (typed === '') {
      this.found.set(nothing)
      return
    }
    if (this.found.value.state !== 'done' || this.found.value.initial) this.found.set({ ...nothing, state: 'busy' })
    this.#timer = setTimeout(() => void this.#find(typed), pause)
  }

  /** Everybody whose kana begins so, in the order of kana, a page of them; {@link more} brings the next. */
  list(initial: Initial): void {
    this.clear()
    this.found.set({ ...nothing, state: 'busy', initial })
    void this.#list(initial, [])
  }

  more(): void {
    const { initial, state, hasMore, people } = this.found.value
    if (initial === null || state === 'busy' || !hasMore || people.length === 0) return
    this.found.set({ ...this.found.value, state: 'busy' })
    void this.#list(initial, people)
  }

  /** Asks once more what could not be answered. */
  again(): void {
    if (this.found.value.state !== 'failed') return
    this.found.set({ ...this.found.value, state: 'busy' })
    void this.#failed()
  }

  clear(): void {
    this.type('')
  }

  async #find(typed: string): Promise<void> {
    const search = new AbortController()
    this.#underWay = search
    const outcome = await findPeople(this.#http, typed, search.signal)
    // A later text has been typed; its answer counts.
    if (search.signal.aborted) return
    this.#failed = () => this.#find(typed)
    const { value } = this.found
    // Whom the same question had found stays beside the failure.
    const before = value.of === typed ? value : { ...nothing, of: typed }
    this.found.set(
      outcome.ok ? { ...nothing, state: 'done', ...outcome.value, of: typed } : { ...before, state: 'failed' },
    )
    if (outcome.ok && outcome.value.preparing !== null) this.#timer = setTimeout(() => void this.#find(typed), askAgain)
  }

  /** What comes after `known`, and so many pages of it that there are `wanted` people. */
  async #list(initial: Initial, known: readonly FoundPerson[], wanted = 0): Promise<void> {
    clearTimeout(this.#timer)
    this.#underWay?.abort()
    const search = new AbortController()
    this.#underWay = search
    let people = known
    for (;;) {
      const outcome = await listByKana(this.#http, initial, people.at(-1)?.id ?? null, search.signal)
      if (search.signal.aborted) return
      if (!outcome.ok) {
        this.#failed = () => this.#list(initial, known, wanted)
        this.found.set({ ...this.found.value, state: 'failed' })
        return
      }
      const { items, next, preparing = null } = outcome.value
      people = [...people, ...items]
      const hasMore = next !== null
      if (hasMore && people.length < wanted) continue
      this.found.set({ ...nothing, state: 'done', people, hasMore, initial, preparing })
      // The same pages again, with whoever is found by then.
      if (preparing !== null) this.#timer = setTimeout(() => void this.#list(initial, [], people.length), askAgain)
      return
    }
  }
}
