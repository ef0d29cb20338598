import { drugClasses } from './drug-class-table.ts'
import { foldDrug } from './drug-words.ts'
import { normalise } from './normalise.ts'
import { noteClauses } from './note-match.ts'

/** Tells whether one of the words or names is there. */
type Test = (text: string) => boolean

export interface ReadyClass {
  name: string
  isBroad: boolean
  isNamedIn: Test
  isName: Test
  isNoName: Test
  codes: readonly string[]
  noCodes: readonly string[]
}

const split = (list = ''): string[] => list.split(/\s+/).filter((each) => each !== '')
const anyTest = (patterns: readonly string[]): Test => {
  // Of nothing there is nothing to find.
  const pattern = new RegExp(patterns.length === 0 ? '(?!)' : patterns.join('|'))
  return (text) => pattern.test(text)
}

/** A word begins where it is written: ピリン is not in アスピリン, nor ステロイド in 非ステロイド. Kanji and hiragana may stand anywhere. */
function wordPattern(word: string): string {
  const begins = /^[ァ-ヺA-Z]/i.test(word) ? '(?<![ァ-ヺーA-Z非])' : ''
  const ends = /[A-Z]$/i.test(word) ? '(?![A-Z])' : ''
  return `${begins}${foldDrug(word)}${ends}`
}

function namePattern(written: string): string {
  const bare = foldDrug(written.replaceAll('〜', ''))
  return `${written.startsWith('〜') ? '' : '^'}${bare}${written.endsWith('〜') ? '' : '$'}`
}

const isCode = (text: string): boolean => /^\d/.test(text)

const ready = drugClasses.map(({ name, words, codes, names, except, isBroad = false }): ReadyClass => {
  const exceptions = split(except)
  return {
    name,
    isBroad,
    isNamedIn: anyTest(split(words).map(wordPattern)),
    isName: anyTest(split(names).map(namePattern)),
    isNoName: anyTest(exceptions.filter((text) => !isCode(text)).map(namePattern)),
    codes: split(codes),
    noCodes: exceptions.filter(isCode),
  }
})

/** Most parts of most notes name no class: told by one look. */
const isAnyNamedIn = anyTest(drugClasses.flatMap(({ words }) => split(words).map(wordPattern)))

/** Classes whose word a part of a note uses; the narrow ones where there are any. */
function classesOfPart(part: string): ReadyClass[] {
  // Hiragana between the words is no part of them; a note all in hiragana is folded whole.
  const texts = [foldDrug(part.replace(/[ぁ-ゖ]+/g, ' ')), foldDrug(part)].filter(isAnyNamedIn)
  if (texts.length === 0) return []
  const named = ready.filter(({ isNamedIn }) => texts.some(isNamedIn))
  const narrow = part.includes('以外') ? [] : named.filter(({ isBroad }) => !isBroad)
  return narrow.length > 0 ? narrow : named
}

/** Classes of medicines that a note tells harm of. */
export const noteClasses = (note: string): ReadyClass[] => [...new Set(noteClauses(note).flatMap(classesOfPart))]

/** What a note writes as a class (○○系) and the table does not know: whoever reads that nothing was found has to be told. */
export const unknownClasses = (note: string): string[] =>
  noteClauses(note).flatMap((part) => {
    const written = normalise(part, 'NFKC').match(/[ァ-ヺー]{3,20}系/g) ?? []
    return written.length > 0 && classesOfPart(part).length > 0 ? [] : written
  })

/** Of the illnesses of the past, one that is a hypersensitivity to a class of medicines. */
export const isHarmfulIllness = (text: string): boolean =>
  /アスピリン喘息|解熱鎮痛薬喘息|(?<![A-Z])(?:N-?ERD|AERD)/i.test(normalise(text, 'NFKC'))

/** By what a drug is known to be of a class: its name or that of an ingredient, else its code. Undefined: it is not known to be. */
export function classEvidence(
  { isName, isNoName, codes, noCodes }: ReadyClass,
  { words, yj }: { words: readonly string[]; yj: string | undefined },
): 'name' | 'code' | undefined {
  if (words.some((word) => isName(word) && !isNoName(word))) return 'name'
  if (yj === undefined || words.some(isNoName) || noCodes.some((code) => yj.startsWith(code))) return undefined
  return codes.some((code) => yj.startsWith(code)) ? 'code' : undefined
}
