import { tokyoDate } from '../domain/calendar-date.ts'
import { isOtherPerson, lookAt } from '../domain/feed-profile.ts'
import type { ReadFile } from '../store/dispensing-words.ts'
import { findDispensingByNumber } from '../store/dispensings.ts'
import { startFreeze } from '../store/feed-freeze.ts'
import { findFeedProfile, saveFeedProfile } from '../store/feed-profiles.ts'
import { isSettledStray, receiveStray } from '../store/feed-strays.ts'
import type { Store } from '../store/open.ts'
import { findPatientFacts } from '../store/patients.ts'
import { isSaidSame } from '../store/stray-join.ts'

/**
 * Which of the receipt computers that came one after the other wrote this file: its codes and numbers mean something there only.
 * Learns what is usual, and freezes auto-registration when it suddenly changes. To be called inside a transaction.
 */
export function systemOf(store: Store, file: ReadFile): string {
  const { seq, receivedAt, reading } = file
  const { pharmacyCode, patient, number, maker, terminal } = reading
  const profile = findFeedProfile(store, pharmacyCode)
  const step = lookAt(
    profile,
    {
      maker,
      terminal,
      code: patient?.code ?? null,
      seq,
      on: tokyoDate(receivedAt),
      isOtherPerson() {
        const known = patient && findPatientFacts(store, pharmacyCode, patient.code, profile.system)
        if (!patient || !known || !isOtherPerson(known, patient)) return false
        return !isSaidSame(store, known.id, patient)
      },
      isCorrection: () => isCorrection(store, file, profile.system),
      isSettled: () => patient !== undefined && isSettledStray(store, pharmacyCode, profile, patient),
      isOtherPrescription() {
        const known = findDispensingByNumber(store, pharmacyCode, number, profile.system)
        return Boolean(known?.patientCode && patient && known.patientCode !== patient.code)
      },
    },
    receivedAt,
  )
  if (step.frozenWith) startFreeze(store, pharmacyCode, step.profile, step.frozenWith, null)
  else if (step.profile !== profile) saveFeedProfile(store, pharmacyCode, step.profile)
  const { aside } = step.profile
  if (patient && step.system === aside)
    receiveStray(store, pharmacyCode, step.profile, patient, isCorrection(store, file, aside))
  return step.system
}

/**
 * Whether the file corrects who the patient is: the same prescription of the same day and code, and the only one of that patient.
 * Of a patient with more than that, a person decides.
 */
function isCorrection(store: Store, { receivedAt, reading }: ReadFile, system: string): boolean {
  const { pharmacyCode, patient, number, dispensedOn = tokyoDate(receivedAt) } = reading
  const known = findDispensingByNumber(store, pharmacyCode, number, system)
  if (!known?.patientId || known.patientCode !== patient?.code || known.dispensedOn !== dispensedOn) return false
  const { patientId, removedAt } = known
  return (store.queries.countDispensingsOfPatient.get({ patientId })?.rows ?? 0) === (removedAt === null ? 1 : 0)
}
