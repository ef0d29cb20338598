import type {
  KnownFeed,
  NewReplacement,
  PairCounts,
  PairDecision,
  PairList,
  Replacement,
  ReplacementEdit,
  ReplacementPair,
  ReplacementState,
} from '../../contract/replacement.ts'
import { listFeedProfiles } from './feed-profiles.ts'
import { newId } from './ids.ts'
import type { Store } from './open.ts'
import { noteTrail } from './trail.ts'

/** As it is stored. */
export type ReplacementRow = NonNullable<ReturnType<Store['queries']['findReplacement']['get']>>

export type ReplacementOutcome =
  | { ok: true; replacement: Replacement }
  | {
      ok: false
      code: 'not-found' | 'replacement-done' | 'replacement-unfinished' | 'replacement-twin' | 'not-reversible'
    }
  | { ok: false; code: 'stale-version'; current: Replacement }

/** Dry runs under way, by the replacement's id. */
const running = new Map<string, { done: number; of: number }>()
export const setProgress = (id: string, progress: { done: number; of: number } | null): void => {
  if (progress) running.set(id, progress)
  else running.delete(id)
}
export const isRunning = (id: string): boolean => running.has(id)

const mostShown = 50

/** The newest fifty, newest first; one is made in several years. */
export const listReplacements = (store: Store): Replacement[] =>
  store.queries.listReplacements
    .all({ limit: mostShown })
    .filter(({ state }) => state !== 'removed')
    .map((row) => toReplacement(store, row))

export function findReplacement(store: Store, id: string): Replacement | undefined {
  const row = store.queries.findReplacement.get({ id })
  return row && toReplacement(store, row)
}

export function saveReplacement(store: Store, staffId: string, given: NewReplacement): Replacement {
  return store.write(() => {
    const id = newId(store)
    store.queries.insertReplacement.run({ id, ...given, staffId, at: store.now() })
    store.noteChange('replacement', id)
    noteTrail(store, { staffId, what: 'replacement-planned', memberId: null, rowId: id })
    return getReplacement(store, id)
  })
}

/** The six items. What has been applied keeps them as they were. */
export function editReplacement(
  store: Store,
  staffId: string,
  id: string,
  { version, ...items }: ReplacementEdit,
): ReplacementOutcome {
  return change(store, id, version, 'draft', (row) => {
    // A dry run is of one pharmacy code.
    const unmatched = items.pharmacyCode === row.pharmacyCode ? {} : { matchedFrom: null, matchedAt: null }
    updateRow(store, row, { ...items, ...unmatched })
    noteTrail(store, { staffId, what: 'replacement-corrected', memberId: null, rowId: id })
  })
}

/** A draft that is no longer wanted; {@link restoreReplacement} brings it back. */
export function removeReplacement(store: Store, staffId: string, id: string, version: number): ReplacementOutcome {
  return change(store, id, version, 'draft', (row) => {
    updateRow(store, row, { state: 'removed' })
    noteTrail(store, { staffId, what: 'replacement-removed', memberId: null, rowId: id })
  })
}

export function restoreReplacement(store: Store, staffId: string, id: string): ReplacementOutcome {
  return change(store, id, null, 'removed', (row) => {
    updateRow(store, row, { state: 'draft' })
    noteTrail(store, { staffId, what: 'replacement-restored', memberId: null, rowId: id })
  })
}

/** One page of a list. `after` is the position the last page ended with. */
export function listPairs(
  store: Store,
  replacementId: string,
  list: PairList,
  decision: ReplacementPair['decision'] | null,
  after: number | null,
  limit: number,
): { items: ReplacementPair[]; next: number | null } {
  const rows = store.queries.listPairs.all({ replacementId, list, decision, after: after ?? -1, limit: limit + 1 })
  return {
    items: rows.slice(0, limit).map((row) => toPair(store, row)),
    next: rows.length > limit ? (rows[limit - 1]?.position ?? null) : null,
  }
}

