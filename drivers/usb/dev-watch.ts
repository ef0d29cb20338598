import { watch, type FSWatcher } from 'node:fs'

export interface DevWatchOptions {
  /** `/dev`, or a folder in its place. */
  dir: string
  /** Which nodes matter. */
  matches: RegExp
  /** How often to look all the same, in milliseconds: a change between two kernel messages must not be missed for ever. */
  everyMs: number
  onChange: () => void
}

/** A node appears and its rights are set a moment later: several messages, one look. */
const settleMs = 50

/**
 * Tells when device nodes come, go or change their rights. The kernel tells; a slow clock stands behind it. A folder that cannot
 * be watched leaves the clock alone.
 */
export function watchDev({ dir, matches, everyMs, onChange }: DevWatchOptions): { close(): void } {
  let settling: NodeJS.Timeout | undefined
  let watcher: FSWatcher | undefined
  try {
    watcher = watch(dir, (_event, name) => {
      if (name !== null && !matches.test(name)) return
      settling ??= setTimeout(() => {
        settling = undefined
        onChange()
      }, settleMs)
    })
    // The clock goes on.
    watcher.on('error', () => watcher?.close())
  } catch {
    watcher = undefined
  }
  const clock = setInterval(onChange, everyMs)
  return {
    close() {
      clearTimeout(settling)
      clearInterval(clock)
      watcher?.close()
    },
  }
}
