import { compareEvents, latestWord } from '../domain/dispensing.ts'
import { freezeByHand, isOtherPerson, resume, type FeedProfile } from '../domain/feed-profile.ts'
import { saveDispensing } from './dispensings.ts'
import { findFeedProfile, saveFeedProfile } from './feed-profiles.ts'
import { moveDispensing, roomApart, roomsApart, tellOfStray } from './feed-strays.ts'
import { closeBoxNotice, raiseBoxNotice } from './notices.ts'
import type { Store } from './open.ts'
import { savePatient } from './patients.ts'
import { noteTrail } from './trail.ts'

/** The id under which `change` tells that a freeze began or ended. */
export const freezeRow = (pharmacyCode: string): string => `feed-${pharmacyCode}`

const notice = {
  title: 'レセコンが変わった可能性があります。お薬自動登録を止めています',
  body: [
    '届いたファイルの様子が急に変わりました。患者IDが変わっていると、別の患者様のお薬を表示するおそれがあります。',
    '新しい様子のファイルは取り込んでいますが、だれの手帳にも表示していません。',
    '「レセコン入替」の画面で、入れ替えたのか、何も変わっていないのかを選んでください。',
  ].join('\n'),
}

/** Inside `store.write`: auto-registration is frozen from now on, said on all PCs. `seqs`: files of the new kind that were taken before. */
export function startFreeze(
  store: Store,
  pharmacyCode: string,
  profile: FeedProfile,
  seqs: number[],
  staffId: string | null,
): void {
  saveFeedProfile(store, pharmacyCode, profile)
  putAside(store, pharmacyCode, profile, new Set(seqs))
  raiseBoxNotice(store, freezeRow(pharmacyCode), notice.title, notice.body)
  store.noteChange('replacement', freezeRow(pharmacyCode))
  const rowId = freezeRow(pharmacyCode)
  noteTrail(store, { staffId, what: 'feed-frozen', memberId: null, rowId, detail: { why: profile.freeze?.why } })
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
    release(store, pharmacyCode, profile)
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
  { what, title, body }: { what: string; title: string; body: string },
): void {
  closeBoxNotice(store, freezeRow(pharmacyCode), title, body)
  store.noteChange('replacement', freezeRow(pharmacyCode))
  noteTrail(store, { staffId, what, memberId: null, rowId: freezeRow(pharmacyCode) })
}

/** Inside `store.write`: what was put aside joins the patients it belongs to by its codes. */
export function release(store: Store, pharmacyCode: string, { system, aside }: FeedProfile): void {
  const target = new Map<string, string>()
  const doubles: string[] = []
  const apart = { pharmacyCode, ...roomsApart(aside) }
  const everybody = [
    ...store.queries.listPatientsOfSystem.all({ pharmacyCode, system: aside }),
    ...store.queries.listPatientsApart.all(apart),
  ]
  for (const held of everybody) {
    const known = store.queries.findPatientFacts.get({ pharmacyCode, system, code: held.code })
    const { code, name, kana, sex, birthOn, sentAt } = held
    const written = { code, sex, ...(name && { name }), ...(kana && { kana }), ...(birthOn && { birthOn }) }
    if (!known) {
      store.queries.setPatientSystem.run({ id: held.id, system })
      store.noteChange('patient', held.id)
      target.set(held.id, held.id)
    } else if (held.memberId === null && !isOtherPerson(known, written)) {
      savePatient(store, pharmacyCode, written, sentAt, system)
      target.set(held.id, known.id)
      doubles.push(held.id)
    } else if (held.memberId === null) tellOfStray(store, pharmacyCode, code)
  }
  const everything = [
    ...store.queries.listDispensingsOfSystem.all({ pharmacyCode, system: aside }),
    ...store.queries.listDispensingsApart.all(apart),
  ]
  for (const { id, number, patientId, system: room } of everything) {
    const to = patientId === null ? null : target.get(patientId)
    if (to === undefined) continue
    const twin = store.queries.findDispensingByNumber.get({ pharmacyCode, system, number })
    const owner = twin?.patientId ?? null
    const isOthers = owner !== null && to !== null && owner !== to
    // The number is another patient's: the prescription stays where it is, as this one's.
    if (isOthers) moveDispensing(store, id, room, to)
    else if (twin) {
      join(store, id, twin.id)
      if (twin.patientId === null && to !== null) moveDispensing(store, twin.id, system, to)
    } else moveDispensing(store, id, system, to)
  }
  // The same person would be found twice.
  for (const id of doubles) {
    store.queries.emptyPatient.run({ id, system: `joined:${id}` })
    store.noteChange('patient', id)
  }
}

/** The files of `fromId` were those of the same prescription as `intoId`: the latest word of both counts. */
function join(store: Store, fromId: string, intoId: string): void {
  const from = store.queries.findDispensing.get({ id: fromId })
  const into = store.queries.findDispensing.get({ id: intoId })
  if (!from || !into) return
  const events = [into, from].map(({ action, revision, sentAt, inboundSeq }) => ({
    action,
    revision,
    arrival: inboundSeq,
    ...(sentAt !== null && { sentAt }),
  }))
  const [first, second] = events
  if (first && second && latestWord([first, second]) === second && compareEvents(first, second) < 0) {
    const isRemoval = from.action === 'delete'
    saveDispensing(store, intoId, {
      ...into,
      number: into.prescriptionNumber,
      inboundSeq: from.inboundSeq,
      action: from.action,
      revision: from.revision,
      sentAt: from.sentAt,
      receivedAt: from.receivedAt,
      dispensedOn: isRemoval ? into.dispensedOn : from.dispensedOn,
      removedAt: from.removedAt,
      content: isRemoval ? into.content : from.content,
    })
  }
  store.queries.moveRevisions.run({ from: fromId, to: intoId })
  store.queries.emptyDispensing.run({ id: fromId, removedAt: store.now() })
  store.noteChange('dispensing', fromId)
}
