import type { FastifyBaseLogger } from 'fastify'
import { bugReport } from './api/errors.ts'
import { keepRefilling } from './intake/refill-phones.ts'
import { keepAuditChecked } from './store/audit-check.ts'
import { pruneChanges } from './store/changes.ts'
import { keepDisclosureDays } from './store/disclosure.ts'
import { deleteExpiredImages } from './store/images.ts'
import type { Store } from './store/open.ts'
import { keepSearchIndex } from './store/search-index.ts'

/** Changes kept for pages that were away: weeks of an ordinary pharmacy. */
const keptChanges = 100_000
/** Images whose time is over are deleted in steps: nothing else waits for long. */
const imagesAtOnce = 50
const pruneEveryMs = 24 * 60 * 60 * 1000

/** What the box does by itself beside its work, until it is disposed of. What fails is logged, and the work goes on. */
export function startUpkeep(store: Store, log: FastifyBaseLogger, announceStatus: () => void): AsyncDisposable {
  const upkeep = new AsyncDisposableStack()
  const logAs =
    (what: string) =>
    (error: unknown): void => {
      log.error(bugReport(error), what)
    }
  upkeep.defer(keepSearchIndex(store, logAs('search index failed')))
  upkeep.defer(keepDisclosureDays(store, logAs('the new day could not be told')))
  upkeep.defer(keepRefilling(store, logAs('refill failed')))
  upkeep.defer(
    keepAuditChecked(store, {
      onChecked: ({ ok, rows, head }) => {
        // Outside the store, in the system's own log: what a cut-off chain can be held against.
        log.info({ ok, rows, seq: head.seq, hash: head.hash.toString('hex') }, 'audit trail checked')
        announceStatus()
      },
      onFailed: announceStatus,
      onError: logAs('the audit trail could not be checked'),
    }),
  )
  const prune = (): void => {
    pruneChanges(store, keptChanges)
    while (deleteExpiredImages(store, imagesAtOnce) === imagesAtOnce);
  }
  prune()
  const pruning = setInterval(() => {
    try {
      prune()
    } catch (error) {
      logAs('old rows could not be deleted')(error)
    }
  }, pruneEveryMs)
  upkeep.defer(() => {
    clearInterval(pruning)
  })
  return upkeep
}
