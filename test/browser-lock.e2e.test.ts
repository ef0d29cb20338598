import type { Page } from 'playwright-core'
import { expect, test } from 'vitest'
import { openWindow, signInPage } from './support/browser.ts'
import { cardId, initWithMember } from './support/pharmacy.ts'
import { account, run, serve, type Served } from './support/serve.ts'

const half = 'リーダーの音が小さ'

async function serveMember(): Promise<{ box: Served; dataDir: string }> {
  const { dataDir, sips } = initWithMember()
  return { box: await serve(dataDir, '--nsips', sips, '--reader', 'virtual'), dataDir }
}

/** A page on which somebody has written half a sentence. */
async function writeHalf(page: Page): Promise<void> {
  await page.goto('/manual/feedback')
  await page.locator('[data-test=feedback-text]').fill(half)
  await page.locator('[data-test=feedback-text]').evaluate((area: HTMLTextAreaElement) => {
    area.setSelectionRange(3, 3)
  })
}

const lock = (page: Page) => page.locator('dialog[data-test=lock]')
const password = (page: Page) => page.locator('#lock-password')

async function unlock(page: Page, typed = account.password): Promise<void> {
  await password(page).fill(typed)
  await page.keyboard.press('Enter')
}

test('half a sentence survives a session that ended: unlocked, the page goes on where it was', async () => {
  const { box, dataDir } = await serveMember()
  const page = await openWindow(box.url)
  await signInPage(page)
  await writeHalf(page)
  await page.evaluate(() => Object.assign(window, { wasNeverReloaded: true }))
  await page.evaluate(() => fetch('/api/session', { method: 'DELETE' }))
  await lock(page).waitFor()
  expect(await lock(page).innerText()).toContain('サインインが終わりました')
  expect(await page.locator('[data-test=feedback-text]').isVisible()).toBe(false)

  // Nothing below can be reached or read, and Esc opens nothing.
  for (let time = 0; time < 3; time++) await page.keyboard.press('Escape')
  expect(await password(page).isVisible()).toBe(true)
  for (let time = 0; time < 8; time++) {
    await page.keyboard.press('Tab')
    const place = await page.evaluate(() => {
      let active = document.activeElement
      while (active?.shadowRoot?.activeElement) active = active.shadowRoot.activeElement
      return active?.getRootNode() instanceof ShadowRoot ? (active.getRootNode() as ShadowRoot).host.localName : 'none'
    })
    expect(['kb-lock', 'none']).toContain(place)
  }
  await page.keyboard.press('F1')

  await unlock(page, 'not the password')
  await page.locator('[data-test=wrong-lock-password]').getByText('パスワードが違います').waitFor()
  // A touch meanwhile is not told here, and is caught up with afterwards.
  run(['tap', cardId, '--data', dataDir])
  await unlock(page)
  await lock(page).waitFor({ state: 'detached' })
  const area = page.locator('[data-test=feedback-text]')
  expect(await area.inputValue()).toBe(half)
  expect(
    await area.evaluate((element: HTMLTextAreaElement) => element.matches(':focus') && element.selectionStart),
  ).toBe(3)
  expect(await page.evaluate(() => 'wasNeverReloaded' in window)).toBe(true)
  await page.locator('[data-test=feedback-send]').click()
  await page.locator('[data-test=feedback-list]').getByText(half).waitFor()
  await page.keyboard.press('Escape')
  await page.locator('[data-test=visit-row]').waitFor()
  await box.stop()
})

test('a PC that nobody touches hides its page after the time chosen for it, and its session is over on the box', async () => {
  const { box, dataDir } = await serveMember()
  const page = await openWindow(box.url)
  await page.clock.install()
  await page.reload()
  await signInPage(page)
  run(['tap', cardId, '--data', dataDir])
  await page.getByText('試験').first().waitFor()
  await page.goto('/account')
  await page.locator('[data-test=lock-minutes]').selectOption('5')
  await page.clock.fastForward('04:30')
  await page.keyboard.press('Shift')
  await page.clock.fastForward('04:30')
  expect(await lock(page).count()).toBe(0)
  await page.clock.fastForward('00:40')
  await lock(page).waitFor()
  expect(await lock(page).innerText()).toContain('5分間操作がなかったため')
  expect(await page.title()).not.toContain('試験')
  await expect.poll(async () => page.evaluate(async () => (await fetch('/api/visits')).status)).toBe(401)
  await unlock(page)
  await page.locator('[data-test=account-name]').waitFor()
  await box.stop()
})

test('locked by hand; somebody else may sign in, and is asked before typed words are lost', async () => {
  const { box } = await serveMember()
  const page = await openWindow(box.url)
  await signInPage(page)
  await writeHalf(page)
  await page.locator('[data-test=account]').click()
  await page.locator('[data-test=lock]').click()
  await lock(page).waitFor()
  expect(await lock(page).innerText()).toContain('入力中の内容は、そのまま残っています')
  await page.locator('[data-test=lock-other]').click()
  await page.locator('[data-test=lock-back]').click()
  await unlock(page)
  await lock(page).waitFor({ state: 'detached' })
  expect(await page.locator('[data-test=feedback-text]').inputValue()).toBe(half)

  await page.locator('[data-test=account]').click()
  await page.locator('[data-test=lock]').click()
  await page.locator('[data-test=lock-other]').click()
  await page.locator('[data-test=lock-discard]').click()
  await page.locator('input[name=id]').waitFor()
  expect(await page.locator('[data-test=feedback-text]').count()).toBe(0)
  await box.stop()
})

test('a second window of the same PC is locked with the first and goes on with it', async () => {
  const { box } = await serveMember()
  const page = await openWindow(box.url)
  await signInPage(page)
  const second = await page.context().newPage()
  await second.goto('/readers')
  await second.locator('[data-test=reader]').waitFor()
  await page.locator('[data-test=account]').click()
  await page.locator('[data-test=lock]').click()
  await lock(second).waitFor()
  await unlock(page)
  await lock(page).waitFor({ state: 'detached' })
  await lock(second).waitFor({ state: 'detached' })
  await second.locator('[data-test=reader]').waitFor()
  await box.stop()
})

test('a password is changed with what is wrong said at the field, and signs in from then on', async () => {
  const { box } = await serveMember()
  const page = await openWindow(box.url)
  await signInPage(page)
  await page.goto('/account')
  const fill = async (current: string, next: string, again: string) => {
    await page.locator('#current').fill(current)
    await page.locator('#next').fill(next)
    await page.locator('#again').fill(again)
    await page.keyboard.press('Enter')
  }
  await fill(account.password, 'too short', 'too short')
  await page.locator('[data-test=wrong-next]').getByText('13文字以上').waitFor()
  expect(await page.locator('#next').inputValue()).toBe('too short')
  await fill(account.password, 'four plain words here', 'four plain word here')
  await page.locator('[data-test=wrong-again]').getByText('2回の入力が違います').waitFor()
  await fill('not this one', 'four plain words here', 'four plain words here')
  await page.locator('[data-test=wrong-current]').getByText('今のパスワードが違います').waitFor()
  await fill(account.password, 'four plain words here', 'four plain words here')
  await page.locator('[data-test=password-done]').getByText('変更しました').waitFor()
  await page.locator('[data-test=lock-now]').click()
  await unlock(page, 'four plain words here')
  await lock(page).waitFor({ state: 'detached' })
  await box.stop()
})
