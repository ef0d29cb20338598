import { spawn } from 'node:child_process'
import { X509Certificate } from 'node:crypto'
import { once } from 'node:events'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { expect, onTestFinished, test } from 'vitest'
import { tempDir } from '../../test/support/temp.ts'
import { openCertificates } from './certificates.ts'

const child = join(import.meta.dirname, '../../test/support/certificates-child.ts')

/** Starts the box that writes all the time, and kills it amid its writes after so many certificates. @returns whether it began */
async function killAfter(count: number, dataDir: string): Promise<boolean> {
  const box = spawn(process.execPath, ['--disable-warning=ExperimentalWarning', child, dataDir], {
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  onTestFinished(() => void box.kill('SIGKILL'))
  const ended = once(box, 'exit')
  let seen = 0
  for await (const line of createInterface({ input: box.stdout })) {
    if (line !== '') seen++
    if (seen >= count) break
  }
  box.kill('SIGKILL')
  await ended
  return seen >= count
}

test('killed amid its writes again and again, a box starts each time with the authority its devices know', async () => {
  const dataDir = tempDir()
  let known: string | undefined
  for (const count of [1, 3, 7, 12]) {
    expect(await killAfter(count, dataDir)).toBe(true)
    const outcome = await openCertificates({
      dataDir,
      now: Date.now,
      addresses: () => [],
      issue: () => Promise.reject(new Error('the certificate it had is good')),
      onError: (error) => {
        throw error
      },
    })
    if (!outcome.ok) throw new Error(outcome.message)
    const { caCert, current, close } = outcome.certificates
    known ??= caCert
    expect(caCert).toBe(known)
    expect(new X509Certificate(current().cert).checkIssued(new X509Certificate(known))).toBe(true)
    await close()
  }
}, 120_000)
