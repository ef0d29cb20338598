import type { Medication } from '../../contract/medication.ts'
import type { Rp } from '../../contract/rp.ts'

/** Why nobody can say whether this is being taken, or how much is left: a word of personWords.why; undefined where it can be told. */
export type TakingReason = 'prn' | 'external' | 'injection' | 'drops' | 'other' | 'days' | 'start' | 'skips' | 'dose'

export function takingReason(rp: Rp, medication: Medication): TakingReason | undefined {
  if (rp.form !== 'internal') return rp.form
  if (!rp.count) return 'days'
  if (rp.startOn === undefined) return 'start'
  if (rp.lastOn === null) return 'skips'
  return medication.dose === undefined ? 'dose' : undefined
}
