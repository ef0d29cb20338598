import { eraYear, readTypedDate } from './typed-date.ts'

/**
 * Reads a birth date, month or year as people type it: what {@link readTypedDate} reads, and `昭和30年`, `S30`, `1955年`, `昭和30年1月`,
 * `S30.1`, `1955/1`, `195501`, in any width. Returns the digits that are known, `YYYY`, `YYYYMM` or `YYYYMMDD`; null when it is none.
 */
export function readTypedPeriod(typed: string): string | null {
  const text = typed
    .normalize('NFKC')
    .replaceAll(/\s/g, '')
    .toUpperCase()
    .replace(/(生まれ|生)$/, '')
    .replaceAll(/(?<=\d)[・,、，．。](?=\d)/g, '.')
    .replace('元', '1')
  const whole = readTypedDate(text)
  if (whole !== null) return whole.replaceAll('-', '')
  const spelled =
    /^(?<year>\d{4})年?$/.exec(text) ??
    /^(?<year>\d{4})(?<month>\d{2})$/.exec(text) ??
    /^(?<year>\d{4})[-/.年](?<month>\d{1,2})月?$/.exec(text) ??
    /^(?<era>[MTSHR明大昭平令])[治正和成]?(?<year>\d{1,2})年?$/.exec(text) ??
    /^(?<era>[MTSHR])(?<year>\d{2})(?<month>\d{2})$/.exec(text) ??
    /^(?<era>[MTSHR明大昭平令])[治正和成]?(?<year>\d{1,2})[-/.年](?<month>\d{1,2})月?$/.exec(text)
  if (!spelled?.groups) return null
  const { era, year = '', month } = spelled.groups
  const western = eraYear(era, Number(year))
  if (western === null || western < 1868 || western > 2100) return null
  if (month === undefined) return String(western)
  return Number(month) >= 1 && Number(month) <= 12 ? `${String(western)}${month.padStart(2, '0')}` : null
}
