import { once } from 'node:events'
import { readFileSync } from 'node:fs'
import { Agent, request, type IncomingMessage } from 'node:http'
import { connect as connectTcp, type Socket } from 'node:net'
import { text } from 'node:stream/consumers'
import { connect as connectTls } from 'node:tls'
import { expect, onTestFinished, test } from 'vitest'
import { initData, serve, type Served } from './support/serve.ts'

/** Asks for a path exactly as it is written: no client tidies it up. */
async function askRaw(box: Served, path: string) {
  const { hostname, port } = new URL(box.url)
  const asked = request({ hostname, port, path, agent: new Agent({ keepAlive: false }) }).end()
  const [response] = (await once(asked, 'response')) as [IncomingMessage]
  return { status: response.statusCode ?? 0, body: await text(response) }
}

test('no way of writing a path leads out of the pages', async () => {
  const { dataDir } = initData()
  const box = await serve(dataDir)
  const ups = ['..', '%2e%2e', '.%2e', '%252e%252e', '..%00', '%c0%ae%c0%ae', '..;', '....']
  const slashes = ['/', '%2f', '%5c', '\\', '//', '%252f']
  for (const up of ups)
    for (const slash of slashes)
      for (const start of ['/', '/assets/', '/manual/', '/api/', '/u/'])
        for (const file of ['package.json', 'server/main.ts']) {
          const path = `${start}${up}${slash}${up}${slash}${up}${slash}${file}`
          const { status, body } = await askRaw(box, path)
          // The page itself is what every unknown address shows; codes of phones are guessed a few times only.
          expect([path, [200, 400, 404, 429].includes(status), /better-sqlite3|import \{/.test(body)]).toEqual([
            path,
            true,
            false,
          ])
        }
  for (const path of ['/.git/config', '/index.html%00.txt', '/etc/passwd', '//etc/passwd', '/assets', '/assets/'])
    expect((await askRaw(box, path)).body, path).not.toMatch(/root:|\[core\]|Index of/)
  await box.stop()
})

test('who speaks slowly or not at all is hung up on, and meanwhile the box answers everybody else', async () => {
  const { dataDir } = initData()
  const box = await serve(dataDir)
  const { hostname, port } = new URL(box.tlsUrl)
  const address = { host: hostname, port: Number(port) }
  const plain = { host: hostname, port: Number(new URL(box.url).port) }
  const ca = readFileSync(box.ca)
  const sockets: Socket[] = []
  const silent: Socket[] = []
  const closed: Promise<unknown>[] = []
  const open = (socket: Socket): Socket => {
    sockets.push(socket.on('error', () => undefined).resume())
    closed.push(once(socket, 'close'))
    return socket
  }
  onTestFinished(() => {
    for (const socket of sockets) socket.destroy()
  })
  for (let time = 0; time < 60; time++) {
    // No handshake at all; headers that do not end, on both ways in.
    silent.push(open(connectTcp(address)))
    open(connectTls({ ...address, ca, servername: 'localhost' })).write('GET / HTTP/1.1\r\nHost: localhost\r\nX-Slow: ')
    open(connectTcp(plain)).write('GET / HTTP/1.1\r\nHost: localhost\r\nX-Slow: ')
  }
  // Bodies that are announced and do not come.
  const body =
    'POST /api/session HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\nContent-Length: 60000\r\n\r\n{'
  const bodies = [...Array(20).keys()].map(() => connectTcp(plain).on('error', () => undefined))
  sockets.push(...bodies)
  for (const socket of bodies) socket.write(body)

  const trickle = setInterval(() => {
    for (const socket of sockets) if (socket.writable && !silent.includes(socket)) socket.write('x')
  }, 500)
  onTestFinished(() => {
    clearInterval(trickle)
  })
  expect((await fetch(`${box.url}/health`)).status).toBe(200)
  const cookie = await box.signIn()
  expect((await fetch(`${box.url}/api/session`, { headers: { cookie } })).status).toBe(200)
  // A byte now and then does not put off the end.
  await Promise.all(closed)
  expect((await fetch(`${box.url}/api/session`, { headers: { cookie } })).status).toBe(200)
  await box.stop()
})

test('a body without end is refused while it comes, and takes no memory along', async () => {
  const { dataDir } = initData()
  const box = await serve(dataDir)
  const { hostname, port } = new URL(box.url)
  const socket = connectTcp({ host: hostname, port: Number(port) }).on('error', () => undefined)
  onTestFinished(() => void socket.destroy())
  await once(socket, 'connect')
  socket.write(
    'POST /api/session HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\nTransfer-Encoding: chunked\r\n\r\n',
  )
  const answered = once(socket, 'data') as Promise<[Buffer]>
  const flood = setInterval(() => {
    if (socket.writable) socket.write(`4000\r\n${'a'.repeat(0x4000)}\r\n`)
  }, 5)
  const [answer] = await answered
  clearInterval(flood)
  expect(answer.toString()).toMatch(/^HTTP\/1\.1 413 /)
  await box.stop()
})
