import { expect, test } from 'vitest'
import { concludeSwap, isFull, mayGoTo, swapWords, type SwapCount } from './swap-test.ts'

const good = { touches: 10, errors: 0, unplugs: 0 }
const bad = { touches: 4, errors: 6, unplugs: 0 }
type Round = Omit<SwapCount, 'step'> | undefined

const conclude = (asIs: Round, otherPort: Round, otherReader: Round) =>
  concludeSwap([
    ...(asIs ? [{ step: 'as-is' as const, ...asIs }] : []),
    ...(otherPort ? [{ step: 'other-port' as const, ...otherPort }] : []),
    ...(otherReader ? [{ step: 'other-reader' as const, ...otherReader }] : []),
  ])

test('errors that follow the reader are the reader, errors that stay with the place are the cable or port', () => {
  expect(conclude(bad, bad, good)).toBe('reader')
  expect(conclude(bad, good, bad)).toBe('port')
})

test('errors that vanish by plugging anew were a contact, errors that come whatever is changed are something else', () => {
  expect(conclude(bad, good, good)).toBe('vanished')
  expect(conclude(bad, bad, bad)).toBe('common')
  expect(conclude(good, good, good)).toBe('nothing')
})

test('with two rounds it says what is likely, and that it is not yet certain', () => {
  expect(conclude(bad, bad, undefined)).toBe('reader-likely')
  expect(conclude(bad, good, undefined)).toBe('port-likely')
  expect(conclude(bad, undefined, good)).toBe('reader-likely')
  expect(conclude(bad, undefined, bad)).toBe('port-likely')
  expect(swapWords['reader-likely']).toMatch('まだ決められない')
})

test('a reader that is fine is not blamed for the other port or the other reader', () => {
  expect(conclude(good, bad, good)).toBe('second-port')
  expect(conclude(good, bad, undefined)).toBe('second-port')
  expect(conclude(good, good, bad)).toBe('second-reader')
  expect(conclude(good, bad, bad)).toBe('mixed')
})

test('nine touches are too few, ten are enough, read or not', () => {
  expect(isFull({ step: 'as-is', touches: 9, errors: 0, unplugs: 0 })).toBe(false)
  expect(isFull({ step: 'as-is', touches: 0, errors: 10, unplugs: 0 })).toBe(true)
  expect(conclude(bad, { touches: 9, errors: 0, unplugs: 0 }, good)).toBe('too-few')
  expect(conclude(bad, undefined, undefined)).toBe('too-few')
  expect(conclude(undefined, bad, good)).toBe('too-few')
})

test('one error may be the hand and one unplugging the moving of the cable; two are signs', () => {
  expect(conclude({ touches: 9, errors: 1, unplugs: 1 }, good, good)).toBe('nothing')
  expect(conclude({ touches: 8, errors: 2, unplugs: 0 }, good, good)).toBe('vanished')
  expect(conclude({ touches: 10, errors: 0, unplugs: 2 }, good, good)).toBe('vanished')
})

test('a test begins at the beginning and goes only forward', () => {
  expect(mayGoTo(null, 'as-is')).toBe(true)
  expect(mayGoTo(null, 'other-port')).toBe(false)
  expect(mayGoTo('as-is', 'other-reader')).toBe(true)
  expect(mayGoTo('other-reader', 'other-port')).toBe(false)
  expect(mayGoTo('other-port', 'other-port')).toBe(false)
  expect(mayGoTo('done', 'other-port')).toBe(false)
  expect(mayGoTo('done', 'as-is')).toBe(true)
})
