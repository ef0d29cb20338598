import { Type } from 'typebox'
import { Dispensing } from '../../contract/dispensing.ts'
import { pageOf, type Page } from '../../contract/page.ts'
import { TakingMedication } from '../../contract/taking.ts'
import { CalendarDate } from '../../contract/text.ts'
import { addDays, tokyoDate } from '../domain/calendar-date.ts'
import { describe } from '../domain/taking.ts'
import { takingList, windowDays } from '../domain/window.ts'
import { listHistory, type HistoryCursor } from '../store/dispensings.ts'
import type { Store } from '../store/open.ts'

const historyPageSize = 30

export const HistoryQuery = Type.Object(
  {
    /** The day 服薬期間中 and 残量(目安) are told for; today unless asked. */
    'as-of': Type.Optional(CalendarDate),
    cursor: Type.Optional(Type.String({ pattern: '^(\\d{4}-\\d{2}-\\d{2})?:\\d{1,15}$' })),
  },
  { additionalProperties: false },
)

export const HistoryPage = pageOf(Dispensing)

/** お薬履歴 of one person, newest first, with what is being taken on the day asked for. */
export function readHistory(
  store: Store,
  patientIds: string[],
  query: { 'as-of'?: string; cursor?: string },
): Page<Dispensing> {
  const on = query['as-of'] ?? tokyoDate(store.now())
  const { items, next } = listHistory(store, patientIds, parseCursor(query.cursor), historyPageSize)
  return {
    items: items.map((dispensing) => ({ ...dispensing, rps: describe(dispensing.rps, on) })),
    next: next && `${next.on}:${next.seq}`,
  }
}

function parseCursor(cursor: string | undefined): HistoryCursor | null {
  if (cursor === undefined) return null
  const at = cursor.indexOf(':')
  return { on: cursor.slice(0, at), seq: Number(cursor.slice(at + 1)) }
}

export const TakingQuery = Type.Object({ on: Type.Optional(CalendarDate) }, { additionalProperties: false })

export const TakingPage = pageOf(TakingMedication)

/** The longest prescriptions run for about half a year: further back nothing reaches into the window. */
const longestDays = 400

/** 服用中のお薬一覧 as of the day the notebook was presented (today unless asked). */
export function readTaking(store: Store, patientIds: string[], query: { on?: string }): Page<TakingMedication> {
  const on = query.on ?? tokyoDate(store.now())
  const oldest = addDays(on, -(windowDays + longestDays))
  const dispensings: Dispensing[] = []
  let cursor: HistoryCursor | null = null
  do {
    const page: ReturnType<typeof listHistory> = listHistory(store, patientIds, cursor, historyPageSize)
    dispensings.push(...page.items)
    cursor = page.next
  } while (cursor && cursor.on >= oldest)
  return { items: takingList(dispensings, on), next: null }
}
