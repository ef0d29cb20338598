import {
  closeSync,
  constants,
  lstatSync,
  openSync,
  readdirSync,
  readSync,
  unlinkSync,
  watch,
  type BigIntStats,
  type Dirent,
} from 'node:fs'
import { lstat, open, readdir, statfs, unlink } from 'node:fs/promises'
import { basename } from 'node:path'
import { setImmediate as nextTurn } from 'node:timers/promises'

export interface Listed {
  name: string
  kind: 'file' | 'folder' | 'other'
}

/** What tells one state of a file from another without reading it. */
export interface Look {
  size: number
  mtimeNs: bigint
  /** Milliseconds for which nothing about the file has changed, where the disk's clock is the box's own. */
  restedMs?: number
}

/** Everything the watcher ever does to the shared folder. `remove` is the only call that changes it. */
export interface FolderIo {
  list(path: string): Promise<Listed[]>
  /** Undefined when it is no plain file. */
  look(path: string): Promise<Look | undefined>
  /** Up to `length` bytes from `position`; fewer at the end of the file. */
  read(path: string, position: number, length: number): Promise<Buffer>
  remove(path: string): Promise<void>
  /** True while a call is done when it returns: it needs no time limit. */
  isDirect?(): boolean
  /** Undefined where file events cannot be had. `onEnd` comes when no more events will. */
  watch(path: string, onEvent: () => void, onEnd: () => void): Promise<{ close(): void } | undefined>
}

/** statfs(2) magic numbers of network file systems: CIFS, SMB2, SMB, NFS, 9p, FUSE, AFS. */
const networkFileSystems = new Set([0xff534d42, 0xfe534d42, 0x517b, 0x6969, 0x01021997, 0x65735546, 0x5346414f])

const isNetwork = async (path: string): Promise<boolean> => networkFileSystems.has((await statfs(path)).type >>> 0)

const toListed = (found: Dirent[]): Listed[] =>
  found.map((item) => ({
    name: item.name,
    kind: item.isFile() ? 'file' : item.isDirectory() ? 'folder' : 'other',
  }))

const toLook = (found: BigIntStats): Look | undefined =>
  found.isFile() ? { size: Number(found.size), mtimeNs: found.mtimeNs } : undefined

/** The kernel notes the time of a change by a clock that ticks as rarely as this. */
const clockTickMs = 10

/** The time of the last change, unlike that of the last modification, is set by the kernel alone and at every write. */
const toLocalLook = (found: BigIntStats): Look | undefined =>
  found.isFile()
    ? {
        size: Number(found.size),
        mtimeNs: found.mtimeNs,
        restedMs: Math.max(0, Date.now() - Number(found.ctimeMs) - clockTickMs),
      }
    : undefined

// Neither a link nor a pipe that took the file's place since the look may lead us elsewhere or hold us up.
const readFlags = constants.O_RDONLY | constants.O_NOFOLLOW | constants.O_NONBLOCK

export const diskIo: FolderIo = {
  async list(path) {
    return toListed(await readdir(path, { withFileTypes: true }))
  },
  async look(path) {
    return toLook(await lstat(path, { bigint: true }))
  },
  async read(path, position, length) {
    const file = await open(path, readFlags)
    try {
      const bytes = Buffer.allocUnsafeSlow(length)
      let filled = 0
      while (filled < length) {
        const { bytesRead } = await file.read(bytes, filled, length - filled, position + filled)
        if (bytesRead === 0) break
        filled += bytesRead
      }
      return bytes.subarray(0, filled)
    } finally {
      await file.close()
    }
  },
  remove: unlink,
  async watch(path, onEvent, onEnd) {
    // A network share sends no events for what others write, and fs.watch on a dead one would block the whole process.
    if (await isNetwork(path)) return undefined
    const watcher = watch(path, { persistent: false }, (type, name) => {
      onEvent()
      // The folder itself was moved or deleted: this watcher stays silent even if a new folder takes its name.
      if (type === 'rename' && name === basename(path)) onEnd()
    })
    watcher.on('error', onEnd)
    return watcher
  },
}

