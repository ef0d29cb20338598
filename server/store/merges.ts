import type { Member } from '../../contract/member.ts'
import type { FactChoice, Merge, MergedFact, MergePreview, NewMerge, PersonFacts } from '../../contract/merge.ts'
import { chooseFacts, conflictsOf, factsBack, undoUntil, usualChoice } from '../domain/merge-facts.ts'
import { newId } from './ids.ts'
import { nameOf } from './link-candidates.ts'
import { findMember, memberIdsOf } from './members.ts'
import { readMergeSide } from './merge-sides.ts'
import type { Store } from './open.ts'
import { noteTrail } from './trail.ts'

type Refusal = { ok: false; code: 'not-found' | 'merge-same' }

export type PreviewOutcome = { ok: true; preview: MergePreview } | Refusal
export type MergeOutcome =
  { ok: true; merge: Merge; member: Member } | Refusal | { ok: false; code: 'stale-version'; current: MergePreview }
export type UndoOutcome =
  | { ok: true; merge: Merge; kept: Member; gone: Member; leftFacts: MergedFact[] }
  | { ok: false; code: 'not-found' | 'merge-too-old' | 'merge-undone' }

/** The two side by side, as they are. */
export function previewMerge(store: Store, keptId: string, goneId: string): PreviewOutcome {
  const [kept, gone] = [findMember(store, keptId), findMember(store, goneId)]
  if (!kept || !gone) return { ok: false, code: 'not-found' }
  if (kept.id === gone.id) return { ok: false, code: 'merge-same' }
  return {
    ok: true,
    preview: {
      kept: readMergeSide(store, kept),
      gone: readMergeSide(store, gone),
      choice: usualChoice(kept, gone),
      conflicts: conflictsOf(kept, gone),
    },
  }
}

/**
 * From now on everything of the gone member is shown under the kept one. Not a row of either is moved: the gone member points to the
 * kept one, whatever reads by member follows ({@link memberIdsOf}), and taking the merge back takes the pointer away.
 */
export function saveMerge(store: Store, order: NewMerge & { staffId: string }): MergeOutcome {
  return store.write((): MergeOutcome => {
    const { keptId, goneId, keptVersion, goneVersion, facts, staffId } = order
    const seen = previewMerge(store, keptId, goneId)
    if (!seen.ok) return seen
    const { kept, gone } = { kept: seen.preview.kept.member, gone: seen.preview.gone.member }
    if (kept.version !== keptVersion || gone.version !== goneVersion)
      return { ok: false, code: 'stale-version', current: seen.preview }
    const id = newId(store)
    const at = store.now()
    const [before, chosen] = [factsOf(kept), chooseFacts(factsOf(kept), factsOf(gone), facts)]
    const said = { keptFacts: JSON.stringify(before), chosenFacts: JSON.stringify(chosen) }
    store.queries.insertMerge.run({ id, keptId: kept.id, goneId: gone.id, at, staffId, ...said })
    for (const memberId of memberIdsOf(store, gone.id)) store.queries.pointMember.run({ id: memberId, into: kept.id })
    writeFacts(store, kept.id, chosen, staffId)
    store.queries.touchMember.run({ id: gone.id, at })
    noteBoth(store, { id, kept: kept.id, gone: gone.id })
    const detail = { kept: kept.id, gone: gone.id, chosen: chosenSides(facts) }
    for (const memberId of [gone.id, kept.id]) {
      noteTrail(store, { staffId, what: 'member-merged', memberId, rowId: id, detail })
    }
    const [merge, member] = [findMerge(store, id), findMember(store, kept.id)]
    return merge && member ? { ok: true, merge, member } : { ok: false, code: 'not-found' }
  })
}

const chosenSides = (facts: FactChoice): string[] =>
  Object.entries(facts).flatMap(([fact, side]) => (side === 'gone' ? [fact] : []))

/**
 * Takes a merge back: both members are as they were. What was written meanwhile stays with the member it was written under, which is the
 * kept one; facts that somebody has corrected since are left.
 */
export function undoMerge(store: Store, id: string, staffId: string): UndoOutcome {
  return store.write((): UndoOutcome => {
    const row = store.queries.findMerge.get({ id })
    if (!row) return { ok: false, code: 'not-found' }
    if (row.undoneAt !== null) return { ok: false, code: 'merge-undone' }
    const at = store.now()
    if (at > undoUntil(row.mergedAt)) return { ok: false, code: 'merge-too-old' }
    const { keptId, goneId } = row
    store.queries.endMerge.run({ id, staffId, at })
    const [own, ...below] = allBelow(store, goneId)
    store.queries.pointMember.run({ id: own ?? goneId, into: null })
    for (const memberId of below) store.queries.pointMember.run({ id: memberId, into: goneId })
    const leftFacts = restoreFacts(store, row, staffId)
    store.queries.touchMember.run({ id: goneId, at })
    const shownUnder = memberIdsOf(store, keptId)[0] ?? keptId
    if (shownUnder !== keptId) store.queries.touchMember.run({ id: shownUnder, at })
    noteBoth(store, { id, kept: shownUnder, gone: goneId })
    for (const memberId of [goneId, keptId]) {
      noteTrail(store, { staffId, what: 'merge-undone', memberId, rowId: id, detail: { kept: keptId, gone: goneId } })
    }
    const [merge, kept, gone] = [findMerge(store, id), findMember(store, keptId), findMember(store, goneId)]
    return merge && kept && gone ? { ok: true, merge, kept, gone, leftFacts } : { ok: false, code: 'not-found' }
  })
}

