import { createHash } from 'node:crypto'
import type { Hint, HintDrug, HintKind, Severity } from '../../contract/hint.ts'
import { classEvidence, noteClasses, type ReadyClass } from './drug-classes.ts'
import { bareName } from './drug-words.ts'
import { harmlessTerms, noteCodes, noteTerms, termNames } from './note-match.ts'
import { isSameSource, overlaps, productText, shownDrug, shownWord, sourceText, type TakenDrug } from './taken-drug.ts'

/** A hint before anybody answered it. */
export type FoundHint = Omit<Hint, 'answer'>

/** A recorded allergy or adverse reaction. */
export interface HarmNote {
  text: string
  detail?: string | undefined
}

/** A line of the pharmacy's table that names two of the drugs by their keys (see {@link interactionKeys}). */
export interface InteractionRow {
  aKey: string
  bKey: string
  severity: Severity
  text: string
}

export interface HintFacts {
  /** Every drug of the window that may matter; also those that have ended, by which a note's name for an ingredient is understood. */
  drugs: readonly TakenDrug[]
  notes: readonly HarmNote[]
  /** Classes of medicines in them that no drug can be compared with. */
  unknownClasses: readonly string[]
  /** Lines of which at least the first key belongs to one of the drugs. */
  interactions: readonly InteractionRow[]
  today: string
}

/** So many hints are told at once; a page with more helps nobody. */
export const mostHints = 40
/** Nobody takes so many at once; it bounds the work on records that make no sense. */
const mostDrugs = 120

/**
 * First four digits that put together what has nothing in common: 1190 その他の中枢神経系用薬 (from dementia to sleep), 3999 他に分類されない
 * 代謝性医薬品 (from bone to rheumatism). Argued in docs/adr/0025.
 */
const looseClasses = new Set(['1190', '3999'])

/** 7 characters of a YJ code are ingredient and route, 4 the class (docs/adr/0025). */
const [ingredientLength, classLength] = [7, 4]
const ingredientCode = ({ yj }: TakenDrug): string | undefined => yj?.slice(0, ingredientLength)

/**
 * What the records say about drugs that are taken at the same time, gravest first. Only what is still taken today or later counts.
 * A hint's key stands for what it says, and not for days: the next dispensing of the same drugs from the same places is the same hint.
 */
export function findHints({ drugs, notes, unknownClasses, interactions, today }: HintFacts): {
  hints: FoundHint[]
  isCut: boolean
} {
  const current = newestOfEach(drugs.filter(({ until }) => until >= today))
  const products = notes.length === 0 ? [] : oneOfEach(drugs)
  const found = [
    ...notes.flatMap((note) => noteHint(note, products, current)),
    ...(current.length === 0 ? [] : unknownClasses.map((name) => unknownClassHint(name, current))),
    ...interactionHints(current, interactions),
    ...sameHints(current),
  ]
  const hints = [...new Map(found.map((hint) => [hint.key, hint])).values()].sort((a, b) => rank(a) - rank(b))
  return { hints: hints.slice(0, mostHints), isCut: hints.length > mostHints }
}

const order: Record<HintKind, number> = {
  'body-note': 0,
  interaction: 2,
  'unknown-class': 3,
  'same-ingredient': 4,
  'same-class': 8,
}
const weight: Record<Severity, number> = { contraindicated: 0, caution: 4, reference: 8 }
const rank = ({ kind, severity, isMaybe }: FoundHint): number =>
  order[kind] + (severity ? weight[severity] : 0) + (isMaybe ? 1 : 0)

/** A drug given again by the same source is one drug: the newest, taken since the first of them. */
function newestOfEach(drugs: readonly TakenDrug[]): TakenDrug[] {
  const newest = new Map<string, TakenDrug>()
  for (const drug of drugs) {
    const key = `${sourceText(drug)} ${productText(drug)}`
    const known = newest.get(key)
    const isNewer =
      !known || drug.givenOn > known.givenOn || (drug.givenOn === known.givenOn && drug.until > known.until)
    const shown = isNewer ? drug : known
    newest.set(key, known && known.from < shown.from ? { ...shown, from: known.from } : shown)
  }
  return [...newest.values()].sort((a, b) => (a.givenOn < b.givenOn ? 1 : -1)).slice(0, mostDrugs)
}

const isSameProduct = (a: TakenDrug, b: TakenDrug): boolean =>
  a.name === b.name && a.yj === b.yj && a.generic === b.generic

