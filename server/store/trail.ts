import type { TrailDeed, TrailEntry } from '../../contract/trail.ts'
import { appendDeed } from './audit.ts'
import type { Store } from './open.ts'

export interface NewTrailEntry {
  /** Id of who did it; null: the box by itself. */
  staffId: string | null
  /** 代行入力: in whose name it was done; the audit trail's row has it. */
  onBehalfOf?: string | null
  what: TrailDeed
  memberId: string | null
  rowId: string | null
  /** Ids and codes that help to understand the entry; never names or what was written. */
  detail?: Record<string, unknown>
}

/** Notes inside `store.write` who did what: in the same transaction as the deed itself, and as a link of the audit trail's chain. */
export function noteTrail(store: Store, entry: NewTrailEntry): void {
  const { staffId, onBehalfOf = null, what, memberId, rowId, detail = {} } = entry
  const deed = { at: store.now(), staffId, what, memberId, rowId, detail: JSON.stringify(detail) }
  const { lastInsertRowid } = store.queries.insertTrail.run(deed)
  appendDeed(store, { seq: Number(lastInsertRowid), ...deed }, onBehalfOf)
}

/** What was done to a member's record, newest first. `before` is the seq the last page ended with. */
export const listTrailOfMember = (store: Store, memberId: string, before: number | null, limit: number): TrailEntry[] =>
  store.queries.listTrailOfMember
    .all({ memberId, before: before ?? Number.MAX_SAFE_INTEGER, limit })
    .map(({ detail: _detail, onBehalfOf, ...entry }) => ({ ...entry, ...(onBehalfOf !== null && { onBehalfOf }) }))
