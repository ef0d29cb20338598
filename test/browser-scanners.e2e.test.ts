import type { Page } from 'playwright-core'
import { expect, test } from 'vitest'
import type { ReaderHealth } from '../contract/reader.ts'
import { expectNoSidewaysScroll, openWindow, signInPage } from './support/browser.ts'
import { names, openAt, serveCounters, serveReader } from './support/counters.ts'

const note = (page: Page, code: string) => page.locator(`[data-test=desk-note][data-code=${code}]`)
const keys = (text: string): string[] => [...text]

test('a keyboard scanner types into the page: its code reaches the box and none of its keys act on the page', async () => {
  const { box } = await serveCounters()
  const [page, other] = await Promise.all([openAt(box.url, names.a), openAt(box.url, names.b)])
  const typeFast = (keys: string[]) =>
    page.evaluate((all) => {
      for (const key of all)
        document.body.dispatchEvent(
          new KeyboardEvent('keydown', { key, bubbles: true, composed: true, cancelable: true }),
        )
    }, keys)
  // Without being asked for, the page leaves keys alone: the slash goes to the search box.
  await typeFast([...keys('99/99999'), 'Enter'])
  expect(await page.locator('[data-test=search]').evaluate((box) => box.matches(':focus'))).toBe(true)
  await page.keyboard.press('Escape')
  await page.locator('[data-test=reader-pill]').click()
  await page.locator('[data-test=has-wedge]').check()
  await page.locator('[data-test=back]:visible').click()
  await typeFast([...keys('99/99999'), 'Enter'])
  await note(page, 'scan-refused').getByText('この薬箱では使わないコードです').waitFor()
  const isSearching = () => page.locator('[data-test=search]').evaluate((box) => box.matches(':focus'))
  expect(await isSearching()).toBe(false)
  // A code may begin with a key of the page; pressed alone the key does what it always does, a blink later.
  await typeFast([...keys('/4901234'), 'Enter'])
  await typeFast([...keys('4901234567894'), 'Enter'])
  await note(page, 'scan-done').getByText('JANコードを読み取り、保管しました').waitFor()
  expect(await isSearching()).toBe(false)
  await page.keyboard.press('/')
  await expect.poll(isSearching).toBe(true)
  expect(await page.locator('[data-test=search]').inputValue()).toBe('')
  await page.keyboard.press('Escape')
  await typeFast([...Array.from({ length: 9 }, () => 'Process'), 'Enter'])
  await page.locator('[data-test=desk-note]').getByText('日本語入力がオンです').waitFor()
  // Behind a dialog a code is not taken, and says so when the dialog is gone; its Enter presses nothing there.
  await page.locator('[data-test=counter-pill]').click()
  const choice = page.locator('[data-test=counter-choice]').first()
  await choice.waitFor()
  await typeFast([...keys('4901234567894'), 'Enter'])
  await page.locator('[data-test=desk-note]').getByText('小さな画面が開いています').waitFor()
  await choice.waitFor()
  await page.keyboard.press('Escape')
  expect(await other.locator('[data-test=desk-note]').count()).toBe(0)
  await box.stop()
})

test('the box for scans takes ASCII alone, says why, and keeps what it could not send', async () => {
  const { box } = await serveCounters()
  const page = await openAt(box.url, names.a)
  await page.locator('[data-test=reader-pill]').click()
  const input = page.locator('[data-test=scan-box]')
  const said = page.locator('[data-test=scan-said]')
  await input.fill('JAHISTC07,1 試験')
  await page.keyboard.press('Enter')
  await said.getByText('漢字やかなを含むコードです').waitFor()
  expect(await input.inputValue()).toBe('JAHISTC07,1 試験')
  // It is marked: the next code takes its place.
  await page.keyboard.type('4912345678904')
  await page.keyboard.press('Enter')
  // The box and the counter say the same, and neither says more than is so.
  for (const words of ['JANコードを読み取り、保管しました', '薬品の検索はまだありません']) {
    await note(page, 'scan-done').getByText(words).waitFor()
    await said.getByText(words).waitFor()
  }
  expect(await input.inputValue()).toBe('')
  await page.keyboard.type('KB-0001')
  await page.keyboard.press('Enter')
  await note(page, 'scan-refused').getByText('この薬箱では使わないコードです').waitFor()
  await said.getByText('この薬箱では使わないコードです').waitFor()
  expect(await input.inputValue()).toBe('KB-0001')
  await page.getByText('分割された二次元コード').waitFor()
  const ime = await page.context().newCDPSession(page)
  await ime.send('Input.imeSetComposition', { text: 'あ', selectionStart: 1, selectionEnd: 1 })
  await said.getByText('日本語入力がオンです').waitFor()
  await box.stop()
})

test('a scanner is set up on its page; what one may not do is said in words', async () => {
  const { box, reader: find } = await serveReader()
  const { id, version } = await find(names.readerA)
  const page = await openWindow(box.url)
  await signInPage(page)
  // There is no virtual scanner: the page of a card reader is shown as that of one.
  const scanner = { framing: 'idle', appendHeader: 'none' }
  await page.route('**/health', async (route) => {
    const health = (await (await route.fetch()).json()) as ReaderHealth
    const shown = { ...health, reader: { ...health.reader, kind: 'serial', scanner: { ...scanner } }, keptToday: 3 }
    await route.fulfill({ json: shown })
  })
  const asked: unknown[] = []
  await page.route(`**/api/readers/${id}`, async (route) => {
    const change = route.request().postDataJSON() as { scanner: typeof scanner }
    asked.push(change)
    if (asked.length === 1) {
      const problem = {
        type: 'about:blank',
        title: 'not-allowed',
        status: 403,
        code: 'not-allowed',
        isRetryable: false,
      }
      await route.fulfill({ status: 403, json: problem })
      return
    }
    Object.assign(scanner, change.scanner)
    await route.fulfill({ json: {} })
  })
  await page.goto(`/readers/${id}`)
  await page.locator('[data-test=kept-today]', { hasText: '3件' }).waitFor()
  expect(await page.locator('[data-test=start-swap]').count()).toBe(0)
  const save = page.locator('[data-test=save-setup]')
  expect(await save.isDisabled()).toBe(true)
  await page.locator('[data-test=framing]').selectOption({ label: 'STX・ETX で区切る' })
  await page.locator('[data-test=append-header]').selectOption({ label: 'ヘッダー付き：4桁の番号（1 から）' })
  await save.click()
  await page.getByText('この操作の権限がありません').waitFor()
  // What was chosen is still there.
  await save.click()
  await page.locator('[data-test=setup-said]', { hasText: '保存しました' }).waitFor()
  const change = { scanner: { framing: 'stx-etx', appendHeader: 'digits-from-1' }, version }
  expect(asked).toEqual([change, change])
  await expect.poll(() => save.isDisabled()).toBe(true)
  await expectNoSidewaysScroll(page)
  await box.stop()
})
