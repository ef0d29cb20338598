/**
 * Sorting a long run of combining marks takes quadratic time, which a hostile file could use to stop the box. No Japanese text
 * has such a run. The half-width and stand-alone voiced marks count too: they become combining ones.
 */
const longMarks = /[\p{M}ﾞﾟ゛゜]{9}/u
const beyondAscii = /[^\u0000-\u007F]/

/** Text that no form of normalisation changes. */
export const isAscii = (text: string): boolean => !beyondAscii.test(text)

/** Unicode normalisation in linear time: text that would take longer is returned as it is. */
export const normalise = (text: string, form: 'NFC' | 'NFD' | 'NFKC'): string =>
  isAscii(text) || longMarks.test(text) ? text : text.normalize(form)
