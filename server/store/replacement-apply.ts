import { foldMaker, isOtherPerson, replaceComputer, resume, type FeedProfile } from '../domain/feed-profile.ts'
import { endFreeze, release, startFreeze } from './feed-freeze.ts'
import { findFeedProfile, saveFeedProfile } from './feed-profiles.ts'
import { moveDispensing, roomApart, roomsApart } from './dispensing-places.ts'
import { setStraysApart } from './feed-strays.ts'
import { newId } from './ids.ts'
import { currentMemberId } from './members.ts'
import type { Store } from './open.ts'
import { change, isRunning, updateRow, type ReplacementOutcome, type ReplacementRow } from './replacements.ts'
import { noteTrail } from './trail.ts'

/**
 * 入れ替える, in one transaction: from now on codes are those of the new receipt computer, and every confirmed patient who is set up for
 * お薬自動登録 is set up there too. Links of the old one stay, so that the notebook shows both. Once applied, applying again moves what was
 * confirmed since.
 */
export function applyReplacement(store: Store, staffId: string, id: string, version: number): ReplacementOutcome {
  return store.write((): ReplacementOutcome => {
    const row = store.queries.findReplacement.get({ id })
    if (row && (isRunning(id) || !isReady(row))) return { ok: false, code: 'replacement-unfinished' }
    if (row?.state !== 'draft' && row?.state !== 'applied') return { ok: false, code: 'replacement-done' }
    if (row.state === 'applied' && !isOfToday(store, row)) return { ok: false, code: 'replacement-done' }
    if (row.state === 'draft' && !isMatchOfToday(store, row)) return { ok: false, code: 'replacement-unfinished' }
    return change(store, id, version, row.state, () => {
      const before = findFeedProfile(store, row.pharmacyCode)
      if (row.state === 'draft') switchFeed(store, staffId, row, before)
      const links = row.idsChange === 'yes' ? moveLinks(store, staffId, row) : 0
      const kept = row.state === 'draft' ? { profileBefore: JSON.stringify(before), appliedAt: store.now() } : {}
      updateRow(store, row, { state: 'applied', appliedBy: staffId, rolledBackAt: null, ...kept })
      noteTrail(store, { staffId, what: 'replacement-applied', memberId: null, rowId: id, detail: { links } })
    })
  })
}

/** The questions that decide what is done have an answer, and a dry run was looked at where codes change. */
const isReady = ({ idsChange, pharmacyCode, matchedAt }: ReplacementRow): boolean =>
  pharmacyCode !== '' && (idsChange === 'no' || (idsChange === 'yes' && matchedAt !== null))

/** Whether the receipt computer that came with it is the one in use; codes of a later one mean others. */
const isOfToday = (store: Store, { pharmacyCode, idsChange, profileBefore }: ReplacementRow): boolean =>
  idsChange !== 'yes' ||
  profileBefore === null ||
  (JSON.parse(profileBefore) as FeedProfile).aside === findFeedProfile(store, pharmacyCode).system

/** Whether the dry run was of the two receipt computers that are now the old and the new one. */
function isMatchOfToday(store: Store, { pharmacyCode, idsChange, profileBefore }: ReplacementRow): boolean {
  if (idsChange !== 'yes') return true
  if (profileBefore === null) return false
  const { system, aside } = JSON.parse(profileBefore) as FeedProfile
  const profile = findFeedProfile(store, pharmacyCode)
  return system === profile.system && aside === profile.aside
}

function switchFeed(store: Store, staffId: string, row: ReplacementRow, before: FeedProfile): void {
  const { pharmacyCode, idsChange, oldMaker, newMaker } = row
  const isSameMaker = foldMaker(oldMaker) === foldMaker(newMaker)
  if (idsChange === 'yes') {
    const own = new Set(before.candidates.flatMap(({ seqs }) => seqs))
    // Frozen, nobody came aside but with the new one's files.
    setStraysApart(store, pharmacyCode, before.aside, ({ id }) => {
      if (before.freeze || isSameMaker) return true
      const rows = store.queries.listSeqsOfPatient.all({ pharmacyCode, system: before.aside, patientId: id })
      return rows.every(({ inboundSeq }) => own.has(inboundSeq))
    })
    saveFeedProfile(store, pharmacyCode, replaceComputer(before, isSameMaker))
  } else {
    if (before.freeze) release(store, pharmacyCode, before, staffId)
    // The new one's files are learnt anew, so that they freeze nothing.
    saveFeedProfile(store, pharmacyCode, { ...resume(before), files: 0 })
  }
  if (before.freeze)
    endFreeze(store, pharmacyCode, staffId, {
      what: 'feed-replaced',
      title: 'レセコンの入替が済みました。お薬自動登録を再開しました',
      body: '新しいレセコンのファイルは、患者番号を移した患者様の手帳に表示されます。',
    })
}

function moveLinks(store: Store, staffId: string, { id: replacementId, pharmacyCode }: ReplacementRow): number {
  const at = store.now()
  const { system } = findFeedProfile(store, pharmacyCode)
  store.queries.settlePairs.run({ replacementId, pharmacyCode, system })
  const moves = store.queries.listMoves.all({ replacementId })
  const given = new Set<string>()
  for (const { position, memberId, oldPatientId, newPatientId } of moves) {
    if (newPatientId === null || given.has(newPatientId) || areOthers(store, oldPatientId, newPatientId)) continue
    given.add(newPatientId)
    const registrationId = newId(store)
    store.queries.insertAutoRegistration.run({ id: registrationId, memberId, patientId: newPatientId, staffId, at })
    store.queries.setPairRegistration.run({ replacementId, position, registrationId, newPatientId })
    noteLink(store, memberId, newPatientId)
    noteTrail(store, { staffId, what: 'link-moved', memberId, rowId: newPatientId })
  }
  return given.size
}

