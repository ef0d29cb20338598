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
 * for its size under a smaller limit gets its bytes now. Returns the seq of a new row.
 */
export function saveInbound(store: Store, file: NewInbound, issues?: Issue[]): number | undefined {
  const { name, sha256, bytes } = file
  const { changes, lastInsertRowid } = store.queries.insertInbound.run({
    ...file,
    receivedAt: store.now(),
    state: issues ? 'rejected' : 'queued',
    issues: issues ? JSON.stringify(issues) : null,
    stem: stemOf(name),
  })
  const inserted = changes === 1 ? { seq: Number(lastInsertRowid) } : undefined
  const filled = inserted || !bytes ? undefined : store.queries.fillInboundBytes.get({ name, sha256, bytes })
  const changed = filled ?? (issues && inserted)
  if (changed) store.noteChange('inbound', String(changed.seq))
  return inserted?.seq
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
}

/** The oldest files waiting to be read. */
export const listQueued = (store: Store, limit: number): QueuedFile[] => store.queries.listQueued.all({ limit })

/** The file has been read; what was rejected before of the same prescription is settled by it. */
export function markDone(store: Store, file: QueuedFile): void {
  store.queries.setInboundState.run({ seq: file.seq, state: 'done', issues: null, attempts: file.attempts + 1 })
  if (file.attempts > 0) store.noteChange('inbound', String(file.seq))
  for (const { seq } of store.queries.listRejectedStem.all({ stem: stemOf(file.name) })) {
    store.queries.moveInbound.run({ seq, to: 'dismissed' })
    store.noteChange('inbound', String(seq))
  }
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

/** Files of one prescription differ in their first letter and in the last five of twenty digits (docs/formats/nsips.md). */
function stemOf(name: string): string {
  const digits = /^[AUD](\d+)\.txt$/i.exec(name)?.[1]
  return digits?.length === 20 ? digits.slice(0, 15) : (digits ?? name)
}

export type MoveOutcome = 'moved' | 'not-found' | 'wrong-state' | 'no-bytes'

/** Puts a file that could not be read back into the queue. */
export const requeue = (store: Store, seq: number): MoveOutcome => move(store, seq, ['rejected', 'dismissed'], 'queued')

/** 確認済み: somebody has seen to the file; it counts no longer. Its bytes stay. */
export const dismiss = (store: Store, seq: number): MoveOutcome => move(store, seq, ['rejected'], 'dismissed')

/** Takes a dismissal back. */
export const restore = (store: Store, seq: number): MoveOutcome => move(store, seq, ['dismissed'], 'rejected')

function move(store: Store, seq: number, from: string[], to: 'queued' | 'rejected' | 'dismissed'): MoveOutcome {
  return store.write(() => {
    const row = store.queries.findInbound.get({ seq })
    if (!row) return 'not-found'
    if (!from.includes(row.state)) return 'wrong-state'
    if (to === 'queued' && !row.bytes) return 'no-bytes'
    store.queries.moveInbound.run({ seq, to })
    store.noteChange('inbound', String(seq))
    return 'moved'
  })
}

/** A file that could not be read, with its bytes. */
export function findRejectedFile(store: Store, seq: number): { name: string; bytes: Buffer } | undefined {
  const row = store.queries.findInbound.get({ seq })
  const isRejected = row?.state === 'rejected' || row?.state === 'dismissed'
  return row?.bytes && isRejected ? { name: row.name, bytes: row.bytes } : undefined
}

export const findInboundFile = (
  store: Store,
  seq: number,
): { name: string; receivedAt: number; bytes: Buffer | null } | undefined => store.queries.findInbound.get({ seq })

/** Files that could not be read, newest first: those still to be seen to, or those that somebody has dismissed. */
export function listRejected(
  store: Store,
  before: number,
  limit: number,
  state: 'rejected' | 'dismissed' = 'rejected',
): Page<RejectedFile> {
  const rows = store.queries.listRejected.all({ state, before, limit: limit + 1 })
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
