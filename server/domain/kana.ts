import { normalise } from './normalise.ts'

/**
 * Half-width kana to full width (NFKC), small and voiced marks joined: `ﾊﾞ` → `バ`, `ハ゛` → `バ`. A mark that no kana can take
 * stays as it is. Ends are trimmed.
 */
export const wideKana = (text: string): string =>
  normalise(text.replace(/[゛ﾞ]/g, '\u3099').replace(/[゜ﾟ]/g, '\u309A'), 'NFKC')
    .replace(/\u3099/g, '゛')
    .replace(/\u309A/g, '゜')
    .trim()
