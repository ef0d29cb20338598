import type { Stray, StrayList } from '../../contract/stray.ts'
import type { TrailDeed } from '../../contract/trail.ts'
import { undoDays, undoUntil } from '../domain/merge-facts.ts'
import { findFeedProfile, isPatientHeld, listFeedProfiles } from './feed-profiles.ts'
import { roomsApart } from './dispensing-places.ts'
import { computerOf, listComputers, strayNotice } from './feed-strays.ts'
import { newId } from './ids.ts'
import { currentMemberId } from './members.ts'
import { closeBoxNotice } from './notices.ts'
import type { Store } from './open.ts'
import { joinPatient, mayJoin, type JoinRecord, type PatientRow } from './stray-join.ts'
import { splitPatient } from './stray-split.ts'
import { noteTrail } from './trail.ts'

/** Rare as they are, a list has an end. */
const openAtMost = 100
const decidedAtMost = 50
const dayMs = 24 * 60 * 60 * 1000

/**
 * `stray-decided`: somebody was quicker. `patient-linked-elsewhere`: the two flow into the notebooks of two members, who have to be
 * merged first. `feed-frozen`: who is who is decided with the freeze. `stray-undo-order`: a later 同じ方 with the same patient is to be taken
 * back first. `stray-undo-changed`: what was joined has become another patient's since.
 */
export type StrayOutcome =
  | { ok: true; stray: Stray }
  | { ok: false; code: 'not-found' | 'stray-decided' | 'patient-linked-elsewhere' | 'feed-frozen' | 'stray-too-old' }
  | { ok: false; code: 'stray-undo-order' | 'stray-undo-changed' }
  | { ok: false; code: 'stale-version'; current: Stray }

/** Who is still to be decided, then what was decided and can be taken back, newest first. */
export function listStrays(store: Store): StrayList {
  const ids = listOpenIds(store, openAtMost + 1)
  const open = ids.slice(0, openAtMost).flatMap((id) => findStray(store, id) ?? [])
  const decided = store.queries.listStrayDecisions.all({ since: store.now() - undoDays * dayMs, limit: decidedAtMost })
  return {
    items: [...open, ...decided.flatMap((row) => toDecided(store, row) ?? [])],
    next: null,
    isCut: ids.length > openAtMost,
  }
}

/** The newest rooms first; no more of them than that. */
function listOpenIds(store: Store, limit: number): string[] {
  const ids: string[] = []
  for (const { pharmacyCode, profile } of listFeedProfiles(store)) {
    const { aside, freeze } = profile
    const computers = listComputers(store, pharmacyCode)
    for (let room = Number(aside); room > 0 && ids.length < limit; room--) {
      const name = String(room)
      if (name === aside && freeze) continue
      const ranges = [...(computers.includes(name) ? [] : [alone(name)]), roomsApart(name)]
      for (const range of ranges) {
        const found = store.queries.listOpenStrays.all({ pharmacyCode, ...range, limit: limit - ids.length })
        ids.push(...found.map(({ id }) => id))
      }
    }
  }
  return ids
}

/** This room without those apart, as texts are ordered. */
const alone = (room: string) => ({ from: room, to: `${room}!` })

type DecisionRow = ReturnType<Store['queries']['listStrayDecisions']['all']>[number]

function toDecided(store: Store, { id, patientId, knownId, kind, before, decidedAt, decidedBy }: DecisionRow) {
  const record = before === null ? undefined : (JSON.parse(before) as JoinRecord)
  const row = record?.stray ?? store.queries.findPatientRow.get({ id: patientId })
  if (!row) return undefined
  const known = knownId === null ? findKnown(store, row) : store.queries.findPatientRow.get({ id: knownId })
  const decision = { id, kind, at: decidedAt, by: decidedBy }
  const stray = { ...toStray(store, row, known), decision }
  if (!record) return stray
  const dispensings = record.rows.filter(({ removedAt }) => removedAt === null).length
  return { ...stray, person: { ...stray.person, dispensings } }
}

function findStray(store: Store, id: string): Stray | undefined {
  const row = store.queries.findPatientRow.get({ id })
  return row && toStray(store, row, findKnown(store, row))
}

/** Who has the code at the receipt computer whose files were put aside: at another one it is somebody else's. */
function findKnown(store: Store, { id, pharmacyCode, system: place, code }: PatientRow): PatientRow | undefined {
  const system = computerOf(store, pharmacyCode, place)
  const known = store.queries.findPatientFacts.get({ pharmacyCode, system, code })
  return known && known.id !== id ? store.queries.findPatientRow.get({ id: known.id }) : undefined
}

const toStray = (store: Store, row: PatientRow, known: PatientRow | undefined): Stray => ({
  pharmacyCode: row.pharmacyCode,
  code: row.code,
  person: toPerson(store, row),
  known: known ? toPerson(store, known) : null,
  decision: null,
})

