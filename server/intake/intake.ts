import type { FeedStatus } from '../../contract/status.ts'
import { hasContent, hasLookalike } from '../store/inbound.ts'
import type { Store } from '../store/open.ts'
import { feedStatus } from './feed.ts'
import type { Question } from './folder-messages.ts'
import { startFolderThread } from './folder-thread.ts'
import { readQueued, refuseFile, takeFiles, type Fresh } from './inbound.ts'
import { maxBytes } from './nsips/parse.ts'

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
  const fresh: Fresh = new Map()
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

  const answer = (folder: number, question: Question): boolean => {
    const { path } = folders[folder] ?? { path: '' }
    switch (question.kind) {
      case 'take':
        takeFiles(store, path, question.files, fresh)
        wake()
        return true
      case 'refuse':
        refuseFile(store, path, question.file)
        return true
      case 'is-known': {
        const { name, size, modifiedAt } = question
        return hasLookalike(store, { folder: path, name, size, modifiedAt }, maxBytes)
      }
      case 'is-taken':
        return hasContent(store, question.name, question.sha256)
    }
  }
  const thread =
    folders.length > 0
      ? startFolderThread({
          setup: { folders, maxBytes, ...(pollMs !== undefined && { pollMs }) },
          now: store.now,
          answer,
          onStatus,
          onError,
        })
      : undefined
  const stopListening = store.onCommit(wake)
  wake()

  return {
    status: () => feedStatus(store, thread?.statuses() ?? [], store.now()),
    async stop() {
      isStopped = true
      stopListening()
      await thread?.stop()
    },
  }
}
