import { hash } from 'node:crypto'
import { errnoOf, isGone, isShareLost } from './folder-errors.ts'
import { ask, type FoundFile, type Intake } from './folder-intake.ts'
import { eachOf, type FolderIo } from './folder-io.ts'
import { listFolder, type FolderFile, type FolderListing } from './folder-layout.ts'
import type { FolderProblems } from './folder-problems.ts'
import { createRefusal } from './folder-refusal.ts'
import { age, createSights, modifiedAt, type Sight, type SightSettings } from './folder-sights.ts'

export interface ScanSettings extends SightSettings {
  path: string
  patienceMs: number
  graceMs: number
  retryMs: number
  chunkFiles: number
  chunkBytes: number
}

export interface FolderScan {
  /** Looks at the whole folder once and takes what is ready. Errors of the folder itself are thrown as they are. */
  run(onListed: (listing: FolderListing) => void, onProgress: () => void): Promise<void>
  waitingFiles(): number
  /** Settles when the digest of an oversized file, if one is being computed, has ended. */
  idle(): Promise<void>
  /** The folder is not there: what was known of its files is void. */
  forget(): void
}

interface ReadFile {
  file: FolderFile
  sight: Sight
  found: FoundFile
}

const headBytes = 64
/** Leftovers are judged a few at a time: new files must not wait for old ones. */
const judgedAtOnce = 100

const digest = (bytes: Buffer): string => hash('sha256', bytes)
const compare = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0)
/** Files with no send time come last. */
const bySendTime = (a: { sentAt: string | null; name: string }, b: { sentAt: string | null; name: string }): number =>
  compare(a.sentAt ?? '\uffff', b.sentAt ?? '\uffff') || compare(a.name, b.name)

