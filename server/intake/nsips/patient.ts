import type { DispensingAction, WrittenPatient } from '../../../contract/dispensing.ts'
import { wideKana } from '../../domain/kana.ts'
import { given, readDate, readKey, readPlain, readText } from './fields.ts'
import type { Findings } from './findings.ts'
import type { Sheet } from './sheet.ts'

/** Record 1: 1 患者コード, 2 カナ氏名, 3 漢字氏名, 4 性別, 5 生年月日. A delete may come without a patient. */
export function readPatient(
  { patients }: Sheet,
  action: DispensingAction | null,
  findings: Findings,
): WrittenPatient | undefined {
  const [row, ...others] = patients
  const isNeeded = action !== 'delete'
  if (!row) {
    if (isNeeded) findings.refuse('patient-record-missing')
    return undefined
  }
  for (const { line } of others) findings.refuse('second-patient-record', line, 0)
  const code = readKey(row, 1, isNeeded ? 'patient-code-missing' : null, findings)
  const birthOn = readDate(row, 5)
  if (birthOn === null) findings.warn('birth-date-malformed', row.line, 5)
  if (code === undefined) return undefined
  const kana = readText(row, 2)
  return given({
    code,
    name: readText(row, 3),
    kana: kana === undefined ? undefined : wideKana(kana) || undefined,
    sex: sexOf(readPlain(row, 4)),
    birthOn: birthOn ?? undefined,
  })
}

const phoneColumns = [8, 9, 10] as const
const maxPhoneLength = 24

/**
 * Record 1: 8 自宅電話番号, 9 勤務先電話番号, 10 緊急連絡先. Numbers as written, each once, brackets and blanks as hyphens; words beside a number
 * are left out. They are no part of the record: nobody who reads a dispensing needs them.
 */
export function readPhones({ patients }: Sheet): string[] {
  const phones: string[] = []
  const [row] = patients
  if (!row) return phones
  for (const column of phoneColumns) {
    const text = readPlain(row, column)
    if (text === undefined) continue
    const number = /\d[\d-]{3,}/
      .exec(text.replaceAll(/[()\s‐‑–−ー]+/g, '-').replaceAll(/-{2,}/g, '-'))?.[0]
      .replace(/-$/, '')
    if (number === undefined || number.length > maxPhoneLength || /^[0-]*$/.test(number)) continue
    if (!phones.includes(number)) phones.push(number)
  }
  return phones
}

const sexOf = (code: string | undefined): WrittenPatient['sex'] =>
  code === '1' ? 'male' : code === '2' ? 'female' : 'unknown'
