import type { Page } from 'playwright-core'
import { expect, test } from 'vitest'
import { hashPassword } from '../server/access/password.ts'
import { hashCode } from '../server/access/one-time-codes.ts'
import { storeFile } from '../server/main.ts'
import { openStore, type Store } from '../server/store/open.ts'
import { findStaffByLogin, saveSession, saveStaff } from '../server/store/staff.ts'
import { saveTestDevice } from './support/enrolled.ts'
import { openWindow, signInPage } from './support/browser.ts'
import { cardId, initWithMember } from './support/pharmacy.ts'
import { account, run, serve, until } from './support/serve.ts'
import { openByName } from './support/trusting.ts'

const half = 'リーダーの音が小さ'
const pins = { [account.id]: '482915', jimu: '739402' }
const at = (page: Page, name: string) => page.locator(`[data-test=${name}]`)
const lock = (page: Page) => page.locator('dialog[data-test=lock]')

/** A box with a clerk and a maintainer beside its admin, and a way into its store. */
async function open() {
  const { dataDir, sips } = initWithMember()
  const change = <T>(work: (store: Store) => T): T => {
    const opened = openStore({ file: storeFile(dataDir), now: Date.now })
    if (!opened.ok) throw new Error(opened.code)
    try {
      return opened.store.write(() => work(opened.store))
    } finally {
      opened.store.close()
    }
  }
  const passwordHash = await hashPassword(account.password)
  change((store) => {
    saveStaff(store, { login: 'jimu', name: '見本 次郎', role: 'clerk', passwordHash })
    saveStaff(store, { login: 'hoshu', name: '見本 保守', role: 'maintainer', passwordHash })
  })
  return { dataDir, change, box: await serve(dataDir, '--nsips', sips, '--reader', 'virtual') }
}

/** Half a sentence in a form. */
async function writeHalf(page: Page): Promise<void> {
  await page.goto('/manual/feedback')
  await at(page, 'feedback-text').fill(half)
}

async function enter(page: Page, id: string): Promise<void> {
  await page.locator('input[name=id]').fill(id)
  await page.locator('input[name=password]').fill(account.password)
  await page.keyboard.press('Enter')
}

/** The session of this page is one on an enrolled device, as its sign-in there leaves it. */
async function seat(page: Page, change: <T>(work: (store: Store) => T) => T, deviceId: string, id: string) {
  const token = (await page.context().cookies()).find(({ name }) => name.endsWith('kusuribako'))?.value ?? ''
  change((store) => {
    const staffId = findStaffByLogin(store, id)!.id
    store.queries.deleteSession.run({ tokenHash: hashCode(token) })
    saveSession(store, { staffId, tokenHash: hashCode(token), proof: 'device', deviceId })
    store.queries.noteDeviceStaff.run({ staffId, deviceId, at: Date.now() })
  })
  await page.goto('/account')
  await page.locator('kb-own-pin #pin').fill(pins[id] ?? '')
  await page.locator('kb-own-pin #again').fill(pins[id] ?? '')
  await page.locator('kb-own-pin #current').fill(account.password)
  await at(page, 'pin-save').click()
  await at(page, 'pin-said').waitFor()
}

test('the box locks a page that nobody sits before; what was being written waits under it', async () => {
  const { box, dataDir, change } = await open()
  // Under its own name and certificate, as the box is worked with.
  const { openPc } = await openByName(box)
  const page = await openPc()
  await signInPage(page)
  await writeHalf(page)
  // As if five minutes had gone by.
  change((store) => {
    for (const kind of ['counter', 'tablet']) {
      const before = Date.now() + 1000
      store.queries.lockIdleSessions.run({ page: kind, at: Date.now(), before })
    }
  })
  await lock(page).waitFor()
  expect(await page.evaluate(async () => (await fetch('/api/visits')).status)).toBe(423)
  run(['tap', cardId, '--data', dataDir])
  await page.reload()
  await lock(page).waitFor()
  await page.locator('#lock-password').fill(account.password)
  await page.keyboard.press('Enter')
  await lock(page).waitFor({ state: 'detached' })
  await page.goto('/')
  await at(page, 'visit-row').waitFor()
  await writeHalf(page)
  change((store) => store.queries.lockIdleSessions.run({ page: 'counter', at: Date.now(), before: Date.now() + 1000 }))
  await lock(page).waitFor()
  await page.locator('#lock-password').fill(account.password)
  await page.keyboard.press('Enter')
  await lock(page).waitFor({ state: 'detached' })
  expect(await at(page, 'feedback-text').inputValue()).toBe(half)
  await box.stop()
})

