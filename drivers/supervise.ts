import { spawn, type ChildProcess } from 'node:child_process'

export interface ChildExit {
  /** Its exit code; null when a signal ended it. */
  code: number | null
  /** It had not said anything for `silentMs` and was ended for that. */
  wasSilent: boolean
}

export interface SuperviseOptions {
  /** A TypeScript program that talks by `process.send`. It must end when its channel closes. */
  program: string
  /** Asked at each start. */
  args?: () => string[]
  env?: NodeJS.ProcessEnv
  /** Waiting times before the next start, in milliseconds; the last one repeats. */
  backoffMs?: readonly number[]
  /** A child that says nothing for so long hangs, and is ended. */
  silentMs?: number
  /** Begins the waiting times from the first again, when a child that had called itself well has lived on for so long. */
  wellMs?: number
  /** Whether a message says that the child does what it is there for. */
  isWell: (message: unknown) => boolean
  onMessage: (message: unknown) => void
  /** @returns milliseconds to wait instead of the next waiting time, if the exit calls for another */
  onExit: (exit: ChildExit) => number | undefined
}

export interface Supervised {
  /** False when no child is there to hear it. */
  send(message: object): boolean
  /** Ends the child and starts no other. */
  stop(): Promise<void>
}

/** It does little: without the limit Node gives it 30 MB for young objects before it collects any. */
const nodeFlags = [
  '--disable-warning=ExperimentalWarning',
  '--max-semi-space-size=1',
  // Compilers in the background can keep a process from ending: https://github.com/nodejs/node/issues/54918.
  '--no-concurrent-recompilation',
  '--no-concurrent-sparkplug',
]

/** How long a child may take to end by itself. */
const graceMs = 2000

/**
 * Runs a program that may die at any time (native code does), and starts it again with growing pauses. Nothing a child does, not even
 * failing to start, reaches the caller as an exception.
 */
export function supervise({
  program,
  args = () => [],
  env = process.env,
  backoffMs = [200, 500, 1000, 2000, 5000],
  silentMs = 10_000,
  wellMs = 5000,
  isWell,
  onMessage,
  onExit,
}: SuperviseOptions): Supervised {
  let failures = 0
  let pause: NodeJS.Timeout | undefined
  let running: ChildProcess | undefined
  let end: (() => Promise<void>) | undefined
  let isStopped = false

  const again = (exit: ChildExit): void => {
    const wish = onExit(exit)
    if (isStopped) return
    pause = setTimeout(start, wish ?? backoffMs[Math.min(failures, backoffMs.length - 1)])
    failures++
  }

  const start = (): void => {
    pause = undefined
    // The pinned Node this process runs on, without its own debugger or test flags.
    let child: ChildProcess
    try {
      child = spawn(process.execPath, [...nodeFlags, program, ...args()], {
        env,
        stdio: ['ignore', 'ignore', 'ignore', 'ipc'],
      })
    } catch {
      // No memory for another process, or an argument that no system takes.
      again({ code: null, wasSilent: false })
      return
    }
    running = child
    let wellSince: number | undefined
    let wasSilent = false
    const silence = setTimeout(() => {
      wasSilent = true
      child.kill('SIGKILL')
    }, silentMs)
    child.on('message', (message) => {
      silence.refresh()
      if (isWell(message)) wellSince ??= performance.now()
      onMessage(message)
    })
    const gone = new Promise<void>((resolve) => {
      let isOver = false
      const over = (code: number | null): void => {
        if (isOver) return
        isOver = true
        clearTimeout(silence)
        running = undefined
        end = undefined
        resolve()
        if (wellSince !== undefined && performance.now() - wellSince >= wellMs) failures = 0
        again({ code, wasSilent })
      }
      child.once('exit', (code) => {
        // Its last words may still be on their way.
        if (!child.connected) over(code)
        else {
          child.once('disconnect', () => {
            over(code)
          })
        }
      })
      // A child that could not even be started has no exit.
      child.once('error', () => {
        if (child.pid === undefined) over(null)
      })
    })
    end = () => endChild(child, gone)
  }

  start()
  return {
    send(message) {
      if (!running?.connected) return false
      // One that dies before it has heard it is told by its exit.
      running.send(message, () => undefined)
      return true
    },
    async stop() {
      isStopped = true
      clearTimeout(pause)
      await end?.()
    },
  }
}

async function endChild(child: ChildProcess, gone: Promise<void>): Promise<void> {
  if (child.connected) child.disconnect()
  const late = setTimeout(() => child.kill('SIGKILL'), graceMs)
  await gone
  clearTimeout(late)
}
