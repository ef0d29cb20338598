import type { Medication, UnevenDose } from '../../../contract/medication.ts'
import type { RpForm } from '../../../contract/rp.ts'
import { isPositive } from '../../domain/decimal.ts'
import { oneDose, totalAmount } from '../../domain/dosage.ts'
import { given, readAmount, readPlain, readText, readTexts } from './fields.ts'
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
  const uneven = readUneven(row, findings)
  const dose = readAmount(row, 16, findings)
  const stated = readAmount(row, 35, findings)
  const notes = readTexts(row, [27, 36, 37, 38, 39])
  return given({
    name: name ?? '',
    codes: given({ yj: readPlain(row, 4), receipt: readPlain(row, 5), hot: readPlain(row, 6) }),
    genericName: readText(row, 9),
    dose,
    unit: readText(row, 18),
    perDose: oneDose(form, { dose, perDay, stated, isUneven: uneven !== undefined }),
    total: totalAmount(form, dose, count),
    uneven,
    notes: notes.length > 0 ? notes : undefined,
    kind: kindOf(readPlain(row, 3)),
  })
}

const isOtherNumber = (a: string | undefined, b: string | undefined): boolean =>
  a !== undefined && b !== undefined && a.replace(/^0+/, '') !== b.replace(/^0+/, '')

/** 情報区分: 1 drug, 2 material, 3 container or not insured; empty is taken for a drug. */
const kindOf = (code: string | undefined): Medication['kind'] =>
  code === undefined || code === '1' ? undefined : code === '2' ? 'material' : 'other'

/** 不均等: only when a part is above 0; producers fill the columns with zeros when doses are even. */
function readUneven(row: Row, findings: Findings): UnevenDose | undefined {
  const at = (column: number): string => readAmount(row, column, findings) ?? '0'
  const uneven = { wake: at(10), morning: at(11), noon: at(12), evening: at(13), bed: at(14) }
  const spare = at(15)
  if (isPositive(spare)) return { ...uneven, spare }
  return Object.values(uneven).some(isPositive) ? uneven : undefined
}
