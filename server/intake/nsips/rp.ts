import type { Rp, RpForm } from '../../../contract/rp.ts'
import { lastDayOfTaking } from '../../domain/taking.ts'
import { given, readCount, readPlain, readText, readTexts, readTrustedDate } from './fields.ts'
import type { Findings } from './findings.ts'
import { readMedication } from './medication.ts'
import type { Row } from './rows.ts'
import type { RpRows } from './sheet.ts'

const forms = new Map<string | undefined, RpForm>([
  ['1', 'drops'],
  ['2', 'internal'],
  ['3', 'prn'],
  ['4', 'external'],
  ['5', 'injection'],
])

/** Record 3 and its drug rows. `position` counts from 1 and stands in for an Rp number that cannot be read. */
export function readRp(
  { rp: row, drugs }: RpRows,
  position: number,
  dispensedOn: string | undefined,
  findings: Findings,
): Rp {
  const form = forms.get(readPlain(row, 8)) ?? formByDrug(row, drugs, findings)
  const isGivenWhole = form === 'drops' || form === 'external' || form === 'injection'
  const count = readCount(row, 10, isGivenWhole ? 'warn' : 'refuse', findings)
  const perDay = readCount(row, 11, isGivenWhole || form === 'prn' ? 'warn' : 'refuse', findings)
  const notes = readTexts(row, [16, 18, 19, 20, 21])
  const basis = given({
    number: readNumber(row, position, findings),
    form,
    usage: readTexts(row, [3, 5, 7]).join('\u3000') || undefined,
    count,
    perDay,
    startOn: readTrustedDate(row, 12, findings) ?? dispensedOn,
    notes: notes.length > 0 ? notes : undefined,
    medications: drugs.map((drug) => readMedication(drug, { row, form, count, perDay }, findings)),
  })
  const { number, usage, startOn, medications } = basis
  const lastOn = isDaySkippingCoded(row) ? null : lastDayOfTaking(basis)
  return given({ number, form, usage, count, perDay, startOn, lastOn, notes: basis.notes, medications })
}

function readNumber(row: Row, position: number, findings: Findings): number {
  const text = readPlain(row, 1)
  if (text !== undefined && /^\d{1,6}$/.test(text)) return Number(text)
  findings.warn('rp-number-malformed', row.line, 1)
  return position
}

/**
 * Without RP区分, the route in digits 5–7 of the YJ code of its first coded drug. Internal codes stay `other`: they do not tell
 * daily use from use as needed, and a wrong guess would multiply the amount.
 * Source of the ranges: http://itsagent.net/xml/yjlist.php and https://www.jga.gr.jp/jgapedia/column/_19335.html
 */
function formByDrug(row: Row, drugs: readonly Row[], findings: Findings): RpForm {
  findings.warn('rp-class-unknown', row.line, 8)
  for (const drug of drugs) {
    const route = /^\d{4}(\d{3})/.exec(readPlain(drug, 4) ?? '')?.[1]
    if (route === undefined) continue
    return route >= '700' ? 'external' : route >= '400' ? 'injection' : 'other'
  }
  return 'other'
}

/**
 * JAMI supplement codes that leave days out: every other day, weekdays, days of the month, weekly. Source: the published
 * fragment of the JAMI usage table in https://github.com/jami-fhir-jp-wg/ePrescriptionData
 */
const isDaySkippingCoded = (row: Row): boolean =>
  [2, 4, 6].some((column) =>
    /^(?:I[1-9]\d{6}|W[01]{7}|D[0-9A-C][0-9A-V]{6}|CW\d{6})$/.test(readText(row, column) ?? ''),
  )
