import { spawnSync } from 'node:child_process'
import { createHash, X509Certificate } from 'node:crypto'
import { once } from 'node:events'
import { writeFileSync } from 'node:fs'
import { request, type IncomingMessage } from 'node:http'
import { connect } from 'node:net'
import { join } from 'node:path'
import { buffer, text } from 'node:stream/consumers'
import { beforeAll, expect, onTestFinished, test } from 'vitest'
import { tempDir } from '../../test/support/temp.ts'
import { createOwnHost } from '../access/own-host.ts'
import { makeRoot } from './ca.ts'
import { fingerprintWords, words } from './fingerprint-words.ts'
import { fingerprintOf } from './identity.ts'
import { noTrustPage, openTrustPage, startTrustPage } from './trust-page.ts'

let caCert = ''
beforeAll(async () => {
  caCert = (await makeRoot(Date.UTC(2026, 10, 21))).cert
})

async function startPage(securePort = 8443) {
  const page = await startTrustPage({
    ...{ caCert, host: '127.0.0.1', port: 0, securePort },
    isOwnHost: createOwnHost((name) => name === 'kusuribako.local'),
  })
  onTestFinished(() => page.close())
  const ask = async (path: string, { host = 'kusuribako.local', method = 'GET', body = '' } = {}) => {
    const sent = request({ host: '127.0.0.1', port: page.port, path, method, headers: { host } })
    sent.end(body)
    const [response] = (await once(sent, 'response')) as [IncomingMessage]
    return { status: response.statusCode, headers: response.headers, body: await buffer(response) }
  }
  /** Exactly these bytes; everything that came back until the box hung up. */
  const say = async (bytes: string) => {
    const socket = connect(page.port, '127.0.0.1')
    socket.write(bytes, 'latin1')
    return text(socket)
  }
  return { page, ask, say }
}

test('the page says how to trust the box, with the words of its authority, without script and under a strict policy', async () => {
  const { ask } = await startPage()
  const { status, headers, body } = await ask('/trust')
  expect([status, headers['content-type']]).toEqual([200, 'text/html; charset=utf-8'])
  const html = String(body)
  expect(html).toMatch(fingerprintWords(fingerprintOf(caCert)))
  expect(html).toMatch('href="https://kusuribako.local:8443/"')
  expect(html).not.toMatch(/<script|\son\w+=|style=|javascript:|https?:\/\/(?!kusuribako\.local)/i)
  const sheet = /<style>([\s\S]*?)<\/style>/.exec(html)![1]!
  const hash = createHash('sha256').update(sheet).digest('base64')
  expect(headers['content-security-policy']).toBe(
    `default-src 'none'; style-src 'sha256-${hash}'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'`,
  )
  expect(headers).toMatchObject({ 'x-content-type-options': 'nosniff', 'cache-control': 'no-store' })
  expect(headers['set-cookie']).toBeUndefined()
  for (const [, path] of html.matchAll(/href="(\/[^"]*)"/g)) expect((await ask(path!)).status).toBe(200)
})

test('the page says that it proves nothing by itself, and what to compare on each device after installing', async () => {
  const { ask } = await startPage()
  const html = String((await ask('/trust')).body)
  expect(html).toContain('このページは暗号化されていません')
  expect(html).toContain('ことばが合っても証明にはなりません')
  const check = html.indexOf('入れたものを端末で確かめる')
  expect(check).toBeGreaterThan(html.indexOf('kusuribako.mobileconfig'))
  expect(check).toBeLessThan(html.indexOf('薬箱を開く</h2>'))
  for (const word of ['iPad', 'Android', 'certmgr.msc', 'SHA-256', '拇印']) expect(html.slice(check)).toContain(word)
})

test('the certificate, the profile for iPad and the script for Windows all carry the very certificate of the box', async () => {
  const { ask } = await startPage()
  const der = new X509Certificate(caCert).raw
  const crt = await ask('/trust/kusuribako-ca.crt')
  expect([crt.headers['content-type'], crt.body.equals(der)]).toEqual(['application/x-x509-ca-cert', true])
  expect(String((await ask('/trust/kusuribako-ca.pem')).body)).toBe(caCert)

  const profile = await ask('/trust/kusuribako.mobileconfig')
  expect(profile.headers['content-type']).toBe('application/x-apple-aspen-config')
  const plist = join(tempDir(), 'a.mobileconfig')
  writeFileSync(plist, profile.body)
  const read = spawnSync(
    'python3',
    [
      '-c',
      'import plistlib,sys,json,base64;p=plistlib.load(open(sys.argv[1],"rb"));c=p["PayloadContent"][0];c["PayloadContent"]=base64.b64encode(c["PayloadContent"]).decode();print(json.dumps(p))',
      plist,
    ],
    { encoding: 'utf8' },
  )
  expect(JSON.parse(read.stdout)).toMatchObject({
    PayloadType: 'Configuration',
    PayloadVersion: 1,
    PayloadUUID: expect.stringMatching(/^[0-9A-F]{8}(-[0-9A-F]{4}){3}-[0-9A-F]{12}$/) as string,
    PayloadContent: [{ PayloadType: 'com.apple.security.root', PayloadContent: der.toString('base64') }],
  })

  const script = await ask('/trust/kusuribako-trust.ps1')
  expect(script.headers['content-disposition']).toBe('attachment; filename="kusuribako-trust.ps1"')
  expect([...script.body.subarray(0, 3)]).toEqual([0xef, 0xbb, 0xbf])
  const lines = String(script.body).split('\r\n')
  expect(lines.join('')).not.toMatch('\n')
  expect(lines.join('\n')).toMatch(`FromBase64String('${der.toString('base64')}')`)
  expect(lines.join('\n')).toMatch(`'${words.join(' ')}' -split ' '`)
})

