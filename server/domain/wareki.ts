import { dateOf } from './calendar-date.ts'

/**
 * Japanese eras, newest first, by their first day. An era has no end here: a year beyond it is still understood when somebody
 * writes it. Source: the era ordinances (改元の政令・詔書); Meiji from the day of its proclamation.
 */
const eras = [
  { name: '令和', short: '令', letter: 'R', from: '2019-05-01' },
  { name: '平成', short: '平', letter: 'H', from: '1989-01-08' },
  { name: '昭和', short: '昭', letter: 'S', from: '1926-12-25' },
  { name: '大正', short: '大', letter: 'T', from: '1912-07-30' },
  { name: '明治', short: '明', letter: 'M', from: '1868-10-23' },
] as const

export interface Wareki {
  era: (typeof eras)[number]['name']
  /** 1 is 元年. */
  year: number
  /** `令8`, and `令元` for the first year. */
  short: string
}

/** The Japanese year of a date; null before Meiji. */
export function wareki(date: string): Wareki | null {
  const era = eras.find(({ from }) => from <= date)
  if (!era) return null
  const year = Number(date.slice(0, 4)) - Number(era.from.slice(0, 4)) + 1
  return { era: era.name, year, short: `${era.short}${year === 1 ? '元' : String(year)}` }
}

/**
 * Reads a date as people type it: `1955/1/1`, `1955-01-01`, `1955年1月1日`, `19550101`, `S30.1.1`, `s300101`, `昭和30年1月1日`,
 * `H元.1.8`, in any width. Null when it is anything else. The years of an era are taken beyond its end, as people write them.
 */
export function parseTypedDate(typed: string): string | null {
  if (typed.length > 40) return null
  const text = typed.normalize('NFKC').trim().toUpperCase().replace('元', '1')
  const western = /^(\d{4}) ?[-/.年] ?(\d{1,2}) ?[-/.月] ?(\d{1,2}) ?日?$/.exec(text) ?? /^(\d{4})(\d{2})(\d{2})$/.exec(text)
  if (western) return dateOf(Number(western[1]), Number(western[2]), Number(western[3]))
  const japanese =
    /^(\D{1,2}) ?(\d{1,2}) ?[-/.年] ?(\d{1,2}) ?[-/.月] ?(\d{1,2}) ?日?$/.exec(text) ??
    /^(\D{1,2})(\d{1,2})(\d{2})(\d{2})$/.exec(text)
  const era = eras.find(({ name, short, letter }) => [name, short, letter].some((word) => word === japanese?.[1]?.trim()))
  if (!japanese || !era || Number(japanese[2]) === 0) return null
  return dateOf(Number(era.from.slice(0, 4)) + Number(japanese[2]) - 1, Number(japanese[3]), Number(japanese[4]))
}