/** What a person says of one pair, or of every one of a list that is still open. */
export function decidePairs(
  store: Store,
  id: string,
  { decision, position, list, version }: PairDecision,
): ReplacementOutcome {
  return store.write((): ReplacementOutcome => {
    if (position !== undefined && decision === 'confirmed') {
      const pair = store.queries.findPair.get({ replacementId: id, position })
      if (!pair?.newCode) return { ok: false, code: 'not-found' }
      const { newCode } = pair
      if (store.queries.findConfirmedTwin.get({ replacementId: id, newCode, position }))
        return { ok: false, code: 'replacement-twin' }
    }
    return change(store, id, version, null, (row) => {
      if (position === undefined) store.queries.decideOpenPairs.run({ replacementId: id, list, decision })
      else store.queries.decidePair.run({ replacementId: id, position, decision })
      updateRow(store, row, {})
    })
  })
}

/** Whose files have come: pharmacy codes, and what the box has learnt of them. */
export const listKnownFeeds = (store: Store): KnownFeed[] =>
  listFeedProfiles(store).map(({ pharmacyCode, profile }) => ({
    pharmacyCode,
    makers: [...new Set(profile.classes.filter(({ system }) => system === undefined).map(({ maker }) => maker))],
    isFrozen: profile.freeze !== null,
    patients: store.queries.countPatientsOfSystem.get({ pharmacyCode, system: profile.system })?.patients ?? 0,
    heldPatients: store.queries.countPatientsOfSystem.get({ pharmacyCode, system: profile.aside })?.patients ?? 0,
  }))

/** Runs `work` on the row when it is there, in the state that is asked for, and nobody was quicker. */
export function change(
  store: Store,
  id: string,
  version: number | null,
  state: ReplacementState | null,
  work: (row: ReplacementRow) => void,
): ReplacementOutcome {
  return store.write((): ReplacementOutcome => {
    const row = store.queries.findReplacement.get({ id })
    if (!row) return { ok: false, code: 'not-found' }
    if (version !== null && row.version !== version)
      return { ok: false, code: 'stale-version', current: toReplacement(store, row) }
    if (state !== null && row.state !== state) return { ok: false, code: 'replacement-done' }
    work(row)
    store.noteChange('replacement', id)
    return { ok: true, replacement: getReplacement(store, id) }
  })
}

export function updateRow(store: Store, row: ReplacementRow, changes: Partial<ReplacementRow>): void {
  store.queries.updateReplacement.run({ ...row, ...changes, at: store.now() })
}

export function getReplacement(store: Store, id: string): Replacement {
  const replacement = findReplacement(store, id)
  if (!replacement) throw new Error('a replacement that was just written is not there')
  return replacement
}

const none = { all: 0, linked: 0, confirmed: 0, refused: 0 }

function toReplacement(store: Store, row: ReplacementRow): Replacement {
  const { profileBefore: _before, appliedBy: _by, createdBy: _creator, updatedAt: _at, ...rest } = row
  const counts: PairCounts = { exact: none, probable: none, unmatched: none }
  for (const { list, ...counted } of store.queries.countPairs.all({ replacementId: row.id })) counts[list] = counted
  return { ...rest, progress: running.get(row.id) ?? null, counts }
}

type PairRow = ReturnType<Store['queries']['listPairs']['all']>[number]

function toPair(store: Store, row: PairRow): ReplacementPair {
  const { position, list, reasons, decision, newCode, newPatientId, oldPatientId, memberId } = row
  const person = (id: string) => {
    const found = store.queries.findPatient.get({ id })
    return found && { patientId: id, code: found.code, name: found.name, kana: found.kana, birthOn: found.birthOn }
  }
  const blank = { patientId: null, code: newCode ?? '', name: '', kana: '', birthOn: null }
  return {
    position,
    old: person(oldPatientId) ?? { ...blank, code: '' },
    isLinked: memberId !== null,
    next: newCode === null ? null : ((newPatientId === null ? undefined : person(newPatientId)) ?? blank),
    list,
    reasons: JSON.parse(reasons) as string[],
    decision,
  }
}
