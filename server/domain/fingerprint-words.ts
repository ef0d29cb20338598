/** Sixteen kana that are hard to mishear for each other. */
const kana = 'アカサタナハマヤラワキミトノスケ'
const bytesShown = 16
const kanaPerGroup = 4

/**
 * The first 128 bits of a digest as eight groups of four kana, so that two people can compare them over the telephone:
 * `カマトス ハナキヤ …`.
 */
export function fingerprintWords(digest: Uint8Array): string {
  const letters = [...digest.subarray(0, bytesShown)].map((byte) => kana.charAt(byte >> 4) + kana.charAt(byte & 15))
  return (letters.join('').match(new RegExp(`.{${kanaPerGroup}}`, 'g')) ?? []).join(' ')
}
