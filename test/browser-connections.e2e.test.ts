import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { expectNoSidewaysScroll, openWindow, signInPage, tablet } from './support/browser.ts'
import { initData, serve, until } from './support/serve.ts'
import { tempDir } from './support/temp.ts'

test('接続の設定: a folder left for later is tried, added and taken in; the other answers are kept, and what is wrong is said', async () => {
  const { dataDir, sips } = initData()
  const box = await serve(dataDir)
  const page = await openWindow(box.url)
  const at = (name: string) => page.locator(`[data-test=${name}]`)
  await signInPage(page)
  await at('account').click()
  await at('to-connections').click()
  const nsips = at('connection-nsips')
  await nsips.locator('#path').fill(sips)
  await at('test-nsips').click()
  await at('test-good').waitFor()
  // Nothing can be left for later any more.
  expect(await at('later').count()).toBe(0)
  // What was typed and not saved waits for its writer on other pages, too.
  await page.evaluate(() => {
    history.pushState(null, '', '/')
    dispatchEvent(new PopStateEvent('popstate'))
  })
  await at('account').click()
  await at('to-connections').click()
  expect(await nsips.locator('#path').inputValue()).toBe(sips)
  await nsips.locator('[data-test=save]').click()
  await at('chosen-folder').getByText(sips).waitFor()
  await nsips.locator('[data-test=connection-saved]').getByText('保存しました').waitFor()
  await until(async () => {
    const { feed } = (await box.getJson('/api/status')) as unknown as { feed: { folders: unknown[] } }
    return feed.folders.length === 1
  })

  const backup = at('connection-backup')
  await backup.locator('#path').fill('/nowhere/at/all')
  await backup.locator('[data-test=save]').click()
  await backup.getByText('このフォルダーはありません').waitFor()
  const place = join(tempDir(), 'copies')
  mkdirSync(place)
  await backup.locator('#path').fill(place)
  await backup.locator('[data-test=save]').click()
  await backup.locator('[data-test=connection-saved]').getByText('保存しました').waitFor()
  await page.reload()
  await backup.locator('#path').waitFor()
  expect(await backup.locator('#path').inputValue()).toBe(place)
  await expectNoSidewaysScroll(page)
  await page.setViewportSize(tablet)
  await expectNoSidewaysScroll(page)
  await page.setViewportSize({ width: 1366, height: 768 })
  await box.stop()
})
