import type { Sex } from '../../contract/text.ts'
import { foldKana, foldName } from './fold.ts'

/** What two records of perhaps the same person are compared by. */
export interface ComparedPerson {
  name: string
  kana: string
  sex: Sex
  birthOn?: string | undefined
}

/** Why a record only may be the same: what differs although it sounds, or folds, alike. */
export type DuplicateReason = 'spaces' | 'variant-kanji' | 'kana' | 'sex-unknown' | 'birth-unknown'

/** `exact`: 氏名・生年月日・性別 are the same to the letter; `reasons` is then empty. */
export interface Likeness {
  strength: 'exact' | 'maybe'
  reasons: DuplicateReason[]
}

export interface Duplicate<T> extends Likeness {
  other: T
}

const withoutSpaces = (text: string): string => text.replaceAll(/\s/g, '')

/** How two written names agree: undefined when they are different names. */
function compareNames(one: ComparedPerson, other: ComparedPerson): DuplicateReason[] | undefined {
  const [a, b] = [one.name.normalize('NFC'), other.name.normalize('NFC')]
  if (a !== '' && a === b) return []
  if (a !== '' && withoutSpaces(a) === withoutSpaces(b)) return ['spaces']
  const key = foldName(a)
  if (key !== '' && key === foldName(b)) return ['variant-kanji']
  const kana = foldKana(one.kana)
  return kana !== '' && kana === foldKana(other.kana) ? ['kana'] : undefined
}

/**
 * Whether two records may be one person (既にカードをお持ちの可能性あり). The rule is on 氏名・生年月日・性別: all three the same is `exact`;
 * `maybe` where the name differs only in spaces, in old or variant kanji, or sounds the same, where the sex of one is not known, or where
 * the birth date of one is missing and the names agree otherwise. Different birth dates, or different known sexes, are two people.
 */
export function comparePeople(one: ComparedPerson, other: ComparedPerson): Likeness | undefined {
  const reasons = compareNames(one, other)
  if (!reasons) return undefined
  if (one.sex !== other.sex) {
    if (one.sex !== 'unknown' && other.sex !== 'unknown') return undefined
    reasons.push('sex-unknown')
  }
  if (one.birthOn !== other.birthOn) {
    // A name that only sounds alike, on a day that nobody knows, is no hint.
    if ((one.birthOn !== undefined && other.birthOn !== undefined) || reasons.includes('kana')) return undefined
    reasons.push('birth-unknown')
  } else if (one.birthOn === undefined) reasons.push('birth-unknown')
  if (one.sex === 'unknown' && other.sex === 'unknown') reasons.push('sex-unknown')
  return { strength: reasons.length === 0 ? 'exact' : 'maybe', reasons }
}

/** Those who may be this person: exact ones first, otherwise in the order given. */
export function findDuplicates<T extends ComparedPerson>(person: ComparedPerson, others: readonly T[]): Duplicate<T>[] {
  const found = others.flatMap((other) => {
    const likeness = comparePeople(person, other)
    return likeness ? [{ other, ...likeness }] : []
  })
  return found.toSorted((a, b) => Number(a.strength === 'maybe') - Number(b.strength === 'maybe'))
}
