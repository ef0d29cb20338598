import { isOtherPerson } from '../domain/feed-profile.ts'
import { joinedPlace, listRowsOfPatient, placeRow, type DispensingRow } from './dispensing-places.ts'
import { currentMemberId, linkPatient } from './members.ts'
import type { Store } from './open.ts'
import { savePatient } from './patients.ts'
import { noteTrail } from './trail.ts'

export type PatientRow = NonNullable<ReturnType<Store['queries']['findPatientRow']['get']>>

/** What a join has changed: enough to take it back. */
export interface JoinRecord {
  /** Both patients as they were. */
  stray: PatientRow
  known: PatientRow
  /** The stray's prescriptions, and the files they were made from. */
  rows: Pick<DispensingRow, 'id' | 'removedAt'>[]
  seqs: number[]
  /** Whose notebook the stray flowed into, and whether the known one took its place there. */
  memberId: string | null
  isLinkMoved: boolean
  /** 処方箋 that went along. */
  imageIds: string[]
}

const linkOf = (store: Store, patientId: string): string | null =>
  store.queries.findPatient.get({ id: patientId })?.memberId ?? null

/** Two patients are one only when they do not flow into the notebooks of two members. */
export function mayJoin(store: Store, strayId: string, knownId: string): boolean {
  const [stray, known] = [linkOf(store, strayId), linkOf(store, knownId)]
  if (stray === null || known === null) return true
  return currentMemberId(store, stray) === currentMemberId(store, known)
}

/** The link of the one is the other's from now on. @returns whether the other one had none before */
function moveLink(store: Store, fromId: string, toId: string, staffId: string): boolean {
  const memberId = linkOf(store, fromId)
  if (memberId === null) return false
  const isMoved = linkOf(store, toId) === null
  store.queries.endAutoRegistration.run({ patientId: fromId, staffId, at: store.now() })
  if (isMoved) linkPatient(store, memberId, toId, staffId)
  touch(store, memberId)
  noteTrail(store, { staffId, what: 'link-moved', memberId, rowId: toId, detail: { patientId: fromId } })
  return isMoved
}

function touch(store: Store, memberId: string): void {
  const shown = currentMemberId(store, memberId) ?? memberId
  store.queries.touchMember.run({ id: shown, at: store.now() })
  store.noteChange('member', shown)
}

/** As a file would say it. */
const writtenOf = ({ code, name, kana, sex, birthOn, phones }: PatientRow) => ({
  code,
  sex,
  ...(name && { name }),
  ...(kana && { kana }),
  ...(birthOn && { birthOn }),
  ...(phones && { phones: phones.split(' ') }),
})

/** How many of those who were said to be the same as one patient are looked at: more than one person has slips. */
const saidSameAtMost = 20

/** Whether a person has said before that somebody written so, or as this patient was then, is this patient. */
export const isSaidSame = (
  store: Store,
  knownId: string,
  written: { name?: string; kana?: string; birthOn?: string },
): boolean =>
  store.queries.listSaidSame.all({ knownId, limit: saidSameAtMost }).some(({ before }) => {
    if (before === null) return false
    const { stray, known } = JSON.parse(before) as JoinRecord
    return !isOtherPerson(stray, written) || !isOtherPerson(known, written)
  })

/** Inside `store.write`: two rows of one person become one, with everything that came under either. */
export function joinPatient(store: Store, strayId: string, knownId: string, staffId: string): JoinRecord | undefined {
  const { queries } = store
  const [stray, known] = [queries.findPatientRow.get({ id: strayId }), queries.findPatientRow.get({ id: knownId })]
  if (!stray || !known) return undefined
  savePatient(store, known.pharmacyCode, writtenOf(stray), stray.sentAt, known.system)
  const rows = listRowsOfPatient(store, strayId)
  const seqs = rows.flatMap(({ id }) => queries.listEvents.all({ dispensingId: id }).map(({ arrival }) => arrival))
  for (const row of rows) placeRow(store, row, known.system, knownId)
  const memberId = linkOf(store, strayId)
  const isLinkMoved = moveLink(store, strayId, knownId, staffId)
  const imageIds = moveImages(store, strayId, knownId)
  // The same person would be found twice.
  queries.emptyPatient.run({ id: strayId, system: joinedPlace(strayId) })
  store.noteChange('patient', strayId)
  store.noteChange('patient', knownId)
  return {
    stray,
    known,
    rows: rows.map(({ id, removedAt }) => ({ id, removedAt })),
    seqs,
    memberId,
    isLinkMoved,
    imageIds,
  }
}

/** Inside `store.write`. @param only of these; absent: all. @returns which went */
export function moveImages(store: Store, from: string, to: string, only?: readonly string[]): string[] {
  const ids = only ?? store.queries.listImageIdsOfPatient.all({ patientId: from }).map(({ id }) => id)
  for (const id of ids) {
    // One that was given to somebody else since stays theirs.
    if (store.queries.setImagePatient.run({ id, from, to }).changes > 0) store.noteChange('image', id)
  }
  return [...ids]
}

/** Inside `store.write`: whose notebook the stray flowed into before. A link that somebody has changed since is theirs and stays. */
export function splitLink(store: Store, { stray, known, memberId, isLinkMoved }: JoinRecord, staffId: string): void {
  if (memberId === null || currentMemberId(store, memberId) === undefined) return
  if (isLinkMoved) {
    if (linkOf(store, known.id) !== memberId) return
    store.queries.endAutoRegistration.run({ patientId: known.id, staffId, at: store.now() })
  }
  linkPatient(store, memberId, stray.id, staffId)
  touch(store, memberId)
  noteTrail(store, { staffId, what: 'link-moved-back', memberId, rowId: stray.id, detail: { patientId: known.id } })
}
