import { describe, expect, it } from 'vitest'
import type { BoxStatus } from '../../contract/status.ts'
import type { Http } from '../data/http.ts'
import { success } from '../data/outcome.ts'
import { StatusWatch } from '../data/status.ts'
import { Store } from '../data/store.ts'
import { dateOf } from '../format/clock.ts'
import { Watch } from './watch.ts'

/** A panel without a page: it notes what it would draw each time it is told to. */
const panel = <T>(stores: () => readonly (Store<unknown> | undefined)[], draw: () => T) => {
  const drawn: T[] = []
  const host = {
    addController: () => undefined,
    removeController: () => undefined,
    requestUpdate: () => {
      watch.hostUpdate()
      drawn.push(draw())
    },
    updateComplete: Promise.resolve(true),
  }
  const watch = new Watch(host, stores)
  watch.hostConnected()
  return { drawn, watch }
}

describe('a panel', () => {
  it('is drawn again when what it shows was replaced, and no more once it is gone', () => {
    const first = new Store(1)
    const second = new Store('a')
    let isSecondWanted = false
    const { drawn, watch } = panel(
      () => [first, isSecondWanted ? second : undefined],
      () => `${first.value}${second.value}`,
    )
    second.set('b')
    expect(drawn).toEqual([])
    isSecondWanted = true
    first.set(2)
    second.set('c')
    expect(drawn).toEqual(['2b', '2c'])
    watch.hostDisconnected()
    first.set(3)
    second.set('d')
    expect(drawn).toEqual(['2b', '2c'])
    // Drawn once more for another reason: it does not come back to life.
    watch.hostUpdate()
    first.set(4)
    expect(drawn).toEqual(['2b', '2c'])
    watch.hostConnected()
    first.set(5)
    expect(drawn).toEqual(['2b', '2c', '5d'])
  })

  it('goes over to the new day at midnight by the clock of the box, whatever the PC thinks of the time', async () => {
    const midnight = 1_795_186_800_000 // 2026-11-21 00:00:00 in Tokyo
    let now = midnight - 60_000
    let ticks = 5000 // the page has been open for five seconds by its own count
    const timers: { after: number; task: () => void; isOff: boolean }[] = []
    const http = {
      get: () => Promise.resolve(success({ now, today: dateOf(now) } as BoxStatus)),
    } as unknown as Http
    const status = new StatusWatch(
      http,
      () => ticks,
      (after, task) => {
        const timer = { after, task, isOff: false }
        timers.push(timer)
        return () => {
          timer.isOff = true
        }
      },
    )
    const { drawn } = panel(
      () => [status.status],
      () => status.status.value?.today,
    )
    const pass = (milliseconds: number) => {
      now += milliseconds
      ticks += milliseconds
    }

    await status.refresh()
    expect(drawn).toEqual(['2026-11-20'])
    expect(timers.map(({ after }) => after)).toEqual([61_500])
    pass(30_000)
    expect(status.now()).toBe(midnight - 30_000)

    // Asked in between for another reason: one timer waits, not two.
    await status.refresh()
    expect(timers.map(({ after, isOff }) => [after, isOff])).toEqual([
      [61_500, true],
      [31_500, false],
    ])

    // A timer that fires early finds the old day and waits for the rest of it.
    pass(29_000)
    timers.at(-1)?.task()
    await expect.poll(() => timers.length).toBe(3)
    expect(drawn.at(-1)).toBe('2026-11-20')
    expect(timers[2]?.after).toBe(2500)

    // One that fires late, after the PC was asleep, finds the new day at once.
    pass(3_600_000)
    timers[2]?.task()
    await expect.poll(() => drawn.at(-1)).toBe('2026-11-21')

    status.stop()
    expect(timers.at(-1)?.isOff).toBe(true)
  })
})
