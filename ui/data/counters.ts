import type { Counter } from '../../contract/counter.ts'
import type { Page } from '../../contract/page.ts'
import type { Http } from './http.ts'
import { success, type Failure, type Outcome } from './outcome.ts'
import { Store } from './store.ts'

const path = '/api/counters'
const byName = new Intl.Collator('ja', { numeric: true })

/** The counters of the pharmacy, a handful: fetched whole, by name. */
export class Counters {
  /** Null until they are known. */
  readonly list = new Store<readonly Counter[] | null>(null)
  readonly failure = new Store<Failure | null>(null)
  readonly #http: Http
  #asked = 0

  constructor(http: Http) {
    this.#http = http
  }

  async refresh(): Promise<void> {
    const mine = ++this.#asked
    const outcome = await this.#http.get<Page<Counter>>(path)
    // A later question is on its way; its answer is newer.
    if (mine !== this.#asked) return
    this.failure.set(outcome.ok ? null : outcome.failure)
    if (outcome.ok) this.list.set([...outcome.value.items].sort((a, b) => byName.compare(a.name, b.name)))
  }

  stop(): void {
    this.#asked++
    this.list.set(null)
    this.failure.set(null)
  }

  /** The new counter, or `name-taken`. */
  async add(name: string): Promise<Outcome<Counter>> {
    return this.#then(await this.#http.ask<Counter>('POST', path, { name }))
  }

  async rename(counter: Counter, name: string): Promise<Outcome<undefined>> {
    const { id, version } = counter
    return this.#then(await this.#http.send('PATCH', `${path}/${encodeURIComponent(id)}`, { name, version }))
  }

  /** Its readers belong to no counter from then on; {@link restore} gives it back. */
  async remove({ id, version }: Counter): Promise<Outcome<undefined>> {
    return this.#then(await this.#http.send('DELETE', `${path}/${encodeURIComponent(id)}?version=${String(version)}`))
  }

  async restore(id: string): Promise<Outcome<undefined>> {
    return this.#then(await this.#http.send('POST', `${path}/${encodeURIComponent(id)}/restore`))
  }

  /** Refused means that another page was quicker: either way the list says how it stands now. */
  async #then<T>(outcome: Outcome<T>): Promise<Outcome<T>> {
    if (outcome.ok || outcome.failure.kind === 'refused') await this.refresh()
    return outcome.ok ? success(outcome.value) : outcome
  }
}
