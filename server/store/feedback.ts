import type { Feedback, NewFeedback } from '../../contract/account.ts'
import { newId } from './ids.ts'
import type { Store } from './open.ts'

/** Above every id. */
const afterAll = 'g'

export function saveFeedback(store: Store, staffId: string, feedback: NewFeedback): string {
  const id = newId(store)
  store.queries.insertFeedback.run({ id, at: store.now(), staffId, ...feedback })
  return id
}

/** Newest first. `before` is the id the last page ended with. */
export function listFeedback(
  store: Store,
  before: string | null,
  limit: number,
): { items: Feedback[]; next: string | null } {
  const rows = store.queries.listFeedback.all({ before: before ?? afterAll, limit: limit + 1 })
  const items = rows.slice(0, limit)
  return { items, next: rows.length > limit ? (items.at(-1)?.id ?? null) : null }
}
