import type { ChangeNoun } from '../../contract/events.ts'
import type { Entry, EntryRevision } from '../../contract/entry.ts'
import type { Page } from '../../contract/page.ts'
import { disclosureChange } from './disclosure.ts'
import type { Http } from './http.ts'
import type { Live } from './live.ts'
import { success, type Failure, type Outcome } from './outcome.ts'
import { Store } from './store.ts'

/** What the page knows of a member's entries of one kind. A failure beside items means that they may be old. */
export interface EntriesState<T> {
  /** Null until they are known. */
  items: readonly T[] | null
  failure: Failure | null
}

/** Entries of one kind in a member's notebook (からだの情報, メモ, 市販薬 …), a handful: fetched whole and kept fresh. */
export class Entries<T extends Entry, Typed extends object> {
  readonly state = new Store<EntriesState<T>>({ items: null, failure: null })
  readonly #http: Http
  readonly #path: string
  readonly #stop: () => void
  #asked = 0

  /** @param path under `/api/members/ID/` */
  constructor(http: Http, live: Live, memberId: string, path: string, noun: ChangeNoun) {
    this.#http = http
    this.#path = `/api/members/${encodeURIComponent(memberId)}/${path}`
    const load = () => void this.load()
    this.#stop = live.listen({
      change: (changed, ids) => {
        // These nouns carry the member's id.
        if (changed === noun && ids.includes(memberId)) load()
        if (changed === 'member' && ids.includes(memberId)) load()
        const disclosed = noun === 'body-note' ? null : disclosureChange(changed, ids, memberId)
        if (disclosed === 'ended') this.#dropToldByOthers()
        if (disclosed) load()
      },
      reload: load,
      up: () => {
        if (this.state.value.failure) load()
      },
    })
  }

  /** Of メモ those in the pharmacy's own words stay; of the other kinds nothing does. */
  #dropToldByOthers(): void {
    const { items, failure } = this.state.value
    const own = items?.filter((item) => 'origin' in item && item.origin === 'this-pharmacy') ?? null
    this.state.set({ items: own, failure })
  }

  async load(): Promise<void> {
    const mine = ++this.#asked
    const outcome = await this.#http.all<T>(`${this.#path}?`)
    // A later question is on its way; its answer is newer.
    if (mine !== this.#asked) return
    this.state.set(
      outcome.ok ? { items: outcome.value, failure: null } : { ...this.state.value, failure: outcome.failure },
    )
  }

  /** @param onBehalfOf 代行入力: id of the person in whose name it is typed; '' in one's own */
  add(content: Typed, onBehalfOf = ''): Promise<Outcome<T>> {
    return this.#then(this.#http.ask<T>('POST', this.#path, { content, ...(onBehalfOf !== '' && { onBehalfOf }) }))
  }

  /** `stale-version` carries the entry as it is now. */
  correct({ id, version }: Pick<Entry, 'id' | 'version'>, content: Typed, onBehalfOf = ''): Promise<Outcome<T>> {
    const body = { version, content, ...(onBehalfOf !== '' && { onBehalfOf }) }
    return this.#then(this.#http.ask<T>('PATCH', this.#one(id), body))
  }

  /** {@link restore} brings it back. */
  remove({ id, version }: Pick<Entry, 'id' | 'version'>, reason?: string): Promise<Outcome<T>> {
    const body = { version, ...(reason !== undefined && { reason }) }
    return this.#then(this.#http.ask<T>('POST', `${this.#one(id)}/remove`, body))
  }

  restore({ id, version }: Pick<Entry, 'id' | 'version'>): Promise<Outcome<T>> {
    return this.#then(this.#http.ask<T>('POST', `${this.#one(id)}/restore`, { version }))
  }

  /** Every revision, newest first. */
  async revisions(id: string): Promise<Outcome<EntryRevision<Partial<Typed>>[]>> {
    const outcome = await this.#http.get<Page<EntryRevision<Partial<Typed>>>>(`${this.#one(id)}/revisions`)
    return outcome.ok ? success(outcome.value.items) : outcome
  }

  close(): void {
    this.#asked++
    this.#stop()
  }

  #one(id: string): string {
    return `${this.#path}/${encodeURIComponent(id)}`
  }

  /** Refused may mean that another page was quicker: either way the list says how it stands now. */
  async #then(asking: Promise<Outcome<T>>): Promise<Outcome<T>> {
    const outcome = await asking
    if (outcome.ok || outcome.failure.kind === 'refused') await this.load()
    return outcome
  }
}
