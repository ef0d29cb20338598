import type { ChangeNoun } from '../../contract/events.ts'
import type { HintCount } from '../../contract/hint.ts'
import type { Page } from '../../contract/page.ts'
import { later, type Later } from './collection.ts'
import { everybodysDisclosure } from '../../contract/disclosure.ts'
import type { Http } from './http.ts'
import type { Live } from './live.ts'
import { Store } from './store.ts'

interface HintCountState {
  /** What waits to be answered, by member. Whoever is not there has not been counted yet. */
  open: ReadonlyMap<string, number>
  /** The last count could not be had: no mark is no sign that there is nothing. */
  hasFailed: boolean
}

/** Changes that name the member whose hints they concern … */
const ofMember: ReadonlySet<ChangeNoun> = new Set([
  'hint',
  'body-note',
  'otc',
  'outside-dispensing',
  'member',
  'disclosure',
])
/** … and those that may concern anybody; an interaction table is a `hint` under an id that is no member's. */
const ofAnybody: ReadonlySet<ChangeNoun> = new Set(['dispensing', 'merge', 'replacement'])
/** Changes in a burst, such as a storm of files, are one question. Milliseconds. */
const burst = 400
const retryAfter = 10_000
/** A request line stays under 2 kB with this many ids. */
const idsPerRequest = 40

/**
 * How much waits to be answered (重複・アレルギーの確認) by whoever stands in the list, kept fresh. One request at a time; whoever has just
 * touched is asked for first.
 */
export class HintCountWatch {
  readonly state = new Store<HintCountState>({ open: new Map(), hasFailed: false })
  readonly #http: Http
  readonly #later: Later
  #wanted: readonly string[] = []
  readonly #owed = new Set<string>()
  /** Of these, whoever came while others were asked for. */
  readonly #fresh = new Set<string>()
  #isAsking = false
  #round = 0
  #cancel: (() => void) | null = null

  constructor(http: Http, live: Live, delay: Later = later) {
    this.#http = http
    this.#later = delay
    const all = () => {
      this.#owe(this.#wanted)
    }
    live.listen({
      change: (noun, ids) => {
        const isTable = noun === 'hint' && ids.some((id) => !this.#wanted.includes(id))
        const isOfAll = noun === 'disclosure' && ids.includes(everybodysDisclosure)
        if (ofAnybody.has(noun) || isTable || isOfAll) all()
        else if (ofMember.has(noun)) this.#owe(this.#wanted.filter((id) => ids.includes(id)))
      },
      reload: all,
      up: () => {
        if (this.#owed.size > 0) void this.#ask()
      },
    })
  }

  /** Who stands in the list, the newest first. Whoever is new among them is asked for at once. */
  want(memberIds: readonly string[]): void {
    const known = new Set(this.#wanted)
    this.#wanted = [...new Set(memberIds)]
    const fresh = this.#wanted.filter((id) => !known.has(id))
    for (const id of fresh) {
      this.#owed.add(id)
      this.#fresh.add(id)
    }
    if (fresh.length > 0) void this.#ask()
  }

  /** Nobody is signed in any more. */
  stop(): void {
    this.#round++
    this.#cancel?.()
    this.#cancel = null
    this.#owed.clear()
    this.#wanted = []
    this.#isAsking = false
    this.state.set({ open: new Map(), hasFailed: false })
  }

  /** Tries again at once: somebody pressed the button. */
  retry(): void {
    void this.#ask()
  }

  #owe(ids: readonly string[]): void {
    for (const id of ids) this.#owed.add(id)
    if (this.#owed.size > 0 && !this.#isAsking) this.#askIn(burst)
  }

  #askIn(milliseconds: number): void {
    this.#cancel ??= this.#later(milliseconds, () => void this.#ask())
  }

  async #ask(): Promise<void> {
    if (this.#isAsking) return
    this.#cancel?.()
    this.#cancel = null
    this.#isAsking = true
    this.#fresh.clear()
    const round = this.#round
    // In the order of the list; whoever left it is owed nothing.
    const ids = this.#wanted.filter((id) => this.#owed.has(id))
    this.#owed.clear()
    const pause = await this.#askFor(ids, round)
    if (round !== this.#round) return
    this.#isAsking = false
    if (pause === null || this.#owed.size === 0) return
    // Owed again meanwhile: whoever has just come is asked for at once, all others with whatever else changes soon.
    if (this.#fresh.size > 0 && pause !== retryAfter) await this.#ask()
    else this.#askIn(pause)
  }

  /** @returns how long to wait before asking again for what is owed; null: nobody is signed in, the line will tell */
  async #askFor(ids: readonly string[], round: number): Promise<number | null> {
    // Whoever could not be counted has left the list: nobody's number is missing any more.
    if (ids.length === 0 && this.state.value.hasFailed) this.state.set({ ...this.state.value, hasFailed: false })
    for (let at = 0; at < ids.length; at += idsPerRequest) {
      const part = ids.slice(at, at + idsPerRequest)
      const outcome = await this.#http.get<Page<HintCount>>(`/api/hint-counts?members=${part.join(',')}`)
      if (round !== this.#round) return null
      if (!outcome.ok) {
        for (const id of ids.slice(at)) this.#owed.add(id)
        if (outcome.failure.kind === 'signed-out') return null
        this.state.set({ ...this.state.value, hasFailed: true })
        return retryAfter
      }
      this.#take(part, outcome.value.items)
    }
    return burst
  }

  #take(asked: readonly string[], counts: readonly HintCount[]): void {
    const counted = new Map(counts.map(({ memberId, open }) => [memberId, open]))
    const wanted = new Set(this.#wanted)
    const open = new Map([...this.state.value.open].filter(([id]) => wanted.has(id)))
    for (const id of asked) {
      const n = counted.get(id)
      if (n === undefined || !wanted.has(id)) open.delete(id)
      else open.set(id, n)
    }
    this.state.set({ open, hasFailed: false })
  }
}
