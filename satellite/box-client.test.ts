import { randomUUID } from 'node:crypto'
import { once } from 'node:events'
import { createServer, type IncomingMessage, type RequestListener } from 'node:http'
import type { AddressInfo } from 'node:net'
import { text } from 'node:stream/consumers'
import { expect, onTestFinished, test } from 'vitest'
import type { SatelliteAnswer, SatelliteRequest } from '../contract/satellite.ts'
import { createBoxClient } from './box-client.ts'

const request: SatelliteRequest = { run: randomUUID(), request: 1, heard: null, devices: [], services: [], events: [] }
const answer: SatelliteAnswer = { name: '調剤室', box: randomUUID(), tick: 1.5, isInTime: true, outcomes: [] }

async function startServer(listener: RequestListener, timeoutMs = 10_000) {
  const server = createServer(listener).listen(0, '127.0.0.1')
  await once(server, 'listening')
  onTestFinished(() => {
    server.closeAllConnections()
    server.close()
  })
  const url = new URL(`http://127.0.0.1:${(server.address() as AddressInfo).port}`)
  const client = createBoxClient({ url, key: 'kbs-key', timeoutMs })
  onTestFinished(() => {
    client.close()
  })
  return { server, client }
}

test('all requests go over one connection that stays open, with the key as bearer', async () => {
  const heard: [IncomingMessage, string][] = []
  const { server, client } = await startServer((incoming, response) => {
    void text(incoming).then((body) => {
      heard.push([incoming, body])
      response.end(JSON.stringify(answer))
    })
  })
  let connections = 0
  server.on('connection', () => connections++)
  for (let time = 0; time < 3; time++) expect(await client.send(request)).toEqual({ ok: true, answer })
  expect(connections).toBe(1)
  const [[{ method, url, headers }, body]] = heard as [[IncomingMessage, string]]
  expect([method, url, headers.authorization]).toEqual(['POST', '/api/satellite/events', 'Bearer kbs-key'])
  expect(JSON.parse(body)).toEqual(request)
})

test('each way to be turned down is told apart by its status, never by its text', async () => {
  const outcomes: unknown[] = []
  for (const [status, headers] of [
    [401, {}],
    [409, {}],
    [429, { 'retry-after': '7' }],
    [503, {}],
    [500, {}],
    [400, {}],
    [413, {}],
    [404, {}],
    [302, { location: 'http://192.0.2.1/' }],
  ] as const) {
    const { client } = await startServer((_incoming, response) => {
      response.writeHead(status, headers).end('{}')
    })
    outcomes.push(await client.send(request))
  }
  expect(outcomes).toMatchObject([
    { code: 'unknown-key' },
    { code: 'replaced' },
    { code: 'wait', waitMs: 7000 },
    { code: 'wait', waitMs: 0 },
    { code: 'wait', waitMs: 0 },
    { code: 'invalid', detail: 'HTTP 400' },
    { code: 'invalid', detail: 'HTTP 413' },
    { code: 'not-understood', detail: 'HTTP 404' },
    { code: 'not-understood', detail: 'HTTP 302' },
  ])
})

test('an answer of another shape is not believed', async () => {
  for (const body of ['', 'not json', '{}', JSON.stringify({ ...answer, outcomes: [{ seq: 1, outcome: 'eaten' }] })]) {
    const { client } = await startServer((_incoming, response) => {
      response.end(body)
    })
    expect(await client.send(request)).toMatchObject({ ok: false, code: 'not-understood' })
  }
})

test('a box that does not answer in time, or breaks off, may have heard; one that nobody reaches has not', async () => {
  const silent = await startServer(() => undefined, 200)
  expect(await silent.client.send(request)).toMatchObject({ code: 'no-answer', detail: 'ETIMEDOUT' })
  const brief = await startServer((incoming) => {
    incoming.socket.destroy()
  })
  expect(await brief.client.send(request)).toMatchObject({ code: 'no-answer' })
  const halting = await startServer((_incoming, response) => {
    response.writeHead(200, { 'content-length': '100' }).write('{')
  }, 200)
  expect(await halting.client.send(request)).toMatchObject({ code: 'no-answer' })
  const gone = await startServer(() => undefined)
  gone.server.close()
  expect(await gone.client.send(request)).toEqual({ ok: false, code: 'unreached', detail: 'ECONNREFUSED' })
})

test('a box that speaks no TLS where TLS was asked for hears neither key nor event', async () => {
  const heard: Buffer[] = []
  const { server } = await startServer(() => undefined)
  server.on('connection', (socket) => socket.on('data', (chunk: Buffer) => heard.push(chunk)))
  const client = createBoxClient({
    url: new URL(`https://127.0.0.1:${(server.address() as AddressInfo).port}`),
    key: 'kbs-key',
  })
  expect(await client.send(request)).toMatchObject({ ok: false, code: 'untrusted' })
  expect(Buffer.concat(heard).toString('latin1')).not.toMatch(/kbs-key|satellite/)
  client.close()
})
