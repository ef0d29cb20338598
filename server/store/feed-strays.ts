import { isOtherPerson, isSamePerson, type FeedProfile } from '../domain/feed-profile.ts'
import type { WrittenPatient } from '../../contract/dispensing.ts'
import { moveDispensing, roomApart, roomOf } from './dispensing-places.ts'
import { raiseBoxNotice } from './notices.ts'
import type { Store } from './open.ts'
import { findPatientByCode } from './patients.ts'

function moveApart(store: Store, pharmacyCode: string, aside: string, patientId: string): void {
  const room = roomApart(aside, patientId)
  for (const { id } of store.queries.listSeqsOfPatient.all({ pharmacyCode, system: aside, patientId }))
    moveDispensing(store, id, room, patientId)
  store.queries.setPatientSystem.run({ id: patientId, system: room })
  store.noteChange('patient', patientId)
}

/**
 * Inside `store.write`, before the patient of a file that is put aside is saved: somebody else who was put aside under the same code
 * goes into a room apart, so that the medicines of two people never come under one. Unless auto-registration is frozen, which says
 * more, everybody is told, until a person has set the patient up.
 * @param isCorrected the file corrects the only prescription of who is there: the same person
 */
export function receiveStray(
  store: Store,
  pharmacyCode: string,
  profile: FeedProfile,
  written: WrittenPatient,
  isCorrected: boolean,
): void {
  const { aside, freeze } = profile
  const { code } = written
  const there = findPatientByCode(store, pharmacyCode, code, aside)
  const isOther = there !== undefined && !isCorrected && isOtherPerson({ birthOn: null, ...there }, written)
  if (isOther) moveApart(store, pharmacyCode, aside, there.id)
  const isHere = there !== undefined && !isOther
  // While all is in doubt, who is who is decided afterwards.
  const earlierId = isHere || freeze ? undefined : findEarlierStray(store, pharmacyCode, profile, written)
  if (earlierId !== undefined) {
    // Prescriptions of then stay in their rooms: the numbers of this one may become another receipt computer's.
    store.queries.setPatientSystem.run({ id: earlierId, system: aside })
    store.noteChange('patient', earlierId)
  }
  const id = isHere ? there.id : earlierId
  if (!freeze && (id === undefined || !isSettled(store, id))) tellOfStray(store, pharmacyCode, code)
}

/** Whether a person has said who this stray is: linked, or another person than the one known by that code. */
const isSettled = (store: Store, patientId: string): boolean =>
  (store.queries.findPatient.get({ id: patientId })?.memberId ?? null) !== null || isDecided(store, patientId)

export const isDecided = (store: Store, patientId: string): boolean =>
  store.queries.findDecisionOfStray.get({ patientId }) !== undefined

/** Whether a person has said already of who is written here that they are a patient of their own. */
export function isSettledStray(
  store: Store,
  pharmacyCode: string,
  profile: FeedProfile,
  written: WrittenPatient,
): boolean {
  const { code } = written
  const there = store.queries.findPatientFacts.get({ pharmacyCode, system: profile.aside, code })
  const isThere = there !== undefined && !isOtherPerson(there, written)
  const id = isThere ? there.id : findEarlierStray(store, pharmacyCode, profile, written)
  return id !== undefined && isSettled(store, id)
}

/** Whose codes and numbers meant what when this room was filled: rooms are counted on, and a receipt computer takes over one of them. */
export function computerOf(store: Store, pharmacyCode: string, system: string): string {
  const room = Number(roomOf(system))
  return (
    listComputers(store, pharmacyCode)
      .filter((each) => Number(each) < room)
      .sort((a, b) => Number(b) - Number(a))[0] ?? ''
  )
}

/** The receipt computers that are or were in use, by the system their patients have. */
export const listComputers = (store: Store, pharmacyCode: string): string[] => [
  '',
  ...store.queries.listApplied
    .all({ pharmacyCode })
    .flatMap(({ idsChange, profileBefore }) =>
      idsChange === 'yes' && profileBefore !== null ? [(JSON.parse(profileBefore) as FeedProfile).aside] : [],
    ),
]

/**
 * Whoever was put aside as this person before, under the same code of the receipt computer in use, and is known to this day as such; whom
 * a person has settled first.
 * @param exceptId not this one
 */
export function findEarlierStray(
  store: Store,
  pharmacyCode: string,
  { system, aside }: FeedProfile,
  written: { code: string; name?: string; kana?: string; birthOn?: string },
  exceptId?: string,
): string | undefined {
  const isOfToday = (room: number): boolean => room > Number(system) && room <= Number(aside)
  const found = store.queries.listPatientsByCode
    .all({ pharmacyCode, code: written.code })
    .filter((each) => each.id !== exceptId && isOfToday(Number(roomOf(each.system))) && isSamePerson(each, written))
    .sort((a, b) => Number(roomOf(b.system)) - Number(roomOf(a.system)))
  return (found.find(({ id }) => isSettled(store, id)) ?? found[0])?.id
}

/** Inside `store.write`: medicines under this code are in nobody's notebook until a person decides. */
export function tellOfStray(store: Store, pharmacyCode: string, code: string): void {
  raiseBoxNotice(store, strayNotice(pharmacyCode, code).key, notice.title, notice.body(code))
}

const notice = {
  title: '前の方の手帳に表示していない調剤があります',
  body: (code: string) =>
    [
      `患者番号 ${code} のファイルの氏名・カナ・生年月日か処方箋番号が、これまでに届いた内容と合いません。`,
      '別の方のお薬を表示するおそれがあるため、別の患者様として取り込みました。どの手帳にも表示していません。',
      '「レセコン入替」の画面に、前の方と並べて出ています。確かめて「同じ方」か「別の方」を選んでください。あとで元に戻せます。',
    ].join('\n'),
}

/**
 * Inside `store.write`, before `aside` fills with what may be another receipt computer's or becomes its own: whoever was put aside before
 * is not one of its patients, and goes into a room apart.
 * @param mayStay asked of whom no person has settled: whether it may be one of its patients after all
 */
export function setStraysApart(
  store: Store,
  pharmacyCode: string,
  aside: string,
  mayStay: (stray: { id: string; code: string }) => boolean,
): void {
  for (const stray of store.queries.listPatientsOfSystem.all({ pharmacyCode, system: aside }))
    if (isSettled(store, stray.id) || !mayStay(stray)) moveApart(store, pharmacyCode, aside, stray.id)
}

/** The notice that was raised of strays under this code, and the last word on it. */
export const strayNotice = (pharmacyCode: string, code: string) => ({
  key: `stray-${pharmacyCode}-${code}`,
  closed: {
    title: '前の方の手帳に表示していなかった調剤を確かめました',
    body: {
      same: `患者番号 ${code} は、前の方と同じ方でした。調剤を前の方にまとめました。`,
      other: `患者番号 ${code} は、前の方とは別の方でした。別の患者様のままにしました。`,
    },
  },
})
