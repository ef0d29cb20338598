import { describe, expect, it } from 'vitest'
import { createClock, morning, openTestStore } from '../../test/support/store.ts'
import { percentile, sumLatencies } from '../domain/latency.ts'
import { countReader, listReaderDays, listReaderEvents, noteReaderEvent } from './reader-days.ts'
import { seeReader } from './readers.ts'

const dayMs = 24 * 60 * 60 * 1000

async function openReader() {
  const clock = createClock()
  const store = await openTestStore(clock.now)
  const see = (device: string) =>
    store.write(() => seeReader(store, { device, kind: 'pcsc', label: device, satellite: null }))
  const id = see('a')
  const count: typeof countReader = (...args) => {
    store.write(() => {
      countReader(...args)
    })
  }
  return { store, clock, id, other: see('b'), count }
}

describe('the days of a reader', () => {
  it('add up what is counted, each reader by itself, each day by the clock in Tokyo', async () => {
    const { store, id, other, count } = await openReader()
    const midnight = Date.UTC(2026, 3, 3, 15)
    count(store, id, midnight - 1, { touches: 1 }, 20)
    count(store, id, midnight, { touches: 1, mute: 2 }, 20)
    count(store, id, midnight, { touches: 1 }, 500)
    count(store, other, midnight, { connects: 1 })
    const days = listReaderDays(store, id, '2026-01-01')
    expect(days).toMatchObject([
      { on: '2026-04-04', touches: 2, mute: 2, connects: 0 },
      { on: '2026-04-03', touches: 1, mute: 0 },
    ])
    expect(days.map(({ latencies }) => percentile(latencies, 1))).toEqual([512, 23])
    expect(sumLatencies(days.map(({ latencies }) => latencies)).reduce((sum, each) => sum + each)).toBe(3)
    expect(listReaderDays(store, id, '2026-04-04')).toHaveLength(1)
    expect(listReaderDays(store, other, '2026-01-01')).toMatchObject([{ connects: 1 }])
  })

  it('never owe anything: a run of failures that ended well belongs to the day before', async () => {
    const { store, id, count } = await openReader()
    count(store, id, morning - dayMs, { givenUp: 1 })
    count(store, id, morning, { touches: 1, givenUp: -1 })
    count(store, id, morning, { givenUp: -1 })
    expect(listReaderDays(store, id, '2026-01-01').map(({ givenUp }) => givenUp)).toEqual([0, 1])
  })
})

describe('the events of a reader', () => {
  it('are the newest three hundred, newest first, whatever other readers go through', async () => {
    const { store, id, other } = await openReader()
    store.write(() => {
      noteReaderEvent(store, other, morning, 'plugged')
      for (let at = 1; at <= 350; at++) noteReaderEvent(store, id, at, 'unplugged')
    })
    const events = listReaderEvents(store, id, 1000)
    expect(events).toHaveLength(300)
    expect([events[0]?.at, events.at(-1)?.at]).toEqual([350, 51])
    expect(listReaderEvents(store, id, 2)).toEqual([
      { at: 350, code: 'unplugged' },
      { at: 349, code: 'unplugged' },
    ])
    expect(listReaderEvents(store, other, 9)).toEqual([{ at: morning, code: 'plugged' }])
  })
})
