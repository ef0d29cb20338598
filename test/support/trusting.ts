/// <reference lib="dom" />
import { spawnSync } from 'node:child_process'
import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { chromium, type Browser } from 'playwright-core'
import { onTestFinished } from 'vitest'
import { desk, openWindow } from './browser.ts'
import type { Served } from './serve.ts'
import { tempDir } from './temp.ts'

/** Real Chromium that trusts the box and knows it by name; every context is a PC of its own. */
export async function openPcs(authority: string): Promise<Browser> {
  const home = tempDir()
  const store = join(home, '.pki/nssdb')
  mkdirSync(store, { recursive: true })
  const certutil = (...args: string[]): void => {
    const { status, stderr, error } = spawnSync('certutil', ['-d', `sql:${store}`, ...args], { encoding: 'utf8' })
    if (status !== 0) throw new Error(error?.message ?? stderr)
  }
  certutil('-N', '--empty-password')
  certutil('-A', '-t', 'C,,', '-n', 'kusuribako', '-i', authority)
  const browser = await chromium.launch({
    executablePath: '/usr/bin/chromium',
    env: { ...process.env, HOME: home },
    args: [
      ...['--no-sandbox', '--disable-gpu', '--disable-quic', '--disable-background-networking'],
      '--host-resolver-rules=MAP kusuribako.local 127.0.0.1',
    ],
  })
  onTestFinished(() => browser.close())
  return browser
}

/** The box under its own name, as the PCs of a pharmacy open it: TLS, and a certificate they trust. */
export async function openByName({ tlsUrl, ca }: Pick<Served, 'tlsUrl' | 'ca'>) {
  const browser = await openPcs(ca)
  const url = tlsUrl.replace('127.0.0.1', 'kusuribako.local')
  return { url, openPc: () => openWindow(url, desk, browser) }
}
