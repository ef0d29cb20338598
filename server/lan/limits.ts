import type { Server } from 'node:net'

/** How long and how large a request may be before anybody knows what it is. */
export const requestLimits = {
  maxHeaderSize: 16 * 1024,
  headersTimeout: 10_000,
  /** A phone at the far end of the shop sends an image of several megabytes. */
  requestTimeout: 120_000,
  connectionsCheckingInterval: 2000,
}

/** Until two sides agreed on a key. */
export const handshakeTimeout = 10_000

export interface ConnectionLimits {
  /** A PC with many windows has some dozens. */
  perAddress: number
  all: number
}

const usual: ConnectionLimits = { perAddress: 200, all: 1000 }

/**
 * One machine cannot take all the connections of the box, whatever it does with them: what is over the limit is closed unanswered,
 * and the others go on.
 */
export function limitConnections(server: Server, { perAddress, all }: ConnectionLimits = usual): void {
  const open = new Map<string, number>()
  server.maxConnections = all
  server.on('connection', (socket) => {
    const address = socket.remoteAddress ?? ''
    const count = (open.get(address) ?? 0) + 1
    open.set(address, count)
    socket.once('close', () => {
      const left = (open.get(address) ?? 1) - 1
      if (left > 0) open.set(address, left)
      else open.delete(address)
    })
    if (count > perAddress) socket.destroy()
  })
}
