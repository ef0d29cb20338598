import type { DispensingAction, DispensingRecord, UnknownRecord } from '../../../contract/dispensing.ts'
import type { Issue } from '../../../contract/issue.ts'
import type { Rp } from '../../../contract/rp.ts'
import { checkFigures, isWhole } from './checks.ts'
import { decode } from './decode.ts'
import { given } from './fields.ts'
import { readFileName, revisionOf } from './file-name.ts'
import { Findings } from './findings.ts'
import { readHeader } from './header.ts'
import { readPatient, readPhones } from './patient.ts'
import { readAction, readPrescription } from './prescription.ts'
import { checkCharacters, isShort, splitRows } from './rows.ts'
import { readRp } from './rp.ts'
import { sortRows, type Sheet } from './sheet.ts'

export { peekSentAt } from './header.ts'

/** Larger files are refused before they are decoded; a prescription takes a few thousand bytes. */
export const maxBytes = 4 * 1024 * 1024

/** `revision` is the counter in the file name, 0 for the first output. */
export type ParseOutcome = Accepted | { ok: false; issues: Issue[] }

interface Accepted {
  ok: true
  record: DispensingRecord
  revision: number
  /** Header column 3: which machine sent the file; '' when it does not say. */
  terminal: string
  /** The patient's numbers: home, work and in an emergency; digits and hyphens. */
  phones: string[]
}

/**
 * Reads one NSIPS-style file. Pure; never throws, whatever the bytes and the name. Refused, with every issue found, when it
 * cannot be trusted who, which prescription or what amount is meant; whatever else is odd becomes a warning. The layout, the
 * public sources of every column and the codes are in docs/formats/nsips.md.
 */
export const parseNsips = (bytes: Uint8Array, fileName: string): ParseOutcome => readNsips(bytes, fileName).outcome

/**
 * As {@link parseNsips}, and whether the file looks written to its end: closed by a line end, readable, and with the counts that
 * it announces. False does not mean that it is bad, only that it may be worth waiting for more of it.
 */
export function readNsips(bytes: Uint8Array, fileName: string): { outcome: ParseOutcome; isComplete: boolean } {
  const findings = new Findings()
  const refusal = (): { outcome: ParseOutcome; isComplete: false } => ({
    outcome: { ok: false, issues: findings.issues() },
    isComplete: false,
  })
  if (bytes.byteLength > maxBytes) {
    findings.refuse('file-too-large')
    return refusal()
  }
  const { text } = decode(bytes)
  const split = splitRows(text)
  if (!split) {
    findings.refuse('too-many-rows')
    return refusal()
  }
  const { rows, isClosed } = split
  const last = rows.at(-1)
  findings.lastLine = last?.line ?? 1
  checkCharacters(text, rows, findings)
  if (last && !isClosed && isShort(last)) findings.refuse('cut-off', last.line, last.fields.length - 1)
  const sheet = sortRows(rows)
  if (!sheet.header) findings.refuse('header-missing', 1, 0)
  // Without a header and without a single known row it is some other kind of file: there is no more to say.
  if (!sheet.header && sheet.unknown.length === rows.length) return refusal()
  const outcome = readSheet(sheet, fileName, findings)
  if (!outcome) return refusal()
  return { outcome, isComplete: isClosed && (outcome.record.action === 'delete' || isWhole(sheet)) }
}

function readSheet(sheet: Sheet, fileName: string, findings: Findings): Accepted | null {
  for (const { line } of sheet.header ? sheet.laterHeaders : []) findings.refuse('second-header', line, 0)
  const name = readFileName(fileName, findings)
  const header = sheet.header ? readHeader(sheet.header, findings) : undefined
  const action = readAction(sheet, name.action, findings)
  const patient = readPatient(sheet, action, findings)
  const prescription = readPrescription(sheet, action, header?.sentAt?.slice(0, 10), findings)
  const rps = readRps(sheet, action, prescription?.dispensedOn, findings)
  const unknownRecords = readUnknown(sheet, findings)
  if (findings.isRefused || !header?.pharmacy || !prescription || !action) return null
  const { format, sentAt, pharmacy } = header
  const record = given({
    format,
    action,
    sentAt,
    pharmacy,
    patient,
    prescription,
    rps,
    unknownRecords: unknownRecords.length > 0 ? unknownRecords : undefined,
    warnings: findings.warnings(),
  })
  return {
    ok: true,
    record,
    revision: revisionOf(name.digits, prescription.number),
    terminal: header.terminal,
    phones: readPhones(sheet),
  }
}

/** A delete carries nothing that could be given out; whatever rows it has are not read. */
function readRps(
  sheet: Sheet,
  action: DispensingAction | null,
  dispensedOn: string | undefined,
  findings: Findings,
): Rp[] {
  if (action === 'delete') return []
  if (!isWhole(sheet)) findings.warn('end-missing', findings.lastLine, 0)
  for (const { line } of sheet.strayDrugs) findings.refuse('drug-before-rp', line, 0)
  if (sheet.rps.length === 0) findings.refuse('no-rp')
  else if (sheet.rps.every(({ drugs }) => drugs.length === 0)) findings.refuse('no-medication', sheet.rps[0]?.rp.line)
  const rps = sheet.rps.map((rows, index) => readRp(rows, index + 1, dispensedOn, findings))
  checkFigures(sheet, rps, findings)
  return rps
}

/** The raw file is kept whole; this many lines are enough to show beside it. */
const maxUnknownRecords = 1_000

/** Rows of a kind that is not public (record 8) or not known: kept as written. */
function readUnknown({ unknown }: Sheet, findings: Findings): UnknownRecord[] {
  for (const { line } of unknown) findings.warn('unknown-record', line, 0)
  if (unknown.length > maxUnknownRecords) findings.warn('more-unknown-records', unknown[maxUnknownRecords]?.line)
  return unknown.slice(0, maxUnknownRecords).map(({ line, id, text }) => ({ line, id: id.slice(0, 40), text }))
}
