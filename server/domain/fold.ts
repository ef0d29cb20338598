import { normalise } from './normalise.ts'
import { variantKanji } from './variant-kanji.ts'

const smallKana = 'ァィゥェォヵヶッャュョヮㇰㇱㇲㇳㇴㇵㇶㇷㇸㇹㇺㇻㇼㇽㇾㇿ'
const largeKana = 'アイウエオカケツヤユヨワクシストヌハヒフヘホムラリルレロ'
const largeOf = new Map(Array.from(smallKana, (small, at) => [small, largeKana.charAt(at)]))

/**
 * Search key of a kana text: width, hiragana and katakana, small and large, voiced and unvoiced, long marks, hyphens, middle
 * dots and spaces make no difference. Not for display.
 */
export const foldKana = (text: string): string => {
  // Stand-alone marks would become a space and a mark under NFKC.
  const decomposed = normalise(normalise(text.replace(/[゛゜]/g, ''), 'NFKC'), 'NFD')
  return normalise(decomposed.replace(/[\u3099\u309A\sー・･\-‐‑‒–—―−─]/g, ''), 'NFC')
    .replace(/[ぁ-ゖゝゞ]/g, (kana) => String.fromCharCode(kana.charCodeAt(0) + 0x60))
    .replace(/[ァィゥェォヵヶッャュョヮㇰ-ㇿ]/g, (kana) => largeOf.get(kana) ?? kana)
    .toUpperCase()
}

/** Search key of a written name: as {@link foldKana}, and old and variant forms of kanji count as their common form. */
export const foldName = (text: string): string =>
  Array.from(
    foldKana(text).replace(/[\uFE00-\uFE0F]|\uDB40[\uDD00-\uDDEF]/g, ''),
    (character) => variantKanji.get(character) ?? character,
  ).join('')
