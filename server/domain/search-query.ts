import { loosen, terms, type Place } from './search-text.ts'
import { foldKana } from './fold.ts'
import { normalise } from './normalise.ts'
import { readTypedPeriod } from './typed-period.ts'

/** Longer texts than this many words are cut: nobody types more about one person. */
const maxWords = 8

/**
 * What was typed as questions to the index, best first: whoever the first one finds stands above whoever only a later one finds.
 * Empty when there is nothing to search for.
 * @param romaji readings of Latin letters as kana; left out, Latin letters are looked for as they are
 */
export function readSearch(typed: string, romaji: (text: string) => string[] = () => []): string[] {
  const words = wordsOf(typed)
  const places: (Place | 'beginning')[] =
    words.length === 1 ? ['family', 'given', 'anywhere'] : ['beginning', 'anywhere']
  const [only] = words
  const exact =
    words.length === 1 && only !== undefined && isCode(only) && /[0-9]/.test(only) ? terms.code(only, true) : null
  const questions = places.map((place) => {
    // A word of signs alone says nothing about anybody.
    const parts = words.map((word) => wordTerms(word, place, romaji)).filter((part) => part.length > 0)
    return parts.length > 0 ? parts.map((part) => `(${part.join(' OR ')})`).join(' AND ') : null
  })
  return [...new Set([exact, ...questions])].filter((question) => question !== null)
}

/** Words, with the blanks inside a date taken out of it: `昭和30年 1月 1日` is one. */
function wordsOf(typed: string): string[] {
  return normalise(typed, 'NFKC')
    .replaceAll(/(?<=\d[年月/.-])\s+(?=\d)/g, '')
    .split(/\s+/)
    .map((word) => word.replace(/(?<=[ぁ-ヿ])[a-zA-Z]{1,2}$/, ''))
    .filter((word) => word !== '')
    .slice(0, maxWords)
}

const isCode = (word: string): boolean => /^[0-9A-Za-z*-]+$/.test(word)

/** Everything one word may mean. */
function wordTerms(word: string, place: Place | 'beginning', romaji: (text: string) => string[]): string[] {
  const places: Place[] = place === 'beginning' ? ['family', 'given'] : [place]
  const names = places.flatMap((at) => nameTerms(word, at, romaji))
  const period = readTypedPeriod(word)
  const others = [
    period === null ? null : terms.birth(period),
    isCode(word) ? terms.code(word, false) : null,
    /^[-+()0-9]+$/.test(word) ? terms.phone(word) : null,
  ]
  return [...names, ...others].filter((term) => term !== null)
}

function nameTerms(word: string, place: Place, romaji: (text: string) => string[]): (string | null)[] {
  if (/^[-+()./0-9]+$/.test(word)) return []
  const readings = /^[A-Za-z'’-]+$/.test(word) ? romaji(word.replaceAll('-', '')) : []
  return [
    terms.name(word, place),
    ...readings.flatMap((kana) => [terms.name(kana, place), terms.name(loosen(foldKana(kana)), place, true)]),
  ]
}
