/// <reference lib="dom" />
import { spawnSync } from 'node:child_process'
import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { chromium, type Page } from 'playwright-core'
import { expect, onTestFinished, test } from 'vitest'
import { signInPage } from './support/browser.ts'
import { cardId, initWithMember } from './support/pharmacy.ts'
import { run, serve } from './support/serve.ts'
import { tempDir } from './support/temp.ts'

/** A PC whose store of certificates holds these and nothing else, and which knows the box by name. */
async function openPc(authorities: string[]): Promise<{ page: Page; complaints: string[] }> {
  const home = tempDir()
  const store = join(home, '.pki/nssdb')
  mkdirSync(store, { recursive: true })
  const certutil = (...args: string[]): void => {
    const { status, stderr, error } = spawnSync('certutil', ['-d', `sql:${store}`, ...args], { encoding: 'utf8' })
    if (status !== 0) throw new Error(error?.message ?? stderr)
  }
  certutil('-N', '--empty-password')
  for (const file of authorities) certutil('-A', '-t', 'C,,', '-n', 'kusuribako', '-i', file)
  const browser = await chromium.launch({
    executablePath: '/usr/bin/chromium',
    env: { ...process.env, HOME: home },
    args: [
      ...['--no-sandbox', '--disable-gpu', '--disable-quic', '--disable-background-networking'],
      '--host-resolver-rules=MAP kusuribako.local 127.0.0.1, MAP attacker.example 127.0.0.1',
    ],
  })
  onTestFinished(() => browser.close())
  const page = await (await browser.newContext({ locale: 'ja-JP', timezoneId: 'Asia/Tokyo' })).newPage()
  const complaints: string[] = []
  page.on('console', (message) => {
    if (/Content.Security.Policy|Mixed Content|TypeError/i.test(message.text())) complaints.push(message.text())
  })
  return { page, complaints }
}

const at = (url: string, host: string): string => `https://${host}:${new URL(url).port}/`

test('a PC that trusts the box opens it by name without a warning, signs in, and hears of a touch', async () => {
  const { dataDir } = initWithMember()
  const box = await serve(dataDir, '--reader', 'virtual')
  const { page, complaints } = await openPc([box.ca])
  await page.goto(at(box.tlsUrl, 'kusuribako.local'))
  expect(await page.evaluate(() => isSecureContext)).toBe(true)
  await signInPage(page)
  const [cookie] = await page.context().cookies()
  expect(cookie).toMatchObject({
    name: '__Host-kusuribako',
    secure: true,
    httpOnly: true,
    sameSite: 'Strict',
    path: '/',
  })
  await page.locator('[data-test=first-day]').waitFor()
  run(['tap', cardId, '--data', dataDir])
  await page.locator('[data-test=visit-row]').first().waitFor()
  expect(complaints).toEqual([])
  await box.stop()
})

test('a PC that was not told to trust the box gets no page, and a stranger’s name for its address gets none either', async () => {
  const { dataDir } = initWithMember()
  const box = await serve(dataDir, '--trust-port', '0')
  const { page } = await openPc([])
  await expect(page.goto(at(box.tlsUrl, 'kusuribako.local'))).rejects.toThrow(/ERR_CERT_AUTHORITY_INVALID/)
  // A window of its own: the page that says why the other one was refused may still be on its way.
  const { page: other } = await openPc([])
  const rebound = await other.goto(box.url.replace('127.0.0.1', 'attacker.example'))
  expect([rebound?.status(), await other.locator('kb-app').count()]).toEqual([421, 0])
  const trusting = await openPc([box.ca])
  await expect(trusting.page.goto(at(box.tlsUrl, 'attacker.example'))).rejects.toThrow(/ERR_CERT_COMMON_NAME_INVALID/)
  await box.stop()
})

test('the page that says how to trust the box is readable, runs no script, and its certificate is the one of the box', async () => {
  const { dataDir } = initWithMember()
  const box = await serve(dataDir, '--trust-port', '0')
  const { page, complaints } = await openPc([box.ca])
  await page.goto(box.trustUrl ?? '')
  const { words } = JSON.parse(run(['trust', '--data', dataDir, '--json']).stdout) as { words: string[] }
  const shown = page.locator('.words')
  expect(await shown.innerText()).toBe(words.join(' '))
  // The sheet was let in by its hash.
  expect(await shown.evaluate((element) => getComputedStyle(element).borderTopStyle)).toBe('solid')
  const script = page.evaluate(() => {
    const made = document.createElement('script')
    made.textContent = 'document.title = "ran"'
    document.head.append(made)
    return document.title
  })
  expect(await script).toBe('薬箱を信頼する')
  expect(complaints.filter((text) => !text.includes('script'))).toEqual([])
  await page.setViewportSize({ width: 320, height: 640 })
  const sticksOut = () => document.documentElement.scrollWidth > document.documentElement.clientWidth
  expect(await page.evaluate(sticksOut)).toBe(false)
  await box.stop()
})
