import { partsOf } from './calendar.ts'

/** First day of each era; an era ends the day before the next begins. Source: the era ordinances (改元の政令・詔書). */
const eras = [
  { from: '2019-05-01', letter: '令' },
  { from: '1989-01-08', letter: '平' },
  { from: '1926-12-25', letter: '昭' },
  { from: '1912-07-30', letter: '大' },
  { from: '1868-10-23', letter: '明' },
] as const

/** The short Japanese year beside a western date: `平2`, `令元`. Empty before the Meiji era. */
export const warekiYear = (date: string): string => {
  const era = eras.find((candidate) => candidate.from <= date)
  if (!era) return ''
  const year = partsOf(date).year - partsOf(era.from).year + 1
  return `${era.letter}${year === 1 ? '元' : String(year)}`
}
