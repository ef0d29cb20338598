import { spawnSync } from 'node:child_process'
import { X509Certificate } from 'node:crypto'
import { once } from 'node:events'
import {
  chmodSync,
  cpSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  truncateSync,
  writeFileSync,
} from 'node:fs'
import type { AddressInfo } from 'node:net'
import { join } from 'node:path'
import { connect, createServer } from 'node:tls'
import { expect, onTestFinished, test } from 'vitest'
import { tempDir } from '../../test/support/temp.ts'
import { makeRoot } from './ca.ts'
import { openCertificates, type Certificates, type CertificatesOptions } from './certificates.ts'
import { namesOf, parseIdentity, type Identity } from './identity.ts'
import { issue, type Issue, type IssueRequest } from './issuer.ts'
import { makeLeaf } from './leaf.ts'
import { tlsOptions } from './tls-options.ts'

const day = 24 * 60 * 60 * 1000
const start = Date.UTC(2026, 10, 21, 3)

/** Signs as the child does (issuer-child.ts), without a process for each. */
async function issueHere({ root: known, names, addresses, now }: IssueRequest): Promise<Issue> {
  const root = known ?? (await makeRoot(now))
  return { root, leaf: await makeLeaf(root, { names: [...namesOf(root), ...names], addresses }, now) }
}

/** A box whose clock and addresses are the test's. */
function makeBox(dataDir = tempDir()) {
  const box = {
    dataDir,
    now: start,
    addresses: ['192.168.11.7'],
    signed: 0,
    errors: [] as unknown[],
    options: (changes: Partial<CertificatesOptions> = {}): CertificatesOptions => ({
      dataDir,
      now: () => box.now,
      addresses: () => box.addresses,
      onError: (error) => box.errors.push(error),
      issue: (request) => {
        box.signed++
        return issueHere(request)
      },
      ...changes,
    }),
    async open(changes?: Partial<CertificatesOptions>): Promise<Certificates> {
      const outcome = await openCertificates(box.options(changes))
      if (!outcome.ok) throw new Error(outcome.message)
      onTestFinished(() => outcome.certificates.close())
      return outcome.certificates
    },
  }
  return box
}

const certOf = ({ cert }: Identity) => new X509Certificate(cert)
const file = (dataDir: string, name: string) => join(dataDir, 'ca', name)

function openssl(...args: string[]): string {
  const { status, stdout, stderr } = spawnSync('openssl', args, { encoding: 'utf8' })
  if (status !== 0) throw new Error(stderr + stdout)
  return stdout
}

test('the first start makes an authority and a certificate that openssl finds good, for every name and address of the box', async () => {
  const box = makeBox()
  box.addresses = ['192.168.11.7', '10.0.0.4', 'fd00::5']
  const certificates = await box.open({ issue })
  const { dataDir } = box
  const leafFile = join(tempDir(), 'leaf.crt')
  writeFileSync(leafFile, certificates.current().cert)
  const [, shortName] = namesOf(parseIdentity(readFileSync(file(dataDir, 'root.pem'), 'utf8'))!)
  expect(shortName).toMatch(/^kb-[a-z2-9]{6}\.local$/)
  const verify = (...more: string[]) =>
    openssl(
      'verify',
      '-x509_strict',
      '-attime',
      String(start / 1000),
      '-purpose',
      'sslserver',
      '-CAfile',
      certificates.caFile,
      ...more,
      leafFile,
    )
  for (const name of ['kusuribako.local', shortName!, 'localhost'])
    expect(verify('-verify_hostname', name)).toMatch(/: OK/)
  for (const ip of ['192.168.11.7', '10.0.0.4', 'fd00::5', '127.0.0.1', '::1'])
    expect(verify('-verify_ip', ip)).toMatch(/: OK/)
  expect(() => verify('-verify_hostname', 'kusuribako.example')).toThrow(/mismatch/)
  const leaf = certOf(certificates.current())
  expect(leaf.validToDate.getTime() - leaf.validFromDate.getTime()).toBeLessThanOrEqual(397 * day)
  expect(openssl('x509', '-in', leafFile, '-noout', '-text')).toMatch(
    /prime256v1[\s\S]*CA:FALSE[\s\S]*TLS Web Server Authentication/,
  )
})

