import { spawnSync } from 'node:child_process'
import { once } from 'node:events'
import { readdirSync, readFileSync, rmSync, statSync, truncateSync } from 'node:fs'
import type { IncomingMessage } from 'node:http'
import { Agent, request } from 'node:https'
import { join } from 'node:path'
import { text } from 'node:stream/consumers'
import { io } from 'socket.io-client'
import { expect, onTestFinished, test } from 'vitest'
import { account, initData, run, serve, type Served } from './support/serve.ts'
import { addSatellite, startSatellite } from './support/satellite.ts'

interface Asked {
  method?: string
  headers?: Record<string, string>
  body?: unknown
}

/** Asks over TLS as a browser that trusts the box's authority and nobody else. */
function trusting(box: Served) {
  // Whatever `Host` is said, the certificate is held against a name of the box: it is the box that has to refuse.
  const agent = new Agent({ ca: readFileSync(box.ca), keepAlive: false, servername: 'localhost' })
  return async (path: string, { method = 'GET', headers = {}, body }: Asked = {}) => {
    const typed = body === undefined ? {} : { 'content-type': 'application/json' }
    const sent = request(box.tlsUrl + path, { agent, method, headers: { ...typed, ...headers } })
    sent.end(body === undefined ? undefined : JSON.stringify(body))
    const [response] = (await once(sent, 'response')) as [IncomingMessage]
    return { status: response.statusCode, headers: response.headers, body: await text(response) }
  }
}

async function signIn(ask: ReturnType<typeof trusting>): Promise<string> {
  const { headers } = await ask('/api/session', { method: 'POST', body: account })
  return headers['set-cookie']?.[0] ?? ''
}

test('the box speaks TLS from the first minute, and a device that trusts its authority needs nothing else', async () => {
  const { dataDir } = initData()
  const box = await serve(dataDir)
  expect([new URL(box.tlsUrl).protocol, box.ca]).toEqual(['https:', join(dataDir, 'ca/ca.crt')])
  expect(statSync(join(dataDir, 'ca')).mode & 0o077).toBe(0)
  const ask = trusting(box)
  const cookie = await signIn(ask)
  expect(cookie).toMatch(/^__Host-kusuribako=[^;]+; Path=\/; HttpOnly; Secure; SameSite=Strict$/)
  const page = await ask('/')
  expect(page.headers).toMatchObject({ 'strict-transport-security': 'max-age=31536000' })
  expect(page.headers['content-security-policy']).toMatch(/^default-src 'none'; script-src 'self';/)
  expect((await ask('/api/session', { headers: { cookie: cookie.split(';')[0]! } })).status).toBe(200)
  await box.stop()
  // The same authority at the next start: no device has to be told again.
  const again = await serve(dataDir)
  expect((await trusting(again)('/health')).status).toBe(200)
  await again.stop()
})

test('the plain address is for this machine alone, has a session of its own, and a box on the LAN has none', async () => {
  const { dataDir } = initData()
  const box = await serve(dataDir)
  const secure = (await signIn(trusting(box))).split(';')[0]!
  const plain = await box.signIn()
  expect(plain).toMatch(/^plain-kusuribako=/)
  const askPlain = async (cookie: string) => (await fetch(`${box.url}/api/session`, { headers: { cookie } })).status
  expect([await askPlain(plain), await askPlain(secure)]).toEqual([200, 401])
  expect((await trusting(box)('/api/session', { headers: { cookie: plain } })).status).toBe(401)
  await box.stop()
  const onLan = await serve(dataDir, '--host', '0.0.0.0')
  expect(onLan.url).toBe(onLan.tlsUrl)
  await onLan.stop()
})

