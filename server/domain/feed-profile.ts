import { addDays } from './calendar-date.ts'
import { foldKana, foldName } from './fold.ts'

/** What one file shows of the receipt computer that wrote it. */
export interface FeedFile {
  /** Header column 2, as written. */
  maker: string
  /** Header column 3, as written. */
  terminal: string
  /** The patient's code; null: the file names nobody. */
  code: string | null
  seq: number
  /** The day it came. */
  on: string
  /** Whether the patient known by this code is somebody else. */
  isOtherPerson: () => boolean
  /** Whether it corrects the only prescription of the patient known by this code. Asked of somebody else only. */
  isCorrection: () => boolean
  /** Whether a person has said of who is written here that they are a patient of their own. Asked of somebody else only. */
  isSettled: () => boolean
  /** Whether the prescription number is known, of a patient with another code. */
  isOtherPrescription: () => boolean
}

/** Files of one kind: the same maker, patient codes of the same form. */
export interface FeedClass {
  maker: string
  hasLetters: boolean
  /** Codes begin with zeros, so their length never grows. */
  isPadded: boolean
  shortest: number
  longest: number
  terminals: string[]
  firstOn: string
  /** Set once another receipt computer has taken over: where late files of this one belong. */
  system?: string
}

/** A kind that was not there before, as long as it may be one odd file, a second receipt computer, or a new one. */
export interface FeedCandidate extends FeedClass {
  files: number
  /** How many in a row, with none of a known kind between them. */
  run: number
  /** How often files of a known kind came between. */
  returns: number
  codes: string[]
  /** Codes under which somebody else was known. */
  otherPeople: string[]
  days: string[]
  seqs: number[]
}

/** Why the box no longer trusts that a code means the person it meant. */
export type FreezeReason = 'new-kind' | 'codes-reassigned' | 'by-hand'

export interface FeedFreeze {
  why: FreezeReason
  at: number
  /** Header text of what came, '' when it gives none. */
  maker: string
  /** Every file is put aside, not only those of the new kind: nothing tells the two apart. */
  takesAll: boolean
}

/** What the box knows of the files of one pharmacy code. Systems are counted: '' the first receipt computer, '1', '2' …. */
export interface FeedProfile {
  /** Files it learnt from; no more than it needs are counted. */
  files: number
  system: string
  /** Where files are put whose codes may mean others than before. */
  aside: string
  classes: FeedClass[]
  candidates: FeedCandidate[]
  /** Files of a known kind whose code meant somebody else, lately. */
  otherPeople: { code: string; on: string }[]
  freeze: FeedFreeze | null
}

/** Files from which the box learns what is usual, asking nothing. */
export const learningFiles = 20
/** So many files of a new kind in a row, of so many people, and none of a known kind between: the receipt computer was replaced. */
const runOfNew = 5
const peopleOfNew = 3
/** So many of a new kind whose codes meant other people: the same, whatever came between. */
const othersOfNew = 2
/** So many people within so many days, under files that look as always: codes were given anew. */
const othersOfKnown = 3
const daysOfOthers = 3
/** A kind that goes along with the known ones for so long was always there, or is a second one. */
const returnsOfSecond = 5
const filesOfSecond = 10
const daysOfSecond = 2
const mostKept = 50

export const emptyProfile = (): FeedProfile => ({
  files: 0,
  system: '',
  aside: '1',
  classes: [],
  candidates: [],
  otherPeople: [],
  freeze: null,
})

export interface FeedStep {
  /** The same object when nothing was learnt. */
  profile: FeedProfile
  /** The receipt computer whose codes and numbers this file speaks. */
  system: string
  /** Set when this file froze it: earlier files of the new kind, which were taken as usual. */
  frozenWith?: number[]
}

/** Looks at one file: which receipt computer it is of, and what the box learns from it. docs/adr/0023 says what freezes. */
export function lookAt(profile: FeedProfile, file: FeedFile, at: number): FeedStep {
  const { system, aside, freeze } = profile
  if (file.code === null) return { profile, system: placeOfNobody(profile, foldMaker(file.maker)) }
  const written = classOf(file, file.code)
  const known = profile.classes.find((each) => fits(each, written))
  if (known?.system !== undefined && !freeze?.takesAll) return { profile, system: known.system }
  if (freeze) return { profile, system: freeze.takesAll || !known || isStranger(known, file) ? aside : system }
  if (profile.files < learningFiles)
    return isStranger(known, file)
      ? countStranger(profile, file, at)
      : { profile: learn(profile, known, written), system }
  return known ? lookAtKnown(profile, known, written, file, at) : lookAtNew(profile, written, file, at)
}

function placeOfNobody({ classes, freeze, system, aside }: FeedProfile, maker: string): string {
  if (freeze) return freeze.takesAll || classes.every((each) => each.maker !== maker) ? aside : system
  const own = classes.filter((each) => each.maker === maker)
  return own.length > 0 && own.every((each) => each.system !== undefined) ? (own[0]?.system ?? system) : system
}