test('two who share a counter change places by PIN, on the pad or the keyboard; what one was writing waits for that one', async () => {
  const { box, change } = await open()
  const deviceId = change((store) => saveTestDevice(store, '受付 1'))
  const { openPc } = await openByName(box)
  const page = await openPc()
  await enter(page, 'jimu')
  await at(page, 'feed-pill').waitFor()
  await seat(page, change, deviceId, 'jimu')
  await at(page, 'account').click()
  await at(page, 'sign-out').click()
  await signInPage(page)
  await seat(page, change, deviceId, account.id)
  await page.goto('/manual/feedback')
  await at(page, 'feedback-text').fill(half)

  const hide = async () => {
    await at(page, 'account').click()
    await at(page, 'lock').click()
    await lock(page).waitFor()
  }
  await hide()
  await at(page, 'pin-person').first().waitFor()
  expect(await at(page, 'pin-person').count()).toBe(2)
  await page.keyboard.type('000111')
  await page.keyboard.press('Enter')
  await at(page, 'wrong-pin').waitFor()
  for (const digit of pins[account.id] ?? '') await page.locator(`[data-digit="${digit}"]`).click()
  await at(page, 'pin-submit').click()
  await lock(page).waitFor({ state: 'detached' })
  expect(await at(page, 'feedback-text').inputValue()).toBe(half)

  await hide()
  await at(page, 'pin-person').filter({ hasText: '見本 次郎' }).click()
  await at(page, 'pin-kept').getByText('別の職員には見えません').waitFor()
  await page.keyboard.type(pins.jimu)
  await page.keyboard.press('Enter')
  await lock(page).waitFor({ state: 'detached' })
  await page.locator('[data-test=account]').getByText('見本 次郎').waitFor()
  const show = async () => {
    await page.evaluate(() => {
      history.pushState(null, '', '/manual/feedback')
      dispatchEvent(new PopStateEvent('popstate'))
    })
    await at(page, 'feedback-text').waitFor()
  }
  await show()
  expect(await at(page, 'feedback-text').inputValue()).toBe('')

  await hide()
  await at(page, 'pin-person').filter({ hasText: account.id }).click()
  await page.keyboard.type(pins[account.id] ?? '')
  await page.keyboard.press('Enter')
  await lock(page).waitFor({ state: 'detached' })
  await show()
  expect(await at(page, 'feedback-text').inputValue()).toBe(half)
  await box.stop()
})

test('a window for 保守 is opened, ends while its page is open, and says what was done', async () => {
  const { box, dataDir, change } = await open()
  const admin = await openWindow(box.url)
  await signInPage(admin)
  await admin.goto('/maintenance')
  await at(admin, 'window-open').click()
  await at(admin, 'wrong-reason').waitFor()
  await admin.locator('#reason').fill('リーダーの交換')
  await at(admin, 'window-open').click()
  await admin.locator('[data-test=window][data-open=yes]').waitFor()

  const page = await openWindow(box.url)
  await enter(page, 'hoshu')
  await at(page, 'feed-pill').waitFor()
  // Its time is over.
  change((store) => {
    const { id } = store.queries.listWindows.all({ limit: 1 })[0]!
    store.queries.closeWindow.run({ id, by: null, at: Date.now() })
  })
  await lock(page).waitFor()
  expect(await page.evaluate(async () => (await fetch('/api/readers')).status)).toBe(401)
  await page.locator('#lock-password').fill(account.password)
  await page.keyboard.press('Enter')
  await at(page, 'wrong-lock-password').getByText('保守の時間').waitFor()

  const window = (...args: string[]) => run(['user', 'window', '--data', dataDir, '--id', 'hoshu', ...args])
  expect(window('--minutes', '45', '--reason', '試験').status).toBe(2)
  expect(window('--minutes', '120').status).toBe(2)
  expect(window('--minutes', '120', '--reason', '試験').status).toBe(0)
  expect(window('--minutes', '120', '--reason', '試験').status).toBe(1)
  await page.locator('#lock-password').fill(account.password)
  await page.keyboard.press('Enter')
  await lock(page).waitFor({ state: 'detached' })
  await admin.reload()
  await at(admin, 'window-close').click()
  await lock(page).waitFor()
  expect(window('--close').status).toBe(1)
  await box.stop()
})

test('an envelope is made, opened by somebody who says who and why, seen by everybody at once, and closed', async () => {
  const { box } = await open()
  const admin = await openWindow(box.url)
  await signInPage(admin)
  await admin.goto('/staff')
  await at(admin, 'glass-none').waitFor()
  await at(admin, 'glass-make').click()
  const code = await at(admin, 'glass-code').innerText()
  await at(admin, 'glass-kept').click()
  await admin.locator('[data-test=glass][data-state=sealed]').waitFor()

  const page = await openWindow(box.url)
  await at(page, 'to-break-glass').click()
  await at(page, 'glass-submit').click()
  await at(page, 'wrong-reason').waitFor()
  await page.locator('#code').fill(code.toLowerCase())
  await page.locator('#name').fill('応援　三郎')
  await page.locator('#reason').fill('停電のため')
  await at(page, 'glass-submit').click()
  await at(page, 'glass-strip').waitFor()
  await at(admin, 'glass-strip').getByText('応援　三郎').waitFor()
  await at(admin, 'glass-uses').getByText('停電のため').waitFor()
  await at(admin, 'glass-close').click()
  await at(admin, 'glass-close-yes').click()
  await admin.locator('[data-test=glass][data-state=closed]').waitFor()
  await at(admin, 'glass-strip').waitFor({ state: 'detached' })
  await lock(page).waitFor()
  expect(await at(admin, 'glass-uses').innerText()).toContain('使われた')
  await box.stop()
})

test('an admin says after how many minutes pages are locked, and each page goes by it', async () => {
  const { box } = await open()
  const page = await openWindow(box.url)
  await signInPage(page)
  await page.goto('/staff')
  await page.locator('#counter-minutes').fill('45')
  await at(page, 'lock-save').click()
  await at(page, 'wrong-counter-minutes').waitFor()
  await page.locator('#counter-minutes').fill('12')
  await at(page, 'lock-save').click()
  await at(page, 'lock-saved').getByText('保存しました').waitFor()
  await page.goto('/account')
  await at(page, 'lock-minutes').getByText('12分').waitFor()
  await until(async () => (await sessionOf(page)).lockMinutes === 12)
  await box.stop()
})

const sessionOf = (page: Page) =>
  page.evaluate(async () => (await (await fetch('/api/session')).json()) as { lockMinutes: number | null })
