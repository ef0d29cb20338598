import { once } from 'node:events'
import { request as httpRequest, type IncomingMessage } from 'node:http'
import { createServer, request as httpsRequest, type Server } from 'node:https'
import type { AddressInfo } from 'node:net'
import { Server as SocketServer } from 'socket.io'
import { io } from 'socket.io-client'
import { beforeAll, expect, onTestFinished, test } from 'vitest'
import { makeRoot } from './ca.ts'
import { namesOf, type Identity } from './identity.ts'
import { makeLeaf } from './leaf.ts'
import { createPlainListener } from './plain-listener.ts'
import { tlsOptions } from './tls-options.ts'

let root: Identity
let leaf: Identity
beforeAll(async () => {
  root = await makeRoot(Date.now())
  leaf = await makeLeaf(root, { names: namesOf(root), addresses: [] }, Date.now())
})

/** An app on TLS that tells which cookies came, and gives two of its own. */
async function startApp() {
  const app: Server = createServer(tlsOptions(leaf), ({ headers }, response) => {
    response.writeHead(200, {
      'set-cookie': ['__Host-session=new; Path=/; HttpOnly; Secure; SameSite=Strict', 'look=dark; Path=/; secure'],
    })
    response.end(headers.cookie ?? 'none')
  })
  const sockets = new SocketServer(app, { serveClient: false })
  sockets.on('connection', (socket) => socket.emit('cookie', socket.handshake.headers.cookie ?? 'none'))
  const plain = createPlainListener(app)
  app.listen(0, '127.0.0.1')
  await once(app, 'listening')
  const [tlsPort, plainPort] = [(app.address() as AddressInfo).port, await plain.listen('127.0.0.1', 0)]
  onTestFinished(async () => {
    plain.close()
    await sockets.close()
  })
  const ask = async (isSecure: boolean, cookie?: string) => {
    const options = { host: '127.0.0.1', agent: false as const, headers: cookie === undefined ? {} : { cookie } }
    const sent = isSecure
      ? httpsRequest({ ...options, port: tlsPort, ca: root.cert })
      : httpRequest({ ...options, port: plainPort })
    const [response] = (await once(sent.end(), 'response')) as [IncomingMessage]
    const [body] = (await once(response, 'data')) as [Buffer]
    return { cookies: response.headers['set-cookie'], body: String(body) }
  }
  return { ask, plainPort, tlsPort }
}

test('the same app answers with and without TLS, and each way has cookies of its own', async () => {
  const { ask } = await startApp()
  expect(await ask(true, '__Host-session=old; look=dark')).toEqual({
    cookies: ['__Host-session=new; Path=/; HttpOnly; Secure; SameSite=Strict', 'look=dark; Path=/; secure'],
    body: '__Host-session=old; look=dark',
  })
  expect(await ask(false, 'plain-session=old; look=dark')).toEqual({
    cookies: ['plain-session=new; Path=/; HttpOnly; SameSite=Strict', 'look=dark; Path=/'],
    body: '__Host-session=old; look=dark',
  })
  expect((await ask(false)).body).toBe('none')
})

test('a cookie of the TLS side is not taken without TLS', async () => {
  const { ask } = await startApp()
  expect((await ask(false, '__Host-session=old; look=dark')).body).toBe('look=dark')
  expect((await ask(true, 'plain-session=old')).body).toBe('plain-session=old')
})

test.each(['websocket', 'polling'])('sockets are open on both ways by %s', async (transport) => {
  const { plainPort, tlsPort } = await startApp()
  const heard = (url: string, cookie: string) => {
    const socket = io(url, { transports: [transport], extraHeaders: { cookie }, ca: root.cert, forceNew: true })
    onTestFinished(() => void socket.disconnect())
    return new Promise((resolve, reject) => {
      socket.once('cookie', resolve)
      socket.once('connect_error', reject)
    })
  }
  expect(await heard(`http://127.0.0.1:${plainPort}`, 'plain-session=a')).toBe('__Host-session=a')
  expect(await heard(`https://127.0.0.1:${tlsPort}`, '__Host-session=a')).toBe('__Host-session=a')
})
