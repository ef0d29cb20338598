import { Agent as HttpAgent, request as httpRequest, type IncomingMessage } from 'node:http'
import { Agent as HttpsAgent, request as httpsRequest } from 'node:https'
import { text } from 'node:stream/consumers'
import { Value } from 'typebox/value'
import { SatelliteAnswer, type SatelliteRequest } from '../contract/satellite.ts'

export type SendOutcome =
  | { ok: true; answer: SatelliteAnswer }
  /** No byte of the request left this machine for the box. `detail` is the system's own code. */
  | { ok: false; code: 'unreached' | 'untrusted'; detail: string }
  /** It may have arrived. */
  | { ok: false; code: 'no-answer'; detail: string }
  /** The box answered, and took nothing; `invalid` and never will take this very request. */
  | { ok: false; code: 'unknown-key' | 'replaced' | 'invalid' | 'not-understood'; detail: string }
  | { ok: false; code: 'wait'; detail: string; waitMs: number }

export interface BoxClient {
  /** Sends once; never throws. One request at a time, over a connection that stays open. */
  send(request: SatelliteRequest): Promise<SendOutcome>
  close(): void
}

export interface BoxClientOptions {
  /** Origin of the box. */
  url: URL
  key: string
  /** Certificate authorities in PEM to trust instead of the system's. */
  ca?: string
  /** A box that has not answered by then is asked anew, on a new connection. */
  timeoutMs?: number
}

const path = '/api/satellite/events'

/** The satellite's end of `POST /api/satellite/events`. The key is sent only after the box's certificate was found good. */
export function createBoxClient({ url, key, ca, timeoutMs = 2000 }: BoxClientOptions): BoxClient {
  const isSecure = url.protocol === 'https:'
  const agent = isSecure
    ? new HttpsAgent({ keepAlive: true, minVersion: 'TLSv1.2', ...(ca !== undefined && { ca }) })
    : new HttpAgent({ keepAlive: true })
  const target = new URL(path, url)
  const ask = isSecure ? httpsRequest : httpRequest

  return {
    send: (body) =>
      new Promise((resolve) => {
        const payload = JSON.stringify(body)
        let hasLeft = false
        const asked = ask(target, {
          agent,
          method: 'POST',
          headers: {
            'content-type': 'application/json',
            'content-length': Buffer.byteLength(payload),
            authorization: `Bearer ${key}`,
          },
        })
        const late = setTimeout(() => {
          asked.destroy(Object.assign(new Error('no answer in time'), { code: 'ETIMEDOUT' }))
        }, timeoutMs)
        const settle = (outcome: SendOutcome): void => {
          clearTimeout(late)
          resolve(outcome)
        }
        const fail = (error: NodeJS.ErrnoException): void => {
          const detail = error.code ?? error.name
          if (hasLeft) settle({ ok: false, code: 'no-answer', detail })
          else settle({ ok: false, code: isDistrust(detail) ? 'untrusted' : 'unreached', detail })
        }
        asked.on('socket', (socket) => {
          if (!socket.connecting) hasLeft = true
          socket.once(isSecure ? 'secureConnect' : 'connect', () => {
            hasLeft = true
          })
        })
        asked.on('error', fail)
        asked.on('response', (response) => {
          readAnswer(response).then(settle, fail)
        })
        asked.end(payload)
      }),
    close() {
      agent.destroy()
    },
  }
}

const isDistrust = (code: string): boolean =>
  /CERT|SIGNATURE|ISSUER|SELF_SIGNED|ERR_TLS|ERR_SSL|EPROTO/.test(code) && code !== 'ERR_TLS_HANDSHAKE_TIMEOUT'

async function readAnswer(response: IncomingMessage): Promise<SendOutcome> {
  const body = await text(response)
  const status = response.statusCode ?? 0
  const detail = `HTTP ${status}`
  if (status === 200) {
    const answer = parse(body)
    return Value.Check(SatelliteAnswer, answer)
      ? { ok: true, answer }
      : { ok: false, code: 'not-understood', detail: 'answer' }
  }
  if (status === 401) return { ok: false, code: 'unknown-key', detail }
  if (status === 409) return { ok: false, code: 'replaced', detail }
  if (status === 400 || status === 413) return { ok: false, code: 'invalid', detail }
  if (status === 429 || status >= 500) {
    const seconds = Number(response.headers['retry-after'] ?? '0')
    return { ok: false, code: 'wait', detail, waitMs: Number.isFinite(seconds) ? seconds * 1000 : 0 }
  }
  return { ok: false, code: 'not-understood', detail }
}

function parse(body: string): unknown {
  try {
    return JSON.parse(body)
  } catch {
    return undefined
  }
}
