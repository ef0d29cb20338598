import { expect, test } from 'vitest'
import { expiryOf, lifeOf } from './device-life.ts'

const dayMs = 24 * 60 * 60 * 1000
const renewedAt = Date.UTC(2026, 3, 3, 0, 0)
const after = (days: number, ms = 0, revokedAt: number | null = null) =>
  lifeOf({ renewedAt, revokedAt }, renewedAt + days * dayMs + ms)

test('a device lives 397 days, warns in the last 30, is borne with for 30 more, and lapses only then', () => {
  expect(expiryOf(renewedAt) - renewedAt).toBe(397 * dayMs)
  expect([after(0), after(366), after(367, -1)]).toEqual(['ok', 'ok', 'ok'])
  expect([after(367), after(396), after(397, -1)]).toEqual(['due', 'due', 'due'])
  expect([after(397), after(426), after(427, -1)]).toEqual(['overdue', 'overdue', 'overdue'])
  expect([after(427), after(4000)]).toEqual(['lapsed', 'lapsed'])
})

test('a clock that went back makes no device older', () => {
  expect(after(-400)).toBe('ok')
})

test('revoked stays revoked, however young', () => {
  expect(after(1, 0, renewedAt + 1)).toBe('revoked')
})
