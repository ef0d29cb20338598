import { foldKana, foldName } from './fold.ts'

/** What of a person can be searched for. */
export interface Searchable {
  name: string
  kana: string
  birthOn: string | null
  /** The code at the receipt computer; null of a member. */
  code: string | null
  phones: readonly string[]
}

// Private-use characters: a name never holds them, because whatever is no letter and no digit is taken out of it first.
const familyMark = '\uE000'
const birthMark = '\uE001'
const codeMark = '\uE002'
const phoneMark = '\uE003'
const givenMark = '\uE004'
const looseMark = '\uE005'

const letters = (key: string): string[] => Array.from(key).filter((letter) => /[\p{L}\p{N}]/u.test(letter))
const pairs = (word: readonly string[]): string[] => word.slice(1).map((letter, at) => `${word[at] ?? ''}${letter}`)

const uRow = 'ウクスツヌフムユル'
const oRow = 'オコソトノホモヨロ'

/** Long vowels dropped: people write サトウ as "sato" and オオノ as "ono". Of a text that {@link foldKana} has folded. */
export const loosen = (kana: string): string => {
  let loose = ''
  for (const letter of kana) {
    const last = loose.at(-1) ?? ''
    const isLong = (letter === 'ウ' && (uRow + oRow).includes(last)) || (letter === 'オ' && oRow.includes(last))
    if (last === '' || !isLong) loose += letter
  }
  return loose
}

/** Family name and given name, as written with a blank between them. */
const wordsOf = (text: string, fold: (word: string) => string): string[][] =>
  text
    .split(/\s+/)
    .map((word) => letters(fold(word)))
    .filter((word) => word.length > 0)

/** One name as tokens: the whole from its first letter on, then each further word from its own first letter on. */
function nameTokens(words: readonly string[][]): string[] {
  const whole = words.flat()
  const [first] = whole
  if (first === undefined) return []
  const later = words.slice(1).flatMap((word) => [`${givenMark}${word[0] ?? ''}`, ...pairs(word)])
  return [`${familyMark}${first}`, ...pairs(whole), ...later]
}

const compactDate = (date: string): string => date.replaceAll('-', '')
const digitsOf = (text: string): string => text.replaceAll(/\D/g, '')
const reversed = (text: string): string => Array.from(text).reverse().join('')

/** A code as it is compared: padding zeros and signs make no difference. */
const codeKey = (code: string): string =>
  letters(code.normalize('NFKC').toUpperCase())
    .join('')
    .replace(/^0+(?=.)/, '')

/** What the index holds of a person: tokens with a blank between them. */
export function indexText({ name, kana, birthOn, code, phones }: Searchable): string {
  const kanaWords = wordsOf(kana, foldKana)
  const loose = kanaWords.map((word) => letters(loosen(word.join(''))))
  const isLoose = loose.some((word, at) => word.length !== kanaWords[at]?.length)
  const codeText = code === null ? '' : codeKey(code)
  return [
    ...nameTokens(kanaWords),
    ...nameTokens(wordsOf(name, foldName)),
    // Apart from the other names: サトウ must not be found by what only its loose form holds, but in the loose form.
    ...(isLoose ? nameTokens(loose).map((token) => looseMark + token) : []),
    ...(birthOn === null ? [] : [birthMark + compactDate(birthOn)]),
    ...(codeText === '' ? [] : [codeMark + codeText]),
    ...phones.map((phone) => phoneMark + reversed(digitsOf(phone))),
  ].join(' ')
}

/** Kana words in their order with the blank kept, so that a whole family name stands before a longer one. */
export const sortKey = (kana: string): string =>
  wordsOf(kana, foldKana)
    .map((word) => word.join(''))
    .join(' ')

/** Where in a name a text may stand. */
export type Place = 'family' | 'given' | 'anywhere'

const quoted = (tokens: readonly string[]): string => `"${tokens.join(' ')}"`

/** Search terms, in SQLite's FTS5 language. Null where the text holds nothing to search for. */
export const terms = {
  /** A text in kana or kanji. A single letter is only looked for at the beginning of a name. */
  name(text: string, place: Place, isLoose = false): string | null {
    const word = letters(foldName(text))
    const [first] = word
    if (first === undefined) return null
    const mark = isLoose ? looseMark : ''
    const inside = pairs(word)
    const from = (start: string): string => quoted([start + first, ...inside].map((token) => mark + token))
    if (place === 'family') return from(familyMark)
    if (place === 'given') return from(givenMark)
    return inside.length > 0
      ? quoted(inside.map((token) => mark + token))
      : `(${from(familyMark)} OR ${from(givenMark)})`
  },
  /** @param digits `YYYY`, `YYYYMM` or `YYYYMMDD` */
  birth: (digits: string): string => `${quoted([birthMark + digits])}${digits.length < 8 ? ' *' : ''}`,
  code(text: string, isWhole: boolean): string | null {
    const key = codeKey(text)
    return key === '' ? null : `${quoted([codeMark + key])}${isWhole ? '' : ' *'}`
  },
  /** The last digits of a telephone number, four or more. */
  phone(text: string): string | null {
    const digits = digitsOf(text)
    return digits.length < 4 ? null : `${quoted([phoneMark + reversed(digits)])} *`
  },
}