test('a port that cannot be had is told, and stops the box only where somebody asked for it', async () => {
  const { page } = await startPage()
  const errors: unknown[] = []
  const wish = {
    ...{ caCert, host: '127.0.0.1', port: page.port, securePort: 443, isOwnHost: createOwnHost(), isWanted: true },
    onMissing: (error: unknown) => void errors.push(error),
  }
  expect(await openTrustPage({ ...wish, isNeeded: false })).toBeUndefined()
  expect(errors).toMatchObject([{ code: 'EADDRINUSE' }])
  await expect(openTrustPage({ ...wish, isNeeded: true })).rejects.toMatchObject({ code: 'EADDRINUSE' })
  expect(noTrustPage(80)).toMatchObject({ state: 'warning', text: expect.stringContaining('ポート 80') as string })
})

test('everything else is sent to the same place on TLS, with its query, whatever the method', async () => {
  const { ask } = await startPage()
  for (const [path, to] of [
    ['/', 'https://kusuribako.local:8443/'],
    ['/api/visits?on=2026-04-03', 'https://kusuribako.local:8443/api/visits?on=2026-04-03'],
    ['/trust/', 'https://kusuribako.local:8443/trust/'],
    ['/trust/../api/visits', 'https://kusuribako.local:8443/trust/../api/visits'],
    ['/trust%2fkusuribako-ca.crt', 'https://kusuribako.local:8443/trust%2fkusuribako-ca.crt'],
    ['/Trust', 'https://kusuribako.local:8443/Trust'],
    ['//attacker.example/trust', 'https://kusuribako.local:8443//attacker.example/trust'],
  ] as const) {
    const { status, headers, body } = await ask(path)
    expect([path, status, headers.location, body.length]).toEqual([path, 308, to, 0])
  }
  const posted = await ask('/api/session', { method: 'POST', body: 'x'.repeat(100_000) }).catch(() => ({ status: 308 }))
  expect(posted.status).toBe(308)
  expect((await ask('/trust', { method: 'POST' })).status).toBe(405)
  const head = await ask('/trust', { method: 'HEAD' })
  expect([head.status, head.body.length]).toEqual([200, 0])
})

test('the usual port of TLS is not spelled out, and an address stays an address', async () => {
  const { ask } = await startPage(443)
  expect((await ask('/a')).headers.location).toBe('https://kusuribako.local/a')
  expect((await ask('/a', { host: '192.168.11.7:80' })).headers.location).toBe('https://192.168.11.7/a')
  expect((await ask('/a', { host: '[fd00::5]' })).headers.location).toBe('https://[fd00::5]/a')
})

test('under a name that is not its own the box gives out nothing and sends nobody anywhere', async () => {
  const { ask } = await startPage()
  for (const host of [
    'attacker.example',
    'kusuribako.local.attacker.example',
    'kusuribako.local@attacker.example',
    '.local',
    ' ',
  ])
    for (const path of ['/trust', '/', '/trust/kusuribako-ca.crt']) {
      const { status, headers, body } = await ask(path, { host })
      expect([host, status, headers.location]).toEqual([host, 421, undefined])
      expect(String(body)).not.toMatch('CERTIFICATE')
    }
})

test('a request that names another server, or smuggles lines, leads nowhere else', async () => {
  const { say } = await startPage()
  const absolute = await say('GET http://attacker.example/trust HTTP/1.1\r\nHost: kusuribako.local\r\n\r\n')
  expect(absolute).toMatch(/^HTTP\/1\.1 308 [\s\S]*\r\nlocation: https:\/\/kusuribako\.local:8443\/\r\n/i)
  const smuggled = await say('GET /a\r\nSet-Cookie: x=1 HTTP/1.1\r\nHost: kusuribako.local\r\n\r\n')
  expect(smuggled).not.toMatch(/x=1/)
  const bytes = await say('GET /\xe3\x81\x82 HTTP/1.1\r\nHost: kusuribako.local\r\n\r\n')
  expect(bytes).toMatch(/^HTTP\/1\.1 (308 [\s\S]*location: https:\/\/kusuribako\.local:8443\/%e3%81%82\r\n|400 )/i)
  expect(await say('GET /trust HTTP/1.0\r\n\r\n')).toMatch(/^HTTP\/1\.1 421 /)
  expect(await say('GET /trust HTTP/1.1\r\n\r\n')).toMatch(/^HTTP\/1\.1 400 /)
  expect(await say(`GET /${'a'.repeat(20_000)} HTTP/1.1\r\nHost: kusuribako.local\r\n\r\n`)).toMatch(/^HTTP\/1\.1 431 /)
  const two = await say(
    'POST / HTTP/1.1\r\nHost: kusuribako.local\r\nContent-Length: 60\r\n\r\nGET /trust HTTP/1.1\r\nHost: kusuribako.local\r\n\r\n',
  )
  expect(two.match(/HTTP\/1\.1 /g)).toHaveLength(1)
})
