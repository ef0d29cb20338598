import fc from 'fast-check'
import { describe, expect, it, test } from 'vitest'
import { readJan } from './jan.ts'

describe('a JAN', () => {
  // 4901234567894 and 49123456 are the textbook numbers of GS1 Japan.
  it.each([
    ['4901234567894', '4901234567894'],
    ['４９０１２３４５６７８９４', '4901234567894'],
    ['4-901234-567894', '4901234567894'],
    [' 4901234 567894\n', '4901234567894'],
    ['49123456', '49123456'],
    ['036000291452', '0036000291452'],
  ])('is read as it is typed: %s', (typed, jan) => {
    expect(readJan(typed)).toEqual({ ok: true, jan })
  })

  it.each([
    ['4901234567895', 'check-digit'],
    ['4901234657894', 'check-digit'],
    ['49123457', 'check-digit'],
    ['', 'length'],
    ['123', 'length'],
    ['49012345678941', 'length'],
    ['490123456789X', 'length'],
  ])('is refused with the reason: %s', (typed, code) => {
    expect(readJan(typed)).toEqual({ ok: false, code })
  })
})

const withCheckDigit = (body: number[]): string => {
  for (let digit = 0; digit <= 9; digit++) {
    const jan = [...body, digit].join('')
    if (readJan(jan).ok) return jan
  }
  throw new Error('no check digit fits')
}
const bodies = fc.array(fc.integer({ min: 0, max: 9 }), { minLength: 12, maxLength: 12 })

test('one wrong digit never passes', () => {
  fc.assert(
    fc.property(bodies, fc.integer({ min: 0, max: 12 }), fc.integer({ min: 1, max: 9 }), (body, at, by) => {
      const digits = [...withCheckDigit(body)].map(Number)
      digits[at] = (digits[at]! + by) % 10
      expect(readJan(digits.join(''))).toEqual({ ok: false, code: 'check-digit' })
    }),
  )
})
