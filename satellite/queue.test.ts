import { beforeEach, expect, test } from 'vitest'
import { mostEvents, touchLimitMs, type SatelliteEvent } from '../contract/satellite.ts'
import { createQueue, type Fate, type Queue } from './queue.ts'

let at: number
let fates: [device: string, fate: Fate][]
let overflows: number
let queue: Queue

beforeEach(() => {
  at = 0
  fates = []
  overflows = 0
  queue = createQueue({
    clock: () => at,
    onFate: (device, fate) => fates.push([device, fate]),
    onOverflow: () => overflows++,
  })
})

const touch = (device = 'a'): SatelliteEvent => ({
  type: 'card-presented',
  device,
  card: { kind: 'felica', idm: '0123456789ABCDEF', record: { state: 'none' } },
  latencyMs: 3,
})
const lifted: SatelliteEvent = { type: 'card-removed', device: 'a' }
const sent = () => queue.batch().map(({ event }) => event)

test('what was told goes out in order and with its age, until the box has answered it', () => {
  queue.add(touch())
  at += 40
  queue.add(lifted)
  const first = queue.batch()
  expect(first).toMatchObject([
    { seq: 1, ageMs: 40, event: { type: 'card-presented' } },
    { seq: 2, ageMs: 0, event: { type: 'card-removed' } },
  ])
  queue.settle([{ seq: 1, outcome: 'taken' }])
  expect(sent()).toEqual([lifted])
  queue.settle([{ seq: 2, outcome: 'taken' }])
  expect([queue.isEmpty, fates]).toEqual([true, []])
})

test('a touch is tried for exactly its time; then its card is forgotten and its loss is told on', () => {
  queue.add(touch())
  at = touchLimitMs
  expect(sent()).toEqual([touch()])
  queue.noteUnsent()
  at++
  expect(sent()).toEqual([{ type: 'touch-lost', device: 'a', count: 1 }])
  expect(fates).toEqual([['a', 'lost']])
})

test('touches that never left are one entry a reader; one that may have arrived is asked after by its number', () => {
  for (const device of ['a', 'b', 'a']) queue.add(touch(device))
  queue.batch()
  queue.noteUnsent()
  queue.add(touch('c'))
  queue.batch()
  at += touchLimitMs + 1
  expect(sent()).toEqual(
    [1, 2, 3, 4].map((seq, index) => ({ type: 'touch-lost', device: 'abac'[index], seq, count: 1 })),
  )
  expect(fates.map(([, fate]) => fate)).toEqual(Array(4).fill('in-doubt'))
  queue.settle(queue.batch().map(({ seq }, index) => ({ seq, outcome: index === 0 ? 'taken' : 'lost' })))
  expect(fates.slice(4)).toEqual([
    ['a', 'came'],
    ['b', 'never-came'],
    ['a', 'never-came'],
    ['c', 'never-came'],
  ])

  for (const device of ['a', 'b', 'a']) queue.add(touch(device))
  at += touchLimitMs + 1
  expect(sent()).toEqual([
    { type: 'touch-lost', device: 'a', count: 2 },
    { type: 'touch-lost', device: 'b', count: 1 },
  ])
})

test('what is under way is not changed: a loss that comes meanwhile is told by itself', () => {
  queue.add(touch())
  at += touchLimitMs + 1
  queue.batch()
  queue.add(touch())
  at += touchLimitMs + 1
  expect(sent()).toMatchObject([{ count: 1 }, { count: 1 }])
})

test('a request holds no more than the box reads at once', () => {
  for (let count = 0; count < mostEvents + 1; count++) queue.add(lifted)
  expect(sent()).toHaveLength(mostEvents)
  queue.settle(queue.batch().map(({ seq }) => ({ seq, outcome: 'taken' })))
  expect(sent()).toHaveLength(1)
  queue.settle(queue.batch().map(({ seq }) => ({ seq, outcome: 'taken' })))
  const bytes = 'A'.repeat(88_000)
  for (let count = 0; count < 10; count++) queue.add({ type: 'scanned', device: 'a', bytes })
  expect(JSON.stringify(sent()).length).toBeLessThan(512 * 1024)
  expect(sent().length).toBeGreaterThan(0)
})

test('with the box away for a month the queue stays small: counts go first, and no touch is forgotten unsaid', () => {
  for (let count = 0; count < 1200; count++) queue.add(lifted)
  expect(overflows).toBe(1)
  for (let count = 0; count < 1200; count++) queue.add(touch())
  let waiting = 0
  for (;;) {
    const batch = queue.batch()
    if (batch.length === 0) break
    waiting += batch.length
    queue.settle(batch.map(({ seq }) => ({ seq, outcome: 'taken' })))
  }
  expect(waiting).toBeLessThanOrEqual(1000)
  const lost = fates.filter(([, fate]) => fate === 'lost').length
  expect(lost).toBeGreaterThanOrEqual(200)
  expect(lost).toBeLessThan(210)
})

test('when no more will be sent, every touch that waits is said to be lost', () => {
  queue.add(touch('a'))
  queue.batch()
  queue.add(lifted)
  queue.add(touch('b'))
  queue.end()
  expect(fates).toEqual([
    ['a', 'in-doubt'],
    ['b', 'lost'],
  ])
})

test('a touch that comes when no more will be sent is said to be lost at once', () => {
  queue.end()
  queue.add(lifted)
  queue.add(touch('a'))
  expect(fates).toEqual([['a', 'lost']])
  expect(sent()).toEqual([])
})

test('what the box rejects is thrown away: its touches are lost, or asked after when they may have come before', () => {
  queue.add(touch('a'))
  queue.batch()
  queue.add(lifted)
  queue.add(touch('b'))
  queue.batch()
  queue.add(lifted)
  expect(queue.reject()).toBe(true)
  expect(fates).toEqual([
    ['a', 'in-doubt'],
    ['b', 'lost'],
  ])
  const lost = [
    { type: 'touch-lost', device: 'a', seq: 1, count: 1 },
    { type: 'touch-lost', device: 'b', count: 1 },
  ]
  expect(sent()).toEqual([lifted, ...lost])
  // The loss is not forgotten with what it stood beside, only when it is refused by itself.
  queue.reject()
  expect(sent()).toEqual(lost)
  queue.reject()
  expect([sent(), queue.isEmpty, queue.reject()]).toEqual([[], true, false])
})

test('what was lost for want of room while it was under way is not lost twice', () => {
  queue.add(touch('a'))
  queue.batch()
  for (let count = 0; count < 1000; count++) queue.add(touch('b'))
  queue.reject()
  expect(fates.filter(([device]) => device === 'a')).toEqual([['a', 'in-doubt']])
})
