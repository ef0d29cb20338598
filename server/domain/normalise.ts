/**
 * Sorting a long run of combining marks takes quadratic time, which a hostile file could use to stop the box. No Japanese text
 * has such a run. The half-width and stand-alone voiced marks count too: they become combining ones.
 */
const longMarks = /[\p{M}ﾞﾟ゛゜]{9}/u

/** Text that no form of normalisation changes. A loop: most texts are a code or a number, too short for a regular expression. */
export function isAscii(text: string): boolean {
  for (let at = 0; at < text.length; at++) if (text.charCodeAt(at) > 0x7f) return false
  return true
}

/** Unicode normalisation in linear time: text that would take longer is returned as it is. */
export const normalise = (text: string, form: 'NFC' | 'NFD' | 'NFKC'): string =>
  isAscii(text) || longMarks.test(text) ? text : text.normalize(form)
