import { TOTP } from 'otpauth'
import type { Page } from 'playwright-core'
import { expect, test } from 'vitest'
import { signInPage } from './support/browser.ts'
import { account, initData, serve } from './support/serve.ts'
import { openByName } from './support/trusting.ts'

const newcomer = { id: 'shinjin', password: 'むらさき の ゆうやけ 42' }

/** The box under its own name and with its own certificate, as it is worked with: a passkey belongs to that. */
async function open() {
  const { dataDir } = initData()
  return openByName(await serve(dataDir))
}

const by = (page: Page, name: string) => page.locator(`[data-test=${name}]`)

async function enter(page: Page, { id, password }: typeof newcomer): Promise<void> {
  await page.locator('input[name=id]').fill(id)
  await page.locator('input[name=password]').fill(password)
  await page.keyboard.press('Enter')
}

async function signOut(page: Page): Promise<void> {
  await by(page, 'account').click()
  await by(page, 'sign-out').click()
  await page.locator('input[name=id]').waitFor()
}

test('an admin adds somebody, who chooses a password with the code, adds 認証アプリ and signs in with it elsewhere', async () => {
  const { openPc } = await open()
  const admin = await openPc()
  await signInPage(admin)
  await by(admin, 'account').click()
  await by(admin, 'to-staff').click()
  await by(admin, 'staff-add').click()
  await admin.locator('#login').fill(newcomer.id)
  await admin.locator('#name').fill('見本　新人')
  await by(admin, 'staff-save').click()
  const code = await by(admin, 'start-code').innerText()
  expect(await admin.locator('tr[data-login=shinjin]').getAttribute('data-state')).toBe('waiting')

  const page = await openPc()
  await by(page, 'first-sign-in').click()
  await page.locator('#id').fill(newcomer.id)
  await page.locator('#code').fill(code.toLowerCase())
  for (const field of ['#next', '#again']) await page.locator(field).fill(newcomer.password)
  await by(page, 'start-submit').click()
  await by(page, 'feed-pill').waitFor()

  await page.goto('/account')
  await by(page, 'add-totp').click()
  await page.locator('kb-factors #current').fill(newcomer.password)
  await by(page, 'factors-next').click()
  await page.locator('summary').click()
  const secret = await by(page, 'totp-secret').innerText()
  const step = 30_000
  await page.locator('kb-factors #code').fill(new TOTP({ secret }).generate())
  await by(page, 'factors-next').click()
  await by(page, 'recovery-codes').waitFor()
  expect(await by(page, 'recovery-codes').locator('code').count()).toBe(10)
  const recovery = await by(page, 'recovery-codes').locator('code').first().innerText()
  await by(page, 'codes-kept').click()
  await by(page, 'remove-totp').waitFor()

  // Locked, this PC asks for the password alone: it has shown the second factor today.
  await by(page, 'lock-now').click()
  await page.locator('#lock-password').fill(newcomer.password)
  await page.keyboard.press('Enter')
  await page.locator('dialog[data-test=lock]').waitFor({ state: 'detached' })

  const other = await openPc()
  await enter(other, newcomer)
  await other.locator('#factor').fill('000000')
  await by(other, 'factor-submit').click()
  await by(other, 'wrong-factor').waitFor()
  // The code of the step after: that of this one was used to add the app.
  await other.locator('#factor').fill(new TOTP({ secret }).generate({ timestamp: Date.now() + step }))
  await by(other, 'factor-submit').click()
  await by(other, 'feed-pill').waitFor()

  // The phone is lost: a recovery code, here at a page whose session is over.
  await other.context().clearCookies({ name: /-factor$/ })
  await other.evaluate(() => fetch('/api/session', { method: 'DELETE' }))
  await other.locator('dialog[data-test=lock]').waitFor()
  await other.locator('#lock-password').fill(newcomer.password)
  await other.keyboard.press('Enter')
  await by(other, 'factor-recovery-code').click()
  await other.locator('#factor').fill(recovery)
  await by(other, 'factor-submit').click()
  await other.locator('dialog[data-test=lock]').waitFor({ state: 'detached' })

  // Ended: the open page is covered at once.
  await admin.reload()
  await admin.locator('tr[data-login=shinjin] [data-test=staff-end]').click()
  await by(admin, 'staff-yes').click()
  await admin.locator('tr[data-login=shinjin][data-state=ended]').waitFor()
  await other.locator('dialog[data-test=lock]').waitFor()
})

test('a passkey is added and asked for at the next sign-in', async () => {
  const { url, openPc } = await open()
  const page = await openPc()
  expect(url).toMatch(/^https:\/\/kusuribako\.local:\d+/)
  const client = await page.context().newCDPSession(page)
  await client.send('WebAuthn.enable')
  const options = { protocol: 'ctap2', transport: 'internal', hasUserVerification: true, isUserVerified: true } as const
  await client.send('WebAuthn.addVirtualAuthenticator', {
    options: { ...options, hasResidentKey: true, automaticPresenceSimulation: true },
  })
  await signInPage(page)
  await page.goto('/account')
  await by(page, 'add-passkey').click()
  await page.locator('kb-factors #label').fill('受付のPC')
  await page.locator('kb-factors #current').fill(account.password)
  await by(page, 'factors-next').click()
  await by(page, 'codes-kept').click()
  await page.getByText('パスキー　受付のPC').waitFor()
  await signOut(page)
  await page.context().clearCookies({ name: /-factor$/ })
  await enter(page, account)
  await by(page, 'factor-submit').click()
  await by(page, 'feed-pill').waitFor()
})
