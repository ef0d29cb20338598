import type { Rp } from '../../../contract/rp.ts'
import { add, multiply } from '../../domain/decimal.ts'
import { readPlain, readWhole } from './fields.ts'
import type { Findings } from './findings.ts'
import type { Row } from './rows.ts'
import type { RpRows, Sheet } from './sheet.ts'

/** Figures that should agree with each other. A difference is told, never acted on. */
export function checkFigures(sheet: Sheet, rps: readonly Rp[], findings: Findings): void {
  checkDrugCounts(sheet, findings)
  for (const row of sheet.sums) checkSum(row, findings)
  for (const row of sheet.rpSums) checkRpSum(row, findings)
  checkQuantities(sheet, rps, findings)
}

function checkDrugCounts({ rps }: Sheet, findings: Findings): void {
  for (const group of rps) if (!hasAllDrugs(group)) findings.warn('drug-count-mismatch', group.rp.line, 13)
}

/** 薬品明細数 (record 3 column 13) against the drug rows that follow. What is no number says nothing about them. */
const hasAllDrugs = ({ rp, drugs }: RpRows): boolean => (readWhole(rp, 13) ?? drugs.length) === drugs.length

/** Record 5: [1]+[2]+[3]+[7]+[8] = [5] (one public sample: = [12]); [17] = [13]+[21]+[22]. */
function checkSum(row: Row, findings: Findings): void {
  const points = sumOf(row, [1, 2, 3, 7, 8])
  const claimed = [money(row, 5), money(row, 12)].filter((total) => total !== null)
  if (points !== null && claimed.length > 0 && !claimed.includes(points))
    findings.warn('money-sum-mismatch', row.line, 5)
  const due = money(row, 17)
  const parts = sumOf(row, [13, 21, 22])
  if (due !== null && parts !== null && due !== parts) findings.warn('money-sum-mismatch', row.line, 17)
}

/** Record 6: [2]+[3]×[4] = [5]; [5]+[6] = [7]. */
function checkRpSum(row: Row, findings: Findings): void {
  const [fee, price, quantity, subtotal, total] = [2, 3, 4, 5, 7].map((column) => money(row, column))
  if (fee && price && quantity && subtotal && add(fee, multiply(price, quantity)) !== subtotal) {
    findings.warn('money-sum-mismatch', row.line, 5)
  }
  const parts = sumOf(row, [5, 6])
  if (subtotal && total && parts !== null && parts !== total) findings.warn('money-sum-mismatch', row.line, 7)
}

/** 数量 (record 6 column 4) against what the amounts were multiplied by. */
function checkQuantities({ rps: groups, rpSums }: Sheet, rps: readonly Rp[], findings: Findings): void {
  // Rp numbers repeat in a public sample, so position goes first.
  const isByPosition = rpSums.length === rps.length
  const byNumber = isByPosition ? null : new Map(groups.map(({ rp }, index) => [readPlain(rp, 1), rps[index]]))
  for (const [index, row] of rpSums.entries()) {
    const rp = byNumber ? byNumber.get(readPlain(row, 1)) : rps[index]
    const multiplier = rp && multiplierOf(rp)
    const quantity = money(row, 4)
    if (multiplier !== undefined && quantity !== null && quantity !== String(multiplier)) {
      findings.warn('quantity-mismatch', row.line, 4)
    }
  }
}

const multiplierOf = ({ form, count }: Rp): number | undefined =>
  form === 'other' ? undefined : form === 'internal' || form === 'prn' ? count : 1

/** A sum in points or yen as a normal decimal; null when empty or not a number, which is nobody's concern here. */
function money(row: Row, column: number): string | null {
  const text = readPlain(row, column)
  if (text === '0') return text
  return text !== undefined && /^-?\d{1,12}(?:\.\d{1,6})?$/.test(text) ? add(text) : null
}

/** The sum of columns, an empty one counting as 0; null when all are empty. */
function sumOf(row: Row, columns: readonly number[]): string | null {
  let sum: string | null = null
  for (const column of columns) {
    const term = money(row, column)
    if (term !== null) sum = sum === null ? term : add(sum, term)
  }
  return sum
}

/**
 * Whether nothing seems to be missing at the end of a new prescription or an update: as many drugs as each Rp announces, the
 * money summary, and one line of it for every Rp.
 */
export const isWhole = ({ rps, sums, rpSums }: Sheet): boolean =>
  sums.length > 0 && rpSums.length === rps.length && rps.every(hasAllDrugs)
