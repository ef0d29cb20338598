import { io, type Socket } from 'socket.io-client'
import type { DeskEvent } from '../../contract/desk.ts'
import type { BoxEvents, ChangeEvent, ChangeNoun, ConnectAuth } from '../../contract/events.ts'
import { Store } from './store.ts'

/** The line to the box. `since` is the page's clock (performance.now) so that a wrong PC clock shows no wrong waits. */
export interface Link {
  state: 'connecting' | 'up' | 'lost'
  since: number
  reason: 'network' | 'silent' | 'refused'
}

export interface LiveHandlers {
  change: (noun: ChangeNoun, ids: string[]) => void
  /** What was missed cannot be told: fetch everything again. */
  reload: () => void
  status: () => void
  desk: (event: DeskEvent) => void
  /** The line works (again) and the page has been told what it missed. */
  up: () => void
  /** The box ended the connection or refused it: is the session still good? */
  ended: () => void
}

export interface LiveOptions {
  origin?: string
  now?: () => number
  isOnline?: () => boolean
}

/**
 * Listens to the box's changes and knows up to where it has heard them.
 * A page that reconnects says that number and is told what it missed; the number grows only when everything before it was heard,
 * so a line that breaks in the middle of catching up starts the catching up again.
 */
export class Live {
  readonly link: Store<Link>
  #socket: Socket<BoxEvents> | null = null
  #seq: number | null = null
  #isCaughtUp = false
  readonly #handlers = new Set<Partial<LiveHandlers>>()
  readonly #now: () => number
  readonly #isOnline: () => boolean
  readonly #origin: string | undefined

  constructor(options: LiveOptions = {}) {
    this.#now = options.now ?? (() => performance.now())
    this.#isOnline = options.isOnline ?? (() => navigator.onLine)
    this.#origin = options.origin
    this.link = new Store<Link>({ state: 'connecting', since: this.#now(), reason: 'silent' })
  }

  /** The change number up to which this page has heard everything, or null before the first status. */
  get seq(): number | null {
    return this.#seq
  }

  /** Registers handlers; returns the way to take them away. */
  listen(handlers: Partial<LiveHandlers>): () => void {
    this.#handlers.add(handlers)
    return () => this.#handlers.delete(handlers)
  }

  /** Connects. `seq` must have been read before anything that is to be kept fresh was fetched. */
  start(seq: number): void {
    this.stop()
    this.#seq = seq
    this.link.set({ state: 'connecting', since: this.#now(), reason: 'silent' })
    const options = {
      auth: (send: (auth: ConnectAuth) => void) => {
        send({ seq: this.#seq })
      },
      transports: ['websocket', 'polling'],
      tryAllTransports: true,
      reconnectionDelay: 500,
      reconnectionDelayMax: 5000,
      timeout: 10_000,
      forceNew: true,
    }
    const socket: Socket<BoxEvents> = this.#origin === undefined ? io(options) : io(this.#origin, options)
    this.#socket = socket
    socket.on('connect', () => {
      this.#isCaughtUp = false
      this.link.set({ state: 'up', since: this.#now(), reason: 'silent' })
    })
    socket.on('change', (event) => {
      this.#onChange(event)
    })
    socket.on('caught-up', ({ seq: upTo }) => {
      this.#isCaughtUp = true
      this.#advance(upTo)
      this.#tell('up')
    })
    socket.on('reload', ({ seq: upTo }) => {
      this.#isCaughtUp = true
      this.#seq = upTo
      this.#tell('reload')
      this.#tell('up')
    })
    socket.on('status', () => {
      this.#tell('status')
    })
    socket.on('desk', (event) => {
      for (const handlers of [...this.#handlers]) handlers.desk?.(event)
    })
    socket.on('disconnect', (reason) => {
      this.#lose('silent')
      if (reason === 'io server disconnect') this.#tell('ended')
    })
    socket.on('connect_error', () => {
      this.#lose(socket.active ? 'silent' : 'refused')
      if (!socket.active) this.#tell('ended')
    })
  }

  /** Tries the line again at once, for a page that has reason to think it works. */
  retry(): void {
    // Without the hanging up first it would sit out the pause between two tries.
    if (this.#socket && !this.#socket.connected) this.#socket.disconnect().connect()
  }

  /** The PC itself lost its network: said at once instead of when the next heartbeat is missing. */
  noteOffline(): void {
    if (this.#socket) this.#lose('network')
  }

  /** The PC is back on the network. */
  noteOnline(): void {
    if (this.#socket?.connected) {
      this.link.set({ state: 'up', since: this.#now(), reason: 'silent' })
      // The line outlived the pause, but what was asked for in it has failed.
      if (this.#isCaughtUp) this.#tell('up')
    } else this.retry()
  }

  stop(): void {
    const socket = this.#socket
    this.#socket = null
    this.#isCaughtUp = false
    socket?.removeAllListeners()
    socket?.disconnect()
  }

  #onChange(event: ChangeEvent): void {
    if (this.#isCaughtUp) this.#advance(event.seq)
    // Never dropped for its number: one batch of the box may name several nouns under the number it began with, and fetching a row
    // twice costs little. Collections fetch an id that is owed twice only once.
    for (const handlers of [...this.#handlers]) handlers.change?.(event.noun, event.ids)
  }

  /** What the page knows without being told, such as that a day is over: its parts hear of it as of a change of the box. */
  assume(noun: ChangeNoun, ids: string[]): void {
    for (const handlers of [...this.#handlers]) handlers.change?.(noun, ids)
  }

  #advance(seq: number): void {
    this.#seq = Math.max(this.#seq ?? 0, seq)
  }

  #tell(what: 'reload' | 'status' | 'up' | 'ended'): void {
    for (const handlers of [...this.#handlers]) handlers[what]?.()
  }

  #lose(reason: Link['reason']): void {
    const cause = this.#isOnline() ? reason : 'network'
    const { state, since } = this.link.value
    this.link.set({ state: 'lost', since: state === 'lost' ? since : this.#now(), reason: cause })
  }
}
