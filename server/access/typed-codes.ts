import { randomBytes } from 'node:crypto'

/** Without I, L, O and U: nothing that is read as something else, or as a word (Crockford's base 32). */
const letters = '0123456789ABCDEFGHJKMNPQRSTVWXYZ'
const length = 16
const groupLength = 4

/** 80 random bits that a person reads from paper and types: four groups of four. */
export function makeTypedCode(): string {
  const code = [...randomBytes(length)].map((byte) => letters[byte % letters.length]).join('')
  return code.match(new RegExp(`.{${String(groupLength)}}`, 'g'))?.join('-') ?? code
}

/** What was typed, as it was printed: width, case, spaces and hyphens do not matter, nor does a mistaken letter. */
export const foldTypedCode = (typed: string): string =>
  typed
    .normalize('NFKC')
    .toUpperCase()
    .replace(/[^0-9A-Z]/g, '')
    .replaceAll('O', '0')
    .replace(/[IL]/g, '1')
