import { once } from 'node:events'
import { createServer } from 'node:http'
import { connect, type AddressInfo, type Socket } from 'node:net'
import { expect, onTestFinished, test } from 'vitest'
import { buildTestApp } from '../../test/support/box.ts'
import { openTestStore } from '../../test/support/store.ts'
import { limitConnections, requestLimits } from './limits.ts'

async function startServer(limits: { perAddress: number; all: number }) {
  const server = createServer((_request, response) => response.end('here'))
  limitConnections(server, limits)
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  const open: Socket[] = []
  onTestFinished(() => {
    for (const socket of open) socket.destroy()
    server.close()
  })
  const { port } = server.address() as AddressInfo
  /** @param localAddress the machine it comes from */
  const knock = async (localAddress: string): Promise<Socket> => {
    const socket = connect({ port, host: '127.0.0.1', localAddress }).on('error', () => undefined)
    open.push(socket)
    await once(socket, 'connect')
    return socket
  }
  const isAnswered = async (socket: Socket): Promise<boolean> => {
    if (socket.writable) socket.write('GET / HTTP/1.1\r\nHost: x\r\n\r\n')
    return Promise.race([once(socket, 'data').then(() => true), once(socket, 'close').then(() => false)])
  }
  return { server, knock, isAnswered }
}

test('a machine that takes more connections than it may is not answered on them, every other machine is', async () => {
  const { knock, isAnswered } = await startServer({ perAddress: 3, all: 100 })
  const first = [await knock('127.0.0.2'), await knock('127.0.0.2'), await knock('127.0.0.2')]
  expect(await isAnswered(await knock('127.0.0.2'))).toBe(false)
  expect(await isAnswered(await knock('127.0.0.3'))).toBe(true)
  expect(await isAnswered(first[0]!)).toBe(true)
})

test('a connection that was closed counts no longer', async () => {
  const { server, knock, isAnswered } = await startServer({ perAddress: 1, all: 100 })
  for (let time = 0; time < 3; time++) {
    const seen = once(server, 'connection') as Promise<[Socket]>
    const socket = await knock('127.0.0.2')
    const [there] = await seen
    expect(await isAnswered(socket)).toBe(true)
    const closed = once(there, 'close')
    socket.destroy()
    await closed
  }
})

test('all machines together have a limit as well', async () => {
  const { knock, isAnswered } = await startServer({ perAddress: 10, all: 2 })
  await knock('127.0.0.2')
  await knock('127.0.0.3')
  expect(await isAnswered(await knock('127.0.0.4'))).toBe(false)
})

test('the box waits for no header and for no body without end', async () => {
  const { app } = buildTestApp(await openTestStore())
  await app.ready()
  const { headersTimeout, requestTimeout, maxConnections } = app.server
  expect({ headersTimeout, requestTimeout, maxConnections }).toEqual({
    headersTimeout: requestLimits.headersTimeout,
    requestTimeout: requestLimits.requestTimeout,
    maxConnections: 1000,
  })
})
