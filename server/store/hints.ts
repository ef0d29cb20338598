import type { Hint, HintAnswer, HintList, NewAnswer } from '../../contract/hint.ts'
import type { Member } from '../../contract/member.ts'
import { addDays, tokyoDate } from '../domain/calendar-date.ts'
import { isHarmfulIllness, unknownClasses } from '../domain/drug-classes.ts'
import { findHints, interactionKeys, isComparedBy, type FoundHint, type InteractionRow } from '../domain/hints.ts'
import { drugOfOtc, drugsOfRecord, type TakenDrug } from '../domain/taken-drug.ts'
import { listBodyNotes } from './body-notes.ts'
import { sightOf, type Sight } from './disclosure.ts'
import { newId } from './ids.ts'
import { countEntries } from './entries.ts'
import { findMember, memberIdsOf } from './members.ts'
import type { Store } from './open.ts'
import { listOtc } from './otc.ts'
import { listRecentRecords, recentDays } from './recent-records.ts'
import { noteTrail } from './trail.ts'

/** Answers to what the records no longer say are told up to this number. */
const mostPast = 20

export type HintOutcome =
  | { ok: true; hints: HintList }
  | { ok: false; code: 'not-found' | 'disclosure-closed' }
  | { ok: false; code: 'stale-version'; current: HintList }

/**
 * The hints of a member as of today, with what was answered. Where the sight is closed, of the pharmacy's own records alone, and whether
 * anything is to be asked of the others. Undefined: there is no such member.
 */
export function readHints(store: Store, memberId: string, sight: Sight): HintList | undefined {
  const member = findMember(store, memberId)
  return member && hintsOf(store, member, sight)
}

function hintsOf(store: Store, member: Member, sight: Sight): HintList {
  const read = hintReader(store, member)
  const seen = read(sight)
  if (sight === 'open' || !isOfOthers(store, member)) return seen
  return read('open').open.some(isOfClosed) ? { ...seen, isAnyClosed: true } : seen
}

/** How many wait to be answered: for whom everything is open, and for whom it is not. Nothing waits of who does not exist. */
export function countHints(store: Store, memberId: string): { open: number; closed: number } {
  const member = findMember(store, memberId)
  if (!member) return { open: 0, closed: 0 }
  const read = hintReader(store, member)
  const all = read('open').open
  if (!all.some(isOfClosed)) return { open: all.length, closed: all.length }
  // What is closed says that there is something to ask, and not how much.
  return { open: all.length, closed: read('closed').open.length + 1 }
}

/** Is anything there that a closed sight leaves out? */
const isOfOthers = (store: Store, { id }: Member): boolean =>
  countEntries(store, 'outside-dispensing', id) + countEntries(store, 'otc', id) > 0

/** Does it speak of what another institution or the person told? */
const isOfClosed = ({ drugs }: Pick<Hint, 'drugs'>): boolean => drugs.some(({ origin }) => origin !== 'feed')

/** What both sights have in common is read once. */
function hintReader(store: Store, member: Member): (sight: Sight) => HintList {
  const today = tokyoDate(store.now())
  const table = store.queries.findUsedInteractionTable.get()
  const notes = listBodyNotes(store, member.id).filter(
    ({ kind, text, isRemoved }) => !isRemoved && (kind !== 'past-illness' || isHarmfulIllness(text)),
  )
  const unknown = [...new Set(notes.flatMap(({ text, detail = '' }) => unknownClasses(`${text}\n${detail}`)))]
  const answers = new Map(
    memberIdsOf(store, member.id)
      .flatMap((id) => store.queries.listHintAnswers.all({ memberId: id }))
      .map(({ key, said, ...answer }): [string, Hint & { answer: HintAnswer }] => [
        key,
        { ...(JSON.parse(said) as FoundHint), answer },
      ]),
  )
  return (sight) => {
    const drugs = drugsOf(store, member, today, sight)
    const { hints, isCut } = findHints({
      drugs,
      notes,
      unknownClasses: unknown,
      interactions: table ? interactionsOf(store, table.id, drugs, today) : [],
      today,
    })
    const told = hints.map((hint): Hint => {
      const by = answers.get(hint.key) ?? [...answers.values()].find((before) => isComparedBy(hint, before))
      // Under the key of its answer it can be taken back.
      return { ...hint, key: by?.key ?? hint.key, answer: by?.answer ?? null }
    })
    const keys = new Set(told.map(({ key }) => key))
    const past = [...answers.values()]
      .filter(({ key }) => !keys.has(key))
      .filter((hint) => sight === 'open' || !isOfClosed(hint))
    return {
      open: told.filter(({ answer }) => answer === null),
      answered: told.filter(({ answer }) => answer !== null).sort(byAnswer),
      past: past.sort(byAnswer).slice(0, mostPast),
      isCut,
      hasInteractions: table !== undefined,
      unknownClasses: unknown,
    }
  }
}

