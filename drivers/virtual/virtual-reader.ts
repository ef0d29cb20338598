import type { Reader, ReaderEvent } from '../reader.ts'

export interface VirtualReader extends Reader {
  /** Lays a card on the reader (or on another one, by name) and lifts it again. False when the reader is not started. */
  tap(cardId: string, reader?: string): boolean
}

/** A reader without hardware, for demo, training and tests. It exists only when asked for. */
export function createVirtualReader({ name, now }: { name: string; now: () => number }): VirtualReader {
  let listener: ((event: ReaderEvent) => void) | undefined
  return {
    name,
    kind: 'virtual',
    get isConnected() {
      return listener !== undefined
    },
    start(onEvent) {
      listener = onEvent
      onEvent({ type: 'status', reader: name, isConnected: true, at: now() })
    },
    stop() {
      listener = undefined
      return Promise.resolve()
    },
    tap(cardId, reader = name) {
      if (!listener) return false
      listener({ type: 'card-presented', reader, cardId, at: now() })
      listener({ type: 'card-removed', reader, at: now() })
      return true
    },
  }
}