/** A call that is done when it returns. */
const done = async <T>(call: () => T): Promise<T> => Promise.resolve(call())

/** The same on a disk of the box itself: there a call takes microseconds, and the way through the thread pool many times that. */
const localIo: FolderIo = {
  list: (path) => done(() => toListed(readdirSync(path, { withFileTypes: true }))),
  look: (path) => done(() => toLocalLook(lstatSync(path, { bigint: true }))),
  read: (path, position, length) =>
    done(() => {
      const file = openSync(path, readFlags)
      try {
        // Small ones share their memory: a backlog would make the collector of garbage count thousands of pieces.
        const bytes = Buffer.allocUnsafe(length)
        return bytes.subarray(0, readSync(file, bytes, 0, length, position))
      } finally {
        closeSync(file)
      }
    }),
  remove: (path) =>
    done(() => {
      unlinkSync(path)
    }),
  watch: (path, onEvent, onEnd) => diskIo.watch(path, onEvent, onEnd),
}

/** Calls for one folder: direct where it lies on the box itself, through the thread pool where a call may hang. */
export function createFolderIo(root: string): FolderIo {
  let io = diskIo
  return {
    async list(path) {
      // Looked at on every scan: a share is mounted and unmounted at the same place.
      if (path === root) io = (await isNetwork(path)) ? diskIo : localIo
      return io.list(path)
    },
    look: (path) => io.look(path),
    read: (path, position, length) => io.read(path, position, length),
    remove: (path) => io.remove(path),
    isDirect: () => io === localIo,
    watch: (path, onEvent, onEnd) => io.watch(path, onEvent, onEnd),
  }
}

/** A call to the folder has not returned within the limit. The call itself goes on: nothing can end it from here. */
export class FolderSilentError extends Error {}

export interface BoundedIo extends FolderIo {
  /** Calls that ran past the limit and still have not returned. */
  hanging(): number
}

/**
 * Puts a time limit on every call: one on a dead network mount may hang for minutes.
 * @param limitMs milliseconds that a call may take before it fails with {@link FolderSilentError}
 * @param onReturn called when the last of the calls that ran past the limit has returned after all
 */
export function boundIo(io: FolderIo, limitMs: number, onReturn: () => void): BoundedIo {
  let hanging = 0
  const bound = <T>(call: Promise<T>): Promise<T> => (io.isDirect?.() ? call : limit(call))
  const limit = <T>(call: Promise<T>): Promise<T> =>
    new Promise((resolve, reject) => {
      let isLate = false
      const timer = setTimeout(() => {
        isLate = true
        hanging += 1
        reject(new FolderSilentError('the folder does not answer'))
      }, limitMs)
      const settled = (): void => {
        clearTimeout(timer)
        if (!isLate) return
        hanging -= 1
        if (hanging === 0) onReturn()
      }
      call.then(resolve, reject).finally(settled)
    })
  return {
    hanging: () => hanging,
    list: (path) => bound(io.list(path)),
    look: (path) => bound(io.look(path)),
    read: (path, position, length) => bound(io.read(path, position, length)),
    remove: (path) => bound(io.remove(path)),
    watch: (path, onEvent, onEnd) => bound(io.watch(path, onEvent, onEnd)),
  }
}

/** Items worked on before everything else that waits gets its turn. */
const atOneGo = 50

/** Runs `work` on every item, a few at a time; the first failure is thrown once what was under way has ended. */
export async function eachOf<T>(
  items: readonly T[],
  width: number,
  work: (item: T) => Promise<unknown>,
): Promise<void> {
  let next = 0
  let hasFailed = false
  const lane = async (): Promise<void> => {
    while (!hasFailed && next < items.length) {
      const item = items[next++] as T
      try {
        await work(item)
        // Direct calls never leave the event loop by themselves, and a backlog is long: touches and pages go first.
        if (next % atOneGo === 0) await nextTurn()
      } catch (error) {
        hasFailed = true
        throw error
      }
    }
  }
  const lanes = await Promise.allSettled(Array.from({ length: Math.min(width, items.length) }, lane))
  const failed = lanes.find((result) => result.status === 'rejected')
  if (failed) throw failed.reason
}
