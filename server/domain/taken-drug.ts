import type { HintDrug } from '../../contract/hint.ts'
import type { Medication } from '../../contract/medication.ts'
import type { Rp } from '../../contract/rp.ts'
import { addDays, daysBetween, lastDate } from './calendar-date.ts'
import { asWritten, bareName, foldDrug, ingredientNames, isTelling } from './drug-words.ts'
import { foldName } from './fold.ts'

/** What has no days that can be computed (屯服, 外用, …) counts as possibly in use for so many days after it was given out. */
export const maybeDays = 30

/** A place, by its code where that is known. */
export interface Place {
  code?: string | undefined
  name?: string | undefined
}

/** One drug line of one record, with what comparing it needs. */
export interface TakenDrug {
  origin: HintDrug['origin']
  rowId: string
  name: string
  /** YJ code, as far as it is known. */
  yj: string | undefined
  /** Bare names of the product and of its ingredients. */
  words: readonly string[]
  /** General name as the record has it. */
  generic: string | undefined
  institution: Place
  pharmacy: Place
  givenOn: string
  /** First and last day on which it is taken, or may be. */
  from: string
  until: string
  /** Null: the days cannot be computed, and `until` is a guess. */
  lastOn: string | null
}

/** A record of a pharmacy, of this one or of elsewhere. */
export interface GivenRecord {
  id: string
  origin: 'feed' | 'outside'
  pharmacy: Place
  prescription: { dispensedOn?: string | undefined; institution?: Place | undefined }
  rps: readonly Rp[]
}

/** The drugs of one record; materials are none, nor is what has neither a day of dispensing nor a first day. */
export function drugsOfRecord(record: GivenRecord): TakenDrug[] {
  return record.rps.flatMap((rp) => {
    const givenOn = record.prescription.dispensedOn ?? rp.startOn
    if (givenOn === undefined) return []
    return rp.medications.flatMap((medication) => (medication.kind ? [] : [drugOf(record, rp, medication, givenOn)]))
  })
}

function drugOf(record: GivenRecord, rp: Rp, medication: Medication, givenOn: string): TakenDrug {
  return {
    origin: record.origin,
    rowId: record.id,
    name: medication.name,
    yj: yjOf(medication.codes.yj),
    words: wordsOf(medication.name, medication.genericName),
    generic: medication.genericName,
    institution: record.prescription.institution ?? {},
    pharmacy: record.pharmacy,
    givenOn,
    from: rp.startOn ?? givenOn,
    until: rp.lastOn ?? addDays(givenOn, maybeDays),
    lastOn: rp.lastOn,
  }
}

/** A drug bought without a prescription. Of one without a last day nobody said that it ended: it may still be taken. */
export function drugOfOtc(otc: { id: string; name: string; startOn: string; endOn?: string | undefined }): TakenDrug {
  return {
    origin: 'otc',
    rowId: otc.id,
    name: otc.name,
    yj: undefined,
    words: wordsOf(otc.name, undefined),
    generic: undefined,
    institution: {},
    pharmacy: {},
    givenOn: otc.startOn,
    from: otc.startOn,
    until: otc.endOn ?? lastDate,
    lastOn: otc.endOn ?? null,
  }
}

/** Twelve characters, four of class, three of route and ingredient, form, strength, brand; shorter ones and other codes are none. */
const yjOf = (code: string | undefined): string | undefined =>
  code !== undefined && /^\d{7}[0-9A-Z]/i.test(code) ? code.toUpperCase() : undefined

/** A pharmacy gives out some hundred drugs again and again, and taking a name apart costs more than everything else about a hint. */
const knownWords = new Map<string, readonly string[]>()
const mostKnownWords = 2000

function wordsOf(name: string, generic: string | undefined): readonly string[] {
  const key = `${name}\n${generic ?? ''}`
  const known = knownWords.get(key)
  if (known) return known
  const found = [bareName(name), ...ingredientNames(name), ...(generic === undefined ? [] : ingredientNames(generic))]
  const words = [...new Set(found)].filter(isTelling)
  if (knownWords.size >= mostKnownWords) knownWords.clear()
  knownWords.set(key, words)
  return words
}

export const overlaps = (a: TakenDrug, b: TakenDrug): boolean => a.from <= b.until && b.from <= a.until

const isSame = (a: Place, b: Place): boolean | undefined => {
  if (a.code !== undefined && b.code !== undefined) return a.code === b.code
  if (a.name !== undefined && b.name !== undefined) return foldName(a.name) === foldName(b.name)
  return undefined
}

/** So far apart may the same dispensing stand in two records: the day on the paper and the day it was handed over. */
const sameRecordDays = 1

/**
 * Whether two drug lines come from one source: the same institution through the same pharmacy. Where one of the two does not say, the same
 * pharmacy on the same day is one record that was registered twice. Two purchases of one product are one source.
 */
export function isSameSource(a: TakenDrug, b: TakenDrug): boolean {
  if (a.origin === 'otc' || b.origin === 'otc')
    return a.origin === b.origin && (a.rowId === b.rowId || foldDrug(a.name) === foldDrug(b.name))
  if (a.rowId === b.rowId) return true
  const institution = isSame(a.institution, b.institution)
  const pharmacy = isSame(a.pharmacy, b.pharmacy)
  if (institution === false || pharmacy === false) return false
  if (institution && pharmacy) return true
  return Math.abs(daysBetween(a.givenOn, b.givenOn)) <= sameRecordDays
}

/** The source as text: the same for every dispensing that comes from it. */
export const sourceText = ({ origin, institution, pharmacy }: TakenDrug): string =>
  origin === 'otc' ? 'otc' : [institution, pharmacy].map(({ code, name = '' }) => code ?? foldName(name)).join('|')

/** The drug as text: ingredient, form and strength, not the maker, who changes from one dispensing to the next. */
export const productText = ({ yj, name }: TakenDrug): string =>
  yj === undefined ? foldDrug(name).replace(/「[^」]*」/g, '') : yj.slice(0, 9)

/** A word of two drugs as one of them writes it: words are folded for comparing, not for reading. */
export const shownWord = (word: string, ...drugs: TakenDrug[]): string =>
  drugs.flatMap(({ generic, name }) => asWritten(word, generic ?? '') ?? asWritten(word, name) ?? [])[0] ?? word

/** As a hint shows it. */
export const shownDrug = ({ name, origin, institution, pharmacy, from, lastOn }: TakenDrug): HintDrug => ({
  name,
  origin,
  ...(institution.name !== undefined && { institution: institution.name }),
  ...(pharmacy.name !== undefined && { pharmacy: pharmacy.name }),
  from,
  lastOn,
})
