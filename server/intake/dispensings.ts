import type { DispensingRecord } from '../../contract/dispensing.ts'
import type { Warning } from '../../contract/issue.ts'
import { merge, type DispensingEvent } from '../domain/dispensing.ts'
import { findDispensingByNumber, saveDispensing, saveRevision, type DispensingState } from '../store/dispensings.ts'
import type { Store } from '../store/open.ts'
import { savePatient } from '../store/patients.ts'

type Known = NonNullable<ReturnType<typeof findDispensingByNumber>>

/**
 * Takes what one file says into the store: the patient, the dispensing's state if this file is the latest word on it, and the
 * file's place in its history. To be called inside a transaction.
 */
export function saveRecord(
  store: Store,
  file: { seq: number; receivedAt: number },
  record: DispensingRecord,
  revision: number,
): void {
  const { pharmacy, patient, prescription } = record
  const known = findDispensingByNumber(store, pharmacy.code, prescription.number)
  const event = {
    action: record.action,
    revision,
    arrival: file.seq,
    ...(record.sentAt !== undefined && { sentAt: record.sentAt }),
    ...(patient && { patientCode: patient.code }),
  }
  const merged = merge(known && eventOf(known), event)
  const patientId = patient ? savePatient(store, pharmacy.code, patient, record.sentAt ?? null) : null
  const id =
    known && merged.outcome !== 'applied'
      ? known.id
      : saveDispensing(store, known?.id, {
          ...nextContent(record, known, merged.warnings, file.receivedAt),
          pharmacyCode: pharmacy.code,
          number: prescription.number,
          patientId: patientId ?? known?.patientId ?? null,
          patientCode: patient?.code ?? known?.patientCode ?? null,
          inboundSeq: file.seq,
          action: record.action,
          revision,
          sentAt: record.sentAt ?? null,
          receivedAt: file.receivedAt,
        })
  saveRevision(store, id, { inboundSeq: file.seq, action: record.action, revision, sentAt: record.sentAt ?? null })
}

/** A delete leaves the last content under its tombstone; a new or updated record replaces it whole and lifts the tombstone. */
function nextContent(
  record: DispensingRecord,
  known: Known | undefined,
  warnings: Warning[],
  receivedAt: number,
): Pick<DispensingState, 'content' | 'dispensedOn' | 'removedAt'> {
  if (record.action === 'delete') {
    return {
      content: known?.content ?? null,
      dispensedOn: known?.dispensedOn ?? record.prescription.dispensedOn ?? null,
      removedAt: receivedAt,
    }
  }
  return {
    content: JSON.stringify({ ...record, warnings: [...record.warnings, ...warnings] }),
    dispensedOn: record.prescription.dispensedOn ?? null,
    removedAt: null,
  }
}

function eventOf(known: Known): DispensingEvent {
  const { action, revision, sentAt, inboundSeq, patientCode } = known
  return {
    action,
    revision,
    arrival: inboundSeq,
    ...(sentAt !== null && { sentAt }),
    ...(patientCode !== null && { patientCode }),
  }
}
