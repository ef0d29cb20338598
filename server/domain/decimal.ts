import { Big } from 'big.js'

// A private constructor: the number of decimals is a setting of the constructor, shared with nobody.
const Exact = Big()
const quotientPlaces = 6
Exact.DP = quotientPlaces

/** Longer numbers are no quantity of a medicine, and would make arithmetic slow. */
const maxDigits = 9

/**
 * Brings a plain number to its one spelling: no needless zeros, no sign, no exponent (`"6.00"` → `"6"`, `".5"` → `"0.5"`).
 * Null when it is not a number, or has more than nine digits before or behind the point.
 */
export function normaliseDecimal(text: string): string | null {
  if (text === '0' || /^[1-9]\d{0,8}$/.test(text)) return text
  if (text.length > 32) return null
  const match = /^(\d*)(?:\.(\d*))?$/.exec(text)
  if (!match || (!match[1] && !match[2])) return null
  const whole = (match[1] ?? '').replace(/^0+/, '')
  const fraction = (match[2] ?? '').replace(/0+$/, '')
  if (whole.length > maxDigits || fraction.length > maxDigits) return null
  return fraction === '' ? whole || '0' : `${whole || '0'}.${fraction}`
}

/** Most amounts are whole numbers, on which ordinary arithmetic is exact and many times as fast; NaN for the others. */
function wholeOf(a: string | number): number {
  const whole = typeof a === 'string' && a.includes('.') ? NaN : Number(a)
  return Number.isSafeInteger(whole) ? whole : NaN
}

/** The exact sum; every argument must be a plain decimal. */
export function add(...terms: string[]): string {
  let sum = 0
  for (const term of terms) sum = wholeOf(sum + wholeOf(term))
  if (!Number.isNaN(sum)) return String(sum)
  return terms.reduce((exact, term) => exact.plus(term), new Exact(0)).toFixed()
}

/** The exact product. */
export function multiply(a: string, b: string | number): string {
  const product = wholeOf(a) * wholeOf(b)
  return Number.isSafeInteger(product) ? String(product) : new Exact(a).times(b).toFixed()
}

/** The quotient if it is exact within six decimals, else null (also for a divisor of 0). */
export function divideExactly(a: string, b: string | number): string | null {
  const [dividend, parts] = [wholeOf(a), wholeOf(b)]
  if (dividend % parts === 0) return String(dividend / parts)
  const divisor = new Exact(b)
  if (divisor.eq(0)) return null
  const quotient = new Exact(a).div(divisor)
  return quotient.times(divisor).eq(a) ? quotient.toFixed() : null
}

export const isPositive = (a: string): boolean => new Exact(a).gt(0)

/** How many times a positive divisor fits whole into a dividend that is not negative. Exact, unlike a rounded quotient. */
export function divideDown(a: string, b: string): number {
  const [dividend, divisor] = [new Exact(a), new Exact(b)]
  return Number(dividend.minus(dividend.mod(divisor)).div(divisor).toFixed())
}

/** What then remains. */
export const remainderOf = (a: string, b: string): string => new Exact(a).mod(b).toFixed()

export const isLarger = (a: string, b: string): boolean => new Exact(a).gt(b)
