import type { Socket } from 'node:net'
import { securityHeaders } from '../access/security-headers.ts'

/** What Node's parser says, by its code; everything else is a request that cannot be read. */
const statuses: Record<string, string> = {
  ERR_HTTP_REQUEST_TIMEOUT: '408 Request Timeout',
  HPE_HEADER_OVERFLOW: '431 Request Header Fields Too Large',
}
const headers = Object.entries({
  ...securityHeaders,
  'cache-control': 'no-store',
  'content-length': '0',
  connection: 'close',
})
const lines = headers.map(([name, value]) => `${name}: ${value}\r\n`).join('')

/** Answers what never became a request, such as headers that are too long or do not end, with nothing of what was sent, and hangs up. */
export function answerUnreadable({ code = '' }: NodeJS.ErrnoException, socket: Socket): void {
  if (code === 'ECONNRESET' || socket.destroyed) return
  // Without a handshake nothing can be said: what was written would wait for one, and keep the connection open.
  if (!/^(HPE|ERR_HTTP)_/.test(code) || !socket.writable) {
    socket.destroy()
    return
  }
  socket.write(`HTTP/1.1 ${statuses[code] ?? '400 Bad Request'}\r\n${lines}\r\n`)
  socket.destroySoon()
}
