import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { add, divideExactly, isPositive, multiply, normaliseDecimal } from './decimal.ts'

describe('a number', () => {
  it.each([
    ['6', '6'],
    ['6.00', '6'],
    ['0.50', '0.5'],
    ['.5', '0.5'],
    ['5.', '5'],
    ['007', '7'],
    ['0', '0'],
    ['0.000', '0'],
    ['000', '0'],
    ['611.8', '611.8'],
    ['123456789.123456789', '123456789.123456789'],
    ['00000000000000000001', '1'],
  ])('%s is spelt %s', (text, normal) => {
    expect(normaliseDecimal(text)).toBe(normal)
  })

  it.each([
    '',
    '.',
    '-1',
    '+1',
    '1e3',
    '1,000',
    '1 000',
    '0x10',
    '１',
    '1.2.3',
    'NaN',
    '1234567890',
    '0.1234567891',
    '1'.repeat(5_000_000),
  ])('%# is not taken', (text) => {
    expect(normaliseDecimal(text)).toBeNull()
  })
})

describe('arithmetic', () => {
  it('is exact where floating point is not', () => {
    expect(add('0.1', '0.2')).toBe('0.3')
    expect(multiply('0.1', 3)).toBe('0.3')
    expect(multiply('1.15', '100')).toBe('115')
    expect(multiply('123456789.123456789', 9999)).toBe('1234444434445.444433211')
    expect(add()).toBe('0')
  })

  it('is exact beyond what a floating-point number holds', () => {
    expect(add('9007199254740991', '2')).toBe('9007199254740993')
    expect(add('9007199254740991', '2', '-2')).toBe('9007199254740991')
    expect(add('9007199254740993')).toBe('9007199254740993')
    expect(multiply('999999999', '999999999999')).toBe('999999998999000000001')
    expect(multiply('123456789.000000001', '1')).toBe('123456789.000000001')
    expect(divideExactly('123456789.000001', 1)).toBe('123456789.000001')
    expect(divideExactly('9007199254740993', 3)).toBe('3002399751580331')
  })

  it('divides only where the result is exact within six decimals', () => {
    expect(divideExactly('6', 3)).toBe('2')
    expect(divideExactly('1', 2)).toBe('0.5')
    expect(divideExactly('1', 3)).toBeNull()
    expect(divideExactly('0.000001', 1)).toBe('0.000001')
    expect(divideExactly('0.000001', 2)).toBeNull()
    expect(divideExactly('0', 3)).toBe('0')
    expect(divideExactly('6', 0)).toBeNull()
  })

  it('gives back what was multiplied', () => {
    const amount = fc.integer({ min: 0, max: 999_999_999 }).map((units) => divideExactly(String(units), 1000)!)
    fc.assert(
      fc.property(amount, fc.integer({ min: 1, max: 999 }), (a, n) => {
        expect(divideExactly(multiply(a, n), n)).toBe(a)
      }),
    )
  })

  it('knows zero', () => {
    expect(isPositive('0')).toBe(false)
    expect(isPositive('0.000001')).toBe(true)
  })
})
