import { setTimeout as pause } from 'node:timers/promises'
import type { FolderStatus } from '../../contract/status.ts'
import { errnoOf, reachOf } from './folder-errors.ts'
import { IntakeFailedError, type Intake } from './folder-intake.ts'
import { boundIo, createFolderIo, FolderSilentError, type FolderIo } from './folder-io.ts'
import { createProblems } from './folder-problems.ts'
import { createFolderScan } from './folder-scan.ts'

export interface WatchOptions extends Intake {
  path: string
  /** `consume` deletes what was taken, as the receipt computer expects; `observe` never touches the folder. */
  mode: 'consume' | 'observe'
  /** Called when the status has changed in a way that somebody may want to see; not at every scan. */
  onStatus?: (status: FolderStatus) => void
  /** The box's own failure, such as a full disk: what `take` or another callback threw. */
  onError?: (error: unknown) => void
  now?: () => number
  /** Milliseconds from the end of one scan to the next. */
  pollMs?: number
  /** Milliseconds between the two looks that must agree. */
  settleMs?: number
  /** Milliseconds that a file which looks cut off must stay unchanged before it is taken as it is. */
  patienceMs?: number
  /** Milliseconds before a state that may be a passing one is told as a problem. */
  graceMs?: number
  /** Milliseconds before a failed deletion, or a failed commit, is tried again. */
  retryMs?: number
  /** Milliseconds that one call to the folder may take. */
  timeLimitMs?: number
  /** Larger files are refused, not read. */
  maxBytes?: number
  /** A backlog is handed over in pieces of so many files, and read in pieces of so many bytes. */
  chunkFiles?: number
  chunkBytes?: number
  /** Calls to the folder at one time. Each may hang a thread of Node's pool, which sign-in needs too. */
  parallel?: number
  io?: FolderIo
}

export interface FolderWatcher {
  start(): void
  /** Ends the scan under way at its next step and waits for it, no longer than the time limit of one call. */
  stop(): Promise<void>
  /** Resolves after a scan that began after this call; at once while the folder does not answer. */
  scanNow(): Promise<void>
  status(): FolderStatus
}

/** File events come in bursts; milliseconds. */
const earlyScanMs = 2

const noEvents = {
  close: () => undefined,
}

/**
 * Watches one folder that a receipt computer writes to and hands every new file over once its content is stable.
 * A file is deleted only after `take` has returned, so at any instant it is in the folder or durably taken.
 *
 * Polling does the work, since a Windows share sends no file events (https://github.com/paulmillr/chokidar/issues/863);
 * events, where there are any, only bring the next scan forward.
 */
