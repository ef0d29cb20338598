import { describe, expect, it } from 'vitest'
import { Collection, type CollectionSource } from './collection.ts'
import { failed, success, type Outcome } from './outcome.ts'

interface Row {
  id: string
  at: number
  day?: string
}

/** Rows as a box holds them. Requests wait while `gate` is set, so that a test decides what happens in between. */
class Shelf {
  rows = new Map<string, Row>()
  asked: string[] = []
  isDown = false
  isForbidden = false
  pageSize = 100
  gate: Promise<undefined> | null = null

  put(...rows: Row[]): void {
    for (const row of rows) this.rows.set(row.id, row)
  }

  async #answer<T>(what: string, value: () => T): Promise<Outcome<T>> {
    this.asked.push(what)
    const seen = value()
    await this.gate
    if (this.isForbidden) return failed({ kind: 'refused', code: 'not-allowed' })
    return this.isDown ? failed({ kind: 'offline' }) : success(seen)
  }

  readonly source: CollectionSource<Row> = {
    keyOf: (row) => row.id,
    compare: (a, b) => b.at - a.at,
    page: (cursor) =>
      this.#answer(`page ${cursor ?? ''}`.trim(), () => {
        const all = [...this.rows.values()].sort((a, b) => b.at - a.at)
        const from = cursor === null ? 0 : Number(cursor)
        const next = from + this.pageSize < all.length ? String(from + this.pageSize) : null
        return { items: all.slice(from, from + this.pageSize), next }
      }),
    byIds: (ids) =>
      this.#answer(`ids ${ids.join(',')}`, () => ({ items: ids.flatMap((id) => this.rows.get(id) ?? []) })),
    keeps: (row) => row.day !== 'yesterday',
  }
}

/** Opens a gate that the shelf waits at. */
const gate = (shelf: Shelf): (() => void) => {
  const { promise, resolve } = Promise.withResolvers<undefined>()
  shelf.gate = promise
  return () => {
    shelf.gate = null
    resolve(undefined)
  }
}

const open = (shelf: Shelf) => {
  const retries: (() => void)[] = []
  const collection = new Collection(shelf.source, (_, task) => {
    retries.push(task)
    return () => undefined
  })
  const ids = () => collection.state.value.items.map(({ id }) => id)
  return { collection, ids, retries }
}

