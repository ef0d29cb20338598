import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Page } from 'playwright-core'
import { expect, test } from 'vitest'
import { expectNoSidewaysScroll, openWindow, signInPage, tablet } from './support/browser.ts'
import { gifPhotograph, heicPhotograph, photograph } from './support/images.ts'
import { cardId, initWithMember } from './support/pharmacy.ts'
import { run, serve, until, type Served } from './support/serve.ts'
import { tempDir } from './support/temp.ts'

const phone = { width: 390, height: 844 }

/** The print dialog, which nobody can press here: what would be printed stays until {@link closeDialog}. */
const holdPrinting = (page: Page): Promise<void> =>
  page.evaluate(() => {
    window.print = () => undefined
  })
const closeDialog = (page: Page): Promise<void> =>
  page.evaluate(() => {
    dispatchEvent(new Event('afterprint'))
  })

/** What would come out of the printer: pages, and their size in millimetres. */
async function printed(page: Page): Promise<{ pages: number; size: number[] }> {
  await page.locator('kb-paper').waitFor({ state: 'attached' })
  const bytes = await page.pdf({ preferCSSPageSize: true })
  const pdf = bytes.toString('latin1')
  const boxes = [...pdf.matchAll(/\/MediaBox \[0 0 ([\d.]+) ([\d.]+)\]/g)]
  const size = boxes[0]!.slice(1).map((points) => Math.round((Number(points) / 72) * 25.4))
  await closeDialog(page)
  await page.locator('kb-paper').waitFor({ state: 'detached' })
  return { pages: boxes.length, size }
}

async function openDesk(path: (memberId: string) => string) {
  const { dataDir, sips } = initWithMember()
  const box = await serve(dataDir, '--nsips', sips, '--reader', 'virtual')
  const tap = (card: string) => run(['tap', card, '--data', dataDir])
  const { items } = await box.getJson('/api/patients?q=1234')
  const { memberId } = items[0] as unknown as { memberId: string }
  const page = await openWindow(box.url)
  await signInPage(page)
  await page.goto(path(memberId))
  await holdPrinting(page)
  return { box, page, memberId, tap }
}

/** The link that the page was given, as the QR code on the screen says it. */
const linkOnScreen = (page: Page): Promise<string> =>
  page.locator('kb-qr').evaluate((qr) => (qr as unknown as { text: string }).text)

test('a patient’s card is touched, the code is printed on three papers, and the phone registers once', async () => {
  const { box, page, tap } = await openDesk((id) => `/settings/${id}`)
  await page.locator('[data-test=issue-code]').click()
  await page.locator('[data-test=proof-none]').waitFor()
  tap(cardId)
  await page.locator('[data-test=given-code]').waitFor()
  await page.locator('[data-test=close-code]').click()
  // Each code wants a touch of its own; a card that is nobody's is said to be.
  await page.locator('[data-test=medium-paper]').check()
  await page.locator('[data-test=issue-code]').click()
  tap('FEDCBA9876543210')
  await page.locator('[data-test=proof-unknown]').waitFor()
  tap(cardId)
  await page.locator('[data-test=given-code]').waitFor()
  for (const [name, size] of [
    ['slip', [80, 150]],
    ['a6', [105, 148]],
    ['a4', [210, 297]],
  ] as const) {
    await page.locator(`[data-test=print-${name}]`).click()
    expect(await printed(page)).toEqual({ pages: 1, size })
  }
  const link = await linkOnScreen(page)
  const handset = await openWindow(box.url, phone)
  await handset.goto(link)
  await expectNoSidewaysScroll(handset)
  expect(await handset.locator('main').innerText()).toContain('試○ ○○ 様')
  await handset.locator('button').click()
  await handset.getByText('登録を受け付けました').waitFor()
  // The desk sees it at once.
  await page.locator('[data-test=code-used]').first().waitFor()
  const second = await openWindow(box.url, phone)
  await second.goto(link)
  await second.getByText('このQRコードは使用済みです').waitFor()
  expect(box.log()).not.toContain(new URL(link).pathname.slice(3))
  await box.stop()
})

