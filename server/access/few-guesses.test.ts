import { expect, test } from 'vitest'
import { createClock } from '../../test/support/store.ts'
import { createFewGuesses } from './few-guesses.ts'

test('an address has two wrong guesses in five minutes, and then waits until the first is five minutes old', () => {
  const clock = createClock()
  const guesses = createFewGuesses(clock.now)
  const start = clock.now()
  guesses.noteWrong('a')
  clock.set(start + 60_000)
  expect(guesses.waitMs('a')).toBe(0)
  guesses.noteWrong('a')
  expect(guesses.waitMs('a')).toBe(240_000)
  expect(guesses.waitMs('b')).toBe(0)
  clock.set(start + 300_000)
  expect(guesses.waitMs('a')).toBe(0)
  guesses.noteWrong('a')
  expect(guesses.waitMs('a')).toBe(60_000)
  guesses.noteRight('a')
  expect(guesses.waitMs('a')).toBe(0)
})

test('a clock that is set back keeps nobody waiting', () => {
  const clock = createClock()
  const guesses = createFewGuesses(clock.now)
  guesses.noteWrong('a')
  guesses.noteWrong('a')
  clock.set(clock.now() - 86_400_000)
  expect(guesses.waitMs('a')).toBe(0)
})
