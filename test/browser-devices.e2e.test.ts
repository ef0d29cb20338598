/// <reference lib="dom" />
import { join } from 'node:path'
import type { Browser, BrowserContext, Page } from 'playwright-core'
import { expect, test } from 'vitest'
import { account, run, serve } from './support/serve.ts'
import { tempDir } from './support/temp.ts'
import { openPcs } from './support/trusting.ts'

/** A pharmacy where nobody works without a second factor. */
function initSecure(): string {
  const dataDir = join(tempDir(), 'data')
  const flags = ['--data', dataDir, '--facility', '見本薬局', '--admin', account.id, '--password-stdin']
  const { status, stderr } = run(['init', ...flags], account.password)
  if (status !== 0) throw new Error(stderr)
  return dataDir
}

const openPc = (browser: Browser): Promise<BrowserContext> =>
  browser.newContext({ locale: 'ja-JP', timezoneId: 'Asia/Tokyo', viewport: { width: 1366, height: 768 } })

const by = (page: Page, name: string) => page.locator(`[data-test=${name}]`)

async function enter(page: Page, id = account.id, password = account.password): Promise<void> {
  await page.locator('input[name=id]').fill(id)
  await page.locator('input[name=password]').fill(password)
  await page.keyboard.press('Enter')
}

/** Types the code on the device, as somebody standing before it does. */
async function enrolHere(page: Page, code: string, name?: string): Promise<string> {
  await page.locator('#code').fill(code)
  await by(page, 'join-next').click()
  const field = page.locator('#name')
  await field.waitFor()
  if (name !== undefined) await field.fill(name)
  const called = await field.inputValue()
  await by(page, 'join-submit').click()
  await by(page, 'join-done').waitFor()
  return called
}

test('a first device comes in by a code of the command line, lets others in, and the password is enough there, after a restart too', async () => {
  const dataDir = initSecure()
  const box = await serve(dataDir)
  const port = new URL(box.tlsUrl).port
  const site = `https://kusuribako.local:${port}`
  const browser = await openPcs(box.ca)

  const office = await (await openPc(browser)).newPage()
  await office.goto(`${site}/join`)
  const { code } = JSON.parse(run(['device', 'add', '--data', dataDir, '--json']).stdout) as { code: string }
  expect(await enrolHere(office, code)).toMatch(/^[a-z]{4}-001$/)
  await by(office, 'join-leave').click()
  await enter(office)
  await by(office, 'feed-pill').waitFor()

  // Somebody else's account, and a code for the PC at the counter.
  const added = run(['user', 'add', '--data', dataDir, '--id', 'jimu', '--name', '見本　事務', '--role', 'clerk'])
  await by(office, 'account').click()
  await by(office, 'to-devices').click()
  await by(office, 'own-device').waitFor()
  await by(office, 'device-add').click()
  const digits = (await by(office, 'device-code-digits').innerText()).replace(/\s/g, '')
  expect(await by(office, 'join-address').first().innerText()).toMatch(/\/join$/)

  const counter = await openPc(browser)
  const page = await counter.newPage()
  await page.goto(`${site}/join`)
  // One wrong digit: said at the field, and told to the admin at once.
  await page.locator('#code').fill(digits.replace(/.$/, (last) => String((Number(last) + 1) % 10)))
  await by(page, 'join-next').click()
  await by(page, 'wrong-code').waitFor()
  await by(office, 'device-code-tries').waitFor()
  await enrolHere(page, digits, '受付1')
  await by(office, 'device-code-over').waitFor()
  await office.locator('tr[data-device=受付1][data-state=ok]').waitFor()

  // The first sign-in of that person is on the device: no second factor is asked for.
  await by(page, 'join-leave').click()
  await by(page, 'first-sign-in').click()
  const password = 'あさやけ むらさき 7'
  await page.locator('#id').fill('jimu')
  await page.locator('#code').fill(added.stdout.trim())
  for (const field of ['#next', '#again']) await page.locator(field).fill(password)
  await by(page, 'start-submit').click()
  await by(page, 'feed-pill').waitFor()

  // The cookie alone, in another profile: words, and no way in.
  const thief = await openPc(browser)
  const cookies = await counter.cookies()
  await thief.addCookies(cookies.filter(({ name }) => name === '__Host-kusuribako-device'))
  expect((await thief.cookies()).map(({ name, httpOnly, secure }) => [name, httpOnly, secure])).toEqual([
    ['__Host-kusuribako-device', true, true],
  ])
  const copied = await thief.newPage()
  await copied.goto(site)
  await by(copied, 'device-doubtful').waitFor()
  await enter(copied, 'jimu', password)
  await by(copied, 'sign-in-error').getByText('パスワードだけではサインインできません').waitFor()
  expect(await by(copied, 'feed-pill').count()).toBe(0)

  // The key never leaves the browser, not even for the page itself.
  const exported = await page.evaluate(async () => {
    const db = await new Promise<IDBDatabase>((resolve) => {
      const opening = indexedDB.open('kusuribako-device')
      opening.onsuccess = () => resolve(opening.result)
    })
    const key = await new Promise<CryptoKeyPair>((resolve) => {
      const asked = db.transaction('keys').objectStore('keys').get('own') as IDBRequest<CryptoKeyPair>
      asked.onsuccess = () => resolve(asked.result)
    })
    db.close()
    return crypto.subtle.exportKey('pkcs8', key.privateKey).then(
      () => 'exported',
      (error: unknown) => (error as Error).name,
    )
  })
  expect(exported).toBe('InvalidAccessError')

  // Switched off and on again: the device is the same.
  await box.stop('SIGKILL')
  const again = await serve(dataDir, '--port', port)
  await page.reload()
  await by(page, 'feed-pill').waitFor()
  await by(page, 'account').click()
  await by(page, 'sign-out').click()
  await enter(page, 'jimu', password)
  await by(page, 'feed-pill').waitFor()

  // Revoked while its page is open: the page is covered at once, and the password is no longer enough.
  await office.reload()
  await office.goto(`${site}/devices`)
  await office.locator('tr[data-device=受付1] [data-test=device-revoke]').click()
  await by(office, 'device-yes').click()
  await page.locator('dialog[data-test=lock]').waitFor()
  await office.locator('tr[data-device=受付1][data-state=revoked]').waitFor()
  const listed = JSON.parse(run(['device', 'list', '--data', dataDir, '--json']).stdout) as {
    items: { name: string }[]
  }
  expect(listed.items.map(({ name }) => name)).toContain('受付1')
  await again.stop()
}, 120_000)

test('a device that the command line revokes loses its open page at once', async () => {
  const dataDir = initSecure()
  const box = await serve(dataDir)
  const site = box.tlsUrl.replace('127.0.0.1', 'kusuribako.local')
  const page = await (await openPc(await openPcs(box.ca))).newPage()
  await page.goto(`${site}/join`)
  await enrolHere(page, run(['device', 'add', '--data', dataDir]).stdout.trim(), '事務室')
  await by(page, 'join-leave').click()
  await enter(page)
  await by(page, 'feed-pill').waitFor()
  expect(run(['device', 'rename', '--data', dataDir, '--name', '事務室', '--to', '監査台']).status).toBe(0)
  expect(run(['device', 'renew', '--data', dataDir, '--name', '監査台']).status).toBe(0)
  expect(run(['device', 'revoke', '--data', dataDir, '--name', '監査台']).status).toBe(0)
  await page.locator('dialog[data-test=lock]').waitFor()
  expect(run(['device', 'revoke', '--data', dataDir, '--name', '監査台']).status).toBe(1)
  await box.stop()
}, 60_000)
