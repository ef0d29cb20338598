import { X509Certificate } from 'node:crypto'
import { chmodSync, readdirSync, readFileSync, rmSync, truncateSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { tempDir } from '../../test/support/temp.ts'
import { makeRoot } from './ca.ts'
import { openCertificates } from './certificates.ts'
import { namesOf } from './identity.ts'
import type { Issue, IssueRequest } from './issuer.ts'
import { makeLeaf } from './leaf.ts'
import { bringBackRoot, replaceRoot } from './root-replacement.ts'
import { checkTls } from '../cli/tls-check.ts'

const day = 24 * 60 * 60 * 1000
const start = Date.UTC(2026, 10, 21, 3)

async function issue({ root: known, names, addresses, now }: IssueRequest): Promise<Issue> {
  const root = known ?? (await makeRoot(now))
  return { root, leaf: await makeLeaf(root, { names: [...namesOf(root), ...names], addresses }, now) }
}

/** A data folder, its clock and its addresses. */
function makeBox() {
  const dataDir = tempDir()
  const box = {
    dataDir,
    now: start,
    addresses: ['192.168.11.7'],
    folder: join(dataDir, 'ca'),
    /** Starts the box and stops it. @returns the authority it speaks with, and whether its certificate is of that one */
    async start() {
      const outcome = await openCertificates({
        ...{ dataDir, now: () => box.now, addresses: () => box.addresses, issue },
        onError: (error) => {
          throw error
        },
      })
      if (!outcome.ok) throw new Error(outcome.message)
      const { caCert, current, close } = outcome.certificates
      await close()
      const isOwn = new X509Certificate(current().cert).checkIssued(new X509Certificate(caCert))
      return { caCert, isOwn }
    },
    replace: () => replaceRoot({ dataDir, now: box.now, issue, addresses: () => box.addresses }),
    back: () => bringBackRoot(dataDir, box.now),
    check: () => checkTls({ dataDir, now: box.now, addresses: () => box.addresses }),
    states: () => box.check().map(({ code, state }) => `${code} ${state}`),
  }
  return box
}

test('a replaced authority is another one, the box serves with it at once, and goes back to the old one when asked', async () => {
  const box = makeBox()
  const { caCert: before } = await box.start()
  const replaced = await box.replace()
  expect(replaced).toMatchObject({ ok: true })
  const after = await box.start()
  expect([after.caCert === before, after.isOwn]).toEqual([false, true])
  for (const name of readdirSync(box.folder))
    expect(readFileSync(join(box.folder, name), 'utf8')).toMatch(/^-----BEGIN/)
  expect(box.back()).toEqual({ ok: true, cert: before })
  expect(await box.start()).toEqual({ caCert: before, isOwn: true })
  // There is one way back, not two.
  expect(box.back()).toEqual({ ok: false, code: 'none' })
})

test('the way back is open for thirty days; then the old key is deleted by the box itself', async () => {
  const box = makeBox()
  await box.start()
  await box.replace()
  const kept = () => readdirSync(box.folder).filter((name) => name.startsWith('root-until-'))
  box.now += 30 * day
  await box.start()
  expect(kept()).toHaveLength(1)
  box.now += 1
  expect(box.back()).toEqual({ ok: false, code: 'none' })
  await box.start()
  expect(kept()).toEqual([])
})

test('stopped between any two of its writes, the box starts with one authority whole, and a certificate of it', async () => {
  const box = makeBox()
  const { caCert: before } = await box.start()
  const leafBefore = readFileSync(join(box.folder, 'box.pem'))
  await box.replace()
  // The certificate of the old authority is still there, and nobody has told the new one yet.
  rmSync(join(box.folder, 'ca.crt'))
  writeFileSync(join(box.folder, 'box.pem'), leafBefore)
  const after = await box.start()
  expect([after.caCert === before, after.isOwn]).toEqual([false, true])
  expect(readFileSync(join(box.folder, 'ca.crt'), 'utf8')).toBe(after.caCert)
})

test('where there is none, or a damaged one, nothing is replaced', async () => {
  const box = makeBox()
  expect(await box.replace()).toEqual({ ok: false, code: 'none' })
  expect(box.back()).toEqual({ ok: false, code: 'none' })
  await box.start()
  truncateSync(join(box.folder, 'root.pem'), 100)
  expect(await box.replace()).toMatchObject({ ok: false, message: expect.stringContaining('root.pem') as string })
  expect(readdirSync(box.folder).some((name) => name.startsWith('root-until-'))).toBe(false)
})

test('the check finds a box fine that is, and says what is missing on one that never started', async () => {
  const box = makeBox()
  expect(box.states()).toEqual(['tls-root warning'])
  await box.start()
  expect(box.states()).toEqual(['tls-root ok', 'tls-certificate ok'])
})

test('the check says when certificate or authority end, or have ended', async () => {
  const box = makeBox()
  await box.start()
  box.now = start + 300 * day
  expect(box.states()).toEqual(['tls-root ok', 'tls-certificate warning'])
  box.now = start + 400 * day
  expect(box.states()).toEqual(['tls-root ok', 'tls-certificate failed'])
  box.now = start + 9.5 * 365 * day
  await box.start()
  expect(box.states()[0]).toBe('tls-root warning')
  box.now = start + 11 * 365 * day
  expect(box.states()[0]).toBe('tls-root failed')
})

test('the check holds names and addresses of the machine against the certificate', async () => {
  const box = makeBox()
  await box.start()
  box.addresses = ['192.168.11.7', '10.0.0.9']
  const [, names] = box.check()
  expect(names).toMatchObject({
    code: 'tls-names',
    state: 'warning',
    text: expect.stringMatching(/: 10\.0\.0\.9$/) as string,
  })
})

test('the check notices a clock that was never set, and a certificate from its future', async () => {
  const box = makeBox()
  await box.start()
  box.now = Date.UTC(2026, 9, 1)
  expect(box.states()).toEqual(['tls-root ok', 'tls-clock failed'])
  box.now = Date.UTC(1970, 0, 2)
  expect(box.states()[0]).toBe('clock failed')
})

test('the check notices what is damaged, missing or open to others', async () => {
  const box = makeBox()
  await box.start()
  chmodSync(join(box.folder, 'root.pem'), 0o644)
  expect(box.states()).toContain('tls-key-open failed')
  chmodSync(join(box.folder, 'root.pem'), 0o600)
  rmSync(join(box.folder, 'box.pem'))
  expect(box.states()).toEqual(['tls-root ok', 'tls-certificate warning'])
  truncateSync(join(box.folder, 'root.pem'), 10)
  expect(box.states()).toEqual(['tls-root failed'])
})
