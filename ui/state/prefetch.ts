import { openMedicines, type PersonMedicines } from '../data/history.ts'
import type { Http } from '../data/http.ts'
import { getPerson, type PersonRef } from '../data/people.ts'
import { Store } from '../data/store.ts'
import { whenIdle } from './after-paint.ts'
import type { Box } from './box.ts'

/** People whose details are fetched ahead at a time: the row under the hand, and who touched last. */
const most = 4
/** Whoever has not been opened by then was not meant. */
const keptFor = 5 * 60_000

interface Ahead {
  today: string
  medicines: PersonMedicines
  /** Whether a page has taken it over. */
  view: { isTaken: boolean }
  end: ReturnType<typeof setTimeout>
}

/** Details fetched before anybody asks for them. They are kept fresh like those that are shown, and handed over when their page opens. */
class Prefetch {
  /** Who is likely to be opened next and whose details are all there. Told while the page is idle. */
  readonly next = new Store<PersonRef | null>(null)
  readonly #box: Box
  #wanted = ''
  readonly #ahead = new Map<string, Ahead>()

  constructor(box: Box) {
    this.#box = box
    box.presence.subscribe(() => {
      if (box.presence.value.state === 'out') for (const key of [...this.#ahead.keys()]) this.#drop(key)
    })
  }

  /** Fetches a person's details ahead, if they are not there yet. */
  warm(ref: PersonRef): void {
    const today = this.#today()
    if (today === undefined || this.#box.presence.value.state !== 'in') return
    const key = keyOf(ref)
    this.#wanted = key
    const known = this.#ahead.get(key)
    if (known?.today === today) {
      // Used again: the last to be dropped.
      this.#ahead.delete(key)
      this.#ahead.set(key, known)
      this.#tellNext(ref, known.medicines)
      return
    }
    this.#drop(key)
    const end = setTimeout(() => {
      this.#drop(key)
    }, keptFor)
    const view = { isTaken: false }
    const isAhead = (): boolean => !view.isTaken
    const medicines = openMedicines(fetchingAhead(this.#box.http, isAhead), this.#box.live, ref, today)
    this.#ahead.set(key, { today, medicines, view, end })
    const stop = medicines.taking.subscribe(() => {
      stop()
      this.#tellNext(ref, medicines)
    })
    const [oldest] = this.#ahead.keys()
    if (this.#ahead.size > most && oldest !== undefined) this.#drop(oldest)
  }

  /** What was fetched ahead, or what is fetched from now on. The caller closes it. */
  take(ref: PersonRef, today: string): PersonMedicines {
    const key = keyOf(ref)
    const ahead = this.#ahead.get(key)
    if (ahead?.today === today) {
      this.#ahead.delete(key)
      clearTimeout(ahead.end)
      this.#forget(key)
      ahead.view.isTaken = true
      // Somebody looks from now on: the audit trail gets the row that what was fetched ahead has not left.
      void getPerson(this.#box.http, ref)
      return ahead.medicines
    }
    return openMedicines(this.#box.http, this.#box.live, ref, today)
  }

  /** What was fetched ahead of somebody; it stays here. */
  look(ref: PersonRef, today: string): PersonMedicines | undefined {
    const ahead = this.#ahead.get(keyOf(ref))
    return ahead?.today === today ? ahead.medicines : undefined
  }

  #tellNext(ref: PersonRef, { person, history }: PersonMedicines): void {
    whenIdle(() => {
      const key = keyOf(ref)
      const isThere = person.value.value !== null && history.state.value.phase === 'ready'
      if (key === this.#wanted && this.#ahead.has(key) && isThere) this.next.set(ref)
    })
  }

  #forget(key: string): void {
    if (this.next.value && keyOf(this.next.value) === key) this.next.set(null)
  }

  #today(): string | undefined {
    return this.#box.watch.status.value?.today
  }

  #drop(key: string): void {
    const ahead = this.#ahead.get(key)
    this.#ahead.delete(key)
    this.#forget(key)
    clearTimeout(ahead?.end)
    ahead?.medicines.close()
  }
}

/** Says with each question, as long as it holds, that nobody has opened it yet. */
const fetchingAhead = (http: Http, isAhead: () => boolean): Http => ({
  ...http,
  get: (path, signal) => http.get(path, signal, isAhead()),
  all: (path, signal) => http.all(path, signal, isAhead()),
})

const keyOf = ({ kind, id }: PersonRef): string => `${kind} ${id}`

const known = new WeakMap<Box, Prefetch>()

export function prefetchOf(box: Box): Prefetch {
  const prefetch = known.get(box) ?? new Prefetch(box)
  known.set(box, prefetch)
  return prefetch
}