describe('a collection', () => {
  it('shows what the box holds, in order', async () => {
    const shelf = new Shelf()
    shelf.put({ id: 'a', at: 1 }, { id: 'b', at: 2 })
    const { collection, ids } = open(shelf)
    expect(collection.state.value.phase).toBe('loading')
    await collection.load()
    expect(collection.state.value.phase).toBe('ready')
    expect(ids()).toEqual(['b', 'a'])
    expect([...collection.state.value.arrived]).toEqual([])
  })

  it('fetches a changed row, marks a new one as arrived and drops one that is gone', async () => {
    const shelf = new Shelf()
    shelf.put({ id: 'a', at: 1 })
    const { collection, ids } = open(shelf)
    await collection.load()
    shelf.put({ id: 'b', at: 2 })
    await collection.change(['b'])
    expect(ids()).toEqual(['b', 'a'])
    expect([...collection.state.value.arrived]).toEqual(['b'])
    shelf.rows.delete('a')
    await collection.change(['a'])
    expect(ids()).toEqual(['b'])
  })

  it('leaves out a row that does not belong to it, and removes one that no longer does', async () => {
    const shelf = new Shelf()
    shelf.put({ id: 'a', at: 1 })
    const { collection, ids } = open(shelf)
    await collection.load()
    shelf.put({ id: 'a', at: 1, day: 'yesterday' }, { id: 'b', at: 2, day: 'yesterday' })
    await collection.change(['a', 'b'])
    expect(ids()).toEqual([])
  })

  it('misses no change that comes while the first load is under way', async () => {
    const shelf = new Shelf()
    shelf.put({ id: 'a', at: 1 })
    const { collection, ids } = open(shelf)
    const release = gate(shelf)
    const loading = collection.load()
    shelf.put({ id: 'b', at: 2 })
    void collection.change(['b'])
    release()
    await loading
    expect(ids()).toEqual(['b', 'a'])
  })

  it('misses no second change of a row whose first is being fetched', async () => {
    const shelf = new Shelf()
    shelf.put({ id: 'a', at: 1 })
    const { collection } = open(shelf)
    await collection.load()
    shelf.put({ id: 'a', at: 2 })
    const release = gate(shelf)
    const first = collection.change(['a'])
    shelf.put({ id: 'a', at: 3 })
    void collection.change(['a'])
    release()
    await first
    expect(collection.state.value.items[0]?.at).toBe(3)
  })

  it('asks once for a row that is told twice while another request is under way', async () => {
    const shelf = new Shelf()
    shelf.put({ id: 'a', at: 1 })
    const { collection } = open(shelf)
    const release = gate(shelf)
    const loading = collection.load()
    void collection.change(['a'])
    void collection.change(['a'])
    release()
    await loading
    expect(shelf.asked).toEqual(['page', 'ids a'])
  })

  it('keeps showing its rows when the box is out of reach, and fetches what it owes when the line is back', async () => {
    const shelf = new Shelf()
    shelf.put({ id: 'a', at: 1 })
    const { collection, ids } = open(shelf)
    await collection.load()
    shelf.put({ id: 'b', at: 2 })
    shelf.isDown = true
    await collection.change(['b'])
    expect(ids()).toEqual(['a'])
    expect(collection.state.value).toMatchObject({ phase: 'ready', failure: { kind: 'offline' } })
    shelf.isDown = false
    await collection.kick()
    expect(ids()).toEqual(['b', 'a'])
    expect(collection.state.value.failure).toBeNull()
  })

  it('says that it can show nothing when the first load fails, and tries again by itself', async () => {
    const shelf = new Shelf()
    shelf.put({ id: 'a', at: 1 })
    shelf.isDown = true
    const { collection, ids, retries } = open(shelf)
    await collection.load()
    expect(collection.state.value.phase).toBe('failed')
    shelf.isDown = false
    expect(retries).toHaveLength(1)
    retries[0]?.()
    await collection.kick()
    await expect.poll(() => collection.state.value.phase).toBe('ready')
    expect(ids()).toEqual(['a'])
  })

  it('does not ask again by itself for what this account may not see, which would keep its session alive', async () => {
    const shelf = new Shelf()
    shelf.isForbidden = true
    const { collection, retries } = open(shelf)
    await collection.load()
    expect(collection.state.value).toMatchObject({ phase: 'failed', failure: { code: 'not-allowed' } })
    expect(retries).toHaveLength(0)
  })

  it('on a reload drops what is gone, adds what came, and marks only that as arrived', async () => {
    const shelf = new Shelf()
    shelf.put({ id: 'a', at: 1 }, { id: 'b', at: 2 })
    const { collection, ids } = open(shelf)
    await collection.load()
    shelf.rows.delete('a')
    shelf.put({ id: 'c', at: 3 })
    await collection.load()
    expect(ids()).toEqual(['c', 'b'])
    expect([...collection.state.value.arrived]).toEqual(['c'])
  })

  it('adds pages on request and fetches as many again on a reload', async () => {
    const shelf = new Shelf()
    shelf.pageSize = 2
    shelf.put(...[1, 2, 3, 4, 5].map((at) => ({ id: `r${String(at)}`, at })))
    const { collection, ids } = open(shelf)
    await collection.load()
    expect(ids()).toEqual(['r5', 'r4'])
    expect(collection.state.value.hasMore).toBe(true)
    await collection.more()
    expect(ids()).toEqual(['r5', 'r4', 'r3', 'r2'])
    await collection.load()
    expect(ids()).toEqual(['r5', 'r4', 'r3', 'r2'])
    await collection.more()
    expect(collection.state.value.hasMore).toBe(false)
    expect(ids()).toHaveLength(5)
  })

  it('asks for no further page when a load in between has reached the end', async () => {
    const shelf = new Shelf()
    shelf.pageSize = 1
    shelf.put({ id: 'a', at: 1 }, { id: 'b', at: 2 })
    const { collection, ids } = open(shelf)
    await collection.load()
    shelf.rows.delete('a')
    const release = gate(shelf)
    const loading = collection.load()
    void collection.more()
    release()
    await loading
    expect(shelf.asked).toEqual(['page', 'page'])
    expect(ids()).toEqual(['b'])
    expect(collection.state.value).toMatchObject({ hasMore: false, isLoadingMore: false })
  })

  it('says that the next page could not be had and keeps the rows', async () => {
    const shelf = new Shelf()
    shelf.pageSize = 1
    shelf.put({ id: 'a', at: 1 }, { id: 'b', at: 2 })
    const { collection, ids } = open(shelf)
    await collection.load()
    shelf.isDown = true
    await collection.more()
    expect(collection.state.value).toMatchObject({
      isLoadingMore: false,
      moreFailure: { kind: 'offline' },
      hasMore: true,
    })
    shelf.isDown = false
    await collection.more()
    expect(ids()).toEqual(['b', 'a'])
  })

  it('shows nothing more once it is closed', async () => {
    const shelf = new Shelf()
    shelf.put({ id: 'a', at: 1 })
    const { collection } = open(shelf)
    const release = gate(shelf)
    const loading = collection.load()
    collection.close()
    release()
    await loading
    expect(collection.state.value.phase).toBe('loading')
  })

  it('splits many ids over several requests', async () => {
    const shelf = new Shelf()
    const { collection, ids } = open(shelf)
    await collection.load()
    const rows = Array.from({ length: 95 }, (_, at) => ({ id: `r${String(at)}`, at }))
    shelf.put(...rows)
    await collection.change(rows.map(({ id }) => id))
    expect(ids()).toHaveLength(95)
    expect(shelf.asked.filter((what) => what.startsWith('ids'))).toHaveLength(3)
  })
})