const learn = (profile: FeedProfile, known: FeedClass | undefined, written: FeedClass): FeedProfile => ({
  ...profile,
  files: profile.files + 1,
  classes: known
    ? profile.classes.map((each) => (each === known ? widen(each, written) : each))
    : [...profile.classes, written],
})

/** A file of a known kind may correct what the same one said; of a new kind, equal numbers say nothing. */
const isStranger = (known: FeedClass | undefined, file: FeedFile): boolean =>
  file.isOtherPerson() && !(known && file.isCorrection())

function countStranger(profile: FeedProfile, file: FeedFile, at: number): FeedStep {
  // Who it is has been settled: they come as often as they like.
  if (file.isSettled()) return { profile, system: profile.aside }
  const since = addDays(file.on, 1 - daysOfOthers)
  const code = file.code ?? ''
  const earlier = profile.otherPeople.filter((each) => each.on >= since && each.code !== code)
  const next = { ...profile, otherPeople: [...earlier, { code, on: file.on }].slice(-mostKept) }
  if (next.otherPeople.length < othersOfKnown) return { profile: next, system: profile.aside }
  const freeze: FeedFreeze = { why: 'codes-reassigned', at, maker: file.maker, takesAll: true }
  return { profile: { ...next, freeze }, system: profile.aside, frozenWith: [] }
}

function lookAtKnown(profile: FeedProfile, known: FeedClass, written: FeedClass, file: FeedFile, at: number): FeedStep {
  if (isStranger(known, file)) return countStranger(profile, file, at)
  const wider = widen(known, written)
  const isMet = profile.candidates.some(({ run }) => run > 0)
  if (wider === known && !isMet) return { profile, system: profile.system }
  const next = {
    ...profile,
    classes: profile.classes.map((each) => (each === known ? wider : each)),
    candidates: profile.candidates.map((each) =>
      each.run > 0 ? { ...each, run: 0, returns: each.returns + 1 } : each,
    ),
  }
  return { profile: next, system: profile.system }
}

function lookAtNew(profile: FeedProfile, written: FeedClass, file: FeedFile, at: number): FeedStep {
  const met = profile.candidates.find((each) => fits(each, written))
  const isOther = file.isOtherPerson()
  const candidate = note(met, written, file, isOther)
  const others = profile.candidates.filter((each) => each !== met)
  if (isNewComputer(candidate)) {
    const freeze: FeedFreeze = { why: 'new-kind', at, maker: file.maker, takesAll: false }
    const next = { ...profile, candidates: [...others, candidate], freeze }
    return { profile: next, system: profile.aside, frozenWith: candidate.seqs.filter((seq) => seq !== file.seq) }
  }
  const next = isSecondComputer(candidate)
    ? { ...profile, classes: [...profile.classes, plain(candidate)], candidates: others }
    : { ...profile, candidates: [...others, candidate].slice(-mostKept) }
  return { profile: next, system: isOther || file.isOtherPrescription() ? profile.aside : profile.system }
}

const isNewComputer = ({ run, codes, otherPeople }: FeedCandidate): boolean =>
  (run >= runOfNew && codes.length >= peopleOfNew) || otherPeople.length >= othersOfNew

const isSecondComputer = ({ returns, files, days, otherPeople }: FeedCandidate): boolean =>
  returns >= returnsOfSecond && files >= filesOfSecond && days.length >= daysOfSecond && otherPeople.length === 0

function note(
  met: FeedCandidate | undefined,
  written: FeedClass,
  { code, on, seq }: FeedFile,
  isOther: boolean,
): FeedCandidate {
  const before = met ?? { ...written, files: 0, run: 0, returns: 0, codes: [], otherPeople: [], days: [], seqs: [] }
  const own = code === null ? [] : [code]
  return {
    ...before,
    ...widen(before, written),
    files: before.files + 1,
    run: before.run + 1,
    codes: added(before.codes, own),
    otherPeople: isOther ? added(before.otherPeople, own) : before.otherPeople,
    days: added(before.days, [on]),
    seqs: [...before.seqs, seq].slice(-mostKept),
  }
}

const added = (list: string[], more: string[]): string[] => [...new Set([...list, ...more])].slice(-mostKept)

const plain = ({ maker, hasLetters, isPadded, shortest, longest, terminals, firstOn }: FeedClass): FeedClass => ({
  maker,
  hasLetters,
  isPadded,
  shortest,
  longest,
  terminals,
  firstOn,
})

/** The maker's text without its version, which grows with every update: `見本レセ Ver.5.21` and `見本レセ 5.3` are one maker. */
export function foldMaker(text: string): string {
  if (text !== lastMaker.text) lastMaker = { text, folded: fold(text) }
  return lastMaker.folded
}

/** Thousands of files in a row are of one maker. */
let lastMaker = { text: '', folded: '' }

