import type { Warning } from '../../contract/issue.ts'
import { tokyoDate } from '../domain/calendar-date.ts'
import { latestWord, warnOfOrder, type DispensingEvent } from '../domain/dispensing.ts'
import {
  findDispensingByNumber,
  listEvents,
  saveDispensing,
  saveRevision,
  type DispensingState,
} from '../store/dispensings.ts'
import { findRowOfPatient, roomApart } from '../store/dispensing-places.ts'
import { readAgain, withWarnings, type ReadFile } from '../store/dispensing-words.ts'
import { findFeedProfile } from '../store/feed-profiles.ts'
import type { Store } from '../store/open.ts'
import { findPatientFacts, savePatient } from '../store/patients.ts'
import { keepPromise } from '../store/replacement-apply.ts'
import { systemOf } from './feed-routing.ts'
import type { AcceptedReading } from './reading.ts'

type Known = NonNullable<ReturnType<typeof findDispensingByNumber>>

/**
 * Takes what one file says into the store: the patient, the file's place in the history of its dispensing, and the dispensing's
 * state if this file, or one that it brings back, is the latest word on it. To be called inside a transaction.
 */
export function saveReading(store: Store, file: ReadFile): void {
  const { pharmacyCode, patient, phones, sentAt: fileSentAt } = file.reading
  const system = systemOf(store, file)
  // The first receipt computer of a pharmacy was promised nothing: no file is looked up twice for it.
  const isPromised = patient && system !== '' && !findPatientFacts(store, pharmacyCode, patient.code, system)
  const patientId = patient
    ? savePatient(store, pharmacyCode, { ...patient, phones }, fileSentAt ?? null, system)
    : undefined
  if (isPromised && patientId) keepPromise(store, { pharmacyCode, system, code: patient.code }, patientId)
  const { known, place } = findPlace(store, file.reading, system, patientId)

  const event = eventOf(file)
  const earlier = known ? listEvents(store, known.id).filter(({ arrival }) => arrival !== file.seq) : []
  const latest = latestWord([event, ...earlier])
  const changed: Warning[] = isOtherPatient(known, file.reading) ? [{ code: 'patient-changed' }] : []

  let id = known?.id
  if (latest.arrival !== known?.inboundSeq || known.inboundSeq === file.seq) {
    const isOwn = latest.arrival === file.seq
    const word = isOwn ? file : readAgain(store, latest.arrival)
    const state = nextState(word, known, changed, place)
    id = saveDispensing(store, known?.id, {
      ...state,
      patientId: (isOwn && patientId) || patientOf(store, word, known, system),
    })
  }
  if (id === undefined) throw new Error('a dispensing has a history but no row')
  // Whoever it was of until now has one less.
  if (known?.patientId && patientId && known.patientId !== patientId) store.noteChange('patient', known.patientId)
  const { action, revision, sentAt = null, arrival } = { sentAt: undefined, ...event }
  const warnings = [...warnOfOrder(event, latest), ...changed]
  saveRevision(store, id, { inboundSeq: arrival, action, revision, sentAt, warnings })
}

/**
 * The prescription that the file speaks of, and the room of one that is new. A patient's own is found wherever it is, closed rooms and
 * rooms apart included. A number that somebody else has aside says nothing: it may be of another receipt computer.
 */
function findPlace(
  store: Store,
  { pharmacyCode, number, patient }: AcceptedReading,
  system: string,
  patientId: string | undefined,
): { known: Known | undefined; place: string } {
  const there = findDispensingByNumber(store, pharmacyCode, number, system)
  if (!patient || patientId === undefined || there?.patientId === patientId) return { known: there, place: system }
  // Where `there` is the place that would be looked at first, it was not the patient's.
  const own =
    system === ''
      ? store.queries.findElsewhereOfPatient.get({ patientId, number })
      : findRowOfPatient(store, pharmacyCode, patientId, number)
  if (own) return { known: own, place: own.system }
  const isAnothers = there !== undefined && there.patientId !== null
  return isAnothers && system === findFeedProfile(store, pharmacyCode).aside
    ? { known: undefined, place: roomApart(system, patientId) }
    : { known: there, place: system }
}

const eventOf = ({ seq, reading: { action, revision, sentAt } }: ReadFile): DispensingEvent => ({
  action,
  revision,
  arrival: seq,
  ...(sentAt !== undefined && { sentAt }),
})

const isOtherPatient = (known: Known | undefined, { patient }: AcceptedReading): boolean =>
  Boolean(known?.patientCode && patient && known.patientCode !== patient.code)

function patientOf(
  store: Store,
  { reading: { pharmacyCode, patient } }: ReadFile,
  known: Known | undefined,
  system: string,
): string | null {
  const written = patient && findPatientFacts(store, pharmacyCode, patient.code, system)
  return written?.id ?? known?.patientId ?? null
}

/** A delete leaves the last content under its tombstone; a new or updated record replaces it whole and lifts the tombstone. */
function nextState(
  word: ReadFile,
  known: Known | undefined,
  warnings: Warning[],
  system: string,
): Omit<DispensingState, 'patientId'> {
  const { reading, receivedAt } = word
  const { action, pharmacyCode, patient, number, revision, sentAt, dispensedOn, content } = reading
  const isRemoval = action === 'delete'
  return {
    pharmacyCode,
    system,
    number,
    patientCode: patient?.code ?? known?.patientCode ?? null,
    inboundSeq: word.seq,
    action,
    revision,
    sentAt: sentAt ?? null,
    // A file that gives no date at all shows on the day it came, so that somebody sees it.
    dispensedOn: (isRemoval ? known?.dispensedOn : null) ?? dispensedOn ?? tokyoDate(receivedAt),
    receivedAt,
    removedAt: isRemoval ? receivedAt : null,
    content: isRemoval ? (known?.content ?? null) : withWarnings(content, warnings),
  }
}
