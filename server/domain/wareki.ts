/**
 * Japanese eras, newest first, by their first day. Source: the era ordinances (改元の政令・詔書); Meiji from the day of its proclamation.
 */
const eras = [
  { name: '令和', short: '令', from: '2019-05-01' },
  { name: '平成', short: '平', from: '1989-01-08' },
  { name: '昭和', short: '昭', from: '1926-12-25' },
  { name: '大正', short: '大', from: '1912-07-30' },
  { name: '明治', short: '明', from: '1868-10-23' },
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
