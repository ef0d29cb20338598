import type { DispensingAction, Prescription } from '../../../contract/dispensing.ts'
import { wideKana } from '../../domain/kana.ts'
import { given, readDate, readKey, readPlain, readText, readTrustedDate } from './fields.ts'
import { actionOf } from './file-name.ts'
import type { Findings } from './findings.ts'
import type { Row } from './rows.ts'
import type { Sheet } from './sheet.ts'

/** 更新区分 (record 2 column 3) decides; the letter of the file name stands in for it. */
export function readAction(
  { prescriptions: [row] }: Sheet,
  named: DispensingAction | null,
  findings: Findings,
): DispensingAction | null {
  const letter = row && readPlain(row, 3)
  const action = letter === undefined ? named : (actionOf(letter) ?? named)
  if (action === null) findings.refuse('action-unknown', row?.line, row && 3)
  else if (row && letter !== undefined && actionOf(letter) !== (named ?? action))
    findings.warn('action-mismatch', row.line, 3)
  return action
}

/** Record 2. `sentOn` is the day of the header's send time, the last resort for the day of dispensing. */
export function readPrescription(
  { prescriptions: [row, ...others] }: Sheet,
  action: DispensingAction | null,
  sentOn: string | undefined,
  findings: Findings,
): Prescription | undefined {
  if (!row) {
    findings.refuse('prescription-record-missing')
    return undefined
  }
  for (const { line } of others) findings.refuse('second-prescription-record', line, 0)
  const number = readKey(row, 1, 'prescription-number-missing', findings)
  // A delete must not fail on a date that nobody will read.
  const issuedOn = action === 'delete' ? (readDate(row, 4) ?? undefined) : readTrustedDate(row, 4, findings)
  const dispensedOn = readDispensedOn(row, action, sentOn, findings)
  if (number === undefined) return undefined
  const institution = given({ code: readPlain(row, 12), name: readText(row, 14) })
  const kana = readText(row, 23)
  return given({
    number,
    receipt: readText(row, 2),
    issuedOn,
    dispensedOn,
    institution: Object.keys(institution).length > 0 ? institution : undefined,
    department: readText(row, 19),
    prescriber: readText(row, 24) ?? (kana === undefined ? undefined : wideKana(kana) || undefined),
  })
}

/** 調剤年月日, else 受付年月日, else the day it was sent. A delete is sent later than it was dispensed, so nothing stands in there. */
function readDispensedOn(
  row: Row,
  action: DispensingAction | null,
  sentOn: string | undefined,
  findings: Findings,
): string | undefined {
  if (action === 'delete') return readDate(row, 7) ?? undefined
  const date = readTrustedDate(row, 7, findings)
  if (date !== undefined) return date
  findings.warn('dispensed-on-missing', row.line, 7)
  return readTrustedDate(row, 6, findings) ?? sentOn
}
