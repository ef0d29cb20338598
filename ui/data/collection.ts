import type { Page } from '../../contract/page.ts'
import { Store } from './store.ts'
import type { Failure, Outcome } from './outcome.ts'

/** Where a collection gets its rows from, and which of them belong to it. */
export interface CollectionSource<T> {
  keyOf: (item: T) => string
  /** Shown order. */
  compare: (a: T, b: T) => number
  /** One page; null asks for the first. */
  page: (cursor: string | null) => Promise<Outcome<Page<T>>>
  /**
   * The named rows as they are now. A row asked for and not returned is gone.
   * `isReload` says that single rows do not tell enough and everything is to be fetched again.
   */
  byIds: (ids: string[]) => Promise<Outcome<{ items: T[]; isReload?: boolean }>>
  /** Whether a changed row belongs into this collection, given what is shown. */
  keeps: (item: T, shown: readonly T[], hasMore: boolean) => boolean
}

export interface CollectionState<T> {
  /** `failed`: nothing can be shown. A failure beside rows means that they may be old. */
  phase: 'loading' | 'ready' | 'failed'
  items: readonly T[]
  /** Keys of rows that came after the first load, so that a page can let them glide in. */
  arrived: ReadonlySet<string>
  failure: Failure | null
  hasMore: boolean
  isLoadingMore: boolean
  moreFailure: Failure | null
}

/** Runs `task` after a while; returns the way to call it off. Injected so that tests need not wait. */
export type Later = (milliseconds: number, task: () => void) => () => void

/** The page's own clock. */
export const later: Later = (milliseconds, task) => {
  const timer = setTimeout(task, milliseconds)
  return () => {
    clearTimeout(timer)
  }
}

/** A request line stays under 2 kB with this many ids. */
const idsPerRequest = 40

/**
 * Rows of one kind, kept fresh. Everything goes through one pump, one request at a time, so answers never overtake each other:
 * a change that arrives while a request is under way is fetched after it, and one that could not be fetched stays owed.
 */
export class Collection<T> {
  readonly state: Store<CollectionState<T>>
  readonly #source: CollectionSource<T>
  readonly #later: Later
  readonly #owed = new Set<string>()
  #rows = new Map<string, T>()
  #arrived = new Set<string>()
  #cursor: string | null = null
  #pages = 1
  #isAllOwed = false
  #isMoreOwed = false
  #hasLoaded = false
  #isPumping = false
  #isClosed = false
  #failures = 0
  #cancelRetry: (() => void) | null = null

  constructor(source: CollectionSource<T>, delay: Later = later) {
    this.#source = source
    this.#later = delay
    this.state = new Store<CollectionState<T>>({
      phase: 'loading',
      items: [],
      arrived: this.#arrived,
      failure: null,
      hasMore: false,
      isLoadingMore: false,
      moreFailure: null,
    })
  }

  /** Fetches everything that is shown again, or for the first time. */
  load(): Promise<void> {
    this.#isAllOwed = true
    return this.#pump()
  }

