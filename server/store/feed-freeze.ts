import type { TrailDeed } from '../../contract/trail.ts'
import { freezeByHand, isOtherPerson, resume, type FeedProfile } from '../domain/feed-profile.ts'
import { findFeedProfile, saveFeedProfile } from './feed-profiles.ts'
import { listRowsOfPatient, moveDispensing, placeRow, roomApart, roomsApart } from './dispensing-places.ts'
import { findEarlierStray, isDecided, setStraysApart, tellOfStray } from './feed-strays.ts'
import { closeBoxNotice, raiseBoxNotice } from './notices.ts'
import type { Store } from './open.ts'
import { isSaidSame, joinPatient, mayJoin } from './stray-join.ts'
import { noteTrail } from './trail.ts'

/** The id under which `change` tells that a freeze began or ended. */
export const freezeRow = (pharmacyCode: string): string => `feed-${pharmacyCode}`

const notice = {
  title: 'レセコンが変わった可能性があります。お薬自動登録を止めています',
  body: [
    '届いたファイルの様子が急に変わりました。患者番号が変わっていると、別の患者様のお薬を表示するおそれがあります。',
    '新しい様子のファイルは取り込んでいますが、だれの手帳にも表示していません。',
    '「レセコン入替」の画面で、入れ替えたのか、何も変わっていないのかを選んでください。',
  ].join('\n'),
}

/**
 * Inside `store.write`: auto-registration is frozen from now on, said on all PCs.
 * @param seqs files of the new kind that were taken before; null: all that is aside is of the new kind
 */
export function startFreeze(
  store: Store,
  pharmacyCode: string,
  profile: FeedProfile,
  seqs: number[] | null,
  staffId: string | null,
): void {
  saveFeedProfile(store, pharmacyCode, profile)
  if (seqs) {
    const own = new Set(seqs)
    setStraysApart(store, pharmacyCode, profile.aside, (stray) => isOfFreeze(store, pharmacyCode, profile, stray, own))
    putAside(store, pharmacyCode, profile, own)
  }
  raiseBoxNotice(store, freezeRow(pharmacyCode), notice.title, notice.body)
  store.noteChange('replacement', freezeRow(pharmacyCode))
  const rowId = freezeRow(pharmacyCode)
  noteTrail(store, { staffId, what: 'feed-frozen', memberId: null, rowId, detail: { why: profile.freeze?.why } })
}

/** Whether a stray is one of those that made the freeze, and not one of the receipt computer in use. */
function isOfFreeze(
  store: Store,
  pharmacyCode: string,
  { freeze, aside, otherPeople }: FeedProfile,
  { id, code }: { id: string; code: string },
  seqs: Set<number>,
): boolean {
  if (freeze?.why === 'codes-reassigned') return otherPeople.some((each) => each.code === code)
  const rows = store.queries.listSeqsOfPatient.all({ pharmacyCode, system: aside, patientId: id })
  return rows.length > 0 && rows.every(({ inboundSeq }) => seqs.has(inboundSeq))
}

/** Patients that only these files speak of, and whom nobody is linked to, go where the later files of their kind go. */
function putAside(store: Store, pharmacyCode: string, { system, aside }: FeedProfile, seqs: Set<number>): void {
  const patientIds = new Set<string>()
  for (const seq of seqs) {
    const id = store.queries.findRevisionBySeq.get({ seq })?.dispensingId
    const patientId = id === undefined ? undefined : store.queries.findDispensing.get({ id })?.patientId
    if (patientId) patientIds.add(patientId)
  }
  for (const patientId of patientIds) {
    const patient = store.queries.findPatient.get({ id: patientId })
    const rows = store.queries.listSeqsOfPatient.all({ pharmacyCode, system, patientId })
    if (!patient || patient.memberId !== null || !rows.every(({ inboundSeq }) => seqs.has(inboundSeq))) continue
    if (store.queries.findPatientFacts.get({ pharmacyCode, system: aside, code: patient.code })) continue
    store.queries.setPatientSystem.run({ id: patientId, system: aside })
    store.noteChange('patient', patientId)
    for (const { id } of rows) {
      // The number may be there already, of somebody else: the codes differ.
      const number = store.queries.findDispensing.get({ id })?.prescriptionNumber ?? ''
      const isTaken = store.queries.findDispensingByNumber.get({ pharmacyCode, system: aside, number }) !== undefined
      moveDispensing(store, id, isTaken ? roomApart(aside, id) : aside, patientId)
    }
  }
}