test('facts are corrected with both versions side by side, a card is stopped and taken back, on a tablet too', async () => {
  const { box, page, memberId } = await openDesk((id) => `/settings/${id}`)
  await page.locator('[data-test=edit-facts]').click()
  await page.locator('[data-test=birth]').fill('きのう')
  await page.locator('[data-test=name]').fill('試験　華子')
  await page.keyboard.press('Enter')
  await page.locator('[data-test=wrong-birth]').waitFor()
  expect(await page.locator('[data-test=name]').inputValue()).toBe('試験　華子')
  await page.locator('[data-test=birth]').fill('Ｓ４３．４．７')
  // Somebody else saves first.
  const saved = await correct(box, memberId)
  expect(saved.status).toBe(200)
  await page.locator('[data-test=save-facts]').click()
  await page.locator('[data-test=conflict]').waitFor()
  await page.locator('[data-test=keep-mine]').click()
  await page.locator('kb-person-header h1', { hasText: '試験　華子' }).waitFor()
  await page.locator('[data-test=revisions]').click()
  await page.getByText('ベツノカナ').first().waitFor()

  await page.locator('[data-test=stop-card]').click()
  await page.locator('[data-test=reason-lost]').click()
  await page.locator('[data-test=restore-card]').waitFor()
  await page.locator('[data-test=undo-card]').click()
  await page.locator('[data-test=stop-card]').waitFor()
  await page.locator('[data-test=trail]').click()
  await page.getByText('カードの停止を取り消し').first().waitFor()
  await page.setViewportSize(tablet)
  await expectNoSidewaysScroll(page)
  await box.stop()
})

async function correct(box: Served, memberId: string): Promise<Response> {
  const member = await box.getJson(`/api/members/${memberId}`)
  const { name, sex, version } = member as unknown as Record<string, unknown>
  return fetch(`${box.url}/api/members/${memberId}`, {
    method: 'PATCH',
    headers: { cookie: await box.signIn(), 'content-type': 'application/json' },
    body: JSON.stringify({ name, kana: 'ベツノカナ', sex, birth: '19680407', version }),
  })
}

