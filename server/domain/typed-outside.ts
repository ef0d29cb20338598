import type { OutsideContent, TypedDrug, TypedOutside } from '../../contract/outside-dispensing.ts'
import type { Rp } from '../../contract/rp.ts'
import { normaliseDecimal } from './decimal.ts'
import { oneDose, totalAmount } from './dosage.ts'
import { normalise } from './normalise.ts'
import { lastDayOfTaking } from './taking.ts'
import { readTypedDay, readTypedText, type Reading, type Slip } from './typed-fields.ts'

/** Nobody is given more days or times at once. */
const most = 400

/**
 * Reads what staff typed off a paper notebook. Each drug is an usage group of its own, as paper has it. What cannot be read is told
 * field by field (`drugs/0/dose` …): `date`, `future`, `number`, `count`.
 */
export function readTypedOutside(typed: TypedOutside, today: string): Reading<OutsideContent> {
  const slips: Slip[] = []
  const dispensedOn = readTypedDay(typed.dispensedOn, 'dispensedOn', today, slips)
  const rps = typed.drugs.map((drug, index) => readDrug(drug, index, dispensedOn, slips))
  if (slips.length > 0 || dispensedOn === null) return { ok: false, slips }
  const [pharmacy, institution, department, prescriber] = [
    typed.pharmacyName,
    typed.institutionName,
    typed.department,
    typed.prescriber,
  ].map(readTypedText)
  return {
    ok: true,
    content: {
      source: 'paper',
      pharmacy: { ...(pharmacy && { name: pharmacy }) },
      prescription: {
        dispensedOn,
        ...(institution && { institution: { name: institution } }),
        ...(department && { department }),
        ...(prescriber && { prescriber }),
      },
      rps,
    },
  }
}

function readDrug(drug: TypedDrug, index: number, dispensedOn: string | null, slips: Slip[]): Rp {
  const { form } = drug
  const at = `drugs/${index}`
  const dose = readNumber(drug.dose, `${at}/dose`, slips)
  const isCounted = form === 'internal' || form === 'prn'
  const count = readCount(isCounted ? drug.count : undefined, `${at}/count`, slips)
  const unit = readTypedText(drug.unit)
  const usage = readTypedText(drug.usage)
  const perDose = oneDose(form, { dose, isUneven: false })
  const total = totalAmount(form, dose, count)
  const basis = {
    number: index + 1,
    form,
    ...(usage && { usage }),
    ...(count !== undefined && { count }),
    ...(dispensedOn !== null && { startOn: dispensedOn }),
    medications: [
      {
        name: drug.name.trim(),
        codes: {},
        ...(dose !== undefined && { dose }),
        ...(unit && { unit }),
        ...(perDose !== undefined && { perDose }),
        ...(total !== undefined && { total }),
      },
    ],
  }
  return { ...basis, lastOn: lastDayOfTaking(basis) }
}

function readNumber(typed: string | undefined, path: string, slips: Slip[]): string | undefined {
  const text = normalise(typed ?? '', 'NFKC').trim()
  if (text === '') return undefined
  const amount = normaliseDecimal(text)
  if (amount === null || amount === '0') slips.push({ path, message: 'number' })
  return amount ?? undefined
}

function readCount(typed: string | undefined, path: string, slips: Slip[]): number | undefined {
  // 14, 14日, 14日分, 10回分
  const text = normalise(typed ?? '', 'NFKC').replace(/\s|[日回]分?$/g, '')
  if (text === '') return undefined
  const count = /^\d{1,4}$/.test(text) ? Number(text) : 0
  if (count >= 1 && count <= most) return count
  slips.push({ path, message: 'count' })
  return undefined
}
