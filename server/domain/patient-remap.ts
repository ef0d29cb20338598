import type { Sex } from '../../contract/text.ts'
import { foldKana, foldName } from './fold.ts'

/** A patient as one receipt computer knows them. */
export interface RemapPerson {
  id: string
  code: string
  name: string
  kana: string
  sex: Sex
  birthOn: string | null
}

/** Why two are taken for one person, or why not. */
export type RemapReason =
  | 'same-facts'
  | 'listed'
  | 'variant-name'
  | 'variant-kana'
  | 'name-differs'
  | 'kana-differs'
  | 'name-missing'
  | 'kana-missing'
  | 'sex-missing'
  | 'sex-differs'
  | 'birth-missing'
  | 'birth-differs'
  | 'several'
  | 'nobody'
  | 'listed-differently'
  | 'not-listed'

export interface RemapPair {
  old: RemapPerson
  /** Who that is in the receipt computer that comes. `id` null: the code is from a list, no file has come yet. */
  next: { id: string | null; code: string } | null
  list: 'exact' | 'probable' | 'unmatched'
  reasons: RemapReason[]
}

const keyOf = ({ name, kana, birthOn, sex }: RemapPerson): string | null =>
  name !== '' && kana !== '' && birthOn !== null && sex !== 'unknown'
    ? [tidy(name), tidy(kana), birthOn, sex].join('\n')
    : null

/** Receipt computers differ in the width of spaces and kana, and in nothing else that a person would call equal. */
const tidy = (text: string): string => text.normalize('NFKC').replaceAll(/\s+/g, ' ').trim()

/**
 * Finds for each patient of the old receipt computer who that is in the new one.
 * `exact`: name, kana, birth date and sex are equal, and only these two have them. `probable`: the same but for widths, variant kanji, small
 * kana, one thing missing or one thing changed; a person has to look. `unmatched`: nobody. Nobody of the new one is exact for two.
 * Yields undefined now and then while it prepares, so that whoever asks can see to other things.
 */
export function* remapByFacts(
  olds: readonly RemapPerson[],
  news: readonly RemapPerson[],
): Generator<RemapPair | undefined> {
  const newsByKey = yield* group(news, (person) => [keyOf(person)])
  const oldsByKey = yield* group(olds, (person) => [keyOf(person)])
  const taken = new Set<string>()
  for (const [key, [old, ...otherOlds]] of oldsByKey) {
    const [next, ...others] = newsByKey.get(key) ?? []
    if (old && next && otherOlds.length === 0 && others.length === 0) taken.add(next.id)
  }
  const left = news.filter(({ id }) => !taken.has(id))
  const leftByTrait = yield* group(left, traitsOf)
  for (const old of olds) {
    const key = keyOf(old)
    const [same] = (key !== null && newsByKey.get(key)) || []
    if (same && taken.has(same.id)) yield pair(old, same, 'exact', ['same-facts'])
    else yield likeliest(old, leftByTrait)
  }
}

const pair = (old: RemapPerson, next: RemapPerson, list: RemapPair['list'], reasons: RemapReason[]): RemapPair => ({
  old,
  next: { id: next.id, code: next.code },
  list,
  reasons,
})

function likeliest(old: RemapPerson, byTrait: Map<string, RemapPerson[]>): RemapPair {
  const met = new Map(traitsOf(old).flatMap((trait) => (byTrait.get(trait) ?? []).map((next) => [next.id, next])))
  const found = [...met.values()]
    .map((next) => ({ next, reasons: differences(old, next) }))
    .filter(({ reasons }) => reasons.reduce((sum, reason) => sum + weights[reason], 0) <= mostDoubt)
    .sort((a, b) => doubtOf(a.reasons) - doubtOf(b.reasons) || (a.next.id < b.next.id ? -1 : 1))
  const [best, second] = found
  if (!best) return { old, next: null, list: 'unmatched', reasons: ['nobody'] }
  const isTie = second !== undefined && doubtOf(second.reasons) === doubtOf(best.reasons)
  return pair(old, best.next, 'probable', isTie ? [...best.reasons, 'several'] : best.reasons)
}

const doubtOf = (reasons: readonly RemapReason[]): number => reasons.reduce((sum, reason) => sum + weights[reason], 0)

/** How much each lessens the likelihood; past {@link mostDoubt} together it is somebody else. */
const weights: Record<RemapReason, number> = {
  'same-facts': 0,
  listed: 0,
  'variant-name': 1,
  'variant-kana': 1,
  'name-missing': 3,
  'kana-missing': 2,
  'sex-missing': 2,
  'birth-missing': 4,
  'name-differs': 5,
  'kana-differs': 5,
  'sex-differs': 5,
  'birth-differs': 6,
  several: 0,
  nobody: 0,
  'listed-differently': 0,
  'not-listed': 0,
}
const mostDoubt = 6

