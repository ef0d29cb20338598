/// <reference lib="dom" />
import { existsSync } from 'node:fs'
import { chromium, type Browser, type BrowserContext, type Page } from 'playwright-core'
import { afterAll, expect, onTestFinished } from 'vitest'
import { account } from './serve.ts'

const executablePath = '/usr/bin/chromium'
export const desk = { width: 1366, height: 768 }
export const tablet = { width: 820, height: 1180 }

let browser: Promise<Browser> | undefined
afterAll(async () => {
  await (await browser)?.close()
  browser = undefined
})

async function launch(): Promise<Browser> {
  if (!existsSync(executablePath))
    throw new Error('Chromium がありません。npm test が入れるか、apt-get install chromium を実行してください。')
  return chromium.launch({
    executablePath,
    args: [
      '--no-sandbox',
      '--disable-gpu',
      '--disable-quic',
      '--no-first-run',
      '--disable-background-networking',
      '--disable-component-update',
      '--disable-sync',
    ],
  })
}

/**
 * A window of real Chromium, as one PC of the pharmacy. What its page reports as an error fails the test.
 * @param from another Chromium, such as one that trusts the box (trusting.ts)
 */
export async function openWindow(url: string, viewport = desk, from?: Browser): Promise<Page> {
  const opener = from ?? (await (browser ??= launch()))
  const context: BrowserContext = await opener.newContext({
    viewport,
    locale: 'ja-JP',
    timezoneId: 'Asia/Tokyo',
    baseURL: url,
  })
  const page = await context.newPage()
  const errors: string[] = []
  page.on('pageerror', (error) => errors.push(error.message))
  page.on('console', (message) => {
    // A box that is away, or a session that is not there yet, is told of on the page; Chromium notes it as well.
    const isExpected = /Failed to load resource|ERR_CONNECTION|WebSocket connection|ERR_INTERNET/.test(message.text())
    if (message.type() === 'error' && !isExpected) errors.push(message.text())
  })
  onTestFinished(async () => {
    await context.close()
    expect(errors).toEqual([])
  })
  await page.goto('/')
  return page
}

/** Signs in by keyboard alone. */
export async function signInPage(page: Page): Promise<void> {
  await page.locator('input[name=id]').focus()
  await page.keyboard.press('Control+A')
  await page.keyboard.type(account.id)
  await page.keyboard.press('Tab')
  await page.keyboard.press('Control+A')
  await page.keyboard.type(account.password)
  await page.keyboard.press('Enter')
  await page.locator('[data-test=feed-pill]').waitFor()
}

/** Nothing sticks out at the right: neither the page nor anything in it that scrolls can be moved sideways. */
export async function expectNoSidewaysScroll(page: Page): Promise<void> {
  expect(await sidewaysScroll(page)).toEqual([])
}

/** What can be moved sideways. */
export const sidewaysScroll = (page: Page): Promise<string[]> =>
  page.evaluate(() => {
    const found: string[] = []
    const look = (root: Document | ShadowRoot) => {
      for (const element of root.querySelectorAll('*')) {
        const canScroll =
          element === document.documentElement || /auto|scroll/.test(getComputedStyle(element).overflowX)
        if (canScroll && element.scrollWidth > element.clientWidth)
          found.push(`${element.localName}: ${element.scrollWidth} > ${element.clientWidth}`)
        if (element.shadowRoot) look(element.shadowRoot)
      }
    }
    look(document)
    return found
  })
