import { setTimeout as pause } from 'node:timers/promises'
import { errnoOf, isGone, isShareLost } from './folder-errors.ts'
import { ask, type Intake } from './folder-intake.ts'
import { eachOf, type FolderIo, type Look } from './folder-io.ts'
import type { FolderFile, FolderListing } from './folder-layout.ts'
import type { FolderProblems } from './folder-problems.ts'

/** One state of one file: a change of size or time makes a new one. */
export interface Sight extends Omit<Look, 'restedMs'> {
  /** Since when it has been like this, on the monotonic clock: since it was first seen so, or longer where the disk can tell. */
  since: number
  /** `left` is DATA with no INDEX that is not ours to delete. */
  outcome: 'open' | 'taken' | 'refused' | 'left'
  /** Content that looked cut off. Compared by digest because Windows may note the time of a write late. */
  draft: { sha256: string; since: number } | undefined
  /** When a failed deletion is tried again, on the monotonic clock. */
  retryAt: number
}

export interface SightSettings {
  mode: 'consume' | 'observe'
  settleMs: number
  maxBytes: number
  /** Calls to the folder at one time. */
  parallel: number
}

/** What is known of each file from one scan to the next. */
export interface Sights {
  find(file: FolderFile): Sight | undefined
  isOpen(file: FolderFile): boolean
  /** The file's present state: the one already known if nothing changed, else a new one; undefined when it cannot be seen. */
  look(file: FolderFile): Promise<Sight | undefined>
  /** Undefined when the file is gone or cannot be opened now; only the loss of the whole share is thrown. */
  attempt<T>(file: FolderFile, call: Promise<T>): Promise<T | undefined>
  /** Looks at what needs it and returns the open files that stood still between two looks. */
  settle(listing: FolderListing): Promise<FolderFile[]>
  forget(file: FolderFile): void
  forgetAll(): void
}

/** Files already dealt with are looked at again in turns: ten thousand of them may lie in an observed folder. */
const recheckedAtOnce = 100

/** Instant of the last modification, whole milliseconds. */
export const modifiedAt = (look: Look): number => Number(look.mtimeNs / 1_000_000n)

/** Milliseconds for which the file has been seen as it is. */
export const age = (sight: Sight): number => performance.now() - sight.since

/** @param signal ends the pause between two looks */
export function createSights(
  { mode, settleMs, maxBytes, parallel }: SightSettings,
  intake: Intake,
  io: FolderIo,
  problems: FolderProblems,
  signal: AbortSignal,
): Sights {
  const sights = new Map<string, Sight>()
  let turn = 0

  const find = (file: FolderFile): Sight | undefined => sights.get(file.path)
  const isOpen = (file: FolderFile): boolean => (find(file)?.outcome ?? 'open') === 'open'
  const isSettled = (file: FolderFile): boolean => {
    const sight = find(file)
    return sight !== undefined && age(sight) >= settleMs
  }

  async function attempt<T>(file: FolderFile, call: Promise<T>): Promise<T | undefined> {
    try {
      return await call
    } catch (error) {
      const errno = errnoOf(error)
      if (errno === undefined || isShareLost(errno)) throw error
      // A name that could not be decoded can never be opened by that name: not gone, but out of reach.
      if (isGone(errno) && !file.name.includes('\ufffd')) sights.delete(file.path)
      else problems.note('file-locked', file.name)
      return undefined
    }
  }

  async function look(file: FolderFile): Promise<Sight | undefined> {
    const seen = await attempt(file, io.look(file.path))
    if (!seen) return undefined
    const before = find(file)
    if (before?.size === seen.size && before.mtimeNs === seen.mtimeNs) return before
    const { size, mtimeNs, restedMs = 0 } = seen
    const since = performance.now() - restedMs
    const sight: Sight = { size, mtimeNs, since, outcome: 'open', draft: undefined, retryAt: 0 }
    // What is consumed is read again after a restart: only its bytes prove that it was taken.
    if (mode === 'observe' || seen.size > maxBytes) {
      const isKnown = await ask(() => intake.isKnown(file.name, seen.size, modifiedAt(seen)))
      if (isKnown) sight.outcome = seen.size > maxBytes ? 'refused' : 'taken'
    }
    sights.set(file.path, sight)
    return sight
  }

  function forgetVanished({ ready, unflagged }: FolderListing): void {
    const present = new Set([...ready, ...unflagged].map((file) => file.path))
    for (const path of sights.keys()) if (!present.has(path)) sights.delete(path)
  }

  return {
    find,
    isOpen,
    attempt,
    look,
    async settle(listing) {
      const { ready, unflagged } = listing
      forgetVanished(listing)
      for (const file of ready) {
        const sight = find(file)
        // Its INDEX has come.
        if (sight?.outcome === 'left') sight.outcome = 'open'
      }
      const all = [...ready, ...unflagged]
      const done = all.filter((file) => !isOpen(file))
      if (turn >= done.length) turn = 0
      await eachOf([...all.filter(isOpen), ...done.slice(turn, turn + recheckedAtOnce)], parallel, look)
      turn += recheckedAtOnce
      // One pause serves them all, however many they are.
      const young = ready.filter((file) => isOpen(file) && !isSettled(file))
      if (young.length > 0) {
        // A timer may fire a fraction of a millisecond early.
        await pause(settleMs + 1, undefined, { signal })
        await eachOf(young, parallel, look)
      }
      return ready.filter((file) => isOpen(file) && isSettled(file))
    },
    forget: (file) => sights.delete(file.path),
    forgetAll: () => {
      sights.clear()
    },
  }
}