/** Two people who share none of these are not compared. */
function traitsOf({ name, kana, birthOn }: RemapPerson): string[] {
  const folded = { name: foldName(name), kana: foldKana(kana) }
  return [
    ...(folded.name && birthOn ? [`nb ${folded.name} ${birthOn}`] : []),
    ...(folded.kana && birthOn ? [`kb ${folded.kana} ${birthOn}`] : []),
    ...(folded.name && folded.kana ? [`nk ${folded.name} ${folded.kana}`] : []),
  ]
}

function differences(old: RemapPerson, next: RemapPerson): RemapReason[] {
  const reasons: RemapReason[] = []
  if (old.name === '' || next.name === '') reasons.push('name-missing')
  else if (tidy(old.name) !== tidy(next.name))
    reasons.push(foldName(old.name) === foldName(next.name) ? 'variant-name' : 'name-differs')
  if (old.kana === '' || next.kana === '') reasons.push('kana-missing')
  else if (tidy(old.kana) !== tidy(next.kana))
    reasons.push(foldKana(old.kana) === foldKana(next.kana) ? 'variant-kana' : 'kana-differs')
  if (old.sex === 'unknown' || next.sex === 'unknown') reasons.push('sex-missing')
  else if (old.sex !== next.sex) reasons.push('sex-differs')
  if (old.birthOn === null || next.birthOn === null) reasons.push('birth-missing')
  else if (old.birthOn !== next.birthOn) reasons.push('birth-differs')
  return reasons.length === 0 ? ['same-facts'] : reasons
}

/**
 * By the list that the maker of the new receipt computer gives: old code → new code. A listed pair is exact where what files have told of the
 * new patient does not contradict it; where it does, a person has to look.
 */
export function* remapByList(
  olds: readonly RemapPerson[],
  news: readonly RemapPerson[],
  list: ReadonlyMap<string, string>,
): Generator<RemapPair> {
  const newByCode = new Map(news.map((person) => [person.code, person]))
  for (const old of olds) {
    const code = list.get(old.code)
    if (code === undefined) yield { old, next: null, list: 'unmatched', reasons: ['not-listed'] }
    else {
      const known = newByCode.get(code)
      const contrary = known
        ? differences(old, known).filter((reason) => weights[reason] >= weights['name-differs'])
        : []
      yield {
        old,
        next: { id: known?.id ?? null, code },
        list: contrary.length > 0 ? 'probable' : 'exact',
        reasons: contrary.length > 0 ? ['listed-differently', ...contrary] : ['listed'],
      }
    }
  }
}

export type ListOutcome =
  | { ok: true; list: Map<string, string> }
  | { ok: false; line: number; code: 'list-empty' | 'list-columns' | 'list-old-twice' | 'list-new-twice' }

const mostLines = 500_000

/** Reads `old,new` lines; a first line without digits is a heading. Comma, tab or semicolon; quotes and a BOM are taken off. */
export function readCodeList(text: string): ListOutcome {
  const list = new Map<string, string>()
  const given = new Set<string>()
  const lines = text.replace(/^\uFEFF/, '').split(/\r\n|\n|\r/, mostLines)
  for (const [at, line] of lines.entries()) {
    if (line.trim() === '') continue
    const cells = line.split(/[,\t;]/).map((cell) => cell.normalize('NFKC').trim().replaceAll(/^"|"$/g, '').trim())
    const [old = '', next = ''] = cells
    if (at === 0 && !/\d/.test(old) && !/\d/.test(next)) continue
    if (cells.length < 2 || old === '' || next === '') return { ok: false, line: at + 1, code: 'list-columns' }
    if (list.has(old)) return { ok: false, line: at + 1, code: 'list-old-twice' }
    if (given.has(next)) return { ok: false, line: at + 1, code: 'list-new-twice' }
    list.set(old, next)
    given.add(next)
  }
  return list.size === 0 ? { ok: false, line: 1, code: 'list-empty' } : { ok: true, list }
}

/** People grouped in one go before the next breath. */
const groupedAtOnce = 1000

function* group(
  people: readonly RemapPerson[],
  keysOf: (person: RemapPerson) => (string | null)[],
): Generator<undefined, Map<string, RemapPerson[]>> {
  const groups = new Map<string, RemapPerson[]>()
  for (const [at, person] of people.entries()) {
    if (at % groupedAtOnce === groupedAtOnce - 1) yield undefined
    for (const key of keysOf(person)) {
      if (key === null) continue
      const members = groups.get(key)
      if (members) members.push(person)
      else groups.set(key, [person])
    }
  }
  return groups
}
