import type { Row } from './rows.ts'

/** Rp (3) and the drug rows (4) that follow it. Drug rows belong to the record 3 above them, whatever their Rp number says. */
export interface RpRows {
  rp: Row
  drugs: Row[]
}

/** The rows of one file, sorted by what they are. */
export interface Sheet {
  header: Row | null
  /** Header rows further down: several files in one. */
  laterHeaders: Row[]
  patients: Row[]
  prescriptions: Row[]
  rps: RpRows[]
  /** Drug rows above the first record 3. */
  strayDrugs: Row[]
  sums: Row[]
  rpSums: Row[]
  unknown: Row[]
}

/** Records 1 and 2 may come in any order; only the order of 3 and 4 means something. */
export function sortRows(rows: readonly Row[]): Sheet {
  const sheet: Sheet = {
    header: null,
    laterHeaders: [],
    patients: [],
    prescriptions: [],
    rps: [],
    strayDrugs: [],
    sums: [],
    rpSums: [],
    unknown: [],
  }
  for (const [index, row] of rows.entries()) place(sheet, row, index === 0)
  return sheet
}

function place(sheet: Sheet, row: Row, isFirst: boolean): void {
  switch (row.id) {
    case '1':
      sheet.patients.push(row)
      return
    case '2':
      sheet.prescriptions.push(row)
      return
    case '3':
      sheet.rps.push({ rp: row, drugs: [] })
      return
    case '4':
      ;(sheet.rps.at(-1)?.drugs ?? sheet.strayDrugs).push(row)
      return
    case '5':
      sheet.sums.push(row)
      return
    case '6':
      sheet.rpSums.push(row)
      return
    case '7':
      // Fees (加算): nothing of them is used.
      return
    default:
      if (!row.id.startsWith('VER')) sheet.unknown.push(row)
      else if (isFirst) sheet.header = row
      else sheet.laterHeaders.push(row)
  }
}
