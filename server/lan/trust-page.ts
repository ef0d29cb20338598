import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import { once } from 'node:events'
import { isIP, type AddressInfo } from 'node:net'
import type { MachineCheck } from '../../contract/reader.ts'
import { listAddresses } from './addresses.ts'
import { makeTrustFiles, pagePath, pagePolicy } from './trust-files.ts'

export interface TrustPageOptions {
  /** The certificate of the box's authority, PEM. */
  caCert: string
  host: string
  /** 0 takes a free one. */
  port: number
  /** Is this `Host` the box itself? */
  isOwnHost: (host: string | undefined) => boolean
  /** Where the box speaks TLS. */
  securePort: number
}

export interface TrustPage {
  port: number
  /** Address of the page, by an address that other machines reach. */
  url: string
  close(): Promise<void>
}

const limits = { connections: 64, headerBytes: 8192, headersMs: 5000, requestMs: 10_000, checkMs: 1000 }

/**
 * The only thing the box says without TLS: how to trust it. Everything else is sent to the same path on TLS; what was sent along, it
 * neither reads nor answers. Rejects when the port cannot be had.
 */
export async function startTrustPage(options: TrustPageOptions): Promise<TrustPage> {
  const server = createServer(
    {
      maxHeaderSize: limits.headerBytes,
      headersTimeout: limits.headersMs,
      requestTimeout: limits.requestMs,
      connectionsCheckingInterval: limits.checkMs,
    },
    createAnswer(options),
  )
  server.maxConnections = limits.connections
  server.listen(options.port, options.host)
  await once(server, 'listening')
  const { port } = server.address() as AddressInfo
  return {
    port,
    url: `http://${reachable(options.host)}${port === 80 ? '' : `:${port}`}${pagePath}`,
    async close() {
      const closed = once(server, 'close')
      server.close()
      server.closeAllConnections()
      await closed
    },
  }
}

export interface TrustPageWish extends Omit<TrustPageOptions, 'caCert'> {
  /** Absent with a certificate from elsewhere: there is nothing to say then. */
  caCert: string | undefined
  isWanted: boolean
  /** Is its port one that somebody asked for? Then it is an error not to have it. */
  isNeeded: boolean
  /** The port cannot be had, and nobody asked for it by its number. */
  onMissing: (error: unknown) => void
}

/** The page, where it is wanted and can be had. */
export async function openTrustPage({
  caCert,
  isWanted,
  isNeeded,
  onMissing,
  ...rest
}: TrustPageWish): Promise<TrustPage | undefined> {
  if (caCert === undefined || !isWanted) return undefined
  try {
    return await startTrustPage({ ...rest, caCert })
  } catch (error) {
    if (isNeeded) throw error
    onMissing(error)
    return undefined
  }
}

/** What `doctor` says of a box that does without the page. @param port undefined: any would have done */
export const noTrustPage = (port: number | undefined): MachineCheck => ({
  code: 'trust-port',
  state: 'warning',
  text: `端末に薬箱を信頼させるページがありません${port === undefined ? '' : `(ポート ${String(port)} を使えません)`}`,
  next: 'ss -tlnp でそのポートを使っているプログラムを止めるか、serve に --trust-port 8080 のように空いている番号を付けて起動し直す',
})

/** A box that listens everywhere is told by its first address. */
function reachable(host: string): string {
  const address = host === '0.0.0.0' || host === '::' ? (listAddresses()[0] ?? '127.0.0.1') : host
  return isIP(address) === 6 ? `[${address}]` : address
}

const headers = {
  'cache-control': 'no-store',
  'content-security-policy': pagePolicy,
  'cross-origin-opener-policy': 'same-origin',
  'cross-origin-resource-policy': 'same-origin',
  'referrer-policy': 'no-referrer',
  'x-content-type-options': 'nosniff',
  // What a stranger sends along is not waited for.
  connection: 'close',
}

function createAnswer({ caCert, isOwnHost, securePort }: TrustPageOptions) {
  const { page, files } = makeTrustFiles(caCert)

  return (request: IncomingMessage, response: ServerResponse): void => {
    const { method, headers: asked, url = '/' } = request
    const answer = (status: number, more: Record<string, string>, body: Buffer | string = ''): void => {
      response.writeHead(status, { ...headers, ...more, 'content-length': Buffer.byteLength(body) })
      response.end(method === 'HEAD' ? undefined : body)
    }
    if (!isOwnHost(asked.host)) {
      answer(421, { 'content-type': 'text/plain; charset=utf-8' }, '薬箱の名前かアドレスで開いてください。\n')
      return
    }
    const origin = secureOrigin(asked.host ?? '', securePort)
    const [path = '/'] = url.split('?')
    const file = path === pagePath ? { type: 'text/html; charset=utf-8', body: page(`${origin}/`) } : files.get(path)
    if (!file) {
      answer(308, { location: origin + safePath(url) })
    } else if (method !== 'GET' && method !== 'HEAD') {
      answer(405, { allow: 'GET, HEAD' })
    } else {
      const { saveAs } = { saveAs: undefined, ...file }
      answer(
        200,
        { 'content-type': file.type, ...(saveAs && { 'content-disposition': `attachment; filename="${saveAs}"` }) },
        file.body,
      )
    }
  }
}

/** The host was found to be our own: a name or an address, perhaps with a port. */
function secureOrigin(host: string, port: number): string {
  const url = new URL(`https://${host}`)
  url.port = String(port)
  return url.origin
}

/** A path of ours, or the first page: never an address of its own (`GET http://elsewhere/ HTTP/1.1`), and printable. */
const safePath = (url: string): string =>
  url.startsWith('/')
    ? url.replace(/[^\x21-\x7e]/g, (letter) => `%${letter.charCodeAt(0).toString(16).padStart(2, '0')}`)
    : '/'