const fold = (text: string): string =>
  text
    .normalize('NFKC')
    .toUpperCase()
    .replaceAll(/(VERSION|VER|REV|V|R)?[.\s]*\d+(\s*[._-]\s*\d+)*[A-Z]?(?![A-Z])/g, '')
    .replaceAll(/[\s.,・_()[\]/-]/g, '')

const classOf = ({ maker, terminal, on }: FeedFile, code: string): FeedClass => ({
  maker: foldMaker(maker),
  hasLetters: /[^0-9]/.test(code),
  isPadded: code.startsWith('0'),
  shortest: code.length,
  longest: code.length,
  terminals: terminal === '' ? [] : [terminal],
  firstOn: on,
})

/** Whether a code of this form is nothing new there: padded ones never change their length, others grow by a digit in time. */
function fits(known: FeedClass, written: FeedClass): boolean {
  if (known.maker !== written.maker || known.hasLetters !== written.hasLetters) return false
  const { longest: length } = written
  if (known.isPadded) return length >= known.shortest && length <= known.longest
  if (written.isPadded) return length === known.longest && known.shortest === known.longest
  return length <= known.longest + 1 && (known.shortest < known.longest || length >= known.shortest - 1)
}

const mostTerminals = 20

/** The class with what this file adds to it; the same object when that is nothing. */
function widen<T extends FeedClass>(known: T, written: FeedClass): T {
  const terminals = written.terminals.filter((terminal) => !known.terminals.includes(terminal))
  const isSame =
    written.shortest >= known.shortest &&
    written.longest <= known.longest &&
    (known.isPadded || !written.isPadded) &&
    (terminals.length === 0 || known.terminals.length >= mostTerminals)
  if (isSame) return known
  return {
    ...known,
    isPadded: known.isPadded || written.isPadded,
    shortest: Math.min(known.shortest, written.shortest),
    longest: Math.max(known.longest, written.longest),
    terminals: [...known.terminals, ...terminals].slice(0, mostTerminals),
  }
}

const roomAfter = (aside: string): string => String(Number(aside) + 1)

/** 何も変わっていない: what was new is usual from now on. Who stays aside is not taken for a patient of the next receipt computer. */
export const resume = (profile: FeedProfile): FeedProfile => ({
  ...profile,
  aside: roomAfter(profile.aside),
  classes: [...profile.classes, ...profile.candidates.map(plain)],
  candidates: [],
  otherPeople: [],
  freeze: null,
})

/** 止める: somebody knows that from now on codes mean others, though the files look as always. */
export const freezeByHand = (profile: FeedProfile, at: number): FeedProfile => ({
  ...profile,
  freeze: { why: 'by-hand', at, maker: '', takesAll: true },
})

/**
 * 入れ替えた: what was put aside is the receipt computer from now on. Late files of the old one still find it, unless nothing in them
 * tells the two apart. The new one's files are learnt anew.
 */
export function replaceComputer(profile: FeedProfile, isSameMaker: boolean): FeedProfile {
  const { classes, candidates, aside, system, freeze } = profile
  const areAlike = freeze ? freeze.takesAll : isSameMaker
  return {
    files: 0,
    system: aside,
    aside: roomAfter(aside),
    classes: [
      ...(areAlike ? [] : classes.map((each) => ({ ...each, system: each.system ?? system }))),
      ...candidates.map(plain),
    ],
    candidates: [],
    otherPeople: [],
    freeze: null,
  }
}

interface Person {
  name: string
  kana: string
  birthOn: string | null
}

/**
 * Whether this cannot be the person known by the same code: neither name, nor kana, nor birth date agree. Marriage changes name and kana,
 * a correction the birth date. Where a birth date is missing, name and kana are both there and both differ.
 */
export function isOtherPerson(known: Person, written: { name?: string; kana?: string; birthOn?: string }): boolean {
  const { name = '', kana = '', birthOn } = written
  if (known.birthOn !== null && known.birthOn === birthOn) return false
  const isMissing = known.birthOn === null || birthOn === undefined
  if (isMissing && (known.kana === '' || kana === '')) return false
  const isName = known.name === '' || name === '' || foldName(known.name) === foldName(name)
  const isKana = known.kana !== '' && kana !== '' && foldKana(known.kana) === foldKana(kana)
  return !isName && !isKana
}

/**
 * Whether this is plainly the person known by the same code: born on the same day, with the same name or kana. Where a birth date is
 * missing, name and kana are both the same. Less than that says nothing.
 */
export function isSamePerson(known: Person, written: { name?: string; kana?: string; birthOn?: string }): boolean {
  const { name = '', kana = '', birthOn = null } = written
  const isName = name !== '' && foldName(known.name) === foldName(name)
  const isKana = kana !== '' && foldKana(known.kana) === foldKana(kana)
  return known.birthOn === null || birthOn === null ? isName && isKana : known.birthOn === birthOn && (isName || isKana)
}
