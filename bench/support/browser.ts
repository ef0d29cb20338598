/// <reference lib="dom" />
import { chromium, type CDPSession, type Page } from 'playwright-core'
import type { Scope } from './scope.ts'

/** The PC of a counter: four times slower than this machine's core, as old office PCs are. */
const slowness = 4

export interface Window {
  page: Page
  cdp: CDPSession
}

/** A signed-in window of real Chromium that shows the list; throttled unless told otherwise. */
export async function openWindow(scope: Scope, url: string, cookie: string, rate = slowness): Promise<Window> {
  const browser = await chromium.launch({
    executablePath: '/usr/bin/chromium',
    args: ['--no-sandbox', '--disable-gpu', '--disable-background-networking', '--disable-component-update'],
  })
  scope.defer(() => browser.close())
  const context = await browser.newContext({
    viewport: { width: 1366, height: 768 },
    locale: 'ja-JP',
    timezoneId: 'Asia/Tokyo',
    baseURL: url,
  })
  const [name = '', value = ''] = cookie.split('=')
  await context.addCookies([{ name, value, url }])
  const page = await context.newPage()
  const cdp = await context.newCDPSession(page)
  await cdp.send('Emulation.setCPUThrottlingRate', { rate })
  return { page, cdp }
}

/** What the page's scripts hold after rubbish was collected, megabytes (10^6 bytes). */
export async function heapMb(cdp: CDPSession): Promise<number> {
  await cdp.send('HeapProfiler.enable')
  await cdp.send('HeapProfiler.collectGarbage')
  const { usedSize } = (await cdp.send('Runtime.getHeapUsage')) as { usedSize: number }
  return usedSize / 1e6
}
