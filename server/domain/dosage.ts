import type { RpForm } from '../../contract/rp.ts'
import { divideExactly, isPositive, multiply } from './decimal.ts'

/**
 * The whole amount of a dispensing (全量). 服用量 is per day for internal and per dose for prn, so it is multiplied by the days or
 * times; for drops, external and injection it already is the whole. Undefined when the form or a factor is not known.
 */
export function totalAmount(form: RpForm, dose: string | undefined, count: number | undefined): string | undefined {
  if (dose === undefined) return undefined
  switch (form) {
    case 'internal':
    case 'prn':
      return count === undefined ? undefined : multiply(dose, count)
    case 'drops':
    case 'external':
    case 'injection':
      return dose
    case 'other':
      return undefined
  }
}

export interface DoseFacts {
  dose?: string | undefined
  /** 服用回数: doses a day. */
  perDay?: number | undefined
  /** １回服用量 as the file states it. */
  stated?: string | undefined
  /** Doses differ over the day (不均等): there is no one dose. */
  isUneven: boolean
}

/** One dose (１回量): as stated, else derived where it is exact. */
export function oneDose(form: RpForm, { dose, perDay, stated, isUneven }: DoseFacts): string | undefined {
  if (isUneven) return undefined
  if (stated !== undefined && isPositive(stated)) return stated
  if (form === 'prn') return dose
  if (form === 'internal' && dose !== undefined && perDay !== undefined) return divideExactly(dose, perDay) ?? undefined
  return undefined
}