test('a phone sends photographs; the desk sees them come, looks, turns, prints, says whose they are, and is done', async () => {
  const { box, page } = await openDesk(() => '/images')
  const dir = tempDir()
  const [sheet, text] = [join(dir, 'sheet.jpg'), join(dir, 'text.jpg')]
  writeFileSync(sheet, await photograph(900, 1200))
  writeFileSync(text, 'これは画像ではありません')
  await page.locator('[data-test=no-images]').waitFor()
  await page.locator('[data-test=from-phone]').click()
  await page.locator('[data-test=ticket]').waitFor()
  const handset = await openWindow(box.url, phone)
  await handset.goto(await linkOnScreen(page))
  await handset.locator('#choose').setInputFiles([sheet, text])
  await handset.locator('li.failed').waitFor()
  await handset.getByText('送った枚数: 1枚').waitFor()
  await expectNoSidewaysScroll(handset)
  await page.locator('[data-test=image]').waitFor()
  await page.getByText('届いた枚数: 1枚').waitFor()
  await handset.locator('#finish').click()
  await handset.getByText('送信を終わりました').waitFor()
  await page.locator('[data-test=close-ticket]').click()

  // From this PC by file; one press prints, without a download.
  await page.locator('[data-test=add-files]').setInputFiles([sheet, text])
  await page.locator('[data-test=upload-failed]').waitFor()
  await page.locator('[data-test=image]').nth(1).waitFor()
  await page.locator('[data-test=dismiss-upload]').click()
  await page.locator('[data-test=print-image]').first().click()
  expect(await printed(page)).toEqual({ pages: 1, size: [210, 297] })

  await page.locator('[data-test=image] a').first().click()
  await page.locator('[data-test=big-image]').waitFor()
  await page.keyboard.press('r')
  await until(async () => (await size(page)).join() === '1200,900')
  await page.keyboard.press('p')
  expect(await printed(page)).toEqual({ pages: 1, size: [297, 210] })
  await page.locator('[data-test=larger]').click()
  await page.locator('[data-test=big-image][data-zoom="1.25"]').waitFor()
  await page.keyboard.press('0')
  await page.locator('[data-test=person-search]').fill('シケン')
  await page.locator('[data-test=person-hit]').first().click()
  await page.locator('[data-test=owner]', { hasText: '試験' }).waitFor()
  // Another PC says that it is nobody's, before this page has heard of it.
  await page.route('**/api/images?ids=*', () => undefined)
  await disown(box, new URL(page.url()).pathname.split('/')[2] ?? '')
  await page.locator('[data-test=toggle-done]').click()
  const conflict = page.locator('[data-test=conflict]')
  await conflict.getByText('どなたの処方箋か未設定').waitFor()
  await page.unroute('**/api/images?ids=*')
  await conflict.locator('[data-test=take-theirs]').click()
  await page.reload()
  await page.locator('[data-test=person-search]').fill('シケン')
  await page.locator('[data-test=person-hit]').first().click()
  await page.locator('[data-test=owner]', { hasText: '試験' }).waitFor()
  await page.setViewportSize(tablet)
  await expectNoSidewaysScroll(page)
  await page.locator('[data-test=toggle-done]').click()
  await page.locator('[data-test=undo-viewer]').click()
  await page.locator('[data-test=toggle-done]', { hasText: '処理済みにする' }).waitFor()
  await page.locator('[data-test=toggle-done]').click()
  await page.keyboard.press('Escape')
  await page.locator('[data-test=tab-done]').click()
  await page.locator('[data-test=image]', { hasText: '試験' }).waitFor()
  await expectNoSidewaysScroll(page)
  // For good, by the admin, after a question. An answer that comes late moves nobody away from the manual.
  await page.locator('[data-test=image] a').first().click()
  await page.locator('[data-test=remove-image]').click()
  let answer = (): void => undefined
  const deleted = new Promise<void>((resolve) => {
    void page.route('**/api/images/*', async (route) => {
      if (route.request().method() !== 'DELETE') {
        await route.fallback()
        return
      }
      const response = await route.fetch()
      resolve()
      await new Promise<void>((go) => (answer = go))
      await route.fulfill({ response })
    })
  })
  const answered = page.waitForResponse((response) => response.request().method() === 'DELETE')
  await page.locator('[data-test=remove-yes]').click()
  await deleted
  await page.keyboard.press('F1')
  await page.waitForURL('**/manual/**')
  answer()
  await (await answered).finished()
  await page.unroute('**/api/images/*')
  await page.locator('[data-test=search]').fill('シケン')
  await page.locator('[data-test=search-result]').first().waitFor()
  expect(new URL(page.url()).pathname).toMatch(/^\/manual\//)
  await page.locator('[data-test=search]').fill('')
  await page.goto('/images')
  await page.locator('[data-test=tab-done]').click()
  await page.locator('[data-test=no-images]').waitFor()
  await box.stop()
})

test('a photograph in another form is turned into JPEG by the browser that can open it, else both sides say what to do', async () => {
  const { box, page } = await openDesk(() => '/images')
  const dir = tempDir()
  const [heic, other] = [join(dir, 'IMG_0001.HEIC'), join(dir, 'sheet.gif')]
  writeFileSync(heic, heicPhotograph)
  writeFileSync(other, await gifPhotograph(200, 300))
  await page.locator('[data-test=from-phone]').click()
  await page.locator('[data-test=ticket]').waitFor()
  const handset = await openWindow(box.url, phone)
  await handset.goto(await linkOnScreen(page))
  await handset.locator('#choose').setInputFiles([heic, other])
  await handset.getByText('送った枚数: 1枚').waitFor()
  expect(await handset.locator('li.failed').innerText()).toMatch(/HEIC.*撮影して送る/)
  await page.locator('[data-test=image]').waitFor()
  await page.locator('[data-test=add-files]').setInputFiles([heic, other])
  await page.locator('[data-test=image]').nth(1).waitFor()
  expect(await page.locator('[data-test=upload-failed]').innerText()).toMatch(/HEIC.*スマホから受け取る.*互換性優先/)
  await page.locator('[data-test=image] a').first().click()
  await page.locator('[data-test=big-image]').waitFor()
  await until(async () => (await size(page)).join() === '200,300')
  await box.stop()
})

async function disown(box: Served, id: string): Promise<void> {
  const { items } = await box.getJson(`/api/images?ids=${id}`)
  const { version } = items[0] as unknown as { version: number }
  const answer = await fetch(`${box.url}/api/images/${id}`, {
    method: 'PATCH',
    headers: { cookie: await box.signIn(), 'content-type': 'application/json' },
    body: JSON.stringify({ owner: null, version }),
  })
  expect(answer.status).toBe(200)
}

const size = (page: Page): Promise<number[]> =>
  page.locator('[data-test=big-image]').evaluate((image) => {
    const { naturalWidth, naturalHeight } = image as HTMLImageElement
    return [naturalWidth, naturalHeight]
  })
