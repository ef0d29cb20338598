import type { Reading } from './reading.ts'

/** A file whose content was stable, as it is handed over to be committed. */
export interface FoundFile {
  name: string
  bytes: Buffer
  size: number
  /** Instant of the last modification by the share's clock, whole milliseconds. */
  modifiedAt: number
  sentAt: string | null
  /** What it says, where that is known already. */
  reading?: Reading
}

/** A file too large to be read; it stays where it is. */
export interface RefusedFile {
  name: string
  size: number
  modifiedAt: number
  sha256: string
}

/** What the watcher asks of the rest of the box. What these throw is broken infrastructure: nothing is deleted after it. */
export interface Intake {
  /** Commits the files durably before it answers. Taking the same bytes twice must do no harm. */
  take(files: FoundFile[]): Promise<void> | void
  /** Told once for each file over the size limit, and once more after a restart unless `isKnown` says so. */
  refuse(file: RefusedFile): Promise<void> | void
  /** Send time from the first bytes (at most 64) of a file, in a form that sorts as text; null when there is none. */
  peekSentAt(head: Buffer): string | null
  /** False when the content looks cut off, so that it deserves some patience. */
  looksComplete(bytes: Buffer, name: string): boolean
  /** Was a file of this name, size and modification time taken, or refused, in an earlier run? */
  isKnown(name: string, size: number, modifiedAt: number): Promise<boolean> | boolean
  /** Were these very bytes taken under this name? */
  isTaken(name: string, sha256: string): Promise<boolean> | boolean
}

/** A call to {@link Intake} threw: no fault of the folder. `cause` is what it threw. */
export class IntakeFailedError extends Error {}

export async function ask<T>(question: () => Promise<T> | T): Promise<T> {
  try {
    return await question()
  } catch (cause) {
    throw new IntakeFailedError('the box could not take a file over', { cause })
  }
}
