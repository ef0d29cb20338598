import type {
  LeftoverCount,
  LeftoverDraft,
  LeftoverDrug,
  Leftovers,
  ReadCount,
  TypedCount,
} from '../../../contract/leftovers.ts'

/** One line of a count while it is typed; `first` is what stood there before anybody typed. */
export type TypedLine = TypedCount['lines'][number]

/** One count while it is typed. It outlives the page: leaving and coming back finds it again. */
export interface Editing {
  /** Id of the saved count that it began from, '' for a new one: by it the draft is found. */
  slot: string
  typed: TypedCount
  /** As it was when nothing had been typed yet. */
  first: TypedCount
  /** The saved count that is being corrected; null: a new one. */
  saved: Leftovers | null
  /** What the box made of it last. */
  read: ReadCount | null
  /** 代行入力: in whose name it will be saved; absent in one's own. */
  onBehalfOf?: string
}

export const isChanged = ({ typed, first }: Editing): boolean => JSON.stringify(typed) !== JSON.stringify(first)

const isAboveZero = (amount: string | undefined): amount is string => amount !== undefined && Number(amount) > 0

/** A new count: 残量(目安) stands where it says something, marked as a guess until somebody counts. */
export const startNew = ({ today, drugs }: LeftoverDraft): Editing => {
  const typed: TypedCount = {
    fromOn: slashed(today),
    goal: { kind: 'next-visit', on: '' },
    lines: drugs.map((drug) => lineOf(drug, isAboveZero(drug.guess) ? drug.guess : '', isAboveZero(drug.guess))),
    note: '',
  }
  return { slot: '', typed, first: typed, saved: null, read: null }
}

const lineOf = (drug: LeftoverDrug, counted: string, isGuess: boolean): TypedLine => ({
  drug,
  counted,
  countedIn: 'amount',
  isGuess,
  expiresOn: '',
})

/** A saved count, to be looked at or corrected. */
export const startFrom = (saved: Leftovers): Editing => {
  const typed = typedOf(saved.count)
  return { slot: saved.id, typed, first: typed, saved, read: { count: saved.count, plan: saved.plan, wrong: [] } }
}

/** What is typed, on top of another saved version. */
export const onTopOf = (saved: Leftovers, { typed, read, onBehalfOf }: Editing): Editing => ({
  ...startFrom(saved),
  typed,
  read,
  ...(onBehalfOf !== undefined && { onBehalfOf }),
})

const typedOf = ({ fromOn, goal, lines, note }: LeftoverCount): TypedCount => ({
  fromOn: slashed(fromOn),
  goal: goal ? { kind: goal.kind, on: slashed(goal.on) } : { kind: 'next-visit', on: '' },
  lines: lines.map(({ drug, counted, countedIn, isGuess, expiresOn }) => ({
    drug,
    counted: counted ?? '',
    countedIn,
    isGuess,
    expiresOn: expiresOn === undefined ? '' : slashed(expiresOn),
  })),
  note,
})

/** As people write a day into a field. */
export const slashed = (date: string): string => date.replace(/^(\d+)-0?(\d+)-0?(\d+)$/, '$1/$2/$3')
