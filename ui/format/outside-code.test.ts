import { expect, test } from 'vitest'
import { readOutsideCode } from './outside-code.ts'

test.each([
  ['123456', '123456'],
  ['１２３４５６', '123456'],
  [' 123 456 ', '123456'],
  ['123-456', '123456'],
  ['12O4O6', '120406'],
  ['１２Ｏ４ｏ６', '120406'],
  ['l2345b', '123458'],
  ['ab12cd', 'AB12CD'],
  ['KOBE12', 'KOBE12'],
])('%s is read as %s', (typed, code) => {
  expect(readOutsideCode(typed)).toEqual({ ok: true, code })
})

test.each([
  ['', 'empty'],
  ['　- ', 'empty'],
  ['あいう', 'signs'],
  ['12+34', 'signs'],
])('%s is no code: %s', (typed, reason) => {
  expect(readOutsideCode(typed)).toEqual({ ok: false, reason })
})
