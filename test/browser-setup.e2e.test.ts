/// <reference lib="dom" />
import { spawnSync } from 'node:child_process'
import { cpSync, mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { TOTP } from 'otpauth'
import { chromium, type Page } from 'playwright-core'
import { expect, onTestFinished, test } from 'vitest'
import { faults } from './support/axe.ts'
import { sidewaysScroll } from './support/browser.ts'
import { run, serve, until, type Served } from './support/serve.ts'
import { tempDir } from './support/temp.ts'

const fixture = join(import.meta.dirname, '../server/intake/nsips/fixtures/A26040300001200100000.txt')
const name = 'A26040300001200100000.txt'

/** A new PC: it trusts this box, knows it by name, and has never been here. */
async function openPc(box: Served): Promise<Page> {
  const home = tempDir()
  const store = join(home, '.pki/nssdb')
  mkdirSync(store, { recursive: true })
  for (const args of [
    ['-N', '--empty-password'],
    ['-A', '-t', 'C,,', '-n', 'kusuribako', '-i', box.ca],
  ]) {
    const { status, stderr } = spawnSync('certutil', ['-d', `sql:${store}`, ...args], { encoding: 'utf8' })
    if (status !== 0) throw new Error(stderr)
  }
  const browser = await chromium.launch({
    executablePath: '/usr/bin/chromium',
    env: { ...process.env, HOME: home },
    args: [
      ...['--no-sandbox', '--disable-gpu', '--disable-quic', '--disable-background-networking'],
      '--host-resolver-rules=MAP kusuribako.local 127.0.0.1',
    ],
  })
  onTestFinished(() => browser.close())
  const context = await browser.newContext({
    locale: 'ja-JP',
    timezoneId: 'Asia/Tokyo',
    viewport: { width: 1366, height: 768 },
  })
  const page = await context.newPage()
  await page.goto(`https://kusuribako.local:${new URL(box.tlsUrl).port}/`)
  return page
}

const codeOf = (box: Served): Promise<string> => until(() => /コード {2}(\d{4}-\d{4})/.exec(box.log())?.[1])
const at = (page: Page, test: string) => page.locator(`[data-test=${test}]:visible`)

async function enter(page: Page, code: string): Promise<void> {
  await page.locator('#setup-code').fill(code)
  await at(page, 'code-submit').click()
}

const save = (page: Page) => at(page, 'save').click()

test('a new box is set up in the browser, left in the middle, taken up after a restart on another PC, and then works', async () => {
  const dataDir = tempDir()
  const sips = join(tempDir(), 'SIPS3')
  for (const folder of ['INDEX', 'DATA']) mkdirSync(join(sips, folder), { recursive: true })
  cpSync(fixture, join(sips, 'DATA', name))
  writeFileSync(join(sips, 'INDEX', name), '')
  const copies = tempDir()

  const first = await serve(dataDir, '--reader', 'virtual')
  let page = await openPc(first)
  await enter(page, '0000-000x')
  await page.locator('[data-test=wrong-setup-code]').waitFor()
  expect(await faults(page)).toEqual([])
  await enter(page, await codeOf(first))
  await at(page, 'step-facility').waitFor()
  // What is wrong is said at its field, and what was typed stays.
  await page.locator('#name').fill('見本薬局')
  await page.locator('#shortId').fill('９')
  await save(page)
  await page.locator('[data-test=wrong-shortId]').waitFor()
  expect(await page.locator('#name').inputValue()).toBe('見本薬局')
  await page.locator('#shortId').fill('mihon')
  await save(page)
  await at(page, 'step-admin').waitFor()
  await page.locator('#login').fill('kanri')
  await page.locator('#name').fill('見本 管理')
  await page.locator('#password').fill('password')
  await page.locator('#again').fill('password')
  await save(page)
  await page.locator('[data-test=wrong-password]').waitFor()
  for (const field of ['password', 'again']) await page.locator(`#${field}`).fill('correct horse battery')
  await save(page)
  await at(page, 'step-factor').waitFor()
  expect(await faults(page)).toEqual([])
  await first.stop()

  const box = await serve(dataDir, '--reader', 'virtual')
  page = await openPc(box)
  await enter(page, await codeOf(first))
  await page.locator('[data-test=wrong-setup-code]').waitFor()
  await enter(page, await codeOf(box))
  // It goes on where it was left.
  await at(page, 'step-factor').waitFor()
  await at(page, 'add-totp').click()
  const secret = (await page.locator('[data-test=totp-secret]').textContent()) ?? ''
  const totp = new TOTP({ secret })
  await page.locator('#code').fill(totp.generate())
  await at(page, 'confirm').click()
  await at(page, 'recovery-codes').waitFor()
  expect(await at(page, 'recovery-codes').locator('li').count()).toBe(10)
  await at(page, 'codes-kept').click()
  await at(page, 'step-network').waitFor()
  await page.locator('#label').fill('mihon-box')
  await save(page)

  await at(page, 'step-nsips').waitFor()
  await page.locator('#path').fill(join(sips, 'gone'))
  await at(page, 'test-nsips').click()
  const failed = page.locator('[data-test=test-step][data-result=failed]')
  await failed.waitFor()
  expect(await failed.innerText()).toContain('このフォルダーはありません')
  await page.locator('#path').fill(sips)
  await at(page, 'test-nsips').click()
  await at(page, 'test-good').waitFor()
  expect(await at(page, 'test-file').innerText()).toMatch(/VER\d{6}/)
  expect(await faults(page)).toEqual([])
  expect(await sidewaysScroll(page)).toEqual([])
  // What was typed is still there after a look at another step.
  await at(page, 'go-hub').click()
  await at(page, 'step-hub').waitFor()
  await at(page, 'go-nsips').click()
  expect(await page.locator('#path').inputValue()).toBe(sips)
  await save(page)
  await at(page, 'seen-reader').waitFor()
  await save(page)
  await at(page, 'step-backup').waitFor()
  await page.locator('#path').fill(join(dataDir, 'backup'))
  await save(page)
  await page.locator('[data-test=wrong-path]').waitFor()
  await page.locator('#path').fill(copies)
  await save(page)
  // On the same disk it is said once, and may be all the same.
  await at(page, 'same-disk').waitFor()
  await save(page)
  await at(page, 'step-hub').waitFor()
  await page.locator('#address').fill('https://hub.example.jp')
  await page.locator('#hasProxy').check()
  await page.locator('#host').fill('proxy.abc.net')
  await page.locator('#user').fill('pharmacy')
  await page.locator('#password').fill('proxy-secret-7')
  await save(page)
  await at(page, 'setup-sheet').waitFor()
  const sheet = await at(page, 'setup-sheet').innerText()
  for (const word of ['見本薬局', 'mihon', 'kanri', 'https://mihon-box.local', sips, copies, 'proxy.abc.net:8080'])
    expect(sheet).toContain(word)
  expect(sheet).not.toMatch(/proxy-secret-7|correct horse|[0-9A-Z]{4}-[0-9A-Z]{4}-/)
  expect(await faults(page)).toEqual([])
  await at(page, 'finish').click()

  // The same process, the same address, no word about a restart.
  await at(page, 'to-sign-in').click()
  await page.locator('input[name=id]').fill('kanri')
  await page.locator('input[name=password]').fill('correct horse battery')
  await at(page, 'sign-in').click()
  await page.locator('#factor').fill(totp.generate({ timestamp: Date.now() + 30_000 }))
  await at(page, 'factor-submit').click()
  await page.locator('[data-test=feed-pill]').waitFor()
  const status = await until(() => {
    const { stdout } = run(['status', '--data', dataDir, '--json'])
    const told = JSON.parse(stdout) as { feed: { lastReceivedAt: number | null; folders: { path: string }[] } }
    return told.feed.lastReceivedAt === null ? undefined : told
  })
  expect(status.feed.folders.map(({ path }) => path)).toEqual([sips])

  // The set-up is over for good: here, and at the next start.
  const gone = async (url: string) =>
    (
      await fetch(`${url}/api/setup/session`, {
        method: 'POST',
        body: '{"code":"1"}',
        headers: { 'content-type': 'application/json' },
      })
    ).status
  expect(await gone(box.url)).toBe(404)
  expect(run(['setup', 'code', '--data', dataDir])).toMatchObject({ status: 1 })
  await box.stop()
  const again = await serve(dataDir)
  expect(await gone(again.url)).toBe(404)
  expect(again.log()).not.toContain('コード')
  for (const log of [first.log(), box.log(), again.log()])
    expect(log).not.toMatch(/correct horse|proxy-secret|見本 管理/)
  await again.stop()
}, 180_000)
