import { normalise } from './normalise.ts'

/**
 * Weights 3 and 1 in turn from the right, the check digit with 1 (GS1 General Specifications). Also true of a GTIN filled up with
 * zeros in front.
 */
const hasCheckDigit = (digits: string): boolean =>
  [...digits].reverse().reduce((sum, digit, index) => sum + Number(digit) * (index % 2 === 0 ? 1 : 3), 0) % 10 === 0

export type JanOutcome = { ok: true; jan: string } | { ok: false; code: 'length' | 'check-digit' }

/**
 * Reads a JAN as it is typed or scanned: any width, with or without hyphens and blanks. Eight digits are a JAN-8, thirteen a JAN-13;
 * twelve are a UPC-A, which is the JAN-13 with a zero in front. Anything else is no JAN: `length`; a slip of the finger: `check-digit`.
 */
export function readJan(typed: string): JanOutcome {
  const digits = normalise(typed, 'NFKC').replace(/[\s\-‐‑‒–—―−ー]/g, '')
  if (!/^(?:\d{8}|\d{12,13})$/.test(digits)) return { ok: false, code: 'length' }
  if (!hasCheckDigit(digits)) return { ok: false, code: 'check-digit' }
  return { ok: true, jan: digits.length === 12 ? `0${digits}` : digits }
}
