import { parentPort, workerData } from 'node:worker_threads'
import { watchFolder } from './folder-watcher.ts'
import type { FromThread, Question, ThreadSetup, ToThread } from './folder-messages.ts'
import { maxBytes, peekSentAt, readNsips } from './nsips/parse.ts'
import { toReading, type Reading } from './reading.ts'

// The thread that folder-thread.ts starts: it looks at the folders and reads what lies there, so that neither a long file nor a
// large backlog holds up a touch or a page. It asks the box to commit, and deletes only what the box has committed.

if (!parentPort) throw new Error('this is the inside of a thread')
const port = parentPort
const { folders, pollMs, clockLeadMs } = workerData as ThreadSetup

/** The box could not answer, and has told its own log why. */
class BoxFailure extends Error {}

const send = (message: FromThread): void => {
  port.postMessage(message)
}

interface Waiting {
  resolve(isTrue: boolean): void
  reject(failure: BoxFailure): void
}
const waiting = new Map<number, Waiting>()
let lastId = 0

const ask = (folder: number, question: Question): Promise<boolean> =>
  new Promise((resolve, reject) => {
    lastId += 1
    waiting.set(lastId, { resolve, reject })
    send({ type: 'question', id: lastId, folder, question })
  })

const readings = new WeakMap<Uint8Array, Reading>()

const watchers = folders.map(({ path, mode }, folder) =>
  watchFolder({
    path,
    mode,
    maxBytes,
    ...(pollMs !== undefined && { pollMs }),
    now: () => Date.now() + clockLeadMs,
    peekSentAt,
    looksComplete(bytes, name) {
      const { outcome, isComplete } = readNsips(bytes, name)
      readings.set(bytes, toReading(outcome))
      return isComplete
    },
    async take(found) {
      const files = found.map((file) => {
        const reading = readings.get(file.bytes)
        return reading ? { ...file, reading } : file
      })
      await ask(folder, { kind: 'take', files })
    },
    async refuse(file) {
      await ask(folder, { kind: 'refuse', file })
    },
    isKnown: (name, size, modifiedAt) => ask(folder, { kind: 'is-known', name, size, modifiedAt }),
    isTaken: (name, sha256) => ask(folder, { kind: 'is-taken', name, sha256 }),
    onStatus(status) {
      send({ type: 'status', folder, status })
    },
    onError(error) {
      if (!(error instanceof BoxFailure)) send({ type: 'error', error })
    },
  }),
)

port.on('message', (message: ToThread) => {
  if (message.type === 'stop') {
    void Promise.all(watchers.map((watcher) => watcher.stop())).then(() => {
      port.close()
    })
    return
  }
  const asked = waiting.get(message.id)
  waiting.delete(message.id)
  if (message.type === 'answer') asked?.resolve(message.isTrue)
  else asked?.reject(new BoxFailure('the box could not do it'))
})
for (const watcher of watchers) watcher.start()
