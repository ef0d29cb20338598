import type { FoundPerson } from '../../contract/found-person.ts'
import type { Http } from '../data/http.ts'
import { findPeople } from '../data/people.ts'
import { Store } from '../data/store.ts'

/** What stands under the search box: nothing asked, an answer on its way, an answer, or none to be had. */
interface Found {
  state: 'idle' | 'busy' | 'done' | 'failed'
  people: readonly FoundPerson[]
  hasMore: boolean
  /** What was typed when these were asked for: while somebody types on, it is not what stands in the box. */
  of: string
}

const nothing: Found = { state: 'idle', people: [], hasMore: false, of: '' }

/** Milliseconds after the last key: less than a quick typist needs for the next one. */
const pause = 80

/** 患者を探す: what is typed and who was found. */
export class Search {
  readonly query = new Store('')
  readonly found = new Store<Found>(nothing)
  readonly #http: Http
  #underWay: AbortController | undefined
  #timer: ReturnType<typeof setTimeout> | undefined

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
    if (this.found.value.state !== 'done') this.found.set({ ...nothing, state: 'busy' })
    this.#timer = setTimeout(() => void this.#find(typed), pause)
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
    this.found.set(
      outcome.ok ? { state: 'done', ...outcome.value, of: typed } : { ...nothing, state: 'failed', of: typed },
    )
  }
}
