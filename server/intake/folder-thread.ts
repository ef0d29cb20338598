import { once } from 'node:events'
import { setTimeout as pause } from 'node:timers/promises'
import { Worker } from 'node:worker_threads'
import type { FolderStatus } from '../../contract/status.ts'
import type { FromThread, Question, ThreadSetup, ToThread } from './folder-messages.ts'

export interface FolderThread {
  /** In the order of the setup. */
  statuses(): FolderStatus[]
  stop(): Promise<void>
}

export interface FolderThreadOptions {
  setup: Omit<ThreadSetup, 'clockLeadMs'>
  now: () => number
  /** What only the store can answer; must be done for good when it returns. */
  answer: (folder: number, question: Question) => boolean
  onStatus: () => void
  onError: (error: unknown) => void
  /** What runs in the thread. */
  program?: URL
  /** Milliseconds after which a thread that died is started again. */
  restartMs?: number
}

/** Longer than the time limit of one call to a folder. */
const stopLimitMs = 12_000

/** Watches all folders in one thread of their own; one that dies is told and started again. */
export function startFolderThread(options: FolderThreadOptions): FolderThread {
  const { setup, now, answer, onStatus, onError, restartMs = 1000 } = options
  const { program = new URL('folder-worker.ts', import.meta.url) } = options
  const statuses = setup.folders.map(({ path, mode }): FolderStatus => ({
    path,
    mode,
    layout: 'unknown',
    reach: 'ok',
    since: now(),
    waitingFiles: 0,
    problems: [],
  }))
  let isStopping = false
  let restarting: NodeJS.Timeout | undefined
  let worker = start()

  function reply(id: number, folder: number, question: Question): ToThread {
    try {
      return { type: 'answer', id, isTrue: answer(folder, asSent(question)) }
    } catch (error) {
      onError(error)
      return { type: 'failure', id }
    }
  }

  function start(): Worker {
    const workerData: ThreadSetup = { ...setup, clockLeadMs: now() - Date.now() }
    const started = new Worker(program, {
      workerData,
      name: 'folders',
      resourceLimits: { maxYoungGenerationSizeMb: 2 },
    })
    started.on('message', (message: FromThread) => {
      switch (message.type) {
        case 'question':
          started.postMessage(reply(message.id, message.folder, message.question))
          return
        case 'status':
          statuses[message.folder] = message.status
          onStatus()
          return
        case 'error':
          onError(message.error)
      }
    })
    started.on('error', onError)
    started.on('exit', () => {
      if (isStopping) return
      restarting = setTimeout(() => {
        worker = start()
      }, restartMs)
    })
    return started
  }

  return {
    statuses: () => statuses,
    async stop() {
      isStopping = true
      clearTimeout(restarting)
      if (worker.threadId === -1) return
      const ended = once(worker, 'exit')
      worker.postMessage({ type: 'stop' } satisfies ToThread)
      const limit = new AbortController()
      await Promise.race([ended, pause(stopLimitMs, undefined, { signal: limit.signal }).catch(() => undefined)])
      limit.abort()
      await worker.terminate()
    },
  }
}

/** A buffer comes out of a thread as a plain array of bytes. */
function asSent(question: Question): Question {
  if (question.kind !== 'take') return question
  const files = question.files.map((file) => {
    const { buffer, byteOffset, byteLength } = file.bytes
    return { ...file, bytes: Buffer.from(buffer, byteOffset, byteLength) }
  })
  return { kind: 'take', files }
}
