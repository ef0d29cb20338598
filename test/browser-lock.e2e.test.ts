import type { Page } from 'playwright-core'
import { expect, test } from 'vitest'
import { openWindow, signInPage } from './support/browser.ts'
import { cardId, initWithMember } from './support/pharmacy.ts'
import { storeFile } from '../server/main.ts'
import { hashPassword } from '../server/access/password.ts'
import { openStore } from '../server/store/open.ts'
import { saveStaff } from '../server/store/staff.ts'
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

test('a PC that nobody touches hides its page after the time chosen for it, and the box answers it nothing', async () => {
  const { box, dataDir } = await serveMember()
  const page = await openWindow(box.url)
  await page.clock.install()
  await page.reload()
  await signInPage(page)
  run(['tap', cardId, '--data', dataDir])
  await page.getByText('試験').first().waitFor()
  await page.goto('/account')
  await page.locator('[data-test=lock-minutes]').getByText('5分').waitFor()
  await page.clock.fastForward('04:30')
  await page.keyboard.press('Shift')
  await page.clock.fastForward('04:30')
  expect(await lock(page).count()).toBe(0)
  await page.clock.fastForward('00:40')
  await lock(page).waitFor()
  expect(await lock(page).innerText()).toContain('5分間操作がなかったため')
  expect(await page.title()).not.toContain('試験')
  await expect.poll(async () => page.evaluate(async () => (await fetch('/api/visits')).status)).toBe(423)
  await unlock(page)
  await page.locator('[data-test=account-name]').waitFor()
  await box.stop()
})

/** Somebody else who works at the same PC. */
const other = { id: 'mihon', password: 'another battery staple' }

async function serveTwo(): Promise<Served> {
  const { dataDir, sips } = initWithMember()
  const opened = openStore({ file: storeFile(dataDir), now: Date.now })
  if (!opened.ok) throw new Error(opened.code)
  const passwordHash = await hashPassword(other.password)
  opened.store.write(() => saveStaff(opened.store, { login: other.id, name: '見本 次郎', role: 'admin', passwordHash }))
  opened.store.close()
  return serve(dataDir, '--nsips', sips, '--reader', 'virtual')
}

async function signInAs(page: Page, { id, password }: typeof other): Promise<void> {
  await page.locator('input[name=id]').fill(id)
  await page.locator('input[name=password]').fill(password)
  await page.keyboard.press('Enter')
  await page.locator('[data-test=feed-pill]').waitFor()
}

/** To another page, without loading anew. */
async function goTo(page: Page, path: string): Promise<void> {
  await page.evaluate((to) => {
    history.pushState(null, '', to)
    dispatchEvent(new PopStateEvent('popstate'))
  }, path)
}

test('locked by hand; what was typed waits for the same person, and nobody else sees it', async () => {
  const box = await serveTwo()
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

  await signInAs(page, other)
  await goTo(page, '/manual/feedback')
  expect(await page.locator('[data-test=feedback-text]').inputValue()).toBe('')
  await goTo(page, '/')
  await page.locator('[data-test=account]').click()
  await page.locator('[data-test=sign-out]').click()
  await signInAs(page, account)
  await goTo(page, '/manual/feedback')
  expect(await page.locator('[data-test=feedback-text]').inputValue()).toBe(half)
  await box.stop()
})

test('a dialog waits under the lock for the same person, and nobody else meets it', async () => {
  const { box } = await serveMember()
  const page = await openWindow(box.url)
  await signInPage(page)
  await page.locator('[data-test=counter-pill]').click()
  const dialog = page.locator('[data-test=opens-touch]')
  const beside = page.locator('body > :not(kb-app)')
  await dialog.waitFor()
  const end = () => page.evaluate(() => fetch('/api/session', { method: 'DELETE' }))
  await end()
  await lock(page).waitFor()
  expect(await dialog.isVisible()).toBe(false)
  await unlock(page)
  await lock(page).waitFor({ state: 'detached' })
  expect(await dialog.isVisible()).toBe(true)
  await end()
  await lock(page).waitFor()
  await page.locator('[data-test=lock-other]').click()
  await page.locator('input[name=id]').waitFor()
  expect(await beside.count()).toBe(0)
  await page.locator('input[name=id]').click()
  await box.stop()
})

test('what is typed into any form waits there, after other pages and after the lock', async () => {
  const { box } = await serveMember()
  const { items } = await box.getJson('/api/people?q=%E3%82%B7%E3%82%B1%E3%83%B3')
  const member = (items as unknown as { kind: string; id: string }[]).find(({ kind }) => kind === 'member')
  const forms: readonly { path: string; open?: string; field: string; text: string }[] = [
    { path: '/notices', open: 'write', field: '#title', text: '棚卸のおし' },
    { path: '/notices', open: 'keys', field: '#key-name', text: '見本の発' },
    { path: '/cards/terms', field: '#body', text: '見本の規' },
    { path: '/manual/feedback', open: 'contact-edit', field: '#contact-name', text: '見本の保' },
    { path: '/manual/feedback', field: '#feedback-text', text: half },
    { path: `/settings/${member?.id ?? ''}`, open: 'edit-facts', field: '#name', text: '試験　華' },
    { path: '/images', open: 'change-retention', field: '#days', text: '12' },
    { path: '/outside', field: '#steps', text: '見本の手' },
    { path: '/readers', field: '[data-test=new-counter]', text: '相談' },
  ]
  const page = await openWindow(box.url)
  await signInPage(page)
  for (const { path, open, field, text } of forms) {
    await goTo(page, path)
    if (open !== undefined) await page.locator(`[data-test=${open}]`).click()
    await page.locator(field).fill(text)
  }
  await goTo(page, '/')
  await page.locator('[data-test=account]').click()
  await page.locator('[data-test=lock]').click()
  await unlock(page)
  await lock(page).waitFor({ state: 'detached' })
  for (const { path, field, text } of forms) {
    await goTo(page, path)
    await page.locator(field).waitFor()
    expect([path, await page.locator(field).inputValue()]).toEqual([path, text])
  }
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
