/** What was typed as a code of another notebook, or why it can be none. */
export type TypedCode = { ok: true; code: string } | { ok: false; reason: 'empty' | 'signs' }

/** Letters that are taken for digits when a code is read aloud or copied from a screen. */
const lookAlikes: Readonly<Record<string, string>> = { O: '0', Q: '0', D: '0', I: '1', L: '1', Z: '2', S: '5', B: '8' }

/**
 * Reads a code as people type it: any width, with blanks and hyphens or without, `O` for `0`. Letters are only taken for digits where
 * everything else is a digit: a code that has letters of its own keeps them.
 */
export const readOutsideCode = (typed: string): TypedCode => {
  const plain = typed
    .normalize('NFKC')
    .replaceAll(/[\s\-‐‑–—−ー・.]/g, '')
    .toUpperCase()
  if (plain === '') return { ok: false, reason: 'empty' }
  if (!/^[0-9A-Z]+$/.test(plain)) return { ok: false, reason: 'signs' }
  const digits = Array.from(plain, (letter) => lookAlikes[letter] ?? letter).join('')
  const isNumber = /\d/.test(plain) && /^\d+$/.test(digits)
  return { ok: true, code: isNumber ? digits : plain }
}