/** Whether the files say of the two that they are two persons, whatever a list says: nobody's medicines go by a list alone. */
function areOthers(store: Store, oldId: string, newId: string): boolean {
  const [old, next] = [oldId, newId].map((id) => store.queries.findPatientRow.get({ id }))
  if (!old || !next || next.code === '') return true
  const { name, kana, birthOn } = next
  return isOtherPerson(old, { name, kana, ...(birthOn !== null && { birthOn }) })
}

function noteLink(store: Store, memberId: string, patientId: string): void {
  store.noteChange('member', currentMemberId(store, memberId) ?? memberId)
  store.noteChange('patient', patientId)
}

/**
 * 元に戻す, in one transaction: every link that applying made is gone, codes are those of the old receipt computer again, and where
 * お薬自動登録 was frozen it is frozen again. Links that somebody has changed since are theirs and stay.
 */
export function rollBackReplacement(store: Store, staffId: string, id: string, version: number): ReplacementOutcome {
  return store.write((): ReplacementOutcome => {
    const row = store.queries.findReplacement.get({ id })
    if (row?.state === 'applied' && row.idsChange !== 'yes') return { ok: false, code: 'not-reversible' }
    if (isRunning(id)) return { ok: false, code: 'replacement-unfinished' }
    if (row?.state === 'applied' && !isNewest(store, row)) return { ok: false, code: 'replacement-done' }
    return change(store, id, version, 'applied', ({ profileBefore, pharmacyCode, ...rest }) => {
      for (const { registrationId, memberId, patientId } of store.queries.listMoved.all({ replacementId: id })) {
        store.queries.deleteAutoRegistration.run({ id: registrationId })
        noteLink(store, memberId, patientId)
        noteTrail(store, { staffId, what: 'link-moved-back', memberId, rowId: patientId })
      }
      store.queries.forgetRegistrations.run({ replacementId: id })
      if (profileBefore !== null) restoreFeed(store, staffId, pharmacyCode, JSON.parse(profileBefore) as FeedProfile)
      updateRow(store, { ...rest, profileBefore, pharmacyCode }, { state: 'rolled-back', rolledBackAt: store.now() })
      noteTrail(store, { staffId, what: 'replacement-rolled-back', memberId: null, rowId: id })
    })
  })
}

/** Only the newest goes back: what a later one made of the codes would be lost. */
const isNewest = (store: Store, row: ReplacementRow): boolean =>
  isOfToday(store, row) && store.queries.listApplied.get({ pharmacyCode: row.pharmacyCode })?.id === row.id

function restoreFeed(store: Store, staffId: string, pharmacyCode: string, before: FeedProfile): void {
  takeBack(store, pharmacyCode, before.aside)
  const hasHeld = (store.queries.countOfSystem.get({ pharmacyCode, system: before.aside })?.dispensings ?? 0) > 0
  // Files of the new one have come meanwhile and more will: they must not fall on the old codes.
  const freeze = before.freeze ?? (hasHeld ? newKind(store, pharmacyCode) : null)
  if (freeze) startFreeze(store, pharmacyCode, { ...before, freeze }, null, staffId)
  else saveFeedProfile(store, pharmacyCode, before)
}

/** Rooms beyond are filled by the old receipt computer again: whoever the new one had there waits with its patients. */
function takeBack(store: Store, pharmacyCode: string, aside: string): void {
  const { queries } = store
  for (let room = Number(findFeedProfile(store, pharmacyCode).aside); room > Number(aside); room--) {
    const [own, apart] = [
      { pharmacyCode, system: String(room) },
      { pharmacyCode, ...roomsApart(String(room)) },
    ]
    for (const { id } of [...queries.listPatientsOfSystem.all(own), ...queries.listPatientsApart.all(apart)]) {
      queries.setPatientSystem.run({ id, system: roomApart(aside, id) })
      store.noteChange('patient', id)
    }
    for (const { id, patientId } of [
      ...queries.listDispensingsOfSystem.all(own),
      ...queries.listDispensingsApart.all(apart),
    ])
      moveDispensing(store, id, roomApart(aside, id), patientId)
  }
}

function newKind(store: Store, pharmacyCode: string): NonNullable<FeedProfile['freeze']> {
  const { classes } = findFeedProfile(store, pharmacyCode)
  const areAlike = classes.every(({ system }) => system === undefined)
  return { why: 'new-kind', at: store.now(), maker: '', takesAll: areAlike }
}

/**
 * Inside `store.write`: a file brought a patient of the new receipt computer for the first time. Where its code was promised to somebody by
 * the maker's list, the link is made now.
 */
export function keepPromise(
  store: Store,
  { pharmacyCode, system, code }: { pharmacyCode: string; system: string; code: string },
  patientId: string,
): void {
  if (findFeedProfile(store, pharmacyCode).system !== system) return
  const promise = store.queries.findPromise.get({ pharmacyCode, system, newCode: code })
  if (!promise || areOthers(store, promise.oldPatientId, patientId)) return
  const { replacementId, position, memberId } = promise
  const registrationId = newId(store)
  store.queries.insertAutoRegistration.run({
    id: registrationId,
    memberId,
    patientId,
    staffId: null,
    at: store.now(),
  })
  store.queries.keepPromise.run({ replacementId, position, registrationId, patientId })
  noteLink(store, memberId, patientId)
  noteTrail(store, { staffId: null, what: 'link-moved', memberId, rowId: patientId })
}
