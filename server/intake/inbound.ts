import { hash } from 'node:crypto'
import { findInboundFile, listQueued, markDone, markRejected, saveInbound, type QueuedFile } from '../store/inbound.ts'
import type { Store } from '../store/open.ts'
import { saveReading } from './dispensings.ts'
import type { FoundFile } from './folder-intake.ts'
import { issue } from './nsips/messages.ts'
import { readContent, type Reading } from './reading.ts'

/** Files read in one transaction: few enough that a touch of a card never waits long behind a backlog. */
const batchSize = 25

/** What was read of files before they came into the queue, by their row, so that they need not be read twice. */
export type Fresh = Map<number, Reading>

/** Kept for the queue; more are read again from the store. */
const mostFresh = 2000

/**
 * The durable queue. When this returns, every file is a committed row and its source may go; the same bytes under the same
 * name are one row. Throws only when the store cannot be written.
 */
export function takeFiles(store: Store, folder: string, files: FoundFile[], fresh: Fresh = new Map()): void {
  const rows = store.write(() =>
    files.map(({ name, bytes, size, modifiedAt, sentAt }) =>
      saveInbound(store, { folder, name, size, modifiedAt, sentAt, bytes, sha256: hash('sha256', bytes) }),
    ),
  )
  // Only now: a row that was rolled back leaves its seq to another file.
  rows.forEach((seq, index) => {
    const reading = files[index]?.reading
    if (seq !== undefined && reading && fresh.size < mostFresh) fresh.set(seq, reading)
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

/** Reads queued files, oldest first, one batch. Returns how many; 0 means that the queue is empty. */
export function readQueued(store: Store, onBug: (error: unknown) => void, fresh: Fresh = new Map()): number {
  const files = listQueued(store, batchSize)
  if (files.length > 0 && !readTogether(store, files, fresh))
    for (const file of files) readAlone(store, file, fresh, onBug)
  for (const { seq } of files) fresh.delete(seq)
  return files.length
}

/** All in one transaction. False when one of them meets a bug; nothing has been changed then. */
function readTogether(store: Store, files: QueuedFile[], fresh: Fresh): boolean {
  try {
    store.write(() => {
      for (const file of files) readFile(store, file, fresh)
    })
    return true
  } catch (error) {
    if (isStoreFailure(error)) throw error
    return false
  }
}

/** A bug, not bad input, sets its own file aside with its bytes, so that the others go on. */
function readAlone(store: Store, file: QueuedFile, fresh: Fresh, onBug: (error: unknown) => void): void {
  try {
    store.write(() => {
      readFile(store, file, fresh)
    })
  } catch (error) {
    if (isStoreFailure(error)) throw error
    onBug(error)
    store.write(() => {
      markRejected(store, file, [issue('internal')])
    })
  }
}

function readFile(store: Store, file: QueuedFile, fresh: Fresh): void {
  const reading =
    fresh.get(file.seq) ?? readContent(findInboundFile(store, file.seq)?.bytes ?? Buffer.alloc(0), file.name)
  if (reading.ok) {
    saveReading(store, { ...file, reading })
    markDone(store, file)
  } else {
    markRejected(store, file, reading.issues)
  }
}

/** A full disk and the like: nothing can be set aside now; the rows stay queued. */
const isStoreFailure = (error: unknown): boolean =>
  error instanceof Error && 'code' in error && /^SQLITE_(?!CONSTRAINT|MISMATCH|RANGE)/.test(String(error.code))