test('the authority is P-256, lasts ten years, has no authority below it, and may vouch for no name outside the LAN', async () => {
  const box = makeBox()
  const certificates = await box.open()
  const text = openssl('x509', '-in', certificates.caFile, '-noout', '-text')
  expect(text).toMatch(/prime256v1/)
  expect(text).toMatch(/Basic Constraints: critical\s+CA:TRUE, pathlen:0/)
  expect(text).toMatch(/Name Constraints: critical\s+Permitted:\s+DNS:local\s+DNS:localhost/)
  expect(text).toMatch(/Certificate Sign, CRL Sign/)
  const ca = new X509Certificate(certificates.caCert)
  expect(ca.validToDate.getTime() - start).toBeGreaterThan(3652 * day)
  const root = parseIdentity(readFileSync(file(box.dataDir, 'root.pem'), 'utf8'))!
  const bank = join(tempDir(), 'bank.crt')
  writeFileSync(bank, (await makeLeaf(root, { names: ['bank.example'], addresses: [] }, start)).cert)
  expect(() => openssl('verify', '-attime', String(start / 1000), '-CAfile', certificates.caFile, bank)).toThrow(
    /permitted subtree violation/,
  )
})

test('the files are for their owner alone, and the folder shows no key to others even for a moment', async () => {
  const { dataDir, open } = makeBox()
  await open()
  expect(statSync(join(dataDir, 'ca')).mode & 0o777).toBe(0o700)
  expect(readdirSync(join(dataDir, 'ca')).sort()).toEqual(['box.pem', 'ca.crt', 'root.pem'])
  for (const name of ['box.pem', 'ca.crt', 'root.pem']) expect(statSync(file(dataDir, name)).mode & 0o777).toBe(0o600)
})

test('started again, the box has the same authority and the same certificate, and signs nothing', async () => {
  const box = makeBox()
  const first = await box.open()
  const again = await box.open()
  expect([again.caCert, again.current().cert]).toEqual([first.caCert, first.current().cert])
  expect(box.signed).toBe(1)
})

test('with one third of its time left a certificate is renewed by itself, and not before', async () => {
  const box = makeBox()
  const certificates = await box.open()
  const first = certificates.current()
  const told: Identity[] = []
  certificates.onChange((identity) => told.push(identity))
  box.now = start + 263 * day
  await certificates.check()
  expect(certificates.current()).toBe(first)
  box.now = start + 265 * day
  await certificates.check()
  expect(told).toEqual([certificates.current()])
  expect(certificates.current().key).not.toBe(first.key)
  expect(certOf(certificates.current()).validToDate.getTime()).toBeGreaterThan(start + 660 * day)
  expect((await box.open()).current().cert).toBe(certificates.current().cert)
})

test('a box that was off for years renews before it serves', async () => {
  const box = makeBox()
  await box.open()
  box.now = start + 900 * day
  const certificates = await box.open()
  expect(certOf(certificates.current()).validToDate.getTime()).toBeGreaterThan(box.now)
})

test('near the end of its authority the certificate ends with it, and is not signed again and again', async () => {
  const box = makeBox()
  const certificates = await box.open()
  const end = new X509Certificate(certificates.caCert).validToDate.getTime()
  box.now = end - 100 * day
  await certificates.check()
  expect(certOf(certificates.current()).validToDate.getTime()).toBe(end)
  const { signed } = box
  box.now = end - day
  await certificates.check()
  expect(box.signed).toBe(signed)
})

test('a new address or name is in the certificate at once; one that is gone for a while changes nothing', async () => {
  const box = makeBox()
  const certificates = await box.open()
  box.addresses = []
  await certificates.check()
  box.addresses = ['192.168.11.7']
  await certificates.check()
  expect(box.signed).toBe(1)
  box.addresses = ['192.168.11.8']
  await certificates.check()
  expect([certificates.covers('192.168.11.8'), certificates.covers('192.168.11.7')]).toEqual([true, false])
  expect(certificates.covers('kusuribako-2.local')).toBe(false)
  await certificates.useNames(['kusuribako-2.local'])
  expect([certificates.covers('kusuribako-2.local'), certificates.covers('kusuribako.local')]).toEqual([true, true])
  expect(certificates.covers('192.168.11.8')).toBe(true)
  expect(box.signed).toBe(3)
})

