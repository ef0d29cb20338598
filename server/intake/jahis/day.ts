import type {
  NotebookDay,
  NotebookDrug,
  NotebookForm,
  NotebookOddity,
  NotebookPrescription,
  NotebookRp,
} from '../../../contract/outside-notebook.ts'
import { given, readPlain, readText } from '../nsips/fields.ts'
import type { Row } from '../nsips/rows.ts'
import { readAmount, readAuthor, readDate, readNeeded, readNote } from './fields.ts'
import type { Findings } from './findings.ts'

/** 剤形コード of record 301. */
const forms: Readonly<Record<string, NotebookForm>> = {
  1: 'internal',
  2: 'drops',
  3: 'prn',
  4: 'injection',
  5: 'external',
  6: 'decoction',
  7: 'hot',
  9: 'material',
  10: 'other',
}

/** 薬品コード種別 of record 201 that name a code. */
const codeKinds: Readonly<Record<string, string>> = { 2: 'receipt', 3: 'mhlw', 4: 'yj', 6: 'hot' }

/** An Rp and whether its usage has come. */
interface OpenRp {
  rp: NotebookRp
  prescription: NotebookPrescription
  hasUsage: boolean
  line: number
}

/** One 調剤等年月日 (5) and the records behind it, taken line by line. */
export class DayReader {
  readonly day: NotebookDay
  readonly #findings: Findings
  /** The newest Rp of each number: numbers may come again after another prescriber. */
  readonly #rps = new Map<string, OpenRp>()
  #prescription: NotebookPrescription = { rps: [] }
  #drug: { number: string; drug: NotebookDrug } | undefined

  constructor(row: Row, findings: Findings) {
    this.#findings = findings
    if (readText(row, 1) === undefined) findings.warn('field-missing', row.line, 1)
    this.day = {
      ...given({ on: readDate(row, 1, findings), by: readAuthor(row, 2, findings) }),
      prescriptions: [],
      cautions: [],
      provided: [],
      leftovers: [],
      remarks: [],
      byPatient: [],
    }
  }

  /** @returns why the line cannot be read as part of this day; it is then shown as it was written */
  take(row: Row): NotebookOddity | null {
    switch (row.id) {
      case '11':
        return this.#takePharmacy(row)
      case '15':
        if (this.day.pharmacist !== undefined) return 'record-repeated'
        this.day.pharmacist = readNeeded(row, 1, this.#findings)
        return null
      case '51':
        return this.#takeInstitution(row)
      case '55':
        return this.#takePrescriber(row)
      case '201':
        return this.#takeDrug(row)
      case '281':
      case '291':
        return this.#takeDrugNote(row)
      case '301':
        return this.#takeUsage(row)
      case '311':
      case '391':
        return this.#takeRpNote(row)
      default:
        return this.#takeDayNote(row)
    }
  }

  /** Tells of every Rp whose usage never came: the notebook may stop in the middle. */
  close(): NotebookDay {
    for (const { hasUsage, line } of this.#rps.values()) if (!hasUsage) this.#findings.warn('usage-missing', line)
    return this.day
  }

  #takePharmacy(row: Row): NotebookOddity | null {
    if (this.day.pharmacy) return 'record-repeated'
    const name = readNeeded(row, 1, this.#findings)
    this.day.pharmacy = given({ name, address: readText(row, 6), phone: readPlain(row, 7) })
    return null
  }

  #takeInstitution(row: Row): NotebookOddity | null {
    this.#begin({ institution: readNeeded(row, 1, this.#findings), rps: [] })
    return null
  }

  /** A prescriber's orders go on until the next 55; the institution stays. */
  #takePrescriber(row: Row): NotebookOddity | null {
    const now = this.#prescription
    const prescriber = readNeeded(row, 1, this.#findings)
    const of = given({ prescriber, department: readText(row, 2) })
    if (now.rps.length > 0 || now.prescriber !== undefined)
      this.#begin({ ...given({ institution: now.institution }), ...of, rps: [] })
    else {
      Object.assign(now, of)
      if (this.day.prescriptions.at(-1) !== now) this.day.prescriptions.push(now)
    }
    return null
  }

  #begin(prescription: NotebookPrescription): void {
    this.day.prescriptions.push(prescription)
    this.#prescription = prescription
    this.#drug = undefined
  }

