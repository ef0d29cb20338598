import type { DispensingAction } from '../../../contract/dispensing.ts'
import type { Findings } from './findings.ts'

export interface NameParts {
  action: DispensingAction | null
  digits: string
}

const actions = new Map<string, DispensingAction>([
  ['A', 'new'],
  ['U', 'update'],
  ['D', 'delete'],
])

/** A (新規), U (更新), D (削除), in any case and width. */
export const actionOf = (letter: string): DispensingAction | null => actions.get(letter.toUpperCase()) ?? null

/** `A26040300001200100000.txt`: the action, the prescription number, the revision. */
export function readFileName(fileName: string, findings: Findings): NameParts {
  const match = /^([AUD])(\d{6,30})\.txt$/i.exec(fileName)
  if (match) return { action: actionOf(match[1] ?? ''), digits: match[2] ?? '' }
  findings.warn('file-name-unusual')
  return { action: actionOf(fileName.slice(0, 1)), digits: '' }
}

const usualDigits = 20
const counterDigits = 5

/**
 * The revision counter: the digits behind the prescription number; if the name does not begin with the number, the last five
 * of the usual twenty; else 0.
 */
export function revisionOf(digits: string, prescriptionNumber: string): number {
  const rest = digits.startsWith(prescriptionNumber) ? digits.slice(prescriptionNumber.length) : null
  if (rest !== null && rest.length <= 9) return Number(rest)
  return digits.length === usualDigits ? Number(digits.slice(-counterDigits)) : 0
}
