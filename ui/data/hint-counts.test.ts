import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { HintCountWatch } from './hint-counts.ts'
import { createHttp } from './http.ts'
import { Live, type LiveHandlers } from './live.ts'

/** A line that a test speaks into. */
class SpokenLive extends Live {
  handlers: Partial<LiveHandlers> = {}
  override listen(handlers: Partial<LiveHandlers>): () => void {
    this.handlers = handlers
    return () => undefined
  }
}

let server: Server
let asked: string[]
let counts: Record<string, number>
let isBroken: boolean
let live: SpokenLive
let watch: HintCountWatch
/** What waits for its time, run by hand. */
let later: (() => void)[]

beforeEach(async () => {
  asked = []
  counts = { a: 2, b: 0, c: 1 }
  isBroken = false
  later = []
  server = createServer((request, response) => {
    const members = new URL(request.url ?? '', 'http://box').searchParams.get('members') ?? ''
    asked.push(members)
    response.statusCode = isBroken ? 500 : 200
    const items = members.split(',').flatMap((memberId) => {
      const open = counts[memberId]
      return open === undefined ? [] : [{ memberId, open }]
    })
    response.end(JSON.stringify({ items, next: null }))
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const http = createHttp({ origin: `http://127.0.0.1:${String((server.address() as AddressInfo).port)}` })
  live = new SpokenLive({ now: () => 0, isOnline: () => true })
  watch = new HintCountWatch(http, live, (_ms, task) => {
    later.push(task)
    return () => {
      later = later.filter((other) => other !== task)
    }
  })
})
afterEach(() => {
  server.closeAllConnections()
  server.close()
})

/** The next state that the page is told. */
async function told(work: () => void): Promise<Record<string, number>> {
  await new Promise<void>((resolve) => {
    const stop = watch.state.subscribe(() => {
      stop()
      resolve()
    })
    work()
  })
  // It ends its turn before it is asked for more.
  await new Promise((resolve) => setImmediate(resolve))
  return Object.fromEntries(watch.state.value.open)
}
const runLater = () => {
  for (const task of later.splice(0)) task()
}
const want = (...ids: string[]) =>
  told(() => {
    watch.want(ids)
  })

test('whoever comes into the list is asked for at once, the others are not asked for again', async () => {
  expect(await want('a', 'b')).toEqual({ a: 2, b: 0 })
  expect(await want('c', 'a', 'b')).toEqual({ a: 2, b: 0, c: 1 })
  expect(asked).toEqual(['a,b', 'c'])
})

test('a change that names a member asks for that one; one that may concern anybody asks for all; a burst is one question', async () => {
  await want('a', 'b')
  counts = { a: 1, b: 0 }
  const after = told(() => {
    live.handlers.change?.('hint', ['a'])
    live.handlers.change?.('body-note', ['a'])
    live.handlers.change?.('memo', ['b'])
    live.handlers.change?.('body-note', ['nobody of the list'])
    expect(later).toHaveLength(1)
    runLater()
  })
  expect(await after).toEqual({ a: 1, b: 0 })
  await told(() => {
    live.handlers.change?.('dispensing', ['x'])
    live.handlers.change?.('dispensing', ['y'])
    runLater()
  })
  expect(asked).toEqual(['a,b', 'a', 'a,b'])
})

test('a table that came into use is nobody’s change and everybody’s', async () => {
  await want('a', 'b')
  await told(() => {
    live.handlers.change?.('hint', ['a table'])
    runLater()
  })
  expect(asked).toEqual(['a,b', 'a,b'])
})

test('a count that could not be had is said, what was known stays, and it is asked for again', async () => {
  await want('a')
  isBroken = true
  await told(() => {
    live.handlers.change?.('hint', ['a'])
    runLater()
  })
  expect(watch.state.value).toEqual({ open: new Map([['a', 2]]), hasFailed: true })
  isBroken = false
  counts = { a: 0 }
  await told(() => {
    watch.retry()
  })
  expect(watch.state.value).toEqual({ open: new Map([['a', 0]]), hasFailed: false })
})

test('when whoever could not be counted has left the list, “once more” says that nothing is missing', async () => {
  await want('a')
  isBroken = true
  await want('b', 'a')
  expect(watch.state.value.hasFailed).toBe(true)
  watch.want(['a'])
  await told(() => {
    watch.retry()
  })
  expect(watch.state.value).toEqual({ open: new Map([['a', 2]]), hasFailed: false })
  expect(asked).toEqual(['a', 'b'])
})

test('whoever left the list is forgotten, and everybody when nobody is signed in any more', async () => {
  await want('a', 'b')
  expect(await want('c')).toEqual({ c: 1 })
  watch.stop()
  expect(watch.state.value.open.size).toBe(0)
})

test('a busy day is asked for in pieces, the newest first', async () => {
  const ids = Array.from({ length: 90 }, (_, index) => `member${String(index)}`)
  counts = Object.fromEntries(ids.map((id) => [id, 1]))
  const states: number[] = []
  const all = new Promise<void>((resolve) => {
    watch.state.subscribe(() => {
      states.push(watch.state.value.open.size)
      if (states.length === 3) resolve()
    })
  })
  watch.want(ids)
  await all
  expect(states).toEqual([40, 80, 90])
  expect(asked[0]?.startsWith('member0,')).toBe(true)
})
