import { dateOf } from './calendar-date.ts'

/** Year before the first year of each era. */
const eraOffsets: Record<string, number> = { M: 1867, T: 1911, S: 1925, H: 1988, R: 2018 }
const eraLetters: Record<string, string> = { 明: 'M', 大: 'T', 昭: 'S', 平: 'H', 令: 'R' }

/**
 * Reads a date as people type it: `19680407`, `1968/4/7`, `1968年4月7日`, `S43.4.7`, `s430407`, `昭和43年4月7日`, `平成元年1月8日`,
 * in any width. Null when it is not a whole date. Returns `YYYY-MM-DD`.
 */
export function readTypedDate(typed: string): string | null {
  const text = typed.normalize('NFKC').replaceAll(/\s/g, '').toUpperCase().replace('元', '1')
  const spelled =
    /^(?<year>\d{4})(?<month>\d{2})(?<day>\d{2})$/.exec(text) ??
    /^(?<year>\d{4})[-/.年](?<month>\d{1,2})[-/.月](?<day>\d{1,2})日?$/.exec(text) ??
    /^(?<era>[MTSHR明大昭平令])[治正和成]?(?<year>\d{1,2})[-/.年](?<month>\d{1,2})[-/.月](?<day>\d{1,2})日?$/.exec(
      text,
    ) ??
    /^(?<era>[MTSHR])(?<year>\d{2})(?<month>\d{2})(?<day>\d{2})$/.exec(text)
  if (!spelled?.groups) return null
  const { era, year = '', month = '', day = '' } = spelled.groups
  const western = eraYear(era, Number(year))
  return western === null ? null : dateOf(western, Number(month), Number(day))
}

/** The western year of a year of an era, named by its letter or its first kanji; without an era the year itself. */
export function eraYear(era: string | undefined, year: number): number | null {
  const offset = era === undefined ? 0 : eraOffsets[eraLetters[era] ?? era]
  return offset === undefined ? null : year + offset
}
