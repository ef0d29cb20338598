import type { FeedStatus } from '../../contract/status.ts'
import { hasContent, hasLookalike } from '../store/inbound.ts'
import type { Store } from '../store/open.ts'
import { feedStatus } from './feed.ts'
import { watchFolder, type FolderWatcher } from './folder-watcher.ts'
import { createFreshlyRead, readQueued, refuseFile, takeFiles } from './inbound.ts'
import { maxBytes, peekSentAt, readNsips } from './nsips/parse.ts'

export interface Intake {
  status(): FeedStatus
  stop(): Promise<void>
}

export interface IntakeOptions {
  store: Store
  folders: { path: string; mode: 'consume' | 'observe' }[]
  pollMs?: number
  /** The feed's status may have changed. */
  onStatus: () => void
  /** Something broke that the person at the screen cannot mend; for the log. */
  onError: (error: unknown) => void
}

/**
 * Bytes in, nothing lost: folders are watched, files are committed to the queue, the queue is read. It also wakes up when
 * somebody puts a rejected file back into the queue.
 */
export function startIntake({ store, folders, pollMs, onStatus, onError }: IntakeOptions): Intake {
  const fresh = createFreshlyRead()
  let isStopped = false
  let isScheduled = false

  const wake = (): void => {
    if (isScheduled || isStopped) return
    isScheduled = true
    setImmediate(() => {
      isScheduled = false
      if (isStopped) return
      try {
        if (readQueued(store, onError, fresh) > 0) {
          onStatus()
          wake()
        }
      } catch (error) {
        // The store cannot be written (disk full …): the rows stay queued and the next commit or file tries again.
        onError(error)
      }
    })
  }

  const watchers = folders.map(({ path, mode }): FolderWatcher =>
    watchFolder({
      path,
      mode,
      maxBytes,
      ...(pollMs !== undefined && { pollMs }),
      now: store.now,
      peekSentAt,
      looksComplete(bytes, name) {
        const { outcome, isComplete } = readNsips(bytes, name)
        fresh.byBytes.set(bytes, outcome)
        return isComplete
      },
      isKnown: (name, size, modifiedAt) => hasLookalike(store, { folder: path, name, size, modifiedAt }, maxBytes),
      isTaken: (name, sha256) => hasContent(store, name, sha256),
      take(files) {
        takeFiles(store, path, files, fresh)
        wake()
      },
      refuse(file) {
        refuseFile(store, path, file)
      },
      onStatus,
      onError,
    }),
  )
  const stopListening = store.onCommit(wake)
  for (const watcher of watchers) watcher.start()
  wake()

  return {
    status: () =>
      feedStatus(
        store,
        watchers.map((watcher) => watcher.status()),
        store.now(),
      ),
    async stop() {
      isStopped = true
      stopListening()
      await Promise.all(watchers.map((watcher) => watcher.stop()))
    },
  }
}
