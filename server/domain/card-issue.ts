import type { IssueStep } from '../../contract/card-issue.ts'

/** What of an issue has been settled. The step is what is missing first, so a draft resumes where it stopped, on whatever PC. */
export interface IssueFacts {
  kind: 'new' | 'reissue'
  state: 'open' | 'done' | 'undone'
  /** New: the person is entered. 再発行: the member is chosen and a reason given. */
  hasPerson: boolean
  /** Members who may be this person and of whom nobody has said that they are not. Of a new issue only. */
  openDuplicates: number
  hasConsent: boolean
  /** The card was written, read back and kept. */
  isProven: boolean
  /** お薬自動登録 is set, or was put off. */
  isLinkDecided: boolean
}

/** What a person may do to an issue. `touch` is not theirs: it finishes what a crash has cut. */
export type IssueDeed =
  'person' | 'member' | 'not-duplicate' | 'consent' | 'card' | 'touch' | 'link' | 'hand-over' | 'undo'

export function stepOf(facts: IssueFacts): IssueStep {
  if (facts.state !== 'open') return facts.state
  if (facts.isProven) return facts.isLinkDecided ? 'handover' : 'link'
  if (!facts.hasPerson) return 'person'
  if (facts.kind === 'new' && facts.openDuplicates > 0) return 'duplicates'
  return facts.hasConsent ? 'card' : 'consent'
}

const beforeCard: readonly IssueDeed[] = ['person', 'member', 'undo']

/** Until the card is proven anything before it may be corrected; afterwards only the way forward and the undo are left. */
const allowed: Record<IssueStep, readonly IssueDeed[]> = {
  person: beforeCard,
  duplicates: [...beforeCard, 'not-duplicate'],
  consent: [...beforeCard, 'consent'],
  card: [...beforeCard, 'consent', 'card', 'touch'],
  link: ['link', 'undo'],
  handover: ['link', 'hand-over', 'undo'],
  done: [],
  undone: [],
}

export const mayDo = (step: IssueStep, deed: IssueDeed): boolean => allowed[step].includes(deed)
