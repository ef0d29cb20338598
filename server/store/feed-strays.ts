import { isOtherPerson, type FeedProfile } from '../domain/feed-profile.ts'
import type { WrittenPatient } from '../../contract/dispensing.ts'
import { raiseBoxNotice } from './notices.ts'
import type { Store } from './open.ts'
import { findPatientByCode } from './patients.ts'

/** A room of its own beside `aside`, of one patient or one dispensing: no code and no number meets another there. */
export const roomApart = (aside: string, id: string): string => `${aside}:${id}`

/** The first and the first past the last of these rooms, as texts are ordered. */
export const roomsApart = (aside: string) => ({ from: `${aside}:`, to: `${aside};` })

/** Inside `store.write`. */
export function moveDispensing(store: Store, id: string, system: string, patientId: string | null): void {
  store.queries.setDispensingPlace.run({ id, system, patientId })
  store.noteChange('dispensing', id)
}

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
  { aside, freeze }: FeedProfile,
  written: WrittenPatient,
  isCorrected: boolean,
): void {
  const { code } = written
  const there = findPatientByCode(store, pharmacyCode, code, aside)
  const isOther = there !== undefined && !isCorrected && isOtherPerson({ birthOn: null, ...there }, written)
  if (isOther) moveApart(store, pharmacyCode, aside, there.id)
  if (!freeze && (isOther || !there?.memberId)) tellOfStray(store, pharmacyCode, code)
}

/** Inside `store.write`: medicines under this code are in nobody's notebook until a person decides. */
export function tellOfStray(store: Store, pharmacyCode: string, code: string): void {
  raiseBoxNotice(store, `stray-${pharmacyCode}-${code}`, notice.title, notice.body(code))
}

const notice = {
  title: '前の方の手帳に表示していない調剤があります',
  body: (code: string) =>
    [
      `患者ID ${code} のファイルの氏名・カナ・生年月日か処方箋番号が、これまでに届いた内容と合いません。`,
      '別の方のお薬を表示するおそれがあるため、別の患者様として取り込みました。どの手帳にも表示していません。',
      '患者リストで患者様を確かめてください。同じ方のときは、その方の会員にこの患者様のお薬自動登録も設定してください。別の方のときは、必要ならその方の会員に設定してください。',
    ].join('\n'),
}

/** Inside `store.write`, before `aside` becomes a receipt computer's own: whom a person has set up is not one of its patients. */
export function keepLinkedApart(store: Store, pharmacyCode: string, { aside }: FeedProfile): void {
  for (const { id, memberId } of store.queries.listPatientsOfSystem.all({ pharmacyCode, system: aside }))
    if (memberId !== null) moveApart(store, pharmacyCode, aside, id)
}
