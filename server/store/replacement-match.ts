import { readCodeList, remapByFacts, remapByList, type ListOutcome, type RemapPair } from '../domain/patient-remap.ts'
import type { FeedProfile } from '../domain/feed-profile.ts'
import { findFeedProfile } from './feed-profiles.ts'
import type { Store } from './open.ts'
import { isRunning, setProgress, updateRow, type ReplacementRow } from './replacements.ts'

/** Pairs written in one transaction: few enough that a touch of a card never waits long behind a dry run. */
const pairsAtOnce = 250

export type MatchStart =
  | { ok: true; isDone: Promise<void> }
  | { ok: false; code: 'not-found' | 'replacement-done' | 'replacement-busy' }
  | { ok: false; code: 'code-list-malformed'; issue: Extract<ListOutcome, { ok: false }> }

/**
 * The dry run: who of the old receipt computer is who in the new one. It changes nothing but its own lists, goes in small steps, and is
 * made anew as often as somebody asks; what was moved already stays out of it.
 * @param csv the maker's list `old,new`; null: by what files have told of the patients
 */
export function startMatch(store: Store, id: string, csv: string | null): MatchStart {
  const row = store.queries.findReplacement.get({ id })
  if (!row) return { ok: false, code: 'not-found' }
  if (row.state !== 'draft' && row.state !== 'applied') return { ok: false, code: 'replacement-done' }
  if (isRunning(id)) return { ok: false, code: 'replacement-busy' }
  const list = csv === null ? null : readCodeList(csv)
  if (list && !list.ok) return { ok: false, code: 'code-list-malformed', issue: list }
  setProgress(id, { done: 0, of: 0 })
  const isDone = match(store, row, list?.list ?? null).finally(() => {
    setProgress(id, null)
    store.write(() => {
      store.noteChange('replacement', id)
    })
  })
  return { ok: true, isDone }
}

async function match(store: Store, row: ReplacementRow, list: ReadonlyMap<string, string> | null): Promise<void> {
  const { id, pharmacyCode } = row
  const profile = findFeedProfile(store, pharmacyCode)
  const { from, to } = systemsOf(row, profile)
  const moved = new Set(store.queries.listMoved.all({ replacementId: id }).map(({ patientId }) => patientId))
  const isLeft = store.queries.listLeft.all({ replacementId: id, pharmacyCode, system: from })
  const olds = isLeft.toSorted((a, b) => (a.kana < b.kana ? -1 : a.kana > b.kana ? 1 : 0))
  const news = store.queries.listPatientsOfSystem
    .all({ pharmacyCode, system: to })
    .filter((patient) => !moved.has(patient.id))
  await pause()
  const isStill = store.write(() => {
    const now = stillThere(store, row)
    if (!now) return false
    store.queries.deletePairs.run({ replacementId: id })
    // A draft keeps which two receipt computers were compared; what is applied keeps what was before it.
    const compared = now.state === 'draft' ? { profileBefore: JSON.stringify(profile) } : {}
    updateRow(store, now, { matchedFrom: null, matchedAt: null, ...compared })
    return true
  })
  if (!isStill) return
  const first = (store.queries.lastPair.get({ replacementId: id })?.position ?? -1) + 1
  const pairs = list ? remapByList(olds, news, list) : remapByFacts(olds, news)
  let done = 0
  for (let portion = some(pairs, pairsAtOnce); portion !== null; portion = some(pairs, pairsAtOnce)) {
    if (portion.length > 0) save(store, id, first + done, portion)
    done += portion.length
    setProgress(id, { done, of: olds.length })
    await pause()
  }
  store.write(() => {
    const now = stillThere(store, row)
    if (now) updateRow(store, now, { matchedFrom: list ? 'csv' : 'files', matchedAt: store.now() })
  })
}

/** Which receipt computer is the old one and which the new, before and after the change was applied. */
function systemsOf(
  { state, idsChange, profileBefore }: ReplacementRow,
  today: FeedProfile,
): { from: string; to: string } {
  if (state !== 'applied' || profileBefore === null) return { from: today.system, to: today.aside }
  const { system, aside } = JSON.parse(profileBefore) as FeedProfile
  return { from: system, to: idsChange === 'yes' ? aside : today.system }
}

/** As it is now, unless it was taken away meanwhile or is about another pharmacy code. */
function stillThere(store: Store, { id, pharmacyCode }: ReplacementRow): ReplacementRow | undefined {
  const now = store.queries.findReplacement.get({ id })
  return now?.pharmacyCode === pharmacyCode && (now.state === 'draft' || now.state === 'applied') ? now : undefined
}

function savePair(
  store: Store,
  replacementId: string,
  position: number,
  { old, next, list, reasons }: RemapPair,
): void {
  store.queries.insertPair.run({
    replacementId,
    position,
    oldPatientId: old.id,
    list,
    reasons: JSON.stringify(reasons),
    newPatientId: next?.id ?? null,
    newCode: next?.code ?? null,
    decision: list === 'exact' ? 'confirmed' : 'open',
  })
}

/** The next of them, at most so many; fewer when a breath is due, null at the end. */
function some<T>(items: Iterator<T | undefined>, count: number): T[] | null {
  const taken: T[] = []
  while (taken.length < count) {
    const next = items.next()
    if (next.done) return taken.length > 0 ? taken : null
    if (next.value === undefined) break
    taken.push(next.value)
  }
  return taken
}

function save(store: Store, replacementId: string, first: number, pairs: readonly RemapPair[]): void {
  store.write(() => {
    for (const [at, pair] of pairs.entries()) savePair(store, replacementId, first + at, pair)
  })
}

const pause = (): Promise<void> =>
  new Promise((resolve) => {
    setImmediate(resolve)
  })