function toPerson(store: Store, { id, name, kana, sex, birthOn, version }: PatientRow): Stray['person'] {
  const linked = store.queries.findPatient.get({ id })?.memberId ?? null
  return {
    id,
    name,
    kana,
    sex,
    ...(birthOn !== null && { birthOn }),
    memberId: linked === null ? null : (currentMemberId(store, linked) ?? null),
    dispensings: store.queries.countDispensingsOfPatient.get({ patientId: id })?.rows ?? 0,
    version,
  }
}

interface Deed {
  staffId: string
  version: number
}

/** 同じ方: what came apart joins the patient known by that code, and shows where that one shows. Can be taken back for 30 days. */
export const joinStray = (
  store: Store,
  id: string,
  { staffId, version, knownId, knownVersion }: Deed & { knownId: string; knownVersion: number },
): StrayOutcome =>
  decide(store, id, { staffId, version }, (stray) => {
    if (stray.known?.id !== knownId || stray.known.version !== knownVersion)
      return { ok: false, code: 'stale-version', current: stray }
    if (!mayJoin(store, id, knownId)) return { ok: false, code: 'patient-linked-elsewhere' }
    const record = joinPatient(store, id, knownId, staffId)
    return record ? { kind: 'same', knownId, before: JSON.stringify(record) } : { ok: false, code: 'not-found' }
  })

/** 別の方: it stays a patient of its own, and nobody is told again when another file comes. */
export const keepStray = (store: Store, id: string, deed: Deed): StrayOutcome =>
  decide(store, id, deed, () => ({ kind: 'other', knownId: null, before: null }))

type Decision = { kind: 'same' | 'other'; knownId: string | null; before: string | null }

function decide(
  store: Store,
  patientId: string,
  { staffId, version }: Deed,
  work: (stray: Stray) => Decision | Extract<StrayOutcome, { ok: false }>,
): StrayOutcome {
  return store.write((): StrayOutcome => {
    const row = store.queries.findPatientRow.get({ id: patientId })
    const stray = row && findStray(store, patientId)
    if (!stray) return { ok: false, code: 'not-found' }
    if (store.queries.findDecisionOfStray.get({ patientId })) return { ok: false, code: 'stray-decided' }
    if (!isStrayRow(store, row)) return { ok: false, code: 'not-found' }
    if (isPatientHeld(store, patientId)) return { ok: false, code: 'feed-frozen' }
    if (stray.person.version !== version) return { ok: false, code: 'stale-version', current: stray }
    const done = work(stray)
    if ('ok' in done) return done
    const id = newId(store)
    store.queries.insertStrayDecision.run({ id, patientId, ...done, staffId, at: store.now() })
    const { key, closed } = strayNotice(stray.pharmacyCode, stray.code)
    closeBoxNotice(store, key, closed.title, closed.body[done.kind])
    told(store, id, staffId, `stray-${done.kind}`, done.knownId ?? patientId)
    return answer(store, id)
  })
}

/** Of no receipt computer that is or was in use. */
const isStrayRow = (store: Store, { pharmacyCode, system, code }: PatientRow): boolean =>
  code !== '' &&
  system !== findFeedProfile(store, pharmacyCode).system &&
  !listComputers(store, pharmacyCode).includes(system)

/** 元に戻す: the patient is one of its own again, and to be decided anew. */
export function undoStray(store: Store, id: string, staffId: string): StrayOutcome {
  return store.write((): StrayOutcome => {
    const row = store.queries.findStrayDecision.get({ id })
    if (!row) return { ok: false, code: 'not-found' }
    const { patientId, knownId, undoneAt, decidedAt, before } = row
    if (undoneAt === null) {
      const at = store.now()
      if (at > undoUntil(decidedAt)) return { ok: false, code: 'stray-too-old' }
      if (knownId !== null && store.queries.findLastJoin.get({ knownId })?.id !== id)
        return { ok: false, code: 'stray-undo-order' }
      if (before !== null && !splitPatient(store, JSON.parse(before) as JoinRecord, staffId))
        return { ok: false, code: 'stray-undo-changed' }
      store.queries.endStrayDecision.run({ id, staffId, at })
      told(store, id, staffId, 'stray-undone', patientId)
    }
    const stray = findStray(store, patientId)
    return stray ? { ok: true, stray } : { ok: false, code: 'not-found' }
  })
}

function told(store: Store, id: string, staffId: string, what: TrailDeed, rowId: string): void {
  store.noteChange('replacement', id)
  noteTrail(store, { staffId, what, memberId: null, rowId })
}

function answer(store: Store, id: string): StrayOutcome {
  const row = store.queries.findDecision.get({ id })
  const stray = row && toDecided(store, row)
  return stray ? { ok: true, stray } : { ok: false, code: 'not-found' }
}
