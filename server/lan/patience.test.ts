import { expect, test } from 'vitest'
import { createPatience } from './patience.ts'

const times = (patience: { isTime(): boolean }, looks: number): number[] =>
  Array.from({ length: looks }, (_, look) => look).filter(() => patience.isTime())

test('who stays silent is asked ever more rarely, never not at all, and at once when something has changed', () => {
  const patience = createPatience()
  const asked = times(patience, 1000)
  expect(asked.slice(0, 5)).toEqual([0, 2, 5, 10, 19])
  const pauses = asked.slice(1).map((look, index) => look - asked[index]!)
  expect(pauses.toSorted((a, b) => a - b)).toEqual(pauses)
  expect(pauses.at(-1)).toBe(65)
  patience.begin()
  expect(times(patience, 4)).toEqual([0, 2])
})
