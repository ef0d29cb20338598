import { parse as parseCookies } from 'node:querystring'
import type { Server as HttpServer } from 'node:http'
import { Server, type DefaultEventsMap, type Socket } from 'socket.io'
import type { DeskEvent } from '../../contract/desk.ts'
import type { BoxEvents, ChangeNoun, ChangeEvent } from '../../contract/events.ts'
import type { StaffRole } from '../../contract/session.ts'
import { sessionCookieName } from '../access/cookie.ts'
import { isOwnOrigin, type OwnHost } from '../access/own-host.ts'
import type { Sessions } from '../access/sessions.ts'
import { mayUse } from '../access/rights.ts'
import { onlyByTls, securityHeaders } from '../access/security-headers.ts'
import { firstSeq, lastSeq, listChanges, type Change } from '../store/changes.ts'
import type { Store } from '../store/open.ts'

/** A page that missed more than this fetches everything again: cheaper than telling it row by row. */
const catchUpLimit = 2000
/** Packets waiting for one page. Past this it is cut off; it comes back and catches up by seq. */
const backlogLimit = 500
const checkSessionsEveryMs = 5000
/** Pages of those who may know of patients. */
const desks = 'patients'
/** Of the box alone: what a maintainer's pages show. */
const boxNouns: ReadonlySet<ChangeNoun> = new Set(['reader', 'counter', 'notice', 'inbound'])
/** A page needs up to eight seconds to find a box that was started again. */
const tellRefusalsMs = 20_000

export interface Push {
  /** Feed or readers changed: pages fetch the status again. */
  announceStatus(): void
  /**
   * Something happened at a counter: every page of a desk is told at once, and shows it if it stands there. That a touch was refused, for which
   * the box was mostly away itself, is told to pages that come back in the next seconds as well.
   */
  announceDesk(event: DeskEvent): void
  close(): Promise<void>
}

interface SocketData {
  token: string
  role: StaffRole
}

/** A page sends nothing after its sign-in; other servers do not exist. */
type Nothing = DefaultEventsMap
type BoxSocket = Socket<Nothing, BoxEvents, Nothing, SocketData>

export interface PushOptions {
  http: HttpServer
  store: Store
  sessions: Sessions
  /** Is the server one that speaks TLS? */
  isSecure: boolean
  isOwnHost: OwnHost
  /** What failed by itself, with nobody waiting for it; it is tried again. */
  onError?: (error: unknown) => void
}

/**
 * Tells every signed-in page which rows changed, right after the commit. Only ids travel, and those of patients' records only to who may read them. A page says on connecting up to
 * which seq it knows; it gets what it missed, or is told to reload.
 */
