import type { Medication } from '../../contract/medication.ts'
import type { Rp } from '../../contract/rp.ts'
import { ja } from '../text/ja.ts'

/** The amounts of a day that are above zero, as `朝2 昼1 夕1`. */
const unevenText = (uneven: NonNullable<Medication['uneven']>): string =>
  (['wake', 'morning', 'noon', 'evening', 'bed', 'spare'] as const)
    .filter((slot) => Number(uneven[slot] ?? 0) > 0)
    .map((slot) => `${ja.slot[slot]}${uneven[slot] ?? ''}`)
    .join(' ')

/** What is taken or used at once: `1回2錠`, `朝2 昼1 夕1 (錠)`; per day or in all where the file says no more. */
export const doseText = (medication: Medication, form: Rp['form']): string => {
  const unit = medication.unit ?? ''
  if (medication.uneven) {
    const text = unevenText(medication.uneven)
    if (text) return unit ? `${text} (${unit})` : text
  }
  if (medication.perDose !== undefined) return ja.dose.once(medication.perDose, unit)
  if (form === 'internal' && medication.dose !== undefined) return ja.dose.daily(medication.dose, unit)
  const amount = medication.total ?? medication.dose
  return amount === undefined ? '' : ja.dose.total(amount, unit)
}

/** `14日分`, `10回分`; for drops, external and injection the count says little and is left out when the total is shown. */
export const countText = (rp: Pick<Rp, 'form' | 'count'>): string => {
  if (rp.count === undefined || rp.count <= 0) return ''
  if (rp.form === 'internal') return ja.dose.days(rp.count)
  if (rp.form === 'prn') return ja.dose.times(rp.count)
  return ''
}