test('the clock of a box without a battery spoils nothing, and one that was ahead is put right', async () => {
  const box = makeBox()
  box.now = 0
  const certificates = await box.open()
  const first = certificates.current()
  expect(certOf(first).validFromDate.getTime()).toBeGreaterThan(Date.UTC(2025, 11, 1))
  box.now = start
  await certificates.check()
  const signed = certificates.current()
  expect(certOf(signed).validToDate.getTime()).toBeGreaterThan(start + 390 * day)
  box.now = 1000
  await certificates.check()
  expect(certificates.current()).toBe(signed)
  box.now = start + 20 * 365 * day
  await certificates.check()
  box.now = start
  await certificates.check()
  expect(certOf(certificates.current()).validFromDate.getTime()).toBeLessThan(start)
})

test('killed between two writes, or in the middle of one, the box starts again with the authority it had', async () => {
  const whole = makeBox()
  const { caCert } = await whole.open()
  const states: Record<string, (dir: string) => void> = {
    'the certificate was not written': (dir) => rmSync(file(dir, 'box.pem')),
    'only the authority was written': (dir) => ['box.pem', 'ca.crt'].forEach((name) => rmSync(file(dir, name))),
    'a file was half written': (dir) => writeFileSync(file(dir, 'box.pem.tmp'), 'half', { mode: 0o644 }),
    'the certificate is damaged': (dir) => truncateSync(file(dir, 'box.pem'), 300),
    'the public certificate is damaged': (dir) => truncateSync(file(dir, 'ca.crt'), 0),
    'the certificate is of another authority': (dir) => cpSync(file(stranger.dataDir, 'box.pem'), file(dir, 'box.pem')),
  }
  const stranger = makeBox()
  await stranger.open()
  for (const [what, damage] of Object.entries(states)) {
    const box = makeBox()
    cpSync(whole.dataDir, box.dataDir, { recursive: true })
    damage(box.dataDir)
    const certificates = await box.open()
    expect([what, certificates.caCert]).toEqual([what, caCert])
    expect(certOf(certificates.current()).checkIssued(new X509Certificate(caCert))).toBe(true)
    expect(readFileSync(file(box.dataDir, 'ca.crt'), 'utf8')).toBe(caCert)
    expect(parseIdentity(readFileSync(file(box.dataDir, 'box.pem'), 'utf8'))).toEqual(certificates.current())
    expect(statSync(file(box.dataDir, 'box.pem')).mode & 0o777).toBe(0o600)
  }
  // Killed before the authority itself was written, the box has never served: it makes one.
  const empty = makeBox()
  mkdirSync(join(empty.dataDir, 'ca'))
  writeFileSync(file(empty.dataDir, 'root.pem.tmp'), 'half')
  await empty.open()
})

test('a damaged or missing authority is told with its remedy, and never replaced', async () => {
  const whole = makeBox()
  await whole.open()
  const other = makeBox()
  await other.open()
  const otherKey = readFileSync(file(other.dataDir, 'root.pem'), 'utf8').split('-----BEGIN CERTIFICATE')[0]!
  const damages: [RegExp, (root: string) => void][] = [
    [/壊れています/, (root) => truncateSync(root, 100)],
    [/壊れています/, (root) => truncateSync(root, 0)],
    [/壊れています/, (root) => writeFileSync(root, Buffer.alloc(900, 0xff))],
    [/壊れています/, (root) => writeFileSync(root, otherKey + readFileSync(file(whole.dataDir, 'ca.crt'), 'utf8'))],
    [/壊れています/, (root) => cpSync(file(whole.dataDir, 'box.pem'), root)],
    [/ありません/, (root) => rmSync(root)],
  ]
  for (const [words, damage] of damages) {
    const box = makeBox()
    cpSync(whole.dataDir, box.dataDir, { recursive: true })
    damage(file(box.dataDir, 'root.pem'))
    const before = readdirSync(join(box.dataDir, 'ca')).map((name) => readFileSync(file(box.dataDir, name), 'latin1'))
    const outcome = await openCertificates(box.options())
    expect(outcome).toEqual({ ok: false, message: expect.stringMatching(words) as string })
    expect(outcome).toEqual({ ok: false, message: expect.stringMatching(/バックアップ[\s\S]*やり直す/) as string })
    expect(readdirSync(join(box.dataDir, 'ca')).map((name) => readFileSync(file(box.dataDir, name), 'latin1'))).toEqual(
      before,
    )
    expect(box.signed).toBe(0)
  }
})

