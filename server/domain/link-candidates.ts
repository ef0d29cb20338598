import type { Agreement, FactMatch, MatchStrength, NoCandidateReason } from '../../contract/link.ts'
import type { FeedState } from '../../contract/status.ts'
import type { Sex } from '../../contract/text.ts'
import { foldKana, foldName } from './fold.ts'
import { wideKana } from './kana.ts'
import { isSlip } from './slip.ts'

/** What is known of a person on either side. Empty text and a missing date say nothing. */
export interface Facts {
  name: string
  kana: string
  sex: Sex
  birthOn?: string
}

/** How the facts of a member and of a receipt computer's patient agree. The same whichever of the two comes first. */
export const compareFacts = (one: Facts, other: Facts): FactMatch => ({
  name: compareText(one.name, other.name, plain, foldName),
  kana: compareText(one.kana, other.kana, plainKana, foldKana),
  birthOn: compareBirth(one.birthOn, other.birthOn),
  sex: one.sex === 'unknown' || other.sex === 'unknown' ? 'missing' : one.sex === other.sex ? 'same' : 'different',
})

const plain = (text: string): string => text.normalize('NFKC').replace(/\s/g, '')

const plainKana = (text: string): string =>
  plain(wideKana(text)).replace(/[ぁ-ゖ]/g, (kana) => String.fromCharCode(kana.charCodeAt(0) + 0x60))

type Fold = (text: string) => string

function compareText(one: string, other: string, written: Fold, folded: Fold): Agreement {
  const [a, b] = [written(one), written(other)]
  if (a === '' || b === '') return 'missing'
  if (a === b) return 'same'
  const [x, y] = [folded(one), folded(other)]
  if (x === y) return 'variant'
  return isSlip(x, y) || sharesPart(one, other, folded) ? 'close' : 'different'
}

/** The family name or the given name is the same: a name taken in marriage, a given name corrected. */
function sharesPart(one: string, other: string, folded: Fold): boolean {
  const [a, b] = [one, other].map((text) => text.trim().split(/\s+/).map(folded))
  if (a?.length !== 2 || b?.length !== 2) return false
  return a[0] === b[0] || a[1] === b[1]
}

function compareBirth(one: string | undefined, other: string | undefined): Agreement {
  if (one === undefined || other === undefined) return 'missing'
  if (one === other) return 'same'
  const [a, b] = [one.split('-'), other.split('-')]
  const isSwapped = a[0] === b[0] && a[1] === b[2] && a[2] === b[1]
  // The wrong era, or the year of the notebook: day and month are right.
  const isOtherYear = a[1] === b[1] && a[2] === b[2]
  return isSwapped || isOtherYear || isSlip(one, other) ? 'close' : 'different'
}

const isTold = (agreement: Agreement): boolean => agreement === 'same' || agreement === 'variant'

/**
 * How sure it is that these are one person. Only `exact` may be set without looking twice: name, birth date and sex as written, and a
 * reading that does not contradict. Same-named people of one birthday exist, so that even then nothing is ever set by itself.
 */
export function strengthOf({ name, kana, birthOn, sex }: FactMatch): MatchStrength {
  const isNamed = isTold(name) || isTold(kana)
  const isAlike = isNamed || name === 'close' || kana === 'close'
  if (birthOn === 'same') {
    const isRead = kana !== 'different' && kana !== 'close'
    if (name === 'same' && sex === 'same' && isRead) return 'exact'
    if (isNamed && sex !== 'different') return 'probable'
    if (isAlike) return 'possible'
    return sex === 'different' ? 'none' : 'near'
  }
  if (isNamed && (birthOn === 'close' || birthOn === 'missing') && name !== 'different' && sex !== 'different')
    return 'possible'
  if (isNamed || (name === 'close' && kana === 'close')) return 'near'
  return 'none'
}

/** One patient beside a member. `receivedAt`: when the newest file of theirs came in. */
export interface Rated {
  strength: MatchStrength
  match: FactMatch
  receivedAt: number | null
  isTaken: boolean
  /** Makes the order whole: no two are alike in it. */
  key: string
}

const strengths: readonly MatchStrength[] = ['exact', 'probable', 'possible', 'near', 'none']
const weight: Record<Agreement, number> = { same: 4, variant: 3, close: 2, missing: 1, different: 0 }
const points = ({ name, kana, birthOn, sex }: FactMatch): number =>
  weight[name] + weight[kana] + weight[birthOn] + weight[sex]

/** Best first: the surer match, then those who are free, then the facts that agree, then whose file came last. */
export const byRank = (a: Rated, b: Rated): number =>
  strengths.indexOf(a.strength) - strengths.indexOf(b.strength) ||
  Number(a.isTaken) - Number(b.isTaken) ||
  points(b.match) - points(a.match) ||
  (b.receivedAt ?? -1) - (a.receivedAt ?? -1) ||
  (a.key < b.key ? -1 : a.key > b.key ? 1 : 0)

/** Worth a choice; `near` is shown only when there is nothing else. */
export const isCandidate = ({ strength }: Pick<Rated, 'strength'>): boolean =>
  strength === 'exact' || strength === 'probable' || strength === 'possible'

const stopped: ReadonlySet<FeedState> = new Set(['unreachable', 'denied', 'not-configured'])
const held: ReadonlySet<FeedState> = new Set(['stuck', 'rejected'])

/**
 * Why nobody can be set, the gravest first; empty when somebody can.
 * @param candidates who is worth a choice, free or not
 * @param near how many are alike in something
 */
export function whyNoCandidate(
  candidates: readonly { isTaken: boolean; isHeld?: boolean }[],
  near: number,
  feed: { state: FeedState; isFrozen: boolean },
): NoCandidateReason[] {
  if (candidates.some(({ isTaken, isHeld = false }) => !isTaken && !isHeld)) return []
  const reasons: NoCandidateReason[] = []
  if (candidates.some(({ isTaken }) => isTaken)) reasons.push('linked-elsewhere')
  if (stopped.has(feed.state)) reasons.push('feed-stopped')
  if (feed.isFrozen) reasons.push('feed-frozen')
  if (held.has(feed.state)) reasons.push('feed-held')
  if (candidates.length === 0 && near > 0) reasons.push('name-differs')
  if (candidates.length === 0 && !stopped.has(feed.state)) reasons.push('no-file')
  return reasons
}
