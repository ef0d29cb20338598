import type { DeviceInfo, ReaderEvent } from '../reader.ts'

/** A device that is there now. */
export interface FoundDevice {
  info: DeviceInfo
  /** Its node; another one after re-plugging. */
  path: string
}

export interface OpenDevice {
  close(): Promise<void>
}

export interface KeepOpenOptions {
  service: 'serial' | 'hid'
  now: () => number
  /** Everything that is a scanner and is there. */
  list: () => Promise<FoundDevice[]>
  /** Opens one; rejects when it cannot be. `onGone` is called at most once, when an open device is no more. */
  open: (found: FoundDevice, onGone: () => void) => Promise<OpenDevice>
  listener: (event: ReaderEvent) => void
  /** Waits between attempts at a device that cannot be opened, in milliseconds; the last one repeats. */
  retryMs?: readonly [number, ...number[]]
  /** A device that is there and cannot be opened for that long is told as `stuck`. */
  stuckAfterMs?: number
}

interface Kept {
  info: DeviceInfo
  handle: OpenDevice
}

export interface KeptOpen {
  /** Something changed: look again. Returns at once. */
  look(): void
  stop(): Promise<void>
}

/**
 * Keeps every device that is there open: opens what comes, lets go of what went, tries again what another program holds or what
 * has no rights yet. One look at a time. Says `device-ready` and `device-gone` in turn for each device.
 */
export function keepOpen(options: KeepOpenOptions): KeptOpen {
  const { service, now, list, open, listener, retryMs = [500, 1000, 2000, 5000], stuckAfterMs = 10_000 } = options
  const kept = new Map<string, Kept>()
  let looking: Promise<void> | undefined
  let isDue = false
  let isStopped = false
  let isStuck = false
  let failures = 0
  let failingSince: number | undefined
  let retry: NodeJS.Timeout | undefined
  let reopen: NodeJS.Timeout | undefined

  function look(): void {
    if (isStopped) return
    isDue = true
    looking ??= run().finally(() => (looking = undefined))
  }

  async function run(): Promise<void> {
    while (isDue && !isStopped) {
      isDue = false
      await lookOnce()
    }
  }

  async function lookOnce(): Promise<void> {
    const found = await list().catch(() => undefined)
    if (found === undefined) {
      tryAgain(true)
      return
    }
    for (const [path, { info }] of kept) {
      // The same node may be another device by now.
      if (!found.some((each) => each.path === path && each.info.device === info.device)) await letGo(path)
    }
    let hasFailed = false
    for (const each of found) {
      // One device may offer two nodes; the first serves.
      const isOpen = [...kept.values()].some(({ info }) => info.device === each.info.device)
      if (!isOpen && !(await tryOpen(each))) hasFailed = true
    }
    tryAgain(hasFailed)
  }

  /** False when it is there and could not be opened. */
  async function tryOpen(found: FoundDevice): Promise<boolean> {
    const line: { isGone: boolean; kept?: Kept } = { isGone: false }
    const onGone = (): void => {
      line.isGone = true
      // A re-plugged device may sit at the same node by now; it is not the one that went.
      if (line.kept && kept.get(found.path) === line.kept) void letGo(found.path)
      // Not at once: a device that opens and fails again and again must not keep the box busy. A re-plug is told by its node.
      clearTimeout(reopen)
      if (!isStopped) reopen = setTimeout(look, retryMs[0])
    }
    const handle = await open(found, onGone).catch(() => undefined)
    if (handle === undefined) return false
    if (isStopped || line.isGone) {
      await handle.close().catch(() => undefined)
      return !line.isGone
    }
    line.kept = { info: found.info, handle }
    kept.set(found.path, line.kept)
    listener({ type: 'device-ready', at: now(), info: found.info })
    return true
  }

  async function letGo(path: string): Promise<void> {
    const gone = kept.get(path)
    if (!gone) return
    kept.delete(path)
    const closing = gone.handle.close().catch(() => undefined)
    listener({ type: 'device-gone', at: now(), device: gone.info.device })
    await closing
  }

  function tryAgain(hasFailed: boolean): void {
    clearTimeout(retry)
    if (!hasFailed || isStopped) {
      failures = 0
      failingSince = undefined
      tellStuck(false)
      return
    }
    // Not the wall clock: a box without a battery for it jumps by years when the network tells the time.
    failingSince ??= performance.now()
    tellStuck(performance.now() - failingSince >= stuckAfterMs)
    retry = setTimeout(look, retryMs[Math.min(failures, retryMs.length - 1)])
    failures += 1
  }

  function tellStuck(isNow: boolean): void {
    if (isNow === isStuck || isStopped) return
    isStuck = isNow
    listener({ type: 'service', at: now(), service, state: isNow ? 'stuck' : 'ok' })
  }

  return {
    look,
    async stop() {
      isStopped = true
      clearTimeout(retry)
      clearTimeout(reopen)
      await looking
      const handles = [...kept.values()].map(({ handle }) => handle)
      kept.clear()
      await Promise.all(handles.map((handle) => handle.close().catch(() => undefined)))
    },
  }
}
