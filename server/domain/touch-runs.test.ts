import { expect, test } from 'vitest'
import { followTouch, noRun, runGapMs, type TouchRun } from './touch-runs.ts'

/** Plays touches `[second, outcome]`; the sum of given-up runs and what is remembered. */
function play(...touches: [number, 'read' | 'failed'][]): { givenUp: number; run: TouchRun } {
  let run = noRun
  let givenUp = 0
  for (const [second, outcome] of touches) {
    const step = followTouch(run, outcome, second * 1000)
    run = step.run
    givenUp += step.givenUp
  }
  return { givenUp, run }
}

test('one failure is a hand that slipped, two in a row are a card that could not be read', () => {
  expect(play([0, 'failed']).givenUp).toBe(0)
  expect(play([0, 'failed'], [3, 'failed']).givenUp).toBe(1)
  expect(play([0, 'failed'], [3, 'failed'], [6, 'failed'], [9, 'failed']).givenUp).toBe(1)
})

test('a card that is read after all within 20 seconds was not given up', () => {
  const gap = runGapMs / 1000
  expect(play([0, 'failed'], [3, 'failed'], [3 + gap, 'read']).givenUp).toBe(0)
  expect(play([0, 'failed'], [3, 'failed'], [3.001 + gap, 'read']).givenUp).toBe(1)
})

test('failures further apart than 20 seconds are different people', () => {
  expect(play([0, 'failed'], [20, 'failed'])).toMatchObject({ givenUp: 1 })
  expect(play([0, 'failed'], [20.001, 'failed'])).toMatchObject({ givenUp: 0, run: { failures: 2, inRun: 1 } })
})

test('a read card ends what is remembered', () => {
  const { run } = play([0, 'failed'], [1, 'failed'], [60, 'failed'], [61, 'failed'])
  expect(run).toMatchObject({ failures: 4, givenUp: 2 })
  expect(followTouch(run, 'read', 200_000).run).toBe(noRun)
})
