/** Letters that mean the same to whoever searches: full and half width, capitals, hiragana and katakana. */
export const foldText = (text: string): string =>
  text
    .normalize('NFKC')
    .toLowerCase()
    .replaceAll(/[\u30a1-\u30f6]/g, (kana) => String.fromCodePoint((kana.codePointAt(0) ?? 0) - 0x60))

/** The words that are searched for: what stands between spaces, folded. */
export const searchWords = (query: string): string[] => foldText(query).split(/\s+/).filter(Boolean)

/** A stretch of a text: as it stands, or found. */
export interface Stretch {
  text: string
  isFound: boolean
}

/** Letters before and after the first hit that are shown with it. */
const before = 16
const length = 90

/** The place in `text` where the first of the words stands, with every hit marked. */
export const snippetOf = (text: string, words: readonly string[]): Stretch[] => {
  const letters = [...text]
  const folded = letters.map(foldText)
  const isFound = letters.map(() => false)
  // Where each letter of the folded text comes from: folding may make one letter into several.
  const origin = folded.flatMap((letter, index) => Array.from(letter, () => index))
  const whole = folded.join('')
  for (const word of words) {
    for (let at = whole.indexOf(word); at >= 0 && word !== ''; at = whole.indexOf(word, at + word.length))
      for (const index of origin.slice(at, at + word.length)) isFound[index] = true
  }
  const first = Math.max(0, isFound.indexOf(true))
  const from = Math.max(0, first - before)
  const stretches: Stretch[] = []
  for (let index = from; index < Math.min(letters.length, from + length); index++) {
    const last = stretches.at(-1)
    const letter = letters[index] ?? ''
    const hit = isFound[index] ?? false
    if (last?.isFound === hit) last.text += letter
    else stretches.push({ text: letter, isFound: hit })
  }
  if (from > 0) stretches.unshift({ text: '…', isFound: false })
  if (from + length < letters.length) stretches.push({ text: '…', isFound: false })
  return stretches
}
