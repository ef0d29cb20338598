import { createServer, type RequestListener } from 'node:http'
import type { AddressInfo } from 'node:net'
import { afterEach, describe, expect, it } from 'vitest'
import { createHttp, type HttpOptions } from './http.ts'

const stops: (() => void)[] = []
afterEach(() => {
  for (const stop of stops.splice(0)) stop()
})

/** A real server on loopback. */
const serve = async (listener: RequestListener, options: HttpOptions = {}) => {
  const server = createServer(listener)
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  stops.push(() => {
    server.closeAllConnections()
    server.close()
  })
  return createHttp({ origin: `http://127.0.0.1:${String((server.address() as AddressInfo).port)}`, ...options })
}

const problem =
  (status: number, code: string, headers: Record<string, string> = {}): RequestListener =>
  (_request, response) => {
    response.writeHead(status, { 'content-type': 'application/problem+json', ...headers })
    response.end(JSON.stringify({ code, status, instance: 'r-1' }))
  }

describe('asking the box', () => {
  it('gives the answer as a value', async () => {
    const http = await serve((_request, response) => response.end('{"a":1}'))
    expect(await http.get('/x')).toEqual({ ok: true, value: { a: 1 } })
  })

  it('follows cursors to the end of a list', async () => {
    const http = await serve((request, response) => {
      const cursor = new URL(request.url ?? '', 'http://x').searchParams.get('cursor')
      response.end(JSON.stringify(cursor === 'b&c' ? { items: [3], next: null } : { items: [1, 2], next: 'b&c' }))
    })
    expect(await http.all('/x?on=1')).toEqual({ ok: true, value: [1, 2, 3] })
  })

  it('says so when nobody is signed in, and tells the page', async () => {
    let told = 0
    const http = await serve(problem(401, 'not-signed-in'), { onSignedOut: () => told++ })
    expect(await http.get('/x')).toMatchObject({ ok: false, failure: { kind: 'signed-out' } })
    expect(told).toBe(1)
  })

  it('does not take a wrong password for the end of the session', async () => {
    let told = 0
    const http = await serve(problem(401, 'wrong-credentials'), { onSignedOut: () => told++ })
    expect(await http.send('POST', '/x', {})).toMatchObject({ failure: { kind: 'refused', code: 'wrong-credentials' } })
    expect(told).toBe(0)
  })

  it('carries how long to wait and what to quote', async () => {
    const http = await serve(problem(429, 'too-many-attempts', { 'retry-after': '17' }))
    expect(await http.send('POST', '/x', {})).toEqual({
      ok: false,
      failure: { kind: 'refused', code: 'too-many-attempts', retryAfter: 17, reference: 'r-1' },
    })
  })

  it('gives up on a box that does not answer', async () => {
    const http = await serve(() => undefined, { timeoutMs: 30 })
    expect(await http.get('/x')).toEqual({ ok: false, failure: { kind: 'timeout' } })
  })

  it('gives up on an answer that never ends', async () => {
    const http = await serve((_request, response) => response.write('{"a":'), { timeoutMs: 60 })
    expect(await http.get('/x')).toEqual({ ok: false, failure: { kind: 'timeout' } })
  })

  it('tells a box that is not there from one that answers nonsense', async () => {
    expect(await createHttp({ origin: 'http://127.0.0.1:9' }).get('/x')).toEqual({
      ok: false,
      failure: { kind: 'offline' },
    })
    const http = await serve((_request, response) => response.end('<html>'))
    expect(await http.get('/x')).toEqual({ ok: false, failure: { kind: 'broken' } })
  })

  it('says when the page itself lost interest', async () => {
    const http = await serve(() => undefined)
    const search = new AbortController()
    const answer = http.get('/x', search.signal)
    search.abort()
    expect(await answer).toEqual({ ok: false, failure: { kind: 'aborted' } })
  })
})
