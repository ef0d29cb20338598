import { expect, test } from 'vitest'
import { keyActions, Keys, usualKeys } from './keys.ts'

const storage = (stored: string | null = null) => {
  let value = stored
  return {
    getItem: () => value,
    setItem: (_key: string, next: string) => {
      value = next
    },
  }
}

test('a PC comes with the usual keys', () => {
  expect(new Keys(storage()).table.value).toEqual(usualKeys)
  expect(new Keys(null).actionOf('F12')).toBe('search')
})

test('a key that is chosen stays chosen, and the action that had it takes the other', () => {
  const kept = storage()
  const keys = new Keys(kept)
  keys.set('search', 'F9')
  expect(keys.actionOf('F9')).toBe('search')
  expect(keys.actionOf('F12')).toBe('card')
  expect(new Keys(kept).table.value).toEqual(keys.table.value)
  expect(new Set(Object.values(keys.table.value)).size).toBe(keyActions.length)
  keys.reset()
  expect(keys.table.value).toEqual(usualKeys)
})

test('a free key is taken without a swap', () => {
  const keys = new Keys(storage())
  keys.set('card', 'F3')
  expect(keys.table.value).toEqual({ ...usualKeys, card: 'F3' })
})

test.each(['', 'null', '[]', '{"search":"F5"}', '{"search":"F7"}', '{"search":"F1"}', '{"search":12}', 'x'])(
  'what is stored and makes no sense (%s) is the usual keys',
  (stored) => {
    expect(new Keys(storage(stored)).table.value).toEqual(usualKeys)
  },
)
