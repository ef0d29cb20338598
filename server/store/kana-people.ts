import type { FoundPerson } from '../../contract/found-person.ts'
import type { SearchPage } from '../../contract/page.ts'
import type { KanaRange } from '../domain/kana-range.ts'
import type { Store } from './open.ts'
import { indexSome } from './search-index.ts'
import type { FoundRow } from './search-queries.ts'
import { toPerson } from './search.ts'

/**
 * People in the order of their kana, each person once, from the first range on.
 * @param after id of the last person of the page before
 * @returns undefined when that one is in the index no longer
 */
export function listByKana(
  store: Store,
  ranges: readonly KanaRange[],
  { after, limit }: { after: string | null; limit: number },
): SearchPage<FoundPerson> | undefined {
  const preparing = indexSome(store)
  const last = after === null ? undefined : store.queries.findSortKey.get({ personId: after })
  if (after !== null && !last) return undefined
  const rows: FoundRow[] = []
  for (const { from, until } of ranges) {
    if (rows.length > limit) break
    const start = last && last.sortKey >= from ? last : { sortKey: from, personId: '' }
    if (start.sortKey < until)
      rows.push(...store.queries.listByKana.all({ ...start, until, limit: limit + 1 - rows.length }))
  }
  const shown = rows.slice(0, limit)
  return {
    items: shown.flatMap(({ personId }) => toPerson(store, personId) ?? []),
    next: rows.length > limit ? (shown.at(-1)?.personId ?? null) : null,
    ...(preparing !== undefined && { preparing }),
  }
}