test('under a name that is not its own the box shows nothing: no page, no data, no socket', async () => {
  const { dataDir } = initData()
  const box = await serve(dataDir)
  const ask = trusting(box)
  const cookie = (await signIn(ask)).split(';')[0]!
  for (const host of [
    'attacker.example',
    `attacker.example:${new URL(box.tlsUrl).port}`,
    'kusuribako.local.attacker.example',
  ])
    for (const path of ['/', '/health', '/api/session', '/u/x', '/socket.io/?EIO=4&transport=polling']) {
      const { status, body } = await ask(path, { headers: { host, cookie } })
      expect([path, path.startsWith('/socket.io') ? status === 403 : status === 421, body.includes('kanri')]).toEqual([
        path,
        true,
        false,
      ])
    }
  const socketOf = (extraHeaders: Record<string, string>) =>
    new Promise<string>((resolve) => {
      const socket = io(box.tlsUrl, {
        ...{ auth: { seq: null }, transports: ['websocket'], reconnection: false, forceNew: true },
        ...{ extraHeaders, ca: readFileSync(box.ca, 'utf8') },
      })
      onTestFinished(() => void socket.disconnect())
      socket.once('caught-up', () => {
        resolve('in')
      })
      socket.once('connect_error', () => {
        resolve('refused')
      })
    })
  const own = box.tlsUrl
  expect(await socketOf({ cookie, origin: own })).toBe('in')
  expect(await socketOf({ origin: own })).toBe('refused')
  expect(await socketOf({ cookie, origin: 'https://attacker.example' })).toBe('refused')
  expect(await socketOf({ cookie, origin: own.replace('https:', 'http:') })).toBe('refused')
  const rebound = `attacker.example:${new URL(own).port}`
  expect(await socketOf({ cookie, host: rebound, origin: `https://${rebound}` })).toBe('refused')
  // What a page elsewhere sends along with the person's cookie changes nothing.
  const foreign = { cookie, origin: 'https://attacker.example' }
  expect((await ask('/api/counters', { method: 'POST', headers: foreign, body: { name: '窓口' } })).status).toBe(403)
  await box.stop()
})

test('the page that says how to trust the box is there where it was asked for, and on a LAN anyway; the command says the same words', async () => {
  const { dataDir } = initData()
  expect(run(['trust', '--data', dataDir])).toMatchObject({ status: 1, stdout: '' })
  const box = await serve(dataDir, '--trust-port', '0')
  const told = JSON.parse(run(['trust', '--data', dataDir, '--json']).stdout) as { words: string[]; sha256: string }
  expect(told.words).toHaveLength(10)
  const openssl = spawnSync('openssl', ['x509', '-in', box.ca, '-noout', '-fingerprint', '-sha256'], {
    encoding: 'utf8',
  })
  expect(openssl.stdout.trim()).toMatch(new RegExp(`=${told.sha256}$`))
  const page = await fetch(box.trustUrl!)
  expect([page.status, await page.text()]).toEqual([200, expect.stringMatching(told.words.join(' '))])
  const moved = await fetch(new URL('/api/visits?on=2026-04-03', box.trustUrl), { redirect: 'manual' })
  expect([moved.status, moved.headers.get('location')]).toEqual([308, `${box.tlsUrl}/api/visits?on=2026-04-03`])
  await box.stop()
  const onLan = await serve(dataDir, '--host', '0.0.0.0')
  expect((await fetch(onLan.trustUrl!)).status).toBe(200)
  await onLan.stop()
})

test('a satellite reaches the box with the certificate that the box made, and with no other', async () => {
  const { dataDir } = initData()
  const box = await serve(dataDir)
  const key = addSatellite(dataDir, '調剤室')
  const distrustful = startSatellite(box.tlsUrl, key)
  await distrustful.said(/証明書を確かめられない/)
  await distrustful.stop()
  const satellite = startSatellite(box.tlsUrl, key, ['--ca', box.ca])
  await satellite.said(/「調剤室」/)
  await satellite.stop()
  await box.stop()
})

test('a damaged authority keeps the box from starting, and the line says what to do; a damaged certificate does not', async () => {
  const { dataDir } = initData()
  await (await serve(dataDir)).stop()
  const ca = readFileSync(join(dataDir, 'ca/ca.crt'), 'utf8')
  truncateSync(join(dataDir, 'ca/box.pem'), 100)
  await (await serve(dataDir)).stop()
  expect(readFileSync(join(dataDir, 'ca/ca.crt'), 'utf8')).toBe(ca)
  truncateSync(join(dataDir, 'ca/root.pem'), 100)
  const refused = run(['serve', '--data', dataDir])
  expect(refused).toMatchObject({ status: 1, stdout: '' })
  expect(refused.stderr).toMatch(/root\.pem が壊れています。バックアップから戻してください。/)
  expect(run(['trust', '--data', dataDir])).toMatchObject({ status: 1, stdout: '' })
  rmSync(join(dataDir, 'ca'), { recursive: true })
  await (await serve(dataDir)).stop()
  expect(readdirSync(join(dataDir, 'ca')).sort()).toEqual(['box.pem', 'ca.crt', 'root.pem'])
})
