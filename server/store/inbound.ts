import type { Issue } from '../../contract/issue.ts'
import type { RejectedFile } from '../../contract/intake.ts'
import type { Page } from '../../contract/page.ts'
import type { Store } from './open.ts'

export interface NewInbound {
  folder: string
  name: string
  sha256: string
  size: number
  modifiedAt: number
  sentAt: string | null
  /** Null for a file that was refused for its size. */
  bytes: Buffer | null
}

/**
 * Queues a file, or refuses it when `issues` are given. The same bytes under the same name are one row; one that was refused
 * for its size under a smaller limit gets its bytes now.
 */
export function saveInbound(store: Store, file: NewInbound, issues?: Issue[]): void {
  const { name, sha256, bytes } = file
  // The types promise a row, but an insert that meets the same content returns none.
  const inserted = store.queries.insertInbound.get({
    ...file,
    receivedAt: store.now(),
    state: issues ? 'rejected' : 'queued',
    issues: issues ? JSON.stringify(issues) : null,
  }) as { seq: number } | undefined
  const filled = inserted || !bytes ? undefined : store.queries.fillInboundBytes.get({ name, sha256, bytes })
  const changed = filled ?? (issues && inserted)
  if (changed) store.noteChange('inbound', String(changed.seq))
}

/** Are these very bytes kept under this name? */
export const hasContent = (store: Store, name: string, sha256: string): boolean =>
  Boolean(store.queries.findInboundContent.get({ name, sha256 })?.hasBytes)

/**
 * Has a file of this name, size and modification time been dealt with in this folder: taken, or refused because it is larger
 * than `maxBytes`? Cheap: nothing is read from the share.
 */
export const hasLookalike = (
  store: Store,
  file: { folder: string; name: string; size: number; modifiedAt: number },
  maxBytes: number,
): boolean =>
  store.queries.listInboundNamed
    .all({ name: file.name })
    .some(
      ({ folder, size, modifiedAt, hasBytes }) =>
        folder === file.folder &&
        size === file.size &&
        modifiedAt === file.modifiedAt &&
        (Boolean(hasBytes) || size > maxBytes),
    )

export interface QueuedFile {
  seq: number
  name: string
  receivedAt: number
  attempts: number
  bytes: Buffer | null
}

/** The oldest files waiting to be read. */
export const listQueued = (store: Store, limit: number): QueuedFile[] => store.queries.listQueued.all({ limit })

export function markDone(store: Store, file: QueuedFile): void {
  store.queries.setInboundState.run({ seq: file.seq, state: 'done', issues: null, attempts: file.attempts + 1 })
  if (file.attempts > 0) store.noteChange('inbound', String(file.seq))
}

export function markRejected(store: Store, file: QueuedFile, issues: Issue[]): void {
  store.queries.setInboundState.run({
    seq: file.seq,
    state: 'rejected',
    issues: JSON.stringify(issues),
    attempts: file.attempts + 1,
  })
  store.noteChange('inbound', String(file.seq))
}

export type RequeueOutcome = 'queued' | 'not-found' | 'not-rejected' | 'no-bytes'

/** Puts a rejected file back into the queue. */
export function requeue(store: Store, seq: number): RequeueOutcome {
  return store.write(() => {
    const row = store.queries.findInbound.get({ seq })
    if (!row) return 'not-found'
    if (row.state !== 'rejected') return 'not-rejected'
    if (!row.bytes) return 'no-bytes'
    store.queries.requeueInbound.run({ seq })
    store.noteChange('inbound', String(seq))
    return 'queued'
  })
}

export const findInboundFile = (store: Store, seq: number): { name: string; bytes: Buffer | null } | undefined =>
  store.queries.findInbound.get({ seq })

/** Files that could not be read, newest first. */
export function listRejected(store: Store, before: number, limit: number): Page<RejectedFile> {
  const rows = store.queries.listRejected.all({ before, limit: limit + 1 })
  return {
    items: rows.slice(0, limit).map(({ issues, hasBytes, ...row }) => ({
      ...row,
      hasBytes: Boolean(hasBytes),
      issues: JSON.parse(issues ?? '[]') as Issue[],
    })),
    next: rows.length > limit ? String(rows[limit - 1]?.seq) : null,
  }
}

export const countInbound = (store: Store, state: 'queued' | 'rejected'): number =>
  store.queries.countInbound.get({ state })?.files ?? 0

export const lastReceivedAt = (store: Store): number | null => store.queries.lastReceived.get()?.receivedAt ?? null
