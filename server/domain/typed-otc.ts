import type { OtcContent, TypedOtc } from '../../contract/otc.ts'
import { readJan } from './jan.ts'
import { readTypedDate } from './typed-date.ts'
import { readTypedText, type Reading, type Slip } from './typed-fields.ts'

/** Reads what was typed of a 市販薬. Slips: `date`, `before-start` (the end lies before the start), `length` and `check-digit` of the JAN. */
export function readTypedOtc(typed: TypedOtc): Reading<OtcContent> {
  const slips: Slip[] = []
  const day = (text: string, path: string): string | null => {
    const read = readTypedDate(text)
    if (read === null) slips.push({ path, message: 'date' })
    return read
  }
  const startOn = day(typed.startOn, 'startOn')
  const typedEnd = readTypedText(typed.endOn)
  const endOn = typedEnd === undefined ? undefined : day(typedEnd, 'endOn')
  if (startOn !== null && endOn && endOn < startOn) slips.push({ path: 'endOn', message: 'before-start' })
  const typedJan = readTypedText(typed.jan)
  const jan = typedJan === undefined ? undefined : readJan(typedJan)
  if (jan && !jan.ok) slips.push({ path: 'jan', message: jan.code })
  if (slips.length > 0 || startOn === null) return { ok: false, slips }
  const note = readTypedText(typed.note)
  return {
    ok: true,
    content: {
      name: typed.name.trim(),
      ...(jan?.ok && { jan: jan.jan }),
      startOn,
      ...(endOn && { endOn }),
      ...(note !== undefined && { note }),
    },
  }
}
