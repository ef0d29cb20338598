import type { ReactiveControllerHost } from 'lit'
import { afterEach, beforeEach, expect, it, vi } from 'vitest'
import { failed, success, type Outcome } from '../data/outcome.ts'
import { Finder } from './finder.ts'

beforeEach(() => {
  vi.useFakeTimers()
})
afterEach(() => {
  vi.useRealTimers()
})

/** A search field, what it says after each change, and answers that the test gives. */
function rig() {
  const said: string[] = []
  const answers: ((outcome: Outcome<string>) => void)[] = []
  const host: ReactiveControllerHost = {
    addController: () => undefined,
    removeController: () => undefined,
    requestUpdate: () => {
      const words = finder.failure ? 'failed' : (finder.found ?? (finder.isAsking ? 'asking' : ''))
      if (words !== said.at(-1)) said.push(words)
    },
    updateComplete: Promise.resolve(true),
  }
  const finder = new Finder<string>(host, () => new Promise((resolve) => answers.push(resolve)))
  const type = async (value: string) => {
    finder.onInput({ target: { value } } as unknown as Event)
    await vi.advanceTimersByTimeAsync(200)
  }
  const answer = async (outcome: Outcome<string>) => {
    answers.at(-1)?.(outcome)
    await vi.advanceTimersByTimeAsync(0)
  }
  return { finder, said, type, answer }
}

it('says that it is searching until the first answer, and nothing once the field is empty', async () => {
  const { finder, said, type, answer } = rig()
  await type('しけん')
  await answer(success('found'))
  await type('しけん　は')
  await answer(success('less'))
  await type('')
  expect(said).toEqual(['asking', 'found', 'less', ''])
  expect(finder.isAsking).toBe(false)
})

it('says that it is searching when it is asked once more after a failure', async () => {
  const { finder, said, type, answer } = rig()
  await type('しけん')
  await answer(failed({ kind: 'offline' }))
  void finder.again()
  await answer(success('found'))
  expect(said).toEqual(['asking', 'failed', 'asking', 'found'])
})
