import type { Warning } from '../../contract/issue.ts'
import { graveWarnings, technicalWarnings, warnings as words } from '../text/warnings.ts'

/** All warnings of one code, said once. */
export interface WarningGroup {
  code: string
  what: string
  todo: string
  /** Where in the file, for the technician; '' when it concerns the file as a whole. */
  places: string
}

/** A long file of one oddity must not fill the page. */
const placesShown = 5

const order = Object.keys(graveWarnings)
const rankOf = (code: string): number => {
  const rank = order.indexOf(code)
  return rank === -1 ? order.length : rank
}

const isTechnical = (code: string): boolean => Object.hasOwn(technicalWarnings, code)

/** Whether anything is odd that a pharmacist should know of. A code without words of its own counts: better one mark too many. */
export const hasGraveWarning = (warnings: readonly Warning[]): boolean =>
  warnings.some(({ code }) => !isTechnical(code))

/** Warnings by code: those for the pharmacist, gravest first, and those that only help to look into a file. */
export const groupWarnings = (warnings: readonly Warning[]): { grave: WarningGroup[]; technical: WarningGroup[] } => {
  const groups = [...Map.groupBy(warnings, ({ code }) => code)].map(([code, all]) => groupOf(code, all))
  return {
    grave: groups.filter(({ code }) => !isTechnical(code)).sort((a, b) => rankOf(a.code) - rankOf(b.code)),
    technical: groups.filter(({ code }) => isTechnical(code)),
  }
}

const groupOf = (code: string, all: readonly Warning[]): WarningGroup => {
  const known = Object.hasOwn(graveWarnings, code) ? graveWarnings[code] : undefined
  const { what, todo } = known ?? (isTechnical(code) ? { what: technicalWarnings[code] ?? '', todo: '' } : words.other)
  return { code, what, todo, places: placesOf(all) }
}

const placesOf = (all: readonly Warning[]): string => {
  const places = all.flatMap(({ line, column }) => (line === undefined ? [] : [words.place(line, column)]))
  const rest = places.length - placesShown
  const shown = places.slice(0, placesShown).join(words.separator)
  return rest > 0 ? `${shown} ${words.morePlaces(rest)}` : shown
}
