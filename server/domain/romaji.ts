import { toKatakana } from 'wanakana'

/** At most so many readings of one word. */
const maxReadings = 4

/**
 * Latin letters as kana, in the spellings people use: Hepburn as in a passport (`ohno`, `namba`, `hatchobori`) or typed (`oono`,
 * `huzita`). `shinichi` may be シニチ or シンイチ: all readings are returned. A syllable that is not finished yet is left out.
 */
export function kanaOfRomaji(typed: string): string[] {
  const plain = typed
    .toLowerCase()
    .replaceAll(/[’']/g, "'")
    .replaceAll(/m(?=[bpm])/g, 'n')
    .replaceAll('tch', 'cch')
    .replaceAll(/oh(?![aiueo])/g, 'o')
  let readings = ['']
  // An n before a vowel ends a syllable or begins one.
  for (const part of plain.split(/(?<=[aiueo]n)(?=[aiueoy])/)) {
    const joined = readings.flatMap((before) =>
      before.endsWith('n') ? [before + part, `${before}'${part}`] : [before + part],
    )
    readings = joined.slice(0, maxReadings)
  }
  return readings
    .map((reading) => toKatakana(reading).replace(/[a-z']+$/, ''))
    .filter((kana) => !/[a-z']/.test(kana) && kana !== '')
}
