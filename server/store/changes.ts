import type { ChangeNoun } from '../../contract/events.ts'
import type { Store } from './open.ts'

export interface Change {
  seq: number
  noun: ChangeNoun
  rowId: string
}

/** Changes after `seq`, oldest first, at most `limit`. */
export const listChanges = (store: Store, after: number, limit: number): Change[] =>
  store.queries.listChanges.all({ after, limit })

/** The newest change; 0 in an empty store. */
export const lastSeq = (store: Store): number => store.queries.lastChange.get()?.seq ?? 0

/** The oldest change still in the log; a page that stopped before it must fetch everything again. */
export const firstSeq = (store: Store): number => store.queries.firstChange.get()?.seq ?? 0

/** Keeps the newest `keep` changes. */
export function pruneChanges(store: Store, keep: number): void {
  store.write(() => {
    store.queries.pruneChanges.run({ before: lastSeq(store) - keep + 1 })
  })
}