export function watchFolder(options: WatchOptions): FolderWatcher {
  const { path, mode, now = Date.now, onStatus, pollMs = 300, retryMs = 5000, timeLimitMs = 10_000 } = options
  const graceMs = options.graceMs ?? 2000
  const stopping = new AbortController()
  const io = boundIo(options.io ?? createFolderIo(path), timeLimitMs, () => {
    scanSoon(0)
  })
  const problems = createProblems(now, graceMs)
  const settings = {
    path,
    mode,
    settleMs: options.settleMs ?? 50,
    patienceMs: options.patienceMs ?? 5000,
    graceMs,
    retryMs,
    maxBytes: options.maxBytes ?? 4 << 20,
    chunkFiles: options.chunkFiles ?? 100,
    chunkBytes: options.chunkBytes ?? 16 << 20,
    parallel: options.parallel ?? 2,
  }
  const scan = createFolderScan(settings, options, io, problems, stopping.signal, tell)
  const watches = new Map<string, { close(): void }>()

  let isStarted = false
  let timer: NodeJS.Timeout | undefined
  let running: Promise<void> | undefined
  let dueAt = Infinity
  let layout: FolderStatus['layout'] = 'unknown'
  let reach: FolderStatus['reach'] = 'ok'
  let since = now()
  let errno: string | undefined
  let published = ''

  const isStopped = (): boolean => stopping.signal.aborted

  const status = (): FolderStatus => ({
    path,
    mode,
    layout,
    reach,
    since,
    ...(errno === undefined ? {} : { errno }),
    waitingFiles: scan.waitingFiles(),
    problems: problems.list(),
  })

  function tell(error: unknown): void {
    try {
      options.onError?.(error)
    } catch {
      // Whoever cannot hear of a failure must not stop the intake.
    }
  }

  function publish(): void {
    const current = status()
    const text = JSON.stringify(current)
    if (text === published || isStopped()) return
    published = text
    try {
      onStatus?.(current)
    } catch (error) {
      tell(error)
    }
  }

  function reached(next: FolderStatus['reach'], code?: string): void {
    if (next !== reach) since = now()
    reach = next
    errno = code
  }

  function progressed(): void {
    reached('ok')
    publish()
  }

  function unwatch(folder: string): void {
    watches.get(folder)?.close()
    watches.delete(folder)
  }

  /** Events are an accelerator only, so that whatever goes wrong here leaves polling as it was. */
  async function watch(folders: string[]): Promise<void> {
    for (const folder of watches.keys()) if (!folders.includes(folder)) unwatch(folder)
    if (!isStarted) return
    for (const folder of folders) {
      if (watches.has(folder) || isStopped()) continue
      const nudge = (): void => {
        scanSoon(earlyScanMs)
      }
      const end = (): void => {
        unwatch(folder)
      }
      const watcher = await io.watch(folder, nudge, end).catch((error: unknown) => {
        if (error instanceof FolderSilentError) throw error
      })
      if (isStopped()) watcher?.close()
      else watches.set(folder, watcher ?? noEvents)
    }
  }

  /** One scan; every failure ends as a status or in `onError`. Returns the delay to the next. */
  async function scanOnce(): Promise<number> {
    let watched: string[] = []
    try {
      await scan.run((listing) => {
        layout = listing.layout
        watched = listing.watched
      }, progressed)
      await watch(watched)
      reached('ok')
      return pollMs
    } catch (error) {
      if (isStopped()) return pollMs
      if (error instanceof IntakeFailedError) {
        reached('ok')
        tell(error.cause)
        return Math.max(pollMs, retryMs)
      }
      await watch([])
      const code = errnoOf(error)
      if (error instanceof FolderSilentError) reached('silent')
      else if (code === undefined) tell(error)
      else reached(reachOf(code), code)
      if (reach === 'missing') {
        layout = 'unknown'
        scan.forget()
      }
      return pollMs
    } finally {
      publish()
    }
  }

  function runScan(): Promise<void> {
    if (running) return running
    clearTimeout(timer)
    dueAt = Infinity
    // Behind a call that hangs, a second one would hang too; its return starts the next scan.
    if (io.hanging() > 0 || isStopped()) return Promise.resolve()
    running = scanOnce().then((delay) => {
      running = undefined
      scanSoon(delay)
    })
    return running
  }

  /** Only ever brings the next scan forward. One asked for during a scan follows it. */
  function scanSoon(delay: number): void {
    if (!isStarted || isStopped()) return
    dueAt = Math.min(dueAt, performance.now() + delay)
    if (running) return
    clearTimeout(timer)
    timer = setTimeout(() => void runScan(), Math.max(0, dueAt - performance.now()))
  }

  return {
    start() {
      if (isStarted) return
      isStarted = true
      void runScan()
    },
    async stop() {
      stopping.abort()
      clearTimeout(timer)
      for (const folder of [...watches.keys()]) unwatch(folder)
      const limit = new AbortController()
      const ended = Promise.all([running, scan.idle()])
      await Promise.race([ended, pause(timeLimitMs, undefined, { signal: limit.signal }).catch(() => undefined)])
      limit.abort()
    },
    async scanNow() {
      await running
      await runScan()
    },
    status,
  }
}
