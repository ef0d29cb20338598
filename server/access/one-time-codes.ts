import { createHash, randomBytes, timingSafeEqual } from 'node:crypto'

/** 128 random bits, short enough for a small QR code. There is nothing to try out, so a fast digest is enough. */
export const makeCode = (): string => randomBytes(16).toString('base64url')

/** The only form in which a code, or what a phone was given, is stored. */
export const hashCode = (code: string): Buffer => createHash('sha256').update(code).digest()

/** Compared in constant time; null is nobody's. */
export const isSameHash = (a: Buffer | null, b: Buffer): boolean =>
  a !== null && a.length === b.length && timingSafeEqual(a, b)