const byAnswer = (a: Hint, b: Hint): number => (b.answer?.at ?? 0) - (a.answer?.at ?? 0)

function drugsOf(store: Store, member: Member, today: string, sight: Sight): TakenDrug[] {
  const records = listRecentRecords(store, member, addDays(today, -recentDays), sight)
  return [
    ...records.flatMap(({ id, origin, pharmacy: { name, code }, prescription, rps }) =>
      drugsOfRecord({
        ...{ id, prescription, rps },
        origin: origin ? 'outside' : 'feed',
        // A record of elsewhere has an empty code where nobody knew it.
        pharmacy: { name, code: code === '' ? undefined : code },
      }),
    ),
    ...listOtc(store, member.id, sight).map(drugOfOtc),
  ]
}

/** The lines whose first drug is one of these; whether the second is as well is for the rule to see. */
function interactionsOf(store: Store, tableId: string, drugs: readonly TakenDrug[], today: string): InteractionRow[] {
  const keys = new Set(drugs.filter(({ until }) => until >= today).flatMap(interactionKeys))
  return [...keys].flatMap((aKey) =>
    store.queries.listInteractionsOf.all({ tableId, aKey }).filter(({ bKey }) => keys.has(bKey)),
  )
}

/** Answers a hint. Refused as stale, with the hints as they are now, when its facts changed or somebody else answered it first. */
export function answerHint(
  store: Store,
  memberId: string,
  key: string,
  { answer, note }: NewAnswer,
  staffId: string,
): HintOutcome {
  return store.write((): HintOutcome => {
    const member = findMember(store, memberId)
    if (!member) return { ok: false, code: 'not-found' }
    const sight = sightOf(store, member.id, staffId)
    const current = hintsOf(store, member, sight)
    const hint = current.open.find((open) => open.key === key)
    if (!hint) return { ok: false, code: 'stale-version', current }
    const { answer: _, ...said } = hint
    const id = newId(store)
    store.queries.insertHintAnswer.run({
      id,
      memberId: member.id,
      key,
      answer,
      note: note.trim(),
      said: JSON.stringify(said),
      staffId,
      at: store.now(),
    })
    const detail = { kind: hint.kind, answer }
    noteTrail(store, { staffId, what: 'hint-answered', memberId: member.id, rowId: id, detail })
    store.noteChange('hint', member.id)
    return { ok: true, hints: hintsOf(store, member, sight) }
  })
}

/** Takes an answer back: the hint is open again. The answer stays in the trail. */
export function undoAnswer(store: Store, memberId: string, key: string, staffId: string): HintOutcome {
  return store.write((): HintOutcome => {
    const member = findMember(store, memberId)
    if (!member) return { ok: false, code: 'not-found' }
    const sight = sightOf(store, member.id, staffId)
    for (const id of memberIdsOf(store, member.id)) {
      const standing = store.queries.findHintAnswer.get({ memberId: id, key })
      if (!standing) continue
      if (sight === 'closed' && isOfClosed(JSON.parse(standing.said) as FoundHint))
        return { ok: false, code: 'disclosure-closed' }
      store.queries.undoHintAnswer.run({ id: standing.id, staffId, at: store.now() })
      noteTrail(store, { staffId, what: 'hint-answer-undone', memberId: member.id, rowId: standing.id })
      store.noteChange('hint', member.id)
    }
    // Twice is as good as once.
    return { ok: true, hints: hintsOf(store, member, sight) }
  })
}
