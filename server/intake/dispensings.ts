import type { DispensingRecord } from '../../contract/dispensing.ts'
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
import { findInboundFile } from '../store/inbound.ts'
import type { Store } from '../store/open.ts'
import { findPatientFacts, savePatient } from '../store/patients.ts'
import { keepPromise } from '../store/replacement-apply.ts'
import { systemOf } from './feed-routing.ts'
import { readContent, type AcceptedReading } from './reading.ts'

type Known = NonNullable<ReturnType<typeof findDispensingByNumber>>

/** One file that was read, and where it stands in the queue. */
export interface ReadFile {
  seq: number
  receivedAt: number
  reading: AcceptedReading
}

/**
 * Takes what one file says into the store: the patient, the file's place in the history of its dispensing, and the dispensing's
 * state if this file, or one that it brings back, is the latest word on it. To be called inside a transaction.
 */
export function saveReading(store: Store, file: ReadFile): void {
  const { pharmacyCode, number, patient, phones, sentAt: fileSentAt } = file.reading
  const system = systemOf(store, file)
  const known = findDispensingByNumber(store, pharmacyCode, number, system)
  // The first receipt computer of a pharmacy was promised nothing: no file is looked up twice for it.
  const isPromised = patient && system !== '' && !findPatientFacts(store, pharmacyCode, patient.code, system)
  const patientId = patient
    ? savePatient(store, pharmacyCode, { ...patient, phones }, fileSentAt ?? null, system)
    : undefined
  if (isPromised && patientId) keepPromise(store, { pharmacyCode, system, code: patient.code }, patientId)

  const event = eventOf(file)
  const earlier = known ? listEvents(store, known.id).filter(({ arrival }) => arrival !== file.seq) : []
  const latest = latestWord([event, ...earlier])
  const changed: Warning[] = isOtherPatient(known, file.reading) ? [{ code: 'patient-changed' }] : []

  let id = known?.id
  if (latest.arrival !== known?.inboundSeq || known.inboundSeq === file.seq) {
    const isOwn = latest.arrival === file.seq
    const word = isOwn ? file : readAgain(store, latest.arrival)
    const state = nextState(word, known, changed, system)
    id = saveDispensing(store, known?.id, {
      ...state,
      patientId: (isOwn && patientId) || patientOf(store, word, known, system),
    })
  }
  if (id === undefined) throw new Error('a dispensing has a history but no row')
  const { action, revision, sentAt = null, arrival } = { sentAt: undefined, ...event }
  const warnings = [...warnOfOrder(event, latest), ...changed]
  saveRevision(store, id, { inboundSeq: arrival, action, revision, sentAt, warnings })
}

const eventOf = ({ seq, reading: { action, revision, sentAt } }: ReadFile): DispensingEvent => ({
  action,
  revision,
  arrival: seq,
  ...(sentAt !== undefined && { sentAt }),
})

const isOtherPatient = (known: Known | undefined, { patient }: AcceptedReading): boolean =>
  Boolean(known?.patientCode && patient && known.patientCode !== patient.code)

/** A file of the history becomes the latest word again when what had hidden it is itself out of date. Its bytes are kept. */
function readAgain(store: Store, seq: number): ReadFile {
  const file = findInboundFile(store, seq)
  const reading = file?.bytes ? readContent(file.bytes, file.name) : undefined
  if (!file || !reading?.ok) throw new Error('a file of a history can no longer be read')
  return { seq, receivedAt: file.receivedAt, reading }
}

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

function withWarnings(content: string, warnings: Warning[]): string {
  if (warnings.length === 0) return content
  const record = JSON.parse(content) as DispensingRecord
  return JSON.stringify({ ...record, warnings: [...record.warnings, ...warnings] })
}
