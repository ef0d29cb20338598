import { createHash } from 'node:crypto'
import type { Issue } from '../../contract/issue.ts'
import { listQueued, markDone, markRejected, saveInbound, type QueuedFile } from '../store/inbound.ts'
import type { Store } from '../store/open.ts'
import { saveRecord } from './dispensings.ts'
import type { FoundFile } from './folder-watcher.ts'
import { issue } from './nsips/messages.ts'
import { parseNsips } from './nsips/parse.ts'

/** Files read in one transaction: few enough that a touch of a card never waits long behind a backlog. */
const batchSize = 25

/**
 * The durable queue. When this returns, every file is a committed row and its source may go; the same bytes under the same
 * name are one row. Throws only when the store cannot be written.
 */
export function takeFiles(store: Store, folder: string, files: FoundFile[]): void {
  store.write(() => {
    for (const { name, bytes, size, modifiedAt, sentAt } of files) {
      saveInbound(store, { folder, name, size, modifiedAt, sentAt, bytes, sha256: sha256(bytes) })
    }
  })
}

/** Notes a file that is too large to take. It stays in its folder; the row says why nothing came of it. */
export function refuseFile(
  store: Store,
  folder: string,
  file: { name: string; size: number; modifiedAt: number; sha256: string },
): void {
  store.write(() => {
    saveInbound(store, { ...file, folder, sentAt: null, bytes: null }, [issue('file-too-large')])
  })
}

const sha256 = (bytes: Uint8Array): string => createHash('sha256').update(bytes).digest('hex')

/** Reads queued files, oldest first, one batch. Returns how many; 0 means that the queue is empty. */
export function readQueued(store: Store, onBug: (error: unknown) => void): number {
  const files = listQueued(store, batchSize)
  if (files.length > 0) {
    store.write(() => {
      for (const file of files) readFile(store, file, onBug)
    })
  }
  return files.length
}

function readFile(store: Store, file: QueuedFile, onBug: (error: unknown) => void): void {
  try {
    store.write(() => {
      const parsed = parseNsips(file.bytes ?? Buffer.alloc(0), file.name)
      if (parsed.ok) {
        saveRecord(store, file, parsed.record, parsed.revision)
        markDone(store, file)
      } else {
        markRejected(store, file, parsed.issues)
      }
    })
  } catch (error) {
    // A bug, not bad input. The file is set aside with its bytes so that the next one goes on.
    onBug(error)
    const issues: Issue[] = [issue('internal')]
    markRejected(store, file, issues)
  }
}