  #takeDrug(row: Row): NotebookOddity | null {
    const findings = this.#findings
    const number = readPlain(row, 1)
    const name = readText(row, 2)
    if (number === undefined || name === undefined) return 'field-missing'
    const codeKind = readPlain(row, 5)
    const value = readPlain(row, 6)
    const kind = codeKind === undefined ? undefined : codeKinds[codeKind]
    if (codeKind !== undefined && codeKind !== '1' && kind === undefined) findings.warn('code-unknown', row.line, 5)
    const drug: NotebookDrug = {
      ...given({
        name,
        dose: readAmount(row, 3, findings),
        unit: readText(row, 4),
        code: kind !== undefined && value !== undefined ? { kind, value } : undefined,
        genericName: readText(row, 8),
        by: readAuthor(row, 7, findings),
      }),
      notes: [],
      cautions: [],
    }
    this.#openRp(number, row.line).rp.drugs.push(drug)
    this.#drug = { number, drug }
    return null
  }

  #openRp(number: string, line: number): OpenRp {
    const known = this.#rps.get(number)
    const isHere = known?.prescription === this.#prescription
    if (known && isHere && !known.hasUsage) return known
    // Numbers may begin anew with another prescriber.
    if (known && isHere) this.#findings.warn('record-repeated', line, 1)
    else if (known && !known.hasUsage) this.#findings.warn('usage-missing', known.line)
    const rp: NotebookRp = { number, form: 'unknown', drugs: [], notes: [], cautions: [] }
    const opened: OpenRp = { rp, prescription: this.#prescription, hasUsage: false, line }
    this.#rps.set(number, opened)
    if (this.day.prescriptions.at(-1) !== this.#prescription) this.day.prescriptions.push(this.#prescription)
    this.#prescription.rps.push(rp)
    return opened
  }

  #takeUsage(row: Row): NotebookOddity | null {
    const findings = this.#findings
    const number = readPlain(row, 1)
    const opened = number === undefined ? undefined : this.#rps.get(number)
    if (!opened) return 'rp-mismatch'
    if (opened.hasUsage) return 'record-repeated'
    opened.hasUsage = true
    this.#drug = undefined
    const code = readPlain(row, 5)
    const form = code === undefined ? undefined : forms[code]
    if (code !== undefined && form === undefined) findings.warn('code-unknown', row.line, 5)
    Object.assign(
      opened.rp,
      given({ form, usage: readText(row, 2), count: readAmount(row, 3, findings), countUnit: readText(row, 4) }),
    )
    return null
  }

  /** 281 and 291 belong to the drug right above them. */
  #takeDrugNote(row: Row): NotebookOddity | null {
    if (!this.#drug || this.#drug.number !== readPlain(row, 1)) return 'rp-mismatch'
    const note = readNote(row, { text: 2, by: 3 }, this.#findings)
    if (note) this.#drug.drug[row.id === '281' ? 'notes' : 'cautions'].push(note)
    return null
  }

  #takeRpNote(row: Row): NotebookOddity | null {
    const opened = this.#rps.get(readPlain(row, 1) ?? '')
    if (!opened) return 'rp-mismatch'
    const note = readNote(row, { text: 2, by: 3 }, this.#findings)
    if (note) opened.rp[row.id === '311' ? 'notes' : 'cautions'].push(note)
    return null
  }

  #takeDayNote(row: Row): NotebookOddity | null {
    const [list, places] = dayNotes[row.id] ?? []
    if (!list || !places) return 'record-misplaced'
    const note = readNote(row, places, this.#findings)
    if (note) this.day[list].push(note)
    return null
  }
}

type DayNotes = 'cautions' | 'provided' | 'leftovers' | 'remarks' | 'byPatient'

const dayNotes: Readonly<Record<string, [DayNotes, Parameters<typeof readNote>[1]]>> = {
  401: ['cautions', { text: 1, by: 2 }],
  411: ['provided', { text: 1, kind: 2, by: 3 }],
  421: ['leftovers', { text: 1, by: 2 }],
  501: ['remarks', { text: 1, by: 2 }],
  // Always the patient's own.
  601: ['byPatient', { text: 1, on: 2, by: -1 }],
}