/** @param signal ends a scan at its next step; nothing is handed over after it */
export function createFolderScan(
  settings: ScanSettings,
  intake: Intake,
  io: FolderIo,
  problems: FolderProblems,
  signal: AbortSignal,
  onError: (error: unknown) => void,
): FolderScan {
  const { mode, maxBytes, parallel } = settings
  const sights = createSights(settings, intake, io, problems, signal)
  const refusal = createRefusal(intake, io, sights, signal, onError)
  let waiting = 0

  const sizeOf = (file: FolderFile): number => sights.find(file)?.size ?? 0

  /** A judgement that throws is a bug: it is told, and the file goes on, for one bad file must not stop the next. */
  function judge<T>(question: () => T, otherwise: T): T {
    try {
      return question()
    } catch (error) {
      onError(error)
      return otherwise
    }
  }

  const sentAtOf = (bytes: Buffer): string | null => judge(() => intake.peekSentAt(bytes.subarray(0, headBytes)), null)

  /** The whole content, if it stood still while it was read. */
  async function read(file: FolderFile): Promise<ReadFile | undefined> {
    const sight = sights.find(file)
    if (!sight) return undefined
    // One byte more than expected shows that it grew.
    const bytes = await sights.attempt(file, io.read(file.path, 0, sight.size + 1))
    if (bytes?.length !== sight.size || (await sights.look(file)) !== sight) return undefined
    const sentAt = sentAtOf(bytes)
    return {
      file,
      sight,
      found: { name: file.name, bytes, size: sight.size, modifiedAt: modifiedAt(sight), sentAt },
    }
  }

  /** Content that looks cut off is waited for, as long as there is patience. */
  function isReady({ file, sight, found: { bytes } }: ReadFile): boolean {
    if (judge(() => intake.looksComplete(bytes, file.name), true)) return true
    const sha256 = digest(bytes)
    if (sight.draft?.sha256 !== sha256) sight.draft = { sha256, since: performance.now() }
    if (performance.now() - sight.draft.since >= settings.patienceMs) return true
    problems.note('file-incomplete', file.name)
    return false
  }

  async function readAll(files: FolderFile[]): Promise<ReadFile[]> {
    const batch: ReadFile[] = []
    await eachOf(files, parallel, async (file) => {
      const content = await read(file)
      if (content) batch.push(content)
    })
    return batch.sort((a, b) => bySendTime(a.found, b.found))
  }

  /** Batches in the order of the send time. What does not fit into memory at once is first put in order by its heads. */
  async function* inSendOrder(files: FolderFile[]): AsyncGenerator<ReadFile[]> {
    if (files.reduce((sum, file) => sum + sizeOf(file), 0) <= settings.chunkBytes) {
      const all = await readAll(files)
      for (let at = 0; at < all.length; at += settings.chunkFiles) yield all.slice(at, at + settings.chunkFiles)
      return
    }
    const heads: { file: FolderFile; name: string; sentAt: string | null }[] = []
    await eachOf(files, parallel, async (file) => {
      const head = await sights.attempt(file, io.read(file.path, 0, headBytes))
      if (head) heads.push({ file, name: file.name, sentAt: sentAtOf(head) })
    })
    let batch: FolderFile[] = []
    let bytes = 0
    for (const { file } of heads.sort(bySendTime)) {
      if (batch.length > 0 && (batch.length === settings.chunkFiles || bytes + sizeOf(file) > settings.chunkBytes)) {
        yield await readAll(batch)
        batch = []
        bytes = 0
      }
      batch.push(file)
      bytes += sizeOf(file)
    }
    yield await readAll(batch)
  }

  async function removeIfThere(path: string): Promise<void> {
    try {
      await io.remove(path)
    } catch (error) {
      if (!isGone(errnoOf(error))) throw error
    }
  }

  /** Deletes a file that has been committed: INDEX first, so that DATA without INDEX is never taken for new. */
  async function consume(file: FolderFile, sight: Sight): Promise<void> {
    // Rewritten since it was read: that is new content, and the look has filed it as such.
    if ((await sights.look(file)) !== sight) return
    try {
      if (file.flagPath !== undefined) await removeIfThere(file.flagPath)
      await removeIfThere(file.path)
      sights.forget(file)
    } catch (error) {
      const errno = errnoOf(error)
      if (errno === undefined || isShareLost(errno)) throw error
      sight.retryAt = performance.now() + settings.retryMs
    }
  }

  async function takeAll(files: FolderFile[], onProgress: () => void): Promise<void> {
    for await (const found of inSendOrder(files)) {
      signal.throwIfAborted()
      // Only now: what is made of a file need not outlive its own batch.
      const batch = found.filter(isReady)
      if (batch.length === 0) continue
      await ask(() => intake.take(batch.map(({ found }) => found)))
      for (const { sight } of batch) sight.outcome = 'taken'
      waiting = Math.max(0, waiting - batch.length)
      if (mode === 'consume') await eachOf(batch, parallel, ({ file, sight }) => consume(file, sight))
      onProgress()
    }
  }

  /** Finishes deletions that failed, or that an earlier run did not get to. */
  async function tidy({ ready, unflagged }: FolderListing): Promise<void> {
    const old = unflagged.filter((file) => {
      const sight = sights.find(file)
      return sight?.outcome === 'open' && age(sight) >= settings.graceMs
    })
    for (const file of old.slice(0, judgedAtOnce)) await judgeLeftover(file)
    if (mode === 'observe') return
    for (const file of [...ready, ...unflagged]) {
      const sight = sights.find(file)
      if (sight?.outcome !== 'taken') continue
      if (sight.retryAt <= performance.now()) await consume(file, sight)
      if (sights.find(file) === sight) problems.note('cannot-delete', file.name)
    }
  }

  /** DATA without INDEX: ours to delete only if these very bytes were taken; else it is left for its INDEX to come. */
  async function judgeLeftover(file: FolderFile): Promise<void> {
    const sight = sights.find(file)
    if (!sight) return
    if (mode === 'consume' && sight.size > 0 && sight.size <= maxBytes) {
      const bytes = await sights.attempt(file, io.read(file.path, 0, sight.size + 1))
      if (bytes?.length !== sight.size || (await sights.look(file)) !== sight) return
      if (await ask(() => intake.isTaken(file.name, digest(bytes)))) {
        sight.outcome = 'taken'
        return
      }
    }
    sight.outcome = 'left'
  }

  function noteContents(ready: FolderFile[]): void {
    for (const file of ready) {
      const sight = sights.find(file)
      if (sight?.size === 0) problems.note('empty-file', file.name)
      if (sight && sight.size > maxBytes) problems.note('file-too-large', file.name)
    }
  }

  const countWaiting = ({ ready }: FolderListing): number =>
    ready.filter((file) => sights.find(file)?.outcome === 'open').length

  return {
    async run(onListed, onProgress) {
      const listing = await listFolder(io, settings.path)
      onListed(listing)
      problems.begin()
      for (const name of listing.flagsAlone) problems.note('index-without-data', name)
      const settled = await sights.settle(listing)
      noteContents(listing.ready)
      waiting = countWaiting(listing)
      await takeAll(
        settled.filter((file) => sizeOf(file) > 0 && sizeOf(file) <= maxBytes),
        onProgress,
      )
      refusal.begin(settled.filter((file) => sizeOf(file) > maxBytes))
      await tidy(listing)
      waiting = countWaiting(listing)
      problems.end()
    },
    waitingFiles: () => waiting,
    idle: () => refusal.idle(),
    forget() {
      sights.forgetAll()
      problems.clear()
      waiting = 0
    },
  }
}
