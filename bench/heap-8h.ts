import type { Page } from 'playwright-core'
import { figure } from './figure.ts'
import type { Bench, Measured } from './support/bench.ts'
import { heapMb, openWindow } from './support/browser.ts'
import { signIn, startBox } from './support/box.ts'
import { initLongHistory } from './support/long-history.ts'

/** Who comes on the busiest day of a large pharmacy, one after the other. */
const patients = 500
const members = 40
const tabs = ['current', 'body', 'memos', 'history'] as const
/** Every so many patients somebody goes on to another page. */
const goesOn = 5
/** The pages one goes on to, with what stands on each once it is drawn. */
const further = [
  { path: (id: string) => `/links/${id}`, sign: '[data-test=to-merge]' },
  { path: (id: string) => `/merges/${id}`, sign: 'kb-merges-panel [data-test=person-search]' },
  { path: () => '/links', sign: '[data-test=total]' },
  { path: () => '/cards', sign: '[data-test=to-terms]' },
] as const

/** What the page of one counter holds at the end of a day on which it opened every patient's details, all tabs of them, and of some what follows. */
export async function measureHeap({ scope, say }: Bench): Promise<Measured> {
  say('2,000 件の調剤を入れています')
  const { dataDir, memberIds } = await initLongHistory(scope, members)
  const box = await startBox(scope, dataDir)
  const { page, cdp } = await openWindow(scope, box.url, await signIn(box.url), 1)
  await page.goto('/')
  await page.locator('[data-test=visit-row]').first().waitFor()
  await page.waitForLoadState('networkidle')
  const floor = await heapMb(cdp)

  for (let patient = 0; patient < patients; patient++) {
    const id = memberIds[patient % members] ?? ''
    const row = page.locator(`tr:has(a[href="/members/${id}"])`).first()
    await row.hover()
    await row.click()
    await page.locator('[data-test=dispensing-card]').first().waitFor()
    for (const tab of tabs) {
      await page.locator(`[data-test=tab-${tab}]`).click()
      await page.locator(`[data-test=tab-${tab}][aria-selected=true]`).waitFor()
    }
    if (patient % goesOn === 0)
      for (const { path, sign } of further) {
        await goTo(page, path(id))
        await page.locator(sign).first().waitFor()
      }
    if (patient % goesOn === 0) await goTo(page, '/')
    else await page.locator('[data-test=back]:visible').click()
    await row.waitFor()
    if (patient % 100 === 99) say(`${patient + 1} / ${patients}`)
  }
  const value = await heapMb(cdp)
  return {
    figure: figure({ name: 'heap-8h', unit: 'MB', value, floor }, { value: 150 }),
    note: `${patients} 人の患者詳細を全部のタブで、その${goesOn}人に1人でお薬自動登録・統合・カード発行も開いた後。下限は一覧を開いた直後`,
  }
}

/** To another page, without loading anew. */
async function goTo(page: Page, path: string): Promise<void> {
  await page.evaluate((to) => {
    history.pushState(null, '', to)
    dispatchEvent(new PopStateEvent('popstate'))
  }, path)
}
