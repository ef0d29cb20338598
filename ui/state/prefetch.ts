import { openMedicines, type PersonMedicines } from '../data/history.ts'
import type { PersonRef } from '../data/people.ts'
import type { Box } from './box.ts'

/** People whose details are fetched ahead at a time: the row under the hand, and who touched last. */
const most = 4
/** Whoever has not been opened by then was not meant. */
const keptFor = 5 * 60_000

interface Ahead {
  today: string
  medicines: PersonMedicines
  end: ReturnType<typeof setTimeout>
}

/** Details fetched before anybody asks for them. They are kept fresh like those that are shown, and handed over when their page opens. */
class Prefetch {
  readonly #box: Box
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
    const known = this.#ahead.get(key)
    if (known?.today === today) {
      // Used again: the last to be dropped.
      this.#ahead.delete(key)
      this.#ahead.set(key, known)
      return
    }
    this.#drop(key)
    const end = setTimeout(() => {
      this.#drop(key)
    }, keptFor)
    this.#ahead.set(key, { today, medicines: openMedicines(this.#box.http, this.#box.live, ref, today), end })
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
      return ahead.medicines
    }
    return openMedicines(this.#box.http, this.#box.live, ref, today)
  }

  #today(): string | undefined {
    return this.#box.watch.status.value?.today
  }

  #drop(key: string): void {
    const ahead = this.#ahead.get(key)
    this.#ahead.delete(key)
    clearTimeout(ahead?.end)
    ahead?.medicines.close()
  }
}

const keyOf = ({ kind, id }: PersonRef): string => `${kind} ${id}`

const known = new WeakMap<Box, Prefetch>()

export function prefetchOf(box: Box): Prefetch {
  const prefetch = known.get(box) ?? new Prefetch(box)
  known.set(box, prefetch)
  return prefetch
}