export function startPush(options: PushOptions): Push {
  const { http, store, sessions, isSecure, isOwnHost, onError = () => undefined } = options
  const io = new Server<Nothing, BoxEvents, Nothing, SocketData>(http, {
    serveClient: false,
    // Pages are served by the box itself under its own names; a page of another origin has no business here.
    allowRequest: ({ headers: { origin, host }, socket }, done) => {
      done(null, isOwnHost(host) && (origin === undefined || isOwnOrigin(origin, host, 'encrypted' in socket)))
    },
    maxHttpBufferSize: 16 * 1024,
    // A pulled cable shows on the page within about ten seconds.
    pingInterval: 5000,
    pingTimeout: 5000,
  })
  // What the socket itself refuses reaches no route.
  http.prependListener('request', ({ url = '', headers: { host = '' }, socket }, response) => {
    if (!url.startsWith(io.path())) return
    const name = host.replace(/:\d+$/, '')
    for (const [header, value] of Object.entries({ ...securityHeaders, ...onlyByTls('encrypted' in socket, name) }))
      response.setHeader(header, value)
  })
  const cookie = sessionCookieName(isSecure)
  /** The newest of each reader. */
  const refusals = new Map<string, DeskEvent>()

  io.use((socket, next) => {
    const cookies = parseCookies(socket.handshake.headers.cookie ?? '', '; ')
    const token = cookies[cookie]
    // Who still has to add a second factor hears of nothing, nor does a page that is locked.
    const session = typeof token === 'string' ? sessions.use(token) : undefined
    if (typeof token !== 'string' || session?.mustEnrol !== false || session.isLocked) {
      next(new Error('not-signed-in'))
      return
    }
    socket.data.token = token
    socket.data.role = session.staff.role
    next()
  })
  io.on('connection', (socket) => {
    // Whoever gets another role signs in anew.
    if (mayUse(socket.data.role, 'patients')) void socket.join(desks)
    catchUp(store, socket)
    if (!hearsPatients(socket)) return
    for (const event of refusals.values()) if (store.now() - event.at <= tellRefusalsMs) socket.emit('desk', event)
  })
  const cutOffSignedOut = (): void => {
    for (const socket of io.sockets.sockets.values())
      if (sessions.find(socket.data.token)?.isLocked !== false) socket.disconnect(true)
  }
  sessions.onEnd(cutOffSignedOut)
  const checkSessions = setInterval(() => {
    // A full disk must not end the box from inside a timer.
    try {
      sessions.locks.lockIdle()
      cutOffSignedOut()
    } catch (error) {
      onError(error)
    }
  }, checkSessionsEveryMs)
  checkSessions.unref()

  let told = lastSeq(store)
  const stopListening = store.onCommit(() => {
    // Whoever comes later is told by catchUp: a backlog at the start need not be read for nobody.
    if (io.sockets.sockets.size === 0) {
      told = lastSeq(store)
      return
    }
    for (let changes = listChanges(store, told, catchUpLimit); changes.length > 0;) {
      dropSlowPages(io.sockets.sockets.values())
      for (const event of toEvents(changes, told)) io.to(desks).emit('change', event)
      for (const event of toEvents(changes, told, boxNouns)) io.except(desks).emit('change', event)
      told = changes.at(-1)?.seq ?? told
      changes = listChanges(store, told, catchUpLimit)
    }
  })

  return {
    announceStatus() {
      io.emit('status')
    },
    announceDesk(event) {
      dropSlowPages(io.sockets.sockets.values())
      io.to(desks).emit('desk', event)
      if (event.code === 'touch-late' || event.code === 'touch-lost') refusals.set(event.key, event)
    },
    async close() {
      stopListening()
      clearInterval(checkSessions)
      const closed = io.close()
      // A connection that a browser opened in advance has sent nothing yet and would be waited for.
      http.closeAllConnections()
      await closed
    },
  }
}

const hearsPatients = (socket: BoxSocket): boolean => socket.rooms.has(desks)

function catchUp(store: Store, socket: BoxSocket): void {
  const newest = lastSeq(store)
  const { seq } = socket.handshake.auth as { seq?: unknown }
  if (typeof seq === 'number' && seq !== newest) {
    const missed = seq < newest ? listChanges(store, seq, catchUpLimit + 1) : []
    // A seq from the future is another store's (a restore): nothing the page knows can be trusted.
    const isTold = seq < newest && seq >= firstSeq(store) - 1 && missed.length <= catchUpLimit
    if (!isTold) {
      socket.emit('reload', { seq: newest })
      return
    }
    for (const event of toEvents(missed, seq, hearsPatients(socket) ? undefined : boxNouns))
      socket.emit('change', event)
  }
  socket.emit('caught-up', { seq: newest })
}

/**
 * One event a noun. Only the last carries the seq reached: a page that is cut off between two of them asks again from where it
 * was, and hears the first ones twice rather than the later ones never.
 */
function toEvents(changes: Change[], before: number, nouns?: ReadonlySet<ChangeNoun>): ChangeEvent[] {
  const idsByNoun = new Map<ChangeNoun, Set<string>>()
  for (const { noun, rowId } of changes) {
    if (nouns?.has(noun) === false) continue
    const ids = idsByNoun.get(noun) ?? new Set()
    idsByNoun.set(noun, ids.add(rowId))
  }
  const reached = changes.at(-1)?.seq ?? before
  return [...idsByNoun].map(([noun, ids], index) => ({
    seq: index === idsByNoun.size - 1 ? reached : before,
    noun,
    ids: [...ids],
  }))
}

function dropSlowPages(sockets: Iterable<BoxSocket>): void {
  for (const socket of sockets) {
    const { writeBuffer } = socket.conn as unknown as { writeBuffer: unknown[] }
    if (writeBuffer.length > backlogLimit) socket.disconnect(true)
  }
}
