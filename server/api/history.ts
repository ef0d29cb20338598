import { Type, type Static } from 'typebox'
import { Dispensing } from '../../contract/dispensing.ts'
import { pageOf, type Page } from '../../contract/page.ts'
import { TakingMedication } from '../../contract/taking.ts'
import { CalendarDate } from '../../contract/text.ts'
import { addDays, tokyoDate } from '../domain/calendar-date.ts'
import { describe } from '../domain/taking.ts'
import { otcTaking, sortTaking, takingList, windowDays } from '../domain/window.ts'
import { listHistory, type History, type Whose } from '../store/history.ts'
import type { Store } from '../store/open.ts'
import { listOtc } from '../store/otc.ts'

const historyPageSize = 30

export const HistoryQuery = Type.Object(
  {
    /** The day 服薬期間中 and 残量(目安) are told for; today unless asked. */
    'as-of': Type.Optional(CalendarDate),
    cursor: Type.Optional(Type.String({ pattern: '^(\\d{4}-\\d{2}-\\d{2})?:(\\d{1,15}|[0-9a-f-]{36})$' })),
    /** `elsewhere`: only 他施設での調剤薬, dispensed by another pharmacy or told from outside. */
    from: Type.Optional(Type.Union([Type.Literal('all'), Type.Literal('elsewhere')])),
  },
  { additionalProperties: false },
)

export const HistoryPage = pageOf(Dispensing)

/** お薬履歴 of one person, newest first, with what is being taken on the day asked for. */
export function readHistory(store: Store, whose: Whose, query: Static<typeof HistoryQuery>): Page<Dispensing> {
  const on = query['as-of'] ?? tokyoDate(store.now())
  const { items, next } = listHistory(store, whose, {
    isElsewhereOnly: query.from === 'elsewhere',
    before: query.cursor ?? null,
    limit: historyPageSize,
  })
  return { items: items.map((dispensing) => ({ ...dispensing, rps: describe(dispensing.rps, on) })), next }
}

export const TakingQuery = Type.Object({ on: Type.Optional(CalendarDate) }, { additionalProperties: false })

export const TakingPage = pageOf(TakingMedication)

/** The longest prescriptions run for about half a year: further back nothing reaches into the window. */
const longestDays = 400

/** 服用中のお薬一覧 as of the day the notebook was presented (today unless asked): of the feed, of elsewhere, and 市販薬. */
export function readTaking(store: Store, whose: Whose, query: { on?: string }): Page<TakingMedication> {
  const on = query.on ?? tokyoDate(store.now())
  const oldest = addDays(on, -(windowDays + longestDays))
  const dispensings: Dispensing[] = []
  let before: string | null = null
  do {
    const page: History = listHistory(store, whose, { before, limit: historyPageSize })
    dispensings.push(...page.items)
    before = page.until >= oldest ? page.next : null
  } while (before !== null)
  const bought = whose.memberId === null ? [] : otcTaking(listOtc(store, whose.memberId, whose.sight), on)
  return { items: sortTaking([...takingList(dispensings, on), ...bought]), next: null }
}
