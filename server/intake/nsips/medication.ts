import type { Medication, UnevenDose } from '../../../contract/medication.ts'
import type { RpForm } from '../../../contract/rp.ts'
import { oneDose, totalAmount } from '../../domain/dosage.ts'
import { given, readAmount, readPlain, readText, readTexts, type Gravity } from './fields.ts'
import type { Findings } from './findings.ts'
import type { Row } from './rows.ts'

/** What the record 3 above a drug row says about it. */
interface RpFacts {
  row: Row
  form: RpForm
  count: number | undefined
  perDay: number | undefined
}

/** Record 4: 4–6 codes, 8 薬品名, 9 一般名, 10–15 不均等, 16 服用量, 18 単位, 27 and 36–39 comments, 35 １回服用量. */
export function readMedication(row: Row, { row: rpRow, form, count, perDay }: RpFacts, findings: Findings): Medication {
  const name = readText(row, 8)
  if (name === undefined) findings.warn('medication-name-missing', row.line, 8)
  if (isOtherNumber(readPlain(row, 2), readPlain(rpRow, 1))) findings.warn('rp-number-mismatch', row.line, 2)
  const kind = kindOf(readPlain(row, 3))
  // Only of a drug that is taken by the day does anybody read how a day is shared out.
  const gravity = form === 'internal' && kind === undefined ? 'refuse' : 'warn'
  const uneven = readUneven(row, gravity, findings)
  const dose = readAmount(row, 16, 'refuse', findings) ?? undefined
  const stated = readAmount(row, 35, gravity, findings)
  const notes = readTexts(row, [27, 36, 37, 38, 39])
  return given({
    name: name ?? '',
    codes: given({ yj: readPlain(row, 4), receipt: readPlain(row, 5), hot: readPlain(row, 6) }),
    genericName: readText(row, 9),
    dose,
    unit: readText(row, 18),
    perDose: stated === null ? undefined : oneDose(form, { dose, perDay, stated, isUneven: uneven !== undefined }),
    total: totalAmount(form, dose, count),
    uneven: uneven ?? undefined,
    notes: notes.length > 0 ? notes : undefined,
    kind,
  })
}

const isOtherNumber = (a: string | undefined, b: string | undefined): boolean =>
  a !== b && a !== undefined && b !== undefined && a.replace(/^0+/, '') !== b.replace(/^0+/, '')

/** 情報区分: 1 drug, 2 material, 3 container or not insured; empty is taken for a drug. */
const kindOf = (code: string | undefined): Medication['kind'] =>
  code === undefined || code === '1' ? undefined : code === '2' ? 'material' : 'other'

/**
 * 不均等: only when a part is above 0; producers fill the columns with zeros when doses are even. Null when a part is malformed:
 * the others alone would be a wrong day.
 */
function readUneven(row: Row, gravity: Gravity, findings: Findings): UnevenDose | undefined | null {
  const at = (column: number): string | null => {
    const part = readAmount(row, column, gravity, findings)
    return part === undefined ? '0' : part
  }
  const [wake, morning, noon, evening, bed, spare] = [at(10), at(11), at(12), at(13), at(14), at(15)]
  if (wake === null || morning === null || noon === null || evening === null || bed === null || spare === null)
    return null
  if (spare !== '0') return { wake, morning, noon, evening, bed, spare }
  const isEven = wake === '0' && morning === '0' && noon === '0' && evening === '0' && bed === '0'
  return isEven ? undefined : { wake, morning, noon, evening, bed }
}
