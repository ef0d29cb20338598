import fc from 'fast-check'
import { expect, test } from 'vitest'
import { isSlip } from './slip.ts'

test.each([
  ['シケンハナコ', 'シケンハナヨ', true],
  ['シケンハナコ', 'シケンハナ', true],
  ['シケンハナコ', 'シケンナハコ', true],
  ['シケンハナコ', 'シケンハコナ', true],
  ['シケンハナコ', 'シケンコナハ', false],
  ['シケンハナコ', 'ミホンハナコ', false],
  ['花子', '花代', false],
])('%s and %s: one slip is %s', (one, other, isOne) => {
  expect(isSlip(one, other)).toBe(isOne)
})

test('a text with one character dropped is one slip from the whole, both ways', () => {
  fc.assert(
    fc.property(fc.string({ minLength: 4, maxLength: 12 }), fc.nat(11), (text, at) => {
      const characters = Array.from(text)
      fc.pre(characters.length >= 4)
      const short = characters.toSpliced(at % characters.length, 1).join('')
      expect([isSlip(text, short), isSlip(short, text)]).toEqual([true, true])
    }),
  )
})
