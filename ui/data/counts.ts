import type { Http } from './http.ts'
import type { Live } from './live.ts'
import { Store } from './store.ts'

/** What waits, as numbers in the line on top; null while it is not known. */
interface Counts {
  /** Notices that whoever is signed in has not acknowledged. */
  unread: number | null
  /** Prescription images that nobody has dealt with. */
  images: number | null
  /** Members whose お薬自動登録 is 未設定; 100 stands for more as well. */
  unlinked: number | null
}

/** Changes come in bundles: one look at the numbers for all of them. Milliseconds. */
const pause = 400

type Part = keyof Counts

const sources: Record<
  Part,
  { path: string; read: (answer: Record<string, unknown>) => unknown; nouns: readonly string[] }
> = {
  unread: { path: '/api/notices/unread-count', read: ({ unread }) => unread, nouns: ['notice'] },
  images: { path: '/api/images/open-count', read: ({ images }) => images, nouns: ['image'] },
  unlinked: { path: '/api/links/open-count', read: ({ unlinked }) => unlinked, nouns: ['member'] },
}
const unknown: Counts = { unread: null, images: null, unlinked: null }
const parts = Object.keys(sources) as Part[]

/** Keeps the numbers fresh. One that cannot be had is simply not shown: the page it leads to says why. */
export class CountWatch {
  readonly counts = new Store<Counts>(unknown)
  readonly #http: Http
  readonly #owed = new Set<Part>()
  #timer: ReturnType<typeof setTimeout> | undefined

  constructor(http: Http, live: Live) {
    this.#http = http
    const all = () => {
      this.#look(parts)
    }
    live.listen({
      change: (noun) => {
        this.#look(parts.filter((part) => sources[part].nouns.includes(noun)))
      },
      reload: all,
      up: all,
    })
  }

  /** Nobody is signed in any more. */
  stop(): void {
    clearTimeout(this.#timer)
    this.#timer = undefined
    this.#owed.clear()
    this.counts.set(unknown)
  }

  #look(wanted: readonly Part[]): void {
    for (const part of wanted) this.#owed.add(part)
    if (this.#owed.size > 0) this.#timer ??= setTimeout(() => void this.#fetch(), pause)
  }

  async #fetch(): Promise<void> {
    const wanted = [...this.#owed]
    this.#owed.clear()
    const answers = await Promise.all(
      wanted.map(async (part) => {
        const outcome = await this.#http.get<Record<string, unknown>>(sources[part].path)
        const count = outcome.ok ? sources[part].read(outcome.value) : null
        return [part, typeof count === 'number' ? count : null] as const
      }),
    )
    if (this.#timer === undefined) return
    this.#timer = undefined
    this.counts.set({ ...this.counts.value, ...Object.fromEntries(answers) })
    this.#look([])
  }
}
