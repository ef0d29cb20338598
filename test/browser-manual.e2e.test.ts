import { expect, test } from 'vitest'
import { expectNoSidewaysScroll, openWindow, signInPage, tablet } from './support/browser.ts'
import { initWithMember } from './support/pharmacy.ts'
import { serve } from './support/serve.ts'

test('the manual opens at the chapter of the page one stands on, is searched in any kana, and leads back to what was typed', async () => {
  const { dataDir, sips } = initWithMember()
  const box = await serve(dataDir, '--nsips', sips, '--reader', 'virtual')
  const page = await openWindow(box.url)
  const asked: string[] = []
  page.on('request', (request) => asked.push(new URL(request.url()).host))
  await signInPage(page)
  await page.goto('/account')
  await page.locator('#current').fill('half a pass')
  await page.locator('[data-test=account-name]').click()
  await page.keyboard.press('F1')
  await page.getByRole('heading', { level: 1, name: 'アカウントとロック' }).waitFor()
  expect(decodeURIComponent(page.url())).toMatch(/\/manual\/アカウントとロック$/)

  // By keyboard alone: search, first hit, its heading has the keyboard.
  await page.locator('[data-test=manual-search]').focus()
  await page.keyboard.type('どこにもないことば')
  await page.locator('[data-test=manual-count]').getByText('見つかりません').waitFor()
  await page.locator('[data-test=manual-search]').fill('ﾀｯﾁしても患者が')
  await page.locator('[data-test=manual-hit]').first().waitFor()
  await page.keyboard.press('ArrowDown')
  await page.keyboard.press('Enter')
  await page.getByRole('heading', { level: 1, name: 'よくある質問' }).waitFor()
  await page.locator('h2:focus').getByText('タッチしても患者が出ません').waitFor()
  await page.locator('article a', { hasText: 'リーダーの調子' }).first().click()
  await page.getByRole('heading', { level: 1, name: 'リーダーの調子' }).waitFor()

  await page.locator('article h1').focus()
  await page.keyboard.press('Escape')
  await page.locator('[data-test=account-name]').waitFor()
  expect(await page.locator('#current').inputValue()).toBe('half a pass')
  expect(new Set(asked)).toEqual(new Set([new URL(box.url).host]))
  await box.stop()
})

test('what staff say is kept, listed and given out as a file; whom to ask stands beside it', async () => {
  const { dataDir, sips } = initWithMember()
  const box = await serve(dataDir, '--nsips', sips, '--reader', 'virtual')
  const page = await openWindow(box.url, tablet)
  await signInPage(page)
  await page.goto('/manual/feedback')
  await page.locator('[data-test=feedback-send]').click()
  await page.locator('[data-test=wrong-feedback-text]').waitFor()
  await page.locator('[data-test=feedback-text]').fill('文字をもう少し大きくしてほしい')
  await page.getByText('困りごと').click()
  await page.locator('[data-test=feedback-send]').click()
  await page.locator('[data-test=feedback-list]').getByText('もう少し大きく').waitFor()
  const download = page.waitForEvent('download')
  await page.locator('[data-test=feedback-file]').click()
  expect((await download).suggestedFilename()).toMatch(/^feedback-.*\.csv$/)

  await page.locator('[data-test=contact-edit]').click()
  await page.locator('#contact-name').fill('見本システム 保守窓口')
  await page.locator('#contact-phone').fill('00-0000-0000')
  // Another PC is faster: both versions are shown, and what was typed here is not lost.
  await page.evaluate(() =>
    fetch('/api/support-contact', {
      method: 'PATCH',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ name: '別の保守窓口', phone: '', hours: '', note: '', version: 0 }),
    }),
  )
  await page.locator('[data-test=contact-save]').click()
  const conflict = page.locator('kb-conflict')
  await conflict.getByText('別の保守窓口').waitFor()
  await conflict.getByText('見本システム 保守窓口').waitFor()
  await expectNoSidewaysScroll(page)
  await conflict.getByRole('button').first().click()
  await page.locator('[data-test=contact]').getByText('見本システム 保守窓口').waitFor()
  await box.stop()
})
