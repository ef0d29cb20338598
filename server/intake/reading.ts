import type { DispensingAction, WrittenPatient } from '../../contract/dispensing.ts'
import type { Issue } from '../../contract/issue.ts'
import { parseNsips, type ParseOutcome } from './nsips/parse.ts'

/** What one file says, as the store wants it. Plain data: it may come from another thread. */
export type Reading = AcceptedReading | { ok: false; issues: Issue[] }

export interface AcceptedReading {
  ok: true
  action: DispensingAction
  /** The counter in the file name, 0 for the first output. */
  revision: number
  sentAt: string | undefined
  pharmacyCode: string
  /** What the receipt computer prints about itself (header columns 2 and 3), '' where it does not. */
  maker: string
  terminal: string
  patient: WrittenPatient | undefined
  phones: readonly string[]
  number: string
  dispensedOn: string | undefined
  /** The whole record as JSON (contract/dispensing.ts DispensingRecord). */
  content: string
}

/** Reads one file; never throws, whatever the bytes and the name. */
export const readContent = (bytes: Uint8Array, fileName: string): Reading => toReading(parseNsips(bytes, fileName))

export function toReading(outcome: ParseOutcome): Reading {
  if (!outcome.ok) return outcome
  const { record, revision, terminal, phones } = outcome
  const { action, sentAt, pharmacy, patient, prescription } = record
  return {
    ok: true,
    action,
    revision,
    sentAt,
    pharmacyCode: pharmacy.code,
    maker: pharmacy.vendor ?? '',
    terminal,
    patient,
    phones,
    number: prescription.number,
    dispensedOn: prescription.dispensedOn,
    content: JSON.stringify(record),
  }
}
