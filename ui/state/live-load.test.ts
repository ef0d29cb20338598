import type { ReactiveController, ReactiveControllerHost } from 'lit'
import { afterEach, beforeEach, expect, it, vi } from 'vitest'
import type { ChangeNoun } from '../../contract/events.ts'
import type { Page } from '../../contract/page.ts'
import { failed, success, type Outcome } from '../data/outcome.ts'
import { LiveLoad, LivePages, type LiveLoadOptions } from './live-load.ts'

type Heard = Parameters<ReturnType<LiveLoadOptions<unknown>['live']>['listen']>[0]

/** An element that shows what is loaded, and the line that pushes to it. */
function element() {
  const controllers: ReactiveController[] = []
  let heard: Heard = {}
  const host: ReactiveControllerHost = {
    addController: (controller) => void controllers.push(controller),
    removeController: () => undefined,
    requestUpdate: () => undefined,
    updateComplete: Promise.resolve(true),
  }
  return {
    host,
    live: () => ({
      listen: (listener: Heard) => {
        heard = listener
        return () => {
          heard = {}
        }
      },
    }),
    enter: () => {
      for (const controller of controllers) controller.hostConnected?.()
    },
    update: () => {
      for (const controller of controllers) controller.hostUpdate?.()
    },
    leave: () => {
      for (const controller of controllers) controller.hostDisconnected?.()
    },
    push: (noun: ChangeNoun) => heard.change?.(noun, ['id']),
    up: () => heard.up?.(),
  }
}

beforeEach(() => {
  vi.useFakeTimers()
})
afterEach(() => {
  vi.useRealTimers()
})

it('asks once for a storm of pushes, and not at all for what it does not show', async () => {
  const { host, live, enter, update, push } = element()
  const load = vi.fn(() => Promise.resolve(success('now')))
  const shown = new LiveLoad(host, { live, key: () => 'm1', load, nouns: ['member'] })
  enter()
  update()
  await vi.runAllTimersAsync()
  expect(shown.value).toBe('now')
  for (let each = 0; each < 500; each++) push(each % 2 === 0 ? 'member' : 'memo')
  await vi.runAllTimersAsync()
  expect(load).toHaveBeenCalledTimes(2)
  push('memo')
  await vi.runAllTimersAsync()
  expect(load).toHaveBeenCalledTimes(2)
})

it('shows what is new under pushes that never end, however slow the answers are', async () => {
  const { host, live, enter, update, push } = element()
  let asked = 0
  const slow = () =>
    new Promise<Outcome<number>>((resolve) => {
      const mine = ++asked
      setTimeout(() => {
        resolve(success(mine))
      }, 900)
    })
  const shown = new LiveLoad(host, { live, key: () => 'm1', load: slow, nouns: ['member'] })
  enter()
  update()
  for (let each = 0; each < 100; each++) {
    push('member')
    await vi.advanceTimersByTimeAsync(50)
  }
  expect(shown.value).toBeGreaterThan(2)
  await vi.runAllTimersAsync()
  expect(shown.value).toBe(asked)
})

it('shows nothing of another key, and takes no late answer', async () => {
  const { host, live, enter, update, leave, push } = element()
  const answers: ((outcome: Outcome<string>) => void)[] = []
  let key = 'm1'
  const shown = new LiveLoad<string>(host, {
    live,
    key: () => key,
    load: () => new Promise((resolve) => answers.push(resolve)),
    nouns: ['member'],
  })
  enter()
  update()
  key = 'm2'
  update()
  answers[1]?.(success('of m2'))
  answers[0]?.(success('of m1'))
  await vi.runAllTimersAsync()
  expect(shown.value).toBe('of m2')
  leave()
  push('member')
  await vi.runAllTimersAsync()
  expect(answers).toHaveLength(2)
})

it('listens to nothing and fetches nothing when it is drawn after it was left, and is fresh when it comes back', async () => {
  const { host, live, enter, update, leave, push } = element()
  const load = vi.fn(() => Promise.resolve(success('now')))
  const shown = new LiveLoad(host, { live, key: () => 'm1', load, nouns: ['member'] })
  enter()
  update()
  await vi.runAllTimersAsync()
  leave()
  update()
  push('member')
  await shown.reload()
  await vi.runAllTimersAsync()
  expect(load).toHaveBeenCalledTimes(1)
  enter()
  update()
  push('member')
  await vi.runAllTimersAsync()
  expect(load).toHaveBeenCalledTimes(3)
})

it('keeps what was shown beside a failure, and asks again when the line is back', async () => {
  const { host, live, enter, update, push, up } = element()
  let outcome: Outcome<string> = success('first')
  const shown = new LiveLoad(host, { live, key: () => 'm1', load: () => Promise.resolve(outcome), nouns: ['member'] })
  enter()
  update()
  await vi.runAllTimersAsync()
  outcome = failed({ kind: 'offline' })
  push('member')
  await vi.runAllTimersAsync()
  expect(shown).toMatchObject({ value: 'first', failure: { kind: 'offline' } })
  outcome = success('second')
  up()
  await vi.runAllTimersAsync()
  expect(shown).toMatchObject({ value: 'second', failure: null })
})

it('shows as many pages as were asked for, also after a push, and begins with one for another key', async () => {
  const { host, live, enter, update, push } = element()
  let key = 'm1'
  const shown = new LivePages<Page<number>>(host, {
    live,
    key: () => key,
    load: (_, cursor) => {
      const page = Number(cursor ?? 0)
      return Promise.resolve(success({ items: [page], next: page < 2 ? String(page + 1) : null }))
    },
    nouns: ['member'],
  })
  enter()
  update()
  await vi.runAllTimersAsync()
  await shown.more()
  expect(shown.value).toEqual({ items: [0, 1], next: '2' })
  push('member')
  await vi.runAllTimersAsync()
  expect(shown.value?.items).toEqual([0, 1])
  key = 'm2'
  update()
  await vi.runAllTimersAsync()
  expect(shown.value?.items).toEqual([0])
})
