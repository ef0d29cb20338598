import { readTypedDate } from './typed-date.ts'

/** A field that cannot be read as it was typed, and why, by a short word. */
export interface Slip {
  path: string
  message: string
}

/** What somebody typed, read; or the fields that cannot be. */
export type Reading<Content> = { ok: true; content: Content } | { ok: false; slips: Slip[] }

/** Without the blanks around it; undefined when nothing is left. */
export const readTypedText = (typed: string | undefined): string | undefined => typed?.trim() || undefined

/** A day in any usual spelling that is not still to come; else null and a slip, `date` or `future`. */
export function readTypedDay(typed: string, path: string, today: string, slips: Slip[]): string | null {
  const day = readTypedDate(typed)
  if (day === null) slips.push({ path, message: 'date' })
  else if (day > today) slips.push({ path, message: 'future' })
  return day
}
