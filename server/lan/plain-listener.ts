import { once } from 'node:events'
import {
  createServer,
  type IncomingMessage,
  type OutgoingHttpHeaders,
  type Server,
  type ServerResponse,
} from 'node:http'
import type { AddressInfo } from 'node:net'
import { requestLimits } from './limits.ts'

/** A second way in, without TLS, for browsers on this very machine: the same app, the same sockets. */
export interface PlainListener {
  /** Resolves with the port; rejects when it cannot be had. Only ever for loopback addresses. */
  listen(host: string, port: number): Promise<number>
  close(): void
}

const securePrefix = '__Host-'
const plainPrefix = 'plain-'

/**
 * What comes in here is handed to the server of the app as it is, but for its cookies: `__Host-` and `Secure` are for TLS alone, so that
 * every such cookie has another name here, and one of TLS is not taken. The app itself knows of one name only.
 * @param app the server that speaks TLS
 */
export function createPlainListener(app: Server): PlainListener {
  const server = createServer(requestLimits, (request, response) => {
    renameAsked(request)
    renameGiven(response)
    app.emit('request', request, response)
  })
  server.on('clientError', (error, socket) => {
    if (!app.emit('clientError', error, socket)) socket.destroy(error)
  })
  server.on('upgrade', (request, socket, head) => {
    renameAsked(request)
    app.emit('upgrade', request, socket, head)
  })
  return {
    async listen(host, port) {
      server.listen(port, host)
      await once(server, 'listening')
      return (server.address() as AddressInfo).port
    },
    close() {
      server.close()
      server.closeAllConnections()
    },
  }
}

function renameAsked({ headers }: IncomingMessage): void {
  if (headers.cookie === undefined) return
  headers.cookie = headers.cookie
    .split('; ')
    .filter((cookie) => !cookie.startsWith(securePrefix))
    .map((cookie) => (cookie.startsWith(plainPrefix) ? securePrefix + cookie.slice(plainPrefix.length) : cookie))
    .join('; ')
}

const plainCookie = (cookie: string): string =>
  (cookie.startsWith(securePrefix) ? plainPrefix + cookie.slice(securePrefix.length) : cookie).replace(
    /; Secure(?=;|$)/i,
    '',
  )

/** The app gives all its headers when it writes the head. */
function renameGiven(response: ServerResponse): void {
  const writeHead = response.writeHead.bind(response)
  response.writeHead = (status: number, headers?: unknown) => {
    const given = headers as OutgoingHttpHeaders | undefined
    const cookies = given?.['set-cookie']
    const renamed =
      cookies === undefined ? given : { ...given, 'set-cookie': [cookies].flat().map(String).map(plainCookie) }
    return writeHead(status, renamed)
  }
}
