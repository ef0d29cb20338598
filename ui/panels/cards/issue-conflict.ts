import type { CardIssue } from '../../../contract/card-issue.ts'
import type { Sex } from '../../../contract/text.ts'
import type { ConflictRow } from '../../components/kb-conflict.ts'
import type { IssueRoute } from '../../data/card-issues.ts'
import { longDate } from '../../format/dates.ts'
import { draftsOfKind } from '../../state/drafts.ts'
import { cards } from '../../text/cards.ts'
import { conflictWords } from '../../text/conflict.ts'
import { ja } from '../../text/ja.ts'
import type { Deed } from './deed.ts'

/** The form of step 1. */
export interface TypedPerson {
  name: string
  kana: string
  sex: Sex | ''
  birth: string
  /** Chosen from the feed. */
  patient: { id: string; code: string } | null
}

export interface PersonDraft {
  typed: TypedPerson
  /** What the form said before anything was typed. */
  from: TypedPerson
  /** What was typed before a patient of the feed took its place. */
  replaced: TypedPerson | null
}

/** What is typed and not sent yet, by issue: leaving the page for a moment must not lose it. */
export const keptOf = draftsOfKind<PersonDraft>()

/** The person of an issue, as they stand in the form. */
export const typedOf = ({ person, patient }: CardIssue): TypedPerson => ({
  name: person?.name ?? '',
  kana: person?.kana ?? '',
  sex: person?.sex ?? '',
  birth: person?.birthOn === undefined ? '' : longDate(person.birthOn),
  patient: patient && { id: patient.id, code: patient.code },
})

/** What sending the form asks for. */
export const personDeed = ({ patient, ...typed }: TypedPerson): Deed => ({
  route: 'person',
  body: { ...typed, ...(patient && { patientId: patient.id }) },
})

export const isSamePerson = (a: TypedPerson, b: TypedPerson): boolean => {
  const [ofA, ofB] = [textsOf(a), textsOf(b)]
  return a.patient?.id === b.patient?.id && names.every((name) => ofA[name] === ofB[name])
}

/** Somebody else sent this form after the draft was begun: saving it would undo what they said. */
export const isMet = ({ typed, from }: PersonDraft, now: CardIssue): boolean =>
  !isSamePerson(from, typedOf(now)) && !isSamePerson(typed, typedOf(now))

/**
 * A deed beside what the issue has become meanwhile: only what differs, and at least how far it is.
 *
 * @param typed the form, where that is what is to be sent
 */
export const issueRows = (
  before: CardIssue,
  route: IssueRoute,
  now: CardIssue,
  typed: TypedPerson | null,
): ConflictRow[] => {
  const [seen, theirs] = [textsOf(typedOf(before)), textsOf(typedOf(now))]
  const mine = typed && textsOf(typed)
  return [
    { label: cards.conflict.step, mine: cards.conflict.deeds[route], theirs: stepText(now) },
    ...names
      .filter((fact) => (mine ?? seen)[fact] !== theirs[fact])
      .map((fact) => ({
        label: cards.person[fact],
        mine: mine?.[fact] ?? conflictWords.untouched,
        theirs: theirs[fact],
      })),
  ]
}

const names = ['name', 'kana', 'sex', 'birth', 'patient'] as const

const textsOf = ({ name, kana, sex, birth, patient }: TypedPerson): Record<(typeof names)[number], string> => ({
  name: name.trim(),
  kana: kana.trim(),
  sex: sex === '' ? '' : ja.sex[sex],
  birth: birth.trim(),
  patient: patient?.code ?? '',
})

const stepText = ({ step }: CardIssue): string =>
  step === 'done' || step === 'undone' ? cards.wizard[step] : cards.conflict.waits(cards.step[step])