test('what cannot be signed or written is told, and the box goes on with the certificate it has', async () => {
  const box = makeBox()
  const fail = { on: false }
  const certificates = await box.open({
    issue: (request) => (fail.on ? Promise.reject(new Error('no memory')) : issueHere(request)),
  })
  const first = certificates.current()
  fail.on = true
  box.addresses = ['10.1.1.1']
  await certificates.check()
  expect([certificates.current(), box.errors.length]).toEqual([first, 1])
  fail.on = false
  rmSync(join(box.dataDir, 'ca'), { recursive: true })
  await certificates.check()
  expect([certificates.covers('10.1.1.1'), box.errors.length]).toEqual([true, 2])
})

test('a swap reaches new connections, and connections that are open go on', async () => {
  const box = makeBox()
  const certificates = await box.open()
  const server = createServer(tlsOptions(certificates.current()), (socket) => socket.pipe(socket))
  certificates.onChange((identity) => server.setSecureContext(tlsOptions(identity)))
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  onTestFinished(() => void server.close())
  const { port } = server.address() as AddressInfo
  const dial = async (more = {}) => {
    const socket = connect({
      port,
      host: '127.0.0.1',
      ca: certificates.caCert,
      servername: 'kusuribako.local',
      ...more,
    })
    onTestFinished(() => void socket.destroy())
    await once(socket, 'secureConnect')
    return socket
  }
  const before = await dial()
  box.addresses = ['192.168.11.9']
  await certificates.check()
  const after = await dial()
  expect(after.getPeerCertificate().subjectaltname).toMatch('192.168.11.9')
  expect(before.getPeerCertificate().subjectaltname).not.toMatch('192.168.11.9')
  before.write('still here')
  expect(String((await once(before, 'data'))[0])).toBe('still here')
})

test('TLS 1.3 is spoken, of TLS 1.2 only what has forward secrecy and authenticated encryption, and nothing older', async () => {
  const certificates = await makeBox().open()
  const server = createServer(tlsOptions(certificates.current()))
  server.on('tlsClientError', () => undefined)
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  onTestFinished(() => void server.close())
  const { port } = server.address() as AddressInfo
  const dial = (more: object) =>
    new Promise<string>((resolve) => {
      const socket = connect({ port, host: '127.0.0.1', ca: certificates.caCert, ...more })
      socket.once('secureConnect', () => {
        resolve(`${socket.getProtocol() ?? ''} ${socket.getCipher().name}`)
        socket.destroy()
      })
      socket.once('error', (error: NodeJS.ErrnoException) => {
        resolve(error.code ?? 'refused')
      })
    })
  expect(await dial({})).toMatch(/^TLSv1\.3 /)
  expect(await dial({ maxVersion: 'TLSv1.2' })).toMatch(/^TLSv1\.2 ECDHE-ECDSA-AES(128|256)-GCM/)
  const weak = ['ECDHE-ECDSA-AES128-SHA256', 'ECDHE-ECDSA-AES256-SHA', 'AES128-GCM-SHA256', 'DHE-RSA-AES128-GCM-SHA256']
  for (const ciphers of weak) expect(await dial({ maxVersion: 'TLSv1.2', ciphers })).toMatch(/^(ERR_SSL|ECONNRESET)/)
  expect(await dial({ minVersion: 'TLSv1', maxVersion: 'TLSv1.1', ciphers: 'DEFAULT@SECLEVEL=0' })).toMatch(
    /^(ERR_SSL|ECONNRESET)/,
  )
})

test('a file that its owner made readable for others is made his alone at the next write', async () => {
  const box = makeBox()
  const certificates = await box.open()
  chmodSync(file(box.dataDir, 'box.pem'), 0o644)
  box.addresses = ['10.9.9.9']
  await certificates.check()
  expect(statSync(file(box.dataDir, 'box.pem')).mode & 0o777).toBe(0o600)
})