/** Many dispensings are of few drugs: by what they are called, each once. */
function oneOfEach(drugs: readonly TakenDrug[]): TakenDrug[] {
  const byName = new Map<string, TakenDrug[]>()
  for (const drug of drugs) {
    const known = byName.get(drug.name)
    if (!known) byName.set(drug.name, [drug])
    else if (!known.some((other) => isSameProduct(other, drug))) known.push(drug)
  }
  return [...byName.values()].flat()
}

/** The same ingredient or class from two sources at overlapping times: one hint for each group of drugs that hang together. */
function sameHints(drugs: readonly TakenDrug[]): FoundHint[] {
  const ingredients = new Groups()
  const classes = new Map<string, Groups>()
  for (const [a, b] of pairs(drugs)) {
    if (isSameSource(a, b) || !overlaps(a, b)) continue
    const shared = sharedIngredient(a, b)
    if (shared !== undefined) {
      ingredients.join(a, b, shared)
      continue
    }
    const code = a.yj?.slice(0, classLength)
    if (code === undefined || code !== b.yj?.slice(0, classLength) || looseClasses.has(code)) continue
    const group = classes.get(code) ?? new Groups()
    classes.set(code, group)
    group.join(a, b, code)
  }
  return [
    ...ingredients.list().map(({ members, what, isSure }) => hintOf('same-ingredient', !isSure, what, members)),
    ...[...classes.entries()].flatMap(([code, group]) =>
      group.list().map(({ members, isSure }) => hintOf('same-class', !isSure, code, members)),
    ),
  ]
}

/** The shortest word two drugs share: the ingredient rather than the product. By code alone it is the name of the first. */
function sharedIngredient(a: TakenDrug, b: TakenDrug): string | undefined {
  const words = a.words.filter((word) => b.words.includes(word)).sort((x, y) => x.length - y.length)
  if (words[0] !== undefined) return shownWord(words[0], ...[a, b].sort((x, y) => (x.name < y.name ? -1 : 1)))
  const code = ingredientCode(a)
  if (code === undefined || code !== ingredientCode(b)) return undefined
  return [a, b].map((drug) => shownWord(drug.words.at(-1) ?? drug.name, drug)).sort()[0]
}

/** Drugs that hang together, pair by pair. */
class Groups {
  readonly #groups: { members: Set<TakenDrug>; what: Set<string>; isSure: boolean }[] = []

  join(a: TakenDrug, b: TakenDrug, what: string): void {
    const joined = { members: new Set([a, b]), what: new Set([what]), isSure: a.lastOn !== null && b.lastOn !== null }
    for (const group of this.#groups.filter(({ members }) => members.has(a) || members.has(b))) {
      for (const member of group.members) joined.members.add(member)
      for (const word of group.what) joined.what.add(word)
      joined.isSure ||= group.isSure
      this.#groups.splice(this.#groups.indexOf(group), 1)
    }
    this.#groups.push(joined)
  }

  list(): { members: TakenDrug[]; what: string; isSure: boolean }[] {
    return this.#groups.map(({ members, what, isSure }) => ({
      members: [...members],
      what: [...what].sort().join('・'),
      isSure,
    }))
  }
}

/**
 * The drugs that a note names, itself or by their class. A name is understood by all that this person was ever given in the window
 * (`products`): when one of those is called as the note says, every drug of the same ingredient is meant, whatever its brand.
 */
function noteHint(
  { text, detail = '' }: HarmNote,
  products: readonly TakenDrug[],
  current: readonly TakenDrug[],
): FoundHint[] {
  const note: ReadNote = {
    terms: [...noteTerms(text), ...noteTerms(detail)],
    codes: [...noteCodes(text), ...noteCodes(detail)],
    // The narrow one is the one to tell.
    classes: [...noteClasses(text), ...noteClasses(detail)].sort((a, b) => Number(a.isBroad) - Number(b.isBroad)),
    harmless: [...harmlessTerms(text), ...harmlessTerms(detail)],
  }
  const looks = new Map(products.map((product) => [product, lookFor(note, product)]))
  const named = products.filter((product) => looks.get(product)?.isMeant)
  const harmless = products.filter((product) => isAmong(note.harmless, product))
  const meant = new Map<TakenDrug, HintDrug['drugClass']>()
  for (const drug of current) {
    const own = named.find((product) => isSameProduct(product, drug))
    const by = own ?? named.find((other) => sharedIngredient(drug, other) !== undefined)
    const drugClass = by && looks.get(by)?.drugClass
    if (!by || (drugClass && harmless.some((other) => sharedIngredient(drug, other) !== undefined))) continue
    meant.set(drug, drugClass)
  }
  if (meant.size === 0) return []
  return [hintOf('body-note', false, text, [...meant.keys()], undefined, meant)]
}

