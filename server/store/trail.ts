import type { TrailEntry } from '../../contract/trail.ts'
import type { Store } from './open.ts'

export interface NewTrailEntry {
  /** Id of who did it; null: the box by itself. */
  staffId: string | null
  /** A short word in kebab-case, noun first: `body-note-corrected`, `member-merged`. */
  what: string
  memberId: string | null
  rowId: string | null
  /** Ids and codes that help to understand the entry; never names or what was written. */
  detail?: Record<string, unknown>
}

/** Notes inside `store.write` who did what: in the same transaction as the deed itself. */
export function noteTrail(store: Store, { staffId, what, memberId, rowId, detail = {} }: NewTrailEntry): void {
  store.queries.insertTrail.run({ at: store.now(), staffId, what, memberId, rowId, detail: JSON.stringify(detail) })
}

/** What was done to a member's record, newest first. `before` is the seq the last page ended with. */
export const listTrailOfMember = (store: Store, memberId: string, before: number | null, limit: number): TrailEntry[] =>
  store.queries.listTrailOfMember
    .all({ memberId, before: before ?? Number.MAX_SAFE_INTEGER, limit })
    .map(({ detail: _detail, ...entry }) => entry)