  /** Takes rows off the page at once, without asking: they may not be shown any longer. */
  drop(isGone: (item: T) => boolean): void {
    if (!this.#hasLoaded) return
    for (const [key, item] of this.#rows) if (isGone(item)) this.#rows.delete(key)
    this.#show({})
  }

  /** Fetches the rows that are named; unknown ones may turn out to belong here. */
  change(ids: readonly string[]): Promise<void> {
    for (const id of ids) this.#owed.add(id)
    return this.#pump()
  }

  /** Fetches the next page. */
  more(): Promise<void> {
    if (this.#cursor === null) return Promise.resolve()
    this.#isMoreOwed = true
    return this.#pump()
  }

  /** Tries what is owed at once: the line is back, or somebody pressed the button. */
  kick(): Promise<void> {
    return this.#pump()
  }

  /** Stops for good; answers that still come are dropped. */
  close(): void {
    this.#isClosed = true
    this.#cancelRetry?.()
  }

  async #pump(): Promise<void> {
    if (this.#isPumping || this.#isClosed) return
    this.#isPumping = true
    this.#cancelRetry?.()
    this.#cancelRetry = null
    try {
      for (let task = this.#next(); task; task = this.#next()) {
        const failure = await task()
        if (failure) {
          this.#fail(failure)
          break
        }
        this.#failures = 0
      }
    } finally {
      this.#isPumping = false
    }
  }

  /** What is owed most urgently, or null when nothing is. */
  #next(): (() => Promise<Failure | null>) | null {
    if (this.#isClosed) return null
    if (this.#isAllOwed) return () => this.#fetchAll()
    if (this.#owed.size > 0) return () => this.#fetchOwed()
    return this.#isMoreOwed ? () => this.#fetchMore() : null
  }

  async #fetchAll(): Promise<Failure | null> {
    this.#isAllOwed = false
    // What was announced before this request is part of its answer.
    this.#owed.clear()
    if (!this.#hasLoaded) this.#show({ phase: 'loading', failure: null })
    const rows = new Map<string, T>()
    let cursor: string | null = null
    let pages = 0
    do {
      const outcome = await this.#source.page(cursor)
      if (!outcome.ok) {
        this.#isAllOwed = true
        return outcome.failure
      }
      for (const item of outcome.value.items) rows.set(this.#source.keyOf(item), item)
      cursor = outcome.value.next
      pages++
    } while (cursor !== null && pages < this.#pages)
    if (this.#hasLoaded) this.#noteArrivals(rows.keys())
    this.#rows = rows
    this.#cursor = cursor
    this.#pages = pages
    this.#hasLoaded = true
    this.#show({ phase: 'ready', failure: null })
    return null
  }

  async #fetchOwed(): Promise<Failure | null> {
    const ids = [...this.#owed].slice(0, idsPerRequest)
    for (const id of ids) this.#owed.delete(id)
    const outcome = await this.#source.byIds(ids)
    if (!outcome.ok) {
      for (const id of ids) this.#owed.add(id)
      return outcome.failure
    }
    if (outcome.value.isReload) {
      this.#isAllOwed = true
      return null
    }
    for (const id of ids) {
      const item = outcome.value.items.find((candidate) => this.#source.keyOf(candidate) === id)
      if (item && this.#source.keeps(item, this.state.value.items, this.#cursor !== null)) {
        this.#noteArrivals([id])
        this.#rows.set(id, item)
      } else this.#rows.delete(id)
    }
    this.#show({ phase: 'ready', failure: null })
    return null
  }

  /** A page that could not be had is said beside its button and is not owed: the rows shown are right. */
  async #fetchMore(): Promise<null> {
    this.#isMoreOwed = false
    // A load in between may have reached the end; null would ask for the first page again.
    if (this.#cursor === null) return null
    this.#show({ isLoadingMore: true, moreFailure: null })
    const outcome = await this.#source.page(this.#cursor)
    if (!outcome.ok) {
      this.#show({ isLoadingMore: false, moreFailure: outcome.failure })
      return null
    }
    for (const item of outcome.value.items) this.#rows.set(this.#source.keyOf(item), item)
    this.#cursor = outcome.value.next
    this.#pages++
    this.#show({ isLoadingMore: false })
    return null
  }

  #noteArrivals(keys: Iterable<string>): void {
    const fresh = [...keys].filter((key) => !this.#rows.has(key))
    if (fresh.length > 0) this.#arrived = new Set([...this.#arrived, ...fresh])
  }

  #fail(failure: Failure): void {
    this.#show(this.#hasLoaded ? { failure } : { phase: 'failed', failure })
    // Nobody signed in: the page is about to go away, asking again would be noise. Nor does time bring a permission.
    if (failure.kind === 'signed-out' || failure.code === 'not-allowed') return
    const delay = Math.min(15_000, 2000 * 2 ** this.#failures++)
    this.#cancelRetry = this.#later(delay, () => void this.#pump())
  }

  #show(part: Partial<CollectionState<T>>): void {
    if (this.#isClosed) return
    this.state.set({
      ...this.state.value,
      items: [...this.#rows.values()].sort((a, b) => this.#source.compare(a, b)),
      arrived: this.#arrived,
      hasMore: this.#cursor !== null,
      ...part,
    })
  }
}