/** A member and all that were merged into it, and into those: what goes along with it. */
function allBelow(store: Store, id: string): string[] {
  const gone = store.queries.listGoneInto.all({ keptId: id })
  return [id, ...gone.flatMap(({ goneId }) => allBelow(store, goneId))]
}

/**
 * The kept member's own facts, as they were before the merge. Merges made later into the same member took what this one left for the
 * member's own: they are told what it really was, so that the order of taking back makes no difference.
 */
function restoreFacts(store: Store, { id, keptId, ...said }: Row, staffId: string): MergedFact[] {
  const { before, chosen } = readFacts(said)
  for (const later of store.queries.listLaterMerges.all({ keptId, id })) {
    const facts = readFacts(later)
    store.queries.rewriteMergeFacts.run({
      id: later.id,
      keptFacts: JSON.stringify(factsBack(before, chosen, facts.before).facts),
      chosenFacts: JSON.stringify(factsBack(before, chosen, facts.chosen).facts),
    })
  }
  const now = store.queries.findMember.get({ id: keptId })
  if (!now) return []
  const { facts, left } = factsBack(before, chosen, factsOf({ ...now, birthOn: now.birthOn ?? undefined }))
  writeFacts(store, keptId, facts, staffId)
  return left
}

const readFacts = ({ keptFacts, chosenFacts }: { keptFacts: string; chosenFacts: string }) => ({
  before: JSON.parse(keptFacts) as PersonFacts,
  chosen: JSON.parse(chosenFacts) as PersonFacts,
})

/** The member's own row, also of one that is itself merged; what it said before is kept. */
function writeFacts(store: Store, id: string, facts: PersonFacts, staffId: string): void {
  const at = store.now()
  const now = store.queries.findMember.get({ id })
  if (!now) return
  const { name, kana, sex, birthOn = null } = facts
  if (now.name === name && now.kana === kana && now.sex === sex && now.birthOn === birthOn) {
    store.queries.touchMember.run({ id, at })
    return
  }
  const before = { name: now.name, kana: now.kana, sex: now.sex, birthOn: now.birthOn }
  store.queries.insertMemberRevision.run({ memberId: id, version: now.version, ...before, at, staffId })
  store.queries.correctMember.run({ id, name, kana, sex, birthOn, at })
}

const factsOf = ({ name, kana, sex, birthOn }: Omit<PersonFacts, 'birthOn'> & { birthOn?: string | undefined }) => ({
  name,
  kana,
  sex,
  ...(birthOn !== undefined && { birthOn }),
})

/** Every page that shows either of the two, or their patients, is told. */
function noteBoth(store: Store, { id, kept, gone }: { id: string; kept: string; gone: string }): void {
  store.noteChange('merge', id)
  const members = new Set([...memberIdsOf(store, kept), ...memberIdsOf(store, gone)])
  for (const memberId of members) {
    store.noteChange('member', memberId)
    for (const { patientId } of store.queries.listMemberPatients.all({ memberId }))
      store.noteChange('patient', patientId)
  }
}

/** Nobody is merged more often. */
const listLimit = 50

/** Merges in which this record takes part, newest first. */
export function listMerges(store: Store, memberId: string): Merge[] | undefined {
  const ids = memberIdsOf(store, memberId)
  if (ids.length === 0) return undefined
  const rows = ids.flatMap((id) => store.queries.listMergesOf.all({ memberId: id, limit: listLimit }))
  return [...new Map(rows.map((row) => [row.id, row])).values()]
    .sort((a, b) => b.mergedAt - a.mergedAt)
    .map((row) => toMerge(store, row))
}

function findMerge(store: Store, id: string): Merge | undefined {
  const row = store.queries.findMerge.get({ id })
  return row && toMerge(store, row)
}

type Row = NonNullable<ReturnType<Store['queries']['findMerge']['get']>>

function toMerge(store: Store, row: Row): Merge {
  const { id, keptId, goneId, mergedAt, mergedBy, undoneAt, undoneBy } = row
  const writtenSince = store.queries.countTrailSince.get({ memberId: keptId, mergeId: id })?.rows ?? 0
  const shown = { kept: ownName(store, keptId), gone: ownName(store, goneId) }
  return { id, ...shown, mergedAt, mergedBy, undoUntil: undoUntil(mergedAt), undoneAt, undoneBy, writtenSince }
}

/** The member's own name, not that of the one it is merged into. */
function ownName(store: Store, id: string) {
  const row = store.queries.findMember.get({ id })
  return row ? { id, name: row.name, kana: row.kana } : (nameOf(store, id) ?? { id, name: '', kana: '' })
}
