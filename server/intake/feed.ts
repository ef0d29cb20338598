import type { FeedState, FeedStatus, FolderStatus } from '../../contract/status.ts'
import { countInbound, lastReceivedAt } from '../store/inbound.ts'
import type { Store } from '../store/open.ts'

/** Nothing for this long is worth a word on the screen, though it is no fault by itself. */
const quietAfterMs = 2 * 60 * 60 * 1000

/** レセコン接続 as every page shows it: the gravest thing that is true. */
export function feedStatus(store: Store, folders: FolderStatus[], now: number): FeedStatus {
  const facts = {
    folders,
    lastReceivedAt: lastReceivedAt(store),
    rejectedFiles: countInbound(store, 'rejected'),
    queuedFiles: countInbound(store, 'queued'),
  }
  return { state: feedState(facts, now), ...facts }
}

function feedState(facts: Omit<FeedStatus, 'state'>, now: number): FeedState {
  const { folders, rejectedFiles, lastReceivedAt: last } = facts
  if (folders.length === 0) return 'not-configured'
  if (folders.some(({ reach }) => reach === 'denied')) return 'denied'
  if (folders.some(({ reach }) => reach !== 'ok')) return 'unreachable'
  if (folders.some(({ problems }) => problems.length > 0)) return 'stuck'
  if (rejectedFiles > 0) return 'rejected'
  if (last === null) return 'waiting'
  return now - last > quietAfterMs ? 'quiet' : 'ok'
}
