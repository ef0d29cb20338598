import { Type } from 'typebox'
import { FoundPerson } from '../../contract/found-person.ts'
import { kanaRows } from '../../contract/kana-row.ts'
import { searchPageOf } from '../../contract/page.ts'
import { Id } from '../../contract/text.ts'
import { kanaRanges } from '../domain/kana-range.ts'
import { readSearch } from '../domain/search-query.ts'
import { listByKana } from '../store/kana-people.ts'
import type { Store } from '../store/open.ts'
import { searchPeople } from '../store/search.ts'
import { refuse } from './errors.ts'
import { type Api } from './route.ts'

/** People of one answer. */
const limit = 30

/** What was typed, and how many of the people it finds were told already. */
export const SearchQuery = Type.Object(
  { q: Type.String({ maxLength: 100 }), cursor: Type.Optional(Type.String({ pattern: '^[0-9]{1,4}$' })) },
  { additionalProperties: false },
)

const KanaRow = Type.Union([...kanaRows.map(([row]) => Type.Literal(row)), Type.Literal('other')])
const KanaQuery = Type.Object(
  { row: KanaRow, letter: Type.Optional(Type.String({ pattern: '^[ア-ン]$' })), cursor: Type.Optional(Id) },
  { additionalProperties: false },
)

/** What a search asks of the store. Latin letters are read as kana by a library that is loaded when somebody types some. */
export async function searchOf({ q, cursor }: { q: string; cursor?: string }) {
  const romaji = /[a-zａ-ｚ]{2}/i.test(q) ? (await import('../domain/romaji.ts')).kanaOfRomaji : undefined
  return { questions: readSearch(q, romaji), window: { skip: Number(cursor ?? 0), limit } }
}

/** 会員 and レセコンの患者 in one search, each person once. */
export function peopleRoutes(api: Api, { store }: { store: Store }): void {
  api.get(
    '/api/people',
    {
      config: { right: 'patients' },
      schema: { tags: ['people'], querystring: SearchQuery, response: { 200: searchPageOf(FoundPerson) } },
    },
    async ({ query }) => {
      const { questions, window } = await searchOf(query)
      return searchPeople(store, questions, window)
    },
  )

  // 50音: everybody of a row of the kana table, or of one of its letters, in the order of kana. The cursor is the last person's id.
  api.get(
    '/api/people/kana',
    {
      config: { right: 'patients' },
      schema: { tags: ['people'], querystring: KanaQuery, response: { 200: searchPageOf(FoundPerson) } },
    },
    ({ query: { row, letter, cursor } }) =>
      listByKana(store, kanaRanges(row, letter), { after: cursor ?? null, limit }) ?? refuse('not-found'),
  )
}
