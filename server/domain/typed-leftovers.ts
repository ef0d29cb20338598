import type { LeftoverCount, LeftoverLine, TypedCount, WrongField } from '../../contract/leftovers.ts'
import { addDays, dateOf } from './calendar-date.ts'
import { normaliseDecimal } from './decimal.ts'
import { endOf } from './leftovers.ts'
import { normalise } from './normalise.ts'
import { readTypedDate } from './typed-date.ts'

/** Further ahead than anything is prescribed. */
const farthestDays = 731

/**
 * Reads a count as people type it. What cannot be read is told and counts as not typed; the first day is then today, and no day is
 * chosen on which all end.
 */
export function readTypedCount(typed: TypedCount, today: string): { count: LeftoverCount; wrong: WrongField[] } {
  const wrong: WrongField[] = []
  const fromOn = readTypedDate(typed.fromOn) ?? today
  if (readTypedDate(typed.fromOn) === null) wrong.push({ field: 'from', code: 'no-date' })
  const goal = readGoal(typed.goal, fromOn, wrong)
  const lines = typed.lines.map((line) => readLine(line, wrong))
  return { count: { fromOn, goal, lines, note: typed.note }, wrong }
}

function readGoal({ kind, on }: TypedCount['goal'], fromOn: string, wrong: WrongField[]): LeftoverCount['goal'] {
  if (on.trim() === '') return null
  const date = readTypedDate(on)
  if (date === null) wrong.push({ field: 'goal', code: 'no-date' })
  else if (endOf({ kind, on: date }) < fromOn) wrong.push({ field: 'goal', code: 'too-early' })
  else if (date > addDays(fromOn, farthestDays)) wrong.push({ field: 'goal', code: 'too-far' })
  else return { kind, on: date }
  return null
}

function readLine({ drug, counted, countedIn, isGuess, expiresOn }: TypedCount['lines'][number], wrong: WrongField[]) {
  const { key } = drug
  const number = normalise(counted, 'NFKC').replace(/[\s,]/g, '')
  const amount = number === '' ? null : normaliseDecimal(number)
  if (number !== '' && amount === null) wrong.push({ field: 'counted', key, code: 'no-number' })
  const expiry = expiresOn.trim() === '' ? null : readMonth(expiresOn)
  if (expiresOn.trim() !== '' && expiry === null) wrong.push({ field: 'expires', key, code: 'no-date' })
  const line: LeftoverLine = {
    drug,
    counted: amount,
    countedIn,
    isGuess: isGuess && amount !== null,
    ...(expiry !== null && { expiresOn: expiry }),
  }
  return line
}

/** 使用期限 names a month, to its last day (`2027.9`, `27年9月`, `2027/09`), or a day. */
function readMonth(typed: string): string | null {
  const text = normalise(typed, 'NFKC').replace(/\s/g, '')
  const month = /^(\d{4}|\d{2})[-/.年](\d{1,2})月?$/.exec(text)
  if (!month) return readTypedDate(text)
  const year = Number(month[1]) + (month[1]?.length === 2 ? 2000 : 0)
  const first = dateOf(year, Number(month[2]), 1)
  if (first === null) return null
  return [31, 30, 29, 28].map((day) => dateOf(year, Number(month[2]), day)).find((date) => date !== null) ?? null
}
