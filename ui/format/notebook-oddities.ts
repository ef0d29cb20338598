import type { Warning } from '../../contract/issue.ts'
import { notebookOddities } from '../text/outside-notebook.ts'
import { warnings as words } from '../text/warnings.ts'

/** All oddities of one kind, said once. */
interface OddityGroup {
  code: string
  what: string
  /** Where in the code, for the technician. */
  places: string
}

/** A long code of one oddity must not fill the page. */
const placesShown = 5

const order = Object.keys(notebookOddities)

/** Oddities of a scanned notebook by kind, gravest first. */
export const groupOddities = (warnings: readonly Warning[]): OddityGroup[] =>
  [...Map.groupBy(warnings, ({ code }) => code)]
    .map(([code, all]) => ({ code, what: wordsOf(code), places: placesOf(all) }))
    .sort((a, b) => order.indexOf(a.code) - order.indexOf(b.code))

const wordsOf = (code: string): string =>
  new Map<string, string>(Object.entries(notebookOddities)).get(code) ?? words.other.what

const placesOf = (all: readonly Warning[]): string => {
  const places = all.flatMap(({ line, column }) => (line === undefined ? [] : [words.place(line, column)]))
  const rest = places.length - placesShown
  const shown = places.slice(0, placesShown).join(words.separator)
  return rest > 0 ? `${shown} ${words.morePlaces(rest)}` : shown
}