export type FreezeOutcome = { ok: true } | { ok: false; code: 'not-found' | 'feed-not-frozen' | 'feed-frozen' }

/** 止める: a person says that codes mean others from now on. */
export function freezeFeed(store: Store, staffId: string, pharmacyCode: string): FreezeOutcome {
  return store.write((): FreezeOutcome => {
    const profile = findFeedProfile(store, pharmacyCode)
    if (profile.freeze) return { ok: false, code: 'feed-frozen' }
    startFreeze(store, pharmacyCode, freezeByHand(profile, store.now()), [], staffId)
    return { ok: true }
  })
}

/**
 * 再開: nothing has changed. What was put aside joins the patients it belongs to by its codes, and shows in their notebooks; only what
 * plainly belongs to somebody else stays apart.
 */
export function resumeFeed(store: Store, staffId: string, pharmacyCode: string): FreezeOutcome {
  return store.write((): FreezeOutcome => {
    const profile = findFeedProfile(store, pharmacyCode)
    if (!profile.freeze) return { ok: false, code: 'feed-not-frozen' }
    release(store, pharmacyCode, profile, staffId)
    saveFeedProfile(store, pharmacyCode, resume(profile))
    endFreeze(store, pharmacyCode, staffId, {
      what: 'feed-resumed',
      title: 'お薬自動登録を再開しました',
      body: '何も変わっていないことを確かめました。',
    })
    return { ok: true }
  })
}

/** Inside `store.write`, when auto-registration is no longer frozen. */
export function endFreeze(
  store: Store,
  pharmacyCode: string,
  staffId: string,
  { what, title, body }: { what: TrailDeed; title: string; body: string },
): void {
  closeBoxNotice(store, freezeRow(pharmacyCode), title, body)
  store.noteChange('replacement', freezeRow(pharmacyCode))
  noteTrail(store, { staffId, what, memberId: null, rowId: freezeRow(pharmacyCode) })
}

/** Inside `store.write`: what was put aside joins the patients it belongs to by its codes. */
export function release(store: Store, pharmacyCode: string, profile: FeedProfile, staffId: string): void {
  const { system, aside } = profile
  const apart = { pharmacyCode, ...roomsApart(aside) }
  const held = [
    ...store.queries.listPatientsOfSystem.all({ pharmacyCode, system: aside }),
    ...store.queries.listPatientsApart.all(apart),
  ]
  for (const each of held) releasePatient(store, pharmacyCode, profile, each, staffId)
  const unnamed = [
    ...store.queries.listDispensingsOfSystem.all({ pharmacyCode, system: aside }),
    ...store.queries.listDispensingsApart.all(apart),
  ]
  for (const { id, patientId } of unnamed) {
    const row = patientId === null ? store.queries.findDispensing.get({ id }) : undefined
    if (row) placeRow(store, row, system, null)
  }
}

type Held = ReturnType<Store['queries']['listPatientsOfSystem']['all']>[number]

function releasePatient(store: Store, pharmacyCode: string, profile: FeedProfile, held: Held, staffId: string): void {
  const { system } = profile
  const { id, code, name, kana, birthOn, memberId } = held
  const known = store.queries.findPatientFacts.get({ pharmacyCode, system, code })
  if (!known) {
    store.queries.setPatientSystem.run({ id, system })
    store.noteChange('patient', id)
    for (const row of listRowsOfPatient(store, id)) placeRow(store, row, system, id)
    return
  }
  const written = { code, ...(name && { name }), ...(kana && { kana }), ...(birthOn && { birthOn }) }
  // What a person has said of them stands: another person.
  const isSaid = isDecided(store, id)
  const knownId = isStranger(store, known, written) ? undefined : known.id
  const sameId = knownId ?? findEarlierStray(store, pharmacyCode, profile, written, id)
  if (!isSaid && sameId !== undefined && mayJoin(store, id, sameId)) joinPatient(store, id, sameId, staffId)
  else if (!isSaid && memberId === null) tellOfStray(store, pharmacyCode, code)
}

const isStranger = (
  store: Store,
  known: { id: string; name: string; kana: string; birthOn: string | null },
  written: { name?: string; kana?: string; birthOn?: string },
): boolean => isOtherPerson(known, written) && !isSaidSame(store, known.id, written)