/** Every drug that is taken now, each once: nobody can tell which of them are of that class. */
function unknownClassHint(name: string, current: readonly TakenDrug[]): FoundHint {
  const drugs = new Map(current.map((drug) => [productText(drug), drug]))
  return hintOf('unknown-class', false, name, [...drugs.values()])
}

/**
 * Whether all that a hint asks to compare was compared when `before` was answered: another strength, maker or place, or a drug that has
 * ended, is nothing new to compare (docs/adr/0025).
 */
export function isComparedBy(hint: FoundHint, before: FoundHint): boolean {
  if (hint.kind !== 'unknown-class' || before.kind !== hint.kind || before.what !== hint.what) return false
  const compared = new Set(before.drugs.map(({ name }) => bareName(name)))
  return hint.drugs.every(({ name }) => compared.has(bareName(name)))
}

interface ReadNote {
  terms: readonly string[]
  codes: readonly string[]
  classes: readonly ReadyClass[]
  /** What it says was harmless: not meant by its class, nor is any other drug of the ingredient. */
  harmless: readonly string[]
}

interface Found {
  isMeant: boolean
  /** Only where nothing but its class tells that it is meant. */
  drugClass?: HintDrug['drugClass']
}

const isAmong = (terms: readonly string[], { words }: TakenDrug): boolean =>
  terms.some((term) => words.some((word) => termNames(term, word)))

function lookFor({ terms, codes, classes }: ReadNote, drug: TakenDrug): Found {
  if (codes.some((code) => drug.yj?.startsWith(code.slice(0, ingredientLength))) || isAmong(terms, drug))
    return { isMeant: true }
  for (const each of classes) {
    const by = classEvidence(each, drug)
    if (by) return { isMeant: true, drugClass: { name: each.name, by } }
  }
  return { isMeant: false }
}

/** Under what a drug is looked for in an interaction table: the beginnings of its YJ code, and its names. */
export const interactionKeys = ({ yj, words }: Pick<TakenDrug, 'yj' | 'words'>): string[] => [
  ...(yj === undefined ? [] : [classLength, ingredientLength, 9, 12].filter((n) => n <= yj.length)).map((n) =>
    (yj ?? '').slice(0, n),
  ),
  ...words,
]

function interactionHints(drugs: readonly TakenDrug[], rows: readonly InteractionRow[]): FoundHint[] {
  const byKey = new Map<string, TakenDrug[]>()
  for (const drug of drugs) for (const key of interactionKeys(drug)) byKey.set(key, [...(byKey.get(key) ?? []), drug])
  return rows.flatMap(({ aKey, bKey, severity, text }) => {
    const members = new Set<TakenDrug>()
    let isSure = false
    for (const a of byKey.get(aKey) ?? []) {
      for (const b of byKey.get(bKey) ?? []) {
        // One product under both keys is no pair.
        if (a === b || productText(a) === productText(b) || !overlaps(a, b)) continue
        members.add(a).add(b)
        isSure ||= a.lastOn !== null && b.lastOn !== null
      }
    }
    return members.size === 0 ? [] : [hintOf('interaction', !isSure, text, [...members], severity)]
  })
}

function* pairs(drugs: readonly TakenDrug[]): Generator<[TakenDrug, TakenDrug]> {
  for (const [index, a] of drugs.entries()) for (const b of drugs.slice(index + 1)) yield [a, b]
}

function hintOf(
  kind: HintKind,
  isMaybe: boolean,
  what: string,
  members: readonly TakenDrug[],
  severity?: Severity,
  drugClasses?: ReadonlyMap<TakenDrug, HintDrug['drugClass']>,
): FoundHint {
  const drugs = [...members].sort((a, b) => (a.givenOn < b.givenOn ? 1 : a.givenOn > b.givenOn ? -1 : 0))
  const said = [
    kind,
    isMaybe,
    what,
    severity ?? '',
    ...drugs.map((drug) => `${sourceText(drug)} ${productText(drug)}`).sort(),
  ]
  const shown = (drug: TakenDrug): HintDrug => {
    const drugClass = drugClasses?.get(drug)
    return { ...shownDrug(drug), ...(drugClass && { drugClass }) }
  }
  // By what a drug is known to be meant is no part of what is said: a better table asks nothing twice.
  const key = createHash('sha256').update(JSON.stringify(said)).digest('hex').slice(0, 32)
  return { key, kind, isMaybe, what, ...(severity && { severity }), drugs: drugs.map(shown) }
}
